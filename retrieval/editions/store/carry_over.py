"""What was decided about an article holds for the one that a later reading puts in its place.

An article is told again by its wording, not by its id or its place in a file: a page that is read again after a small
change, from another path, or without its date must not bring back what the newsroom took out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from retrieval.editions.store.withdrawals import mark_withdrawn
from retrieval.language.near_duplicates import Shingles, overlap, same_report, shingles

SAME_HEADLINE = 0.3
"""Share of wording that two articles under one headline on one page must have in common."""

KNOWN = """SELECT a.id, e.paper, e.date, a.page, a.headline, a.body
  FROM articles a JOIN editions e ON e.id = a.edition_id WHERE a.id IN (SELECT value FROM json_each(?)) ORDER BY a.id"""
# Links whose article, or whose notice, was replaced: those; take over what they have; let go of them.
CORRECTED = (
    "SELECT DISTINCT a.id FROM corrections c JOIN articles a ON a.id = c.article_id WHERE a.retired IS NOT NULL",
    "INSERT OR IGNORE INTO corrections SELECT notice_id, ?, at FROM corrections WHERE article_id = ?",
    "DELETE FROM corrections WHERE article_id = ?",
)
NOTICES = (
    "SELECT DISTINCT a.id FROM corrections c JOIN articles a ON a.id = c.notice_id WHERE a.retired IS NOT NULL",
    "INSERT OR IGNORE INTO corrections SELECT ?, article_id, at FROM corrections WHERE notice_id = ?",
    "DELETE FROM corrections WHERE notice_id = ?",
)


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What an article is told again by."""

    id: int
    paper: str | None
    date: str | None
    page: str | None
    headline: str | None
    wording: Shingles

    def succeeds(self, other: _Known) -> bool:
        """Whether this is ``other``, read anew."""
        if not (_agree(self.paper, other.paper) and _agree(self.date, other.date)):
            return False
        if same_report(self.wording, other.wording):
            return True
        titled = self.headline is not None and self.headline == other.headline and _agree(self.page, other.page)
        return titled and overlap(self.wording, other.wording) >= SAME_HEADLINE


def carry_over(connection: sqlite3.Connection, added: Sequence[int], editions: Iterable[int]) -> int:
    """After an ingest: withdraw, and link corrections to, what took the place of an article decided about.

    ``added`` are the articles of this ingest, ``editions`` those it touched. Returns how many of the added ones are
    withdrawn.
    """
    touched = _by_article(connection, added)
    for edition in sorted(editions):
        touched |= _by_edition(connection, edition)
        touched |= _other_parts(connection, edition)
    mark_withdrawn(connection, sorted(touched))
    _corrections(connection, added)
    sql = "SELECT count(*) FROM articles WHERE withdrawn IS NOT NULL AND id IN (SELECT value FROM json_each(?))"
    return int(connection.execute(sql, (_json(added),)).fetchone()[0])


def _by_article(connection: sqlite3.Connection, added: Sequence[int]) -> set[int]:
    """New articles that are one withdrawn on its own."""
    rows = connection.execute(
        "SELECT x.article_id, w.id FROM withdrawn x JOIN withdrawals w ON w.id = x.withdrawal_id"
        " WHERE w.lifted IS NULL AND w.edition_id IS NULL ORDER BY x.article_id"
    )
    held = dict(rows.fetchall())
    pairs = [(held[old.id], new.id) for old, new in _successions(connection, sorted(held), added)]
    connection.executemany("INSERT OR IGNORE INTO withdrawn VALUES (?, ?)", pairs)
    return {article for _, article in pairs}


def _by_edition(connection: sqlite3.Connection, edition: int) -> set[int]:
    """What stands in an edition that is withdrawn as a whole."""
    connection.execute(
        "INSERT OR IGNORE INTO withdrawn SELECT w.id, a.id FROM withdrawals w JOIN articles a"
        " ON a.edition_id = w.edition_id WHERE w.lifted IS NULL AND w.edition_id = ? AND a.retired IS NULL",
        (edition,),
    )
    rows = connection.execute("SELECT id FROM articles WHERE edition_id = ? AND retired IS NULL", (edition,))
    return {row[0] for row in rows}


def _other_parts(connection: sqlite3.Connection, edition: int) -> set[int]:
    """Parts that were found to belong to a withdrawn one only now."""
    rows = connection.execute(
        "SELECT DISTINCT w.id, b.id FROM articles a JOIN withdrawn x ON x.article_id = a.id"
        " JOIN withdrawals w ON w.id = x.withdrawal_id AND w.lifted IS NULL AND w.edition_id IS NULL"
        " JOIN articles b ON b.edition_id = a.edition_id AND coalesce(b.root, b.id) = coalesce(a.root, a.id)"
        " WHERE a.edition_id = ? AND a.retired IS NULL AND b.retired IS NULL",
        (edition,),
    ).fetchall()
    connection.executemany("INSERT OR IGNORE INTO withdrawn VALUES (?, ?)", rows)
    return {article for _, article in rows}


def _corrections(connection: sqlite3.Connection, added: Sequence[int]) -> None:
    """Links from and to articles that were replaced go on to the articles in their place."""
    for replaced, take_over, let_go in (CORRECTED, NOTICES):
        ids = sorted(row[0] for row in connection.execute(replaced))
        pairs = [(new.id, old.id) for old, new in _successions(connection, ids, added)]
        connection.executemany(take_over, pairs)
        connection.executemany(let_go, [(old,) for _, old in pairs])


def _successions(
    connection: sqlite3.Connection, old_ids: Sequence[int], added: Sequence[int]
) -> Iterator[tuple[_Known, _Known]]:
    """Pairs of an old article and the new one that takes its place."""
    if not old_ids or not added:
        return
    before = list(_known(connection, old_ids))
    for new in _known(connection, added):
        for old in before:
            if old.id != new.id and new.succeeds(old):
                yield old, new


def _known(connection: sqlite3.Connection, ids: Sequence[int]) -> Iterator[_Known]:
    for id_, paper, day, page, headline, body in connection.execute(KNOWN, (_json(ids),)):
        yield _Known(id_, paper, day, page, headline, shingles(body))


def _agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def _json(ids: Iterable[int]) -> str:
    return "[" + ",".join(map(str, ids)) + "]"
