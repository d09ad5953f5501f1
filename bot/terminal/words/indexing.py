"""What is said while files are read and published."""

from __future__ import annotations

from bot.wording import Wording


class IndexText(Wording):
    """``index``, ``rebuild`` and their bars."""

    GIVE_FILES = ("请给出要读入的文件或文件夹", "請給出要讀入的檔案或資料夾", "give files or folders to read")
    # -- bars
    READING = ("读入文件", "讀入檔案", "reading")
    ENCODING = ("编码段落", "編碼段落", "encoding")
    ASKING = ("检验问题", "檢驗問題", "checking")
    TRYING = ("试问题", "試問題", "trying questions")
    # -- files
    ADDED = ("新收录", "新收錄", "new")
    UNCHANGED = ("无变化", "無變化", "unchanged")
    CORRECTED = ("已更正", "已更正", "corrected")
    REJECTED = ("未收录", "未收錄", "left out")
    PASSED_OVER = ("无需收录", "無需收錄", "passed over")
    FILE = ("{outcome}  {path}", "{outcome}  {path}", "{outcome}  {path}")
    FILE_COUNTED = ("{outcome}  {path}  {counts}", "{outcome}  {path}  {counts}", "{outcome}  {path}  {counts}")
    ARTICLES = ("{count} 篇", "{count} 篇", "{count} {count:report|reports}")
    JOINS = ("，断栏 {count} 处", "，斷欄 {count} 處", ", {count} {count:cut|cuts} repaired")
    CHANGES = (
        "（保留 {kept}，新 {added}，换下 {replaced}）",
        "（保留 {kept}，新 {added}，換下 {replaced}）",
        " ({kept} kept, {added} new, {replaced} replaced)",
    )
    REASON = ("  {remark}", "  {remark}", "  {remark}")
    REMARK = ("  注意：{remark}", "  注意：{remark}", "  note: {remark}")
    REMARKS = (
        "另有 {count} 条提示，加 --verbose 可看",
        "另有 {count} 條提示，加 --verbose 可看",
        "{count} {count:note|notes}: see {count:it|them} with --verbose",
    )
    OUTCOME_COUNT = ("{outcome} {count}", "{outcome} {count}", "{count} {outcome}")
    BY_OUTCOME = ("其中{counts}", "其中{counts}", "Of these {counts}")
    TOTAL = (
        "共 {files} 个文件：{editions} 期，{pages} 版，{articles} 篇，修复断栏 {joins} 处",
        "共 {files} 個檔案：{editions} 期，{pages} 版，{articles} 篇，修復斷欄 {joins} 處",
        "{files} {files:file|files}: {editions} {editions:edition|editions}, {pages} {pages:page|pages}, {articles} "
        "{articles:report|reports}, {joins} {joins:cut|cuts} repaired",
    )
    WITHHELD = (
        "其中 {count} 个部分先前已经撤回，仍不公开（baowen restore-article 可恢复）。",
        "其中 {count} 個部分先前已經撤回，仍不公開（baowen restore-article 可恢復）。",
        "{count} {count:part of it was|parts of it were} withdrawn before and {count:stays|stay} so (baowen "
        "restore-article puts {count:it|them} back).",
    )
    HELD_ARTICLE = ("  {place}  {title}", "  {place}  {title}", "  {place}  {title}")
    MORE_HELD = ("  另有 {count} 篇", "  另有 {count} 篇", "  and {count} more")
    NO_PLACE = ("日期和版次不详", "日期和版次不詳", "day and page unknown")
    JUMPS = (
        "转版接上 {continued} 处，没有找到前文的 {unknown} 处",
        "轉版接上 {continued} 處，沒有找到前文的 {unknown} 處",
        "{continued} {continued:continuation|continuations} joined, beginning not found {unknown}",
    )
    UNDATED = (
        "没有日期的 {count} 个文件：可加 --date，或在文件里、路径里写明",
        "沒有日期的 {count} 個檔案：可加 --date，或在檔案裡、路徑裡寫明",
        "Without a day: {count} {count:file|files}. Give --date, or say it in the file or its path",
    )
    MORE_LINES = (
        "{path}：另有 {count} 行没有收录",
        "{path}：另有 {count} 行沒有收錄",
        "{path}: {count} more {count:line was|lines were} left out",
    )
    MORE_ERRORS = (
        "另有 {count} 处没有收录，加 --verbose 可看",
        "另有 {count} 處沒有收錄，加 --verbose 可看",
        "{count} more {count:was|were} left out: see {count:it|them} with --verbose",
    )
    # -- publishing
    DRY = ("只做了检查，没有写入。", "只做了檢查，沒有寫入。", "Only looked; nothing was written.")
    NOTHING = ("没有可发布的内容。", "沒有可發布的內容。", "There is nothing to publish.")
    SAME = (
        "内容没有变化，仍是版本 {generation}。",
        "內容沒有變化，仍是版本 {generation}。",
        "Nothing has changed; it is still generation {generation}.",
    )
    PUBLISHED = (
        "已发布版本 {generation}：{articles} 篇，{passages} 段（新编码 {encoded} 段，沿用 {kept} 段）",
        "已發布版本 {generation}：{articles} 篇，{passages} 段（新編碼 {encoded} 段，沿用 {kept} 段）",
        "Published generation {generation}: {articles} {articles:report|reports}, {passages} "
        "{passages:passage|passages} (encoded now {encoded}, as before {kept})",
    )
    FORCED = (
        "检验没有通过，按 --force 发布，已记录。",
        "檢驗沒有通過，按 --force 發布，已記錄。",
        "The checks failed; published by --force, and recorded.",
    )
    HELD = (
        "{line}（baowen release 可放行）",
        "{line}（baowen release 可放行）",
        "{line} (baowen release lets it be published)",
    )
    SAME_MODEL = (
        "提问也要用同一个模型：请在 .env 里写 BAOWEN_MODEL={model}",
        "提問也要用同一個模型：請在 .env 裡寫 BAOWEN_MODEL={model}",
        "Questions need the same model: write BAOWEN_MODEL={model} into .env",
    )
    GOES_ON = (
        "已中断，已发布的内容不受影响。再运行一次同样的命令即可，编码好的段落不会重来。",
        "已中斷，已發布的內容不受影響。再執行一次同樣的命令即可，編碼好的段落不會重來。",
        "Interrupted; what is published stands. Run the same command again: what was encoded is not encoded anew.",
    )
    # -- rebuilding
    FORCE_REBUILD = (
        "确认无妨则 baowen rebuild --force。",
        "確認無妨則 baowen rebuild --force。",
        "To publish nevertheless: baowen rebuild --force.",
    )
    REBUILT = (
        "已重建并发布版本 {generation}：{articles} 篇，{passages} 段",
        "已重建並發布版本 {generation}：{articles} 篇，{passages} 段",
        "Rebuilt and published generation {generation}: {articles} {articles:report|reports}, {passages} "
        "{passages:passage|passages}",
    )
    DISCARDED = (
        "删除了损坏的版本：{generations}",
        "刪除了損壞的版本：{generations}",
        "Deleted damaged generations: {generations}",
    )


class WatchCommandText(Wording):
    """What ``watch`` says of itself."""

    WHICH_FOLDER = (
        "请给出要监视的文件夹，或设置 BAOWEN_WATCH",
        "請給出要監視的資料夾，或設定 BAOWEN_WATCH",
        "give the folder to watch, or set BAOWEN_WATCH",
    )
    BEGUN = (
        "正在监视 {folder}，按 Ctrl-C 结束。",
        "正在監視 {folder}，按 Ctrl-C 結束。",
        "Watching {folder}; Ctrl-C ends it.",
    )
    ENDED = ("已结束。", "已結束。", "Ended.")
