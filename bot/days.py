"""Reads days as readers name them to leaf through the paper: as in questions, and shorter: 8月15日, 8月, 15号, 2023-08.

A day or a month without its year is the newest such one in the archive.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import TypeAlias

from retrieval.answers.question.filters import mentions
from retrieval.language.folding import folded

DaySpan: TypeAlias = tuple[date, date]
"""The first day and the last."""

_COMPACT_DAY = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)")
_MONTH_OF_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)(?:[-/.年]?(?P<month>1[0-2]|0?[1-9])月?)")
_WHOLE_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)年?")
_YEARLESS_DAY = re.compile(r"(?P<month>1[0-2]|0?[1-9])(?:月|[-/.])(?P<day>3[01]|[12]\d|0?[1-9])[日号號]?")
_YEARLESS_MONTH = re.compile(r"(?P<month>1[0-2]|0?[1-9])月(?:份)?")
_BARE_DAY = re.compile(r"(?P<day>3[01]|[12]\d|0?[1-9])[日号號]")


def days_in(text: str, today: date, editions: Sequence[date] = ()) -> list[DaySpan]:
    """The spans of days that a text names; ``editions`` are the days of the archive's editions."""
    text = folded(text.strip())
    if (alone := _alone(text, today, editions)) is not None:
        return [alone]
    return [span for _, span in dated(text, today, editions)]


def only_days(text: str, today: date, editions: Sequence[date] = ()) -> DaySpan | None:
    """The span of days that a text names, where it says nothing else."""
    text = folded(text.strip())
    if (alone := _alone(text, today, editions)) is not None:
        return alone
    found = list(dated(text, today, editions))
    return found[0][1] if len(found) == 1 and found[0][0] == (0, len(text)) else None


def dated(text: str, today: date, editions: Sequence[date] = ()) -> Iterator[tuple[tuple[int, int], DaySpan]]:
    """The stretches (characters) of a text that name days as questions do, and the days."""
    text = folded(text)
    for mention in mentions(text, today):
        words = text[mention.span[0] : mention.span[1]]
        yield mention.span, _alone(words, today, editions) or (mention.first, mention.last)


def _alone(words: str, today: date, editions: Sequence[date]) -> DaySpan | None:
    """What a text means that is nothing but a day, a month or a year in figures."""
    for pattern, read in _FORMS:
        if found := pattern.fullmatch(words):
            numbers = {name: int(number) for name, number in found.groupdict().items()}
            try:
                return read(numbers, today, editions)
            except ValueError:
                return None  # 2月30日
    return None


def _stated_day(numbers: dict[str, int], _today: date, _editions: Sequence[date]) -> DaySpan:
    return (date(numbers["year"], numbers["month"], numbers["day"]),) * 2


def _stated_month(numbers: dict[str, int], _today: date, _editions: Sequence[date]) -> DaySpan:
    return _month(numbers["year"], numbers["month"])


def _stated_year(numbers: dict[str, int], _today: date, _editions: Sequence[date]) -> DaySpan:
    return date(numbers["year"], 1, 1), date(numbers["year"], 12, 31)


def _day_of_some_year(numbers: dict[str, int], today: date, editions: Sequence[date]) -> DaySpan:
    month, day = numbers["month"], numbers["day"]
    date(2024, month, day)  # a leap year has every day that there is
    found = _newest(editions, lambda each: (each.month, each.day) == (month, day))
    return (found or _last_year_with(month, day, today),) * 2


def _month_of_some_year(numbers: dict[str, int], today: date, editions: Sequence[date]) -> DaySpan:
    found = _newest(editions, lambda each: each.month == numbers["month"])
    found = found or _last_year_with(numbers["month"], 1, today)
    return _month(found.year, found.month)


def _day_of_some_month(numbers: dict[str, int], today: date, editions: Sequence[date]) -> DaySpan:
    day = numbers["day"]
    found = _newest(editions, lambda each: each.day == day)
    month = today if day <= today.day else today.replace(day=1) - timedelta(days=1)
    return (found or month.replace(day=day),) * 2


_Reader: TypeAlias = Callable[[dict[str, int], date, Sequence[date]], DaySpan]
_FORMS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (_COMPACT_DAY, _stated_day),
    (_MONTH_OF_YEAR, _stated_month),
    (_WHOLE_YEAR, _stated_year),
    (_YEARLESS_DAY, _day_of_some_year),
    (_YEARLESS_MONTH, _month_of_some_year),
    (_BARE_DAY, _day_of_some_month),
)
"""The first that fits the whole text reads it."""


def _newest(editions: Sequence[date], fits: Callable[[date], bool]) -> date | None:
    return max(filter(fits, editions), default=None)


def _last_year_with(month: int, day: int, today: date) -> date:
    """The last such day up to today; 29 February is looked for some years back."""
    years = range(today.year, today.year - 8, -1)
    every = (date(year, month, day) for year in years if (month, day) != (2, 29) or year % 4 == 0)
    return next(found for found in every if found <= today)


def _month(year: int, month: int) -> DaySpan:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(days=1)
