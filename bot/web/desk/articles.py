"""Pages of articles, and of citations: the article with the quoted words marked, under an address that holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.backups import SOURCES
from bot.reading import FoundCitation, Mark, find_citation, open_article, parse_mark
from bot.web.desk.pages import HEADERS, Pages
from bot.web.workers import WebWorkers
from bot.wiring import Newsroom
from retrieval.domain import Article
from retrieval.errors import Replaced
from retrieval.index.published import Published
from retrieval.lookup.related import SeeAlso, see_also
from retrieval.printed import PagePicture

PICTURE_HEADERS = {"cache-control": "private, no-cache", "vary": "Cookie", "content-disposition": "inline"}


@dataclass(frozen=True, slots=True)
class Shown:
    """An article as it is shown, and what is named beside it.

    ``pictured`` are the parts whose page has a picture; ``notice`` names the words of what became of another version.
    """

    found: FoundCitation
    see_also: SeeAlso
    pictured: frozenset[int]
    notice: str = ""


class ArticlePages:
    """``/articles/{id}`` and ``/citations/{mark}``. Withdrawn ones are answered with 410 by ``errors.py``."""

    def __init__(self, room: Newsroom, pages: Pages, workers: WebWorkers) -> None:
        self._room, self._pages, self._workers = room, pages, workers

    def routes(self) -> Sequence[Route]:
        """Where these pages are."""
        return [
            Route("/articles/{number:int}", self.article),
            Route("/articles/{number:int}/source", self.source),
            Route("/articles/{number:int}/picture", self.picture),
            Route("/citations/{mark}", self.citation),
        ]

    async def article(self, request: Request) -> Response:
        """A whole article; of one that was read anew since, the version that readers have, and that it is another."""
        number = _small(request.path_params["number"])
        return self._show(request, await self._workers.run(lambda: self._open(number)))

    async def source(self, request: Request) -> Response:
        """The text of an article as it was delivered."""
        number = _small(request.path_params["number"])
        delivered = await self._workers.run(lambda: self._delivered(number))
        first = delivered[0][0]
        return self._pages.show(request, "source.html", title=first.headline or "", first=first, delivered=delivered)

    async def picture(self, request: Request) -> Response:
        """The picture of the page on which an article stands; kept by browsers, but asked for again each time."""
        number = _small(request.path_params["number"])
        found = await self._workers.run(lambda: self._picture(number))
        if found is None:
            raise HTTPException(404)
        headers = HEADERS | PICTURE_HEADERS | {"etag": f'"{sha256(found.content).hexdigest()[:20]}"'}
        if request.headers.get("if-none-match") == headers["etag"]:
            return Response(status_code=304, headers=headers)
        return Response(found.content, headers=headers, media_type=found.media_type)

    async def citation(self, request: Request) -> Response:
        """The article in which a citation stands, with the quoted words marked."""
        mark = parse_mark(request.path_params["mark"])
        if mark is None:
            raise HTTPException(404)
        if request.query_params.get("view") == "pane":
            found = await self._workers.run(lambda: self._find(mark))
            return self._pages.show(request, "pane.html", opened=found.opened)
        return self._show(request, await self._workers.run(lambda: self._find_and_more(mark)))

    def _show(self, request: Request, shown: Shown) -> Response:
        found, first = shown.found, shown.found.opened.first
        title = first.headline or first.jump or ""
        return self._pages.show(
            request,
            "article.html",
            title=title,
            opened=found.opened,
            notice=shown.notice or found.fate,
            see_also=shown.see_also,
            pictured=shown.pictured,
        )

    def _open(self, number: int) -> Shown:
        with self._room.published() as paper:
            try:
                return self._with_more(paper, FoundCitation(open_article(paper, number)))
            except Replaced as replaced:
                notice = "present_version" if replaced.later else "earlier_version"
                shown = self._with_more(paper, FoundCitation(open_article(paper, replaced.version)))
            return replace(shown, notice=notice)

    def _delivered(self, number: int) -> list[tuple[Article, str | None]]:
        """The parts of an article, each with what was delivered; None where the file is gone or has changed."""
        with self._room.published() as paper:
            parts = paper.parts(paper.article(number))
        return [(part, self._room.delivered(part, SOURCES)) for part in parts]

    def _find(self, mark: Mark) -> FoundCitation:
        with self._room.published() as paper:
            return find_citation(paper, mark, self._room.passage_wording)

    def _find_and_more(self, mark: Mark) -> Shown:
        with self._room.published() as paper:
            return self._with_more(paper, find_citation(paper, mark, self._room.passage_wording))

    def _with_more(self, paper: Published, found: FoundCitation) -> Shown:
        pictured = frozenset(part.id for part in found.opened.parts if self._room.has_page_picture(part))
        return Shown(found, see_also(paper, found.opened.first), pictured)

    def _picture(self, number: int) -> PagePicture | None:
        with self._room.published() as paper:
            article = paper.article(number)
        return self._room.page_picture(article, SOURCES)


def _small(number: int) -> int:
    """The number, where a record can have it. Raises ``HTTPException``."""
    if number >= 2**63:
        raise HTTPException(404)
    return number
