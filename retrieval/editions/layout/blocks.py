"""A page's text → blocks: headings, paragraphs (or the parts that column cuts left of them), rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from unicodedata import east_asian_width

from retrieval.domain import Coding
from retrieval.editions.base.decoding import Decoded
from retrieval.editions.base.source_text import SourceText, concatenate
from retrieval.editions.layout import block_patterns
from retrieval.editions.layout.bylines import credit_line
from retrieval.language.page_names import incoming

_LINE_END = re.compile(r"\r\n|\n|\r")
_HEADING = re.compile(r"(#{1,6})(?:[\s　]+|(?=[^\s#]))")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
FULL_LINE_SHARE = 0.85
"""Share of the widest line of its block from which a line is a full one, that is: hard-wrapped; by hand, 2026-11."""
WIDEST_COLUMN = 96
"""Columns (a Chinese character takes two) above which lines are paragraphs, not lines of a newspaper column; by hand,
2026-11."""
LEAST_ROWS, LEAST_ROW_SHARE = 2, 0.6
"""Lines of a block, and their share, that must look like rows before the block is a table; by hand, 2026-11."""
LEAST_SINGLE_ROWS = 3
"""Rows in succession, parted by empty lines, that are a table; by hand, 2026-11."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file without the white space around it; ``number`` counts from 1, ``indent`` columns."""

    source: SourceText
    number: int
    indent: int

    @property
    def text(self) -> str:
        return self.source.text


@dataclass(frozen=True, slots=True)
class Block:
    """``level`` is the rank of a heading (1 = ``#``), 0 for anything else; ``gap`` counts the empty lines before it.

    ``row`` marks a line of a table: rows stay as they are and are never taken for parts of a cut paragraph.
    """

    source: SourceText
    line: int
    gap: int = 1
    level: int = 0
    row: bool = False

    @property
    def text(self) -> str:
        return self.source.text


def split_lines(decoded: Decoded) -> list[Line]:
    """All lines, empty ones too, with the byte where each begins."""
    lines: list[Line] = []
    at, byte, text = 0, decoded.start, decoded.text
    for number, end in enumerate(_line_ends(text), 1):
        raw = text[at : end[0]]
        lines.append(Line(SourceText.run(raw, byte, decoded.coding).strip(), number, _indent(raw)))
        byte += _width(text[at : end[1]], decoded.coding)
        at = end[1]
    return lines


def blocks_of(lines: list[Line]) -> list[Block]:
    """Group lines into blocks. Empty lines part blocks; in a file without empty lines every line is one."""
    blocks: list[Block] = []
    for gap, group in _groups(lines):
        for number, block in enumerate(_group_blocks(group)):
            blocks.append(block if number else Block(block.source, block.line, gap, block.level, block.row))
    return _mark_single_rows(blocks)


def _line_ends(text: str) -> Iterable[tuple[int, int]]:
    for found in _LINE_END.finditer(text):
        yield found.start(), found.end()
    yield len(text), len(text)


def _width(text: str, coding: Coding) -> int:
    return len(text.encode(coding.value))


def _groups(lines: list[Line]) -> Iterable[tuple[int, list[Line]]]:
    """Runs of lines that no empty line parts, each with the number of empty lines before it."""
    gap = 0
    for is_empty, run in groupby(lines, _is_empty):
        group = list(run)
        if is_empty:
            gap = len(group)
        else:
            yield gap, group


def _is_empty(line: Line) -> bool:
    return not line.text


def _group_blocks(group: list[Line]) -> list[Block]:
    """Blocks of one group: headings and credits stand alone, rows stay rows, hard-wrapped lines become one."""
    blocks: list[Block] = []
    run: list[Line] = []
    for position, line in enumerate(group):
        if _is_own_block(line, group[position + 1] if position + 1 < len(group) else None):
            blocks += [*_run_blocks(run), _single(line)]
            run = []
        else:
            run.append(line)
    return blocks + _run_blocks(run)


def _is_own_block(line: Line, following: Line | None) -> bool:
    return _stands_alone(line.text) or (following is not None and _is_title_above(line.text, following.text))


def _stands_alone(text: str) -> bool:
    return bool(_HEADING.match(text)) or block_patterns.is_furniture(text) or credit_line(text) is not None


