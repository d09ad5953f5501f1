"""Glyphs → lines of one column each.

The order in which a file gives its characters says much: neighbours in it that also stand beside each other belong
together, however widely they are spaced. Where the file's order says nothing, only touching characters do. A run that
crosses a gutter, which row by row output makes, or other characters is cut there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from retrieval.editions.pages.sheet import Glyph, TypeLine, around
from retrieval.printed import Box

SAME_BASELINE = 0.25
"""Sizes that baselines of one line may differ; by hand, 2026-12."""
WIDEST_SPACE = 2.2
"""Sizes between neighbours of the file's order that are one line still; by hand, 2026-12."""
TOUCHING = (-1.1, 0.5)
"""Sizes between characters of one line, from and to, that are not neighbours in the file's order; by hand, 2026-12."""
SIZES_TOGETHER = 1.8
"""How many times larger than its neighbour a character of the same line may be; by hand, 2026-12."""
WORD_SPACE = 0.16
"""Sizes between Latin letters from which a space stands between them though none is printed; by hand, 2026-12."""
HALF_BLANK_BEHIND, HALF_BLANK_BEFORE = "，。、；：！？）》”’】〉」』〕", "（《“‘【〈「『〔"
"""Signs whose box is half blank; at a column's edge that half may stand in the gutter."""
VERTICAL_STEP = (0.7, 1.9)
"""Sizes from one character of a vertical line to the next, from and to; by hand, 2026-12."""
OFF_CENTRE, SIGN_OFF_CENTRE = 0.25, 0.6
"""Sizes that the middles of characters of a vertical line may differ, and those of signs; by hand, 2026-12."""
LEAST_VERTICAL = 3
"""Characters of a vertical line; by hand, 2026-12."""
GUTTER = 0.6
"""Sizes of a gap that may be a gutter; by hand, 2026-12."""
GUTTER_ROWS, GUTTER_REACH = 3, 12.0
"""Rows that must have a gap at the same place for it to be a gutter, and how many sizes above and below they are looked
for; by hand, 2026-12."""
DOUBLED = 0.25
"""Sizes within which the same character is printed twice to look bold; by hand, 2026-12."""


def type_lines(glyphs: Sequence[Glyph]) -> list[TypeLine]:
    """The lines of a page, in no order. Each glyph that is no space is in exactly one, but for doubled ones."""
    upright = [glyph for glyph in glyphs if not glyph.turned]
    runs = _Runs(_without_doubles(upright)).joined()
    lines = [line for run in _with_upright_lines(runs) if (line := _line(run)) is not None]
    turned = [glyph for glyph in glyphs if glyph.turned]
    return lines + [line for run in _turned_runs(turned) if (line := _turned_line(run)) is not None]


@dataclass(slots=True)
class _GlyphRun:
    """Glyphs of one line, from left to right (from above down where ``vertical``)."""

    glyphs: list[Glyph]
    vertical: bool = False

    @property
    def box(self) -> Box:
        return around([glyph.box for glyph in self.glyphs])

    @property
    def baseline(self) -> float:
        return median(glyph.baseline for glyph in self.glyphs)

    @property
    def size(self) -> float:
        return median(glyph.size for glyph in self.glyphs)


