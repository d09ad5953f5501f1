"""Values that changed: of 由60天延长至90天 the one that holds now, of “9.8公里”应为“8.9公里” the right one."""

from __future__ import annotations

import re

from retrieval.domain import Span
from retrieval.language.characters import CHINESE_DIGITS, CHINESE_SCALES, ESTIMATES_BEFORE
from retrieval.language.numbers import numbers

LONGEST_VALUE = 16
"""Characters of a value; by hand, 2026-11."""
VALUE_NUMBER = re.compile(rf"[\d.,]+|[{CHINESE_DIGITS}{CHINESE_SCALES}半几]+")
"""The numbers in a value."""
_FROM = r"[由从自](?:原来|原先|原有|此前|目前|现行|现在|过去|最初)?的?"
_BEFORE = re.compile(f"{_FROM}$")
_BEGINS_WITH_FROM = re.compile(_FROM)
_CHANGE = re.compile(r"[^\d,，。;；]{0,8}?[至到为]")
_FORMERLY = re.compile(r"原[来先有]|此前|之前|以前|过去|曾")
_ANYTHING = re.compile("")
_PUT_RIGHT = re.compile(
    '[“「『"](?P<wrong>[^”」』"]{1,60})[”」』"](?:有误)?[,，]?(?:应|更正|订正|改)(?:该|当)?为[“「『"]?(?P<right>[^”」』"。;；\n]{1,60})'
)
"""What a notice of correction sets right."""
_ESTIMATE_FIRST = re.compile(f"^(?:{ESTIMATES_BEFORE})(?:有|为|达)?")


def asks_of_before(folded: str) -> bool:
    """Whether a question asks for what was before."""
    return _FORMERLY.search(folded) is not None


def value_now(text: str, span: Span) -> Span:
    """The stretch; where it is the value before a change or a correction, or both, the value after it."""
    return _second_of_two(text, span) or _value_behind(text, span) or _put_right(text, span) or span


def became(text: str, span: Span) -> Span:
    """Of a stretch that tells a change whole (由60天延长至90天) the value after it; else the stretch."""
    found = _BEGINS_WITH_FROM.match(text, *span)
    return (_second_of_two(text, (found.end(), span[1])) if found else None) or span


def _second_of_two(text: str, span: Span) -> Span | None:
    """90天 of 60天延长至90天."""
    start, end = span
    found = [each.span for each in numbers(text[start:end])]
    if len(found) != 2 or found[0][0] != 0 or found[1][1] != end - start:
        return None
    before, after = (start, start + found[0][1]), (start + found[1][0], end)
    change = _CHANGE.fullmatch(text, before[1], after[0])
    same_form = form(text[slice(*before)]) == form(text[slice(*after)])
    return after if change and same_form else None


def _value_behind(text: str, span: Span) -> Span | None:
    """The value of the same form that the one printed at ``span`` became: 由60天 is followed by 延长至90天."""
    change = _CHANGE.match(text, span[1])
    if not change or not _BEFORE.search(text, 0, span[0]):
        return None
    wanted = form(_ESTIMATE_FIRST.sub("", text[slice(*span)]))
    first = change.end()
    for after in numbers(text[first : first + LONGEST_VALUE]):
        end = first + after.span[1]
        if after.span[0] == 0 and form(text[first:end]) == wanted:
            return first, end
    return None


def _put_right(text: str, span: Span) -> Span | None:
    """The one value of the same form that a notice prints for the wrong one at ``span``."""
    wanted = form(text[slice(*span)])
    for notice in _PUT_RIGHT.finditer(text):
        if notice.start("wrong") <= span[0] and span[1] <= notice.end("wrong"):
            return the_only_value(text, notice.span("right"), wanted, _ANYTHING)
    return None


def the_only_value(text: str, within: Span, wanted: str, before: re.Pattern[str]) -> Span | None:
    """The number of a form within a stretch, behind what ``before`` finds; None unless there is exactly one."""
    only: Span | None = None
    for number in numbers(text[slice(*within)]):
        printed = within[0] + number.span[0], within[0] + number.span[1]
        if form(text[slice(*printed)]) == wanted and before.search(text, within[0], printed[0]):
            if only is not None:
                return None
            only = printed
    return only


def form(text: str) -> str:
    """Numbers masked, so that only their form counts."""
    return VALUE_NUMBER.sub("#", text)
