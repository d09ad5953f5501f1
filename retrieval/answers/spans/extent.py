"""How much of print an answer takes: the clause around a stretch, an enumeration with all its items."""

from __future__ import annotations

from retrieval.answers.spans.changes import VALUE_NUMBER
from retrieval.domain import Span
from retrieval.language.characters import CLAUSE_ENDS, COUNTED
from retrieval.language.numbers import numbers

LONGEST_COUNT_CHARS = 8
"""Characters of the number of all items behind 等; by hand, 2026-11."""
MOST_LONGER, LONGER_CHARS = 2, 2
"""An item has at most so many times the characters of the longest one that was pointed at, and so many more; by hand,
2026-11: none of our own questions lost its enumeration, four that had taken in what stood beside it are right."""
_SMALL_NUMBERS = "零" + COUNTED
_CLAUSE_SIGNS = CLAUSE_ENDS + "\n \u3000"
"""With the gaps between the columns of a table."""
_ITEM_SIGNS = _CLAUSE_SIGNS + "、"


def clause_around(text: str, span: Span) -> Span:
    """What stands between the signs around a stretch: 免费 says less than 所有场馆免费入场."""
    start, end = span
    while start > 0 and text[start - 1] not in _CLAUSE_SIGNS:
        start -= 1
    while end < len(text) and text[end] not in _CLAUSE_SIGNS:
        end += 1
    return start, end


def enumeration_around(text: str, span: Span) -> Span:
    """With the items that stand before it and behind it, each parted by 、; one that was cut in the middle is whole.

    Items are alike: one that is much longer than the others is another thing, or more than a name.
    """
    start, end = span
    most = MOST_LONGER * max(map(len, text[start:end].split("、"))) + LONGER_CHARS
    if "、" in text[start:end]:
        low, high = _item_start(text, start), _item_end(text, end)
        start = low if text[:low].endswith("、") and start - low <= most else start
        goes_on = text[high : high + 1] == "、" and high - end <= most and text[end - 1] != "等"
        end = high if goes_on else end
    while text[start - 1 : start] == "、" and start - (low := _item_start(text, start - 1)) <= most + 1:
        start = low
    while text[end : end + 1] == "、" and (high := _item_end(text, end + 1)) - end <= most + 1:
        end = high
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
