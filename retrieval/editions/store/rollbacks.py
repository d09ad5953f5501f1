"""What a rollback decided: what it took out stays out of every later publishing, until an operator releases it.

A rollback changes nothing that was read. It writes beside an article that it does not stand although no later reading
replaced it, or that it still stands although one did. A page that is read again with other content stands as it is
read (``Writer.let_stand``): whoever mends it has decided.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from retrieval.domain import Edition
from retrieval.editions.store.database import Database, translated

TAKE_OUT = "UPDATE articles SET stands = iif(retired IS NULL, 0, NULL) WHERE id = ?"
# What waits to be published in its place goes before it.
PUT_BACK = """UPDATE articles SET stands = iif(retired IS NULL OR EXISTS (
    SELECT 1 FROM articles v WHERE v.story = articles.story AND v.id <> articles.id
    AND coalesce(v.stands, v.retired IS NULL)), NULL, 1) WHERE id = ?"""
HELD_EDITIONS = """SELECT e.id, e.paper, e.date, count(*) FROM articles a JOIN editions e ON e.id = a.edition_id
  WHERE a.stands = 0 AND a.continues IS NULL GROUP BY e.id ORDER BY e.date IS NULL, e.date DESC, e.paper, e.id"""
RELEASE_ALL = "UPDATE articles SET stands = NULL WHERE stands IS NOT NULL"
RELEASE_EDITION = """UPDATE articles SET stands = NULL WHERE stands IS NOT NULL AND (edition_id = ?1 OR story IN
    (SELECT story FROM articles WHERE stands IS NOT NULL AND edition_id = ?1))"""


@dataclass(frozen=True, slots=True)
class HeldEdition:
    """An edition of which a rollback keeps articles out, and how many."""

    edition: Edition
    articles: int


class Rollbacks:
    """The archive's rollbacks. Reading is safe from several threads; each change is one transaction.

    Changes raise ``Busy`` while somebody else is writing and ``StorageError`` where the archive can't be written.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def decide(self, out: Iterable[int], back: Iterable[int]) -> None:
        """Let these articles stand no more, and those again that they had replaced."""
        with self._database.transaction() as connection:
            connection.executemany(TAKE_OUT, [(id_,) for id_ in out])
            connection.executemany(PUT_BACK, [(id_,) for id_ in back])
            connection.execute("UPDATE revision SET number = number + 1")

    def held(self) -> list[HeldEdition]:
        """The editions that are kept out, wholly or in part, newest first."""
        with translated(self._database.path):
            rows = self._database.connection().execute(HELD_EDITIONS).fetchall()
        return [
            HeldEdition(Edition(id_, paper, date.fromisoformat(day) if day else None), count)
            for id_, paper, day, count in rows
        ]

    def release(self, edition_id: int | None = None) -> int:
        """Let everything of an edition, or of all, stand as it was read; how many articles and parts that concerns."""
        with self._database.transaction() as connection:
            if edition_id is None:
                released = connection.execute(RELEASE_ALL).rowcount
            else:
                released = connection.execute(RELEASE_EDITION, (edition_id,)).rowcount
            if released:
                connection.execute("UPDATE revision SET number = number + 1")
            return released
