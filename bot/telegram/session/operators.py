"""What handlers and jobs may ask on behalf of operators: status, withdrawing, missing editions; ``publishing``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from bot.journal import Entry
from bot.schedule import Missing
from bot.telegram.session.judgements import JudgementOutbox
from bot.telegram.session.publishing import Publishing
from bot.telegram.session.store import Store
from bot.telegram.session.workers import Workers
from bot.telegram.views.deep_links import Place
from bot.telegram.views.operator_data import Target
from bot.wiring import Newsroom
from retrieval.domain import Article, Edition
from retrieval.editions.store.archive import NO_COUNTS, ArchiveCounts
from retrieval.editions.store.rollbacks import HeldEdition
from retrieval.editions.store.turnover import Turnover
from retrieval.errors import BaowenError, NothingPublished, UnknownRecord, Unreachable

TOLD_MISSING = "missing editions told"
TOLD_AWAY = "search service away told"

ExpectedEdition = tuple[str | None, date]
"""The paper, None where any would do, and the day."""


@dataclass(frozen=True, slots=True)
class Status:
    """How the newsroom is doing: what readers see, what the next publishing would change, what was rolled back.

    ``problem`` is why an older index answers; ``publishings`` are oldest first. ``zone`` is the paper's.
    """

    generation: str | None
    counts: ArchiveCounts
    newest: date | None
    pending: Turnover
    held: tuple[HeldEdition, ...]
    publishings: tuple[Entry, ...]
    missing: tuple[Missing, ...]
    problem: Exception | None
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Expectations:
    """The editions that are missing now, and of which papers editions are expected (none without a schedule)."""

    missing: tuple[Missing, ...]
    papers: tuple[str | None, ...]
    newest: date | None


class OperatorService:
    """Everything that only operators reach; ``admins`` are their user ids."""

    def __init__(self, newsroom: Newsroom, store: Store, judgements: JudgementOutbox, workers: Workers) -> None:
        self._newsroom, self._store, self._judgements, self._workers = newsroom, store, judgements, workers
        self.publishing = Publishing(newsroom, workers)

    @property
    def admins(self) -> tuple[int, ...]:
        return tuple(self._newsroom.settings.admins)

    def admits(self, user_id: int) -> bool:
        """Whether a person is an operator."""
        return user_id in self.admins

    # -- looking -----------------------------------------------------------------------------------------------------

    async def status(self) -> Status:
        return await self._workers.run(self._status)

    def _status(self) -> Status:
        room = self._newsroom
        try:
            with room.published() as paper:
                generation, counts, newest = paper.id, paper.counts(), paper.newest_date()
        except NothingPublished:
            generation, counts, newest = None, NO_COUNTS, None
        return Status(
            generation,
            replace(counts, withdrawn=room.withdrawals.count()),
            newest,
            room.pending(),
            tuple(room.rollbacks.held()),
            tuple(room.journal.entries()),
            room.missing(room.clock.now()),
            room.serving.problem,
            room.clock.zone,
        )

    async def verdicts(self) -> Counter[str]:
        """How many judgements there are of each verdict."""
        judgements = await self._workers.run(self._judgements.all)
        return Counter(judgement.verdict for judgement in judgements)

    # -- withdrawing -------------------------------------------------------------------------------------------------

    async def article(self, article_id: int) -> Target:
        """The article with that id, to be withdrawn. Raises ``UnknownRecord``."""
        found = await self._workers.run(self._newsroom.article, article_id)
        return Target("a", found.id)

    async def edition(self, paper: str | None, day: str) -> Target:
        """The edition of a day (ISO), to be withdrawn. Raises ``UnknownRecord``."""
        try:
            wanted = date.fromisoformat(day)
        except ValueError:
            raise UnknownRecord(f"edition {day}") from None
        found = await self._workers.run(self._newsroom.withdrawals.edition, paper, wanted)
        return Target("e", found.id)

    async def articles_at(self, places: Sequence[Place]) -> list[Target]:
        """The articles that places lie in, each once."""
        passages = [place.passage_id for place in places if place.passage_id]
        owners = await self._workers.run(self._newsroom.archive.owners_ever, passages)
        ids = [place.article_id or owners.get(place.passage_id or 0) for place in places]
        return [Target("a", found) for found in dict.fromkeys(ids) if found]

    async def articles_of(self, edition: Target) -> list[Article]:
        """The articles of an edition in printed order, without parts that continue others."""
        articles = await self._workers.run(lambda: list(self._newsroom.archive.articles(edition_id=edition.id)))
        return [article for article in articles if article.continues is None]

    async def record(self, target: Target) -> Article | Edition:
        """What a target is. Raises ``UnknownRecord``, ``Withdrawn``."""
        return await self._workers.run(self._record, target)

    def _record(self, target: Target) -> Article | Edition:
        if target.kind == "a":
            return self._newsroom.article(target.id)
        return self._newsroom.withdrawals.edition_of(target.id)

    async def withdraw(self, target: Target, reason: str, *, public: bool) -> None:
        """Take it out of the paper at once; ``public``: readers may know the reason."""
        withdrawals = self._newsroom.withdrawals
        withdraw = withdrawals.withdraw_article if target.kind == "a" else withdrawals.withdraw_edition
        await self._workers.run(withdraw, target.id, reason, public=public)

    async def restore(self, target: Target) -> None:
        """Put it back and publish."""
        room = self._newsroom
        restore = room.withdrawals.restore_article if target.kind == "a" else room.withdrawals.restore_edition
        await self.publishing.in_turn(lambda: restore(target.id))
        await self.publishing.in_turn(room.publish)

    # -- missing editions --------------------------------------------------------------------------------------------

    async def expectations(self, now: datetime) -> Expectations:
        """What is missing at ``now``, which knows its time zone."""
        return await self._workers.run(self._expectations, now)

    def _expectations(self, now: datetime) -> Expectations:
        room = self._newsroom
        papers = (room.settings.schedule_papers or (None,)) if room.settings.schedule else ()
        return Expectations(room.missing(now), tuple(papers), room.archive.newest_date())

    async def told_missing(self) -> list[ExpectedEdition]:
        """The editions that operators were told are missing."""
        mark = await self._workers.run(self._store.mark, TOLD_MISSING)
        return [(paper, date.fromisoformat(day)) for paper, day in json.loads(mark or "[]")]

    async def note_told_missing(self, told: Sequence[ExpectedEdition]) -> None:
        mark = json.dumps([[paper, day.isoformat()] for paper, day in told], ensure_ascii=False)
        await self._workers.run(self._store.set_mark, TOLD_MISSING, mark)

    # -- the search service of several hosts -------------------------------------------------------------------------

    async def search_service_answers(self) -> bool:
        """Whether the search service can be reached; true where there is none, and of whatever else is the matter."""
        return await self._workers.run(self._search_service_answers)

    def _search_service_answers(self) -> bool:
        serving = self._newsroom.serving
        try:
            serving.look_at_once()
            with serving.lease():
                return not isinstance(serving.problem, Unreachable)
        except Unreachable:
            return False
        except BaowenError:
            return True

    async def told_away(self) -> bool:
        """Whether operators were told that it is away, and not yet that it is back."""
        return await self._workers.run(self._store.mark, TOLD_AWAY) == "away"

    async def note_told_away(self, away: bool) -> None:
        await self._workers.run(self._store.set_mark, TOLD_AWAY, "away" if away else "")
