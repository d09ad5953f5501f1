"""The words that the bot itself says, in simplified Chinese, traditional Chinese and English.

Excerpts are never translated. The operators' words stand in ``operator_texts.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.lang import LANG_NAMES, LANGS, Lang
from bot.render import page_text, printed_date
from bot.wording import Wording, say

__all__ = ["COMMANDS", "LANGS", "LANG_NAMES", "Lang", "Text", "Wording", "say"]


class Text(Wording):
    """What every reader may meet."""

    START = (
        "您好，这里是报问。\n直接发来一个问题，我到报纸的版面里找答案，一字不差地引用原文，并注明出处。",
        "您好，這裡是報問。\n直接發來一個問題，我到報紙的版面裡找答案，一字不差地引用原文，並註明出處。",
        "Hello, this is Baowen.\nSend me a question in Chinese. I look for the answer in the newspaper's pages, quote "
        "it word for word and say where it was printed.",
    )
    HELP = (
        "怎么提问\n· 在这里直接发问题，或用 /ask 问题\n· 在群里：/ask 问题，或 @{name} 问题，或回复我的消息。"
        "群里其他的话我看不到，也不会回应（隐私模式）\n· 问题越具体越好：谁、哪里、什么事\n\n"
        "回答里\n· 粗体的第一行是简短答案，取自下面的原文\n· 引文点一下可以展开，粗体是依据\n"
        "· “看全文”打开这段话所在的报道\n\n命令\n{commands}",
        "怎麼提問\n· 在這裡直接發問題，或用 /ask 問題\n· 在群組裡：/ask 問題，或 @{name} 問題，或回覆我的訊息。"
        "群組裡其他的話我看不到，也不會回應（隱私模式）\n· 問題越具體越好：誰、哪裡、什麼事\n\n"
        "回答裡\n· 粗體的第一行是簡短答案，取自下面的原文\n· 引文點一下可以展開，粗體是依據\n"
        "· 「看全文」打開這段話所在的報導\n\n命令\n{commands}",
        "Asking\n· Send a question here, or /ask question\n· In groups: /ask question, or @{name} question, or reply "
        "to me. I can't see anything else there (privacy mode)\n· Be specific: who, where, what\n\n"
        "Answers\n· The bold first line is the short answer, taken from the words below it\n· Tap a quotation to "
        "expand it; the evidence is bold\n· “Full text” opens the article\n\nCommands\n{commands}",
    )
    ABOUT = (
        "报问从报纸的版面里找答案。回答只用报上印出的原话，不改写，也不编造；找不到就说找不到。\n"
        "收录：{editions} 期，{articles} 篇报道。{freshness}。",
        "報問從報紙的版面裡找答案。回答只用報上印出的原話，不改寫，也不編造；找不到就說找不到。\n"
        "收錄：{editions} 期，{articles} 篇報導。{freshness}。",
        "Baowen finds answers in a newspaper's pages. It only uses the words as printed, rewrites nothing and invents "
        "nothing; when it finds nothing, it says so.\nIn the archive: {editions} {editions:edition|editions}, "
        "{articles} {articles:article|articles}. "
        "{freshness}.",
    )
    FRESH = ("已收录至 {date}", "已收錄至 {date}", "Editions up to {date}")
    UNDATED = ("已收录的版面没有标明日期", "已收錄的版面沒有標明日期", "The pages in the archive carry no date")
    RELATED = (
        "报上没有直接的答案，下面是相关的报道：",
        "報上沒有直接的答案，下面是相關的報導：",
        "No direct answer was found. Related reports:",
    )
    NOT_FOUND = (
        "已收录的版面里没有找到答案。",
        "已收錄的版面裡沒有找到答案。",
        "No answer was found in the pages of the archive.",
    )
    NEAREST = ("相近的报道：", "相近的報導：", "Nearest reports:")
    FOLLOWS = ("接着说：{subject}", "接著說：{subject}", "Still about: {subject}")
    ALONE = ("不按上一问，单独回答", "不按上一問，單獨回答", "Answer it on its own")
    MORE = ("更多", "更多", "More")
    NO_MORE = ("没有更多了", "沒有更多了", "There is no more")
    BY_DATE = ("按日期", "按日期", "By date")
    BY_PAGE = ("按版面", "按版面", "By page")
    LIFT = ("不限{what}", "不限{what}", "Not only {what}")
    BACK = ("返回", "返回", "Back")
    WHAT_WAS_WRONG = ("哪里不好？", "哪裡不好？", "What was wrong?")
    WRONG = ("答错了", "答錯了", "Wrong")
    OUTDATED = ("过时了", "過時了", "Outdated")
    MISSING = ("没答到", "沒答到", "Missing")
    KEEP_QUESTION = ("附上我的问题", "附上我的問題", "Include my question")
    KEEP_NOTHING = ("不附", "不附", "Don't")
    MAY_WE_KEEP = (
        "谢谢。要把您的问题一起交给报社改进吗？",
        "謝謝。要把您的問題一起交給報社改進嗎？",
        "Thank you. May the newsroom keep your question too?",
    )
    THANKS = ("谢谢，已记下", "謝謝，已記下", "Thank you, noted")
    SLOW_DOWN = (
        "问得太快了，请歇一会儿再问。每分钟最多 {count} 个问题。",
        "問得太快了，請歇一會兒再問。每分鐘最多 {count} 個問題。",
        "That was too fast. Please wait a little; at most {count} {count:question|questions} a minute.",
    )
    FULL_TEXT = ("看全文", "看全文", "Full text")
    PREVIOUS = ("‹ 上一页", "‹ 上一頁", "‹ Back")
    NEXT = ("下一页 ›", "下一頁 ›", "Next ›")
    SHEET = ("第 {n}/{of} 页", "第 {n}/{of} 頁", "Page {n}/{of}")
    PART_PAGE = ("—— 以下刊于{page} ——", "—— 以下刊於{page} ——", "—— continued on {page} ——")
    CHOOSE_LANGUAGE = ("请选择界面语言：", "請選擇介面語言：", "Choose the language of the interface:")
    LANGUAGE_CHOSEN = (
        "界面语言已改为简体中文。引文总是照报纸原样。",
        "介面語言已改為繁體中文。引文總是照報紙原樣。",
        "The interface is in English now. Quotations always stay as printed.",
    )
    PRIVACY = (
        "保存的内容：您选的语言，或订阅时所用的语言；"
        "哪条消息回答了您的哪条提问、引用了哪些段落（只有编号，48 小时，用于提问修改后更新回答、"
        "点 👍 👎 评价）；您的评价；"
        "您订阅的词语和摘要，以及 60 天内哪条消息通知了哪篇报道。\n不保存：您的问题。上一个问题只在内存里留 10 分钟，"
        "用来理解追问；只有您点“附上我的问题”时，那一个问题才随评价保存；"
        "您同意转给编辑部的问题，保存到答复之后 60 天。\n"
        "日志里没有您写的话。/forget 删除关于您的一切。",
        "保存的內容：您選的語言，或訂閱時所用的語言；"
        "哪則訊息回答了您的哪則提問、引用了哪些段落（只有編號，48 小時，用於提問修改後更新回答、"
        "點 👍 👎 評價）；您的評價；"
        "您訂閱的詞語和摘要，以及 60 天內哪則訊息通知了哪篇報導。\n不保存：您的問題。上一個問題只在記憶體裡留 10 分鐘，"
        "用來理解追問；只有您點「附上我的問題」時，那一個問題才隨評價保存；"
        "您同意轉給編輯部的問題，保存到答覆之後 60 天。\n"
        "日誌裡沒有您寫的話。/forget 刪除關於您的一切。",
        "Kept: the language you chose, or used when you began a watch; which message answered which question of yours"
        " and cites which passages (numbers only, for 48 hours, so that an edited question changes its answer and 👍 👎"
        " can judge it); your judgements; the words you watch and your digest, and for 60 days which message "
        "announced which article.\nNot kept: your questions. The last one stays in memory for 10 minutes to "
        "understand a follow-up; a question is only stored with a judgement when you press “Include my question”, and"
        " one that you pass on to the newsroom until 60 days after its answer.\nLogs hold none of your words. /forget"
        " deletes everything about you.",
    )
    FORGOTTEN = (
        "已删除关于您的全部记录（{count} 条）。",
        "已刪除關於您的全部記錄（{count} 條）。",
        "Everything about you is deleted ({count} {count:record|records}).",
    )
    ASK_IN_PRIVATE = ("没有找到，去提问", "沒有找到，去提問", "Nothing found — ask me")
    UNDATED_EDITION = ("日期不详", "日期不詳", "undated")
    NOTHING_YET = (
        "报纸内容还在准备中，请稍后再来。",
        "報紙內容還在準備中，請稍後再來。",
        "The newspaper is still being prepared. Please come back a little later.",
    )
    ALSO = ("另见：", "另見：", "Also in: ")
    EARLIER = ("此前报道（{day}）", "此前報導（{day}）", "Earlier report ({day})")
    CORRECTION = ("更正", "更正", "Correction")
    EXAMPLE = ("例如：{example}", "例如：{example}", "For example: {example}")
    ASK_HOW = (
        "请在 /ask 后面写上问题。",
        "請在 /ask 後面寫上問題。",
        "Please write the question after /ask.",
    )
    UNKNOWN_COMMAND = (
        "没有这个命令。直接发问题就可以，/help 有说明。",
        "沒有這個命令。直接發問題就可以，/help 有說明。",
        "There is no such command. Just send your question; /help explains.",
    )
    NOT_TEXT = (
        "我只看得懂文字。请把问题打成字发给我。",
        "我只看得懂文字。請把問題打成字發給我。",
        "I can only read text. Please type your question.",
    )
    SEARCH_AWAY = (
        "检索服务暂时连不上，请稍后再问一次。",
        "檢索服務暫時連不上，請稍後再問一次。",
        "The search service can't be reached for now. Please ask again in a little while.",
    )
    SORRY = (
        "抱歉，刚才出了点问题，没能回答。请稍后再试。",
        "抱歉，剛才出了點問題，沒能回答。請稍後再試。",
        "Sorry, something went wrong and I could not answer. Please try again later.",
    )
    OLD_BUTTON = (
        "这个按钮已经失效，请重新提问",
        "這個按鈕已經失效，請重新提問",
        "This button no longer works; please ask again",
    )


COMMANDS: dict[str, tuple[str, str, str]] = {
    "ask": ("提一个问题", "提一個問題", "Ask a question"),
    "search": ("按日期、版面、记者查找", "按日期、版面、記者查找", "Search by date, page, reporter"),
    "latest": ("最新一期的标题", "最新一期的標題", "Headlines of the newest edition"),
    "edition": ("按日期翻阅", "按日期翻閱", "Browse editions by date"),
    "sources": ("收录了哪些报纸", "收錄了哪些報紙", "Which papers are in the archive"),
    "watch": ("订阅词语，有新报道就通知", "訂閱詞語，有新報導就通知", "Be told of new articles"),
    "watches": ("查看和退订", "檢視和退訂", "List and end watches"),
    "unwatch": ("取消一个订阅", "取消一個訂閱", "End a watch"),
    "digest": ("定时发来摘要", "定時發來摘要", "A digest every day or week"),
    "lang": ("界面语言", "介面語言", "Language of the interface"),
    "privacy": ("保存什么、不保存什么", "保存什麼、不保存什麼", "What is kept and what is not"),
    "forget": ("删除关于我的记录", "刪除關於我的記錄", "Delete what is kept about me"),
    "help": ("使用说明", "使用說明", "How to use this bot"),
    "about": ("关于报问和收录范围", "關於報問和收錄範圍", "About, and what is in the archive"),
}

# Languages of Telegram's interface whose readers take English; everybody else reads the paper's own language.
TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


def lang_of(code: str | None) -> Lang:
    """The interface language for a Telegram ``language_code``; unknown means simplified Chinese, as the paper."""
    code = (code or "zh").lower()
    if code.startswith(TRADITIONAL):
        return "zh-hant"
    return "zh-hans" if code.startswith("zh") else "en"


def start_text(lang: Lang, example: str) -> str:
    """The first words to a reader, with something to try where there is any."""
    return _with_example(lang, Text.START, example)


def ask_how(lang: Lang, example: str) -> str:
    """How /ask is used."""
    return _with_example(lang, Text.ASK_HOW, f"/ask {example}" if example else "")


def _with_example(lang: Lang, text: Wording, example: str) -> str:
    shown = f"\n{say(lang, Text.EXAMPLE, example=example)}" if example else ""
    return say(lang, text) + shown


def command_list(lang: Lang, commands: Mapping[str, tuple[str, str, str]] = COMMANDS) -> str:
    """One line per command."""
    return "\n".join(f"/{name} {text[LANGS.index(lang)]}" for name, text in commands.items())


def day_text(lang: Lang, day: date | None) -> str:
    """A day as the language writes it."""
    if day is None:
        return say(lang, Text.UNDATED_EDITION)
    return day.isoformat() if lang == "en" else printed_date(day)


def page_label(lang: Lang, page: str) -> str:
    """第3版, Page 3: a page where a line or a button begins with it."""
    text = page_text(page, lang)
    return text[:1].upper() + text[1:] if lang == "en" else text


def freshness_text(lang: Lang, newest: date | None) -> str:
    """Up to which edition the archive reaches."""
    if newest is None:
        return say(lang, Text.UNDATED)
    return say(lang, Text.FRESH, date=day_text(lang, newest))
