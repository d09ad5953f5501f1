"""A watched folder, looked into by a clock of ours: files are given once, when they are whole."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from retrieval.editions.sources.arrivals import EMPTY_WAITS, Arrivals, Stamp, stamp_of
from retrieval.errors import StorageError

SETTLE, PATIENCE = 5.0, 60.0


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def drop(folder: Path, name: str, text: str = "一版", *, at: int = 100) -> Path:
    """Write a file that says it was changed at that second."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (at, at))
    return path


def watched(folder: Path, taken: Mapping[str, Stamp] | None = None) -> Arrivals:
    return Arrivals(folder, settle_s=SETTLE, patience_s=PATIENCE, taken=taken or {})


def names(arrivals: Arrivals, now: float) -> list[str]:
    return [each.name for each in arrivals.look(now)]


def test_a_file_is_given_when_it_has_stayed_the_same_for_a_while(inbox: Path) -> None:
    arrivals = watched(inbox)
    path = drop(inbox, "2025-11-08/01.txt")
    assert names(arrivals, 0) == []
    assert names(arrivals, SETTLE - 1) == []
    (arrival,) = arrivals.look(SETTLE)
    assert (arrival.name, arrival.path, arrival.stamp) == ("2025-11-08/01.txt", path, stamp_of(path))
    assert arrival.unchanged()


def test_what_was_taken_comes_again_only_when_it_has_changed(inbox: Path) -> None:
    arrivals = watched(inbox)
    path = drop(inbox, "01.txt")
    arrivals.look(0)
    (arrival,) = arrivals.look(SETTLE)
    assert names(arrivals, SETTLE) == ["01.txt"], "until it is taken"
    arrivals.take(arrival)
    assert names(arrivals, 100) == []
    assert names(watched(inbox, arrivals.taken), 100) == []
    drop(inbox, "01.txt", "改过的一版", at=101)
    assert not arrival.unchanged()
    assert names(arrivals, 200) == []
    assert names(arrivals, 200 + SETTLE) == ["01.txt"]
    path.unlink()
    assert stamp_of(path) is None


def test_files_wait_for_one_that_still_grows_but_not_for_ever(inbox: Path) -> None:
    arrivals = watched(inbox)
    drop(inbox, "b.txt")
    drop(inbox, "a.txt")
    assert names(arrivals, 0) == []
    for now in range(4, int(PATIENCE), 4):
        drop(inbox, "c.jsonl", "行" * now, at=100 + now)
        assert names(arrivals, now) == []
    drop(inbox, "c.jsonl", "行", at=1000)
    assert names(arrivals, PATIENCE) == ["a.txt", "b.txt"]
    assert names(arrivals, PATIENCE + SETTLE) == ["a.txt", "b.txt", "c.jsonl"]


@pytest.mark.parametrize("ending", [".done", ".ready"])
def test_a_marker_spares_the_waiting_unless_it_is_older(inbox: Path, ending: str) -> None:
    arrivals = watched(inbox)
    drop(inbox, "01.txt", at=100)
    drop(inbox, f"01.txt{ending}", "", at=99)
    assert names(arrivals, 0) == []
    drop(inbox, f"01.txt{ending}", "", at=100)
    assert names(arrivals, 0) == ["01.txt"]


def test_an_empty_file_is_waited_for_longer(inbox: Path) -> None:
    arrivals = watched(inbox)
    drop(inbox, "01.txt", "")
    arrivals.look(0)
    assert names(arrivals, EMPTY_WAITS * SETTLE - 1) == []
    assert names(arrivals, EMPTY_WAITS * SETTLE) == ["01.txt"]


def test_what_is_not_awaited_is_passed_over(inbox: Path) -> None:
    arrivals = watched(inbox)
    for name in (
        ".01.txt", "~01.txt", "01.txt~", "01.txt.part", "01.txt.tmp", "01.crdownload", "01.filepart", "01.doc", "01",
        "01.txt.reason.txt", ".git/01.txt", "~a/01.txt", "a.tmp/01.txt", "quarantine/01.txt",
    ):  # fmt: skip
        drop(inbox, name)
    (inbox / "link.txt").symlink_to(drop(inbox.parent, "outside.txt"))
    for name in ("a/quarantine/02.txt", "B.TXT", "c.md", "d.jsonl", "e.ndjson", "f.zip"):
        drop(inbox, name)
    arrivals.look(0)
    assert names(arrivals, SETTLE) == ["B.TXT", "a/quarantine/02.txt", "c.md", "d.jsonl", "e.ndjson", "f.zip"]


def test_a_folder_that_looks_empty_makes_nothing_new(inbox: Path) -> None:
    """As a share does that is not mounted; where other files lie, one that is gone is forgotten."""
    arrivals = watched(inbox)
    drop(inbox, "01.txt")
    arrivals.look(0)
    arrivals.take(*arrivals.look(SETTLE))
    (inbox / "01.txt").unlink()
    assert names(arrivals, 10) == []
    assert list(arrivals.taken) == ["01.txt"]
    drop(inbox, "02.txt")
    assert names(arrivals, 20) == []
    assert list(arrivals.taken) == []


def test_a_folder_that_is_not_there_is_told(inbox: Path) -> None:
    arrivals = watched(inbox / "none")
    with pytest.raises(StorageError, match="none: there is no such folder"):
        arrivals.look(0)
    (inbox / "none").write_text("a file")
    with pytest.raises(StorageError):
        arrivals.look(0)
