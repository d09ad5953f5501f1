"""The archive: editions, articles and passages in one SQLite file, the source of truth of everything else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType

from retrieval.domain import Edition
from retrieval.editions.base.extraction import Extraction
from retrieval.editions.store.article_rows import ArticleRows
from retrieval.editions.store.database import WAIT_S, Database
from retrieval.editions.store.opening import open_database
from retrieval.editions.store.rows import IS_SHOWN, Source
from retrieval.editions.store.writer import Writer
from retrieval.errors import Damaged, UnknownRecord


@dataclass(frozen=True, slots=True)
class ArchiveCounts:
    """What is live. ``pages`` counts pages with a known name within their edition.

    ``withdrawn`` counts the articles that are kept from readers; the other figures are without them.
    """

    editions: int
    pages: int
    articles: int
    passages: int
    sources: int
    withdrawn: int = 0


NO_COUNTS = ArchiveCounts(editions=0, pages=0, articles=0, passages=0, sources=0)


class Archive(ArticleRows):
    """Read access, safe from several threads. Writing goes through ``ingest`` and the stores of what editors decide.

    An article is *live* while no later reading replaced it and nobody withdrew it; nothing else is ever handed out.

    Every read sees committed changes only; ``live_passages`` sees one moment for its whole walk. Methods raise
    ``StorageError`` where the file is damaged or can't be read.
    """

    def __init__(self, database: Database) -> None:
        """``close`` closes the database too."""
        super().__init__(database, IS_SHOWN)

    @classmethod
    def open(cls, path: Path, *, create: bool = False, wait_s: float = WAIT_S) -> Archive:
        """The archive alone, over a file that is opened for it; takes and raises what ``open_database`` does."""
        return cls(open_database(path, create=create, wait_s=wait_s))

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The SQLite file."""
        return self._database.path

    def editions(self) -> list[Edition]:
        """Editions with live articles, newest first, undated ones last."""
        rows = self._rows(
            "SELECT id, paper, date FROM editions WHERE id IN (SELECT edition_id FROM shown)"
            " ORDER BY date IS NULL, date DESC, paper, id"
        )
        return [Edition(id_, paper, date.fromisoformat(day) if day else None) for id_, paper, day in rows]

    def newest_date(self) -> date | None:
        """The date of the newest edition that has live articles; None where no edition has a date."""
        return next((edition.date for edition in self.editions() if edition.date), None)

    def revision(self) -> int:
        """A number that grows with every committed change."""
        return int(self._rows("SELECT number FROM revision")[0][0])

    def touched_since(self, revision: int) -> list[int] | None:
        """Articles, live or not, that may have changed after a revision; None where that is not known."""
        if not self._rows("SELECT 1 FROM tracked, revision WHERE since <= ?1 AND ?1 <= number", (revision,)):
            return None
        return [row[0] for row in self._rows("SELECT article_id FROM touched WHERE revision > ?", (revision,))]

    def live_ids(self) -> list[int]:
        """Ids of all live articles that have any text to be published, ascending."""
        sql = "SELECT id FROM shown a WHERE EXISTS (SELECT 1 FROM passages p WHERE p.article_id = a.id) ORDER BY id"
        return [row[0] for row in self._rows(sql)]

    def owners_ever(self, passage_ids: Sequence[int]) -> dict[int, int]:
        """Passage id → id of its article, whatever became of it."""
        return dict(self._rows_by_id("SELECT id, article_id FROM passages WHERE id IN", passage_ids))

    def passage_ids(self, article_ids: Sequence[int]) -> list[int]:
        """Ids of all passages of these articles, live or not."""
        return [row[0] for row in self._rows_by_id("SELECT id FROM passages WHERE article_id IN", article_ids)]

    def is_withdrawn(self, article_id: int) -> bool:
        """Whether that article is kept from readers now."""
        return self._withdrawals.of(article_id) is not None

    def source(self, source_id: int) -> Source:
        """The file that an article was read from.

        Raises:
            UnknownRecord: no source has that id.

        """
        rows = self._rows("SELECT id, path, absolute, format, sha256, size FROM sources WHERE id = ?", (source_id,))
        if not rows:
            raise UnknownRecord(f"no source {source_id}")
        return Source(*rows[0])

    def extraction(self, source_id: int) -> Extraction | None:
        """What was read off a PDF or a picture; None for files that have a text of their own.

        Raises:
            Damaged: what is kept can't be read.

        """
        rows = self._rows("SELECT packed FROM extractions WHERE source_id = ?", (source_id,))
        try:
            return Extraction.unpacked(rows[0][0]) if rows else None
        except ValueError as error:
            raise Damaged(f"{self.path}: extraction of source {source_id}: {error}") from None

    def counts(self) -> ArchiveCounts:
        row = self._rows(
            "SELECT count(DISTINCT edition_id), count(DISTINCT iif(page IS NULL, NULL, edition_id || ' ' || page)),"
            " count(*), count(DISTINCT source_id) FROM shown"
        )[0]
        return ArchiveCounts(row[0], row[1], row[2], self.passage_count(), row[3], self._withdrawals.count())

    def passage_count(self) -> int:
        """``counts().passages`` alone, in a fifth of the time: out of indexes, no article is read."""
        return int(self._rows("SELECT count(*) FROM passages p JOIN shown a ON a.id = p.article_id")[0][0])

    @contextmanager
    def writing(self, *, commit: bool = True) -> Iterator[Writer]:
        """The one transaction of an ingest; without ``commit`` it is rolled back at the end.

        Raises:
            StorageError: the archive can't be written.
            Busy: somebody else is writing.

        """
        with self._database.transaction(commit=commit) as connection:
            yield Writer(connection)

    @property
    def database(self) -> Database:
        """The open file."""
        return self._database

    def backup(self, target: Path) -> None:
        """Copy the archive as it is at one moment to a new file, while others go on reading and writing.

        Raises:
            StorageError: the copy can't be written, or is not sound.

        """
        self._database.backup(target)
