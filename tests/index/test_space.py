"""Room on the disk is asked for before anything is written."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.wiring import Newsroom
from retrieval.errors import DiskFull
from retrieval.index.space import RESERVE_BYTES, Space, needed

PAGE = "## 河堤步道开放\n\n本报讯 (记者 林晓岚) 河堤步道全长3.6公里,昨天开放。\n"


@dataclass(frozen=True)
class Disk:
    """A disk with so many bytes free."""

    free: int

    def __call__(self, folder: Path) -> Disk:
        assert folder.exists()
        return self


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "2025-11-08" / "02.txt"
    file.parent.mkdir()
    file.write_text(PAGE, encoding="utf-8")
    return file


def everything_in(folder: Path) -> dict[Path, int]:
    return {
        path: path.stat().st_size for path in folder.rglob("*") if not path.name.endswith(("-wal", "-shm", ".lock"))
    }


def test_what_is_needed() -> None:
    assert needed(0, 384) == 0
    assert needed(1000, 384) - RESERVE_BYTES == 1000 * (2 * (2 * 384 + 384 // 8 + 8 + 1700) + 2 * 384 + 100)
    Space(Path("/nowhere/at/all"), Disk(needed(10, 8))).for_passages(10, 8)
    with pytest.raises(DiskFull) as full:
        Space(Path("/nowhere/at/all"), Disk(needed(10, 8) - 1)).for_passages(10, 8)
    assert (full.value.needed, full.value.free) == (needed(10, 8), needed(10, 8) - 1)
    assert all(word in str(full.value) for word in ("/nowhere/at/all", "64.0 MiB", "prune"))


def test_a_full_disk_is_told_before_anything_is_built(page: Path, tmp_path: Path) -> None:
    room = Newsroom(Settings(data=tmp_path / "data", offline=True), create=True, look=Disk(RESERVE_BYTES))
    room.read([page])
    before = everything_in(tmp_path / "data")
    with pytest.raises(DiskFull):
        room.publish()
    assert everything_in(tmp_path / "data").keys() - before.keys() <= {
        tmp_path / "data" / name
        for name in ("generations", "write.lock", "vectors.sqlite", "publishing.jsonl", "cache")
    } | set((tmp_path / "data" / "cache").rglob("*"))
    assert not list((tmp_path / "data" / "generations").iterdir())
    assert room.engine.current() is None
    room.close()
    room = Newsroom(Settings(data=tmp_path / "data", offline=True), look=Disk(1 << 40))
    assert room.publish().changed
    page.write_text(PAGE.replace("3.6", "3.9"), encoding="utf-8")
    room.close()
    room = Newsroom(Settings(data=tmp_path / "data", offline=True), look=Disk(RESERVE_BYTES))
    current = room.engine.current()
    room.read([page])
    with pytest.raises(DiskFull):
        room.publish()
    assert room.engine.current() == current
    room.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 12 MiB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = os.geteuid() == 0 and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(folder)], capture_output=True, check=False
    ).returncode == 0  # fmt: skip
    if not mounted:
        pytest.skip("mounting a small tmpfs is not permitted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_really_small_disk(small_disk: Path, page: Path) -> None:
    room = Newsroom(Settings(data=small_disk / "data", offline=True), create=True)
    room.read([page])
    with pytest.raises(DiskFull, match="are free"):
        room.publish()
    (small_disk / "ballast").write_bytes(bytes(1024))
    long = "".join(f"## 第{n}条\n\n" + f"本市第{n}街道服务开通。" * 60 + "\n\n" for n in range(1200))
    rest = os.statvfs(small_disk)
    (small_disk / "ballast").write_bytes(bytes(rest.f_bavail * rest.f_frsize - (1 << 20)))
    page.write_text(long, encoding="utf-8")
    with pytest.raises(DiskFull, match="full"):
        room.read([page])
    assert room.archive.counts().articles == 1
    (small_disk / "ballast").unlink()
    assert room.read([page]).added == 1200
    room.close()
