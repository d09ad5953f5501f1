"""Corrections: which notice of the paper (更正, 致歉) corrects which article. Only an operator links them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from retrieval.editions.store.database import Database, translated
from retrieval.errors import UnknownRecord

# The first part of an article stands for all of its parts.
FIRST_PART = "SELECT coalesce(root, id) FROM articles WHERE id = ? AND withdrawn IS NULL"
# A link is between stories: whichever version of them was linked, every version has it.
LINKS = """SELECT coalesce(n.id, c.notice_id), coalesce(a.id, c.article_id), c.at FROM corrections c
  JOIN articles m ON m.id = c.notice_id LEFT JOIN shown n ON n.story = m.story
  JOIN articles b ON b.id = c.article_id LEFT JOIN shown a ON a.story = b.story
  ORDER BY c.at DESC, 1, 2"""
LINKED = """SELECT c.notice_id, c.article_id FROM corrections c
  JOIN articles m ON m.id = c.notice_id JOIN articles b ON b.id = c.article_id
  JOIN articles n ON n.id = ?1 LEFT JOIN articles n1 ON n1.id = n.root
  JOIN articles a ON a.id = ?2 LEFT JOIN articles a1 ON a1.id = a.root
  WHERE m.story IN (n.story, n1.story) AND b.story IN (a.story, a1.story)"""
NOTICES_OF_ARTICLES = """SELECT DISTINCT o.id, a.id, e.date FROM articles o
  JOIN articles f ON f.id = coalesce(o.root, o.id)
  JOIN articles v ON v.story = f.story
  JOIN corrections c ON c.article_id = v.id
  JOIN articles m ON m.id = c.notice_id
  JOIN articles a ON a.story = m.story JOIN editions e ON e.id = a.edition_id
  WHERE o.id IN (SELECT value FROM json_each(?)) AND {condition} ORDER BY o.id, e.date DESC, a.id"""
"""The row ``a``, of which the condition speaks, is the notice's."""


@dataclass(frozen=True, slots=True)
class CorrectionLink:
    """A notice and the article that it corrects, by their ids."""

    notice_id: int
    article_id: int
    at: datetime


class Corrections:
    """The archive's links. Reading is safe from several threads; each change is one transaction.

    Changes raise ``Busy`` while somebody else is writing and ``StorageError`` where the archive can't be written. They
    do not touch the archive's revision: what is indexed stays the same.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def links(self) -> list[CorrectionLink]:
        """All links, newest first."""
        rows = self._rows(LINKS)
        return [CorrectionLink(notice, article, datetime.fromisoformat(at)) for notice, article, at in rows]

    def link(self, notice_id: int, article_id: int) -> None:
        """From now on the notice is shown wherever the article is cited. Again: no change.

        Raises:
            UnknownRecord: one of them is not there or withdrawn, or they are one article.

        """
        with self._database.transaction() as connection:
            parts = []
            for id_ in (notice_id, article_id):
                row = connection.execute(FIRST_PART, (id_,)).fetchone()
                if row is None:
                    raise UnknownRecord(f"no article {id_}")
                parts.append(row[0])
            if parts[0] == parts[1]:
                raise UnknownRecord(f"article {article_id} can't correct itself")
            if connection.execute(LINKED, parts).fetchone():
                return
            now = datetime.now(UTC).isoformat(timespec="seconds")
            connection.execute("INSERT OR IGNORE INTO corrections VALUES (?, ?, ?)", (*parts, now))

    def unlink(self, notice_id: int, article_id: int) -> None:
        """Take a link back. Raises ``UnknownRecord`` if there is none."""
        with self._database.transaction() as connection:
            linked = connection.execute(LINKED, (notice_id, article_id)).fetchall()
            if not linked:
                raise UnknownRecord(f"notice {notice_id} is not linked with article {article_id}")
            connection.executemany("DELETE FROM corrections WHERE notice_id = ? AND article_id = ?", linked)

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with translated(self._database.path):
            return self._database.connection().execute(sql, tuple(values)).fetchall()
