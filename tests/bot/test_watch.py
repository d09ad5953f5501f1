"""``baowen watch``: as a process of its own with files dropped in pieces, and round by round with a clock of ours."""

from __future__ import annotations

import json
import logging
import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.watch_memory import FILE
from bot.wiring import Newsroom
from tests.bot.watch_bench import BAD_LINE, PAGE, Bench
from tests.conftest import ROOT


@dataclass
class Process:
    """``baowen watch`` at work."""

    child: subprocess.Popen[bytes]
    folder: Path
    data: Path
    log: Path

    def ends(self, number: int = signal.SIGTERM) -> str:
        self.child.send_signal(number)
        assert self.child.wait(30) == 0
        return self.log.read_text(encoding="utf-8")

    def wait(self, what: Callable[[], bool], for_s: float = 60) -> None:
        end = time.monotonic() + for_s
        while not what():
            assert self.child.poll() is None, self.log.read_text(encoding="utf-8")
            assert time.monotonic() < end, self.log.read_text(encoding="utf-8")
            time.sleep(0.05)

    def says(self, text: str, times: int = 1) -> None:
        self.wait(lambda: self.log.read_text(encoding="utf-8").count(text) >= times)

    def generations(self) -> list[str]:
        return sorted(path.name for path in (self.data / "generations").glob("[0-9]*"))


@contextmanager
def watching(tmp_path: Path, *options: str) -> Iterator[Process]:
    folder, data, log = tmp_path / "inbox", tmp_path / "data", tmp_path / "log.txt"
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "bot.cli", "watch", str(folder), "--data", str(data), *options]
    with log.open("w", encoding="utf-8") as output:
        child = subprocess.Popen(command, stdout=output, stderr=output, cwd=ROOT)
    process = Process(child, folder, data, log)
    try:
        process.says("正在监视")
        yield process
    finally:
        child.kill()
        child.wait()


def test_a_day_at_the_watch(tmp_path: Path) -> None:
    with watching(tmp_path, "--settle", "0.4", "--patience", "20") as process:
        # Two files of one edition, the second in pieces; hidden, temporary and foreign ones beside them.
        day = process.folder / "青溪晚报" / "2025-11-08"
        day.mkdir(parents=True)
        for name in (".hidden.txt", "a.txt.part", "b.tmp", "c.txt~", "~d.txt", "e.doc"):
            (day / name).write_text(PAGE.format(1), encoding="utf-8")
        (day / "01.txt").write_text(PAGE.format("3.6"), encoding="utf-8")
        pieces = PAGE.format("4.8").replace("河堤步道", "环湖步道").encode()
        with (day / "02.txt").open("wb") as growing:
            for start in range(0, len(pieces), 20):
                growing.write(pieces[start : start + 20])
                growing.flush()
                time.sleep(0.15)
        process.says("已发布")
        process.says("跳过 1 个文件，格式不支持：.doc 1。")
        assert len(process.generations()) == 1
        with closing(sqlite3.connect(process.data / "archive.sqlite")) as archive:
            assert archive.execute("SELECT body FROM articles WHERE body LIKE '%环湖步道全长4.8公里%'").fetchall()
            assert archive.execute("SELECT count(*) FROM articles").fetchone() == (2,)
            assert archive.execute("SELECT paper, date FROM editions").fetchall() == [("青溪晚报", "2025-11-08")]

        # A bad file: away, with the reason beside it; the same once more: away again, nothing piles up.
        bad = day / "03.txt"
        for times in (1, 2):
            bad.write_bytes(bytes(range(256)) * 8)
            process.says("已隔离到", times)
            process.wait(lambda: not bad.exists())
        kept = process.folder / "quarantine" / "青溪晚报" / "2025-11-08"
        assert sorted(path.name for path in kept.iterdir()) == ["03.txt", "03.txt.reason.txt"]
        reason = (kept / "03.txt.reason.txt").read_text(encoding="utf-8")
        assert "文件：青溪晚报/2025-11-08/03.txt" in reason
        assert "不是文本文件" in reason
        assert "改正后放回" in reason

        # A marker: no waiting. One line of two is bad: the other is published, the file stays.
        (process.folder / "more.jsonl").write_text(BAD_LINE, encoding="utf-8")
        (process.folder / "more.jsonl.done").touch()
        process.says("已发布", 2)
        assert (process.folder / "more.jsonl").exists()
        note = (process.folder / "quarantine" / "more.jsonl.reason.txt").read_text(encoding="utf-8")
        assert "more.jsonl 第2行，字段 body" in note
        assert "'5' 应为文字" in note

        # A zip, and one that is none.
        with zipfile.ZipFile(process.folder / "2025-11-09.zip", "w") as archive:
            archive.writestr("青溪晚报/01.txt", PAGE.format("9.9"))
        (process.folder / "broken.zip").write_bytes(b"PK\x03\x04 nonsense")
        process.says("已发布", 3)
        process.wait(lambda: (process.folder / "quarantine" / "broken.zip.reason.txt").exists())
        told = process.ends()
        assert "Traceback" not in told
        assert told.rstrip().endswith("已结束。")
        before = process.generations()

    # Started again: nothing is read or published once more, and a killed run leaves nothing behind.
    with watching(tmp_path, "--settle", "0.3") as process:
        (process.folder / "late.txt").write_text(PAGE.format("7.7"), encoding="utf-8")
        process.says("已发布")
        assert "2025-11-08/01.txt" not in process.log.read_text(encoding="utf-8")
        assert len(process.generations()) == len(before) + 1
        os.kill(process.child.pid, signal.SIGINT)
        assert process.child.wait(30) == 0


