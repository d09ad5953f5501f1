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
PROBLEMS: dict[str, tuple[str, ...]] = {
    "no such command": ("aks",),
    "no such option": ("search", "自习室", "--paeg", "3"),
    "no such file": ("index", "没有的文件夹/第一版"),
    "no such number": ("show", "99999999"),
    "no such day": ("articles", "--until", "2019年3月12日"),
    "no words": ("ask", " "),
    "no token": ("bot",),
    "no data": ("status", "--data", "不在/的/数据文件夹"),
    "a wrong setting": ("serve", "--host", "0.0.0.0"),
}
"""What goes to standard error."""
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
        terminal, stream = Terminal(), "stderr" if screen in PROBLEMS else "stdout"
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("BAOWEN_LANG", lang)
            patched.setenv("COLUMNS", str(width))
            patched.setenv("TERM", "xterm")
            patched.setattr(sys, "stdin", io.StringIO(TALK))
            patched.setattr(sys, stream, terminal)
            patched.delenv("NO_COLOR", raising=False) if colour else patched.setenv("NO_COLOR", "1")
            with pytest.raises(SystemExit):
                main(list((SCREENS | PROBLEMS)[screen]))
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


@pytest.mark.parametrize("screen", [*SCREENS, *PROBLEMS])
def test_a_screen_reads_well_at_each_width_in_each_language(look: Look, screen: str) -> None:
    found = []
    for lang, width, colour in product(LANGS, WIDTHS, (True, False)):
        shown = look(screen, lang, width, colour=colour)
        assert shown.strip()
        assert colour or not re.search(ANSI, shown), shown
        found += [f"{lang} {width}: {fault}" for fault in faults(shown, lang, width)]
    assert not found, "\n".join(found)


def test_a_problem_is_one_line_where_no_terminal_shows_it(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(look("no such file", "zh-hans", 40, colour=False).splitlines()) > 1
    monkeypatch.setattr(Terminal, "isatty", lambda _: False)
    assert len(look("no such file", "zh-hans", 40, colour=False).splitlines()) == 1


def test_the_language_stands_in_words(look: Look) -> None:
    assert "BAOWEN_LANG = 繁體中文（zh-Hant）" in look("doctor", "zh-hant", 100, colour=False)
    assert "BAOWEN_LANG = English (en)" in look("doctor", "en", 100, colour=False)


def test_evidence_is_coloured_or_bracketed(look: Look) -> None:
    bare, coloured = (look("ask", "zh-hans", 60, colour=colour) for colour in (False, True))
    assert "【" in bare
    assert "【" not in coloured and re.search(ANSI, coloured)