def _is_title_above(text: str, following: str) -> bool:
    return block_patterns.is_title_like(text) and _begins_report(following)


def _begins_report(text: str) -> bool:
    return block_patterns.opens_report(text) or incoming(text) is not None or _credit_opens(text)


def _credit_opens(text: str) -> bool:
    return credit_line(text) is not None and "摄" not in text


def _single(line: Line) -> Block:
    found = _HEADING.match(line.text)
    if not found:
        return Block(_without_bold(line.source).strip(), line.number)
    end = len(line.text.rstrip("#").rstrip()) if line.text.endswith("#") else len(line.text)
    return Block(line.source.cut(found.end(), end).strip(), line.number, level=len(found[1]))


def _without_bold(source: SourceText) -> SourceText:
    return source.cut(2, len(source.text) - 2) if _BOLD.fullmatch(source.text) else source


def _run_blocks(run: list[Line]) -> list[Block]:
    if len(run) <= 1:
        return list(map(_single, run))
    rows = [block_patterns.is_row(line.text) for line in run]
    if sum(rows) >= max(LEAST_ROWS, LEAST_ROW_SHARE * len(run)):
        return [Block(line.source, line.number, gap=0, row=row) for line, row in zip(run, rows, strict=True)]
    return list(map(_paragraph_block, _paragraph_lines(run)))


def _paragraph_block(lines: list[Line]) -> Block:
    return Block(concatenate(line.source for line in lines), lines[0].number, gap=0)


@dataclass(frozen=True, slots=True)
class _Setting:
    """How the lines of a run are set: some of them ``indented``, all of them ``wrapped`` at the column's end."""

    indented: bool
    wrapped: bool

    @classmethod
    def of(cls, run: list[Line], full: list[bool]) -> _Setting:
        wrapped = all(full[:-1]) and not all(block_patterns.is_finished(line.text) for line in run)
        return cls(any(line.indent for line in run), wrapped)

    def goes_on(self, before: Line, before_is_full: bool, line: Line) -> bool:
        """Whether a line belongs to the paragraph of the one before, as far as indents and widths tell."""
        if self.indented:
            return before_is_full and not line.indent
        return self.wrapped or (before_is_full and not block_patterns.is_finished(before.text))


def _paragraph_lines(run: list[Line]) -> list[list[Line]]:
    """Part a run of lines into paragraphs: by indents where there are any, else by full and short lines."""
    full = _full_lines(run)
    setting = _Setting.of(run, full)
    paragraphs = [[run[0]]]
    for before, line, is_full in zip(run, run[1:], full, strict=False):
        if setting.goes_on(before, is_full, line) and not _opens_paragraph(line.text):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def _opens_paragraph(text: str) -> bool:
    return block_patterns.opens_report(text) or block_patterns.is_item(text)


def _full_lines(run: list[Line]) -> list[bool]:
    """Which lines fill their column, by width or by number of characters; none where the lines are too wide for one."""
    widths = [line.indent + _columns(line.text) for line in run]
    lengths = [line.indent // 2 + len(line.text) for line in run]
    if max(widths) > WIDEST_COLUMN:
        return [False] * len(run)
    wide, long = FULL_LINE_SHARE * max(widths), FULL_LINE_SHARE * max(lengths)
    return [width >= wide or length >= long for width, length in zip(widths, lengths, strict=True)]


def _indent(raw: str) -> int:
    return _columns(raw[: len(raw) - len(raw.lstrip())])


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


def _mark_single_rows(blocks: list[Block]) -> list[Block]:
    """Rows that stand apart by empty lines are a table from three in a row on."""
    marked = list(blocks)
    at = 0
    while at < len(blocks):
        end = _rows_end(blocks, at)
        if end - at >= LEAST_SINGLE_ROWS:
            marked[at:end] = [Block(b.source, b.line, b.gap, 0, True) for b in blocks[at:end]]
        at = max(end, at + 1)
    return marked


def _rows_end(blocks: list[Block], at: int) -> int:
    """Where the rows that begin at ``at`` end; ``at`` itself where there are none."""
    while at < len(blocks) and not blocks[at].level and block_patterns.is_row(blocks[at].text):
        at += 1
    return at
