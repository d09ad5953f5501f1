"""The SQLite file under the archive: connections per thread, transactions, and one translation of its errors."""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from retrieval.errors import Busy, Damaged, DiskFull, ReadOnly, StorageError, UnknownRecord

WAIT_S = 5.0
"""Seconds that another writer is waited for; by hand, 2026-11."""
OWNER_FILE, OWNER_FOLDER = 0o600, 0o700
"""Permissions that let in the owner alone."""
UNWRITABLE = "immutable=1"
"""Beside a file that nobody can write SQLite can't keep its shared memory; so it is read without."""
_ERRORS: dict[int, type[StorageError]] = {
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_CORRUPT: Damaged,
    sqlite3.SQLITE_NOTADB: Damaged,
    sqlite3.SQLITE_READONLY: ReadOnly,
}
"""SQLite's codes → ours, for those that are not just any ``StorageError``."""


class Database:
    """One SQLite file in WAL mode. Safe to share between threads; each has its own connection."""

    def __init__(self, path: Path, *, writable: bool = True, wait_s: float = WAIT_S) -> None:
        self.path = path
        self.writable = writable
        self._wait_s = wait_s
        self._local = threading.local()
        self._handles: weakref.WeakSet[_Handle] = weakref.WeakSet()
        self._lock = threading.Lock()

    def connection(self) -> sqlite3.Connection:
        """This thread's connection."""
        handle: _Handle | None = getattr(self._local, "handle", None)
        if handle is None or handle.closed:
            handle = _Handle(self.connect())
            self._local.handle = handle
            with self._lock:
                self._handles.add(handle)
        return handle.connection

    def connect(self) -> sqlite3.Connection:
        """A new connection of the caller's own, to be closed by it."""
        with translated(self.path):
            connection = _connect(self.path, self._wait_s, writable=self.writable)
            connection.execute("PRAGMA foreign_keys = ON")
            if self.writable:
                connection.execute("PRAGMA synchronous = FULL")
        return connection

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one moment of the archive for as long as it is held."""
        connection = self.connect()
        try:
            with translated(self.path):
                connection.execute("BEGIN")
            yield connection
        finally:
            connection.close()

    def backup(self, target: Path) -> None:
        """Write a consistent, checked copy to ``target``, which only the owner may read."""
        with translated(target), closing(sqlite3.connect(target)) as copy:
            target.chmod(OWNER_FILE)
            self.connection().backup(copy)
            if (found := copy.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
                raise StorageError(f"{target}: {found}")

    @contextmanager
    def transaction(self, *, commit: bool = True) -> Iterator[sqlite3.Connection]:
        """The one writer. Commits at the end (rolls back where ``commit`` is False), rolls back on any error.

        Raises:
            Busy: another process or thread is writing.
            StorageError: the file can't be written.

        """
        if not self.writable:
            raise ReadOnly(f"{self.path}: the data folder is read-only")
        connection = self.connection()
        with translated(self.path):
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT" if commit else "ROLLBACK")
            except BaseException:
                # The first error is the one to tell; SQLite has already rolled back after some of them.
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._lock:
            handles = list(self._handles)
            self._handles.clear()
        for handle in handles:
            handle.close()


class _Handle:
    """Closes its connection when the thread that holds it ends."""

    __slots__ = ("__weakref__", "closed", "connection")

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.closed = False

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            self.connection.close()

    def __del__(self) -> None:
        self.close()


def create_file(path: Path) -> None:
    """Make the folder and an empty database file that only their owner can read; no change where they exist.

    Raises:
        StorageError: the folder can't be written.

    """
    try:
        if path.is_file() and path.stat().st_size:
            return
        if not path.parent.is_dir():
            path.parent.mkdir(mode=OWNER_FOLDER, parents=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, OWNER_FILE))
    except OSError as error:
        raise StorageError(f"{path}: can't be created: {error.strerror}") from None
    with translated(path):
        connection = _connect(path, WAIT_S, writable=True)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        finally:
            connection.close()


def faults(path: Path, *queries: str) -> list[str]:
    """What SQLite itself finds wrong with any of its files, and the rows of the wrong kind that ``queries`` find."""
    try:
        with closing(sqlite3.connect(reading_address(path), uri=True, timeout=WAIT_S)) as database:
            found = list(_faults_in(database, queries))
    except sqlite3.Error as error:
        found = [str(error)]
    return [" ".join(what.split()) for what in found]


def _faults_in(database: sqlite3.Connection, queries: tuple[str, ...]) -> Iterator[str]:
    yield from damage_in(database)
    for row in database.execute("PRAGMA foreign_key_check"):
        yield f"row {row[1]} of {row[0]} leads nowhere"
    for query in queries:
        for row in database.execute(query):
            yield f"row {row[0]} is out of place"


def damage_in(database: sqlite3.Connection) -> list[str]:
    """What SQLite's own check finds, three things at most."""
    return [str(row[0]) for row in database.execute("PRAGMA integrity_check(3)") if row[0] != "ok"]


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours."""
    try:
        yield
    except OverflowError:  # what is bound is an id from outside; SQLite's integers have 64 bits
        raise UnknownRecord("no record has a number beyond 64 bits") from None
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise
    except sqlite3.DatabaseError as error:
        code = error.sqlite_errorcode & 0xFF
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise Busy(f"{path}: another process is writing") from None
        raise _ERRORS.get(code, StorageError)(f"{path}: {error}") from error


def _connect(path: Path, wait_s: float, *, writable: bool) -> sqlite3.Connection:
    """Autocommit mode: transactions are begun and ended by us alone."""
    if writable:
        return sqlite3.connect(path, timeout=wait_s, isolation_level=None, check_same_thread=False)
    uri = f"{path.resolve().as_uri()}?{UNWRITABLE}"
    return sqlite3.connect(uri, uri=True, timeout=wait_s, isolation_level=None, check_same_thread=False)


def can_be_written(path: Path) -> bool:
    """Whether a file can be changed, and SQLite's own files beside it."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def reading_address(path: Path) -> str:
    """The address of a file for a connection that only reads it."""
    return f"{path.resolve().as_uri()}?{'mode=ro' if can_be_written(path) else UNWRITABLE}"
