"""Killed processes, full disks and read-only folders: the archive stays what it was."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from retrieval.editions.ingest import ingest
from retrieval.editions.store.archive import Archive

# argv: archive, file to ingest, then what is to be made harder. Prints what was raised.
CHILD = """
import os, resource, sys
from pathlib import Path
from retrieval.editions.store.archive import Archive
from retrieval.editions.ingest import ingest
from retrieval.errors import BaowenError
path, file, *limits = sys.argv[1:]
for limit in limits:
    name, value = limit.split("=")
    if name == "bytes":
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(value), int(value)))
    if name == "uid":
        os.setgid(int(value)); os.setuid(int(value))
print("ready", flush=True)
try:
    with Archive.open(Path(path), create=True) as archive:
        print("counts", archive.counts().articles, flush=True)
        print("added", ingest(archive, [Path(file)]).added)
except BaowenError as error:
    print(type(error).__name__, error)
    sys.exit(3)
"""
NOBODY = 65534


def child(archive: Path, file: Path, *limits: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", CHILD, str(archive), str(file), *limits]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def sound(path: Path) -> int:
    """How many articles are live in an archive that is whole."""
    with Archive.open(path) as archive:
        count = archive.counts()
        assert sum(1 for _ in archive.live_passages()) == count.passages
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    return count.articles


@pytest.fixture
def lines(write):
    """Some eight megabytes of articles: enough to be killed in."""
    body = "停了三年的旧书市周六重开，摊位一百二十个，一律不收摊位费。" * 30
    rows = (json.dumps({"id": str(n), "body": f"第{n}条。{body}"}, ensure_ascii=False) for n in range(3000))
    return write("new.jsonl", "\n".join(rows))


@pytest.fixture
def old(tmp_path, write):
    path = tmp_path / "data" / "archive.sqlite"
    with Archive.open(path, create=True) as archive:
        ingest(archive, [write("old.jsonl", '{"body": "旧的一条。"}\n')])
    return path


def test_a_killed_ingest_leaves_the_old_state(old, lines):
    dice = random.Random(7)
    seen = set()
    for _ in range(10):
        process = child(old, lines)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(dice.uniform(0.0, 0.8))
        process.kill()
        process.communicate()
        seen.add(sound(old))
        if seen != {1}:
            break
    assert seen <= {1, 3001}
    with Archive.open(old) as archive:
        ingest(archive, [lines])
    assert sound(old) == 3001


@pytest.mark.parametrize("room", [400_000, 2_000_000, 5_000_000])
def test_no_room_for_a_larger_file(old, lines, room):
    process = child(old, lines, f"bytes={room}")
    out, err = process.communicate()
    assert process.returncode == 3, err
    assert "StorageError" in out
    assert "Traceback" not in err
    assert sound(old) == 1


def test_a_full_disk(tmp_path, lines):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if (
        not mount
        or subprocess.run([mount, "-t", "tmpfs", "-o", "size=3m", "none", disk], capture_output=True).returncode
    ):
        pytest.skip("this machine lets us mount no small disk; a limit on the file size is tried elsewhere")
    try:
        path = disk / "archive.sqlite"
        with Archive.open(path, create=True) as archive:
            (tmp_path / "old.jsonl").write_text('{"body": "旧的一条。"}\n')
            ingest(archive, [tmp_path / "old.jsonl"])
        out, _ = child(path, lines).communicate()
        assert "DiskFull" in out
        assert "full" in out
        assert sound(path) == 1
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.fixture
def readable_by_all():
    """A folder that other users can look into, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="baowen-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("with_archive", [True, False])
def test_a_read_only_folder(readable_by_all, with_archive):
    data, file = readable_by_all / "data", readable_by_all / "new.jsonl"
    data.mkdir()
    (readable_by_all / "old.jsonl").write_text('{"body": "旧的一条。"}\n')
    file.write_text('{"body": "新的一条。"}\n')
    path = data / "archive.sqlite"
    if with_archive:
        with Archive.open(path, create=True) as archive:
            ingest(archive, [readable_by_all / "old.jsonl"])
        path.chmod(0o444)
    data.chmod(0o555)
    # For root every folder can be written, so root's child becomes somebody else.
    limits = (f"uid={NOBODY}",) if os.getuid() == 0 else ()
    process = child(path, file, *limits)
    out, err = process.communicate()
    assert process.returncode == 3, err
    assert ("ReadOnly" if with_archive else "StorageError") in out
    assert ("counts 1" in out) is with_archive, "what is there can still be read"
    data.chmod(0o755)
    if with_archive:
        path.chmod(0o600)
        assert sound(path) == 1
    else:
        assert list(data.iterdir()) == []
