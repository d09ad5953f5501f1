"""Lines for a terminal: widths in columns, where Chinese characters take two, and breaks where print has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, TypeAlias

from rich.cells import cell_len, set_cell_size

from bot.render import ROLES
from retrieval.language.characters import HAN, NEVER_FIRST, NEVER_LAST, ORDINAL

ANSI = "\x1b\\[[0-9;]*m"
"""A change of colour, which takes no column."""
_SPACE = r"[^\S\u00a0]+"
"""Where lines are broken; a no-break space is none of it."""
_UNBROKEN = re.compile(
    rf"{_SPACE}|(?:{ANSI}|[{re.escape(NEVER_LAST)}])*(?:{ORDINAL}(?=[\dA-Z]))?(?:\d+ (?=\S))?"
    rf"(?:[!-~\u00a0–]+(?:(?<=\d)[{HAN}](?:\d+[{HAN}])*)?|\S)"
    rf"(?:{ANSI}|(?!\.[A-Za-z])[{re.escape(NEVER_FIRST)}])*",
    re.DOTALL,
)
"""What stays on one line: a character or Latin word with its signs, a number with what it counts (17 天), a day
(3月11日), a page (第A3版)."""
_ROLE = "|".join(sorted({role for roles in ROLES.values() for role in roles}, key=len, reverse=True))
_NAMES = re.compile(rf"{_SPACE}|(?:(?:{_ROLE}) (?=\S))?(?:(?![、；])[\S\u00a0])+[、；]?")
"""What stays on one line where names stand: all between spaces and enumeration commas, and a name with its role."""
_TITLES = re.compile(rf"《[^》]*》[{re.escape(NEVER_FIRST)}]*|{_UNBROKEN.pattern}", re.DOTALL)
"""What stays on one line where headlines are told of."""
NARROWEST = 12
"""Columns of a line at least; a terminal that is narrower breaks lines itself."""
Whole: TypeAlias = Literal["names", "titles"]
_KEPT: dict[Whole, re.Pattern[str]] = {"names": _NAMES, "titles": _TITLES}


def columns_of(text: str) -> int:
    """How many columns a text takes."""
    return cell_len(re.sub(ANSI, "", text))


def wrapped(
    text: str, width: int | None, first: str = "", then: str | None = None, *, whole: Whole | None = None
) -> str:
    """``text`` in lines of ``width`` columns, the first behind ``first``, others behind ``then`` (spaces, else).

    None leaves every line as long as it is. What is to stay ``whole`` is broken where it is longer than a line.
    """
    behind = " " * columns_of(first) if then is None else then
    unbroken = _KEPT[whole] if whole else _UNBROKEN
    lines: list[str] = []
    for part in text.split("\n"):
        lines += _lines(part, _room(width, behind if lines else first), _room(width, behind), unbroken)
    return "\n".join((behind if at else first) + line for at, line in enumerate(lines)).rstrip(" ")


def two_columns(rows: Sequence[tuple[str, str]], width: int | None, indent: int = 2) -> Iterator[str]:
    """Names and what they mean, beside each other where there is room, else one below the other."""
    widest = max((columns_of(name) for name, _ in rows), default=0)
    before = indent + widest + 2
    beside = width is None or (before <= width // 2 and all(_fits(text, width - before) for _, text in rows))
    for name, text in rows:
        if beside:
            first = " " * indent + name + " " * (widest - columns_of(name) + 2)
            yield wrapped(text, width, first)
        else:
            yield wrapped(name, width, " " * indent)
            if text:
                yield wrapped(text, width, " " * (indent + 4))


def _fits(text: str, width: int) -> bool:
    """Whether nothing that stays on one line is longer than a line."""
    return all(columns_of(found[0]) <= width for found in _UNBROKEN.finditer(text))


def table(rows: Iterable[Sequence[str]], right: frozenset[int] = frozenset()) -> Iterator[str]:
    """Rows with their cells below each other; ``right`` names columns that end at the same place."""
    known = [list(row) for row in rows]
    widths = [max(map(columns_of, column)) for column in zip(*known, strict=True)]
    for row in known:
        cells = [_padded(cell, widths[at], to_right=at in right) for at, cell in enumerate(row)]
        yield "  ".join(cells).rstrip()


def shortened(text: str, width: int) -> str:
    """A text of ``width`` columns at most, with an ellipsis where something is left out."""
    return text if columns_of(text) <= width else set_cell_size(text, max(1, width - 2)).rstrip() + "…"


def _padded(cell: str, width: int, *, to_right: bool) -> str:
    space = " " * (width - columns_of(cell))
    return space + cell if to_right else cell + space


def _room(width: int | None, before: str) -> int | None:
    return None if width is None else max(NARROWEST, width - columns_of(before))


def _lines(text: str, room: int | None, further: int | None, unbroken: re.Pattern[str]) -> Iterator[str]:
    """Lines of ``room`` columns, ``further`` from the second on; None for one line as long as it is."""
    if room is None or further is None or columns_of(text) <= room:
        yield text
        return
    line, used = "", 0
    for piece in _pieces(text, min(room, further), unbroken):
        taken = columns_of(piece)
        if line and used + taken > room and not piece.isspace():
            yield line.rstrip()
            line, used, room = "", 0, further
        if line or not piece.isspace():
            line, used = line + piece, used + taken
    yield line


def _pieces(text: str, width: int, unbroken: re.Pattern[str]) -> Iterator[str]:
    """What is not broken, in order; what is longer than a line is, between characters at last."""
    for found in unbroken.finditer(text):
        if columns_of(found[0]) <= width:
            yield found[0]
        elif unbroken is _UNBROKEN:
            yield from found[0]
        else:
            yield from _pieces(found[0], width, _UNBROKEN)
