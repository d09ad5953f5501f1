"""Every field of one line is one line wherever it is shown, whatever an archive holds, and otherwise word for word."""

from __future__ import annotations

import json
import re
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.terminal.console import plain_console
from tests.bot.conftest import Ran

BREAKS = "\n\r\x0b\x0c\x1c\x85\u2028\u2029"
FORGED = "「假引文」"
WORDS = ":heart: [red]甲[/red] :1: 12"
"""What rich, the library that draws tables, would take for an emoji, a colour and a number."""
EVIL = f"\x1b[31m真{''.join(sign + FORGED for sign in BREAKS)}\x9b2J\u202e{WORDS}"
BYLINE = json.dumps([[EVIL], [EVIL], []], ensure_ascii=False)
COMMANDS = {
    "articles": ["articles"],
    "withdrawn": ["articles", "--withdrawn"],
    "waiting": ["articles", "--waiting"],
    "ask": ["ask", "青溪区图书馆几点关门"],
    "nothing found": ["ask", "火星基地什么时候开放"],
    "show": ["show", "1"],
    "show an excerpt": ["show", "p1"],
    "status": ["status"],
    "correct": ["correct"],
    "release": ["release"],
    "generations": ["generations"],
    "mentions": ["mentions", "图书馆"],
    "mentions as a table": ["mentions", "图书馆", "--csv"],
    "verify-quote": ["verify-quote", "新增座位320个"],
    "verify": ["verify"],
    "doctor": ["doctor"],
    "rebuild": ["rebuild", "--force"],
    "prune": ["prune"],
}
SILENT = {"waiting", "nothing found", "status", "release", "generations", "doctor", "rebuild", "prune", "verify"}
NAMING = set(COMMANDS) - SILENT
"""Those that name articles."""
NOTICE = """## 更正

昨日刊登的《青溪区图书馆延长开放时间》一文中，新增座位应为300个。特此更正。
"""


@pytest.fixture
def altered(baowen: Callable[..., Ran], indexed: Path, page: Path) -> Path:
    """An archive as a program without limits would have written it; one article is withdrawn, one is corrected."""
    (page.parent / "03.txt").write_text(NOTICE, encoding="utf-8")
    assert baowen("index", page.parent / "03.txt", data=indexed).code == 0
    assert baowen("withdraw", "2", "--reason", EVIL, data=indexed).code == 0
    assert baowen("correct", "3", "1", data=indexed).code == 0
    with closing(sqlite3.connect(indexed / "archive.sqlite")) as archive:
        fields = "headline = ?1, kicker = ?1, subhead = ?1, page = ?1, byline = ?2"
        archive.execute(f"UPDATE articles SET {fields}", (EVIL, BYLINE))
        archive.execute("UPDATE editions SET paper = ?", (EVIL,))
        archive.commit()
    assert baowen("rebuild", "--force", data=indexed).code == 0
    return indexed


def test_no_line_is_forged_and_no_word_changed(
    baowen: Callable[..., Ran], altered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "4000")
    for name, arguments in COMMANDS.items():
        ran = baowen(*arguments, data=altered)
        shown = ran.out + ran.err
        assert shown.strip(), name
        lines = re.split(f"[{BREAKS}]", shown)
        assert not [line for line in lines if line.strip().startswith(FORGED)], name
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e]", shown), name
        assert (WORDS in shown) == (name in NAMING), name


def test_a_kind_of_question_is_one_line_too(
    baowen: Callable[..., Ran], indexed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "4000")
    asked = tmp_path / "asked.jsonl"
    row = {"question": "青溪区图书馆几点关门", "answers": ["22时"], "kind": EVIL}
    asked.write_text(json.dumps(row) + "\n", encoding="utf-8")
    ran = baowen("eval", asked, data=indexed)
    assert WORDS in ran.out
    assert not [line for line in ran.out.splitlines() if line.strip().startswith(FORGED)]
    assert "\x1b" not in ran.out


@pytest.mark.skipif(sys.platform != "linux", reason="names with line breaks: Linux")
@pytest.mark.parametrize("content", ["# 冰场开放\n\n什刹海冰场今天开放，票价二十元。\n", "\0"], ids=["read", "refused"])
def test_the_name_of_a_file_forges_no_line(baowen: Callable[..., Ran], tmp_path: Path, content: str) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / f"a\n{FORGED}\x1b[31m.txt").write_text(content, encoding="utf-8")
    ran = baowen("index", inbox, data=tmp_path / "data")
    shown = ran.out + ran.err
    assert FORGED in shown
    assert not [line for line in shown.splitlines() if line.startswith(FORGED)]
    assert "\x1b" not in shown


def test_only_the_plain_console_draws_tables() -> None:
    folder = Path(__file__).resolve().parents[3] / "bot"
    users = {path.name for path in folder.rglob("*.py") if "rich.console" in path.read_text(encoding="utf-8")}
    assert users == {"console.py"}


def test_the_plain_console_changes_no_word() -> None:
    console = plain_console()
    with console.capture() as captured:
        console.print(WORDS)
    assert captured.get() == WORDS + "\n"
