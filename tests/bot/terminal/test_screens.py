"""The screens that people meet every day: at each width, in each language, with and without colour."""

from __future__ import annotations

import io
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import click
import pytest

from bot.cli import main
from bot.lang import LANGS, Lang
from bot.terminal.layout import ANSI, columns_of
from retrieval.language.characters import NEVER_FIRST, NEVER_LAST
from tests.bot.conftest import PAGE, Ran
from tests.bot.support import LIBRARY
from tests.bot.terminal.test_languages import own_words, wrong_words

WIDTHS = (40, 60, 100)
NAMES = ("林晓岚", "秦朗", "杜小舟", "青溪晚报", f"《{LIBRARY}》")
MARGIN = re.compile(r"(?:\d* ?│)? *")
HANGING = 2
"""Columns by which a full stop may stand out."""
TALK = "自习室新增多少座位\n供暖管线涉及多少个小区\n1\n9\n更多\n版面:2\n范围:\n?\nq\n"
SCREENS: dict[str, tuple[str, ...]] = {
    "index of a mixed folder": ("index", "mixed", "--dry-run", "--verbose"),
    "ask": ("ask", "自习室新增多少座位"),
    "ask in vain": ("ask", "火星基地住了多少人"),
    "chat": ("chat",),
    "doctor": ("doctor",),
    "status": ("status",),
    "help": ("--help",),
    "help of a command": ("mentions", "--help"),
}
Look = Callable[..., str]


class Terminal(io.StringIO):
    """Standard output as a terminal's."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def look(printed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Look:
    """What a command shows at a terminal of some columns."""
    shutil.copytree(printed, tmp_path / "data")
    mixed = tmp_path / "mixed"
    mixed.mkdir()
    for name, content in {
        "青溪晚报-2025-11-08-02.txt": PAGE.encode(),
        "空.txt": b"",
        "坏.txt": bytes(range(256)),
        "稿.docx": b"PK",
        "表.xlsx": b"PK",
        "lines.jsonl": '{"headline": "一", "body": "第一条消息。"}\n{"headline": "二", "body": 5}\n'.encode(),
    }.items():
        (mixed / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BAOWEN_DATA", "data")
    monkeypatch.setenv("BAOWEN_READING", "off")

    def shown(screen: str, lang: Lang, width: int, *, colour: bool) -> str:
        terminal = Terminal()
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("BAOWEN_LANG", lang)
            patched.setenv("COLUMNS", str(width))
            patched.setenv("TERM", "xterm")
            patched.setattr(sys, "stdin", io.StringIO(TALK))
            patched.setattr(sys, "stdout", terminal)
            patched.delenv("NO_COLOR", raising=False) if colour else patched.setenv("NO_COLOR", "1")
            with pytest.raises(SystemExit):
                main(list(SCREENS[screen]))
        return terminal.getvalue()

    return shown


def faults(shown: str, lang: Lang, width: int) -> Iterator[str]:
    """What somebody who reads the screen would complain of."""
    lines = click.unstyle(shown).splitlines()
    for line in lines:
        if columns_of(line) > width + (HANGING if line[-1:] in NEVER_FIRST else 0):
            yield f"too wide: {line}"
        text = MARGIN.sub("", line, count=1)
        if text and (text[0] in NEVER_FIRST.translate(dict.fromkeys(map(ord, "…—."))) or text[-1] in NEVER_LAST):
            yield f"a sign where none stands: {line}"
        if line != line.rstrip():
            yield f"spaces at the end: {line!r}"
    around = [line for line in lines if "│" not in line]
    whole, run_on = "\n".join(around), "".join(line.strip() for line in around)
    yield from (f"{name} is cut" for name in NAMES if whole.count(name) != run_on.count(name))
    for line in own_words(Ran(0, "\n".join(around), "")):
        yield from (f"{word} is of another language: {line}" for word in wrong_words(line, lang))


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_reads_well_at_each_width_in_each_language(look: Look, screen: str) -> None:
    found = []
    for lang, width, colour in product(LANGS, WIDTHS, (True, False)):
        shown = look(screen, lang, width, colour=colour)
        assert shown.strip()
        assert colour or not re.search(ANSI, shown), shown
        found += [f"{lang} {width}: {fault}" for fault in faults(shown, lang, width)]
    assert not found, "\n".join(found)


def test_evidence_is_coloured_or_bracketed(look: Look) -> None:
    bare, coloured = (look("ask", "zh-hans", 60, colour=colour) for colour in (False, True))
    assert "【" in bare
    assert "【" not in coloured and re.search(ANSI, coloured)
