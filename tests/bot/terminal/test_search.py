"""``baowen search``, ``ask --copy-as`` and shell completion as they are typed."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.terminal.completion import SHELLS

LIBRARY = "《青溪区图书馆延长开放时间》 青溪晚报 2025年11月8日 第2版 记者 林晓岚"


def test_reports_are_found_with_counts(baowen, indexed: Path) -> None:
    ran = baowen("search", "图书馆", data=indexed)
    assert ran.code == 0
    assert "共 1 篇" in ran.out
    assert LIBRARY in ran.out
    assert "【图书馆】" in ran.out
    assert "没有找到" in baowen("search", "qwertz", data=indexed).out


def test_all_reports_are_listed_page_after_page(baowen, indexed: Path) -> None:
    whole = baowen("search", "--json", "--most", "100", data=indexed).json
    assert whole["total"] == len(whole["results"]) == sum(each["count"] for each in whole["facets"]["months"])
    first = baowen("search", "--most", "1", data=indexed)
    assert f"还有 {whole['total'] - 1} 篇：加上 --start 2" in first.out
    second = baowen("search", "--most", "1", "--start", "2", "--json", data=indexed).json
    assert second["results"] == whole["results"][1:2]


def test_limits_hold_and_are_told(baowen, indexed: Path) -> None:
    found = baowen("search", "--person", "林晓岚", "--page", "第二版", "--order", "oldest", "--json", data=indexed).json
    assert found["filters"]["pages"] == ["2"]
    assert {"林晓岚"} <= {name for each in found["results"] for name in each["byline"]["reporters"]}
    assert baowen("search", "图书馆", "--until", "2020-01-01", "--json", data=indexed).json["total"] == 0


def test_results_as_table_and_csv(baowen, indexed: Path) -> None:
    table = baowen("search", "图书馆", "--table", data=indexed).out
    assert "《青溪区图书馆延长开放时间》  2025-11-08" in table
    (row,) = csv.DictReader(io.StringIO(baowen("search", "图书馆", "--csv", data=indexed).out))
    assert row["headline"] == "青溪区图书馆延长开放时间"
    assert baowen("show", row["citation"], data=indexed).code == 0


def test_quotations_are_printed_to_be_pasted(baowen, indexed: Path) -> None:
    cited = baowen("ask", "图书馆延长到几点", "--top", "1", "--json", data=indexed).json["citations"][0]
    plain = baowen("ask", "图书馆延长到几点", "--top", "1", "--copy-as", "plain", data=indexed).out
    assert plain == f"“{cited['excerpt']}”\n——{cited['line']}\n"
    markdown = baowen("ask", "图书馆延长到几点", "--top", "1", "--copy-as", "markdown", data=indexed).out
    assert markdown.startswith("> ")
    assert cited["line"] in markdown
    assert baowen("ask", "图书馆", "--copy-as", "plain", "--json", data=indexed).code == 2


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_is_printed_for_every_shell(baowen, shell: str) -> None:
    ran = baowen("completion", shell)
    assert ran.code == 0
    assert "_BAOWEN_COMPLETE" in ran.out


@pytest.mark.parametrize(
    ("words", "at", "expected"),
    [
        ("baowen se", 1, "plain,search"),
        ("baowen search --or", 2, "plain,--order"),
        ("baowen completion ", 2, "plain,fish"),
    ],
)
def test_commands_options_and_values_are_completed(root: Path, words: str, at: int, expected: str) -> None:
    asked = {"_BAOWEN_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(at)}
    ran = subprocess.run(
        [sys.executable, "-m", "bot.cli"],
        env=os.environ | asked,
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert expected in ran.stdout.splitlines()
