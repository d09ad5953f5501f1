"""Power, disk and patience run out: the published generation stays whole and goes on answering."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest


def child(root: Path, *arguments: object) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.index.child", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=root, timeout=280, check=False)
    assert done.returncode == 0, done.stderr
    print(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_a_killed_publishing_changes_nothing(root: Path, tmp_path: Path) -> None:
    found = child(root, "kills", tmp_path, 30, 7)
    assert (found["killed"], found["broken"], found["ends_whole"]) == (30, 0, True)
    assert sum(count > 0 for count in found["steps"].values()) >= 4
    assert found["reader"]["answers"] > 10
    assert (found["reader"]["torn"], found["reader"]["errors"]) == (0, 0)
    assert not list((tmp_path / "generations").glob(".*"))


@pytest.mark.parametrize("limit", [0, 100, 3000, 20_000])
def test_a_full_disk_changes_nothing(root: Path, tmp_path: Path, limit: int) -> None:
    assert child(root, "full", tmp_path, limit) == {"refused": True, "whole": True, "mended": True}


def test_damage_is_noticed_and_never_ends_the_process(root: Path, tmp_path: Path) -> None:
    found = child(root, "damage", tmp_path, 1, 3)
    assert found["tried"] > 50
    assert (found["unnoticed"], found["crashed"]) == (0, 0)


def test_a_read_only_folder_answers_and_refuses_to_be_written(root: Path) -> None:
    with TemporaryDirectory() as open_to_all:  # pytest's own folders are not
        Path(open_to_all).chmod(0o755)
        folder = Path(open_to_all) / "data"
        assert child(root, "readonly", folder) == {"answers": True, "refuses": True}
