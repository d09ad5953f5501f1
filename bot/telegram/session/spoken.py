"""Messages that ask for something to be done, not for news: 更多, 第二条, 出处呢, 最新, 3月12日, a pasted link."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from bot.days import only_days
from bot.search_syntax import names_a_page_of_a_day
from bot.telegram.views.deep_links import Place, parse_place
from retrieval.language.characters import COUNTED
from retrieval.language.folding import folded


class Wish(Enum):
    """What is wished for."""

    MORE = auto()
    FULL_TEXT = auto()
    SOURCES = auto()
    WRONG = auto()
    OPEN = auto()
    COMMAND = auto()


@dataclass(frozen=True, slots=True)
class Spoken:
    """A wish. ``number`` is that of a report on the last card; ``place`` what a link opens.

    ``command`` is the name of the command that is meant, ``rest`` what stands behind it.
    """

    wish: Wish
    number: int = 1
    place: Place | None = None
    command: str = ""
    rest: str = ""


MOST_LEAFING_CHARS = 30
"""Nobody names a day and a page at more length."""
_ANY_DAY = date(2000, 1, 1)
"""Which day is today does not matter to whether a text names one."""
_NUMBER = rf"(?P<number>\d{{1,2}}|[{COUNTED}])"
_SEE = "(?:我要看|给我看|查看|打开|看)?"
_WISHES: tuple[tuple[Wish, str], ...] = (
    (
        Wish.MORE,
        "(?:还有)?(?:更多|继续|接着|下一?页|还有吗|还有没有|再来(?:几条|一些|点|一点)?|more|next)",
    ),
    (Wish.FULL_TEXT, rf"{_SEE}(?:原文|全文|完整报道|全部内容|fulltext)(?:呢|在哪里?)?{_NUMBER}?"),
    (Wish.FULL_TEXT, rf"{_SEE}第{_NUMBER}[条篇个则](?:的?(?:全文|原文|报道))?呢?"),
    (Wish.SOURCES, "(?:给个|给出|请给|求|有)?(?:出处|来源|依据|根据)(?:呢|吗|是什么|是?在?哪里?|有吗)?|source"),
    (Wish.SOURCES, "哪里?(?:来的|看到的|登的)"),
    (Wish.WRONG, "你?(?:答|说)?错了|你?不对|不是这个|答非所问|不准确|不是我[要想]?问的|wrong"),
)
_COMPILED = tuple((wish, re.compile(pattern)) for wish, pattern in _WISHES)
_SIGNS = re.compile(r"[\W_]+")
_COMMAND_WORDS = {
    "latest": r"最新(?:一期|报纸|的报纸|报道)?|最近一期|latest",
    "watches": r"退订|取消订阅|取消关注|我的订阅|不要再发了|别再发了|停止(?:推送|订阅)|unsubscribe",
}
_COMMANDS = {name: re.compile(pattern) for name, pattern in _COMMAND_WORDS.items()}
_CHINESE_COMMANDS = {
    "最新": "latest", "看报": "latest", "帮助": "help", "使用说明": "help", "提问": "ask", "问": "ask",
    "搜索": "search", "查找": "search", "找": "search", "日期": "edition", "翻报": "edition", "往期": "edition",
    "报纸": "sources", "来源": "sources", "订阅": "watch", "退订": "watches", "我的订阅": "watches", "语言": "lang",
    "隐私": "privacy", "忘记我": "forget", "关于": "about", "开始": "start",
}  # fmt: skip
"""What people type who take the names of the menu for commands."""
_SLASHED = re.compile(r"/(?P<name>[^\s/@]+)\s*(?P<rest>.*)", re.S)
_LINK = re.compile(r"(?:https?://)?(?:t(?:elegram)?\.me)/(?P<bot>\w+)\?start=(?P<token>[\w-]+)", re.I)


def spoken(text: str, bot_name: str) -> Spoken | None:
    """What a message wishes for; None for questions and everything else."""
    text = text.strip()
    if link := _LINK.fullmatch(text):
        place = parse_place(link["token"]) if link["bot"].lower() == bot_name.lower() else None
        return Spoken(Wish.OPEN, place=place) if place else None
    if slashed := _SLASHED.fullmatch(text):
        command = _CHINESE_COMMANDS.get(folded(slashed["name"]))
        return Spoken(Wish.COMMAND, command=command, rest=slashed["rest"].strip()) if command else None
    return _wish(_SIGNS.sub("", folded(text))) or _leafing(text)


def _leafing(text: str) -> Spoken | None:
    """A day, or a page of a day, and nothing else: what was printed there is to be listed."""
    if len(text) > MOST_LEAFING_CHARS or (text.isascii() and text.isdigit()):
        return None
    if names_a_page_of_a_day(text, _ANY_DAY):
        return Spoken(Wish.COMMAND, command="search", rest=text)
    return Spoken(Wish.COMMAND, command="edition", rest=text) if only_days(text, _ANY_DAY) else None


def _wish(bare: str) -> Spoken | None:
    for command, pattern in _COMMANDS.items():
        if pattern.fullmatch(bare):
            return Spoken(Wish.COMMAND, command=command)
    for wish, pattern in _COMPILED:
        if found := pattern.fullmatch(bare):
            return Spoken(wish, number=_number(found.groupdict().get("number")))
    return None


def _number(text: str | None) -> int:
    """1 where none is named."""
    if not text:
        return 1
    return int(text) if text.isdigit() else COUNTED.index(text) + 1