def _without_doubles(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Leave out a character that is printed a second time on nearly the same place (bold by double printing)."""
    kept: list[Glyph] = []
    seen: dict[tuple[str, int, int], Glyph] = {}
    for glyph in glyphs:
        if kept and kept[-1].box == glyph.box:  # one sign of the font that stands for several characters: ——, ffi
            kept.append(glyph)
            continue
        step = max(1.0, glyph.size)
        column, row = round(glyph.box[0] / step), round(glyph.baseline / step)
        near = (seen.get((glyph.text, column + dx, row + dy)) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        if any(other is not None and _is_double(other, glyph) for other in near):
            continue
        seen[glyph.text, column, row] = glyph
        kept.append(glyph)
    return kept


def _is_double(one: Glyph, other: Glyph) -> bool:
    most = DOUBLED * other.size
    return abs(one.box[0] - other.box[0]) < most and abs(one.baseline - other.baseline) < most


class _Runs:
    """Puts glyphs together into runs."""

    def __init__(self, glyphs: list[Glyph]) -> None:
        self._glyphs = glyphs

    def joined(self) -> list[_GlyphRun]:
        return _touching_joined(_cut_at_gutters(list(self._by_order())))

    def _by_order(self) -> Iterator[_GlyphRun]:
        """Neighbours of the file's order that stand beside each other, or one below the other."""
        run: list[Glyph] = []
        vertical = False
        for glyph in self._glyphs:
            if run and (glyph.box == run[-1].box or (not vertical and _goes_on_right(run[-1], glyph))):
                run.append(glyph)
            elif run and (vertical or len(run) == 1) and _goes_on_below(run[-1], glyph):
                run.append(glyph)
                vertical = True
            else:
                yield from _finished_runs(run, vertical)
                run, vertical = [glyph], False
        yield from _finished_runs(run, vertical)


def _finished_runs(run: list[Glyph], vertical: bool) -> Iterator[_GlyphRun]:
    """A run without spaces at its ends; what is too short for a vertical line is single characters."""
    while run and run[-1].text.isspace():
        run.pop()
    while run and run[0].text.isspace():
        run.pop(0)
    if vertical and len(run) < LEAST_VERTICAL:
        for glyph in run:
            yield _GlyphRun([glyph])
    elif run:
        yield _GlyphRun(run, vertical)


def _goes_on_right(before: Glyph, glyph: Glyph) -> bool:
    size = min(before.size, glyph.size)
    if abs(before.baseline - glyph.baseline) > SAME_BASELINE * max(before.size, glyph.size):
        return False
    if max(before.size, glyph.size) > SIZES_TOGETHER * max(size, 0.1):
        return False
    return TOUCHING[0] * size <= glyph.box[0] - before.box[2] <= WIDEST_SPACE * size


def _goes_on_below(before: Glyph, glyph: Glyph) -> bool:
    if glyph.text.isspace() or abs(before.size - glyph.size) > 0.1 * before.size:
        return False
    middle, below = (before.box[0] + before.box[2]) / 2, (glyph.box[0] + glyph.box[2]) / 2
    step = (glyph.baseline - before.baseline) / max(before.size, 0.1)
    is_sign = not (before.text.isalnum() and glyph.text.isalnum())  # narrow ones are not centred in their box
    if abs(middle - below) > (SIGN_OFF_CENTRE if is_sign else OFF_CENTRE) * before.size:
        return False
    return VERTICAL_STEP[0] <= step <= VERTICAL_STEP[1]


# ---------------------------------------------------------------------- gutters


@dataclass(frozen=True, slots=True)
class _Gap:
    """A space inside a run, before the glyph ``at``."""

    run: int
    at: int
    left: float
    right: float
    baseline: float
    size: float


def _cut_at_gutters(runs: list[_GlyphRun]) -> list[_GlyphRun]:
    gaps = [gap for number, run in enumerate(runs) if not run.vertical for gap in _gaps_in_run(number, run)]
    cuts: dict[int, list[int]] = defaultdict(list)
    rows = _Rows(runs)
    for gap in gaps:
        if rows.has_print_in(gap) or rows.is_gutter(gap, gaps):
            cuts[gap.run].append(gap.at)
    return [part for number, run in enumerate(runs) for part in _cut(run, cuts.get(number, []))]


def _gaps_in_run(number: int, run: _GlyphRun) -> Iterator[_Gap]:
    visible = [(at, glyph) for at, glyph in enumerate(run.glyphs) if not glyph.text.isspace()]
    for (_, before), (at, glyph) in pairwise(visible):
        size = min(before.size, glyph.size)
        if glyph.box[0] - before.box[2] >= GUTTER * size:
            yield _Gap(number, at, before.box[2], glyph.box[0], glyph.baseline, size)


class _Rows:
    """Where there is print on a page, by rows."""

    def __init__(self, runs: list[_GlyphRun]) -> None:
        inked = [glyph for run in runs for glyph in run.glyphs if not glyph.text.isspace()]
        inked.sort(key=lambda glyph: glyph.baseline)
        self._glyphs = inked
        self._baselines = [glyph.baseline for glyph in inked]

    def has_print_in(self, gap: _Gap) -> bool:
        """Whether other characters stand in the gap: then it is none."""
        reach = SAME_BASELINE * gap.size
        first = bisect_left(self._baselines, gap.baseline - reach)
        last = bisect_left(self._baselines, gap.baseline + reach)
        return any(gap.left < (glyph.box[0] + glyph.box[2]) / 2 < gap.right for glyph in self._glyphs[first:last])

    def is_gutter(self, gap: _Gap, gaps: list[_Gap]) -> bool:
        """Whether rows above and below have a gap at the same place too, and none has print there."""
        reach = GUTTER_REACH * gap.size
        middle = (gap.left + gap.right) / 2
        like = {
            round(other.baseline)
            for other in gaps
            if abs(other.baseline - gap.baseline) <= reach and other.left < middle < other.right
        }
        if len(like) < GUTTER_ROWS:
            return False
        first = bisect_left(self._baselines, min(like) - 1)
        last = bisect_left(self._baselines, max(like) + 1)
        return not any(glyph.box[0] < middle < glyph.box[2] for glyph in self._glyphs[first:last])


def _cut(run: _GlyphRun, places: list[int]) -> Iterator[_GlyphRun]:
    for start, end in pairwise([0, *places, len(run.glyphs)]):
        yield from _finished_runs(run.glyphs[start:end], run.vertical)


# ---------------------------------------------------------------------- runs that touch


def _touching_joined(runs: list[_GlyphRun]) -> list[_GlyphRun]:
    """Join runs that stand close to each other on one baseline, wherever the file has them."""
    rows: dict[int, list[_GlyphRun]] = defaultdict(list)
    done = [run for run in runs if run.vertical]
    level = sorted((run for run in runs if not run.vertical), key=lambda run: run.baseline)
    number = 0
    before = -1e9
    for run in level:
        if run.baseline - before > SAME_BASELINE * run.size:
            number += 1
        before = run.baseline
        rows[number].append(run)
    for row in rows.values():
        done += _row_joined(sorted(row, key=lambda run: run.glyphs[0].box[0]))
    return done


def _row_joined(row: list[_GlyphRun]) -> list[_GlyphRun]:
    joined: list[_GlyphRun] = []
    for run in row:
        if joined and _touch(joined[-1].glyphs[-1], run.glyphs[0]):
            joined[-1].glyphs += run.glyphs
        else:
            joined.append(run)
    return joined


def _touch(before: Glyph, glyph: Glyph) -> bool:
    size = min(before.size, glyph.size)
    if abs(before.baseline - glyph.baseline) > SAME_BASELINE * size or max(before.size, glyph.size) > 1.4 * size:
        return False
    gap = glyph.box[0] - before.box[2]
    gap += size / 2 * ((before.text in HALF_BLANK_BEHIND) + (glyph.text in HALF_BLANK_BEFORE))
    return TOUCHING[0] * size <= gap <= TOUCHING[1] * size


def _with_upright_lines(runs: list[_GlyphRun]) -> list[_GlyphRun]:
    """Put single characters that stand below each other together, in whatever order the file has them."""
    single = sorted((run for run in runs if len(run.glyphs) == 1), key=lambda run: run.baseline)
    chains: list[list[Glyph]] = []
    for run in single:
        glyph = run.glyphs[0]
        chain = next((each for each in reversed(chains) if _goes_on_below(each[-1], glyph)), None)
        if chain is not None:
            chain.append(glyph)
        else:
            chains.append([glyph])
    result = [run for run in runs if len(run.glyphs) > 1]
    for chain in chains:
        result += _finished_runs(chain, len(chain) > 1)
    return result


# ---------------------------------------------------------------------- lines


def _line(run: _GlyphRun) -> TypeLine | None:
    text = "".join(_with_spaces(run)).strip()
    if not text:
        return None
    size = Counter(glyph.size for glyph in run.glyphs).most_common(1)[0][0]
    face = Counter(glyph.face for glyph in run.glyphs).most_common(1)[0][0]
    return TypeLine(text, run.box, size, face, run.vertical)


def _with_spaces(run: _GlyphRun) -> Iterator[str]:
    """The characters with one space where print has white space between them."""
    before: Glyph | None = None
    spaced = False
    for glyph in run.glyphs:
        if glyph.text.isspace():
            spaced = True
            continue
        if before is not None and (spaced or (not run.vertical and _is_word_space(before, glyph))):
            yield " "
        yield glyph.text
        before, spaced = glyph, False


def _is_word_space(before: Glyph, glyph: Glyph) -> bool:
    gap = glyph.box[0] - before.box[2]
    if before.text.isascii() and glyph.text.isascii():
        return gap > WORD_SPACE * min(before.size, glyph.size) and (before.text.isalnum() or glyph.text.isalnum())
    return gap >= WIDEST_SPACE / 2 * min(before.size, glyph.size)


def _turned_runs(glyphs: list[Glyph]) -> Iterator[_GlyphRun]:
    """Text that doesn't stand upright, as the file orders it: it is kept, and no article is made of it."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and max(abs(run[-1].box[0] - glyph.box[0]), abs(run[-1].box[1] - glyph.box[1])) > 3 * glyph.size:
            yield _GlyphRun(run)
            run = []
        run.append(glyph)
    if run:
        yield _GlyphRun(run)


def _turned_line(run: _GlyphRun) -> TypeLine | None:
    text = "".join(glyph.text for glyph in run.glyphs).strip()
    return TypeLine(text, run.box, 0.0, "turned") if text else None
