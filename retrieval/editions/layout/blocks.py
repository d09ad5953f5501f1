"""A page's text → blocks: headings, paragraphs (or the parts that column cuts left of them), rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import east_asian_width

from retrieval.domain import Coding
from retrieval.editions.base.decoding import Decoded
from retrieval.editions.base.source_text import SourceText, concatenate
from retrieval.editions.layout import block_patterns
from retrieval.editions.layout.bylines import credit_line
from retrieval.language.page_names import incoming

_LINE_END = re.compile(r"\r\n|\n|\r")
_HEADING = re.compile(r"(#{1,6})(?:[\s　]+|(?=[^\s#]))")
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
    group: list[Line] = []
    empty = gap = 0
    for line in lines:
        if not line.text:
            if group:
                yield gap, group
                group = []
            empty += 1
            continue
        if not group:
            gap, empty = empty, 0
        group.append(line)
    if group:
        yield gap, group


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
    text = line.text
    if _HEADING.match(text) or block_patterns.is_furniture(text) or credit_line(text) is not None:
        return True
    return (
        following is not None
        and block_patterns.is_title_like(text)
        and (
            block_patterns.opens_report(following.text)
            or incoming(following.text) is not None
            or _credit_opens(following.text)
        )
    )


def _credit_opens(text: str) -> bool:
    return credit_line(text) is not None and "摄" not in text


def _single(line: Line) -> Block:
    found = _HEADING.match(line.text)
    if not found:
        bold = re.fullmatch(r"\*\*([^*]+)\*\*", line.text)
        source = line.source.cut(2, len(line.text) - 2) if bold else line.source
        return Block(source.strip(), line.number)
    end = len(line.text.rstrip("#").rstrip()) if line.text.endswith("#") else len(line.text)
    return Block(line.source.cut(found.end(), end).strip(), line.number, level=len(found[1]))


def _run_blocks(run: list[Line]) -> list[Block]:
    if len(run) <= 1:
        return [_single(line) for line in run]
    if sum(block_patterns.is_row(line.text) for line in run) >= max(LEAST_ROWS, LEAST_ROW_SHARE * len(run)):
        return [Block(line.source, line.number, gap=0, row=block_patterns.is_row(line.text)) for line in run]
    blocks: list[Block] = []
    for paragraph in _paragraph_lines(run):
        blocks.append(Block(concatenate(line.source for line in paragraph), paragraph[0].number, gap=0))
    return blocks


def _paragraph_lines(run: list[Line]) -> list[list[Line]]:
    """Part a run of lines into paragraphs: by indents where there are any, else by full and short lines."""
    full = _full_lines(run)
    wrapped = all(full[:-1]) and not all(block_patterns.is_finished(line.text) for line in run)
    indents = any(line.indent for line in run)
    paragraphs = [[run[0]]]
    for before, line, is_full in zip(run, run[1:], full, strict=False):
        by_width = wrapped or (is_full and not block_patterns.is_finished(before.text))
        goes_on = not line.indent and is_full if indents else by_width
        if goes_on and not block_patterns.opens_report(line.text) and not block_patterns.is_item(line.text):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


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
        end = at
        while end < len(blocks) and not blocks[end].level and block_patterns.is_row(blocks[end].text):
            end += 1
        if end - at >= LEAST_SINGLE_ROWS:
            marked[at:end] = [Block(b.source, b.line, b.gap, 0, True) for b in blocks[at:end]]
        at = max(end, at + 1)
    return marked
