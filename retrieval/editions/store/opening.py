"""Opens the file of the archive: found or made, and brought up to this program's schema."""

from __future__ import annotations

from pathlib import Path

from retrieval.editions.store.database import WAIT_S, Database, can_be_written, create_file, translated
from retrieval.editions.store.migrations import migrate, require_current
from retrieval.errors import StorageError

FILE_NAME = "archive.sqlite"


def open_database(path: Path, *, create: bool = False, wait_s: float = WAIT_S) -> Database:
    """Open the archive file at ``path`` (in a folder: its ``archive.sqlite``); the caller closes it.

    Each store is made over it: ``Archive``, ``Withdrawals``, ``Corrections``, ``Judgements``. ``wait_s`` is how long a
    write waits for another writer before it raises Busy.

    Raises:
        StorageError: it is missing (and ``create`` is False), damaged, from a newer program, or can't be made.

    """
    path = path / FILE_NAME if path.is_dir() else path
    if create:
        create_file(path)
    elif not path.is_file():
        raise StorageError(f"{path}: there is no archive here")
    database = Database(path, writable=can_be_written(path), wait_s=wait_s)
    try:
        _bring_up_to_date(database)
    except BaseException:
        database.close()
        raise
    return database


def _bring_up_to_date(database: Database) -> None:
    with translated(database.path):
        if database.writable:
            migrate(database)
        else:
            require_current(database)
