"""Runs of characters, and where a run is cut because it crosses a gutter between columns or other characters."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from retrieval.editions.pages.sheet import Glyph, around
from retrieval.printed import Box

SAME_BASELINE = 0.25
"""Sizes that baselines of one line may differ; by hand, 2026-11."""
LEAST_VERTICAL = 3
"""Characters of a vertical line; by hand, 2026-11."""
GUTTER = 0.6
"""Sizes of a gap that may be a gutter; by hand, 2026-11."""
GUTTER_ROWS, GUTTER_REACH = 3, 12.0
"""Rows that must have a gap at the same place for it to be a gutter, and how many sizes above and below they are looked
for; by hand, 2026-11."""


@dataclass(slots=True)
class GlyphRun:
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


def finished_runs(run: list[Glyph], vertical: bool) -> Iterator[GlyphRun]:
    """A run without spaces at its ends; what is too short for a vertical line is single characters."""
    while run and run[-1].text.isspace():
        run.pop()
    while run and run[0].text.isspace():
        run.pop(0)
    if vertical and len(run) < LEAST_VERTICAL:
        for glyph in run:
            yield GlyphRun([glyph])
    elif run:
        yield GlyphRun(run, vertical)


@dataclass(frozen=True, slots=True)
class _Gap:
    """A space inside a run, before the glyph ``at``."""

    run: int
    at: int
    left: float
    right: float
    baseline: float
    size: float


def cut_at_gutters(runs: list[GlyphRun]) -> list[GlyphRun]:
    """The same runs, those in parts that cross a gutter or other characters."""
    gaps = [gap for number, run in enumerate(runs) if not run.vertical for gap in _gaps_in_run(number, run)]
    cuts: dict[int, list[int]] = defaultdict(list)
    rows = _Rows(runs, gaps)
    for gap in gaps:
        if rows.has_print_in(gap) or rows.is_gutter(gap):
            cuts[gap.run].append(gap.at)
    return [part for number, run in enumerate(runs) for part in _cut(run, cuts.get(number, []))]


def _gaps_in_run(number: int, run: GlyphRun) -> Iterator[_Gap]:
    visible = [(at, glyph) for at, glyph in enumerate(run.glyphs) if not glyph.text.isspace()]
    for (_, before), (at, glyph) in pairwise(visible):
        size = min(before.size, glyph.size)
        if glyph.box[0] - before.box[2] >= GUTTER * size:
            yield _Gap(number, at, before.box[2], glyph.box[0], glyph.baseline, size)


class _Rows:
    """Where there is print on a page, and where gaps are, by rows."""

    def __init__(self, runs: list[GlyphRun], gaps: list[_Gap]) -> None:
        inked = [glyph for run in runs for glyph in run.glyphs if not glyph.text.isspace()]
        self._glyphs = sorted(inked, key=lambda glyph: glyph.baseline)
        self._gaps = sorted(gaps, key=lambda gap: gap.baseline)
        self._baselines = [glyph.baseline for glyph in self._glyphs]
        self._gap_baselines = [gap.baseline for gap in self._gaps]

    def has_print_in(self, gap: _Gap) -> bool:
        """Whether other characters stand in the gap: then it is none."""
        reach = SAME_BASELINE * gap.size
        first = bisect_left(self._baselines, gap.baseline - reach)
        last = bisect_left(self._baselines, gap.baseline + reach)
        return any(gap.left < (glyph.box[0] + glyph.box[2]) / 2 < gap.right for glyph in self._glyphs[first:last])

    def is_gutter(self, gap: _Gap) -> bool:
        """Whether rows above and below have a gap at the same place too, and none has print there."""
        reach = GUTTER_REACH * gap.size
        middle = (gap.left + gap.right) / 2
        first = bisect_left(self._gap_baselines, gap.baseline - reach)
        last = bisect_left(self._gap_baselines, gap.baseline + reach)
        near = self._gaps[first:last]
        like = {round(other.baseline) for other in near if other.left < middle < other.right}
        if len(like) < GUTTER_ROWS:
            return False
        first = bisect_left(self._baselines, min(like) - 1)
        last = bisect_left(self._baselines, max(like) + 1)
        return not any(glyph.box[0] < middle < glyph.box[2] for glyph in self._glyphs[first:last])


def _cut(run: GlyphRun, places: list[int]) -> Iterator[GlyphRun]:
    for start, end in pairwise([0, *places, len(run.glyphs)]):
        yield from finished_runs(run.glyphs[start:end], run.vertical)
