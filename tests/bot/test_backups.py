"""Backups are whole or not there, and what is replaced is kept as it lies."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from bot.backups import REPLACED, keep_aside, put, save
from retrieval.editions.store.archive import Archive
from retrieval.errors import StorageError


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with an empty archive, and one with nothing to do with a backup beside it."""
    folder = tmp_path / "data"
    Archive.open(folder / "archive.sqlite", create=True).close()
    (folder / "vectors.sqlite").write_bytes(b"derived")
    return folder


def remember(data: Path) -> None:
    """A database as the bot leaves one."""
    with closing(sqlite3.connect(data / "telegram.sqlite")) as connection, connection:
        connection.execute("CREATE TABLE watches (words TEXT)")
        connection.execute("INSERT INTO watches VALUES ('自习室')")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_an_archive_that_opens(data: Path, tmp_path: Path) -> None:
    target = tmp_path / "backup.sqlite"
    assert save(data, target, everything=False) == ("archive.sqlite",)
    assert names(tmp_path) == ["backup.sqlite", "data"]
    with Archive.open(target) as archive:
        assert archive.counts().articles == 0


def test_a_whole_backup_holds_what_there_is_and_nothing_derived(data: Path, tmp_path: Path) -> None:
    assert save(data, tmp_path / "first", everything=True) == ("archive.sqlite",)
    remember(data)
    (data / "tuning.json").write_text("{}", encoding="utf-8")
    (data / "questions.jsonl").write_text("\n", encoding="utf-8")
    found = save(data, tmp_path / "second", everything=True)
    assert found == ("archive.sqlite", "telegram.sqlite", "questions.jsonl", "tuning.json")
    assert names(tmp_path / "second") == sorted(found)
    assert stat.S_IMODE((tmp_path / "second").stat().st_mode) == 0o700


@pytest.mark.parametrize("everything", [False, True], ids=["file", "folder"])
def test_a_damaged_archive_leaves_nothing_behind(data: Path, tmp_path: Path, everything: bool) -> None:
    (data / "archive.sqlite").write_bytes(b"no database" * 500)
    with pytest.raises(StorageError, match=r"archive\.sqlite"):
        save(data, tmp_path / "backup", everything=everything)
    assert names(tmp_path) == ["data"]


@pytest.mark.parametrize("everything", [False, True], ids=["file", "folder"])
def test_a_place_that_is_not_there_is_not_made(data: Path, tmp_path: Path, everything: bool) -> None:
    with pytest.raises(StorageError, match="nowhere/backup: No such file"):
        save(data, tmp_path / "nowhere" / "backup", everything=everything)
    assert names(tmp_path) == ["data"]


def test_what_is_kept_aside_in_one_second_has_places_of_its_own(data: Path) -> None:
    kept = [keep_aside(data) for _ in range(3)]
    assert len(set(kept)) == 3
    assert {path.parent for path in kept} == {data / REPLACED}
    assert all(names(path) == ["archive.sqlite"] for path in kept)


def test_what_is_damaged_is_kept_as_it_lies(data: Path, caplog: pytest.LogCaptureFixture) -> None:
    remember(data)
    for name in ("archive.sqlite", "archive.sqlite.damaged"):
        (data / name).write_bytes(b"no database" * 500)
    kept = keep_aside(data)
    assert names(kept) == ["archive.sqlite", "archive.sqlite.damaged", "telegram.sqlite"]
    assert all((kept / name).read_bytes() == (data / name).read_bytes() for name in names(kept))
    assert "the old content is kept as it is" in caplog.text


def test_a_small_file_takes_the_place_of_another(tmp_path: Path) -> None:
    source, target = tmp_path / "new.json", tmp_path / "tuning.json"
    target.write_text("旧", encoding="utf-8")
    with pytest.raises(FileNotFoundError):
        put(source, target)
    assert target.read_text(encoding="utf-8") == "旧"
    source.write_text("新", encoding="utf-8")
    put(source, target)
    assert target.read_text(encoding="utf-8") == "新"
    assert names(tmp_path) == ["new.json", "tuning.json"]
