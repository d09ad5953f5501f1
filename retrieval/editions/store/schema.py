"""Holds a database against the schema that this program gives it: a trigger or a view more would act in its name."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing

PARTS = "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master"
STATISTICS = {("table", "sqlite_stat1"), ("table", "sqlite_stat4")}
"""What ANALYZE leaves; SQLite reads them for its plans alone."""
COMMENT = re.compile(r"--[^\n]*")

SchemaParts = dict[tuple[str, str], tuple[str, str]]
"""(kind, name) → (table, statement)."""


def schema_faults(database: sqlite3.Connection, statements: Iterable[str]) -> Iterator[str]:
    """One short English sentence for each table, index, view or trigger that differs from what ``statements`` make."""
    with closing(sqlite3.connect(":memory:")) as made:
        for statement in statements:
            made.executescript(statement)
        expected = _schema_parts(made)
    found = _schema_parts(database)
    for kind, name in sorted(found.keys() - expected.keys() - STATISTICS):
        yield f"{kind} {name} is none of this program's"
    for kind, name in sorted(expected.keys() - found.keys()):
        yield f"{kind} {name} is missing"
    for kind, name in sorted(found.keys() & expected.keys()):
        if found[kind, name] != expected[kind, name]:
            yield f"{kind} {name} is not as this program makes it"


def _schema_parts(database: sqlite3.Connection) -> SchemaParts:
    return {(kind, name): (table, _plain(sql)) for kind, name, table, sql in database.execute(PARTS)}


def _plain(sql: str) -> str:
    """A statement without comments, and with one space wherever there is any."""
    return " ".join(COMMENT.sub("", sql).split())
