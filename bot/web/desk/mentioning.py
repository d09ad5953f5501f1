"""The page of mentions: every passage that prints the words, in order of time."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.reading import OpenedArticle, opened_beside
from bot.web.desk.histogram import histogram_of
from bot.web.desk.narrowing import Narrowing, Order, narrowing_of
from bot.web.desk.pages import Pages
from bot.web.desk.paging import pages_of_results
from bot.web.workers import WebWorkers
from bot.wiring import Newsroom
from retrieval.lookup.mentions import Mentions, mentions_of

MENTIONED_ON_A_PAGE = 20
"""Mentions that one page of the list has; by hand, 2026-12."""
ORDERS: tuple[Order, ...] = ("oldest", "newest")


class MentionPages:
    """``/mentions``."""

    def __init__(self, room: Newsroom, pages: Pages, workers: WebWorkers) -> None:
        self._room, self._pages, self._workers = room, pages, workers

    def routes(self) -> Sequence[Route]:
        """Where this page is."""
        return [Route("/mentions", self.mentions)]

    async def mentions(self, request: Request) -> Response:
        """Every mention of ``?q=``; without words the box to type them in."""
        narrowing = narrowing_of(request, ORDERS)
        found, opened = await self._workers.run(lambda: self._found(narrowing)) if narrowing.words else (None, None)
        return self._pages.show(
            request,
            "mentions.html",
            title=narrowing.words,
            narrowing=narrowing,
            found=found,
            opened=opened,
            histogram=histogram_of(found.by_day, narrowing.date_from, narrowing.date_to) if found else None,
            pages=pages_of_results(narrowing.start, found.total, MENTIONED_ON_A_PAGE) if found else None,
        )

    def _found(self, narrowing: Narrowing) -> tuple[Mentions, OpenedArticle | None]:
        """The mentions, and the article of the first one shown."""
        with self._room.published() as paper:
            found = mentions_of(
                paper,
                narrowing.words,
                narrowing.where,
                order="newest" if narrowing.order == "newest" else "oldest",
                start=narrowing.start,
                most=MENTIONED_ON_A_PAGE,
            )
            return found, opened_beside(paper, found.shown[0].citation if found.shown else None)
