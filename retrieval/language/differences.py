"""Where two wordings of one text differ, in whole clauses: 大桥全长860米 → 大桥全长870米."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise, takewhile
from typing import TypeAlias

from retrieval.language.characters import CLAUSE_ENDS

MOST_AROUND = 40
"""Tokens of its clause that are shown before a difference, and behind it; clauses are hardly ever longer. By hand."""
CUT = "…"
"""Stands where a clause that is longer was cut."""
MOST_TOKENS = 2000
"""Tokens from the first difference to the last; a text that differs over more was rewritten; by hand, 2026-11."""
NEAR_TOKENS = 2
"""Differences with so few tokens between them are one; by hand, 2026-11."""
_TOKEN = re.compile(r"\d+(?:[.,:：]\d+)*[%％]?|[A-Za-z]+|\s+|.", re.DOTALL)

_BREAK_OF_CLAUSE = re.compile(f"[{CLAUSE_ENDS}]|\\s+")

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
    ranges = [
        (head + start, head + end, head + first, head + last)
        for code, start, end, first, last in codes
        if code != "equal"
    ]
    return [_in_its_clause(old, new, place) for place in _of_one_clause_as_one(old, ranges)]


def _in_common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many tokens both begin with."""
    pairs = zip(one, other, strict=False)
    return next((number for number, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))


def _of_one_clause_as_one(old: Sequence[str], ranges: list[_Range]) -> Iterator[_Range]:
    """Ranges in one clause, or near each other, as one."""
    if not ranges:
        return
    start, _, first, _ = ranges[0]
    for (_, end, _, last), (next_start, _, next_first, _) in pairwise(ranges):
        between = old[end:next_start]
        near = len(between) <= NEAR_TOKENS and next_first - last <= NEAR_TOKENS
        if not near and (len(between) > MOST_AROUND or any(map(_ends_clause, between))):
            yield start, end, first, last
            start, first = next_start, next_first
    yield start, ranges[-1][1], first, ranges[-1][3]


def _in_its_clause(old: list[str], new: list[str], place: _Range) -> Difference:
    """What stands there before and after, with the rest of its clause; whole clauses put in or taken out stay alone."""
    start, end, first, last = place
    left = _clause_around(old[:start][::-1])[::-1]
    changed = [tokens for tokens in (old[start:end], new[first:last]) if tokens]
    whole = not left and all(_ends_clause(tokens[-1]) for tokens in changed)
    right = [] if whole else _clause_around(old[end:])
    before, after = ("".join([*left, *inside, *right]) for inside in (old[start:end], new[first:last]))
    return Difference(before, after)


def _clause_around(tokens: Sequence[str]) -> list[str]:
    """The tokens up to the end of the clause, or as many as are shown."""
    shown = list(takewhile(lambda token: not _ends_clause(token), tokens[: MOST_AROUND + 1]))
    return [*shown[:MOST_AROUND], CUT] if len(shown) > MOST_AROUND else shown


def _ends_clause(token: str) -> bool:
    return _BREAK_OF_CLAUSE.fullmatch(token) is not None


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
