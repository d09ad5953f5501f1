"""Where two wordings of one text differ, with the words around: 全长860米 → 全长870米."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TypeAlias

from retrieval.language.characters import CLAUSE_ENDS

CHARS_BEFORE, CHARS_BEHIND = 6, 3
"""Characters of the same clause that are shown around a difference; by hand, 2026-11."""
MOST_TOKENS = 2000
"""Tokens from the first difference to the last; a text that differs over more was rewritten; by hand, 2026-11."""
NEAR_TOKENS = 2
"""Differences with so few tokens between them are one; by hand, 2026-11."""
_TOKEN = re.compile(r"\d+(?:[.,:：]\d+)*[%％]?|[A-Za-z]+|\s+|.", re.DOTALL)

_Range: TypeAlias = tuple[int, int, int, int]
"""Tokens that differ: from and to in the text before, from and to in the text after."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two wordings differ, as it reads before and after; either may be without the other's words."""

    before: str
    after: str


def differences(before: str, after: str) -> list[Difference]:
    """The places where ``after`` differs from ``before``, in their order; none where it was rewritten altogether."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    head = _in_common(old, new)
    tail = _in_common(old[head:][::-1], new[head:][::-1])
    inside = old[head : len(old) - tail], new[head : len(new) - tail]
    if max(map(len, inside)) > MOST_TOKENS:
        return []
    codes = SequenceMatcher(None, *inside, autojunk=False).get_opcodes()
    ranges = [(start, end, first, last) for code, start, end, first, last in codes if code != "equal"]
    return [
        Difference(_in_its_clause(old, head + start, head + end), _in_its_clause(new, head + first, head + last))
        for start, end, first, last in _near_as_one(ranges)
    ]


def _in_common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many tokens both begin with."""
    pairs = zip(one, other, strict=False)
    return next((number for number, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))


def _near_as_one(ranges: list[_Range]) -> Iterator[_Range]:
    """Ranges that are near each other as one."""
    if not ranges:
        return
    start, _, first, _ = ranges[0]
    for (_, end, _, last), (next_start, _, next_first, _) in pairwise(ranges):
        if next_start - end > NEAR_TOKENS or next_first - last > NEAR_TOKENS:
            yield start, end, first, last
            start, first = next_start, next_first
    yield start, ranges[-1][1], first, ranges[-1][3]


def _in_its_clause(tokens: list[str], start: int, end: int) -> str:
    """The tokens with what stands around them in their clause."""
    left = "".join(tokens[max(0, start - CHARS_BEFORE) : start])
    right = "".join(tokens[end : end + CHARS_BEHIND])
    left = re.split(f"[{CLAUSE_ENDS}\\s]", left)[-1]
    right = re.split(f"[{CLAUSE_ENDS}\\s]", right)[0]
    return left + "".join(tokens[start:end]) + right


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of two wordings side by side: the same words in both, or what stands in place of each other."""

    before: str
    after: str

    @property
    def same(self) -> bool:
        return self.before == self.after


def set_side_by_side(before: str, after: str) -> list[Stretch]:
    """Both wordings whole, cut where they begin or cease to differ; numbers and Latin words are never cut."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [Stretch("".join(old[start:end]), "".join(new[first:last])) for _, start, end, first, last in codes]
