"""Borders that print allows: no number, unit or bracket is cut, and no sign stands at an end."""

from __future__ import annotations

from retrieval.domain import Span
from retrieval.language.characters import CLAUSE_ENDS, PAIRS
from retrieval.language.numbers import numbers

LONGEST_SHORT_CHARS = 60
"""Characters of a short answer; what is longer is better read in its excerpt; by hand, 2026-11."""
MOST_REPAIRS = 8
"""How often a stretch is repaired until nothing of it is left to repair; by hand, 2026-11."""
_STRIPPED = " \u3000\n、·" + CLAUSE_ENDS
_PARTICLES = "的了"
"""What the network's pieces may have behind the answer, and no answer ends with."""
_CLOSING_OF = PAIRS
_OPENING_OF = {closing: opening for opening, closing in PAIRS.items()}


def whole_span(text: str, span: Span) -> Span | None:
    """The stretch without signs at its ends, with whole numbers and paired brackets; None where that can't be had."""
    for _ in range(MOST_REPAIRS):
        start, end = _stripped(text, *span)
        if start >= end:
            return None
        whole = _paired(text, *_with_whole_numbers(text, start, end))
        if whole == span:
            return span if _can_be_shown(text, span) else None
        span = whole  # where one bracket was cut off, another sign may stand at the end
    return None


def _can_be_shown(text: str, span: Span) -> bool:
    return span[1] - span[0] <= LONGEST_SHORT_CHARS and "\n" not in text[slice(*span)]


def _with_whole_numbers(text: str, start: int, end: int) -> Span:
    for each in numbers(text):
        low, high = each.span
        if low < start < high or low < end < high:
            start, end = min(start, low), max(end, high)
    return start, end


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in _STRIPPED:
        start += 1
    while start < end and text[end - 1] in _STRIPPED + _PARTICLES:
        end -= 1
    return start, end


def _paired(text: str, start: int, end: int) -> Span:
    """With the other half of a bracket that stands right beside, without a half that has none."""
    unclosed, unopened = _halves(text[start:end])
    if unclosed and text[end : end + 1] == _CLOSING_OF.get(text[start + unclosed[-1]]):
        return start, end + 1
    if unopened and start and text[start - 1] == _OPENING_OF.get(text[start + unopened[0]]):
        return start - 1, end
    return _without_halves(start, end, unclosed, unopened)


def _without_halves(start: int, end: int, unclosed: list[int], unopened: list[int]) -> Span:
    """What is left when brackets go that lack their other half; places count from ``start``."""
    if unclosed and unclosed[0] == 0:
        return start + 1, end
    if unopened and unopened[-1] == end - start - 1:
        return start, end - 1
    if unclosed:
        return start, start + unclosed[0]
    return (start + unopened[-1] + 1, end) if unopened else (start, end)


def _halves(text: str) -> tuple[list[int], list[int]]:
    """Places of opening signs without their closing ones, and the other way round."""
    opened: list[int] = []
    unopened: list[int] = []
    for at, char in enumerate(text):
        opening = _OPENING_OF.get(char)
        if opening is None:
            opened += [at] if char in _CLOSING_OF else []
        elif opened and text[opened[-1]] == opening:
            opened.pop()
        else:
            unopened.append(at)
    return opened, unopened
