"""Stretches that would say half of what was asked, or what was said of something else: then the excerpt speaks alone."""

# ruff: noqa: E501 - tables of patterns are read whole, line by line
from __future__ import annotations

import re

from retrieval.answers.question.kinds import NUMERIC, Kind
from retrieval.answers.question.query import Query
from retrieval.domain import Span
from retrieval.language.numbers import Type, numbers
from retrieval.language.sentences import sentences
from retrieval.language.word_classes import NOMINAL, WordClass, class_of

_AND = re.compile("[、和与及或至到—~-]|以及")
_SEVERAL = re.compile(
    "各(?:自|要|需)?(?:是|为|有|占|补|给)?(?:多少|几|什么|哪)|分别|从(?:多少|几|哪|什么时候).{0,8}[到至](?:多少|几|哪|什么时候)|谁和谁"
)
_CONTENTS = re.compile("(?:包括|包含|涵盖|含有|都有|有)(?:了|些)?(?:什么|啥)")
_GOES_ON = re.compile("”?[、,;]|[和与及]|以及")
_BARE_NUMERAL = re.compile("[一二两三四五六七八九十半几]")
_A_YEAR = re.compile(r"\d{3,4}年")
_FROM_THEN = re.compile("[以之]?[前后内]")
_COUNTED = re.compile(r"[\d一二两三四五六七八九十百几]+(?:多|余)?[个名位家所处条项座起]$")
_CHANGED = re.compile("(?:上浮|下浮|增加|增长|增|提高|上调|下调|上涨|涨|下降|降低|降|减少|减)了?$")
_CHANGE_ASKED = re.compile("[增涨减降升浮调比省]|提高|高出|[多少高低]了?多少")
_CLAUSE = re.compile("[,;:]")
_NAMES = NOMINAL | {WordClass.UNKNOWN}
LONGEST_SUBJECT = 8
"""Characters of what a clause is about."""


def says_half(query: Query, folded: str, span: Span, kind: Type) -> bool:
    """Whether a stretch of a folded excerpt can't be the whole answer, or is told of another than was asked about."""
    own = folded[slice(*span)]
    return (
        _one_of_several(query, folded, span, own)
        or _no_time(query, folded, span, kind, own)
        or _BARE_NUMERAL.fullmatch(own) is not None
        or _only_counted(query, folded, span)
        or _only_the_change(query, folded, span, kind)
        or _told_of_another(query, folded, span, kind)
    )


def _one_of_several(query: Query, folded: str, span: Span, own: str) -> bool:
    """One thing where the question asks for several: 哪些, 各多少, 从多少到多少, 包括什么."""
    if (query.kind is Kind.LIST or _SEVERAL.search(query.folded)) and not _AND.search(own):
        return True
    return _CONTENTS.search(query.folded) is not None and _GOES_ON.match(folded, span[1]) is not None


def _no_time(query: Query, folded: str, span: Span, kind: Type, own: str) -> bool:
    """A length of time for a time (开了68年), or a day for a length of time (延长到25日)."""
    if query.kind is Kind.WHEN and kind is Type.DURATION:
        return not _A_YEAR.fullmatch(own) and not _FROM_THEN.match(folded, span[1])
    return query.kind is Kind.HOW_LONG and kind in {Type.DATE, Type.CLOCK} and not _AND.search(own)


def _only_counted(query: Query, folded: str, span: Span) -> bool:
    """What is counted and not named: 三个|片区 does not say where."""
    asks_a_name = query.kind in {Kind.WHERE, Kind.WHO, Kind.ORG}
    common = class_of(folded[slice(*span)]) in {WordClass.NOUN, WordClass.UNKNOWN}
    return asks_a_name and common and _COUNTED.search(folded, 0, span[0]) is not None


def _only_the_change(query: Query, folded: str, span: Span, kind: Type) -> bool:
    """By how many per cent something changed, where it was not asked what changed."""
    if kind is not Type.RATIO or query.kind not in NUMERIC - {Kind.RATIO}:
        return False
    return _CHANGED.search(folded, 0, span[0]) is not None and not _CHANGE_ASKED.search(query.folded)


def _told_of_another(query: Query, folded: str, span: Span, kind: Type) -> bool:
    """A value before the clause that begins with what was asked about, and that has a value of the same form."""
    if query.kind not in NUMERIC:
        return False
    start, end = next(each for each in sentences(folded) if each[0] <= span[0] < each[1])
    clause = _CLAUSE.search(folded, span[1], end)
    if clause is None:
        return False
    subject = _subject(query, folded, clause.end())
    if not subject or subject in folded[start : span[1]]:
        return False
    until = _CLAUSE.search(folded, clause.end(), end)
    until = _CLAUSE.search(folded, until.end(), end) if until else None
    theirs = folded[clause.end() : until.start() if until else end]
    return any(each.type is kind and theirs[each.span[1] - 1] == folded[span[1] - 1] for each in numbers(theirs))


def _subject(query: Query, folded: str, start: int) -> str:
    """The noun or name of the question that a clause begins with; empty if it begins with another word."""
    for size in range(LONGEST_SUBJECT, 1, -1):
        words = folded[start : start + size]
        if len(words) == size and words.isalnum() and words in query.content:
            return words if class_of(words) in _NAMES and class_of(words[:2]) in _NAMES else ""
    return ""
