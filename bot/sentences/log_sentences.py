"""What the program writes to its log while it runs in a terminal."""

from __future__ import annotations

from bot.wording import Wording


class LogSentence(Wording):
    """Log lines of warning and above; lines for programs (``BAOWEN_LOG_FORMAT=json``) stay English."""

    THREAD = ("一个线程出错", "一個執行緒出錯", "a thread failed")
    # -- publishing
    CANNOT_READ_FOUND = (
        "版本 {generation} 的检验结果读不了，重新检验：{rest}",
        "版本 {generation} 的檢驗結果讀不了，重新檢驗：{rest}",
        "what was found of generation {generation} can't be read, asking it again: {rest}",
    )
    CANNOT_ASK = (
        "版本 {generation} 无法检验，没有可比的：{rest}",
        "版本 {generation} 無法檢驗，沒有可比的：{rest}",
        "generation {generation} can't be asked, nothing to compare with: {rest}",
    )
    NOT_KEPT = (
        "版本 {generation} 的检验结果没有保存：{rest}",
        "版本 {generation} 的檢驗結果沒有保存：{rest}",
        "what was found of generation {generation} is not kept: {rest}",
    )
    ANEW = (
        "已发布的版本用不了，从头建立：{rest}",
        "已發布的版本用不了，從頭建立：{rest}",
        "the published generation can't be used, building everything anew: {rest}",
    )
    NOT_ON = (
        "不能在版本 {generation} 的基础上建立，从头建立：{rest}",
        "不能在版本 {generation} 的基礎上建立，從頭建立：{rest}",
        "can't build on generation {generation}, building everything anew: {rest}",
    )
    OLDER_ANSWERS = (
        "最新的版本用不了，仍用之前的回答：{rest}",
        "最新的版本用不了，仍用之前的回答：{rest}",
        "the newest generation can't be used, the older one goes on answering: {rest}",
    )
    VECTORS_AGAIN = (
        "{path}：{rest}；其中的向量会重新计算",
        "{path}：{rest}；其中的向量會重新計算",
        "{path}: {rest}; its vectors are made again",
    )
    TUNING_UNUSED = (
        "没有使用 {path}（{why}）；请重新运行 baowen tune",
        "沒有使用 {path}（{why}）；請重新執行 baowen tune",
        "{path} is not used ({why}); run baowen tune again",
    )
    TUNING_OTHER = (
        "{path} 是为别的模型调整的；请重新运行 baowen tune",
        "{path} 是為別的模型調整的；請重新執行 baowen tune",
        "{path} was made for other models; run baowen tune again",
    )
    NO_RESPONSE = (
        "请求没有得到回答：{rest}",
        "請求沒有得到回答：{rest}",
        "a request could not be answered: {rest}",
    )
    REQUEST_FAILED = ("处理一个请求时出错\n{why}", "處理一個請求時出錯\n{why}", "a request failed\n{why}")
    NO_PAGE = ("网页没有做成：{rest}", "網頁沒有做成：{rest}", "a page could not be made: {rest}")
    # -- restoring and watching
    KEPT_AS_IS = ("旧内容原样另存：{rest}", "舊內容原樣另存：{rest}", "the old content is kept as it is: {rest}")
    WITHDRAWALS_LOST = (
        "正在使用的收录读不了，其中的撤回记录丢失：{rest}",
        "正在使用的收錄讀不了，其中的撤回記錄丟失：{rest}",
        "the archive in use can't be read, its withdrawals are lost: {rest}",
    )
    LOOKED_AGAIN = (
        "{path} 读不了，所有文件重新看一遍：{why}",
        "{path} 讀不了，所有檔案重新看一遍：{why}",
        "{path} can't be read, all files are looked at again: {why}",
    )
    NO_FIGURES = (
        "指标没有写进数据文件夹：{rest}",
        "指標沒有寫進數據資料夾：{rest}",
        "figures could not be left in the data folder: {rest}",
    )
    NO_LOCK = (
        "无法确认没有别的机器人在用这个令牌：{folders} 里没有私有的文件夹",
        "無法確認沒有別的機器人在用這個令牌：{folders} 裡沒有私有的資料夾",
        "can't make sure that no other bot has this token: no private folder among {folders}",
    )
    # -- Telegram
    OTHER_POLLER = (
        "另一个程序也在用这个令牌接收訊息，只能有一个：请停掉另一个；本程序继续接收（{why}）",
        "另一個程式也在用這個令牌接收訊息，只能有一個：請停掉另一個；本程式繼續接收（{why}）",
        "another process is polling with this token; only one may. Stop the other one; polling goes on ({why})",
    )
    UNREACHED_ABOUT_POLLER = (
        "有一位管理员收不到另有程序在接收訊息的提醒：{why}",
        "有一位管理員收不到另有程式在接收訊息的提醒：{why}",
        "an operator could not be told of another poller: {why}",
    )
    UNREACHABLE = (
        "连不上 Telegram（{why}），会继续尝试",
        "連不上 Telegram（{why}），會繼續嘗試",
        "Telegram can't be reached ({why}); polling goes on",
    )
    GAVE_UP = ("放弃向 Telegram 发送：{why}", "放棄向 Telegram 傳送：{why}", "gave up sending to Telegram: {why}")
    UPDATE_FAILED = ("处理一条消息时出错\n{why}", "處理一則訊息時出錯\n{why}", "an update failed\n{why}")
    NO_APOLOGY = ("连致歉也没有发出：{why}", "連致歉也沒有發出：{why}", "could not even apologise: {why}")
    OLD_SERVER = (
        "Bot API 服务器送来访客消息却不收回答，版本太旧",
        "Bot API 伺服器送來訪客訊息卻不收回答，版本太舊",
        "the Bot API server delivers guest messages and does not take answers to them; it is too old",
    )
    SLOW_INLINE = (
        "一次内联查询太慢，已放弃",
        "一次內聯查詢太慢，已放棄",
        "an inline query took too long and was let go",
    )
    NOT_ASKED = (
        "无法查问某人是不是管理员：{why}",
        "無法查問某人是不是管理員：{why}",
        "whether somebody is an admin could not be asked: {why}",
    )
    EXPECTED_LATER = (
        "查不了应到的报纸，稍后再试",
        "查不了應到的報紙，稍後再試",
        "expected editions could not be looked for; trying again later",
    )
    UNREACHED_ABOUT_EDITION = (
        "有一位管理员收不到应到报纸的提醒：{why}",
        "有一位管理員收不到應到報紙的提醒：{why}",
        "an operator could not be told of an expected edition: {why}",
    )
    UNCHANGED = (
        "一条订阅通知没有改成：{why}",
        "一條訂閱通知沒有改成：{why}",
        "an announcement could not be changed: {why}",
    )
    LOST = ("一条订阅通知没有发出：{why}", "一條訂閱通知沒有發出：{why}", "an announcement was lost: {why}")
    ANNOUNCED_LATER = (
        "新报道没有通知订阅的人，稍后再试",
        "新報導沒有通知訂閱的人，稍後再試",
        "new articles could not be announced; trying again later",
    )
    DIGESTS_LATER = (
        "摘要没有做成，稍后再试",
        "摘要沒有做成，稍後再試",
        "digests could not be made; trying again later",
    )
    NO_CHAT_MENU = (
        "一个聊天的命令菜单没有设成：{why}",
        "一個聊天的命令選單沒有設成：{why}",
        "the commands menu of a chat could not be set: {why}",
    )
    MENU_STAYS = (
        "一个聊天的命令菜单没有去掉：{why}",
        "一個聊天的命令選單沒有去掉：{why}",
        "the commands menu of a chat could not be taken away: {why}",
    )
    NO_PROFILE = ("机器人简介没有设成：{why}", "機器人簡介沒有設成：{why}", "the profile could not be set: {why}")
    NO_TERM_PROCESS = (
        "切词的进程已经结束（{rest}），改在这里切词",
        "切詞的行程已經結束（{rest}），改在這裡切詞",
        "the process that makes terms has ended ({rest}): making them here",
    )
    CANNOT_EXCHANGE = ("最新的版本打不开", "最新的版本打不開", "the newest generation can't be opened")
    SERVICE_LATER = (
        "没能查看检索服务能不能用，稍后再试",
        "沒能檢視檢索服務能不能用，稍後再試",
        "whether the search service answers could not be looked for; trying again later",
    )
    OPERATOR_UNTOLD = (
        "检索服务的情况没能告诉一位管理员：{why}",
        "檢索服務的情況沒能告訴一位管理員：{why}",
        "an operator could not be told of the search service: {why}",
    )
    NO_RICH_MESSAGES = (
        "Bot API 服务器不支持富文本消息，照旧发",
        "Bot API 伺服器不支援富文字訊息，照舊發",
        "the Bot API server takes no rich messages; they go out as ever",
    )
    NO_MENU = ("命令菜单没有设成：{why}", "命令選單沒有設成：{why}", "the commands menu could not be set: {why}")
    TOKEN_AGAIN = (
        "Telegram 不认这个令牌，再问一次",
        "Telegram 不認這個令牌，再問一次",
        "Telegram refuses the token, asking once more",
    )
    TOKEN_REFUSED = (
        "Telegram 不认 TELEGRAM_BOT_TOKEN 里的令牌；机器人没有运行",
        "Telegram 不認 TELEGRAM_BOT_TOKEN 裡的令牌；機器人沒有執行",
        "Telegram refuses the token in TELEGRAM_BOT_TOKEN; the bot does not run",
    )
    TRYING_AGAIN = (
        "{call} 没有成功（{why}），{seconds} 秒后再试",
        "{call} 沒有成功（{why}），{seconds} 秒後再試",
        "{call} failed ({why}), trying again in {seconds} s",
    )
    BAD_UPDATE = (
        "第 {number} 条更新读不了（{why}），跳过",
        "第 {number} 條更新讀不了（{why}），跳過",
        "update {number} can't be read ({why}), passing over it",
    )
    NO_WEBHOOK = (
        "webhook 没有设成（{why}），{seconds} 秒后再试",
        "webhook 沒有設成（{why}），{seconds} 秒後再試",
        "the webhook could not be set ({why}), trying again in {seconds} s",
    )
    # -- web
    FULL_HOUSE = (
        "全部 {count} 个连接都在使用：拒绝了一个",
        "全部 {count} 個連線都在使用：拒絕了一個",
        "all {count} {count:connection is|connections are} at work: one was turned away",
    )
    FIGURES_UNREAD = ("{path} 读不了：{rest}", "{path} 讀不了：{rest}", "{path} can't be read: {rest}")
