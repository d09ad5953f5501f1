"""What is said of a file that arrived in a watched folder."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bot.lang import LANGS, Lang
from bot.watch_reports import MOST_REASONS, WatchedFile
from retrieval.editions.report import FileOutcome, FileReport
from retrieval.errors import BadInput

AT = datetime(2025, 4, 8, 6, 10)
EMPTY = BadInput("empty", "苇州/02.txt", "no text")


def lines(count: int, more: int = 0) -> FileReport:
    bad = tuple(BadInput("json", "a.jsonl", "no JSON", line=number) for number in range(1, count + 1))
    return FileReport(
        "a.jsonl", FileOutcome.CORRECTED, articles=3, added=2, replaced=1, bad_lines=bad, more_bad_lines=more
    )


def test_a_whole_file_is_counted() -> None:
    file = WatchedFile("a.jsonl", [FileReport("a.jsonl", FileOutcome.CORRECTED, articles=3, added=2, replaced=1)])
    assert file.taken
    assert file.counted("zh-hans") == "a.jsonl：3 篇，新 2，替换 1"


def test_a_file_that_was_refused_says_why_and_what_to_do() -> None:
    file = WatchedFile("苇州/02.txt", [FileReport("苇州/02.txt", FileOutcome.REJECTED, error=EMPTY)])
    reason = file.reason(Path("/arrivals"), AT, "zh-hans")
    assert not file.taken
    assert "文件：苇州/02.txt\n时间：2025-04-08 06:10:00\n结果：没有收录\n" in reason
    assert "改正后放回 /arrivals" in reason


def test_one_that_was_read_in_part_stays() -> None:
    file = WatchedFile("a.jsonl", [lines(2)])
    assert file.taken
    assert file.unread == 2
    assert file.counted("zh-hans").endswith("；有 2 处没有收录")
    assert "改正后直接覆盖原文件即可" in file.reason(Path("in"), AT, "zh-hans")


def test_reasons_beyond_a_hundred_are_counted() -> None:
    reason = WatchedFile("a.jsonl", [lines(MOST_REASONS + 5, more=20)]).reason(Path("in"), AT, "zh-hans")
    assert reason.count("\n- ") == MOST_REASONS + 1
    assert "- ……另有 25 处" in reason


@pytest.mark.parametrize("lang", LANGS)
def test_each_language_has_its_words(lang: Lang) -> None:
    file = WatchedFile("a.jsonl", [lines(1)])
    assert "a.jsonl" in file.counted(lang)
    assert "a.jsonl" in file.reason(Path("in"), AT, lang)


def test_a_name_stays_on_its_line() -> None:
    assert "\n" not in WatchedFile("a\nb.txt", []).shown
