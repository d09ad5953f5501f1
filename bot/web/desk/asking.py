"""The first page, and the page of an answer: short answer, excerpts with their sources, and the article beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.house import House
from bot.replies import reply_text
from bot.web.desk.languages import lang_of
from bot.web.desk.pages import Pages
from bot.web.desk.reading import EditionPage, OpenedArticle, mark_of, open_citation, pages_of
from bot.web.workers import WebWorkers
from bot.wiring import Newsroom
from retrieval.domain import Answer, Edition
from retrieval.errors import NothingPublished, UnknownRecord

LONGEST_QUESTION = 1000
"""Characters of a question; what is longer is cut."""
CITED_ON_A_PAGE = 6
"""Excerpts that a page shows at most; by hand, 2026-12."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer, and the article in which its first excerpt stands."""

    answer: Answer
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
        """The answer to ``?q=``."""
        question = " ".join(request.query_params.get("q", "").split())[:LONGEST_QUESTION]
        if not question:
            return RedirectResponse("/", status_code=303)
        asked = await self._workers.run(lambda: self._ask(question))
        lang = lang_of(request)
        reply = reply_text(asked.answer.reply, lang, asked.house) if asked.answer.reply else ""
        return self._pages.show(
            request,
            "search.html",
            title=question,
            question=question,
            answer=asked.answer,
            opened=asked.opened,
            reply=reply,
        )

    def _ask(self, question: str) -> Asked:
        answer = self._room.ask(question, limit=CITED_ON_A_PAGE)
        house = self._room.house() if answer.reply else House()
        if not answer.citations:
            return Asked(answer, None, house)
        try:
            with self._room.published() as paper:
                return Asked(answer, open_citation(paper, mark_of(answer.citations[0])), house)
        except UnknownRecord:  # another generation was published, or the article withdrawn, since it was cited
            return Asked(answer, None, house)

    def _newest(self) -> Newest | None:
        try:
            with self._room.published() as paper:
                edition = next(iter(paper.editions()), None)
                pages = pages_of(paper.articles(edition_id=edition.id)) if edition else ()
        except NothingPublished:
            return None
        return Newest(edition, pages, self._room.house().example) if edition else None


def day_of(text: str) -> date | None:
    """A day as addresses write it, 2025-03-11; None where it is none."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
