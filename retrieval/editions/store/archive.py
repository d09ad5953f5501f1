"""The archive: editions, articles and passages in one SQLite file, the source of truth of everything else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from retrieval.domain import NO_FILTERS, Article, Edition, Filters, Passage
from retrieval.editions.base.extraction import Extraction
from retrieval.editions.store.database import WAIT_S, Database, translated
from retrieval.editions.store.opening import open_database
from retrieval.editions.store.rows import (
    ARTICLE,
    IS_SHOWN,
    PASSAGE,
    PASSAGE_SPAN,
    PRINTED_ORDER,
    Source,
    article_of,
    conditions,
    passage_of,
)
from retrieval.editions.store.withdrawals import Withdrawals
from retrieval.editions.store.writer import Writer
from retrieval.errors import Damaged, UnknownRecord

Found = TypeVar("Found")

IDS_PER_STATEMENT = 500
"""SQLite takes far more values in a statement, but shorter ones keep their plans cached; by hand, 2026-11."""
NOTICES_OF_ARTICLES = """SELECT a.id, c.notice_id
  FROM articles a JOIN corrections c ON c.article_id = coalesce(a.root, a.id)
  JOIN shown n ON n.id = c.notice_id JOIN editions e ON e.id = n.edition_id
  WHERE a.id IN (SELECT value FROM json_each(?)) ORDER BY a.id, e.date DESC, c.notice_id"""


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


class Archive:
    """Read access, safe from several threads. Writing goes through ``ingest`` and the stores of what editors decide.

    An article is *live* while no later reading replaced it and nobody withdrew it; nothing else is ever handed out.

    Every read sees committed changes only; ``live_passages`` sees one moment for its whole walk. Methods raise
    ``StorageError`` where the file is damaged or can't be read.
    """

    def __init__(self, database: Database) -> None:
        """``close`` closes the database too."""
        self._database = database
        self._withdrawals = Withdrawals(database)

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

    def articles(self, *, edition_id: int | None = None, where: Filters = NO_FILTERS) -> Iterator[Article]:
        """Live articles and parts of articles: newest edition first, in printed order."""
        parts, values = conditions(where)
        if edition_id is not None:
            parts.append("a.edition_id = ?")
            values.append(edition_id)
        condition = " AND ".join([IS_SHOWN, *parts])
        yield from self._walk(f"{ARTICLE} WHERE {condition} {PRINTED_ORDER}", values)

    def article(self, article_id: int) -> Article:
        """One live article.

        Raises:
            Withdrawn: it was withdrawn.
            UnknownRecord: there is none, or a later reading replaced it.

        """
        found = self.articles_by_id([article_id])
        if article_id not in found:
            self._withdrawals.refuse(article_id)
            raise UnknownRecord(f"no article {article_id}")
        return found[article_id]

    def passage(self, passage_id: int) -> Passage:
        """One passage of a live article. Raises as ``article`` does."""
        found = self.passages([passage_id])
        if passage_id not in found:
            self._withdrawals.refuse_passage(passage_id)
            raise UnknownRecord(f"no passage {passage_id}")
        return found[passage_id]

    def articles_by_id(self, ids: Sequence[int]) -> dict[int, Article]:
        """The live ones of these articles, in the order asked for."""
        rows = self._rows_by_id(f"{ARTICLE} WHERE {IS_SHOWN} AND a.id IN", ids)
        return _in_order(ids, {row[0]: article_of(row) for row in rows})

    def live(self, article_ids: Sequence[int]) -> frozenset[int]:
        """Those of these articles that are live."""
        return frozenset(row[0] for row in self._rows_by_id("SELECT id FROM shown WHERE id IN", article_ids))

    def owners(self, passage_ids: Sequence[int]) -> dict[int, int]:
        """Passage id → id of its article, for the live ones of these passages."""
        sql = "SELECT p.id, p.article_id FROM passages p JOIN shown a ON a.id = p.article_id WHERE p.id IN"
        return dict(self._rows_by_id(sql, passage_ids))

    def articles_of(self, passage_ids: Sequence[int]) -> dict[int, int]:
        """Passage id → id of its article, live or not; takes a third of the time of ``owners``."""
        return dict(self._rows_by_id("SELECT id, article_id FROM passages WHERE id IN", passage_ids))

    def continuations(self, article_id: int) -> list[Article]:
        """The live parts on later pages that continue this article, nearest first.

        Each once: an archive that an older version filled may hold two parts that continue each other.
        """
        parts: dict[int, Article] = {}
        waiting = [article_id]
        while waiting:
            rows = self._rows(f"{ARTICLE} WHERE {IS_SHOWN} AND a.continues = ? {PRINTED_ORDER}", (waiting.pop(0),))
            found = {row[0]: article_of(row) for row in rows if row[0] not in {article_id, *parts}}
            parts |= found
            waiting += found
        return list(parts.values())

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """The live ones of these passages, in the order asked for."""
        rows = self._rows_by_id(f"{PASSAGE} WHERE {IS_SHOWN} AND p.id IN", ids)
        return _in_order(ids, {row[0]: passage_of(row) for row in rows})

    def passages_of(self, article_ids: Sequence[int]) -> dict[int, list[Passage]]:
        """The passages of these articles in order; articles that are not live are left out."""
        rows = self._rows_by_id(f"{PASSAGE} WHERE {IS_SHOWN} AND p.article_id IN", article_ids)
        grouped: dict[int, list[Passage]] = {}
        for passage in sorted(map(passage_of, rows), key=lambda p: (p.article_id, p.ordinal)):
            grouped.setdefault(passage.article_id, []).append(passage)
        return _in_order(article_ids, grouped)

    def passages_within(self, articles: Iterable[Article]) -> dict[int, list[Passage]]:
        """The passages of articles that are at hand, in order, cut from their bodies; left out what is not live.

        Takes a quarter of the time of ``passages_of``, for which SQLite counts through a body for each passage.
        """
        sql = f"{PASSAGE_SPAN} WHERE {IS_SHOWN} AND p.article_id IN"
        bodies = {article.id: article.body for article in articles}
        grouped: dict[int, list[Passage]] = {id_: [] for id_ in bodies}
        for id_, article_id, ordinal, start, end in sorted(self._rows_by_id(sql, list(bodies)), key=itemgetter(1, 2)):
            text = bodies[article_id][start:end]
            grouped[article_id].append(Passage(id_, article_id, ordinal, start, end, text))
        return {id_: found for id_, found in grouped.items() if found}

    def passage_ids(self, article_ids: Sequence[int]) -> list[int]:
        """Ids of all passages of these articles, live or not."""
        return [row[0] for row in self._rows_by_id("SELECT id FROM passages WHERE article_id IN", article_ids)]

    def live_passages(self, after_id: int = 0) -> Iterator[tuple[Passage, Article]]:
        """All live passages with their articles, by rising passage id, from one moment of the archive."""
        sql = f"{PASSAGE} WHERE {IS_SHOWN} AND p.id > ? ORDER BY p.id LIMIT {4 * IDS_PER_STATEMENT}"
        with self._database.snapshot() as connection, translated(self.path):
            articles: dict[int, Article] = {}
            while rows := connection.execute(sql, (after_id,)).fetchall():
                articles = _articles_around(connection.execute, rows, articles)
                for row in rows:
                    yield passage_of(row), articles[row[1]]
                after_id = rows[-1][0]

    def notices_of(self, article_ids: Sequence[int]) -> dict[int, list[int]]:
        """Article id → ids of the live notices that correct it, newest first; articles without one are left out."""
        found: dict[int, list[int]] = {}
        for article, notice in self._rows(NOTICES_OF_ARTICLES, (json.dumps(sorted(set(article_ids))),)):
            found.setdefault(article, []).append(notice)
        return found

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
        passages = self._rows("SELECT count(*) FROM passages p JOIN shown a ON a.id = p.article_id")
        return ArchiveCounts(row[0], row[1], row[2], passages[0][0], row[3], self._withdrawals.count())

    @contextmanager
    def writing(self, *, commit: bool = True) -> Iterator[Writer]:
        """The one transaction of an ingest; without ``commit`` it is rolled back at the end.

        Raises:
            StorageError: the archive can't be written.
            Busy: somebody else is writing.

        """
        with self._database.transaction(commit=commit) as connection:
            yield Writer(connection)

    def backup(self, target: Path) -> None:
        """Copy the archive as it is at one moment to a new file, while others go on reading and writing.

        Raises:
            StorageError: the copy can't be written, or is not sound.

        """
        self._database.backup(target)

    def _rows(self, sql: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        with translated(self.path):
            return self._database.connection().execute(sql, tuple(values)).fetchall()

    def _rows_by_id(self, sql: str, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = []
        for some in _chunks(list(dict.fromkeys(ids))):
            rows += self._rows(f"{sql} ({_marks(some)})", some)
        return rows

    def _walk(self, sql: str, values: Sequence[object]) -> Iterator[Article]:
        with self._database.snapshot() as connection, translated(self.path):
            cursor = connection.execute(sql, tuple(values))
            while rows := cursor.fetchmany(IDS_PER_STATEMENT):
                yield from map(article_of, rows)


def _articles_around(
    execute: Callable[[str, Sequence[int]], Iterable[tuple[Any, ...]]],
    rows: list[tuple[Any, ...]],
    known: dict[int, Article],
) -> dict[int, Article]:
    """The articles of passages, by id; those that are ``known`` are not read again."""
    wanted = {row[1] for row in rows}
    articles = {id_: known[id_] for id_ in wanted & known.keys()}
    for some in _chunks(sorted(wanted - known.keys())):
        sql = f"{ARTICLE} WHERE a.id IN ({_marks(some)})"
        articles |= {row[0]: article_of(row) for row in execute(sql, some)}
    return articles


def _in_order(ids: Sequence[int], found: dict[int, Found]) -> dict[int, Found]:
    return {id_: found[id_] for id_ in ids if id_ in found}


def _marks(values: Sequence[object]) -> str:
    """One question mark for each value of a statement."""
    return ", ".join("?" * len(values))


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), IDS_PER_STATEMENT):
        yield ids[start : start + IDS_PER_STATEMENT]
