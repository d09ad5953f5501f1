"""What ``baowen watch`` says of files and publishings: its log lines, and the reasons beside files in quarantine."""

from __future__ import annotations

from bot.wording import Wording


class WatchLogText(Wording):
    """Log lines without time and level, and the lines of a reason."""

    WAITING = ("{problem}；等待中，会自动再试", "{problem}；等待中，會自動再試", "{problem}; waiting, and trying again")
    STAYS = (
        "{problem}；文件留在原处，有变化才会再读",
        "{problem}；檔案留在原處，有變化才會再讀",
        "{problem}; the file stays where it is, and is read again when it changes",
    )
    FILE_STAYS = (
        "{file}：{problem}；文件留在原处，有变化才会再读",
        "{file}：{problem}；檔案留在原處，有變化才會再讀",
        "{file}: {problem}; the file stays where it is, and is read again when it changes",
    )
    COUNTED = (
        "{file}：{articles} 篇，新 {added}，替换 {replaced}",
        "{file}：{articles} 篇，新 {added}，替換 {replaced}",
        "{file}: {articles} {articles:report|reports}, {added} new, {replaced} replaced",
    )
    LEFT_OUT = (
        "{counted}；有 {count} 处没有收录",
        "{counted}；有 {count} 處沒有收錄",
        "{counted}; {count} {count:place was|places were} left out",
    )
    REFUSED = ("未收录：{problem}", "未收錄：{problem}", "left out: {problem}")
    REASON_AT = ("原因写在 {path}", "原因寫在 {path}", "the reason is in {path}")
    QUARANTINED = (
        "已隔离到 {path}，原因写在旁边",
        "已隔離到 {path}，原因寫在旁邊",
        "put into quarantine: {path}, with the reason beside it",
    )
    PUBLISHED = (
        "已发布版本 {generation}：{articles} 篇，{passages} 段，用时 {seconds:.1f} 秒",
        "已發布版本 {generation}：{articles} 篇，{passages} 段，用時 {seconds:.1f} 秒",
        "published generation {generation}: {articles} {articles:report|reports}, {passages} "
        "{passages:passage|passages}, in {seconds:.1f} s",
    )
    NOT_PUBLISHED = (
        "没有发布，内容已收录，有新文件时再试：{problem}",
        "沒有發布，內容已收錄，有新檔案時再試：{problem}",
        "not published, the content is in the archive; tried again with the next file: {problem}",
    )
    # -- a reason
    FILE = ("文件：{file}", "檔案：{file}", "File: {file}")
    TIME = ("时间：{at}", "時間：{at}", "Time: {at}")
    RESULT_PARTLY = (
        "结果：有一部分没有收录，其余已收录，文件留在原处",
        "結果：有一部分沒有收錄，其餘已收錄，檔案留在原處",
        "Result: a part was left out, the rest is in the archive; the file stays where it is",
    )
    RESULT_NONE = ("结果：没有收录", "結果：沒有收錄", "Result: left out")
    REASONS = ("原因：", "原因：", "Reasons:")
    REASON = ("- {problem}", "- {problem}", "- {problem}")
    MORE_REASONS = ("- ……另有 {count} 处", "- ……另有 {count} 處", "- … and {count} more {count:place|places}")
    MEND_PARTLY = (
        "怎么办：改正后直接覆盖原文件即可。",
        "怎麼辦：改正後直接覆蓋原檔案即可。",
        "What to do: correct it and overwrite the file.",
    )
    MEND_NONE = (
        "怎么办：改正后放回 {folder}，会自动读入；原样放回仍会被隔离。",
        "怎麼辦：改正後放回 {folder}，會自動讀入；原樣放回仍會被隔離。",
        "What to do: correct it and put it back into {folder}; it is read then. As it is it comes back here.",
    )
