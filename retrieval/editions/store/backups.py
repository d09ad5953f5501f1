"""Restores an archive from a backup: check a copy, continue the numbering of the archive in use, put it in place.

The copy is what is checked and changed; the backup stays as it is. Putting it in place is one transaction of the
archive in use: who reads it sees the old content before it, the new content after, and opens nothing again.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from retrieval.editions.store.alterations import alterations_of
from retrieval.editions.store.database import OWNER_FILE, Database, create_file, damage_in, translated
from retrieval.editions.store.migrations import STEPS, applied
from retrieval.editions.store.opening import open_database
from retrieval.editions.store.withdrawals import Withdrawals
from retrieval.errors import Busy, StorageError

PAGES_WAIT_S = 10.0
"""Seconds that another writer is waited for; by hand, 2026-11."""

MISPLACED = """SELECT p.id FROM passages p LEFT JOIN articles a ON a.id = p.article_id
  WHERE a.id IS NULL OR p.start < 0 OR p.start >= p.end OR p.end > length(a.body) LIMIT 1"""
WITHDRAWN_TEXTS = """SELECT a.body, e.paper, e.date, w.reason, w.public FROM articles a
  JOIN withdrawals w ON w.id = a.withdrawn JOIN editions e ON e.id = a.edition_id
  WHERE w.lifted IS NULL ORDER BY a.id"""
SAME_ARTICLE = """SELECT a.id FROM articles a JOIN editions e ON e.id = a.edition_id
  WHERE a.body = ? AND e.paper IS ? AND e.date IS ? AND a.retired IS NULL AND a.withdrawn IS NULL"""


def make_checked_copy(backup: Path, copy: Path) -> None:
    """Make a checked copy with the schema of this program. ``copy`` is a new file.

    Nothing that a backup holds runs before it is known to be ours: no trigger, no view.

    Raises:
        StorageError: the backup is damaged or altered, no archive, or from a newer program; or the copy can't be
            written.

    """
    copied(backup, copy, live=False)
    with translated(backup), closing(sqlite3.connect(copy)) as connection:
        schema = applied(connection)
    if not schema:
        raise StorageError(f"{backup} is no archive")
    if schema > len(STEPS):
        raise StorageError(f"{backup}: written by a newer version (schema {schema}, this one knows {len(STEPS)})")
    if found := alterations_of(copy):
        raise StorageError(f"{backup} is not as this program wrote it: {found[0]}")
    with closing(open_database(copy)), translated(backup), closing(sqlite3.connect(copy)) as connection:
        if found := connection.execute("PRAGMA foreign_key_check").fetchone():
            raise StorageError(f"{backup} is damaged: row {found[1]} of {found[0]} leads nowhere")
        if found := connection.execute(MISPLACED).fetchone():
            raise StorageError(f"{backup} is damaged: passage {found[0]} does not lie in its article")


def continue_numbering(copy: Path, current: Path | None, revision: int) -> None:
    """Let the copy go on where ``current`` had come: ids that it gave are not given again.

    The copy's revision becomes higher than ``revision`` and than that of ``current``.
    """
    given: dict[str, int] = {}
    if current:
        with translated(current), closing(Database(current).connect()) as old:
            given = dict(old.execute("SELECT name, seq FROM sqlite_sequence"))
            revision = max(revision, old.execute("SELECT number FROM revision").fetchone()[0])
    with translated(copy), closing(sqlite3.connect(copy)) as new, new:
        for name, last in given.items():
            changed = new.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (last, name))
            if not changed.rowcount:
                new.execute("INSERT INTO sqlite_sequence VALUES (?, ?)", (name, last))
        new.execute("UPDATE revision SET number = max(number, ?) + 1", (revision,))
        # Generations that were built from the archive in use know nothing of how the copy differs from it.
        new.execute("UPDATE tracked SET since = (SELECT number FROM revision)")


def keep_withdrawn(copy: Path, current: Path) -> int:
    """What is withdrawn in ``current``, known by its text and edition, is in the copy too; how many that were not."""
    with translated(current), closing(Database(current).connect()) as old:
        withdrawn = old.execute(WITHDRAWN_TEXTS).fetchall()
    taken = 0
    with closing(open_database(copy)) as database:
        withdrawals = Withdrawals(database)
        for body, paper, day, reason, public in withdrawn:
            for article_id in _same_articles(copy, body, paper, day):
                taken += bool(withdrawals.withdraw_article(article_id, reason, public=bool(public)))
    return taken


def _same_articles(copy: Path, body: str, paper: str | None, day: str | None) -> list[int]:
    with translated(copy), closing(sqlite3.connect(copy)) as connection:
        return [row[0] for row in connection.execute(SAME_ARTICLE, (body, paper, day))]


def put_in_place(copy: Path, target: Path, wait_s: float = PAGES_WAIT_S) -> None:
    """Give ``target``, which others may have open, the content of ``copy``. A file that is no database is moved aside.

    Raises:
        Busy: another process goes on writing to it.
        StorageError: it can't be written; it is as it was.

    """
    if target.exists() and not _is_database(target):
        _move_aside(target)
    create_file(target)
    end = time.monotonic() + wait_s

    def progress(status: int, remaining: int, total: int) -> None:
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} and time.monotonic() > end:
            raise Busy(f"{target}: another process is writing")

    with translated(target), closing(sqlite3.connect(copy)) as new, closing(sqlite3.connect(target)) as old:
        old.execute("PRAGMA synchronous = FULL")
        new.backup(old, progress=progress)


def _move_aside(target: Path) -> None:
    for name in ("", "-wal", "-shm"):
        beside = target.with_name(target.name + name)
        if beside.exists():
            beside.replace(target.with_name(f"{target.name}.damaged{name}"))


def copied(source: Path, target: Path, *, live: bool) -> None:
    """A consistent, checked copy of any SQLite file, which others may be writing (``live``), else on any medium.

    Raises:
        StorageError: it is missing or damaged, or the copy can't be written.

    """
    if not source.is_file():
        raise StorageError(f"{source}: there is no such file")
    uri = source.resolve().as_uri() + ("" if _has_log(source, live) else "?immutable=1")
    with translated(source), closing(sqlite3.connect(uri, uri=True)) as old, closing(sqlite3.connect(target)) as new:
        target.chmod(OWNER_FILE)
        old.backup(new)
        if found := damage_in(new):
            raise StorageError(f"{source} is damaged: {'; '.join(found)}")


def _has_log(source: Path, live: bool) -> bool:
    """Whether SQLite keeps, or may put, its write-ahead log beside the file."""
    if live and os.access(source.parent, os.W_OK):
        return True
    return source.with_name(source.name + "-wal").exists()


def _is_database(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        return True  # busy, or can't be written: whoever writes next will say so
    except sqlite3.DatabaseError:
        return False
    return True
