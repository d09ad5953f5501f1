"""An article as hosts without an archive need it: all that is cited of it, and its place among the others, as text."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from retrieval.domain import Article, Byline, Edition, Passage
from retrieval.editions.store.database import Database, translated
from retrieval.editions.store.rows import ARTICLE, PASSAGE_SPAN, article_of, byline_of

PLACE_ROW = """SELECT a.id, a.page_order, a.ordinal, a.source_id, a.continues, coalesce(r.byline, a.byline),
    a.page, e.id, e.paper, e.date
  FROM articles a JOIN editions e ON e.id = a.edition_id LEFT JOIN articles r ON r.id = a.root"""
VERSIONS = "SELECT o.id, a.id FROM articles o JOIN articles a ON a.story = o.story"
IDS_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class ArticlePlace:
    """Where an article stands among the others; ``versions`` are the ids of all readings of its story, its own too."""

    article_id: int
    edition: Edition
    page: str | None
    page_order: str | None
    ordinal: int
    source_id: int
    continues: int | None
    byline: Byline
    passages: int
    versions: tuple[int, ...]

    @property
    def printed_order(self) -> tuple[object, ...]:
        """Sorts as ``PRINTED_ORDER`` does: newest edition first, then pages, then down the page."""
        day = self.edition.date
        newest_first = -day.toordinal() if day else 0
        edition = (day is None, newest_first, self.edition.paper or "", self.edition.id)
        return *edition, self.page_order is None, self.page_order or "", self.source_id, self.ordinal


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """One article: its row, its passages, its place; ``text`` is the first two, as they are sent."""

    text: str
    place: ArticlePlace


class ArticleRecords:
    """Makes records out of an archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, article_ids: Sequence[int]) -> dict[int, ArticleRecord]:
        """The records of these articles."""
        made: dict[int, ArticleRecord] = {}
        for start in range(0, len(article_ids), IDS_AT_ONCE):
            some = list(article_ids[start : start + IDS_AT_ONCE])
            made |= self._some(some)
        return made

    def _some(self, ids: list[int]) -> dict[int, ArticleRecord]:
        spans: defaultdict[int, list[tuple[int, ...]]] = defaultdict(list)
        for number, article, ordinal, start, end in self._rows(f"{PASSAGE_SPAN} WHERE p.article_id IN", ids):
            spans[article].append((number, ordinal, start, end))
        versions: defaultdict[int, list[int]] = defaultdict(list)
        for number, version in self._rows(f"{VERSIONS} WHERE o.id IN", ids):
            versions[number].append(version)
        beside = {row[0]: row[1:] for row in self._rows(f"{PLACE_ROW} WHERE a.id IN", ids)}
        made = {}
        for row in self._rows(f"{ARTICLE} WHERE a.id IN", ids):
            number, held = row[0], sorted(spans[row[0]], key=lambda span: span[1])
            place = _article_place(number, beside[number], len(held), versions[number])
            made[number] = ArticleRecord(json.dumps([row, held], ensure_ascii=False), place)
        return made

    def _rows(self, sql: str, ids: list[int]) -> list[tuple[Any, ...]]:
        marks = ", ".join("?" * len(ids))
        with translated(self._database.path):
            return self._database.connection().execute(f"{sql} ({marks})", ids).fetchall()


def _article_place(number: int, row: tuple[Any, ...], passages: int, versions: Sequence[int]) -> ArticlePlace:
    page_order, ordinal, source, continues, byline, page, edition, paper, day = row
    of = Edition(edition, paper, date.fromisoformat(day) if day else None)
    who = byline_of(byline)
    return ArticlePlace(
        number, of, page, page_order, ordinal, source, continues, who, passages, tuple(sorted(versions))
    )


def article_and_passages(text: str) -> tuple[Article, list[Passage]]:
    """The article of a record, and its passages in order."""
    row, spans = json.loads(text)
    article = article_of(tuple(row))
    passages = [
        Passage(number, article.id, ordinal, start, end, article.body[start:end])
        for number, ordinal, start, end in spans
    ]
    return article, passages


def places_text(places: Sequence[ArticlePlace]) -> bytes:
    """Places as a file."""
    editions = {place.edition.id: place.edition for place in places}
    names = [[each.id, each.paper, each.date.isoformat() if each.date else None] for each in editions.values()]
    rows = [
        [
            place.article_id, place.edition.id, place.page, place.page_order, place.ordinal, place.source_id,
            place.continues, [place.byline.reporters, place.byline.correspondents, place.byline.photographers],
            place.passages, place.versions,
        ]
        for place in places
    ]  # fmt: skip
    return json.dumps([names, rows], ensure_ascii=False).encode("utf-8", "replace")


def places_of(content: bytes) -> list[ArticlePlace]:
    """The other way round."""
    names, rows = json.loads(content)
    editions = {id_: Edition(id_, paper, date.fromisoformat(day) if day else None) for id_, paper, day in names}
    return [
        ArticlePlace(
            article_id=row[0],
            edition=editions[row[1]],
            page=row[2],
            page_order=row[3],
            ordinal=row[4],
            source_id=row[5],
            continues=row[6],
            byline=Byline(*(tuple(names) for names in row[7])),
            passages=row[8],
            versions=tuple(row[9]),
        )
        for row in rows
    ]
