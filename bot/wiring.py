"""The composition root: the only place that knows which concrete parts make up the program."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from shutil import disk_usage
from typing import TypeAlias
from zoneinfo import ZoneInfo

from threadpoolctl import threadpool_limits

from bot.clock import Clock, utc_now
from bot.counting import Counting
from bot.house import Examples, House
from bot.journal import Journal
from bot.schedule import Missing, Schedule, missing
from bot.settings import Settings
from bot.shared_folder import SharedFolder
from embeddings.encoder import Encoder
from embeddings.opening import open_encoder, open_reranker
from embeddings.reranker import Reranker
from retrieval.answers.ask import Asker
from retrieval.answers.honesty.decision import CITED
from retrieval.answers.models.network import Network, network
from retrieval.answers.ranking.retrieve import Search
from retrieval.answers.timing import listening
from retrieval.answers.tuning import FILE, Tuning, read_tuning
from retrieval.answers.turns import Turns
from retrieval.domain import NO_FILTERS, Answer, Article, Filters, Headline
from retrieval.editions.base.draft import EditionDefaults
from retrieval.editions.report import IngestReport
from retrieval.errors import GenerationMismatch, NothingPublished, UnknownRecord
from retrieval.evaluation.gate import Judge, Margins
from retrieval.evaluation.question_file import read_gate_questions
from retrieval.index.gate import Refused
from retrieval.index.publish import PublishReport, publish
from retrieval.index.published import Published, published_view
from retrieval.index.rollback import RolledBack
from retrieval.index.serving import Leases, Serving
from retrieval.index.space import Look, Space
from retrieval.index.vectors import VectorCache
from retrieval.lookup.headlines import HeadlineLookup
from retrieval.lookup.search import ArticleSearch, SearchOrder, SearchResult

NO_DEFAULTS = EditionDefaults()
VECTORS = "vectors.sqlite"
QUESTIONS = "questions.jsonl"
"""The file in the data folder that holds the gate's questions; without it there is no gate."""

READING_THREADS = 2
"""Cores that read one question's excerpts; more are left to other questions."""

