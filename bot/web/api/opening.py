"""Opening articles, citations and editions."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request, Response

from bot.programs.links import UNDATED
from bot.programs.lookups import Lookups
from bot.programs.records import Record
from bot.reading import HEADLINES_AT_ONCE, parse_mark
from bot.web.api.answering import Answering
from bot.web.api.models import DayOfEditions, EditionList, OneArticle, OneCitation
from bot.web.api.parameters import CursorText, DayName, Id, MarkName, MostHeadlines, as_day
from bot.web.api.responses import MOVED, NOT_MODIFIED, STALE, UNKNOWN, WITHDRAWN, gives
from retrieval.errors import UnknownRecord


def opening_routes(answering: Answering) -> APIRouter:
    """The routes."""
    routes = APIRouter()

    @routes.get(
        "/articles/{number}",
        responses=gives(OneArticle) | NOT_MODIFIED | MOVED | UNKNOWN | WITHDRAWN,
        operation_id="article",
    )
    async def article(request: Request, number: Id) -> Response:
        """Read a whole article; of one that was read anew the address of the version that is published."""
        return await answering.record(request, lambda lookups: lookups.article(number))

    @routes.get(
        "/citations/{name}",
        responses=gives(OneCitation) | NOT_MODIFIED | UNKNOWN | WITHDRAWN,
        operation_id="citation",
    )
    async def citation(request: Request, name: MarkName) -> Response:
        """Open a citation in its article, whatever became of the article since."""

        def open_mark(lookups: Lookups) -> Record:
            mark = parse_mark(name)
            if mark is None:
                raise UnknownRecord("no citation")
            return lookups.citation(mark)

        return await answering.record(request, open_mark)

    @routes.get("/editions", responses=gives(EditionList) | NOT_MODIFIED, operation_id="editions")
    async def editions(request: Request) -> Response:
        """List all editions."""
        return await answering.record(request, Lookups.editions)

    @routes.get(
        "/editions/{day}", responses=gives(DayOfEditions) | NOT_MODIFIED | UNKNOWN | STALE, operation_id="edition"
    )
    async def edition(
        request: Request, day: DayName, cursor: CursorText = None, limit: MostHeadlines = HEADLINES_AT_ONCE
    ) -> Response:
        """List the headlines of a day's editions, page by page."""
        return await answering.record(request, lambda lookups: lookups.edition(_day(day), cursor=cursor, most=limit))

    return routes


def _day(name: str) -> date | None:
    """The day of an address; None for undated editions. Raises ``UnknownRecord``."""
    if name == UNDATED:
        return None
    try:
        return date.fromisoformat(str(as_day(name)))
    except ValueError:
        raise UnknownRecord("no such day") from None
