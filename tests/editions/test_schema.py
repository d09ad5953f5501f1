"""A database held against the schema that this program gives it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from retrieval.editions.store.schema import schema_faults

MADE = ("CREATE TABLE page (id INTEGER PRIMARY KEY, name TEXT)", "CREATE INDEX by_name ON page (name)")


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    for statement in MADE:
        connection.execute(statement)
    yield connection
    connection.close()


def test_the_same_schema_has_no_fault_however_it_is_spelt(database: sqlite3.Connection) -> None:
    spelt = ("CREATE TABLE page (id INTEGER PRIMARY KEY, -- the number\n   name TEXT)", MADE[1])
    assert list(schema_faults(database, spelt)) == []


def test_statistics_are_sqlites_own(database: sqlite3.Connection) -> None:
    database.execute("INSERT INTO page VALUES (1, 'A3')")
    database.execute("ANALYZE")
    assert list(schema_faults(database, MADE)) == []


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("CREATE TRIGGER t AFTER INSERT ON page BEGIN DELETE FROM page; END", "trigger t is none of this program's"),
        ("CREATE VIEW v AS SELECT * FROM page", "view v is none of this program's"),
        ("DROP INDEX by_name", "index by_name is missing"),
        ("ALTER TABLE page ADD COLUMN other TEXT", "table page is not as this program makes it"),
    ],
)
def test_each_difference_is_told(database: sqlite3.Connection, statement: str, fault: str) -> None:
    database.execute(statement)
    assert list(schema_faults(database, MADE)) == [fault]
