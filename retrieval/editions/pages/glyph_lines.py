"""Glyphs → lines of one column each.

The order in which a file gives its characters says much: neighbours in it that also stand beside each other belong
together, however widely they are spaced. Where the file's order says nothing, only touching characters do. A run that
crosses a gutter, which row by row output makes, or other characters is cut there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from retrieval.editions.pages.gutters import SAME_BASELINE, GlyphRun, cut_at_gutters, finished_runs
from retrieval.editions.pages.sheet import CELL_SPACE, WIDE_SPACE, Glyph, TypeLine, width
from retrieval.language.characters import FULL_WIDTH_ENDS, is_han

WIDEST_SPACE = 2.2
"""Sizes between neighbours of the file's order that are one line still; by hand, 2026-11."""
TOUCHING = (-1.1, 0.5)
"""Sizes between characters of one line, from and to, that are not neighbours in the file's order; by hand, 2026-11."""
SIZES_TOGETHER = 1.8
"""How many times larger than its neighbour a character of the same line may be; by hand, 2026-11."""
LETTERSPACED = 0.35
"""Sizes between all characters of a line from which it is spaced out, and that these may differ; by hand, 2026-11."""
WORD_SPACE = 0.16
"""Sizes between Latin letters from which a space stands between them though none is printed; by hand, 2026-11."""
HALF_BLANK_BEHIND, HALF_BLANK_BEFORE = FULL_WIDTH_ENDS + "、）》”’】〉」』〕", "（《“‘【〈「『〔"
"""Signs whose box is half blank; at a column's edge that half may stand in the gutter."""
VERTICAL_STEP = (0.7, 1.9)
"""Sizes from one character of a vertical line to the next, from and to; by hand, 2026-11."""
OFF_CENTRE, SIGN_OFF_CENTRE = 0.25, 0.6
"""Sizes that the middles of characters of a vertical line may differ, and those of signs; by hand, 2026-11."""
DOUBLED, DOUBLED_NARROW = 0.25, 0.4
"""Sizes, and widths of it, within which the same character is printed twice to look bold; by hand, 2026-11."""


def type_lines(glyphs: Sequence[Glyph]) -> list[TypeLine]:
    """The lines of a page, in no order. Each glyph that is no space is in exactly one, but for doubled ones."""
    upright = [glyph for glyph in glyphs if not glyph.turned]
    runs = _Runs(_without_doubles(upright)).joined()
    lines = [line for run in _with_upright_lines(runs) if (line := _line(run)) is not None]
    turned = [glyph for glyph in glyphs if glyph.turned]
    return lines + [line for run in _turned_runs(turned) if (line := _turned_line(run)) is not None]


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
    aside = min(most, DOUBLED_NARROW * width(other.box))  # ll, ii
    return abs(one.box[0] - other.box[0]) < aside and abs(one.baseline - other.baseline) < most


class _Runs:
    """Puts glyphs together into runs."""

    def __init__(self, glyphs: list[Glyph]) -> None:
        self._glyphs = glyphs

    def joined(self) -> list[GlyphRun]:
        return _touching_joined(cut_at_gutters(list(self._by_order())))

    def _by_order(self) -> Iterator[GlyphRun]:
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
                yield from finished_runs(run, vertical)
                run, vertical = [glyph], False
        yield from finished_runs(run, vertical)


def _is_within_reach(before: Glyph, glyph: Glyph) -> bool:
    return glyph.baseline - before.baseline <= VERTICAL_STEP[1] * before.size


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


# ---------------------------------------------------------------------- runs that touch


def _touching_joined(runs: list[GlyphRun]) -> list[GlyphRun]:
    """Join runs that stand close to each other on one baseline, wherever the file has them."""
    rows: dict[int, list[GlyphRun]] = defaultdict(list)
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


def _row_joined(row: list[GlyphRun]) -> list[GlyphRun]:
    joined: list[GlyphRun] = []
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


def _with_upright_lines(runs: list[GlyphRun]) -> list[GlyphRun]:
    """Put single characters that stand below each other together, in whatever order the file has them."""
    single = sorted((run.glyphs[0] for run in runs if len(run.glyphs) == 1), key=lambda glyph: glyph.baseline)
    chains: list[list[Glyph]] = []
    growing: list[list[Glyph]] = []
    for glyph in single:
        growing = [
            chain for chain in growing if glyph.baseline - chain[-1].baseline <= VERTICAL_STEP[1] * chain[-1].size
        ]
        chain = next((each for each in reversed(growing) if _goes_on_below(each[-1], glyph)), None)
        if chain is not None:
            chain.append(glyph)
        else:
            chains.append([glyph])
            growing.append(chains[-1])
    result = [run for run in runs if len(run.glyphs) > 1]
    for chain in chains:
        result += finished_runs(chain, len(chain) > 1)
    return result


# ---------------------------------------------------------------------- lines


def _line(run: GlyphRun) -> TypeLine | None:
    text = "".join(_with_spaces(run)).strip()
    if not text:
        return None
    size = Counter(glyph.size for glyph in run.glyphs).most_common(1)[0][0]
    face = Counter(glyph.face for glyph in run.glyphs).most_common(1)[0][0]
    return TypeLine(text, run.box, size, face, run.vertical)


def _with_spaces(run: GlyphRun) -> Iterator[str]:
    """The characters with one space where print has white space between them."""
    before: Glyph | None = None
    spaced = False
    if _is_letterspaced(run):
        yield from (glyph.text for glyph in run.glyphs if not glyph.text.isspace())
        return
    for glyph in run.glyphs:
        if glyph.text.isspace():
            spaced = True
            continue
        if before is not None and not run.vertical and _is_cell_space(before, glyph):
            yield CELL_SPACE
        elif before is not None and (spaced or (not run.vertical and _is_word_space(before, glyph))):
            yield " "
        yield glyph.text
        before, spaced = glyph, False


def _is_letterspaced(run: GlyphRun) -> bool:
    """Whether a line is spaced out evenly, as titles are: then its white says nothing."""
    printed = [glyph for glyph in run.glyphs if not glyph.text.isspace()]
    gaps = [(after.box[0] - before.box[2]) / run.size for before, after in pairwise(printed)]
    if len(gaps) < 2 or not all(is_han(glyph.text) for glyph in printed):
        return False
    return min(gaps) >= LETTERSPACED and max(gaps) - min(gaps) <= LETTERSPACED


def _is_cell_space(before: Glyph, glyph: Glyph) -> bool:
    return glyph.box[0] - before.box[2] >= WIDE_SPACE * min(before.size, glyph.size)


def _is_word_space(before: Glyph, glyph: Glyph) -> bool:
    if not (before.text + glyph.text).isascii():
        return False
    gap = glyph.box[0] - before.box[2]
    return gap > WORD_SPACE * min(before.size, glyph.size) and (before.text.isalnum() or glyph.text.isalnum())


def _turned_runs(glyphs: list[Glyph]) -> Iterator[GlyphRun]:
    """Text that doesn't stand upright, as the file orders it: it is kept, and no article is made of it."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and max(abs(run[-1].box[0] - glyph.box[0]), abs(run[-1].box[1] - glyph.box[1])) > 3 * glyph.size:
            yield GlyphRun(run)
            run = []
        run.append(glyph)
    if run:
        yield GlyphRun(run)


def _turned_line(run: GlyphRun) -> TypeLine | None:
    text = "".join(glyph.text for glyph in run.glyphs).strip()
    return TypeLine(text, run.box, 0.0, "turned") if text else None
