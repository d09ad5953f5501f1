"""Headlines while somebody types: a list for the search box, and JSON as OpenSearch has it for address bars."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.render import one_line
from bot.web.desk.narrowing import LONGEST_QUESTION
from bot.web.desk.pages import HEADERS, PAGE_HEADERS, Pages
from bot.web.workers import WebWorkers
from bot.wiring import Newsroom

SUGGESTED = 8
"""Headlines that are offered at a time; by hand, 2026-12."""
SUGGESTIONS = "application/x-suggestions+json"


class Suggestions:
    """``/suggest``."""

    def __init__(self, room: Newsroom, pages: Pages, workers: WebWorkers) -> None:
        self._room, self._pages, self._workers = room, pages, workers

    def routes(self) -> Sequence[Route]:
        """Where they are."""
        return [Route("/suggest", self.suggest)]

    async def suggest(self, request: Request) -> Response:
        """Headlines that hold ``?q=``, or whose sounds begin so; ``?view=list`` as options for the search box."""
        typed = request.query_params.get("q", "")[:LONGEST_QUESTION]
        found = await self._workers.run(lambda: self._room.headlines(typed, SUGGESTED))
        if request.query_params.get("view") == "list":
            return self._pages.show(request, "suggestions.html", found=found)
        titles = [one_line(each.headline or "") for each in found]
        places = [f"{self._pages.base(request)}/articles/{each.article_id}" for each in found]
        told = [one_line(typed), titles, [""] * len(titles), places]
        return JSONResponse(told, headers=HEADERS | PAGE_HEADERS, media_type=SUGGESTIONS)
