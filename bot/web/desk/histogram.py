"""How many results there are over time: bars of days, months or years, as many as can be told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

END = date(9999, 1, 1)
"""Days from here on are nobody's, and have no year behind them."""
HEIGHT, STEP, WIDTH = 48, 10, 8
"""Units of the picture: its height, from bar to bar, and a bar's width."""

UnitName: TypeAlias = Literal["day", "month", "year"]


@dataclass(frozen=True, slots=True)
class _Unit:
    """What a bar stands for: where the bar of a day begins, and the one behind it; used up to ``most_days``."""

    name: UnitName
    most_days: int
    begin: Callable[[date], date]
    next: Callable[[date], date]


@dataclass(frozen=True, slots=True)
class Bar:
    """The results of the days from ``first`` to ``last``; ``left``, ``top`` and ``height`` are units of the picture."""

    first: date
    last: date
    count: int
    left: int
    top: int
    height: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """The bars, in order of time, without gaps."""

    unit: UnitName
    bars: tuple[Bar, ...]

    @property
    def width(self) -> int:
        """Units of the picture."""
        return STEP * len(self.bars)


def histogram_of(counts: Iterable[tuple[str, int]], first: date | None, last: date | None) -> Histogram | None:
    """The bars for counts by day (``yyyy-mm-dd``) within limits; None where they would tell nothing: fewer than two."""
    by_day = {day: count for text, count in counts if (first or date.min) <= (day := date.fromisoformat(text)) < END}
    within = {day: count for day, count in by_day.items() if day <= (last or day)}
    if not within:
        return None
    unit = _finest(min(within), max(within))
    by_bar: Counter[date] = Counter()
    for day, count in within.items():
        by_bar[unit.begin(day)] += count
    begins = [unit.begin(min(within))]
    while begins[-1] < max(by_bar):
        begins.append(unit.next(begins[-1]))
    bars = (_bar(number, begin, unit, by_bar) for number, begin in enumerate(begins))
    return Histogram(unit.name, tuple(bars)) if len(begins) > 1 else None


def _bar(number: int, begin: date, unit: _Unit, by_bar: Counter[date]) -> Bar:
    count = by_bar[begin]
    height = max(1, round(HEIGHT * count / max(by_bar.values()))) if count else 0
    return Bar(begin, unit.next(begin) - timedelta(days=1), count, STEP * number, HEIGHT - height, height)


def _finest(first: date, last: date) -> _Unit:
    """The finest unit that makes few enough bars."""
    days = (last - first).days + 1
    return next((unit for unit in UNITS if days <= unit.most_days), UNITS[-1])


def _next_month(day: date) -> date:
    return day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1)


UNITS = (
    _Unit("day", 62, lambda day: day, lambda day: day + timedelta(days=1)),
    _Unit("month", 5 * 365, lambda day: day.replace(day=1), _next_month),
    _Unit("year", END.toordinal(), lambda day: day.replace(month=1, day=1), lambda day: day.replace(year=day.year + 1)),
)
"""Finest first; how many bars can be told apart is by hand, 2026-11."""
