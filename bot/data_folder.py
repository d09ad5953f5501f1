"""What lies in one data folder and needs no model: the archive's stores, the generations, and how the two differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path

from bot.clock import utc_now
from retrieval.domain import NO_FILTERS, Article, Filters
from retrieval.editions.store.archive import Archive
from retrieval.editions.store.article_rows import ArticleRows
from retrieval.editions.store.corrections import Corrections
from retrieval.editions.store.database import Database
from retrieval.editions.store.judgements import Judgements
from retrieval.editions.store.opening import FILE_NAME, open_database
from retrieval.editions.store.rollbacks import Rollbacks
from retrieval.editions.store.turnover import Turnover, turnover
from retrieval.editions.store.withdrawals import Withdrawals
from retrieval.errors import Damaged, NothingPublished
from retrieval.index.embedded import EmbeddedEngine
from retrieval.index.engine import Engine, published_id
from retrieval.index.generations import CURRENT
from retrieval.index.publish import held_articles
from retrieval.index.published import Papers, Published, published_view
from retrieval.index.rollback import RolledBack, roll_back
from retrieval.language.tokenizer import Tokenizer
from retrieval.printed import PagePicture

ANY_VERSION = "1"
"""The condition, in SQL, on articles of which every version counts."""
ARCHIVE = FILE_NAME


class DataFolder:
    """The stores of one data folder. Each is opened when first used; ``close`` closes what was opened."""

    def __init__(self, path: Path, *, create: bool = False, now: Callable[[], datetime] = utc_now) -> None:
        """``create`` makes the folder and an empty archive; else a missing archive raises ``NothingPublished``.

        ``now`` tells the time where the paper is printed.
        """
        if not create and not (path / ARCHIVE).is_file():
            if (path / CURRENT).exists():
                raise Damaged(f"{path / ARCHIVE} is gone")
            raise NothingPublished(f"no archive in {path}")
        self.path, self._create, self._now = path, create, now

    @cached_property
    def database(self) -> Database:
        """The archive's file; each store below is over it."""
        return open_database(self.path / ARCHIVE, create=self._create)

    @cached_property
    def archive(self) -> Archive:
        return Archive(self.database)

    @cached_property
    def withdrawals(self) -> Withdrawals:
        return Withdrawals(self.database, self._now)

    @cached_property
    def rollbacks(self) -> Rollbacks:
        return Rollbacks(self.database)

    @cached_property
    def corrections(self) -> Corrections:
        return Corrections(self.database)

    @cached_property
    def judgements(self) -> Judgements:
        return Judgements(self.database)

    @cached_property
    def tokenizer(self) -> Tokenizer:
        return Tokenizer(self.path / "cache")

    @cached_property
    def engine(self) -> Engine:
        return EmbeddedEngine(self.path, self.tokenizer)

    @property
    def texts(self) -> Archive | Papers:
        """Where the texts of what is published come from."""
        return self.archive

    @contextmanager
    def published_alone(self) -> Iterator[Published]:
        """What readers see, for who asks nothing: no encoder is loaded, and the generation is opened for it alone."""
        current = self.engine.current()
        if current is None:
            raise NothingPublished("nothing has been published yet")
        generation = self.engine.open(current)
        try:
            yield published_view(self.texts, generation)
        finally:
            generation.close()

    def article(self, article_id: int) -> Article:
        """An article as operators mean it: what readers see of its story, else what waits to be published of it.

        Raises ``UnknownRecord``, ``Withdrawn``.
        """
        with suppress(NothingPublished), self.published_alone() as paper:
            if (version := paper.version_of(article_id)) is not None:
                return paper.article(version)
        return self.archive.article(self.archive.version_of(article_id) or article_id)

    def waiting(self, where: Filters = NO_FILTERS) -> Iterator[tuple[Article, list[Article]]]:
        """Articles that were read and are not published yet, each with the parts that continue it."""
        published = self._published_ids()
        for article in self.archive.articles(where=where):
            if article.continues is None:
                parts = self.archive.continuations(article.id)
                if not published.issuperset({article.id, *(part.id for part in parts)}):
                    yield article, parts

    def _published_ids(self) -> frozenset[int]:
        """The articles of the published generation; none before the first."""
        current = published_id(self.engine)
        manifest = next((each for each in self.engine.generations() if each.id == current), None)
        return frozenset(held_articles(self.engine, manifest))

    def revision(self) -> int:
        """A number that grows whenever the archive changes, with withdrawals too."""
        return self.archive.revision()

    def wording(self, article_id: int) -> str | None:
        """What one version of an article said, whatever became of it: to tell what was changed, never to be cited."""
        found = ArticleRows(self.database, ANY_VERSION).articles_by_id([article_id])
        return found[article_id].body if article_id in found else None

    def passage_wording(self, passage_id: int) -> str:
        """What a passage of any version said, whatever became of it: to find it in the present text; "" if unknown."""
        found = ArticleRows(self.database, ANY_VERSION).passages([passage_id])
        return found[passage_id].text if passage_id in found else ""

    def delivered(self, article: Article, kept_sources: str) -> str | None:
        """The text of an article as it was delivered, as ``delivered_text`` gives it."""
        from retrieval.editions.store.delivered import delivered_text  # loads the readers: who only asks need not wait

        return delivered_text(self.archive, article, kept_sources)

    def page_picture(self, article: Article, kept_sources: str) -> PagePicture | None:
        """The picture of an article's page, as ``page_pictures.py`` finds it."""
        from retrieval.editions.store.page_pictures import page_picture  # as above

        return page_picture(self.archive, article, kept_sources)

    def has_page_picture(self, article: Article) -> bool:
        """Whether there is likely to be one."""
        from retrieval.editions.store.page_pictures import has_page_picture  # as above

        return article.area is not None and has_page_picture(self.archive, article)

    def pending(self) -> Turnover:
        """What the next publishing would change for readers."""
        return turnover(self.database, self._published_ids(), self.archive.live_ids())

    def roll_back(self, generation_id: str | None = None) -> RolledBack:
        """Publish an older generation again; what it has not stays out until ``release``.

        Raises ``UnknownRecord``, ``StorageError``, ``Busy``.
        """
        return roll_back(self.archive, self.engine, generation_id)

    def close(self) -> None:
        """Close what was opened. Safe to call twice."""
        if database := self.__dict__.pop("database", None):
            database.close()
        for name in ("archive", "withdrawals", "rollbacks", "corrections", "judgements"):
            self.__dict__.pop(name, None)
