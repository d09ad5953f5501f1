"""Which edition ought to be there by now, and whether it is.

Papers print on public holidays too, so that the days are every day or Monday to Friday, no calendar of holidays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from retrieval.domain import Edition

Days: TypeAlias = Literal["weekdays", "daily"]
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Schedule:
    """On ``days`` an edition is expected by the time ``by`` in ``zone``; of each of ``papers``, else of any paper."""

    days: Days
    by: time
    zone: ZoneInfo
    papers: tuple[str, ...] = ()

    def due(self, now: datetime) -> date:
        """The day of the newest edition that ought to be there. ``now`` knows its time zone."""
        local = now.astimezone(self.zone)
        day = local.date() if local.time() >= self.by else local.date() - timedelta(days=1)
        while self.days == "weekdays" and day.weekday() >= SATURDAY:
            day -= timedelta(days=1)
        return day


@dataclass(frozen=True, slots=True)
class Missing:
    """An expected edition that readers do not have. ``paper`` is None where any would do.

    ``newest`` is the date of the newest edition that there is; ``unpublished``: it is in the archive, only that.
    """

    paper: str | None
    day: date
    newest: date | None
    unpublished: bool = False


def missing(
    schedule: Schedule, editions: Iterable[Edition], published: date | None, now: datetime
) -> tuple[Missing, ...]:
    """What ought to be there and is not. ``published`` is the newest date that readers can see.

    A later edition makes up for an earlier one; one with a date beyond tomorrow is a mistake and makes up for nothing.
    """
    due = schedule.due(now)
    last = now.astimezone(schedule.zone).date() + timedelta(days=1)
    held = [(edition.paper, edition.date) for edition in editions if edition.date and edition.date <= last]
    found = (_missing_of(paper, held, due, published) for paper in schedule.papers or (None,))
    return tuple(filter(None, found))


def _missing_of(
    paper: str | None, held: Sequence[tuple[str | None, date]], due: date, published: date | None
) -> Missing | None:
    """What is missing of one paper, of any for None; ``held`` are the papers and dates of all editions."""
    newest = max((day for name, day in held if paper in (None, name)), default=None)
    if newest is None or newest < due:
        return Missing(paper, due, newest)
    if published is None or published < due:
        return Missing(paper, due, newest, unpublished=True)
    return None
