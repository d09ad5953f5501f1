"""What in an archive's file is not as this program wrote it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from retrieval.editions.ingest import ingest
from retrieval.editions.store.alterations import alterations_of
from retrieval.editions.store.archive import Archive
from retrieval.errors import StorageError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    page = tmp_path / "2025-04-08" / "03.txt"
    page.parent.mkdir()
    page.write_text("# 旧书市重开\n\n旧书市昨天在东门重新开张,摊位由86个增加到120个。\n", encoding="utf-8")
    archive = Archive.open(tmp_path / "archive.sqlite", create=True)
    ingest(archive, [page])
    archive.close()
    return tmp_path / "archive.sqlite"


def change(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(statement)
        connection.commit()


def test_what_this_program_wrote_has_none(file: Path) -> None:
    assert alterations_of(file) == []


@pytest.mark.parametrize("column", ["headline", "body"])
def test_a_changed_article_is_named(file: Path, column: str) -> None:
    change(file, f"UPDATE articles SET {column} = '改过的字'")
    (told,) = alterations_of(file)
    assert told.startswith("article 1 is not as it was read")


def test_a_trigger_is_told_and_no_article_is_looked_at(file: Path) -> None:
    change(file, "UPDATE articles SET headline = '改过的字'")
    change(file, "CREATE TRIGGER t AFTER INSERT ON articles BEGIN DELETE FROM articles; END")
    assert alterations_of(file) == ["trigger t is none of this program's"]


def test_what_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "archive.sqlite").write_text("no database", encoding="utf-8")
    with pytest.raises(StorageError):
        alterations_of(tmp_path / "archive.sqlite")
