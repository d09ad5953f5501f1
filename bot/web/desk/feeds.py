"""What feed readers and browsers subscribe to: Atom feeds of an edition and of a search, and OpenSearch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.programs.links import UNDATED
from bot.reading import mark_of
from bot.render import headline_text, place_text
from bot.web.desk.narrowing import Narrowing, day_of, narrowing_of
from bot.web.desk.pages import Pages
from bot.web.workers import WebWorkers
from bot.wiring import Newsroom
from retrieval.answers.honesty.citation import opening_words
from retrieval.domain import Article, Citation
from retrieval.index.published import Published

SEARCH_ENTRIES = 30
"""Reports that a search's feed has, the newest ones; by hand, 2026-12."""
EDITION_ENTRIES = 300
"""Reports that an edition's feed has at most, in printed order; the last that came where no day is known; by hand,
2026-12."""
ATOM = "application/atom+xml"
OPEN_SEARCH = "application/opensearchdescription+xml"


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in a feed; ``path`` is where it is on this site."""

    path: str
    title: str
    updated: datetime
    names: tuple[str, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: ``path`` is its page on this site."""

    path: str
    title: str
    updated: datetime
    entries: tuple[Entry, ...]


class Feeds:
    """``/feeds/…`` and ``/opensearch.xml``."""

    def __init__(self, room: Newsroom, pages: Pages, workers: WebWorkers) -> None:
        self._room, self._pages, self._workers = room, pages, workers

    def routes(self) -> Sequence[Route]:
        """Where they are."""
        return [
            Route("/feeds/newest", self.newest),
            Route("/feeds/editions/{day}", self.edition),
            Route("/feeds/search", self.search),
            Route("/opensearch.xml", self.open_search),
        ]

    async def newest(self, request: Request) -> Response:
        """The newest edition; where none has a date, what there is. Empty where readers see nothing: it may come."""
        return self._told(request, await self._workers.run(self._newest))

    async def edition(self, request: Request) -> Response:
        """The editions of one day, or those without a day."""
        name = request.path_params["day"]
        day = day_of(name)
        if day is None and name != UNDATED:
            raise HTTPException(404)
        feed = await self._workers.run(lambda: self._edition(day))
        if not feed.entries:
            raise HTTPException(404)
        return self._told(request, feed)

    async def search(self, request: Request) -> Response:
        """The newest reports for ``?q=`` within its limits."""
        narrowing = narrowing_of(request, ("newest",))
        if not narrowing.words and not narrowing.where:
            raise HTTPException(404)
        return self._told(request, await self._workers.run(lambda: self._search(narrowing)))

    async def open_search(self, request: Request) -> Response:
        """How a browser's address bar asks the paper."""
        return self._pages.show(request, "opensearch.xml", media_type=OPEN_SEARCH)

    def _told(self, request: Request, feed: Feed) -> Response:
        return self._pages.show(request, "feed.xml", media_type=ATOM, feed=feed)

    def _newest(self) -> Feed:
        with self._room.published() as paper:
            return self._of_day(paper, paper.newest_date())

    def _edition(self, day: date | None) -> Feed:
        with self._room.published() as paper:
            return self._of_day(paper, day)

    def _of_day(self, paper: Published, day: date | None) -> Feed:
        """The feed of a day's editions, or of those without a day; without entries where readers see none."""
        editions = [each for each in paper.editions() if each.date == day]
        ids = [id_ for each in editions for id_ in paper.ids_within(edition_id=each.id)]
        if day is None:
            ids.sort(reverse=True)  # nothing but the order in which they came tells which are new
        shown = paper.articles_by_id(ids[:EDITION_ENTRIES]).values()
        entries = tuple(self._entry(paper, article) for article in shown)
        title = " · ".join(filter(None, (place_text(each.paper, each.date, None) for each in editions)))
        return Feed(
            f"/editions/{day or UNDATED}" if editions else "/editions", title, self._moment(paper, day), entries
        )

    def _search(self, narrowing: Narrowing) -> Feed:
        words = narrowing.words
        found = self._room.search(words, filters=narrowing.where, order="newest", most=SEARCH_ENTRIES)
        with self._room.published() as paper:
            entries = tuple(self._cited(paper, each) for each in found.shown) if not found.nearest else ()
            updated = max((each.updated for each in entries), default=self._moment(paper, None))
        return Feed(narrowing.of("/search").ordered("newest").address, words, updated, entries)

    def _entry(self, paper: Published, article: Article) -> Entry:
        opening = next(iter(article.paragraphs), "")
        title = headline_text(article.headline, article.jump, opening_words(article))
        return Entry(f"/articles/{article.id}", title, self._moment(paper, article.date), article.byline.names, opening)

    def _cited(self, paper: Published, each: Citation) -> Entry:
        title = headline_text(each.headline, each.jump, each.opening)
        path = f"/citations/{mark_of(each).name}"
        return Entry(path, title, self._moment(paper, each.date), each.byline.names, each.excerpt)

    def _moment(self, paper: Published, day: date | None) -> datetime:
        """When a day's paper came out, as well as it is known; for none, when what readers see was published."""
        if day is None:
            return datetime.fromisoformat(paper.generation.manifest.created)
        return datetime.combine(day, time(), self._room.clock.zone)
