"""The lines of an article → paragraphs: by indents, or where nothing is indented by lines that end early."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from retrieval.editions.layout import block_patterns
from retrieval.editions.pages.page_articles import LEAST_INDENT
from retrieval.editions.pages.page_parts import PagePart, Role
from retrieval.editions.pages.reading_order import ColumnLefts
from retrieval.editions.pages.sheet import CELL_SPACE, TypeLine

LARGEST_INDENT = 4.2
"""Sizes from which a line is set in the middle and not indented; by hand, 2026-11."""
SHORT_LINE = 2.5
"""Sizes that a line must end before its column's edge to end a paragraph where none is indented; by hand, 2026-11."""
LEAST_INDENTED = 2
"""Indented lines from which an article's paragraphs are taken to begin with one; by hand, 2026-11."""


@dataclass(frozen=True, slots=True)
class LineParagraph:
    """Lines that are a paragraph, or (``rest``) what follows of one behind the end of a column."""

    lines: tuple[TypeLine, ...]
    rest: bool = False
    crosshead: bool = False
    row: bool = False


def line_paragraphs(parts: Sequence[PagePart], lefts: ColumnLefts) -> Iterator[LineParagraph]:
    """The paragraphs of an article whose parts are in reading order.

    A paragraph that a column's end cuts comes in two, the second one as ``rest``.
    """
    setting = _ParagraphSetting.of(parts, lefts)
    before: PagePart | None = None
    for part in parts:
        if part.role is Role.CROSSHEAD:
            yield LineParagraph(part.lines, crosshead=True)
        else:
            yield from _paragraphs_of(part, before, setting)
        before = part


def _paragraphs_of(part: PagePart, before: PagePart | None, setting: _ParagraphSetting) -> Iterator[LineParagraph]:
    """The paragraphs of one part; its first lines may go on with the last ones of the text before."""
    goes_on = before is not None and before.role is not Role.CROSSHEAD
    rest = goes_on and before is not None and not setting.begins(part.lines[0], part, before.lines[-1], before)
    rows = _rows_of_table(part.lines)
    waiting: list[TypeLine] = []
    for line, is_row in zip(part.lines, rows, strict=True):
        if waiting and (is_row or setting.begins(line, part, waiting[-1], part)):
            yield LineParagraph(tuple(waiting), rest)
            waiting, rest = [], False
        if is_row:
            yield LineParagraph((line,), row=True)
            rest = False
        else:
            waiting.append(line)
    if waiting:
        yield LineParagraph(tuple(waiting), rest)


def _rows_of_table(lines: Sequence[TypeLine]) -> list[bool]:
    """Which lines are rows: those with cells, several of them below each other."""
    cells = [CELL_SPACE in line.text and block_patterns.is_row(line.text) for line in lines]
    around = zip([False, *cells], cells, [*cells[1:], False], strict=False)
    return [is_row and (before or behind) for before, is_row, behind in around]


@dataclass(frozen=True, slots=True)
class _ParagraphSetting:
    """How an article's paragraphs are set."""

    lefts: ColumnLefts
    indented: bool

    @classmethod
    def of(cls, parts: Iterable[PagePart], lefts: ColumnLefts) -> _ParagraphSetting:
        """Indented, where the first line of the article is or several lines are."""
        indents = [
            _is_indent(lefts.indent(line, part)) for part in parts if part.role is Role.TEXT for line in part.lines
        ]
        return cls(lefts, sum(indents) >= LEAST_INDENTED or indents[:1] == [True])

    def begins(self, line: TypeLine, part: PagePart, before: TypeLine, part_before: PagePart) -> bool:
        """Whether a paragraph begins with a line; ``before`` is the one that is read before it."""
        if self.indented:
            return _is_indent(self.lefts.indent(line, part))
        if not block_patterns.is_finished(before.text):
            return False
        right = max(other.right for other in part_before.lines)
        ends_early = right - before.right >= SHORT_LINE * before.size
        return ends_early or all(block_patterns.is_finished(other.text) for other in part_before.lines)


def _is_indent(sizes: float) -> bool:
    return LEAST_INDENT <= sizes <= LARGEST_INDENT
