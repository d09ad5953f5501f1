"""A stretch with all that belongs to it as printed: 至少10人 and not 10人, 16日下午5时 and not 16日, 弹性供给 and not 弹性."""

# ruff: noqa: E501 - tables of patterns are read whole, line by line
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from retrieval.answers.question.kinds import Kind
from retrieval.answers.question.query import Query
from retrieval.domain import Span
from retrieval.language.numbers import Candidate, Type
from retrieval.language.word_classes import NOMINAL, class_of, known

LONGEST_NOUN = 8
"""Characters of a noun that is asked for."""
_ESTIMATING = "(?:至少|大约|约|超过|将近|接近|近|逾|不到|不足)(?:有|为|达)?"
"""Words before a number without which it says something else."""
_ESTIMATE = re.compile(f"{_ESTIMATING}$")
ESTIMATE_FIRST = re.compile(f"^{_ESTIMATING}")
"""Where a value begins with them."""
_BOUND = re.compile("以上|以下|以内|左右")
"""Words after a share that say what it is the limit of: 三分之二以上."""
_LOCAL = re.compile("(?:当地|北京)时间$")
_AND = re.compile("[至到或和及与、]|[-—~]{1,2}")
_NUMERIC = frozenset({Type.QUANTITY, Type.NUMBER, Type.MONEY, Type.RATIO, Type.DURATION, Type.AGE})
_TIMES = frozenset({Type.DATE, Type.CLOCK})
_NOUNS = frozenset({Kind.WHAT, Kind.WHICH, Kind.ORG, Kind.LIST})
"""Kinds whose asking words stand before the noun that is asked for."""
_WHICH = re.compile("(?:什么|啥|什么样的?|何种|哪.{0,2})$")
_QUOTES = {"“": "”", "《": "》", "「": "」"}


def together(folded: str, found: Sequence[Candidate], kind: Kind) -> list[Candidate]:
    """The same; a day with its hour, and a time to another one, are one candidate where a time is asked for."""
    return list(_times(folded, found)) if kind in {Kind.WHEN, Kind.HOW_LONG} else list(found)


def _times(folded: str, found: Sequence[Candidate]) -> Iterator[Candidate]:
    held: Candidate | None = None
    for each in sorted(found, key=lambda candidate: candidate.span):
        if held is None:
            held = each
        elif held.type in _TIMES and each.type in _TIMES and _joins(folded[held.span[1] : each.span[0]], held, each):
            held = replace(held, span=(held.span[0], each.span[1]))
        else:
            yield held
            held = each
    if held is not None:
        yield held


def _joins(between: str, first: Candidate, second: Candidate) -> bool:
    """Whether two times are one: 16日 and 下午5时, 1980年 and 1985年."""
    if not between:
        return first.type is Type.DATE and second.type is Type.CLOCK
    return first.type is second.type and _AND.fullmatch(between) is not None


def whole(query: Query, folded: str, candidate: Candidate) -> Span:
    """The span of a candidate with words of estimate, local time, or the noun asked for."""
    start, end = candidate.span
    if candidate.type in _NUMERIC:
        asked = query.folded[: query.slot[0]] if query.slot else ""
        before = _ESTIMATE.search(folded, max(0, start - 4), start)
        if before and not _ESTIMATE.search(asked):
            start = before.start()
        if candidate.type is Type.RATIO and (bound := _BOUND.match(folded, end)):
            end = bound.end()
        return start, end + _shared(query, folded, end) if candidate.type is Type.NUMBER else end
    if candidate.type is Type.DATE and (before := _LOCAL.search(folded, max(0, start - 4), start)):
        return before.start(), end
    if folded[end : end + 1] == _QUOTES.get(folded[start - 1 : start], ""):
        longer = with_noun(query, folded, end + 1)
        return (start - 1, longer) if longer > end + 1 else (start, end)
    return start, with_noun(query, folded, end)


def with_noun(query: Query, folded: str, end: int) -> int:
    """The end of a stretch with the noun that is asked for, where that follows: 什么供给 asks for 弹性供给."""
    if query.kind not in _NOUNS or query.slot is None or not _WHICH.search(query.folded, *query.slot):
        return end
    after = end + folded.startswith("的", end)
    size = _shared(query, folded, after)
    noun = folded[after : after + size]
    return after + size if size > 1 and _is_noun(noun) else end


def _shared(query: Query, folded: str, start: int) -> int:
    """How many letters and digits from ``start`` on are those after the asking words (哪些国|家, or 哪些|国家)."""
    asked = query.folded[query.slot[1] :].removeprefix("的") if query.slot else ""
    return max(_common(asked, folded, start), _common(query.unit + asked, folded, start) if query.unit else 0)


def _common(asked: str, folded: str, start: int) -> int:
    size = 0
    for char in asked[:LONGEST_NOUN]:
        if not char.isalnum() or not folded.startswith(char, start + size):
            break
        size += 1
    return size


def _is_noun(text: str) -> bool:
    """Whether a stretch ends with a noun and doesn't begin with a word that binds."""
    first = next((text[:size] for size in range(min(len(text), 4), 0, -1) if known(text[:size])), "")
    last = next((text[-size:] for size in range(min(len(text), 4), 0, -1) if known(text[-size:])), "")
    return class_of(first) in NOMINAL and class_of(last) in NOMINAL
