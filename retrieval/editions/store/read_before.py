"""What was read before, as far as a file is compared with it: editions, sources, and the articles that are live.

All of it is asked inside the transaction of an ingest.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.editions.base.draft import ArticleDraft, EditionDefaults, FileReading
from retrieval.editions.store.rows import area_text
from retrieval.printed import PageArea

READER_VERSION = 3
"""Grows when reading changes, so that files are read anew although their bytes are the same."""

LIVE_ARTICLES = """SELECT a.id, a.hash, a.external_id, a.source_id
  FROM articles a JOIN sources s ON s.id = a.source_id WHERE a.retired IS NULL"""
KNOWN_ARTICLES = """SELECT a.id, a.hash, a.external_id, a.source_id, a.edition_id, e.paper, e.date, a.page, a.headline,
    a.body
  FROM articles a JOIN sources s ON s.id = a.source_id JOIN editions e ON e.id = a.edition_id
  WHERE a.retired IS NULL AND s.format IN ('page', 'pdf', 'scan')"""
BY_HEADLINE = "AND a.headline IN (SELECT value FROM json_each(?1))"
BY_OPENING = "AND substr(a.body, 1, 24) IN (SELECT value FROM json_each(?1))"
OF_DAY = "AND (?2 IS NULL OR e.date IS NULL OR e.date = ?2) ORDER BY a.id DESC LIMIT 1000"
"""The newest ones: 天气 stands above something on every day."""
OF_PAGE_KEY = "AND a.edition_id = ?1 AND a.page IS ?2 AND (?3 IS NULL OR a.source_id = ?3) ORDER BY a.ordinal, a.id"
INDEXED_OPENING_CHARS = 24
"""As the index of openings has them (``migrations.py``)."""


@dataclass(frozen=True, slots=True)
class LiveArticle:
    """An article that is live before a file is placed."""

    id: int
    hash: bytes
    external_id: str | None
    source_id: int


@dataclass(frozen=True, slots=True)
class PrintedArticle:
    """What an article is recognised by when it is read again; ``date`` in ISO form."""

    id: int
    paper: str | None
    date: str | None
    page: str | None
    headline: str | None
    body: str


@dataclass(frozen=True, slots=True)
class KnownArticle(LiveArticle):
    """A live article of a page file, with what it is recognised by."""

    edition_id: int
    printed: PrintedArticle

    @property
    def page_key(self) -> tuple[int, str | None, int | None]:
        """What tells its page from others: edition and page; without a page the source that it was read from, too."""
        page = self.printed.page
        return self.edition_id, page, self.source_id if page is None or self.printed.date is None else None


@dataclass(frozen=True, slots=True)
class SourceContents:
    """What a source holds: (paper, date, page) of its articles, how many they are, how many joins they took."""

    pages: frozenset[tuple[str | None, date | None, str | None]]
    articles: int
    joins: int


class ReadBefore:
    """Reads inside one open transaction; an edition that is asked for and new is made."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._sql = connection.execute
        self._editions: dict[tuple[str | None, date | None], int] = {}

    def edition(self, paper: str | None, day: date | None) -> int:
        """The id of an edition, made where it is new."""
        key = (paper, day)
        if key not in self._editions:
            values = (paper, day.isoformat() if day else None)
            self._sql("INSERT INTO editions (paper, date) VALUES (?, ?) ON CONFLICT DO NOTHING", values)
            found = self._sql("SELECT id FROM editions WHERE paper IS ? AND date IS ?", values).fetchone()
            self._editions[key] = int(found[0])
        return self._editions[key]

    def unchanged(self, reading: FileReading) -> SourceContents | None:
        """What a file holds that was read before with the same result and whose articles are all live still."""
        found = self._sql(
            "SELECT id FROM sources s WHERE absolute = ? AND sha256 = ? AND reading = ?"
            " AND (SELECT count(*) FROM articles a WHERE a.source_id = s.id AND a.retired IS NULL) = s.articles",
            (reading.file.stored, reading.sha256, how_read(reading.stated, reading.area)),
        ).fetchone()
        return self._contents(found[0]) if found else None

    def _contents(self, source_id: int) -> SourceContents:
        pages: set[tuple[str | None, date | None, str | None]] = set()
        articles = joins = 0
        rows = self._sql(
            "SELECT e.paper, e.date, a.page, count(*), sum(a.joins) FROM articles a"
            " JOIN editions e ON e.id = a.edition_id WHERE a.source_id = ? AND a.retired IS NULL GROUP BY e.id, a.page",
            (source_id,),
        )
        for paper, day, page, articles_here, joins_here in rows:
            pages.add((paper, date.fromisoformat(day) if day else None, page))
            articles += articles_here
            joins += joins_here
        return SourceContents(frozenset(pages), articles, joins)

    def live_of_file(self, absolute: str) -> list[LiveArticle]:
        return self._live("s.absolute = ?", (absolute,))

    def live_of_page(self, stated: EditionDefaults) -> list[LiveArticle]:
        """Articles of a dated page, read from page files."""
        if stated.date is None or stated.page is None:
            return []
        edition = self.edition(stated.paper, stated.date)
        of_page = "a.edition_id = ? AND a.page = ? AND s.format IN ('page', 'pdf', 'scan')"
        return self._live(of_page, (edition, stated.page))

    def known(self, drafts: Sequence[ArticleDraft]) -> list[KnownArticle]:
        """Live articles of page files, on what may be their day, with the headlines or the first words of drafts."""
        days = {draft.date for draft in drafts}
        day = days.pop() if len(days) == 1 else None
        headlines = [draft.headline for draft in drafts if draft.headline]
        openings = [draft.body[:INDEXED_OPENING_CHARS] for draft in drafts]
        found: dict[int, KnownArticle] = {}
        for words, condition in ((headlines, BY_HEADLINE), (openings, BY_OPENING)):
            values = (json.dumps(words, ensure_ascii=False), day.isoformat() if day else None)
            found |= {known.id: known for known in self._known(f"{KNOWN_ARTICLES} {condition} {OF_DAY}", values)}
        return [found[id_] for id_ in sorted(found)]

    def live_of_key(self, key: tuple[int, str | None, int | None]) -> list[KnownArticle]:
        """The live articles of a page, see ``KnownArticle.page_key``."""
        return self._known(f"{KNOWN_ARTICLES} {OF_PAGE_KEY}", key)

    def _known(self, sql: str, values: Sequence[object]) -> list[KnownArticle]:
        found: list[KnownArticle] = []
        for id_, digest, external, source, edition, *printed in self._sql(sql, values):
            found.append(KnownArticle(id_, digest, external, source, edition, PrintedArticle(id_, *printed)))
        return found

    def live_with_external_id(self, draft: ArticleDraft) -> list[LiveArticle]:
        """Live articles of the draft's edition that have its id, from whatever lines or web pages they were read."""
        edition = self.edition(draft.paper, draft.date)
        of_id = "s.format IN ('jsonl', 'epaper', 'web') AND a.edition_id = ? AND a.external_id = ?"
        return self._live(of_id, (edition, draft.external_id))

    def delivered_as(self, external_id: str) -> list[int]:
        """Live articles that have that id, of whatever edition, from whatever lines or web pages they were read."""
        of_id = "s.format IN ('jsonl', 'epaper', 'web') AND a.external_id = ?"
        return [live.id for live in self._live(of_id, (external_id,))]

    def was_withdrawn(self, article_id: int, reason: str) -> bool:
        """Whether an article is withdrawn now, or was for that reason, whatever became of it."""
        sql = (
            "SELECT 1 FROM withdrawn x JOIN withdrawals w ON w.id = x.withdrawal_id"
            " WHERE x.article_id = ? AND (w.lifted IS NULL OR w.reason = ?)"
        )
        return self._sql(sql, (article_id, reason)).fetchone() is not None

    def withdrawn_because(self, article_id: int, reasons: Iterable[str]) -> list[int]:
        """The withdrawals of an article alone that hold now for one of these reasons."""
        sql = (
            "SELECT w.id FROM withdrawn x JOIN withdrawals w ON w.id = x.withdrawal_id WHERE x.article_id = ?"
            " AND w.lifted IS NULL AND w.edition_id IS NULL"
            " AND w.reason IN (SELECT value FROM json_each(?)) ORDER BY w.id"
        )
        return [row[0] for row in self._sql(sql, (article_id, json.dumps(list(reasons), ensure_ascii=False)))]

    def replaced_by(self, reading: FileReading) -> str | None:
        """The path of the file that took the place of one whose bytes are as they were then."""
        found = self._sql(
            "SELECT r.absolute FROM sources s JOIN sources r ON r.id = s.replaced_by"
            " WHERE s.absolute = ? AND s.sha256 = ? AND s.reading = ?",
            (reading.file.stored, reading.sha256, how_read(reading.stated, reading.area)),
        ).fetchone()
        return str(found[0]) if found else None

    def live_of_duplicate(self, reading: FileReading) -> list[LiveArticle]:
        """Articles of another file with the same bytes and the same metadata."""
        duplicates = self._sql(
            "SELECT id FROM sources WHERE sha256 = ? AND format = ? AND reading = ? AND absolute <> ? ORDER BY id",
            (reading.sha256, reading.format, how_read(reading.stated, reading.area), reading.file.stored),
        ).fetchall()
        for (duplicate,) in duplicates:
            found = self._live("a.source_id = ?", (duplicate,))
            if found:
                return found
        return []

    def path_of(self, source_id: int) -> str:
        """Where a source lies on the disk."""
        return str(self._sql("SELECT absolute FROM sources WHERE id = ?", (source_id,)).fetchone()[0])

    def same_bytes(self, source_id: int, reading: FileReading) -> bool:
        found = self._sql("SELECT sha256 FROM sources WHERE id = ?", (source_id,)).fetchone()
        return bool(found[0] == reading.sha256)

    def _live(self, condition: str, values: Iterable[object]) -> list[LiveArticle]:
        rows = self._sql(f"{LIVE_ARTICLES} AND {condition} ORDER BY a.ordinal, a.id", tuple(values))
        return [LiveArticle(*row) for row in rows]


def how_read(stated: EditionDefaults, area: PageArea | None) -> str:
    """What a source's articles depend on beside its bytes: the version of reading, and what others state of it."""
    day = stated.date.isoformat() if stated.date else None
    said = [READER_VERSION, stated.paper, day, stated.page, *([area_text(area)] if area else [])]
    return json.dumps(said, ensure_ascii=False)
