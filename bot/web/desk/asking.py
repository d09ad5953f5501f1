"""The first page, and the page of an answer: short answer, excerpts with their sources, and the article beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.house import House
from bot.reading import EditionPage, OpenedArticle, newest_of, opened_beside
from bot.replies import reply_text
from bot.web.desk.histogram import histogram_of
from bot.web.desk.languages import lang_of
from bot.web.desk.narrowing import Narrowing, Order, narrowing_of
from bot.web.desk.pages import Pages
from bot.web.desk.paging import pages_of_results
from bot.web.workers import WebWorkers
from bot.wiring import Newsroom
from retrieval.domain import Answer, Edition
from retrieval.errors import NothingPublished
from retrieval.lookup.search import SearchResult

CITED_ON_A_PAGE = 6
"""Excerpts that an answer shows at most; by hand, 2026-11."""
FOUND_ON_A_PAGE = 10
"""Reports that one page of the list has; by hand, 2026-11."""
FRONT_HEADLINES = 200
"""Headlines of the newest edition that the first page has; those of some 25 pages; by hand, 2026-12."""
ORDERS: tuple[Order, ...] = ("relevance", "newest", "oldest")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was found, and the article in which the first of it stands; an answer where a question begins."""

    answer: Answer | None
    found: SearchResult | None
    opened: OpenedArticle | None
    house: House


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest edition that readers have, and something to ask of it."""

    edition: Edition
    pages: tuple[EditionPage, ...]
    example: str


class AskPages:
    """``/`` and ``/search``."""

    def __init__(self, room: Newsroom, pages: Pages, workers: WebWorkers) -> None:
        self._room, self._pages, self._workers = room, pages, workers

    def routes(self) -> Sequence[Route]:
        """Where these pages are."""
        return [Route("/", self.home), Route("/search", self.search)]

    async def home(self, request: Request) -> Response:
        """The search box, and the headlines of the newest edition."""
        newest = await self._workers.run(self._newest)
        return self._pages.show(request, "home.html", newest=newest)

    async def search(self, request: Request) -> Response:
        """The answer to ``?q=`` and the reports found for it; without words the reports within the limits."""
        narrowing = narrowing_of(request, ORDERS)
        if not narrowing.words and not narrowing.where:
            return RedirectResponse("/", status_code=303)
        asked = await self._workers.run(lambda: self._ask(narrowing))
        found, lang = asked.found, lang_of(request)
        reply = reply_text(asked.answer.reply, lang, asked.house) if asked.answer and asked.answer.reply else ""
        return self._pages.show(
            request,
            "search.html",
            title=narrowing.words,
            question=narrowing.words,
            narrowing=narrowing,
            answer=asked.answer,
            found=found,
            histogram=histogram_of(found.facets.days, found.where.date_from, found.where.date_to) if found else None,
            pages=pages_of_results(narrowing.start, found.total, FOUND_ON_A_PAGE) if found else None,
            opened=asked.opened,
            reply=reply,
        )

    def _ask(self, narrowing: Narrowing) -> Asked:
        words, where, start = narrowing.words, narrowing.where, narrowing.start
        asks = words and not start and narrowing.order is None
        answer = self._room.ask(words, limit=CITED_ON_A_PAGE, filters=where) if asks else None
        if answer and answer.reply:
            return Asked(answer, None, None, self._room.house())
        order = narrowing.order or ORDERS[0]
        found = self._room.search(words, filters=where, order=order, start=start, most=FOUND_ON_A_PAGE)
        first = next(iter([*(answer.citations if answer else ()), *found.shown]), None)
        with self._room.published() as paper:
            return Asked(answer, found, opened_beside(paper, first), House())

    def _newest(self) -> Newest | None:
        try:
            with self._room.published() as paper:
                found = newest_of(paper, FRONT_HEADLINES)
        except NothingPublished:
            return None
        return Newest(*found, self._room.house().example) if found else None
