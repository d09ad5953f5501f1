"""What handlers and jobs may ask about digests: which there are, which are due, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.telegram.session.digest_table import Digest, DigestTable
from bot.telegram.session.store import Store
from bot.telegram.session.watch_table import WatchTable
from bot.telegram.session.watch_terms import terms_of
from bot.telegram.session.workers import Workers
from bot.telegram.views.digest_texts import DigestPart
from bot.wiring import Newsroom
from retrieval.answers.honesty import citation
from retrieval.domain import Article, Filters
from retrieval.errors import NothingPublished
from retrieval.index.published import Published


@dataclass(frozen=True, slots=True)
class DueDigest:
    """A digest to be sent now: what is in it, from the editions of the days ``first`` to ``last``."""

    digest: Digest
    parts: tuple[DigestPart, ...]
    first: date
    last: date

    @property
    def count(self) -> int:
        """How many reports there are, each counted once."""
        return len({item.article_id for part in self.parts for item in part.headlines})


class DigestService:
    """Digests of chats."""

    def __init__(self, newsroom: Newsroom, store: Store, workers: Workers) -> None:
        self._newsroom, self._workers = newsroom, workers
        self._table, self._watches = DigestTable(store), WatchTable(store)

    async def of(self, chat_id: int) -> Digest | None:
        """The digest of a chat."""
        return await self._workers.run(self._table.of, chat_id)

    async def begin(self, digest: Digest) -> None:
        """Send a chat this digest from now on, in place of another."""
        await self._workers.run(self._table.begin, digest)

    async def end(self, chat_id: int) -> None:
        """Send a chat no digest any more."""
        await self._workers.run(self._table.end, chat_id)

    def now(self) -> datetime:
        """Now, by the paper's clock."""
        return self._newsroom.clock.now()

    async def due(self, now: datetime) -> list[DueDigest]:
        """The digests to be sent at ``now``, which is the paper's time; empty ones are among them."""
        return await self._workers.run(self._due, now)

    def _due(self, now: datetime) -> list[DueDigest]:
        digests = [each for each in self._table.all() if each.is_due(now.date(), now.hour)]
        if not digests:
            return []
        try:
            with self._newsroom.published() as paper:
                return [self._filled(digest, now.date(), paper) for digest in digests]
        except NothingPublished:
            return []

    def _filled(self, digest: Digest, today: date, paper: Published) -> DueDigest:
        """A digest with what the editions since the last one have; what comes out late is in the next one."""
        first = digest.covered + timedelta(days=1)
        dates = [edition.date for edition in paper.editions() if edition.date and first <= edition.date <= today]
        last = max(dates, default=digest.covered)
        articles = [
            article
            for article in paper.articles(where=Filters(date_from=first, date_to=last))
            if article.continues is None
        ]
        wanted = [digest.terms] if digest.terms else [each.words for each in self._watches.watches(digest.chat_id)]
        parts = tuple(_parts(wanted, articles, paper)) if dates else ()
        return DueDigest(digest, parts, min(dates, default=first), last)

    async def claim(self, due: DueDigest, today: date) -> bool:
        """Take the sending of a digest on oneself; False if it was taken, changed or ended before."""
        return await self._workers.run(self._table.claim, due.digest, due.last, today)


def _parts(wanted: Sequence[str], articles: Sequence[Article], paper: Published) -> Iterator[DigestPart]:
    """A part for each of the ``wanted`` words and limits that finds any of these articles."""
    passages = paper.passages_within(articles)
    for words in wanted:
        terms = terms_of(words)
        found = [each for each in articles if terms.passage_of(each, passages.get(each.id, ()))]
        if found:
            yield DigestPart(words, tuple(map(citation.headline, found)))
