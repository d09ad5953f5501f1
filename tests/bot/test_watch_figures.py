"""What a watching process leaves in the data folder for ``/metrics``."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.watch_figures import READ, REFUSED, WatchFigures


def left(data: Path) -> list[str]:
    (file,) = (data / "metrics").glob("watch-*.prom")
    return file.read_text(encoding="utf-8").splitlines()


def test_files_are_counted_by_what_became_of_them(tmp_path: Path) -> None:
    figures = WatchFigures(tmp_path, "/arrivals")
    figures.file(READ)
    figures.file(READ)
    figures.file(REFUSED)
    figures.in_the_way("busy")
    figures.leave()
    lines = left(tmp_path)
    assert 'baowen_watched_files_total{outcome="read"} 2.0' in lines
    assert 'baowen_watched_files_total{outcome="failed"} 0.0' in lines
    assert 'baowen_watch_waits_total{kind="busy"} 1.0' in lines


def test_nothing_new_is_not_written_at_once(tmp_path: Path) -> None:
    figures = WatchFigures(tmp_path, "/arrivals")
    figures.leave()
    (file,) = (tmp_path / "metrics").iterdir()
    file.unlink()
    figures.leave()
    assert not file.exists()
    figures.file(READ)
    figures.leave()
    assert file.exists()


def test_two_folders_have_two_files_and_a_name_of_any_bytes(tmp_path: Path) -> None:
    for folder in ("/a", "/b", "/\udcff"):
        WatchFigures(tmp_path, folder).leave()
    assert len(list((tmp_path / "metrics").iterdir())) == 3


def test_a_folder_that_cannot_be_written_ends_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "metrics").write_text("a file in the way", encoding="utf-8")
    WatchFigures(tmp_path, "/arrivals").leave()
    assert "could not be left" in caplog.text
