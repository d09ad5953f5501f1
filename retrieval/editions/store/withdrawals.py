"""Withdrawals: articles and editions that the newsroom keeps from readers, why, and until when. Nothing is deleted.

A withdrawal holds for single articles (all parts of one that jumps go together) or for a whole edition, also for what
is read into that edition later. ``carry_over.py`` lets it hold for what a later reading puts in an article's place.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from retrieval.domain import NO_FILTERS, Article, Edition, Filters
from retrieval.editions.store.database import Database, translated
from retrieval.editions.store.rows import ARTICLE, ARTICLE_ID, PRINTED_ORDER, STANDS, article_of, conditions
from retrieval.errors import UnknownRecord, Withdrawn

# All versions of all parts of the article that a part belongs to: what is withdrawn is a story, not one reading of it.
PARTS_OF_ARTICLE = """SELECT DISTINCT b.id FROM articles a JOIN articles v ON v.story = a.story
  JOIN articles p ON p.edition_id = v.edition_id AND coalesce(p.root, p.id) = coalesce(v.root, v.id)
  JOIN articles b ON b.story = p.story WHERE a.id = ?"""
HOLDING_WITHDRAWALS = "SELECT w.id, w.edition_id, w.reason, w.public, w.at FROM withdrawals w WHERE w.lifted IS NULL"
WITHDRAWAL_OF_ARTICLE = """SELECT w.id, w.edition_id, w.reason, w.public, w.at
  FROM withdrawals w JOIN articles a ON a.withdrawn = w.id WHERE a.id = ?"""
WITHDRAWALS_OF_EDITION = HOLDING_WITHDRAWALS + " AND w.edition_id = ?"
WITHDRAWALS_OF_ARTICLE_ALONE = """SELECT w.id FROM withdrawals w JOIN withdrawn x ON x.withdrawal_id = w.id
  WHERE w.lifted IS NULL AND w.edition_id IS NULL AND x.article_id = ?"""
COUNT_OF_ARTICLES = "SELECT count(*) FROM articles a"
WITHDRAWN_ARTICLES = f"{ARTICLE} WHERE a.withdrawn IS NOT NULL AND {STANDS}"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """One decision. ``edition_id`` is None where it is about single articles; ``public`` lets readers see why."""

    id: int
    edition_id: int | None
    reason: str
    public: bool
    at: datetime

    def error(self, what: str) -> Withdrawn:
        """The error that keeps somebody from ``what``."""
        return Withdrawn(what, self.at.date(), self.reason if self.public else None)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Withdrawals:
    """The archive's withdrawals. Reading is safe from several threads; each change is one transaction.

    ``now`` tells the time, in the zone in which the day of a withdrawal is told to readers.

    Changes raise ``Busy`` while somebody else is writing and ``StorageError`` where the archive can't be written.
    """

    def __init__(self, database: Database, now: Callable[[], datetime] = _utc_now) -> None:
        self._database, self._now = database, now

    def count(self) -> int:
        """How many articles are withdrawn, continued parts not counted again."""
        return int(
            self._rows(f"{COUNT_OF_ARTICLES} WHERE a.withdrawn IS NOT NULL AND a.continues IS NULL AND {STANDS}")[0][0]
        )

    def articles(self, where: Filters = NO_FILTERS) -> Iterator[tuple[Article, Withdrawal]]:
        """What is withdrawn now, within ``where``, in printed order; continued parts are articles of their own."""
        known = {withdrawal.id: withdrawal for withdrawal in map(_withdrawal, self._rows(HOLDING_WITHDRAWALS))}
        why = dict(self._rows("SELECT id, withdrawn FROM articles WHERE withdrawn IS NOT NULL"))
        parts, values = conditions(where)
        sql = " AND ".join([WITHDRAWN_ARTICLES, *parts])
        for article in map(article_of, self._rows(f"{sql} {PRINTED_ORDER}", tuple(values))):
            if article.id in why:
                yield article, known[why[article.id]]

    def refuse(self, article_id: int) -> None:
        """Raise ``Withdrawn`` if that article is withdrawn."""
        if found := self.of(article_id):
            raise found.error(f"article {article_id}")

    def of(self, article_id: int) -> Withdrawal | None:
        """The withdrawal that keeps an article from readers."""
        rows = self._rows(WITHDRAWAL_OF_ARTICLE, (article_id,))
        return _withdrawal(rows[0]) if rows else None

    def of_edition(self, edition_id: int) -> Withdrawal | None:
        """The withdrawal of a whole edition."""
        rows = self._rows(WITHDRAWALS_OF_EDITION, (edition_id,))
        return _withdrawal(rows[0]) if rows else None

    def edition(self, paper: str | None, day: date | None) -> Edition:
        """The edition of that day, withdrawn or not; without ``paper`` the only one of the day.

        Raises:
            UnknownRecord: there is none, or several papers have one; the message names them.

        """
        rows = self._rows(
            "SELECT id, paper FROM editions e WHERE date IS ? AND (?2 IS NULL OR paper IS ?2)"
            " AND EXISTS (SELECT 1 FROM articles a WHERE a.edition_id = e.id AND a.retired IS NULL) ORDER BY paper",
            (day.isoformat() if day else None, paper),
        )
        if len(rows) != 1:
            raise _unknown_edition(paper, day, [row[1] for row in rows])
        return Edition(rows[0][0], rows[0][1], day)

    def edition_of(self, edition_id: int) -> Edition:
        """The edition of that id, withdrawn or not. Raises ``UnknownRecord`` if there is none."""
        rows = self._rows("SELECT paper, date FROM editions WHERE id = ?", (edition_id,))
        if not rows:
            raise UnknownRecord(f"edition {edition_id}")
        paper, day = rows[0]
        return Edition(edition_id, paper, date.fromisoformat(day) if day else None)

    def withdraw_article(self, article_id: int, reason: str, *, public: bool = False) -> tuple[int, ...]:
        """Withdraw an article with all its parts; their ids. Again: another reason.

        Raises:
            UnknownRecord: there is no such article.

        """
        with self._database.transaction() as connection:
            ids = parts_of_article(connection, article_id)
            withdraw(connection, None, ids, reason, public, self._time())
            return _standing(connection, ids)

    def withdraw_edition(self, edition_id: int, reason: str, *, public: bool = False) -> tuple[int, ...]:
        """Withdraw all of an edition, also what will be read into it; the ids of its articles and parts.

        Raises:
            UnknownRecord: there is no such edition.

        """
        with self._database.transaction() as connection:
            if not _ids(connection, "SELECT id FROM editions WHERE id = ?", edition_id):
                raise UnknownRecord(f"no edition {edition_id}")
            ids = _ids(connection, "SELECT id FROM articles WHERE edition_id = ?", edition_id)
            withdraw(connection, edition_id, ids, reason, public, self._time())
            return _standing(connection, ids)

    def restore_article(self, article_id: int) -> tuple[int, ...]:
        """Let readers see an article again, with all its parts; the ids of those that come back.

        Raises:
            UnknownRecord: it is not withdrawn.
            Withdrawn: its whole edition is; restore that.

        """
        with self._database.transaction() as connection:
            withdrawals: set[int] = set()
            for id_ in parts_of_article(connection, article_id):
                withdrawals.update(_ids(connection, WITHDRAWALS_OF_ARTICLE_ALONE, id_))
            back = lift(connection, sorted(withdrawals), self._time())
            self.refuse(article_id)  # within the transaction, so that a withdrawal of its own still holds
            if not withdrawals:
                raise UnknownRecord(f"article {article_id} is not withdrawn")
            return back

    def restore_edition(self, edition_id: int) -> tuple[int, ...]:
        """Let readers see an edition again, but for articles withdrawn on their own; the ids that come back.

        Raises:
            UnknownRecord: it is not withdrawn.

        """
        with self._database.transaction() as connection:
            withdrawals = _ids(connection, WITHDRAWALS_OF_EDITION, edition_id)
            if not withdrawals:
                raise UnknownRecord(f"edition {edition_id} is not withdrawn")
            return lift(connection, list(withdrawals), self._time())

    def _time(self) -> str:
        return self._now().isoformat(timespec="seconds")

    def _rows(self, sql: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        with translated(self._database.path):
            return self._database.connection().execute(sql, values).fetchall()


def _unknown_edition(paper: str | None, day: date | None, papers: list[str | None]) -> UnknownRecord:
    """``papers`` have an edition of that day, where there are several."""
    wanted = "/".join(filter(None, (paper, str(day or ""))))
    several = ", ".join(f"{other}/{day}" for other in papers)
    return UnknownRecord(f"edition {wanted}" + (f" is not the only one: {several}" if papers else ""))


def mark_withdrawn(connection: sqlite3.Connection, article_ids: tuple[int, ...] | list[int]) -> None:
    """Write beside each article which withdrawal keeps it from readers now."""
    connection.executemany(
        "UPDATE articles SET withdrawn = (SELECT min(w.id) FROM withdrawn x JOIN withdrawals w"
        " ON w.id = x.withdrawal_id WHERE x.article_id = articles.id AND w.lifted IS NULL) WHERE id = ?",
        [(id_,) for id_ in article_ids],
    )


def withdraw(
    connection: sqlite3.Connection, edition_id: int | None, ids: tuple[int, ...], reason: str, public: bool, at: str
) -> None:
    """Keep articles, or with an ``edition_id`` all of an edition, from readers; inside an open transaction.

    ``at`` is the time in ISO form, with its zone.
    """
    held = _existing_withdrawal(connection, edition_id, ids)
    if held is None:
        sql = "INSERT INTO withdrawals (edition_id, reason, public, at) VALUES (?, ?, ?, ?)"
        held = int(connection.execute(sql, (edition_id, reason, public, at)).lastrowid or 0)
    else:
        connection.execute("UPDATE withdrawals SET reason = ?, public = ? WHERE id = ?", (reason, public, held))
    connection.executemany("INSERT OR IGNORE INTO withdrawn VALUES (?, ?)", [(held, id_) for id_ in ids])
    mark_withdrawn(connection, ids)
    _count_up(connection)


def _existing_withdrawal(connection: sqlite3.Connection, edition_id: int | None, ids: tuple[int, ...]) -> int | None:
    """The withdrawal that is about the same already."""
    if edition_id is not None:
        held = _ids(connection, WITHDRAWALS_OF_EDITION, edition_id)
    else:
        held = _ids(connection, WITHDRAWALS_OF_ARTICLE_ALONE, ids[0])
    return held[0] if held else None


def lift(connection: sqlite3.Connection, withdrawal_ids: list[int], at: str) -> tuple[int, ...]:
    """End withdrawals, inside an open transaction; the ids of the articles that readers see again."""
    touched: set[int] = set()
    for id_ in withdrawal_ids:
        connection.execute("UPDATE withdrawals SET lifted = ? WHERE id = ?", (at, id_))
        touched.update(_ids(connection, "SELECT article_id FROM withdrawn WHERE withdrawal_id = ?", id_))
    if not touched:
        return ()
    ids = sorted(touched)
    mark_withdrawn(connection, ids)
    _count_up(connection)
    return tuple(id_ for id_ in ids if _ids(connection, "SELECT id FROM shown WHERE id = ?", id_))


def _standing(connection: sqlite3.Connection, ids: tuple[int, ...]) -> tuple[int, ...]:
    """Those that no later reading replaced."""
    return tuple(id_ for id_ in ids if _ids(connection, f"{ARTICLE_ID} WHERE a.id = ? AND {STANDS}", id_))


def _ids(connection: sqlite3.Connection, sql: str, value: int) -> tuple[int, ...]:
    """The first column of what a statement with one value finds."""
    return tuple(row[0] for row in connection.execute(sql, (value,)))


def parts_of_article(connection: sqlite3.Connection, article_id: int) -> tuple[int, ...]:
    """The ids of all versions of all parts of an article. Raises ``UnknownRecord`` where there is none of that id."""
    ids = _ids(connection, f"{PARTS_OF_ARTICLE} ORDER BY b.id", article_id)
    if not ids:
        raise UnknownRecord(f"no article {article_id}")
    return ids


def _count_up(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE revision SET number = number + 1")


def _withdrawal(row: tuple[Any, ...]) -> Withdrawal:
    return Withdrawal(row[0], row[1], row[2], bool(row[3]), datetime.fromisoformat(row[4]))
