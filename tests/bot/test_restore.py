"""Backups, and bringing them back: into an empty folder, into one that is in use, and when something goes wrong."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.restoring import restore
from bot.settings import Settings
from bot.telegram.session.store import Store
from bot.telegram.session.watch_table import WatchTable
from bot.wiring import Newsroom
from retrieval.errors import DiskFull
from tests.bot.conftest import Ran
from tests.conftest import ROOT

QUESTION = "自习室每日开放时间延长至几时"
LATER = (
    '{"headline": "自习室座位再增", "date": "2025-11-09", "paper": "青溪晚报", "body": "自习室新增座位达到400个。"}\n'
)
STEPS = ("checked", "built", "kept", "placed", "published")

KILLED = """
import os, signal, sys
from pathlib import Path
from bot.restoring import restore
from bot.settings import Settings
from bot.wiring import Newsroom
data, backup, last = sys.argv[1:]
def step(name):
    if name == last:
        os.kill(os.getpid(), signal.SIGKILL)
restore(Newsroom(Settings(data=Path(data), offline=True), create=True), Path(backup), step=step)
"""


@pytest.fixture
def backup(baowen: Callable[..., Ran], indexed: Path, tmp_path: Path) -> Path:
    """A backup of the one edition; the data folder goes on to a second one."""
    target = tmp_path / "backup.sqlite"
    assert baowen("backup", target, data=indexed).code == 0
    (tmp_path / "later.jsonl").write_text(LATER, encoding="utf-8")
    assert baowen("index", tmp_path / "later.jsonl", data=indexed).code == 0
    return target


def headlines(baowen: Callable[..., Ran], data: Path) -> list[str]:
    return [line["headline"] for line in baowen("articles", "--json", data=data).lines]


def test_into_an_empty_folder(baowen: Callable[..., Ran], backup: Path, tmp_path: Path) -> None:
    data = tmp_path / "new" / "data"
    ran = baowen("restore", backup, data=data)
    assert ran.code == 0, ran.err
    assert "2 篇" in ran.out
    assert headlines(baowen, data) == ["青溪区图书馆延长开放时间", "老旧小区今冬完成供暖管线更换"]
    assert baowen("ask", QUESTION, "--json", data=data).json["status"] == "answered"
    assert baowen("verify", data=data).code == 0
    assert not baowen("status", "--json", data=data).json["unpublished_changes"]
    assert not (data / "restoring").exists()
    assert not (data / "replaced").exists()
    assert list(backup.parent.glob("backup.sqlite*")) == [backup]


def test_a_folder_in_use_is_only_replaced_when_told(baowen: Callable[..., Ran], backup: Path, indexed: Path) -> None:
    ran = baowen("restore", backup, data=indexed)
    assert ran.code == 2
    assert "--replace" in ran.err
    assert "自习室座位再增" in headlines(baowen, indexed)
    ran = baowen("restore", backup, "--replace", data=indexed)
    assert ran.code == 0, ran.err
    assert "自习室座位再增" not in headlines(baowen, indexed)
    [kept] = (indexed / "replaced").iterdir()
    assert str(kept) in ran.out
    assert baowen("restore", kept, "--replace", data=indexed).code == 0
    assert "自习室座位再增" in headlines(baowen, indexed)
    assert not baowen("status", "--json", data=indexed).json["unpublished_changes"]


def test_a_running_bot_goes_on_and_sees_it(baowen: Callable[..., Ran], backup: Path, indexed: Path) -> None:
    """One process asks all the time; it never fails, and in the end it answers from what was restored."""
    running = Newsroom(Settings(data=indexed, offline=True))
    assert running.ask("自习室新增座位多少个").generation
    stop, failures, seen = threading.Event(), [], set()

    def ask() -> None:
        while not stop.is_set():
            try:
                answer = running.ask(QUESTION)
                seen.add((answer.generation, answer.status, answer.answer))
            except Exception as error:
                failures.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    command = [sys.executable, "-m", "bot.cli", "restore", str(backup), "--replace", "--data", str(indexed)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    threading.Event().wait(0.8)
    stop.set()
    asking.join()
    assert done.returncode == 0, done.stderr
    assert failures == []
    assert {status for _, status, _ in seen} == {"answered"}
    assert len({answer for _, _, answer in seen}) == 1
    last = running.ask("自习室新增座位多少个")
    assert last.generation == running.engine.current()
    assert str(last.freshness) == "2025-11-08"
    assert "400个" not in "".join(citation.excerpt for citation in last.citations)
    running.close()


@pytest.mark.parametrize("last", STEPS)
def test_killed_at_any_step(baowen: Callable[..., Ran], backup: Path, indexed: Path, last: str) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(indexed), str(backup), last], cwd=ROOT, capture_output=True, check=False
    )
    assert killed.returncode == -9, killed.stderr.decode()
    assert baowen("ask", QUESTION, "--json", data=indexed).json["status"] == "answered"
    if last in STEPS[:3]:
        assert "自习室座位再增" in headlines(baowen, indexed)
    assert baowen("restore", backup, "--replace", data=indexed).code == 0
    assert headlines(baowen, indexed) == ["青溪区图书馆延长开放时间", "老旧小区今冬完成供暖管线更换"]
    assert not (indexed / "restoring").exists()
    assert not list((indexed / "generations").glob(".*"))
    assert not baowen("status", "--json", data=indexed).json["unpublished_changes"]
    assert baowen("verify", data=indexed).code == 0


def test_killed_in_an_empty_folder(baowen: Callable[..., Ran], backup: Path, tmp_path: Path) -> None:
    data = tmp_path / "new"
    for last in ("built", "placed"):
        subprocess.run([sys.executable, "-c", KILLED, str(data), str(backup), last], cwd=ROOT, check=False)
    assert baowen("restore", backup, data=data).code == 0
    assert len(headlines(baowen, data)) == 2


def test_what_was_withdrawn_since_stays_so_and_ids_are_not_given_again(
    baowen: Callable[..., Ran], backup: Path, indexed: Path, tmp_path: Path
) -> None:
    before = {line["article_id"] for line in baowen("articles", "--json", data=indexed).lines}
    first = min(before)
    assert baowen("withdraw", str(first), "--reason", "失实", data=indexed).code == 0
    ran = baowen("restore", backup, "--replace", data=indexed)
    assert "1 篇在备份之后撤回过" in ran.out
    assert len(headlines(baowen, indexed)) == 1
    assert baowen("show", str(first), data=indexed).code == 9
    other = tmp_path / "other.jsonl"
    other.write_text(LATER.replace("座位再增", "座位减少"), encoding="utf-8")
    assert baowen("index", other, data=indexed).code == 0
    after = {line["article_id"] for line in baowen("articles", "--json", data=indexed).lines}
    assert max(after) > max(before)
    assert not baowen("status", "--json", data=indexed).json["unpublished_changes"]


def test_a_whole_backup_holds_the_bots_state_and_the_questions(
    baowen: Callable[..., Ran], indexed: Path, tmp_path: Path
) -> None:
    state = Store(indexed / "telegram.sqlite")
    watches = WatchTable(state)
    watches.watch(1, 1, "自习室")
    questions = '{"question": "自习室开放到几时", "answers": ["22时"]}\n'
    (indexed / "questions.jsonl").write_text(questions, encoding="utf-8")
    target = tmp_path / "whole"
    ran = baowen("backup", "--all", target, data=indexed)
    assert ran.code == 0, ran.err
    assert sorted(path.name for path in target.iterdir()) == ["archive.sqlite", "questions.jsonl", "telegram.sqlite"]
    assert all(not path.stat().st_mode & 0o077 for path in (target, *target.iterdir()))
    watches.unwatch(1, 1)
    (indexed / "questions.jsonl").unlink()
    assert baowen("restore", target, "--replace", data=indexed).code == 0
    assert [watch.words for watch in watches.watches()] == ["自习室"]  # seen by who has the file open
    assert (indexed / "questions.jsonl").read_text(encoding="utf-8") == questions
    state.close()
    assert baowen("backup", target, data=indexed).code == 2
    assert baowen("restore", target, data=tmp_path / "new").code == 0


@pytest.mark.parametrize("harm", ["cut", "flip", "no database", "other database", "newer", "misplaced", "empty"])
def test_a_backup_that_is_not_sound(
    baowen: Callable[..., Ran], backup: Path, indexed: Path, harm: str, tmp_path: Path
) -> None:
    content = backup.read_bytes()
    if harm == "cut":
        backup.write_bytes(content[: len(content) // 2])
    elif harm == "flip":
        backup.write_bytes(content[:4096] + bytes(8192) + content[12288:])
    elif harm in {"no database", "empty"}:
        backup.write_bytes(b"not a database" * 1000 if harm != "empty" else b"")
    elif harm == "other database":
        shutil.copy(indexed / "vectors.sqlite", backup)
    else:
        with closing(sqlite3.connect(backup)) as connection, connection:
            if harm == "newer":
                connection.execute("INSERT INTO migrations VALUES (99, '')")
            else:
                connection.execute("UPDATE passages SET end = 100000 WHERE id = 1")
    current = (indexed / "CURRENT").read_text(encoding="utf-8")
    ran = baowen("restore", backup, "--replace", data=indexed)
    assert ran.code == 5, ran.err
    assert "backup.sqlite" in ran.err
    assert (indexed / "CURRENT").read_text(encoding="utf-8") == current
    assert not (indexed / "restoring").exists()
    assert not (indexed / "replaced").exists()
    assert len(headlines(baowen, indexed)) == 3
    assert baowen("restore", backup, data=tmp_path / "new").code == 5


@pytest.mark.parametrize("harm", ["gone", "garbage", "cut"])
def test_over_a_damaged_archive(baowen: Callable[..., Ran], backup: Path, indexed: Path, harm: str) -> None:
    archive = indexed / "archive.sqlite"
    if harm == "gone":
        archive.unlink()
    else:
        archive.write_bytes(b"garbage" * 5000 if harm == "garbage" else archive.read_bytes()[:20000])
    ran = baowen("restore", backup, "--replace", data=indexed)
    assert ran.code == 0, ran.err
    assert len(headlines(baowen, indexed)) == 2
    assert baowen("ask", QUESTION, "--json", data=indexed).json["status"] == "answered"


def test_an_old_backup_is_migrated_in_a_copy(baowen: Callable[..., Ran], backup: Path, tmp_path: Path) -> None:
    before = backup.read_bytes()
    backup.chmod(0o400)
    assert baowen("restore", backup, data=tmp_path / "new").code == 0
    assert backup.read_bytes() == before


def test_a_backup_that_is_killed_leaves_no_half_one(baowen: Callable[..., Ran], indexed: Path, tmp_path: Path) -> None:
    (tmp_path / ".whole.part").mkdir()
    (tmp_path / ".whole.part" / "archive.sqlite").write_bytes(b"half")
    assert baowen("backup", "--all", tmp_path / "whole", data=indexed).code == 0
    assert not list(tmp_path.glob(".whole*"))
    assert baowen("backup", tmp_path / "nowhere" / "b.sqlite", data=indexed).code == 2


def test_no_room_and_another_writer(baowen: Callable[..., Ran], backup: Path, indexed: Path) -> None:
    @dataclass
    class Disk:
        free: int

    room = Newsroom(Settings(data=indexed, offline=True), look=lambda folder: Disk(1000))
    current = room.engine.current()
    with pytest.raises(DiskFull):
        restore(room, backup, step=lambda name: None)
    with room.engine.writing():
        ran = baowen("restore", backup, "--replace", data=indexed)
    assert ran.code == 6, ran.err
    assert room.engine.current() == current
    assert not (indexed / "restoring").exists()
    room.close()