def test_killed_and_started_again(tmp_path: Path) -> None:
    """Killed as soon as it has read and before it has published; what was read is published at the next start."""
    with watching(tmp_path, "--settle", "0") as process:
        (process.folder / "2025-11-08.txt").write_text(PAGE.format("3.6"), encoding="utf-8")
        process.says("新 1")
        process.child.kill()
    with watching(tmp_path, "--settle", "0") as process:
        process.wait(lambda: (process.data / "CURRENT").exists())
        assert "Traceback" not in process.ends()
        with closing(sqlite3.connect(process.data / "archive.sqlite")) as archive:
            assert archive.execute("SELECT count(*) FROM articles").fetchone() == (1,)


def test_files_that_arrive_together_are_one_generation(bench: Bench) -> None:
    bench.drop("2025-11-08/01.txt", PAGE.format(1))
    bench.rounds(4)
    growing = bench.drop("2025-11-08/02.txt", PAGE.format(2))
    for n in range(10):
        bench.rounds(2)
        growing.write_text(growing.read_text(encoding="utf-8") + f"\n第{n}段还在写。\n", encoding="utf-8")
        assert bench.published is None
    bench.rounds(7)
    assert bench.published
    assert len(bench.room.engine.generations()) == 1
    assert bench.room.archive.counts().pages == 2


def test_whole_files_do_not_wait_for_ever(bench: Bench) -> None:
    bench.drop("2025-11-08/01.txt", PAGE.format(1))
    growing = bench.drop("2025-11-08/02.txt", PAGE.format(2))
    for n in range(50):
        bench.rounds(2)
        growing.write_text(f"{n}" * (n + 1), encoding="utf-8")
    assert bench.room.archive.counts().pages == 1


