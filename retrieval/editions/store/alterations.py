"""What in an archive's file is not as this program wrote it, however sound the file is: its schema, its articles."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from retrieval.editions.store.database import WAIT_S, reading_address, translated
from retrieval.editions.store.migrations import archive_schema_faults
from retrieval.editions.store.rows import HASHED, hash_of_fields


def alterations_of(path: Path) -> list[str]:
    """``alterations`` of a file that others may have open. Raises ``StorageError`` where it can't be read."""
    uri = reading_address(path)
    with translated(path), closing(sqlite3.connect(uri, uri=True, timeout=WAIT_S)) as connection:
        return list(alterations(connection))


def alterations(connection: sqlite3.Connection) -> Iterator[str]:
    """One short English sentence each. No article is looked at where the schema is another's: a view can lie."""
    connection.execute("PRAGMA trusted_schema = OFF")
    faults = archive_schema_faults(connection)
    yield from faults
    if not faults:
        yield from _altered_articles(connection)


def _altered_articles(connection: sqlite3.Connection) -> Iterator[str]:
    for article_id, written, *fields in connection.execute(HASHED):
        try:
            is_same = hash_of_fields(*fields) == written
        except TypeError:  # bytes where a text was written
            is_same = False
        if not is_same:
            yield f"article {article_id} is not as it was read: its headline, text or place was changed"
