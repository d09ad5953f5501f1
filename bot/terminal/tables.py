"""Tables that read well in narrow terminals too: where the columns don't fit, each row becomes a few lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.render import one_line
from bot.terminal.layout import columns_of, table, wrapped
from bot.terminal.screen import Screen

GAP = 2
"""Columns between two cells."""


def table_lines(
    titles: Sequence[str], rows: Sequence[Sequence[str]], screen: Screen, right: frozenset[int] = frozenset()
) -> Iterator[str]:
    """Rows below their titles; ``right`` names columns that end at the same place, as numbers do.

    Each cell is shown on one line and steers no terminal, whatever it holds.
    """
    rows = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(map(columns_of, column)) for column in zip(titles, *rows, strict=True)]
    if screen.width is None or sum(widths) + GAP * (len(widths) - 1) <= screen.width:
        yield from table([titles, *rows], right)
        return
    for row in rows:
        yield from _row_lines(titles, row, screen)


def _row_lines(titles: Sequence[str], row: Sequence[str], screen: Screen) -> Iterator[str]:
    """A row as one line for each cell that says anything, the first one as its heading; behind a mark, where one is."""
    first, *others = [(title, cell) for title, cell in zip(titles, row, strict=True) if cell]
    heading = first[1]
    if not first[0] and others:
        heading += f" {others.pop(0)[1]}"
    yield screen.strong(wrapped(heading, screen.width, whole="names"))
    for title, cell in others:
        yield wrapped(cell, screen.width, f"  {title} " if title else "  ", whole="names")
