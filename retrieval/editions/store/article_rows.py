"""Reads articles and passages: those for which a condition on their rows holds, and, where asked, of a set alone.

The archive reads what stands in the paper with it, the published view what one generation holds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any, TypeVar

from retrieval.domain import NO_FILTERS, Article, Filters, Passage
from retrieval.editions.store.corrections import NOTICES_OF_ARTICLES
from retrieval.editions.store.database import Database, translated
from retrieval.editions.store.rows import (
    ARTICLE,
    ARTICLE_ID,
    PASSAGE,
    PASSAGE_SPAN,
    PRINTED_ORDER,
    article_of,
    conditions,
    passage_of,
)
from retrieval.editions.store.withdrawals import Withdrawals
from retrieval.errors import NotShown, Replaced, UnknownRecord

Found = TypeVar("Found")

ID_BY_PLACE = """SELECT a.id, a.page FROM articles a JOIN editions e ON e.id = a.edition_id
  LEFT JOIN articles r ON r.id = a.root"""
VERSION_ID = "SELECT a.id FROM articles o JOIN articles a ON a.story = o.story"
IDS_PER_STATEMENT = 500
"""SQLite takes far more values in a statement, but shorter ones keep their plans cached; by hand, 2026-11."""


class ArticleRows:
    """Read access to some of the archive's articles, safe from several threads.

    ``condition`` is SQL over the row ``a`` of an article; ``among`` are the ids that count, all for None. Every read
    sees committed changes only. Methods raise ``StorageError`` where the file is damaged or can't be read.
    """

    def __init__(self, database: Database, condition: str, among: Container[int] | None = None) -> None:
        self._database, self._condition, self._among = database, condition, among
        self._withdrawals = Withdrawals(database)

    def article(self, article_id: int) -> Article:
        """One article.

        Raises:
            Withdrawn: it was withdrawn.
            Replaced: another version of it is there.
            NotShown: it is known, and neither it nor another version is there.
            UnknownRecord: there never was one.

        """
        found = self.articles_by_id([article_id])
        if article_id not in found:
            raise self._missing(article_id, f"article {article_id}")
        return found[article_id]

    def passage(self, passage_id: int) -> Passage:
        """One passage. Raises as ``article`` does."""
        found = self.passages([passage_id])
        if passage_id not in found:
            rows = self._rows("SELECT article_id FROM passages WHERE id = ?", (passage_id,))
            raise self._missing(rows[0][0] if rows else 0, f"passage {passage_id}")
        return found[passage_id]

    def _missing(self, article_id: int, what: str) -> UnknownRecord:
        """Why an article, or what stands in it, can't be had."""
        if withdrawal := self._withdrawals.of(article_id):
            return withdrawal.error(f"article {article_id}")
        version = self.version_of(article_id)
        if version is not None:
            return Replaced(what, version, later=version > article_id)
        known = self._rows("SELECT 1 FROM articles WHERE id = ?", (article_id,))
        return NotShown(f"no {what}") if known else UnknownRecord(f"no {what}")

    def articles(self, *, edition_id: int | None = None, where: Filters = NO_FILTERS) -> Iterator[Article]:
        """Articles and parts of articles: newest edition first, in printed order."""
        parts, values = conditions(where)
        if edition_id is not None:
            parts.append("a.edition_id = ?")
            values.append(edition_id)
        condition = " AND ".join([self._condition, *parts])
        yield from self._walk(f"{ARTICLE} WHERE {condition} {PRINTED_ORDER}", values)

    def ids_within(self, where: Filters = NO_FILTERS, *, edition_id: int | None = None) -> list[int]:
        """Ids of articles within limits: newest edition first, in printed order, without parts that continue others."""
        parts, values = conditions(where)
        if edition_id is not None:
            parts.append("a.edition_id = ?")
            values.append(edition_id)
        condition = " AND ".join([self._condition, "a.continues IS NULL", *parts])
        return [
            row[0] for row in self._only_held(self._rows(f"{ID_BY_PLACE} WHERE {condition} {PRINTED_ORDER}", values))
        ]

    def pages_within(self, edition_id: int) -> dict[int, str | None]:
        """The page of each article of an edition, in printed order, without parts that continue others."""
        condition = f"{self._condition} AND a.continues IS NULL AND a.edition_id = ?"
        return dict(self._only_held(self._rows(f"{ID_BY_PLACE} WHERE {condition} {PRINTED_ORDER}", (edition_id,))))

    def articles_by_id(self, ids: Sequence[int]) -> dict[int, Article]:
        """Those of these articles that are there, in the order asked for."""
        rows = self._rows_by_id(f"{ARTICLE} WHERE {self._condition} AND a.id IN", self._held(ids))
        return _in_order(ids, {row[0]: article_of(row) for row in rows})

    def live(self, article_ids: Sequence[int]) -> frozenset[int]:
        """Those of these articles that are there."""
        sql = f"{ARTICLE_ID} WHERE {self._condition} AND a.id IN"
        return frozenset(row[0] for row in self._rows_by_id(sql, self._held(article_ids)))

    def owners(self, passage_ids: Sequence[int]) -> dict[int, int]:
        """Passage id → id of its article, for the passages of articles that are there."""
        owner: dict[int, int] = dict(self._rows_by_id("SELECT id, article_id FROM passages WHERE id IN", passage_ids))
        live = self.live(list(owner.values()))
        return {passage: article for passage, article in owner.items() if article in live}

    def continuations(self, article_id: int) -> list[Article]:
        """The parts on later pages that continue this article, nearest first.

        Each once: an archive that an older version filled may hold two parts that continue each other.
        """
        sql = f"{ARTICLE} WHERE {self._condition} AND a.continues = ? {PRINTED_ORDER}"
        parts: dict[int, Article] = {}
        waiting = [article_id]
        while waiting:
            rows = self._only_held(self._rows(sql, (waiting.pop(0),)))
            found = {row[0]: article_of(row) for row in rows if row[0] not in {article_id, *parts}}
            parts |= found
            waiting += found
        return list(parts.values())

    def parts(self, article: Article) -> list[Article]:
        """The whole article that ``article`` is a part of, first part first."""
        seen = {article.id}
        while article.continues is not None and article.continues not in seen:
            seen.add(article.continues)
            article = self.articles_by_id([article.continues]).get(article.continues, article)
        return [article, *self.continuations(article.id)]

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """Those of these passages that are there, in the order asked for."""
        rows = self._rows_by_id(f"{PASSAGE} WHERE {self._condition} AND p.id IN", ids)
        return _in_order(ids, {row[0]: passage_of(row) for row in rows if self._holds(row[1])})

    def passages_of(self, article_ids: Sequence[int]) -> dict[int, list[Passage]]:
        """The passages of these articles in order; articles that are not there are left out."""
        rows = self._rows_by_id(f"{PASSAGE} WHERE {self._condition} AND p.article_id IN", self._held(article_ids))
        grouped: dict[int, list[Passage]] = {}
        for passage in sorted(map(passage_of, rows), key=lambda p: (p.article_id, p.ordinal)):
            grouped.setdefault(passage.article_id, []).append(passage)
        return _in_order(article_ids, grouped)

    def passages_within(self, articles: Iterable[Article]) -> dict[int, list[Passage]]:
        """The passages of articles that are at hand, in order, cut from their bodies; left out what is not there.

        Takes a quarter of the time of ``passages_of``, for which SQLite counts through a body for each passage.
        """
        sql = f"{PASSAGE_SPAN} WHERE {self._condition} AND p.article_id IN"
        bodies = {article.id: article.body for article in articles}
        grouped: dict[int, list[Passage]] = {id_: [] for id_ in bodies}
        rows = self._rows_by_id(sql, self._held(list(bodies)))
        for id_, article_id, ordinal, start, end in sorted(rows, key=itemgetter(1, 2)):
            text = bodies[article_id][start:end]
            grouped[article_id].append(Passage(id_, article_id, ordinal, start, end, text))
        return {id_: found for id_, found in grouped.items() if found}

    def live_passages(self, after_id: int = 0) -> Iterator[tuple[Passage, Article]]:
        """All passages with their articles, by rising passage id, from one moment of the archive."""
        sql = f"{PASSAGE} WHERE {self._condition} AND p.id > ? ORDER BY p.id LIMIT {4 * IDS_PER_STATEMENT}"
        with self._database.snapshot() as connection, translated(self._database.path):
            articles: dict[int, Article] = {}
            while rows := connection.execute(sql, (after_id,)).fetchall():
                held = [row for row in rows if self._holds(row[1])]
                articles = _articles_around(connection.execute, held, articles)
                for row in held:
                    yield passage_of(row), articles[row[1]]
                after_id = rows[-1][0]

    def notices_of(self, article_ids: Sequence[int]) -> dict[int, list[int]]:
        """Article id → ids of the notices that correct it, newest first; articles without one are left out."""
        sql = NOTICES_OF_ARTICLES.format(condition=self._condition)
        found: dict[int, list[int]] = {}
        for article, notice, _ in self._rows(sql, (json.dumps(sorted(set(article_ids))),)):
            if self._holds(notice):
                found.setdefault(article, []).append(notice)
        return found

    def version_of(self, article_id: int) -> int | None:
        """The version that is there of the story that an article tells; None where there is none."""
        sql = f"{VERSION_ID} WHERE o.id = ? AND {self._condition} ORDER BY a.id DESC"
        return next((row[0] for row in self._only_held(self._rows(sql, (article_id,)))), None)

    def words_ever(self, passage_id: int, start: int, end: int) -> str:
        """Characters of a passage, whatever became of its article; empty where there never was that passage."""
        rows = self._rows(f"{PASSAGE} WHERE p.id = ?", (passage_id,))
        return passage_of(rows[0]).text[start:end] if rows else ""

    def _holds(self, article_id: int) -> bool:
        return self._among is None or article_id in self._among

    def _held(self, article_ids: Iterable[int]) -> list[int]:
        return [id_ for id_ in article_ids if self._holds(id_)]

    def _only_held(self, rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """Those of these rows whose first column is the id of an article that counts."""
        return [row for row in rows if self._holds(row[0])]

    def _rows(self, sql: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        with translated(self._database.path):
            return self._database.connection().execute(sql, tuple(values)).fetchall()

    def _rows_by_id(self, sql: str, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = []
        for some in _chunks(list(dict.fromkeys(ids))):
            rows += self._rows(f"{sql} ({_marks(some)})", some)
        return rows

    def _walk(self, sql: str, values: Sequence[object]) -> Iterator[Article]:
        with self._database.snapshot() as connection, translated(self._database.path):
            cursor = connection.execute(sql, tuple(values))
            while rows := cursor.fetchmany(IDS_PER_STATEMENT):
                yield from map(article_of, self._only_held(rows))


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


def _marks(values: Sequence[object]) -> str:
    """One question mark for each value of a statement."""
    return ", ".join("?" * len(values))


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    """The ids of one statement after the other."""
    for start in range(0, len(ids), IDS_PER_STATEMENT):
        yield ids[start : start + IDS_PER_STATEMENT]


def _in_order(ids: Sequence[int], found: dict[int, Found]) -> dict[int, Found]:
    return {id_: found[id_] for id_ in ids if id_ in found}
