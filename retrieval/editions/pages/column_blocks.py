"""Lines → blocks: lines of one type that stand below each other in one column, as close as lines of a paragraph do."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from retrieval.editions.layout.bylines import credit_line
from retrieval.editions.pages.sheet import TypeLine, around, shared_length, width
from retrieval.printed import Box

CLOSE_LINES, WIDER_LEAD = 1.1, 0.45
"""Sizes of white between lines of one block at most; and beyond what most lines of that size have; by hand, 2026-12."""
SAME_SIZE = 1.09
"""How many times larger the type of a line of the same block may be; by hand, 2026-12."""
SAME_SIZE_RECOGNISED = 1.22
"""The same for lines that were measured on a picture; by hand, 2026-12."""
TOUCHING_RECOGNISED = 0.5
"""Sizes between recognised stretches of one line; by hand, 2026-12."""
SHARED_WIDTH = 0.3
"""Share of the narrower of two lines that must stand above or below the other; by hand, 2026-12."""
LONGEST_BYLINE = 24
"""Characters of a line that names those who made the report and nothing else; by hand, 2026-12."""
SHORT_LAST_LINE = 3.2
"""Sizes of a last line that may end before the next paragraph's first line begins; by hand, 2026-12."""
ROW_GAP = 2.4
"""Sizes between parts of one line that wide spacing tore apart; by hand, 2026-12."""
ROWS_AROUND = 3.0
"""Sizes above and below in which other lines tell whether a gap is a gutter; by hand, 2026-12."""


@dataclass(frozen=True, slots=True)
class TypeBlock:
    """Lines below each other (from right to left where they are ``vertical``)."""

    lines: tuple[TypeLine, ...]

    @property
    def box(self) -> Box:
        return around([line.box for line in self.lines])

    @property
    def size(self) -> float:
        return max(line.size for line in self.lines)

    @property
    def face(self) -> str:
        return max(self.lines, key=lambda line: len(line.text)).face

    @property
    def vertical(self) -> bool:
        return self.lines[0].vertical

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)


def column_blocks(lines: Sequence[TypeLine], rules: Sequence[Box]) -> list[TypeBlock]:
    """The blocks that lines make up, in no order. Each line is in exactly one, torn lines are put together."""
    level = _rows_joined([line for line in lines if not line.vertical])
    blocks = [TypeBlock(tuple(chain)) for chain in _chains(level, rules)]
    return blocks + _vertical_blocks([line for line in lines if line.vertical])


# ---------------------------------------------------------------------- torn lines


def _rows_joined(lines: list[TypeLine]) -> list[TypeLine]:
    """Put the parts of torn lines together: a gap that no gutter goes through."""
    ordered = sorted(lines, key=lambda line: (line.bottom, line.left))
    index = _LinesByTop(lines)
    joined: list[TypeLine] = []
    for row in _rows_of_lines(ordered):
        parts = sorted(row, key=lambda line: line.left)
        joined.append(parts[0])
        for part in parts[1:]:
            if _is_torn(joined[-1], part, index):
                joined[-1] = _torn_line_mended(joined[-1], part)
            else:
                joined.append(part)
    return joined


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


def _is_torn(left: TypeLine, right: TypeLine, index: _LinesByTop) -> bool:
    size = min(left.size, right.size)
    gap = right.left - left.right
    if max(left.size, right.size) > _tolerance(left) * size or gap > ROW_GAP * size:
        return False
    touching = left.confidence is not None and gap <= TOUCHING_RECOGNISED * size
    if gap < 0 and not touching:
        return False
    votes = _votes_for_one_line(left, right, size, index)
    return votes > 0 or (touching and votes == 0)


def _votes_for_one_line(left: TypeLine, right: TypeLine, size: float, index: _LinesByTop) -> int:
    """Lines around that run across the gap, less those that end or begin at it as in two columns."""
    votes = 0
    for line in index.between(left.top - ROWS_AROUND * size, left.bottom + ROWS_AROUND * size):
        if line is left or line is right or max(line.size, size) > 1.3 * min(line.size, size):
            continue
        if line.left < left.right - size and line.right > right.left + size:
            votes += 1
        elif abs(line.right - left.right) < size or abs(line.left - right.left) < size:
            votes -= 1
    return votes


def _torn_line_mended(left: TypeLine, right: TypeLine) -> TypeLine:
    between = "" if left.confidence is not None and right.left - left.right <= TOUCHING_RECOGNISED * left.size else " "
    sure = None if left.confidence is None else min(left.confidence, right.confidence or 0.0)
    seen = around([left.seen or left.box, right.seen or right.box]) if left.seen or right.seen else None
    box = around([left.box, right.box])
    return replace(left, text=f"{left.text}{between}{right.text}", box=box, confidence=sure, seen=seen)


