"""How to write to whoever reads the output: language, colour, and the width where it is a terminal."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import click

from bot.lang import Lang
from bot.render import harmless, one_line
from bot.settings import colour_wanted
from bot.terminal.layout import wrapped
from bot.wording import Wording, say
from retrieval.domain import Span

WIDEST = 100
"""Columns of a line at most: longer ones are hard to read."""
USUAL = 80
BAR = "│ "
"""What stands before each line of a quotation."""


@dataclass(frozen=True, slots=True)
class Screen:
    """``width`` is None where nothing is to be broken into lines: a pipe, a file."""

    lang: Lang = "zh-hans"
    colour: bool = False
    width: int | None = None

    def say(self, text: Wording, /, **values: object) -> str:
        """``text`` in the reader's language; what the values hold steers no terminal and begins no line."""
        return harmless(say(self.lang, text, **{name: _shown(value) for name, value in values.items()}))

    def wrapped(self, text: str, first: str = "", then: str | None = None) -> str:
        """``text`` in lines that fit."""
        return wrapped(text, self.width, first, then)

    def named(self, text: str, first: str = "") -> str:
        """A line with names, which stay whole: where something was printed, and by whom."""
        return wrapped(text, self.width, first, whole="names")

    def told(self, text: Wording, /, **values: object) -> str:
        """A sentence in lines that fit; headlines in it stay whole."""
        return wrapped(self.say(text, **values), self.width, whole="titles")

    def reported(self, line: str) -> str:
        """A line of a report, its further lines set in more than the first; headlines stay whole."""
        lead = line[: len(line) - len(line.lstrip())]
        return wrapped(line.lstrip(), self.width, lead, lead + "  ", whole="titles")

    def quoted(self, text: str, number: int | None = None) -> str:
        """Printed words set off by a bar, as an article of that ``number``."""
        first = BAR if number is None else f"{number} {BAR}"
        return self.wrapped(text, first, " " * (len(first) - len(BAR)) + BAR)

    def strong(self, text: str) -> str:
        return click.style(text, bold=True) if self.colour else text

    def faint(self, text: str) -> str:
        return click.style(text, dim=True) if self.colour else text

    def marked(self, text: str, spans: Sequence[Span]) -> str:
        """``text`` with ``spans`` in colour, in 【】 where there is none; harmless to the terminal."""
        parts, at = [], 0
        for start, end in sorted(spans):
            if start >= at and end > start:
                is_all = end - start >= len(text)
                parts += [harmless(text[at:start]), self._mark(harmless(text[start:end]), is_all=is_all)]
                at = end
        return "".join([*parts, harmless(text[at:])])

    def _mark(self, text: str, *, is_all: bool) -> str:
        """Brackets say nothing where they would stand around all of it."""
        if self.colour:
            return click.style(text, bold=True, fg="yellow")
        return text if is_all else f"【{text}】"


def _shown(value: object) -> object:
    return value if isinstance(value, int | float) else one_line(str(value))


def screen_of(lang: Lang) -> Screen:
    """The screen of this process's standard output."""
    is_terminal = sys.stdout.isatty()
    return Screen(lang, is_terminal and colour_wanted(), terminal_width() if is_terminal else None)


def tell(line: str) -> None:
    """A line for standard error, which is where problems are told; in several where the terminal is narrow."""
    width = terminal_width() if sys.stderr.isatty() else None
    click.echo(wrapped(line, width, whole="titles"), err=True)


def terminal_width() -> int:
    """Columns of a line of text."""
    columns = shutil.get_terminal_size((0, 24)).columns or _columns_for_errors()
    return min(WIDEST, columns)


def _columns_for_errors() -> int:
    """Columns of the terminal that shows errors, where what is printed goes elsewhere."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or USUAL
    except (OSError, ValueError):
        return USUAL