def test_a_share_that_goes_and_comes_back(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    bench.drop("2025-11-08/01.txt", PAGE.format(1))
    bench.rounds(10)
    away = bench.folder.rename(bench.folder.with_name("away"))
    bench.rounds(100)
    assert caplog.text.count("没有这个文件夹") == 1
    away.rename(bench.folder)
    bench.rounds(100)
    assert caplog.text.count("2025-11-08/01.txt") == 1


def test_a_corrected_file_is_read_again(bench: Bench) -> None:
    page = bench.drop("2025-11-08/01.txt", PAGE.format(1))
    bench.rounds(10)
    first = bench.published
    page.write_text(PAGE.format("22.5"), encoding="utf-8")
    bench.rounds(10)
    assert bench.published != first
    bench.again()
    page.touch()
    bench.rounds(10)
    assert len(bench.room.engine.generations()) == 2


def test_what_the_gate_refuses_is_told_once_and_tried_again_with_more(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    questions = bench.room.settings.data / "questions.jsonl"
    bench.drop("2025-11-08/01.txt", PAGE.format("3.6"))
    bench.rounds(10)
    first = bench.published
    asked = {"question": "河堤步道全长多少公里", "answers": ["3.6公里"], "must": True}
    questions.write_text(json.dumps(asked, ensure_ascii=False) + "\n", encoding="utf-8")
    bench.drop("2025-11-08/01.txt", PAGE.format("9.9"))
    bench.rounds(200)
    assert bench.published == first
    assert caplog.text.count("没有发布，内容已收录") == 1
    assert "河堤步道全长多少公里" in caplog.text
    questions.write_text(json.dumps(asked | {"answers": ["9.9公里"]}, ensure_ascii=False) + "\n", encoding="utf-8")
    bench.drop("2025-11-09/01.txt", PAGE.format("1.2").replace("河堤", "山顶"))
    bench.rounds(20)
    assert bench.published != first


def test_another_writer_is_waited_for(bench: Bench, caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    other = Newsroom(Settings(data=tmp_path / "data", offline=True), create=True)
    bench.drop("2025-11-08/01.txt", PAGE.format(1))
    with other.engine.writing():
        bench.rounds(60)
        assert bench.published is None
        assert caplog.text.count("等待中") == 1
    bench.rounds(70)
    assert bench.published
    other.close()


def test_a_full_disk_is_waited_for(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    @dataclass
    class Disk:
        free: int

    disk = Disk(1000)
    bench.room.look = lambda folder: disk
    bench.drop("2025-11-08/01.txt", PAGE.format(1))
    bench.rounds(60)
    assert bench.published is None
    assert caplog.text.count("磁盘空间不够") == 1
    disk.free = 1 << 40
    bench.rounds(70)
    assert bench.published


def test_a_folder_that_cannot_be_written(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    (bench.folder / "quarantine").write_text("in the way", encoding="utf-8")
    bench.drop("01.txt", "")
    bench.drop("02.txt", PAGE.format(2))
    bench.rounds(200)
    assert caplog.text.count("文件留在原处") == 1
    bench.again()
    bench.rounds(50)
    assert caplog.text.count("文件留在原处") == 1
    (bench.room.settings.data / FILE).write_text("{broken", encoding="utf-8")
    bench.again()
    bench.rounds(50)
    assert caplog.text.count("文件留在原处") == 2
    assert bench.room.archive.counts().articles == 1


def test_another_bad_file_of_the_same_name(bench: Bench) -> None:
    for text in ("", "  \n", ""):
        bench.drop("01.txt", text)
        bench.rounds(40)
    names = sorted(path.name for path in (bench.folder / "quarantine").iterdir())
    assert names == ["01-2.txt", "01-2.txt.reason.txt", "01.txt", "01.txt.reason.txt"]
    bench.drop("01.txt", PAGE.format(1))
    bench.rounds(10)
    assert bench.room.archive.counts().articles == 1
    assert not bench.room.read([bench.folder]).rejected


def test_links_are_passed_over(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(PAGE.format(1), encoding="utf-8")
    (bench.folder / "a.txt").symlink_to(tmp_path / "secret.txt")
    bench.rounds(20)
    assert bench.room.archive.counts().articles == 0


def test_the_folders_must_lie_apart(baowen, tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    assert baowen("watch", tmp_path, data=tmp_path / "data").code == 2
    assert baowen("watch", tmp_path / "nowhere", data=tmp_path / "data").code == 2
    assert baowen("watch", data=tmp_path / "data").code == 2
