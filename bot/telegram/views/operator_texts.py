"""The words that only operators meet, in the three languages; wordings of errors and of the gate are in ``bot/``."""

from __future__ import annotations

from bot.messages import explain
from bot.telegram.views.texts import Lang, Wording

COMMANDS: dict[str, tuple[str, str, str]] = {
    "status": ("运行情况", "執行情況", "How the bot is doing"),
    "stats": ("用量和评价", "用量和評價", "Use and judgements"),
    "rollback": ("退回上一次发布", "退回上一次發布", "Go back to the previous publishing"),
    "withdraw": ("撤回一篇报道或一期", "撤回一篇報導或一期", "Withdraw an article or an edition"),
}


class OperatorText(Wording):
    """What operators are told."""

    HELP = (
        "给编辑部的命令\n{commands}\n· 把版面文件或压缩包作为文件发来：检查、发布",
        "給編輯部的命令\n{commands}\n· 把版面檔案或壓縮檔作為檔案傳來：檢查、發布",
        "For the newsroom\n{commands}\n· Send page files or zips as documents: they are checked and published",
    )
    # -- /status, /stats
    GENERATION = ("当前发布：{generation}", "目前發布：{generation}", "Published: {generation}")
    NO_GENERATION = ("无", "無", "nothing")
    HOLDINGS = (
        "收录：{editions} 期，{pages} 版，{articles} 篇，{passages} 段",
        "收錄：{editions} 期，{pages} 版，{articles} 篇，{passages} 段",
        "In the archive: {editions} {editions:edition|editions}, {pages} {pages:page|pages}, {articles} "
        "{articles:article|articles}, {passages} {passages:passage|passages}",
    )
    WITHDRAWN_COUNT = ("；已撤回 {count} 篇", "；已撤回 {count} 篇", "; {count} withdrawn")
    NEWEST = ("最新一期：{day}", "最新一期：{day}", "Newest edition: {day}")
    LAST_PUBLISHED = (
        "上次发布：{at}，用时 {seconds} 秒",
        "上次發布：{at}，用時 {seconds} 秒",
        "Last published: {at}, in {seconds} s",
    )
    LAST_FAILED = (
        "上次发布未成功：{at}，{kind}",
        "上次發布未成功：{at}，{kind}",
        "The last publishing failed: {at}, {kind}",
    )
    OLD_INDEX = (
        "⚠ 最新的索引用不了，仍在用之前的：{problem}",
        "⚠ 最新的索引用不了，仍在用之前的：{problem}",
        "⚠ The newest index can't be used; the one before still answers: {problem}",
    )
    WAITING = ("等待处理：{count}", "等待處理：{count}", "Waiting: {count}")
    CALLS = (
        "发出 {sent}，重试 {repeated}，被要求等待 {told_to_wait}，结果不明 {unsure}，放弃 {given_up}",
        "發出 {sent}，重試 {repeated}，被要求等待 {told_to_wait}，結果不明 {unsure}，放棄 {given_up}",
        "Sent {sent}, repeated {repeated}, told to wait {told_to_wait}, unsure {unsure}, given up {given_up}",
    )
    LAST_ERRORS = ("最近的错误：{errors}", "最近的錯誤：{errors}", "Last errors: {errors}")
    NO_ERRORS = ("无", "無", "none")
    JUDGED_GOOD = ("👍 {count}", "👍 {count}", "👍 {count}")
    JUDGED_WRONG = ("答错 {count}", "答錯 {count}", "wrong {count}")
    JUDGED_OUTDATED = ("过时 {count}", "過時 {count}", "outdated {count}")
    JUDGED_MISSING = ("没答到 {count}", "沒答到 {count}", "missing {count}")
    WATCH_COUNT = (
        "订阅 {count}，来自 {chats} 个会话",
        "訂閱 {count}，來自 {chats} 個對話",
        "{count} {count:watch|watches}, from {chats} {chats:chat|chats}",
    )
    # -- uploads and publishing
    PUBLISH = ("发布", "發布", "Publish")
    CANCEL = ("取消", "取消", "Cancel")
    CANCELLED = ("已取消。", "已取消。", "Cancelled.")
    ALREADY_DONE = ("已经处理过了。", "已經處理過了。", "This was dealt with before.")
    REFUSED = (
        "没有通过发布前的检验。\n{report}\n"
        "新内容已经收录，但没有发布；旧内容照常回答。可以改正文件后重新发来，或用 /withdraw 撤回有问题的报道。",
        "沒有通過發布前的檢驗。\n{report}\n"
        "新內容已經收錄，但沒有發布；舊內容照常回答。可以改正檔案後重新發來，或用 /withdraw 撤回有問題的報導。",
        "The checks before publishing failed.\n{report}\nThe new content is in the archive but not published; the old "
        "content answers as before. Send corrected files, or withdraw what is wrong with /withdraw.",
    )
    PUBLISH_ANYWAY = ("仍要发布", "仍要發布", "Publish anyway")
    DONT_PUBLISH = ("不发布", "不發布", "Don't publish")
    ARCHIVE_CHANGED = (
        "情况已经变了，刚才的检验结果不算数了。可以再检验一次。",
        "情況已經變了，剛才的檢驗結果不算數了。可以再檢驗一次。",
        "The archive has changed since that check. Check again.",
    )
    REALLY_PUBLISH = (
        "检验没有通过，确定强制发布？读者会立刻看到新内容；这次强制会记录在索引里，可用 /rollback 退回。",
        "檢驗沒有通過，確定強制發布？讀者會立刻看到新內容；這次強制會記錄在索引裡，可用 /rollback 退回。",
        "The checks failed. Publish nevertheless? Readers see the new content at once; the index records that it was "
        "forced, and /rollback goes back.",
    )
    YES_PUBLISH = ("确定，强制发布", "確定，強制發布", "Yes, publish")
    PUBLISHED_ANYWAY = (
        "已强制发布 {generation}，已记录。",
        "已強制發布 {generation}，已記錄。",
        "{generation} is published, and recorded as forced.",
    )
    # -- /rollback
    NOTHING_OLDER = (
        "没有更早的发布可以退回。",
        "沒有更早的發布可以退回。",
        "There is no earlier publishing to go back to.",
    )
    ROLL_BACK_TO = ("退回到 {generation}？", "退回到 {generation}？", "Go back to {generation}?")
    ROLL_BACK = ("退回", "退回", "Go back")
    ROLLED_BACK = ("已退回到 {generation}。", "已退回到 {generation}。", "Gone back to {generation}.")
    STAYS_OUT = (
        "下线的内容不会随以后的发布回来；改正后的版面读入即可发布。",
        "下線的內容不會隨以後的發布回來；改正後的版面讀入即可發布。",
        "What went stays out of later publishings; a page that is read again with other content is published.",
    )
    RELEASE = ("原样放行", "原樣放行", "Publish it after all")
    RELEASED = ("已放行，已发布 {generation}。", "已放行，已發布 {generation}。", "Released; published {generation}.")
    PENDING = ("已读入、还没有发布：", "已讀入、還沒有發布：", "Read, not published yet:")
    ROLL_BACK_AGAIN = (
        "情况已经变了，请重新发 /rollback。",
        "情況已經變了，請重新發 /rollback。",
        "Something was published meanwhile; send /rollback again.",
    )
    # -- /withdraw
    WITHDRAW_HOW = (
        "撤回的办法：\n· 回复一张回答、一篇报道或一个列表：/withdraw 原因\n"
        "· 从一期里选：/withdraw 或 /withdraw 2022-12-08\n"
        "· 按编号：/withdraw 12 原因\n· 一整期：/withdraw 2022-12-08 原因",
        "撤回的辦法：\n· 回覆一張回答、一篇報導或一個列表：/withdraw 原因\n"
        "· 從一期裡選：/withdraw 或 /withdraw 2022-12-08\n"
        "· 按編號：/withdraw 12 原因\n· 一整期：/withdraw 2022-12-08 原因",
        "How to withdraw:\n· in reply to an answer, an article or a list: /withdraw reason\n· choosing from an edition:"
        " /withdraw or /withdraw 2022-12-08\n· by its number: /withdraw 12 reason\n· a whole edition: /withdraw "
        "2022-12-08 reason",
    )
    ARTICLE_NUMBER = ("编号 {number}", "編號 {number}", "No. {number}")
    WHY = (
        "撤回 {line}\n请回复这条消息，写明原因。",
        "撤回 {line}\n請回覆這則訊息，寫明原因。",
        "Withdraw {line}\nPlease reply to this message with the reason.",
    )
    WITHDRAW_FROM = (
        "{edition}，撤回哪一篇？",
        "{edition}，撤回哪一篇？",
        "{edition}: withdraw which one?",
    )
    WHOLE = ("整期", "整期", "All of it")
    COMMAND_GONE = (
        "原来的命令已经不在了，请重新发 /withdraw。",
        "原來的命令已經不在了，請重新發 /withdraw。",
        "The command is gone; send /withdraw again.",
    )
    WITHDRAW_WHAT = (
        "撤回？\n{line}\n原因：{reason}",
        "撤回？\n{line}\n原因：{reason}",
        "Withdraw?\n{line}\nReason: {reason}",
    )
    WITHDRAW_PRIVATELY = ("撤回，不公开原因", "撤回，不公開原因", "Withdraw, keep the reason private")
    WITHDRAW_PUBLICLY = ("撤回，公开原因", "撤回，公開原因", "Withdraw, tell readers the reason")
    WITHDRAW_WHICH = ("撤回哪一篇？", "撤回哪一篇？", "Withdraw which one?")
    WITHDRAWN_PRIVATELY = (
        "已撤回：{line}\n原因（不公开）：{reason}",
        "已撤回：{line}\n原因（不公開）：{reason}",
        "Withdrawn: {line}\nReason (private): {reason}",
    )
    WITHDRAWN_PUBLICLY = (
        "已撤回：{line}\n原因（公开）：{reason}",
        "已撤回：{line}\n原因（公開）：{reason}",
        "Withdrawn: {line}\nReason (public): {reason}",
    )
    RESTORE = ("恢复", "恢復", "Put back")
    RESTORED = ("已恢复并发布：{line}", "已恢復並發布：{line}", "Put back and published: {line}")
    WHOLE_EDITION = ("{edition} 整期", "{edition} 整期", "{edition}, the whole edition")
    # -- another poller
    OTHER_POLLER = (
        "⚠ 另有一个程序在用同一个令牌接收消息，读者的问题会被它拿走，时有时无。请找到并停掉它：另一台机器上的"
        " baowen bot，或旧的部署；找不到就到 @BotFather 换一个令牌（/revoke）。",
        "⚠ 另有一個程式在用同一個令牌接收訊息，讀者的問題會被它拿走，時有時無。請找到並停掉它：另一台機器上的"
        " baowen bot，或舊的部署；找不到就到 @BotFather 換一個令牌（/revoke）。",
        "⚠ Another program takes messages with the same token, so that readers' questions go astray. Find it and stop "
        "it: a baowen bot on another machine, or an old deployment. If you can't find it, let @BotFather draw a new "
        "token (/revoke).",
    )
    # -- missing editions
    MISSING_HINT = (
        "请检查版面文件是否送到、有没有被隔离（baowen status）。",
        "請檢查版面檔案是否送到、有沒有被隔離（baowen status）。",
        "See whether its files were delivered, or put into quarantine (baowen status).",
    )
    ARRIVED = (
        "{paper} {day} 这一期已经到了，最新一期是 {newest}。",
        "{paper} {day} 這一期已經到了，最新一期是 {newest}。",
        "{paper} {day} has arrived; the newest edition is of {newest}.",
    )
    SEARCH_AWAY = (
        "⚠ 检索服务已有 {seconds} 秒以上连不上，读者的提问暂时得不到回答。恢复之后再告知。",
        "⚠ 檢索服務已有 {seconds} 秒以上連不上，讀者的提問暫時得不到回答。恢復之後再告知。",
        "⚠ The search service has been away for {seconds} s or more: no question is answered until it is back.",
    )
    SEARCH_BACK = (
        "检索服务已经恢复，提问照常回答。",
        "檢索服務已經恢復，提問照常回答。",
        "The search service is back; questions are answered again.",
    )


def error_text(error: Exception, lang: Lang) -> str:
    """What went wrong and what to do, as every surface words it."""
    return explain(error, lang)
