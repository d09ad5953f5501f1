"""The SQL of an ingest: every statement that reads or writes the archive inside its one transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from retrieval.editions.base.draft import ArticleDraft, FileReading
from retrieval.editions.base.extraction import Extraction
from retrieval.editions.base.jump_part import JumpPart
from retrieval.editions.layout.passages import passages
from retrieval.editions.store.read_before import PrintedArticle, ReadBefore, how_read
from retrieval.editions.store.rows import area_text, byline_text, draft_hash, lines_text, names_text, pieces_text
from retrieval.editions.store.withdrawals import mark_withdrawn
from retrieval.language.page_names import page_order

JUMP_PARTS = """SELECT a.id, a.page, a.from_page, a.to_page, coalesce(a.headline, ''), a.body, s.absolute
  FROM articles a JOIN sources s ON s.id = a.source_id WHERE a.retired IS NULL AND a.edition_id = ?1
  AND (a.from_page IS NOT NULL OR a.page IN
    (SELECT from_page FROM articles WHERE retired IS NULL AND edition_id = ?1 AND from_page IS NOT NULL))
  ORDER BY a.id"""
ARTICLE_LABELS = """SELECT a.id, a.story, e.paper, e.date, a.page, a.headline, substr(a.body, 1, 40)
  FROM articles a JOIN editions e ON e.id = a.edition_id WHERE a.id IN (SELECT value FROM json_each(?)) ORDER BY a.id"""
PRINTED_ARTICLES = """SELECT a.id, e.paper, e.date, a.page, a.headline, a.body
  FROM articles a JOIN editions e ON e.id = a.edition_id WHERE a.id IN (SELECT value FROM json_each(?)) ORDER BY a.id"""
PARTS_OF_WITHDRAWN = """SELECT DISTINCT w.id, b.id FROM articles a JOIN withdrawn x ON x.article_id = a.id
  JOIN withdrawals w ON w.id = x.withdrawal_id AND w.lifted IS NULL AND w.edition_id IS NULL
  JOIN articles b ON b.edition_id = a.edition_id AND coalesce(b.root, b.id) = coalesce(a.root, a.id)
  WHERE a.edition_id = ? AND a.retired IS NULL AND b.retired IS NULL"""
CORRECTED_ENDS = """SELECT a.id FROM corrections c JOIN articles a ON a.id IN (c.article_id, c.notice_id)
  WHERE a.retired IS NOT NULL GROUP BY a.id ORDER BY a.id"""
COPY_ARTICLE = """INSERT INTO articles (edition_id, source_id, ordinal, page, page_order, headline, kicker, subhead,
    byline, names, kind, jump, from_page, to_page, body, pieces, joins, external_id, url, area, lines, hash, withdrawn,
    story, stands)
  SELECT edition_id, source_id, ordinal, page, page_order, headline, kicker, subhead, byline,
    names, kind, jump, from_page, to_page, body, pieces, joins, external_id, url, area, lines, hash, withdrawn,
    story, stands
  FROM articles WHERE id = ?"""
COPY_PASSAGES = """INSERT INTO passages (article_id, ordinal, start, end)
  SELECT ?, ordinal, start, end FROM passages WHERE article_id = ? ORDER BY ordinal"""
LET_STAND = """WITH meant AS (SELECT * FROM articles WHERE id IN (SELECT value FROM json_each(?)))
  UPDATE articles SET stands = NULL WHERE stands IS NOT NULL AND (story IN (SELECT story FROM meant)
    OR source_id IN (SELECT source_id FROM meant)
    OR (edition_id, page) IN (SELECT edition_id, page FROM meant WHERE page IS NOT NULL))"""
COPY_WITHDRAWALS = "INSERT INTO withdrawn SELECT withdrawal_id, ? FROM withdrawn WHERE article_id = ?"
STORY_OF = "UPDATE articles SET story = (SELECT story FROM articles WHERE id = ?) WHERE id = ?"


@dataclass(frozen=True, slots=True)
class ArticleLabel:
    """What an article is called in a list: where it was printed, its headline and its first words.

    ``story`` is the id of the first version of it.
    """

    id: int
    story: int
    paper: str | None
    date: str | None
    page: str | None
    headline: str | None
    opening: str


class Writer(ReadBefore):
    """Reads and writes inside one open transaction.

    ``touched`` holds the ids of editions that changed, ``added`` those of new articles, ``retired`` of those taken out.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self.connection = connection
        self._many = connection.executemany
        self.revision = int(self._sql("SELECT number FROM revision").fetchone()[0])
        self.touched: set[int] = set()
        self.added: list[int] = []
        self.retired: list[int] = []

    @property
    def changed(self) -> bool:
        return bool(self.touched)

    def finish(self) -> int:
        """Count the revision up if anything changed; returns the archive's revision."""
        if not self.changed:
            return self.revision
        self._sql("UPDATE revision SET number = ?", (self.revision + 1,))
        return self.revision + 1

    def source(self, reading: FileReading) -> int:
        """Record the file; returns its id. It counts as read only after ``source_read``."""
        values = (
            reading.file.shown,
            reading.file.stored,
            reading.format,
            reading.sha256,
            reading.size,
        )
        self._sql(
            "INSERT INTO sources (path, absolute, format, sha256, size, reading) VALUES (?, ?, ?, ?, ?, '')"
            " ON CONFLICT (absolute) DO UPDATE SET path = excluded.path, format = excluded.format,"
            " sha256 = excluded.sha256, size = excluded.size, reading = '', replaced_by = NULL",
            values,
        )
        return int(self._sql("SELECT id FROM sources WHERE absolute = ?", (values[1],)).fetchone()[0])

    def keep_extraction(self, source_id: int, extraction: Extraction) -> None:
        """Keep what was read off a PDF or a picture, in place of an earlier reading of it."""
        self._sql("INSERT OR REPLACE INTO extractions VALUES (?, ?)", (source_id, extraction.packed()))

    def source_read(self, source_id: int, reading: FileReading, articles: int) -> None:
        """Nothing in the file was unreadable: while its bytes stay the same it need not be read again."""
        how = how_read(reading.stated, reading.area)
        self._sql("UPDATE sources SET reading = ?, articles = ? WHERE id = ?", (how, articles, source_id))

    def replace_sources(self, old_ids: Iterable[int], new_id: int) -> None:
        """Record that a source took the place of others."""
        self._many("UPDATE sources SET replaced_by = ? WHERE id = ?", [(new_id, old) for old in old_ids])

    def hash(self, draft: ArticleDraft) -> bytes:
        return draft_hash(draft, self.edition(draft.paper, draft.date))

    def insert(self, draft: ArticleDraft, hash_: bytes, source_id: int, ordinal: int) -> int:
        """Add an article with its passages; returns its id."""
        edition = self.edition(draft.paper, draft.date)
        cursor = self._sql(
            "INSERT INTO articles (edition_id, source_id, ordinal, page, page_order, headline, kicker, subhead, byline,"
            " names, kind, jump, from_page, to_page, body, pieces, joins, external_id, url, area, lines, hash)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                edition, source_id, ordinal, draft.page, page_order(draft.page), draft.headline, draft.kicker,
                draft.subhead, byline_text(draft.byline), names_text(draft.byline), draft.kind.value, draft.jump,
                draft.from_page, draft.to_page, draft.body, pieces_text(draft.pieces), draft.joins,
                draft.external_id, draft.url, area_text(draft.area), lines_text(draft.lines), hash_,
            ),
        )  # fmt: skip
        article = int(cursor.lastrowid or 0)
        spans = passages(draft.body)
        self._many(
            "INSERT INTO passages (article_id, ordinal, start, end) VALUES (?, ?, ?, ?)",
            [(article, ordinal, start, end) for ordinal, (start, end) in enumerate(spans)],
        )
        self.touched.add(edition)
        self.added.append(article)
        return article

    def keep(self, article_id: int, draft: ArticleDraft, source_id: int, ordinal: int) -> None:
        """The same article, now printed at other places of the file or read from another file."""
        values = (
            source_id, ordinal, pieces_text(draft.pieces), draft.joins, area_text(draft.area), lines_text(draft.lines),
            article_id,
        )  # fmt: skip
        self._sql(
            "UPDATE articles SET source_id = ?, ordinal = ?, pieces = ?, joins = ?, area = ?, lines = ? WHERE id = ?",
            values,
        )

    def retire(self, ids: Sequence[int]) -> None:
        """Take articles out of the paper; their rows stay, their ids are never given to others."""
        for id_ in ids:
            edition = self._sql("SELECT edition_id FROM articles WHERE id = ?", (id_,)).fetchone()[0]
            self.touched.add(int(edition))
        self._many("UPDATE articles SET retired = ? WHERE id = ?", [(self.revision + 1, id_) for id_ in ids])
        self.retired += ids

    def let_stand(self, ids: Iterable[int]) -> None:
        """Let these articles, their other versions and what stands on their pages count as they were read.

        A rollback decided otherwise of them; who reads their page with other content decides anew.
        """
        self._sql(LET_STAND, (_json_ids(ids),))

    def jump_parts(self, edition: int) -> list[JumpPart]:
        """The edition's parts that matter for linking: the fragments, and what stands on pages that they continue.

        Without a date "the edition" is only what lies in one folder.
        """
        dated = self._sql("SELECT date IS NOT NULL FROM editions WHERE id = ?", (edition,)).fetchone()[0]
        parts = []
        for id_, page, from_page, to_page, title, body, absolute in self._sql(JUMP_PARTS, (edition,)):
            group = "" if dated else str(PurePath(absolute).parent)
            parts.append(JumpPart(id_, page, from_page, to_page, title, body, group))
        return parts

    def join(self, part_id: int, parent: int | None, root: int | None) -> int:
        """Record which part a fragment continues, and the first one of the article; the fragment's id from now on.

        A fragment that was read before and continues another part now is a new version: what was published of the old
        one still continues what it did.
        """
        before = self._sql("SELECT continues, root FROM articles WHERE id = ?", (part_id,)).fetchone()
        if before == (parent, root):
            return part_id
        part = part_id if part_id in self.added else self._new_version(part_id)
        self._sql("UPDATE articles SET continues = ?, root = ? WHERE id = ?", (parent, root, part))
        return part

    def _new_version(self, article_id: int) -> int:
        """A copy of an article in its place, with its passages and what was decided about it."""
        cursor = self._sql(COPY_ARTICLE, (article_id,))
        copy = int(cursor.lastrowid or 0)
        self._sql(COPY_PASSAGES, (copy, article_id))
        self._sql(COPY_WITHDRAWALS, (copy, article_id))
        self.retire([article_id])
        self.added.append(copy)
        return copy

    def same_story(self, new_id: int, old_id: int) -> None:
        """Record that one article is a later version of the other."""
        self._sql(STORY_OF, (old_id, new_id))

    def printed(self, ids: Iterable[int]) -> Iterator[PrintedArticle]:
        """These articles, live or not, by id."""
        for row in self._sql(PRINTED_ARTICLES, (_json_ids(ids),)):
            yield PrintedArticle(*row)

    def labels(self, ids: Iterable[int]) -> Iterator[ArticleLabel]:
        """How these articles, live or not, are called in lists, by id."""
        for row in self._sql(ARTICLE_LABELS, (_json_ids(ids),)):
            yield ArticleLabel(*row)

    def withdrawn_alone(self) -> dict[int, int]:
        """Article id → withdrawal, of the withdrawals that hold for single articles."""
        rows = self._sql(
            "SELECT x.article_id, w.id FROM withdrawn x JOIN withdrawals w ON w.id = x.withdrawal_id"
            " WHERE w.lifted IS NULL AND w.edition_id IS NULL ORDER BY x.article_id"
        )
        return dict(rows.fetchall())

    def parts_of_withdrawn(self, edition: int) -> list[tuple[int, int]]:
        """(withdrawal, article) for all live parts of the edition's articles that are withdrawn alone."""
        return self._sql(PARTS_OF_WITHDRAWN, (edition,)).fetchall()

    def withdraw(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Let withdrawals hold for articles too: pairs of their ids. Counts only after ``mark_withdrawn``."""
        self._many("INSERT OR IGNORE INTO withdrawn VALUES (?, ?)", pairs)

    def withdraw_with_edition(self, edition: int) -> set[int]:
        """Let a withdrawal of a whole edition hold for what stands in it now; the ids of all that stands there."""
        self._sql(
            "INSERT OR IGNORE INTO withdrawn SELECT w.id, a.id FROM withdrawals w JOIN articles a"
            " ON a.edition_id = w.edition_id WHERE w.lifted IS NULL AND w.edition_id = ? AND a.retired IS NULL",
            (edition,),
        )
        rows = self._sql("SELECT id FROM articles WHERE edition_id = ? AND retired IS NULL", (edition,))
        return {row[0] for row in rows}

    def touch(self, article_id: int) -> None:
        """Count what readers see of an article's edition as changed."""
        self.touched.add(int(self._sql("SELECT edition_id FROM articles WHERE id = ?", (article_id,)).fetchone()[0]))

    def mark_withdrawn(self, ids: Iterable[int]) -> None:
        """Write beside each article which withdrawal keeps it from readers now."""
        mark_withdrawn(self.connection, sorted(ids))

    def count_withdrawn(self, ids: Iterable[int]) -> int:
        """How many of these articles are withdrawn."""
        sql = "SELECT count(*) FROM articles WHERE withdrawn IS NOT NULL AND id IN (SELECT value FROM json_each(?))"
        return int(self._sql(sql, (_json_ids(ids),)).fetchone()[0])

    def corrected_before(self) -> list[int]:
        """Articles and notices that a correction links although they were replaced; ascending ids."""
        return [row[0] for row in self._sql(CORRECTED_ENDS)]


def _json_ids(ids: Iterable[int]) -> str:
    return json.dumps(list(ids))