Told: TypeAlias = Callable[[int, int], None]
"""Progress: (done, to do)."""


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What one ``index`` did: the reading, and the publishing: None if nothing was to be published, or ``refused``."""

    read: IngestReport
    published: PublishReport | None
    refused: Refused | None = None


class Newsroom(SharedFolder):
    """The program over one data folder. Parts are opened when first used; ``close`` closes what was opened."""

    def __init__(
        self,
        settings: Settings,
        *,
        create: bool = False,
        counting: Counting | None = None,
        look: Look = disk_usage,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        """``create`` makes the data folder and an empty archive; else a missing archive raises ``NothingPublished``.

        ``look`` tells how much room is on a disk, ``now`` the time, which must know its zone.
        """
        self.clock = Clock(settings.timezone, now)
        super().__init__(settings, create=create, now=self.clock.now)
        self.counting, self.look = counting, look
        self.journal = Journal(settings.data)
        self._examples = Examples()

    @cached_property
    def encoder(self) -> Encoder:
        return open_encoder(
            self.settings.model,
            backend=self.settings.model_backend,
            revision=self.settings.model_revision,
            offline=self.settings.offline,
            exports=self.settings.data / "cache",
        )

    @cached_property
    def serving(self) -> Serving:
        return Serving(self.engine, self.encoder.fingerprint)

    @cached_property
    def asker(self) -> Asker:
        # A question's matrices are small: threads that share one cost more than they save (measured: twice the time),
        # and several questions are answered side by side anyway.
        threadpool_limits(1, user_api="blas")
        return self._asker(self.serving)

    def _asker(self, leases: Leases) -> Asker:
        return Asker(
            self.texts,
            leases,
            self.encoder,
            self.tokenizer,
            reranker=self.reranker,
            tuning=self.tuning,
            network=self.network,
            depth=self.settings.reading,
            turns=self._turns,
        )

    @property
    def _turns(self) -> AbstractContextManager[object] | None:
        """As many questions at once as there are cores: those that share Python's lock take longer for all.

        A question to a cluster mostly waits for it, and would keep others waiting.
        """
        return Turns(os.cpu_count() or 1) if self.settings.engine == "embedded" else None

    @cached_property
    def article_search(self) -> ArticleSearch:
        return ArticleSearch(self.asker)

    @cached_property
    def headline_lookup(self) -> HeadlineLookup:
        return HeadlineLookup()

    @cached_property
    def network(self) -> Network | None:
        """What reads excerpts; None where reading is off."""
        if self.settings.reading == "off":
            return None
        return network(threads=min(READING_THREADS, os.cpu_count() or 1), budget_s=self.settings.reading_budget_s)

    @cached_property
    def reranker(self) -> Reranker | None:
        chosen = self.settings
        return open_reranker(chosen.reranker, revision=chosen.reranker_revision, offline=chosen.offline)

    @cached_property
    def tuning(self) -> Tuning | None:
        """What ``baowen tune`` fitted for these models, if it did."""
        fingerprint = self.reranker.fingerprint if self.reranker else None
        return read_tuning(self.settings.data / FILE, self.encoder.fingerprint, fingerprint)

    @property
    def plain_search(self) -> Search:
        """Search with no weights fitted: what tuning starts from."""
        return Search(self.encoder, self.tokenizer, reranker=self.reranker)

    def ask(
        self,
        question: str,
        *,
        today: date | None = None,
        limit: int = CITED,
        filters: Filters = NO_FILTERS,
        previous: str | None = None,
    ) -> Answer:
        """Answer one question from the published generation. Raises ``NothingPublished``, ``GenerationMismatch``.

        ``today`` is the paper's day where none is given.
        """
        day = today or self.clock.today()
        if self.counting is None:
            return self.asker.ask(question, today=day, limit=limit, filters=filters, previous=previous)
        with self.counting.question() as tell, listening(self.counting.stage):
            answer = self.asker.ask(question, today=day, limit=limit, filters=filters, previous=previous)
            tell(answer.status)
        return answer

    def search(
        self,
        words: str,
        *,
        today: date | None = None,
        filters: Filters = NO_FILTERS,
        order: SearchOrder = "relevance",
        start: int = 0,
        most: int = 10,
    ) -> SearchResult:
        """Articles of the published generation for words, with counts; raises as ``ask`` does."""
        day = today or self.clock.today()
        with self.published() as paper:
            return self.article_search.find(paper, words, today=day, where=filters, order=order, start=start, most=most)

    def headlines(self, typed: str, most: int) -> Sequence[Headline]:
        """Published headlines that hold what was typed, or sound so; raises as ``ask`` does."""
        with self.published() as paper:
            return self.headline_lookup.find(paper, typed, most)

    def house(self) -> House:
        """What replies take from the newsroom; the example is from the newest edition that readers have."""
        try:
            with self.published() as paper:
                example = self._examples.from_newest(paper)
        except (NothingPublished, GenerationMismatch):
            example = ""
        return House(self.settings.contact, self.settings.crisis, example)

    def ranked(self, question: str, *, today: date) -> list[Article]:
        """The articles as the bot ranks them for a question, best first: what recall is measured on."""
        ids = [hit.id for hit in self.asker.ranking(question, today=today)]
        with self.published() as paper:
            return list(paper.articles_by_id(ids).values())

    @contextmanager
    def published(self) -> Iterator[Published]:
        """What readers see now, all of one generation for as long as it is held.

        Raises ``NothingPublished`` before the first publishing, ``GenerationMismatch`` for another encoder's index.
        """
        with self.serving.lease() as generation:
            yield published_view(self.texts, generation)

    def index(
        self,
        paths: Sequence[Path],
        *,
        defaults: EditionDefaults = NO_DEFAULTS,
        dry_run: bool = False,
        force: bool = False,
        reading: Told | None = None,
        encoding: Told | None = None,
        asking: Told | None = None,
    ) -> IndexReport:
        """Read files into the archive and publish. Raises ``Busy``, ``Refused``.

        Where the gate refuses, the archive keeps what was read; ``publish`` can be tried again, or forced.
        """
        read = self.read(paths, defaults=defaults, dry_run=dry_run, reading=reading, asking=asking)
        if dry_run or not self.archive.passage_count():
            return IndexReport(read, None)
        return IndexReport(read, self.publish(encoding, force=force, asking=asking))

    def read(
        self,
        paths: Sequence[Path],
        *,
        defaults: EditionDefaults = NO_DEFAULTS,
        dry_run: bool = False,
        reading: Told | None = None,
        asking: Told | None = None,
        under: Path | None = None,
    ) -> IngestReport:
        """Read files into the archive alone. A bad line in the gate's questions is found before.

        ``under`` is a folder that the paths lie in: paper, date and page are sought from there down.
        """
        from retrieval.editions.ingest import ingest  # who only asks does not wait for it

        gate = self._gate(asking)
        if gate and not dry_run:
            gate.prepare()
        return ingest(self.archive, paths, defaults=defaults, progress=reading, dry_run=dry_run, under=under)

    def publish(
        self,
        progress: Told | None = None,
        *,
        full: bool = False,
        force: bool = False,
        asking: Told | None = None,
    ) -> PublishReport:
        """Bring the published generation up to the archive; ``full`` builds all of it anew.

        Raises ``Refused`` if the gate does not let it through; ``force`` publishes it nevertheless, on the record.
        """
        gate = self._gate(asking)
        cache = VectorCache(self.settings.data / VECTORS, self.encoder)
        try:
            return self.journal.kept(
                lambda: publish(
                    self.archive,
                    self.engine,
                    self.encoder,
                    cache,
                    progress=progress,
                    keep=self.settings.keep_generations,
                    full=full,
                    gate=gate,
                    force=force,
                    space=Space(self.settings.data, self.look),
                    before_switch=self._tell_decisions,
                )
            )
        finally:
            cache.close()
            self._look_again()

    def roll_back(self, generation_id: str | None = None) -> RolledBack:
        try:
            return super().roll_back(generation_id)
        finally:
            self._look_again()

    def _look_again(self) -> None:
        """Let this process see at once what it has published."""
        if serving := self.__dict__.get("serving"):
            serving.look_at_once()

    def _gate(self, asking: Told | None) -> Judge | None:
        """The gate over the newsroom's questions, None where it has written none. Raises ``BadInput``."""
        file = self.settings.data / QUESTIONS
        if not file.exists():
            return None
        questions, settings = read_gate_questions(file), self.settings
        return Judge(
            questions,
            self.archive,
            self.engine,
            self.encoder.fingerprint,
            self._asker,
            margins=Margins(settings.gate_recall, settings.gate_accuracy, settings.gate_wrong),
            progress=asking,
        )

    def release(self, edition_id: int | None = None) -> PublishReport:
        """Let what a rollback keeps out of an edition, or of all, be published again, and publish.

        Raises ``UnknownRecord`` where nothing is kept out, and what ``publish`` raises.
        """
        if not self.rollbacks.release(edition_id):
            raise UnknownRecord("nothing was rolled back" + ("" if edition_id is None else f" of edition {edition_id}"))
        return self.publish()

    def missing(self, now: datetime) -> tuple[Missing, ...]:
        """The expected editions that readers do not have; ``now`` knows its time zone. None without a schedule."""
        chosen = self.settings
        if not chosen.schedule:
            return ()
        schedule = Schedule(chosen.schedule, chosen.schedule_by, ZoneInfo(chosen.timezone), chosen.schedule_papers)
        current = self.engine.current()
        dates = [manifest.newest_date for manifest in self.engine.generations() if manifest.id == current]
        published = date.fromisoformat(dates[0]) if dates and dates[0] else None
        return missing(schedule, self.archive.editions(), published, now)

    def restore(self, article_id: int) -> PublishReport:
        """Let readers see a withdrawn article again, and publish. Raises ``UnknownRecord``, ``Withdrawn``, ``Busy``."""
        self.withdrawals.restore_article(article_id)
        return self.publish()

    def restore_edition(self, edition_id: int) -> PublishReport:
        """The same for a whole edition."""
        self.withdrawals.restore_edition(edition_id)
        return self.publish()

    def close(self) -> None:
        """Close what was opened. Safe to call twice."""
        if serving := self.__dict__.pop("serving", None):
            serving.close()
        super().close()
