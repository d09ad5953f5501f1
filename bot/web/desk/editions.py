"""The edition browser: a calendar of all editions, and the pages and headlines of one day."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.programs.links import UNDATED
from bot.reading import HEADLINES_AT_ONCE, DayOfPapers, neighbour_days, papers_of
from bot.web.desk.narrowing import day_of, start_of
from bot.web.desk.pages import Pages
from bot.web.desk.paging import pages_of_results
from bot.web.workers import WebWorkers
from bot.wiring import Newsroom
from retrieval.domain import Edition


@dataclass(frozen=True, slots=True)
class Month:
    """A month in weeks that begin on Monday; days of other months are None, ``printed`` are those with an edition."""

    year: int
    month: int
    weeks: tuple[tuple[date | None, ...], ...]
    printed: frozenset[date]


@dataclass(frozen=True, slots=True)
class EditionDay:
    """The editions of a day, and the days of the paper before and behind."""

    papers: DayOfPapers
    before: date | None = None
    behind: date | None = None


class EditionPages:
    """``/editions`` and ``/editions/{day}``."""

    def __init__(self, room: Newsroom, pages: Pages, workers: WebWorkers) -> None:
        self._room, self._pages, self._workers = room, pages, workers

    def routes(self) -> Sequence[Route]:
        """Where these pages are."""
        return [Route("/editions", self.calendar), Route("/editions/{day}", self.day)]

    async def calendar(self, request: Request) -> Response:
        """Every edition, by month; of the newest year, or of ``?year=``."""
        editions = await self._workers.run(self._editions)
        years = sorted({edition.date.year for edition in editions if edition.date}, reverse=True)
        year = _chosen_year(request.query_params.get("year", ""), years)
        days = [edition.date for edition in editions if edition.date and edition.date.year == year]
        return self._pages.show(
            request,
            "editions.html",
            months=months_of(days),
            years=years,
            year=year,
            undated=any(edition.date is None for edition in editions),
        )

    async def day(self, request: Request) -> Response:
        """The pages and headlines of a day's editions."""
        name = request.path_params["day"]
        day = day_of(name)
        if day is None and name != UNDATED:
            raise HTTPException(404)
        start = start_of(request.query_params)
        found = await self._workers.run(lambda: self._day(day, start))
        if not found.papers.total:
            raise HTTPException(404)
        pages = pages_of_results(start, found.papers.total, HEADLINES_AT_ONCE)
        return self._pages.show(request, "edition.html", day=day, found=found, pages=pages)

    def _editions(self) -> list[Edition]:
        with self._room.published() as paper:
            return paper.editions()

    def _day(self, day: date | None, start: int) -> EditionDay:
        with self._room.published() as paper:
            papers = papers_of(paper, day, start=start)
            return EditionDay(papers, *(neighbour_days(paper.editions(), day) if day else (None, None)))


def months_of(days: Sequence[date]) -> tuple[Month, ...]:
    """The months of these days, newest first."""
    weeks = calendar.Calendar()
    found = []
    for (year, month), group in groupby(sorted(set(days), reverse=True), key=lambda day: (day.year, day.month)):
        rows = tuple(
            tuple(day if day.month == month else None for day in week) for week in weeks.monthdatescalendar(year, month)
        )
        found.append(Month(year, month, rows, frozenset(group)))
    return tuple(found)


def _chosen_year(text: str, years: Sequence[int]) -> int | None:
    """The year that was asked for, where there are editions of it; else the newest."""
    asked_for = [year for year in years if str(year) == text]
    return next(iter([*asked_for, *years]), None)
