"""``baowen watch`` on a folder that others may write to: no file, link or name ends it, or leads it elsewhere."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

import pytest

from bot.watch_memory import FILE
from bot.wiring import Newsroom
from tests.bot.watch_bench import BAD_LINE, PAGE, Bench


def page(number: int) -> str:
    return PAGE.format(number).replace("河堤", f"河堤{number}号")


@pytest.mark.skipif(sys.platform != "linux", reason="names that are any bytes: Linux")
def test_names_of_any_bytes_stop_nothing(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    bench.drop("good.txt", page(1))
    bench.drop(os.fsdecode("临江/白.txt".encode("gb18030")), page(2))
    bench.drop("bad\udcff.txt", page(3))
    bench.drop("a\n新收录  伪造.txt", page(4))
    bench.drop("b\n新收录  伪造.txt", "\0")
    bench.rounds(10)
    assert bench.room.archive.counts().articles == 3
    assert bench.published
    kept = {path.name for path in (bench.folder / "quarantine").iterdir()}
    assert kept == {f"{name}{end}" for name in ("bad\udcff.txt", "b\n新收录  伪造.txt") for end in ("", ".reason.txt")}
    reason = (bench.folder / "quarantine" / "b\n新收录  伪造.txt.reason.txt").read_text(encoding="utf-8")
    assert not any(line.startswith("新收录") for line in reason.splitlines())
    assert r"文件：b\n新收录  伪造.txt" in reason
    assert all("\n" not in record.getMessage() for record in caplog.records)
    bench.again()
    before = len(caplog.records)
    bench.rounds(20)
    assert len(caplog.records) == before, "nothing is told twice"


def test_a_link_into_quarantine_is_told_once_and_the_rest_goes_on(
    bench: Bench, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (bench.folder / "quarantine").symlink_to(tmp_path / "elsewhere")
    bench.drop("bad.txt", "\0")
    bench.drop("good.txt", PAGE.format(1))
    bench.rounds(100)
    assert caplog.text.count("文件留在原处") == 1
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert bench.room.archive.counts().articles == 1


def test_a_fault_of_the_program_in_one_file_is_told_once_and_left(
    bench: Bench, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Newsroom.read

    def falls_over(room: Newsroom, paths: list[Path], *, under: Path) -> object:
        if any(path.name == "05.txt" for path in paths):
            raise RecursionError("too deep")
        return read(room, paths, under=under)

    monkeypatch.setattr(Newsroom, "read", falls_over)
    for number in range(9):
        bench.drop(f"{number:02}.txt", page(number))
    bench.rounds(100)
    bench.again()
    bench.rounds(100)
    assert bench.room.archive.counts().articles == 8
    assert bench.published
    (told,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert told.getMessage().startswith("05.txt：程序内部出错：RecursionError（")
    (figures,) = (bench.room.settings.data / "metrics").glob("watch-*.prom")
    assert 'baowen_watched_files_total{outcome="failed"} 0.0' in figures.read_text(encoding="utf-8")


def test_a_fault_of_the_program_in_publishing_ends_no_watch(
    bench: Bench, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def falls_over(room: Newsroom) -> None:
        raise ValueError("a fault of ours")

    with monkeypatch.context() as broken:
        broken.setattr(Newsroom, "publish", falls_over)
        bench.drop("01.txt", PAGE.format(1))
        bench.rounds(100)
    assert caplog.text.count("程序内部出错：ValueError") == 1
    bench.rounds(100)
    assert bench.published


def test_what_became_of_files_is_counted(bench: Bench) -> None:
    bench.drop("01.txt", PAGE.format(1))
    bench.drop("02.txt", "\0")
    bench.drop("03.jsonl", BAD_LINE)
    bench.rounds(10)
    (path,) = (bench.room.settings.data / "metrics").glob("watch-*.prom")
    figures = path.read_text(encoding="utf-8")
    for outcome, count in (("read", 1), ("refused", 1), ("partly", 1), ("failed", 0)):
        assert f'baowen_watched_files_total{{outcome="{outcome}"}} {count}.0' in figures


@pytest.mark.parametrize(
    "content", ["[]", "null", "5", '{"%s": 5}', '{"%s": {"a": 5}}', '{"%s": {"a": [1, 2, 3]}}', "[" * 9999]
)
def test_a_memory_that_says_nothing_is_begun_anew(bench: Bench, content: str) -> None:
    bench.room.settings.data.mkdir()
    (bench.room.settings.data / FILE).write_text(content.replace("%s", str(bench.folder)), encoding="utf-8")
    bench.again()
    bench.drop("01.txt", PAGE.format(1))
    bench.rounds(10)
    assert bench.room.archive.counts().articles == 1
