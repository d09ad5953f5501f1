"""The words around watches and what is announced for them, in the three languages."""

from __future__ import annotations

from bot.telegram.views.texts import Wording


class WatchText(Wording):
    """What readers are told of their watches."""

    HOW = (
        "用法：/watch 词语。新发布的报道里同时有这些词，就发给您。\n也可以写 记者:姓名、版面:3、报纸:报名。",
        "用法：/watch 詞語。新發布的報導裡同時有這些詞，就發給您。\n也可以寫 記者:姓名、版面:3、報紙:報名。",
        "Usage: /watch words. New articles that hold all of them are sent to you.\n"
        "Limits: by:name, page:3, paper:name.",
    )
    NO_DATES = (
        "订阅的是以后的报道，不能写日期：{value}",
        "訂閱的是以後的報導，不能寫日期：{value}",
        "A watch is for articles to come; it takes no date: {value}",
    )
    TOO_MANY = ("最多 {count} 个订阅。", "最多 {count} 個訂閱。", "At most {count} {count:watch|watches}.")
    WATCHING = (
        "已订阅：{words}。有新报道就发到这里。/watches 查看和取消。",
        "已訂閱：{words}。有新報導就發到這裡。/watches 檢視和取消。",
        "Watching: {words}. New articles come here. /watches lists and ends them.",
    )
    NONE = ("还没有订阅。用法：/watch 词语", "還沒有訂閱。用法：/watch 詞語", "Nothing is watched. Usage: /watch words")
    YOURS = ("订阅的词语，点一下取消：", "訂閱的詞語，點一下取消：", "Watched words; tap to end:")
    ENDED = ("已退订：{words}", "已退訂：{words}", "No longer watching: {words}")
    NO_SUCH = (
        "没有订阅“{words}”。/watches 查看订阅了什么。",
        "沒有訂閱「{words}」。/watches 檢視訂閱了什麼。",
        "“{words}” is not watched. /watches lists what is.",
    )
    END = ("结束订阅“{words}”", "結束訂閱「{words}」", "End “{words}”")
    NEW = ("订阅{words}有新报道", "訂閱{words}有新報導", "New on {words}")
    QUOTED = ("“{words}”", "「{words}」", "“{words}”")
    MORE = (
        "（共 {count} 篇，发前 {shown} 篇，其余请用 /search）",
        "（共 {count} 篇，發前 {shown} 篇，其餘請用 /search）",
        " ({count} in all, the first {shown:one is|{shown} are} sent; /search finds the rest)",
    )
    CORRECTED = (
        "更正：您收到过的这篇报道已更正",
        "更正：您收到過的這篇報導已更正",
        "Correction: a report that you were sent",
    )
    TAKEN_BACK = (
        "您收到过的这篇报道已由报社于{day}撤回。原因：{reason}",
        "您收到過的這篇報導已由報社於{day}撤回。原因：{reason}",
        "The newsroom withdrew this report on {day}. Reason: {reason}",
    )
