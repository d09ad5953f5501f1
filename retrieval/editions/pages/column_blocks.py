"""Lines → blocks: lines of one type that stand below each other in one column, as close as lines of a paragraph do."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from retrieval.editions.layout.bylines import credit_line
from retrieval.editions.pages.sheet import TypeLine, around, shared_length, width
from retrieval.editions.pages.torn_lines import LinesByTop, size_tolerance, torn_lines_mended
from retrieval.printed import Box

CLOSE_LINES, WIDER_LEAD = 1.1, 0.3
"""Sizes of white between lines of one block at most; and beyond what most lines of that size have; by hand, 2026-11."""
SHARED_WIDTH = 0.3
"""Share of the narrower of two lines that must stand above or below the other; by hand, 2026-11."""
LONGEST_BYLINE = 24
"""Characters of a line that names those who made the report and nothing else; by hand, 2026-11."""
SHORT_LAST_LINE = 3.2
"""Sizes of a last line that may end before the next paragraph's first line begins; by hand, 2026-11."""


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
    level = torn_lines_mended([line for line in lines if not line.vertical])
    blocks = [TypeBlock(tuple(chain)) for chain in _chains(level, rules)]
    return blocks + _vertical_blocks([line for line in lines if line.vertical])


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
    index = LinesByTop(lines)
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
        if lower.top - upper.bottom <= _usual_lead(upper, lower, usual) + WIDER_LEAD * upper.size
    }


def _usual_lead(upper: TypeLine, lower: TypeLine, usual: Mapping[int, float]) -> float:
    """White between lines of that size; of two sizes the smaller one's."""
    sizes = round(upper.size), round(lower.size)
    return min(usual[size] for size in sizes if size in usual)


def _nearest_below(line: TypeLine, index: LinesByTop) -> list[TypeLine]:
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
    if line.face != following.face or largest > size_tolerance(line) * smallest:
        return False
    if _is_byline(line) or _is_byline(following):
        return False
    return not is_parted(line.box, following.box, rules)


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
    if max(right.size, left.size) > size_tolerance(left) * size or right.left - left.right > CLOSE_LINES * size:
        return False
    return abs(right.top - left.top) <= 2 * size
