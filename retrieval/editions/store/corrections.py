"""Corrections: which notice of the paper (更正, 致歉) corrects which article. Only an operator links them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from retrieval.editions.store.database import Database, translated
from retrieval.errors import UnknownRecord

# The first part of an article stands for all of its parts.
FIRST_PART = "SELECT coalesce(root, id) FROM shown WHERE id = ?"


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
        rows = self._rows("SELECT notice_id, article_id, at FROM corrections ORDER BY at DESC, notice_id, article_id")
        return [CorrectionLink(notice, article, datetime.fromisoformat(at)) for notice, article, at in rows]

    def link(self, notice_id: int, article_id: int) -> None:
        """From now on the notice is shown wherever the article is cited. Again: no change.

        Raises:
            UnknownRecord: one of them is not live, or they are one article.

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
            now = datetime.now(UTC).isoformat(timespec="seconds")
            connection.execute("INSERT OR IGNORE INTO corrections VALUES (?, ?, ?)", (*parts, now))

    def unlink(self, notice_id: int, article_id: int) -> None:
        """Take a link back. Raises ``UnknownRecord`` if there is none."""
        with self._database.transaction() as connection:
            gone = connection.execute(
                "DELETE FROM corrections WHERE notice_id IN (SELECT ?1 UNION SELECT root FROM articles WHERE id = ?1)"
                " AND article_id IN (SELECT ?2 UNION SELECT root FROM articles WHERE id = ?2)",
                (notice_id, article_id),
            ).rowcount
            if not gone:
                raise UnknownRecord(f"notice {notice_id} is not linked with article {article_id}")

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with translated(self._database.path):
            return self._database.connection().execute(sql, tuple(values)).fetchall()
