"""Ranges of time: of 9:00—21:00 the end, where it is asked when something closes, and the beginning, where it opens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from itertools import pairwise

from retrieval.domain import Span
from retrieval.language.numbers import Type, numbers

_JOINS = re.compile("起?(?:至|到|[-—–~～]{1,2})")
"""What stands between the two ends."""
_WHEN = "(?:几[点时号日月]|[啥什]么?时[候间]|何时|哪[天日])"
_CLOSES = "关门|关|闭馆|闭园|打烊|收摊|收工|收|散场|下班|截止|结束|到期|修好|完工|之?前.*"
_OPENS = "开门|开馆|开园|开演|开场|开始|开放|开学|开|启动|上班|起"
_WORDLESS = "[了呢啊吗呀的]*$"
_ASKS_FOR_BOTH = re.compile(f"{_WHEN}.*{_WHEN}")
_ASKS_FOR_LAST = re.compile(
    f"{_WHEN}.?(?:{_CLOSES}){_WORDLESS}|[到至]{_WHEN}|(?:截止|结束|关门|闭馆)(?:时间|日期)?[是在]?(?:{_WHEN}|$)"
)
_ASKS_FOR_FIRST = re.compile(
    f"{_WHEN}.?(?:{_OPENS}){_WORDLESS}|从{_WHEN}|(?:开始|开门|开馆)(?:时间|日期)?[是在]?(?:{_WHEN}|$)"
)


class End(Enum):
    """Which end of a range is asked for."""

    FIRST = "first"
    LAST = "last"


def end_asked(folded: str) -> End | None:
    """Which end of a range of time a question asks for; None where it asks for neither, or both."""
    if _ASKS_FOR_BOTH.search(folded):
        return None
    if _ASKS_FOR_LAST.search(folded):
        return End.LAST
    return End.FIRST if _ASKS_FOR_FIRST.search(folded) else None


def end_of(text: str, span: Span, end: End) -> Span:
    """The stretch; where it is a range of time, or an end of one, the end that is asked for, if it says all alone."""
    for first, last in ranges(text):
        if first[0] <= span[0] and span[1] <= last[1]:
            told = first if end is End.FIRST else last
            return told if _month(text, first) == _month(text, last) else span
    return span


def _month(text: str, span: Span) -> bool:
    """Whether a date names its month: of 9月1日至3日 the last one does not."""
    return "月" in text[slice(*span)]


def ranges(text: str) -> Iterator[tuple[Span, Span]]:
    """The two ends of each range of time in a folded text."""
    printed = [each for each in numbers(text) if each.type in (Type.CLOCK, Type.DATE)]
    for each in printed:
        start, stop = each.span
        joined = _JOINS.search(text, start + 1, stop - 1)
        if joined and not _shares_its_unit(text, each.type, joined.start()):
            yield (start, joined.start()), (joined.end(), stop)
    for before, after in pairwise(each.span for each in printed):
        begin = before[1] - text[: before[1]].endswith("起")
        if _JOINS.fullmatch(text, begin, after[0]):
            yield (before[0], begin), after


def _shares_its_unit(text: str, type_: Type, end: int) -> bool:
    """Whether the first of two dates ends in a bare number: 9月1—3日."""
    return type_ is Type.DATE and text[end - 1].isdigit()
