"""How much of print an enumeration takes: where it names but some of its items, the number of all belongs to it."""

from __future__ import annotations

from retrieval.answers.spans.changes import VALUE_NUMBER
from retrieval.domain import Span
from retrieval.language.characters import COUNTED
from retrieval.language.numbers import numbers

LONGEST_COUNT_CHARS = 8
"""Characters of the number of all items behind 等; by hand, 2026-11."""
_SMALL_NUMBERS = "零" + COUNTED


def with_how_many(text: str, span: Span) -> Span:
    """An enumeration with the number of all its items, where print names but some: …、望湖路等14条."""
    start, end = span
    named = 1 + text.count("、", start, end)
    if named == 1 or text[end : end + 1] != "等":
        return span
    for each in numbers(text[end + 1 : end + 1 + LONGEST_COUNT_CHARS]):
        if each.span[0] == 0 and not _says(text[end + 1 :], named):
            return start, end + 1 + each.span[1]
    return span


def _says(text: str, count: int) -> bool:
    """Whether a text begins with a small number."""
    found = VALUE_NUMBER.match(text)
    return found is not None and found[0].replace("两", "二") in {str(count), _SMALL_NUMBERS[count : count + 1]}
