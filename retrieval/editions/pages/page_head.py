"""The furniture of a printed page: its running head or masthead, what stands at its foot; and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import attrgetter

from retrieval.editions.layout.furniture import is_furniture, may_be_furniture
from retrieval.editions.pages.page_parts import BodyType
from retrieval.editions.pages.sheet import Sheet, TypeLine, height, shared_length, width
from retrieval.language.imprints import Imprint, first_said, items_in_head
from retrieval.language.page_names import page_name

HEAD_SHARE, MASTHEAD_SHARE, FOOT_SHARE = 0.08, 0.24, 0.05
"""Shares of the page's height in which running heads, mastheads and feet stand; by hand, 2026-11."""
RULE_SHARE = 0.55
"""Share of the page's width of the rule below a head; by hand, 2026-11."""
LONGEST_SECTION = 6
"""Characters of a line beside others of a head that may be anything: a section, a motto; by hand, 2026-11."""
LEAST_SURE = 0.9
"""Confidence with which a line of a head must be recognised to be believed; by hand, 2026-11."""

_BARE_NUMBER = re.compile(r"[A-Z]?\d{1,2}")


def without_furniture(lines: Sequence[TypeLine], sheet: Sheet, body: BodyType) -> tuple[list[TypeLine], list[TypeLine]]:
    """The lines of a page in two heaps: furniture, and all others."""
    outside = _outside(lines, sheet, body)
    sure = [line for line in outside if _is_head_item(line.text)]
    turned = [line for line in lines if line.face == "turned"]
    aside = {id(line) for line in (*sure, *_beside(sure, outside), *turned)}
    return [line for line in lines if id(line) in aside], [line for line in lines if id(line) not in aside]


def _outside(lines: Sequence[TypeLine], sheet: Sheet, body: BodyType) -> list[TypeLine]:
    """The lines in the head of a page, and those that stand alone at its foot."""
    head, foot = _head_end(lines, sheet), (1 - FOOT_SHARE) * sheet.size[1]
    return [line for line in lines if line.bottom <= head or (line.top >= foot and _stands_apart(line, lines, body))]


def _beside(sure: Sequence[TypeLine], outside: Sequence[TypeLine]) -> list[TypeLine]:
    """Short lines on one row with those that are furniture for sure."""
    short = [line for line in outside if len(line.text) <= LONGEST_SECTION]
    return [line for line in short if any(_on_one_row(line, each) for each in sure)]


def _on_one_row(line: TypeLine, other: TypeLine) -> bool:
    return shared_length(line.box, other.box, 1) >= 0.5 * min(height(line.box), height(other.box))


def _head_end(lines: Sequence[TypeLine], sheet: Sheet) -> float:
    """Where the head of the page ends: at the rule below it, if there is one with furniture above."""
    wide, high = sheet.size
    for rule in sorted(sheet.rules, key=lambda rule: rule[1]):
        if rule[1] > MASTHEAD_SHARE * high:
            break
        above = [line for line in lines if line.bottom <= rule[1]]
        if width(rule) >= RULE_SHARE * wide and any(is_furniture(line.text) for line in above):
            return rule[1]
    return HEAD_SHARE * high


def _stands_apart(line: TypeLine, lines: Sequence[TypeLine], body: BodyType) -> bool:
    """Whether nothing stands directly above a line at the foot."""
    return not any(
        other.top < line.top and line.top - other.bottom < body.size and shared_length(other.box, line.box) > 0
        for other in lines
    )


def _is_head_item(text: str) -> bool:
    return is_furniture(text) or may_be_furniture(text) or items_in_head(text).items > 1


def _outer_words(text: str) -> list[str]:
    """A line that is one word; the first and the last of one with paper or day: 06　城事　苇州日报　2025年4月8日."""
    words = text.split()
    said = items_in_head(text)
    return words if len(words) == 1 else [words[0], words[-1]] if words and (said.day or said.paper) else []


def read_head(furniture: Iterable[TypeLine]) -> Imprint:
    """Paper, day and page as the furniture says them. A number that stands alone is the page's, if nothing else is."""
    lines = [line for line in furniture if line.confidence is None or line.confidence >= LEAST_SURE]
    said = first_said(items_in_head(line.text) for line in sorted(lines, key=attrgetter("top", "left")))
    return said if said.page else replace(said, page=_bare_number(lines))


def _bare_number(lines: Iterable[TypeLine]) -> str | None:
    """The page of the first number that stands alone, or at an end of a line with paper or day."""
    words = (word for line in lines for word in _outer_words(line.text))
    return next((page_name(word) for word in words if _BARE_NUMBER.fullmatch(word)), None)
