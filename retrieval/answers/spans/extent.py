"""How much of print an answer takes: the clause around a stretch, an enumeration with all its items."""

from __future__ import annotations

from retrieval.answers.spans.changes import VALUE_NUMBER
from retrieval.domain import Span
from retrieval.language.characters import CLAUSE_ENDS, COUNTED
from retrieval.language.numbers import numbers

LONGEST_COUNT_CHARS = 8
"""Characters of the number of all items behind 等; by hand, 2026-11."""
_SMALL_NUMBERS = "零" + COUNTED
_CLAUSE_SIGNS = CLAUSE_ENDS + "\n"
_ITEM_SIGNS = _CLAUSE_SIGNS + "、 \u3000"


def clause_around(text: str, span: Span) -> Span:
    """What stands between the signs around a stretch: 免费 says less than 所有场馆免费入场."""
    start, end = span
    while start > 0 and text[start - 1] not in _CLAUSE_SIGNS:
        start -= 1
    while end < len(text) and text[end] not in _CLAUSE_SIGNS:
        end += 1
    return start, end


def enumeration_around(text: str, span: Span) -> Span:
    """With the items that stand before it and behind it, each parted by 、; one that was cut in the middle is whole."""
    start, end = span
    if "、" in text[start:end]:
        low, high = _item_start(text, start), _item_end(text, end)
        start = low if text[:low].endswith("、") else start
        end = high if text[high:].startswith("、") else end
    while text[start - 1 : start] == "、":
        start = _item_start(text, start - 1)
    while text[end : end + 1] == "、":
        end = _item_end(text, end + 1)
    return start, _with_how_many(text, start, end)


def _with_how_many(text: str, start: int, end: int) -> int:
    """The end of an enumeration, behind the number of all its items where print names but some: …、望湖路等14条."""
    named = 1 + text.count("、", start, end)
    if named == 1 or text[end : end + 1] != "等":
        return end
    for each in numbers(text[end + 1 : end + 1 + LONGEST_COUNT_CHARS]):
        if each.span[0] == 0 and not _says(text[end + 1 :], named):
            return end + 1 + each.span[1]
    return end


def _says(text: str, count: int) -> bool:
    """Whether a text begins with a small number."""
    found = VALUE_NUMBER.match(text)
    return found is not None and found[0].replace("两", "二") in {str(count), _SMALL_NUMBERS[count : count + 1]}


def _item_start(text: str, at: int) -> int:
    """Where the item of an enumeration begins that reaches up to ``at``."""
    while at > 0 and text[at - 1] not in _ITEM_SIGNS:
        at -= 1
    return at


def _item_end(text: str, at: int) -> int:
    """Where the item of an enumeration ends that holds, or begins at, ``at``."""
    while at < len(text) and text[at] not in _ITEM_SIGNS + "等":
        at += 1
    return at
