"""Backups and data folders that somebody altered with care: the files are sound, what they hold is not ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.soundness import Mend
from bot.state_tables import STATE_STEPS, state_schema_faults
from bot.telegram.session.store import Store
from retrieval.editions.store.database import Database
from retrieval.editions.store.migrations import STEPS, archive_schema_faults, migrate
from tests.bot.conftest import Ran

ALTERED = {
    "a trigger": "CREATE TRIGGER x AFTER INSERT ON articles BEGIN UPDATE articles SET headline = 'X'; END",
    "a trigger in place of ours": "DROP TRIGGER article_gone;"
    "CREATE TRIGGER article_gone AFTER DELETE ON articles BEGIN DELETE FROM touched; END",
    "a trigger less": "DROP TRIGGER passage_gone",
    "a view that lies": "DROP VIEW shown; CREATE VIEW shown AS SELECT * FROM articles WHERE id < 2",
    "a view for a table": "ALTER TABLE withdrawals RENAME TO w; CREATE VIEW withdrawals AS SELECT * FROM w",
    "a table more": "CREATE TABLE more (x)",
    "a column more": "ALTER TABLE passages ADD COLUMN x",
    "a trigger under a name of SQLite's": "CREATE TRIGGER x AFTER DELETE ON editions BEGIN SELECT 1; END;"
    "PRAGMA writable_schema = ON; UPDATE sqlite_master SET name = 'sqlite_stat1',"
    " sql = replace(sql, 'TRIGGER x', 'TRIGGER sqlite_stat1') WHERE name = 'x'",
    "a headline": "UPDATE articles SET headline = '假标题' WHERE id = 1",
    "a text of equal length": "UPDATE articles SET body = replace(body, '0', '9') WHERE id = 1",
    "a reporter": """UPDATE articles SET byline = '[["某某"], [], []]' WHERE id = 1""",
    "bytes for a page": "UPDATE articles SET page = x'ff' WHERE id = 1",
}
STATE_ALTERED = "CREATE TRIGGER x AFTER INSERT ON people BEGIN DELETE FROM watches; END"


def alter(path: Path, statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(statements)


@pytest.mark.parametrize("statements", ALTERED.values(), ids=ALTERED)
def test_an_altered_backup_is_not_restored(
    baowen: Callable[..., Ran], indexed: Path, tmp_path: Path, statements: str
) -> None:
    backup = tmp_path / "backup.sqlite"
    assert baowen("backup", backup, data=indexed).code == 0
    before = baowen("articles", "--json", data=indexed).out
    alter(backup, statements)
    ran = baowen("restore", backup, "--replace", data=indexed)
    assert ran.code == 5
    assert "backup.sqlite" in ran.err
    assert len(ran.err.splitlines()) == 1
    assert baowen("articles", "--json", data=indexed).out == before
    assert not (indexed / "replaced").exists()


@pytest.mark.parametrize("statements", ALTERED.values(), ids=ALTERED)
def test_verify_notices_it_in_the_archive_in_use(baowen: Callable[..., Ran], indexed: Path, statements: str) -> None:
    alter(indexed / "archive.sqlite", statements)
    ran = baowen("verify", data=indexed)
    assert ran.code == 5
    assert "archive.sqlite" in ran.err
    assert Mend.RESTORE.value[0] in ran.err


def test_a_headline_that_a_trigger_changed_is_noticed_after_it_was_published(
    baowen: Callable[..., Ran], indexed: Path, tmp_path: Path
) -> None:
    """The trigger is gone again, and the generation was built from what it made."""
    archive = indexed / "archive.sqlite"
    alter(archive, ALTERED["a trigger"])
    page = tmp_path / "later.jsonl"
    page.write_text('{"headline": "新公园开放", "date": "2025-11-09", "body": "新公园昨日开放。"}\n', encoding="utf-8")
    assert baowen("index", page, data=indexed).code == 0
    alter(archive, "DROP TRIGGER x")
    ran = baowen("verify", data=indexed)
    assert ran.code == 5
    assert "标题、正文或版位被改过" in ran.err


def test_the_bots_memory_is_held_against_its_tables_too(
    baowen: Callable[..., Ran], indexed: Path, tmp_path: Path
) -> None:
    Store(indexed / "telegram.sqlite").close()
    whole = tmp_path / "whole"
    assert baowen("backup", "--all", whole, data=indexed).code == 0
    assert baowen("restore", whole, data=tmp_path / "sound").code == 0
    alter(whole / "telegram.sqlite", STATE_ALTERED)
    ran = baowen("restore", whole, "--replace", data=indexed)
    assert ran.code == 5
    assert "telegram.sqlite" in ran.err
    assert not (indexed / "replaced").exists()
    assert baowen("verify", data=indexed).code == 0
    alter(indexed / "telegram.sqlite", STATE_ALTERED)
    ran = baowen("verify", data=indexed)
    assert ran.code == 5
    assert Mend.MEMORY.value[0] in ran.err


def test_files_of_older_versions_are_ours(tmp_path: Path) -> None:
    for done in range(1, len(STEPS) + 1):
        database = Database(tmp_path / f"{done}.sqlite")
        migrate(database, STEPS[:done])
        assert archive_schema_faults(database.connection()) == []
        database.connection().execute("ANALYZE")
        assert archive_schema_faults(database.connection()) == []
        database.close()
    for done in range(1, len(STATE_STEPS) + 1):
        path = tmp_path / f"state{done}.sqlite"
        alter(path, "".join(STATE_STEPS[:done]) + f"PRAGMA user_version = {done}")
        assert state_schema_faults(path) == []