class _LinesByTop:
    """Lines to be asked for by height."""

    def __init__(self, lines: Iterable[TypeLine]) -> None:
        self._lines = sorted(lines, key=lambda line: line.top)
        self._tops = [line.top for line in self._lines]

    def between(self, top: float, bottom: float) -> list[TypeLine]:
        """Lines that begin between two heights."""
        return self._lines[bisect_left(self._tops, top) : bisect_right(self._tops, bottom)]


# ---------------------------------------------------------------------- chains of lines


def _chains(lines: list[TypeLine], rules: Sequence[Box]) -> Iterator[list[TypeLine]]:
    """Lines that follow each other: each has one line below it, and is the one line above that."""
    following = _followers(lines, rules)
    followers = {id(line) for line in following.values()}
    for line in lines:
        if id(line) not in followers:
            chain = [line]
            while id(chain[-1]) in following:
                chain.append(following[id(chain[-1])])
            yield chain


def _followers(lines: list[TypeLine], rules: Sequence[Box]) -> dict[int, TypeLine]:
    """By the id of a line: the one that follows it in its block."""
    index = _LinesByTop(lines)
    below = {id(line): _nearest_below(line, index) for line in lines}
    above = Counter(id(lower) for found in below.values() for lower in found)
    pairs: list[tuple[TypeLine, TypeLine]] = []
    for line in lines:
        found = below[id(line)]
        if len(found) == 1 and above[id(found[0])] == 1 and _is_one_block(line, found[0], rules):
            pairs.append((line, found[0]))
    leads: dict[int, list[float]] = defaultdict(list)
    for upper, lower in pairs:
        leads[round(upper.size)].append(lower.top - upper.bottom)
    usual = {size: median(found) for size, found in leads.items()}
    return {
        id(upper): lower
        for upper, lower in pairs
        if lower.top - upper.bottom <= usual[round(upper.size)] + WIDER_LEAD * upper.size
    }


def _nearest_below(line: TypeLine, index: _LinesByTop) -> list[TypeLine]:
    """The lines of the nearest row below that share columns with the line."""
    near = [
        other
        for other in index.between(line.top + 0.5 * line.size, line.bottom + CLOSE_LINES * line.size)
        if other is not line and _shares_columns(line, other)
    ]
    if not near:
        return []
    first = min(near, key=lambda other: other.top)
    return [other for other in near if other.top < first.top + 0.6 * first.size]


def _shares_columns(upper: TypeLine, lower: TypeLine) -> bool:
    """Whether one stands above the other; the last line of a paragraph may be shorter than the next one's indent."""
    shared = shared_length(upper.box, lower.box)
    reach = SHORT_LAST_LINE * upper.size
    if width(upper.box) <= reach and upper.left <= lower.left <= upper.left + reach:
        shared += reach
    return shared >= SHARED_WIDTH * min(width(upper.box), width(lower.box))


def _is_one_block(line: TypeLine, following: TypeLine, rules: Sequence[Box]) -> bool:
    largest, smallest = max(line.size, following.size), min(line.size, following.size)
    if line.face != following.face or largest > _tolerance(line) * smallest:
        return False
    if _is_byline(line) or _is_byline(following):
        return False
    return not is_parted(line.box, following.box, rules)


def _tolerance(line: TypeLine) -> float:
    return SAME_SIZE if line.confidence is None else SAME_SIZE_RECOGNISED


def _is_byline(line: TypeLine) -> bool:
    return len(line.text) <= LONGEST_BYLINE and credit_line(line.text) is not None


def is_parted(upper: Box, lower: Box, rules: Iterable[Box]) -> bool:
    """Whether a printed line parts what stands above it from what stands below."""
    left, right = max(upper[0], lower[0]), min(upper[2], lower[2])
    shared = max(1.0, right - left)
    for rule in rules:
        if width(rule) < rule[3] - rule[1]:
            continue
        middle = (rule[1] + rule[3]) / 2
        if upper[3] - 2 <= middle <= lower[1] + 2 and min(right, rule[2]) - max(left, rule[0]) >= 0.5 * shared:
            return True
    return False


# ---------------------------------------------------------------------- vertical lines


def _vertical_blocks(lines: list[TypeLine]) -> list[TypeBlock]:
    """Vertical lines beside each other; the first one stands at the right."""
    ordered = sorted(lines, key=lambda line: -line.right)
    groups: list[list[TypeLine]] = []
    for line in ordered:
        group = next((each for each in groups if _stand_side_by_side(each[-1], line)), None)
        if group is not None:
            group.append(line)
        else:
            groups.append([line])
    return [TypeBlock(tuple(group)) for group in groups]


def _stand_side_by_side(right: TypeLine, left: TypeLine) -> bool:
    size = min(right.size, left.size)
    if max(right.size, left.size) > SAME_SIZE * size or right.left - left.right > CLOSE_LINES * size:
        return False
    return abs(right.top - left.top) <= 2 * size
