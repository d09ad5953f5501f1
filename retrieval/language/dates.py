"""Days that a text names by the calendar or counted from today: 12月8日, 昨天, 上周五, 上个月, 去年年底."""

# ruff: noqa: E501 - tables of patterns are read whole, line by line
from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from retrieval.domain import Span
from retrieval.language.calendar_words import DAY_WORD, WEEKDAYS, days_ahead

DateGroups: TypeAlias = dict[str, str | None]
"""Named groups of a match."""
DaySpan: TypeAlias = tuple[date, date]
"""The first and the last."""


@dataclass(frozen=True, slots=True)
class NamedDays:
    """A stretch of text that names days.

    ``with_month`` is False for 12号, whose month the text leaves open; ``yearless`` for 3月12日, whose year it does.
    """

    span: Span
    first: date
    last: date
    with_month: bool
    yearless: bool = False

    def touches(self, span: Span) -> bool:
        """Whether it has characters in common with a stretch of the text."""
        return span[0] < self.span[1] and self.span[0] < span[1]


_DAY = r"(?<!\d)(?:(?P<year>(?:19|20)?\d\d)年)?(?P<month>1[0-2]|0?[1-9])月(?P<day>3[01]|[12]\d|0?[1-9])[日号]"
_BARE_DAY = r"(?<![\d月./-])(?P<day>3[01]|[12]\d|0?[1-9])[日号]"
_ISO = r"(?P<iso>(?:19|20)\d\d[-/.](?:1[0-2]|0?[1-9])[-/.](?:3[01]|[12]\d|0?[1-9]))(?!\d)"
_MONTH = r"(?:(?P<year>(?:19|20)\d\d|去|今|前|明)年)(?P<month>1[0-2]|0?[1-9])月(?:份)?(?!\d)"
_RELATIVE_DAY = rf"(?P<word>{DAY_WORD})"
_RELATIVE_WEEK = rf"(?P<word>上上(?:个)?(?:周|星期|礼拜)|上(?:个)?(?:周|星期|礼拜)|这(?:个)?(?:周|星期|礼拜)|本(?:周|星期))(?P<weekday>[{WEEKDAYS}])?"
_RELATIVE_MONTH = r"(?P<word>上上个月|上个?月|这个月|本月)"
_YEAR_PART = r"(?P<year>(?:19|20)\d\d年|去年|今年|前年|明年)(?P<part>年初|年底|年末|岁末|上半年|下半年|春天|夏天|秋天|冬天|底|初)?"
_DATE_PATTERNS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("iso", _ISO), ("day", _DAY), ("bare_day", _BARE_DAY), ("month", _MONTH), ("relative_day", _RELATIVE_DAY),
        ("week", _RELATIVE_WEEK), ("relative_month", _RELATIVE_MONTH), ("year", _YEAR_PART),
    )
)  # fmt: skip
_PARTS = {
    "年初": (1, 3), "初": (1, 3), "上半年": (1, 6), "下半年": (7, 12), "年底": (11, 12), "年末": (11, 12),
    "岁末": (11, 12), "底": (11, 12), "春天": (3, 5), "夏天": (6, 8), "秋天": (9, 11), "冬天": (11, 12),
}  # fmt: skip
_YEARS_ON = {"去": -1, "今": 0, "前": -2, "明": 1}


def named_days(folded: str, today: date) -> list[NamedDays]:
    """All days that a folded text names, in order, none inside another; relative ones count from ``today``."""
    found: list[NamedDays] = []
    for name, pattern in _DATE_PATTERNS:
        for match in pattern.finditer(folded):
            if any(other.touches(match.span()) for other in found):
                continue
            if days := _days(name, match.groupdict(), today):
                yearless = name == "day" and match["year"] is None
                found.append(NamedDays(match.span(), *days, name != "bare_day", yearless))
    return sorted(found, key=lambda days: days.span)


def _days(name: str, groups: DateGroups, today: date) -> DaySpan | None:
    try:
        return _READERS[name](groups, today)
    except (ValueError, OverflowError):
        return None  # 2月30日 and the like: words to look for, no day


def _iso_day(groups: DateGroups, today: date) -> DaySpan:
    year, month, day = map(int, re.split(r"[-/.]", str(groups["iso"])))
    return (date(year, month, day),) * 2


def _calendar_day(groups: DateGroups, today: date) -> DaySpan:
    month, day = int(str(groups["month"])), int(str(groups["day"]))
    if groups["year"]:
        year = int(groups["year"])
        named = date(year if year > 99 else 2000 + year, month, day)
    else:
        named = date(today.year, month, day)
        if named > today:  # a paper speaks of the last 12月8日, not of the next
            named = date(today.year - 1, month, day)
    return named, named


def _last_such_day(groups: DateGroups, today: date) -> DaySpan:
    """12号 of this month, or of the month before where that is still to come."""
    day = int(str(groups["day"]))
    month = today if day <= today.day else today.replace(day=1) - timedelta(days=1)
    return (month.replace(day=day),) * 2


def _whole_month(groups: DateGroups, today: date) -> DaySpan:
    month = int(str(groups["month"]))
    return _months(_year(str(groups["year"]), today), month, month)


def _part_of_year(groups: DateGroups, today: date) -> DaySpan:
    first, last = _PARTS.get(groups["part"] or "", (1, 12))
    return _months(_year(str(groups["year"]).removesuffix("年"), today), first, last)


def _year(text: str, today: date) -> int:
    return int(text) if text.isdigit() else today.year + _YEARS_ON[text]


def _months(year: int, first: int, last: int) -> DaySpan:
    end = date(year + 1, 1, 1) if last == 12 else date(year, last + 1, 1)
    return date(year, first, 1), end - timedelta(days=1)


def _relative_day(groups: DateGroups, today: date) -> DaySpan:
    day = today + timedelta(days=days_ahead(str(groups["word"])))
    return day, day


def _relative_month(groups: DateGroups, today: date) -> DaySpan:
    months = today.year * 12 + today.month - 1 - _units_back(str(groups["word"]))
    return _months(months // 12, months % 12 + 1, months % 12 + 1)


def _relative_week(groups: DateGroups, today: date) -> DaySpan:
    monday = today - timedelta(days=today.weekday() + 7 * _units_back(str(groups["word"])))
    if groups["weekday"]:
        day = monday + timedelta(days=min(WEEKDAYS.index(groups["weekday"]), 6))
        return day, day
    return monday, monday + timedelta(days=6)


def _units_back(word: str) -> int:
    """How many weeks or months before this one: 这周, 上周, 上上周."""
    if word[0] in "这本":
        return 0
    return 2 if word.startswith("上上") else 1


_READERS: Mapping[str, Callable[[DateGroups, date], DaySpan]] = {
    "iso": _iso_day,
    "day": _calendar_day,
    "bare_day": _last_such_day,
    "month": _whole_month,
    "relative_day": _relative_day,
    "week": _relative_week,
    "relative_month": _relative_month,
    "year": _part_of_year,
}
"""What tells the first and the last day from the groups of a match, for each of the patterns."""
