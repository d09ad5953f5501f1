"""The composition root: the only place that knows which concrete parts make up the program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from bot.settings import Settings
from embeddings.encoder import Encoder
from embeddings.opening import open_encoder
from retrieval.answers.ask import Asker
from retrieval.domain import Answer, Filters
from retrieval.editions.archive import Archive
from retrieval.editions.draft import EditionDefaults
from retrieval.editions.ingest import ingest
from retrieval.editions.report import IngestReport
from retrieval.errors import NothingPublished
from retrieval.index.embedded import EmbeddedEngine
from retrieval.index.publish import PublishReport, publish
from retrieval.index.serving import Serving
from retrieval.index.tokenizer import Tokenizer
from retrieval.index.vectors import VectorCache

NO_DEFAULTS = EditionDefaults()
NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What one ``index`` did: the reading, and the publishing (None when nothing was to be published)."""

    read: IngestReport
    published: PublishReport | None


class Newsroom:
    """The program over one data folder. Parts are opened when first used; ``close`` closes what was opened."""

    def __init__(self, settings: Settings, *, create: bool = False) -> None:
        """``create`` makes the data folder and an empty archive; else a missing archive raises ``NothingPublished``."""
        if not create and not (settings.data / "archive.sqlite").is_file():
            raise NothingPublished(f"no archive in {settings.data}")
        self.settings = settings
        self._create = create

    @cached_property
    def archive(self) -> Archive:
        return Archive.open(self.settings.data / "archive.sqlite", create=self._create)

    @cached_property
    def tokenizer(self) -> Tokenizer:
        return Tokenizer(self.settings.data / "cache")

    @cached_property
    def engine(self) -> EmbeddedEngine:
        return EmbeddedEngine(self.settings.data, self.tokenizer)

    @cached_property
    def encoder(self) -> Encoder:
        return open_encoder(
            self.settings.model,
            backend=self.settings.model_backend,
            revision=self.settings.model_revision,
            offline=self.settings.offline,
        )

    @cached_property
    def serving(self) -> Serving:
        return Serving(self.engine, self.encoder.fingerprint)

    @cached_property
    def asker(self) -> Asker:
        return Asker(self.archive, self.serving, self.encoder, self.tokenizer)

    def ask(
        self,
        question: str,
        *,
        today: date | None = None,
        limit: int = 3,
        filters: Filters = NO_FILTERS,
        previous: str | None = None,
    ) -> Answer:
        """Answer one question from the published generation. Raises ``NothingPublished``, ``GenerationMismatch``."""
        return self.asker.ask(question, today=today or date.today(), limit=limit, filters=filters, previous=previous)

    def index(
        self,
        paths: Sequence[Path],
        *,
        defaults: EditionDefaults = NO_DEFAULTS,
        dry_run: bool = False,
        reading: Callable[[int, int], None] | None = None,
        encoding: Callable[[int, int], None] | None = None,
    ) -> IndexReport:
        """Read files into the archive and publish. The progress callbacks get (done, total). Raises ``Busy``."""
        read = ingest(self.archive, paths, defaults=defaults, progress=reading, dry_run=dry_run)
        if dry_run or not self.archive.counts().passages:
            return IndexReport(read, None)
        return IndexReport(read, self.publish(encoding))

    def publish(self, progress: Callable[[int, int], None] | None = None, *, full: bool = False) -> PublishReport:
        """Bring the published generation up to the archive; ``full`` builds all of it anew."""
        cache = VectorCache(self.settings.data / "vectors.sqlite", self.encoder)
        try:
            keep = self.settings.keep_generations
            return publish(self.archive, self.engine, self.encoder, cache, progress=progress, keep=keep, full=full)
        finally:
            cache.close()

    def restore(self, article_id: int) -> PublishReport:
        """Let readers see a withdrawn article again, and publish. Raises ``UnknownRecord``, ``Withdrawn``, ``Busy``."""
        self.archive.withdrawals.restore_article(article_id)
        return self.publish()

    def restore_edition(self, edition_id: int) -> PublishReport:
        """The same for a whole edition."""
        self.archive.withdrawals.restore_edition(edition_id)
        return self.publish()

    def close(self) -> None:
        """Close what was opened. Safe to call twice."""
        for name in ("serving", "archive"):
            if part := self.__dict__.pop(name, None):
                part.close()
