"""What the bot itself says, in simplified Chinese, traditional Chinese and English. Excerpts are never translated."""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

from bot.render import printed_date

Lang: TypeAlias = Literal["zh-hans", "zh-hant", "en"]
LANGS: tuple[Lang, ...] = ("zh-hans", "zh-hant", "en")

# key: (simplified, traditional, English). Plain text; the renderer escapes it.
TEXTS: dict[str, tuple[str, str, str]] = {
    "start": (
        "您好，这里是报问。\n直接发来一个问题，我到报纸的版面里找答案，一字不差地引用原文，并注明出处。\n"
        "例如：朝阳区转贷期限多久",
        "您好，這裡是報問。\n直接發來一個問題，我到報紙的版面裡找答案，一字不差地引用原文，並註明出處。\n"
        "例如：朝陽區轉貸期限多久",
        "Hello, this is Baowen.\nSend me a question in Chinese. I look for the answer in the newspaper's pages, quote "
        "it word for word and say where it was printed.\nFor example: 朝阳区转贷期限多久",
    ),
    "help": (
        "怎么提问\n· 在这里直接发问题，或用 /ask 问题\n· 在群里：/ask 问题，或 @{name} 问题，或回复我的消息。"
        "群里其他的话我看不到，也不会回应（隐私模式）\n· 问题越具体越好：谁、哪里、什么事\n\n"
        "回答里\n· 粗体的第一行是简短答案，取自下面的原文\n· 引文点一下可以展开，粗体是依据\n"
        "· 「看全文」打开这段话所在的报道\n\n命令\n{commands}",
        "怎麼提問\n· 在這裡直接發問題，或用 /ask 問題\n· 在群組裡：/ask 問題，或 @{name} 問題，或回覆我的訊息。"
        "群組裡其他的話我看不到，也不會回應（隱私模式）\n· 問題越具體越好：誰、哪裡、什麼事\n\n"
        "回答裡\n· 粗體的第一行是簡短答案，取自下面的原文\n· 引文點一下可以展開，粗體是依據\n"
        "· 「看全文」打開這段話所在的報導\n\n命令\n{commands}",
        "Asking\n· Send a question here, or /ask question\n· In groups: /ask question, or @{name} question, or reply "
        "to me. I can't see anything else there (privacy mode)\n· Be specific: who, where, what\n\n"
        "Answers\n· The bold first line is the short answer, taken from the words below it\n· Tap a quotation to "
        "expand it; the evidence is bold\n· “Full text” opens the article\n\nCommands\n{commands}",
    ),
    "about": (
        "报问从报纸的版面里找答案。回答只用报上印出的原话，不改写，也不编造；找不到就说找不到。\n"
        "收录：{editions} 期，{articles} 篇报道。{freshness}。",
        "報問從報紙的版面裡找答案。回答只用報上印出的原話，不改寫，也不編造；找不到就說找不到。\n"
        "收錄：{editions} 期，{articles} 篇報導。{freshness}。",
        "Baowen finds answers in a newspaper's pages. It only uses the words as printed, rewrites nothing and invents "
        "nothing; when it finds nothing, it says so.\nIn the archive: {editions} editions, {articles} articles. "
        "{freshness}.",
    ),
    "fresh": ("已收录至 {date}", "已收錄至 {date}", "Editions up to {date}"),
    "undated": ("已收录的版面没有标明日期", "已收錄的版面沒有標明日期", "The pages in the archive carry no date"),
    "related": (
        "报上没有直接的答案，下面是相关的报道：",
        "報上沒有直接的答案，下面是相關的報導：",
        "No direct answer was found. Related reports:",
    ),
    "not found": (
        "已收录的版面里没有找到答案。",
        "已收錄的版面裡沒有找到答案。",
        "No answer was found in the pages of the archive.",
    ),
    "nearest": ("相近的报道：", "相近的報導：", "Nearest reports:"),
    "full text": ("看全文", "看全文", "Full text"),
    "previous": ("‹ 上一页", "‹ 上一頁", "‹ Back"),
    "next": ("下一页 ›", "下一頁 ›", "Next ›"),
    "sheet": ("第 {n}/{of} 页", "第 {n}/{of} 頁", "Page {n}/{of}"),
    "part page": ("—— 以下刊于第{page}版 ——", "—— 以下刊於第{page}版 ——", "—— continued on page {page} ——"),
    "latest": (
        "最新一期（{edition}）的报道：",
        "最新一期（{edition}）的報導：",
        "Headlines of the newest edition ({edition}):",
    ),
    "undated edition": ("日期不详", "日期不詳", "undated"),
    "page": ("第{page}版", "第{page}版", "Page {page}"),
    "nothing yet": (
        "报纸内容还在准备中，请稍后再来。",
        "報紙內容還在準備中，請稍後再來。",
        "The newspaper is still being prepared. Please come back a little later.",
    ),
    "withdrawn": (
        "这篇报道已经更正或撤回，旧的文字不再提供。",
        "這篇報導已經更正或撤回，舊的文字不再提供。",
        "This report has been corrected or withdrawn; its old text is no longer available.",
    ),
    "ask how": (
        "请在 /ask 后面写上问题，例如：/ask 朝阳区转贷期限多久",
        "請在 /ask 後面寫上問題，例如：/ask 朝陽區轉貸期限多久",
        "Please write the question after /ask, for example: /ask 朝阳区转贷期限多久",
    ),
    "unknown command": (
        "没有这个命令。直接发问题就可以，/help 有说明。",
        "沒有這個命令。直接發問題就可以，/help 有說明。",
        "There is no such command. Just send your question; /help explains.",
    ),
    "not text": (
        "我只看得懂文字。请把问题打成字发给我。",
        "我只看得懂文字。請把問題打成字發給我。",
        "I can only read text. Please type your question.",
    ),
    "sorry": (
        "抱歉，刚才出了点问题，没能回答。请稍后再试。",
        "抱歉，剛才出了點問題，沒能回答。請稍後再試。",
        "Sorry, something went wrong and I could not answer. Please try again later.",
    ),
    "old button": (
        "这个按钮已经失效，请重新提问",
        "這個按鈕已經失效，請重新提問",
        "This button no longer works; please ask again",
    ),
}

COMMANDS: dict[str, tuple[str, str, str]] = {
    "ask": ("提一个问题", "提一個問題", "Ask a question"),
    "latest": ("最新一期的标题", "最新一期的標題", "Headlines of the newest edition"),
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


def say(lang: Lang, key: str, **values: object) -> str:
    """The text ``key`` in ``lang`` with ``values`` filled in."""
    return TEXTS[key][LANGS.index(lang)].format(**values)


def command_list(lang: Lang) -> str:
    """One line per command."""
    return "\n".join(f"/{name} {text[LANGS.index(lang)]}" for name, text in COMMANDS.items())


def fresh(lang: Lang, newest: date | None) -> str:
    """Up to which edition the archive reaches."""
    if newest is None:
        return say(lang, "undated")
    return say(lang, "fresh", date=newest.isoformat() if lang == "en" else printed_date(newest))
