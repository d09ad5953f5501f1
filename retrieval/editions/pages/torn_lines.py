"""Lines that wide spacing tore apart, put together: names, bylines, rows of a table that stands in one column."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from retrieval.editions.pages.sheet import CELL_SPACE, WIDE_SPACE, TypeLine, around

SAME_SIZE = 1.02
"""How many times larger the type of a line of the same block may be; by hand, 2026-11."""
SAME_SIZE_RECOGNISED = 1.22
"""The same for lines that were measured on a picture; by hand, 2026-11."""
TOUCHING_RECOGNISED = 0.5
"""Sizes between recognised stretches of one line; by hand, 2026-11."""
ROW_GAP = 2.4
"""Sizes between parts of one line that wide spacing tore apart; by hand, 2026-11."""
ROWS_AROUND = 3.0
"""Sizes above and below in which other lines tell whether a gap is a gutter; by hand, 2026-11."""
LEAST_FULL_CHARS, LEAST_FULL_LINES = 8, 4
"""Characters of a line that may fill its column, and lines with the same edges that make a column; by hand, 2026-11."""


def torn_lines_mended(lines: list[TypeLine]) -> list[TypeLine]:
    """The same lines, the parts of torn ones put together."""
    mending = _Mending(lines)
    mended: list[TypeLine] = []
    for row in _rows_of_lines(sorted(lines, key=lambda line: (line.bottom, line.left))):
        first, *others = sorted(row, key=lambda line: line.left)
        mended.append(first)
        for part in others:
            if mending.is_torn(mended[-1], part):
                mended[-1] = _torn_line_mended(mended[-1], part)
            else:
                mended.append(part)
    return mended


def _rows_of_lines(ordered: list[TypeLine]) -> Iterator[list[TypeLine]]:
    """Lines whose feet stand on one height."""
    row: list[TypeLine] = []
    for line in ordered:
        if row and line.bottom - row[-1].bottom > 0.3 * min(line.size, row[-1].size):
            yield row
            row = []
        row.append(line)
    if row:
        yield row


class _Mending:
    """Knows the lines around, and the columns of the page."""

    def __init__(self, lines: Sequence[TypeLine]) -> None:
        self._index = LinesByTop(lines)
        self._columns = list(_full_columns(lines))

    def is_torn(self, left: TypeLine, right: TypeLine) -> bool:
        """Whether two neighbours in a row are parts of one line, with no gutter between them."""
        size, gap = min(left.size, right.size), right.left - left.right
        if max(left.size, right.size) > size_tolerance(left) * size:
            return False
        touching = left.confidence is not None and gap <= TOUCHING_RECOGNISED * size
        if gap < 0 and not touching:
            return False
        column = self._column_of(left)
        if column is not None:
            return _is_within(right, column)
        votes = self._votes(left, right) if gap <= ROW_GAP * size else 0
        return votes > 0 or (touching and votes == 0)

    def _column_of(self, line: TypeLine) -> tuple[float, float] | None:
        """The narrowest column that a line stands in."""
        held = [column for column in self._columns if _is_within(line, column)]
        return min(held, key=lambda column: column[1] - column[0], default=None)

    def _votes(self, left: TypeLine, right: TypeLine) -> int:
        """Lines nearby that go through the gap, less those that end at its edges."""
        size = min(left.size, right.size)
        votes = 0
        for line in self._index.between(left.top - ROWS_AROUND * size, left.bottom + ROWS_AROUND * size):
            if line is left or line is right or max(line.size, size) > 1.3 * min(line.size, size):
                continue
            if line.left < left.right - size and line.right > right.left + size:
                votes += 1
            elif abs(line.right - left.right) < size or abs(line.left - right.left) < size:
                votes -= 1
        return votes


def _full_columns(lines: Sequence[TypeLine]) -> Iterator[tuple[float, float]]:
    """The left and right edges that several long lines have in common; lines that don't stand upright have no size."""
    level = [line for line in lines if line.size > 0 and not line.vertical]
    long = [line for line in level if len(line.text) >= LEAST_FULL_CHARS]
    counted = Counter((round(line.left / line.size), round(line.right / line.size), line.size) for line in long)
    for (left, right, size), count in counted.items():
        if count >= LEAST_FULL_LINES:
            yield left * size, right * size


def _is_within(line: TypeLine, column: tuple[float, float]) -> bool:
    return column[0] - line.size <= line.left and line.right <= column[1] + line.size


def _torn_line_mended(left: TypeLine, right: TypeLine) -> TypeLine:
    gap = right.left - left.right
    between = CELL_SPACE if gap >= WIDE_SPACE * left.size else " "
    if left.confidence is not None and gap <= TOUCHING_RECOGNISED * left.size:
        between = ""
    sure = None if left.confidence is None else min(left.confidence, right.confidence or 0.0)
    seen = around([left.seen or left.box, right.seen or right.box]) if left.seen or right.seen else None
    box = around([left.box, right.box])
    return replace(left, text=f"{left.text}{between}{right.text}", box=box, confidence=sure, seen=seen)


class LinesByTop:
    """Lines to be asked for by height."""

    def __init__(self, lines: Iterable[TypeLine]) -> None:
        self._lines = sorted(lines, key=lambda line: line.top)
        self._tops = [line.top for line in self._lines]

    def between(self, top: float, bottom: float) -> list[TypeLine]:
        """Lines that begin between two heights."""
        return self._lines[bisect_left(self._tops, top) : bisect_right(self._tops, bottom)]


def size_tolerance(line: TypeLine) -> float:
    """How many times larger the type of a line of the same block may be than that of this one."""
    return SAME_SIZE if line.confidence is None else SAME_SIZE_RECOGNISED
