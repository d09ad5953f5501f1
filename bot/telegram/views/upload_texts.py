"""The words around files that operators send, in the three languages: what they would change, what became of them."""

from __future__ import annotations

from bot.telegram.views.texts import Wording


class UploadText(Wording):
    """What operators are told of files that they sent."""

    CHECKED = ("检查完毕，尚未发布。", "檢查完畢，尚未發布。", "Checked, not yet published.")
    NOTHING = ("没有可以发布的内容。", "沒有可以發布的內容。", "There is nothing to publish.")
    ALL_KNOWN = (
        "这些内容都已收录，没有变化。",
        "這些內容都已收錄，沒有變化。",
        "All of it is in the archive already, unchanged.",
    )
    UNPUBLISHED = (
        "另有收录过而没有发布的内容，发布时会一起发布。",
        "另有收錄過而沒有發布的內容，發布時會一起發布。",
        "The archive also holds content that is not published yet; it will be published too.",
    )
    COUNTS = (
        "文件 {files}，报道 {articles}：新 {added}，改 {changed}，下线 {gone}，不变 {kept}；修复断栏 {joins}",
        "檔案 {files}，報導 {articles}：新 {added}，改 {changed}，下線 {gone}，不變 {kept}；修復斷欄 {joins}",
        "{files} {files:file|files}, {articles} {articles:article|articles}: {added} new, {changed} changed, {gone} "
        "gone, {kept} unchanged; {joins} {joins:cut|cuts} repaired",
    )
    STATED = ("说明读作：{stated}", "說明讀作：{stated}", "The caption says: {stated}")
    GOOD_FILE = (
        "✓ {name}：{articles} 篇",
        "✓ {name}：{articles} 篇",
        "✓ {name}: {articles} {articles:article|articles}",
    )
    BAD_FILE = ("✗ {name}：{problem}", "✗ {name}：{problem}", "✗ {name}: {problem}")
    PASSED_OVER = ("– {name}：{reasons}", "– {name}：{reasons}", "– {name}: {reasons}")
    BAD_LINES = (
        "　⚠ {count} 行读不了：{problem}",
        "　⚠ {count} 行讀不了：{problem}",
        "  ⚠ {count} unreadable {count:line|lines}: {problem}",
    )
    FILE_WARNING = ("　⚠ {warning}", "　⚠ {warning}", "  ⚠ {warning}")
    MORE_FILES = ("… 另有 {count} 个文件", "… 另有 {count} 個檔案", "… and {count} more {count:file|files}")
    NEW = ("新 {count} 篇：", "新 {count} 篇：", "{count} new:")
    CHANGED = ("改 {count} 篇：", "改 {count} 篇：", "{count} changed:")
    GONE = (
        "下线 {count} 篇（新的版面里没有了）：",
        "下線 {count} 篇（新的版面裡沒有了）：",
        "{count} gone (no longer on the page):",
    )
    ARTICLE = ("{n}. {title} {place}", "{n}. {title} {place}", "{n}. {title} {place}")
    DIFFERENCE = ("　{before} → {after}", "　{before} → {after}", "  {before} → {after}")
    TAKEN_OUT = ("删去“{words}”", "刪去「{words}」", "“{words}” taken out")
    PUT_IN = ("加上“{words}”", "加上「{words}」", "“{words}” put in")
    MORE_DIFFERENCES = ("　… 另有 {count} 处", "　… 另有 {count} 處", "  … and {count} more {count:place|places}")
    REWRITTEN = ("　全文改写", "　全文改寫", "  rewritten")
    MORE_ARTICLES = ("… 另有 {count} 篇", "… 另有 {count} 篇", "… and {count} more")
    NO_PLACE = ("（没有报名、日期）", "（沒有報名、日期）", "(no paper, no date)")
    LACKS_PAPER = (
        "⚠ {count} 篇没有报名",
        "⚠ {count} 篇沒有報名",
        "⚠ {count} {count:article has|articles have} no paper",
    )
    LACKS_DATE = ("⚠ {count} 篇没有日期", "⚠ {count} 篇沒有日期", "⚠ {count} {count:article has|articles have} no date")
    LACKS_HINT = (
        "请把报名、日期、版次写在文件的说明里再发一次，例如：临江日报 2025-03-16 第3版；"
        "或写在文件名、压缩包的文件夹名里。",
        "請把報名、日期、版次寫在檔案的說明裡再發一次，例如：臨江日報 2025-03-16 第3版；"
        "或寫在檔名、壓縮檔的資料夾名裡。",
        "Send them again with paper, date and page in the caption, such as 临江日报 2025-03-16 第3版, or in the names "
        "of files or of folders inside a zip.",
    )
    TOO_LARGE = (
        "{name}：{size}，没有取。Telegram 只让机器人取 20 MB 以内的文件；请分成几个压缩包发来，"
        "或放进 baowen watch 看守的文件夹。",
        "{name}：{size}，沒有取。Telegram 只讓機器人取 20 MB 以內的檔案；請分成幾個壓縮檔發來，"
        "或放進 baowen watch 看守的資料夾。",
        "{name}: {size}, not fetched. Telegram gives bots files of up to 20 MB; send several zips, or put it into the "
        "folder that baowen watch looks at.",
    )
    WHICH_FORMATS = (
        "{name}：不支持这种格式。能读的有 {formats}，以及装着它们的 .zip",
        "{name}：不支援這種格式。能讀的有 {formats}，以及裝著它們的 .zip",
        "{name}: this format is not read; send {formats}, or a .zip of them",
    )
    SEND_AS_FILE = (
        "照片会被 Telegram 压缩，请作为文件发送。",
        "照片會被 Telegram 壓縮，請作為檔案傳送。",
        "Telegram shrinks photos; send it as a file.",
    )
    QUEUED = (
        "排队等候发布，前面还有 {count} 个…",
        "排隊等候發布，前面還有 {count} 個…",
        "Waiting for {count} {count:publishing|publishings} before this one…",
    )
    OTHER_PROCESS = (
        "另一个程序正在写入，等它结束…",
        "另一個程式正在寫入，等它結束…",
        "Another process is writing; waiting for it…",
    )
    PUBLISHING = ("正在发布…", "正在發布…", "Publishing…")
    PUBLISHING_STEP = ("正在发布… {done}/{total}", "正在發布… {done}/{total}", "Publishing… {done}/{total}")
    PUBLISHED = ("已发布。", "已發布。", "Published.")
    NOT_PUBLISHED = (
        "没有发布：{problem}\n发来的内容还在，可以再试一次。",
        "沒有發布：{problem}\n發來的內容還在，可以再試一次。",
        "Not published: {problem}\nWhat you sent is kept; you can try again.",
    )
    TRY_AGAIN = ("再试一次", "再試一次", "Try again")
    CHECK_AGAIN = ("再检验一次", "再檢驗一次", "Check again")
    MORE_LINES = ("… 另有 {count} 行", "… 另有 {count} 行", "… and {count} more {count:line|lines}")
