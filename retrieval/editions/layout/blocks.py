"""A page's text → blocks: headings, paragraphs (or the parts that column cuts left of them), rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from unicodedata import east_asian_width

from retrieval.editions.base.decoding import Decoded
from retrieval.editions.base.indents import indented_paragraphs
from retrieval.editions.base.markup import MarkedLine, has_markup, marked_lines
from retrieval.editions.base.source_text import SourceText, concatenate
from retrieval.editions.layout import block_patterns
from retrieval.editions.layout.bylines import bare_name, credit_line
from retrieval.editions.layout.furniture import is_furniture
from retrieval.language.jump_labels import incoming
from retrieval.language.remembered import remembered

_LINE_END = re.compile(r"\r\n|\n|\r")
_HEADING = re.compile(r"(#{1,6})(?:[\s　]+|(?=[^\s#]))")
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_BOLD = re.compile(r"(\*\*|__)((?:(?!\1).)+)\1", re.DOTALL)
FULL_LINE_SHARE = 0.85
"""Share of the widest line of its block from which a line is a full one, that is: hard-wrapped; by hand, 2026-11."""
WIDEST_COLUMN = 96
"""Columns (a Chinese character takes two) above which lines are paragraphs, not lines of a newspaper column; by hand,
2026-11."""
NARROWEST_COLUMN = 16
"""Columns below which lines are titles or items, not lines of a newspaper column; by hand, 2026-11."""
LONGEST_HEADING = 300
"""Characters of a line with # that is a heading; longer ones are text; by hand, 2026-11."""
LEAST_ROWS, LEAST_ROW_SHARE = 2, 0.6
"""Lines of a block, and their share, that must look like rows before the block is a table; by hand, 2026-11."""
PARAGRAPH_INDENT = 4
"""Columns of the white space that a paragraph begins with, where it isn't the full-width one; by hand, 2026-11."""
_WIDE_SPACE = re.compile(r"[ 　]{2,}|\t|　")
_WIDE_SPACES = {0x2003: "\u3000", 0x2001: "\u3000", 0x09: "\u3000\u3000"}
LEAST_SINGLE_ROWS = 3
"""Rows in succession, parted by empty lines, that are a table; by hand, 2026-11."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file without the white space around it; ``number`` counts from 1, ``lead`` is that before it.

    ``bold``, ``level`` (of a heading), ``row`` (of a table) and ``broken`` (off the line before) are what tags said.
    """

    source: SourceText
    number: int
    lead: str = ""
    bold: bool = False
    level: int = 0
    row: bool = False
    broken: bool = False

    @property
    def text(self) -> str:
        return self.source.text

    @property
    def indent(self) -> int:
        """Columns of white space before it."""
        return _columns(self.lead) if self.lead else 0

    @property
    def set_in(self) -> bool:
        """Whether it begins as paragraphs are set: with a full-width space, or two characters' width of other ones."""
        return bool(self.lead) and self._leads_paragraph()

    def _leads_paragraph(self) -> bool:
        return "\u3000" in self.lead or _columns(self.lead.translate(_WIDE_SPACES)) >= PARAGRAPH_INDENT


@dataclass(frozen=True, slots=True)
class Block:
    """``level`` is the rank of a heading (1 = ``#``), 0 for anything else; ``gap`` counts the empty lines before it.

    ``row`` marks a line of a table: rows stay as they are and are never taken for parts of a cut paragraph.
    ``indent`` counts the columns of white space before its first line; ``opens``: they say that a paragraph begins
    here. ``bold``: it is bold as a whole, as crossheads are.
    """

    source: SourceText
    line: int
    gap: int = 1
    level: int = 0
    row: bool = False
    indent: int = 0
    opens: bool = False
    bold: bool = False

    @property
    def text(self) -> str:
        return self.source.text

    def below(self, gap: int) -> Block:
        """The block with that many empty lines before it. ``dataclasses.replace`` takes five times as long."""
        return Block(self.source, self.line, gap, self.level, self.row, self.indent, self.opens, self.bold)


def split_lines(decoded: Decoded) -> list[Line]:
    """All lines, empty ones too, with the byte where each begins; HTML that an export left in them is taken out."""
    if has_markup(decoded.text):
        source = SourceText.run(decoded.text, decoded.start, decoded.coding)
        return _without_margin([part for line in marked_lines(source) for part in _indented(_unmarked(line))])
    lines: list[Line] = []
    at, byte, text, coding = 0, decoded.start, decoded.text, decoded.coding
    for number, (end, following) in enumerate(_line_ends(text), 1):
        raw = text[at:end]
        lead = _lead(raw)
        begins = byte + coding.width(lead) if lead else byte
        lines += _indented(Line(SourceText.run(raw.strip(), begins, coding), number, lead))
        byte += coding.width(raw) + following - end  # line ends take one byte a sign
        at = following
    return _without_margin(lines)


def _indented(line: Line) -> list[Line]:
    """The line; several, where it holds paragraphs that only indents part."""
    first, *others = line.source.parts(indented_paragraphs(line.text))
    return [
        replace(line, source=first),
        *(replace(line, source=each.strip(), lead=_lead(each.text)) for each in others),
    ]


def _unmarked(line: MarkedLine) -> Line:
    return Line(line.source.strip(), line.number, _lead(line.source.text), line.bold, line.level, line.row, line.broken)


def _without_margin(lines: list[Line]) -> list[Line]:
    """The lines without the narrow white space that all of them have before them."""
    leads = [line.lead for line in lines if line.text]
    margin = min((len(lead) - len(lead.lstrip(" ")) for lead in leads), default=0)
    return [replace(line, lead=line.lead[margin:]) for line in lines] if margin else lines


def blocks_of(lines: list[Line]) -> list[Block]:
    """Group lines into blocks. Empty lines part blocks; in a file without empty lines every line is one."""
    blocks: list[Block] = []
    for gap, group in _unshifted(list(_groups(_with_underlined(lines)))):
        first, *others = _group_blocks(group)
        blocks += [first.below(gap), *others]
    return _mark_single_rows(blocks)


def _with_underlined(lines: list[Line]) -> list[Line]:
    """The lines; a title apart from what stands above it, with a rule right below it, is a heading of Markdown."""
    marked = list(lines)
    for at, line in enumerate(lines[:-1]):
        below = lines[at + 1].text
        apart = at == 0 or not lines[at - 1].text
        if apart and line.text and _UNDERLINE.fullmatch(below) and _may_be_underlined(line.text):
            marked[at] = replace(line, level=1 if below[0] == "=" else 2)
    return marked


def _may_be_underlined(text: str) -> bool:
    is_apart = is_furniture(text) or credit_line(text) is not None or bare_name(text) is not None
    return block_patterns.is_title_like(text) and not is_apart and not block_patterns.cells(text)


def _line_ends(text: str) -> Iterable[tuple[int, int]]:
    for found in _LINE_END.finditer(text):
        yield found.start(), found.end()
    yield len(text), len(text)


def _groups(lines: list[Line]) -> Iterable[tuple[int, list[Line]]]:
    """Runs of lines that no empty line parts, each with the number of empty lines before it."""
    gap = 0
    for is_empty, run in groupby(lines, _is_empty):
        group = list(run)
        if is_empty:
            gap = len(group)
        else:
            yield gap, group


def _unshifted(groups: list[tuple[int, list[Line]]]) -> list[tuple[int, list[Line]]]:
    """The groups; where narrow spaces stand before whole groups and nowhere before one line alone, without these."""
    if any(_spaces_open(group) for _, group in groups):
        return groups
    return [(gap, _without_shift(group) if _is_shifted(group) else group) for gap, group in groups]


def _without_shift(group: list[Line]) -> list[Line]:
    return [group[0], *(replace(line, lead="") for line in group[1:])]


def _spaces_open(group: list[Line]) -> bool:
    """Whether narrow spaces begin a paragraph here: before one line alone, or before the first of several only."""
    first = group[0].lead
    return bool(first) and not first.strip(" ") and (len(group) == 1 or not group[1].lead)


def _is_shifted(group: list[Line]) -> bool:
    """Whether full lines have the same narrow spaces before them."""
    lead = group[0].lead
    if not lead or lead.strip(" ") or any(line.lead != lead for line in group):
        return False
    return all(_full_lines(group)[:-1])


def _is_empty(line: Line) -> bool:
    return not line.text


def _group_blocks(group: list[Line]) -> list[Block]:
    """Blocks of one group: headings and credits stand alone, rows stay rows, hard-wrapped lines become one."""
    piped = _piped_rows(group)
    blocks: list[Block] = []
    run: list[Line] = []
    for position, line in enumerate(group):
        following = group[position + 1] if position + 1 < len(group) else None
        if position in piped or _is_own_block(line, following):
            blocks += _run_blocks(run)
            blocks.append(replace(_single(line), row=True) if position in piped else _single(line))
            run = []
        else:
            run.append(line)
    return blocks + _run_blocks(run)


def _piped_rows(group: list[Line]) -> set[int]:
    """Positions of the rows of tables with upright strokes, or tabs; the rule below a table's head is none."""
    strokes = [block_patterns.cells(line.text) for line in group]
    if not any(strokes) and not any(line.row for line in group):
        return set()
    rules = [bool(count) and is_furniture(line.text) for line, count in zip(group, strokes, strict=True)]
    found: set[int] = set()
    for at, count in enumerate(strokes):
        beside = {*strokes[max(0, at - 1) : at], *strokes[at + 1 : at + 2]}
        in_table = count in beside and "。" not in group[at].text
        is_row = group[at].row or (count and (in_table or block_patterns.is_piped_row(group[at].text)))
        if is_row and not rules[at]:
            found.add(at)
    return found


def _is_own_block(line: Line, following: Line | None) -> bool:
    return _stands_alone(line) or (following is not None and _is_title_above(line.text, following.text))


def _stands_alone(line: Line) -> bool:
    return line.level > 0 or line.bold or _reads_alone(line.text)


@remembered
def _reads_alone(text: str) -> bool:
    return bool(_HEADING.match(text)) or is_furniture(text) or credit_line(text) is not None


def _is_title_above(text: str, following: str) -> bool:
    return block_patterns.is_title_like(text) and _begins_report(following)


@remembered
def _begins_report(text: str) -> bool:
    return block_patterns.opens_report(text) or incoming(text) is not None or _credit_opens(text)


def _credit_opens(text: str) -> bool:
    return credit_line(text) is not None and "摄" not in text


def _single(line: Line) -> Block:
    found = _HEADING.match(line.text)
    if len(line.text) > LONGEST_HEADING:
        return _paragraph_block([line])
    if not found:
        return replace(_paragraph_block([line]), level=line.level) if line.level else _paragraph_block([line])
    end = len(line.text.rstrip("#").rstrip()) if line.text.endswith("#") else len(line.text)
    return Block(line.source.cut(found.end(), end).strip(), line.number, gap=0, level=len(found[1]))


def _run_blocks(run: list[Line]) -> list[Block]:
    if len(run) <= 1:
        return list(map(_single, run))
    rows = [block_patterns.is_row(line.text) for line in run]
    if sum(rows) >= max(LEAST_ROWS, LEAST_ROW_SHARE * len(run)):
        rows[0] = rows[0] or (rows[1] and _has_same_columns(run[0].text, run[1].text))
        return [Block(line.source, line.number, gap=0, row=row) for line, row in zip(run, rows, strict=True)]
    return [_paragraph_block(lines) for lines in _paragraph_lines(run)]


def _has_same_columns(head: str, row: str) -> bool:
    """Whether a line names the columns of a table that wide spaces part."""
    columns = len(_WIDE_SPACE.split(head))
    return columns > 1 and columns == len(_WIDE_SPACE.split(row)) and "。" not in head


def _paragraph_block(lines: list[Line]) -> Block:
    first = lines[0]
    source = concatenate([line.source for line in lines])
    bold = _BOLD.fullmatch(source.text) if source.text.startswith(("**", "__")) else None
    inside = source.cut(bold.start(2), bold.end(2)).strip() if bold else source
    is_bold = bold is not None or (first.bold and all(line.bold for line in lines))
    return Block(inside, first.number, 0, indent=first.indent, opens=first.set_in, bold=is_bold)


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
        if line.set_in or (line.broken and block_patterns.is_finished(before.text)):
            return False
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
    """Which lines fill their column, by width or number of characters; none where lines are too wide or narrow."""
    widths = [line.indent + _columns(line.text) for line in run]
    lengths = [line.indent // 2 + len(line.text) for line in run]
    if not NARROWEST_COLUMN <= max(widths) <= WIDEST_COLUMN:
        return [False] * len(run)
    wide, long = FULL_LINE_SHARE * max(widths), FULL_LINE_SHARE * max(lengths)
    return [width >= wide or length >= long for width, length in zip(widths, lengths, strict=True)]


def _lead(raw: str) -> str:
    return raw[: len(raw) - len(raw.lstrip())]


def _columns(text: str) -> int:
    return len(text) if text.isascii() else sum(map(_width_of, text))


@cache
def _width_of(character: str) -> int:
    return 2 if east_asian_width(character) in "WFA" else 1


def _mark_single_rows(blocks: list[Block]) -> list[Block]:
    """Rows that stand apart by empty lines are a table from three in a row on."""
    marked = list(blocks)
    at = 0
    while at < len(blocks):
        end = _rows_end(blocks, at)
        if end - at >= LEAST_SINGLE_ROWS:
            marked[at:end] = [replace(block, row=True) for block in blocks[at:end]]
        at = max(end, at + 1)
    return marked


def _rows_end(blocks: list[Block], at: int) -> int:
    """Where the rows that begin at ``at`` end; ``at`` itself where there are none."""
    while at < len(blocks) and not blocks[at].level and block_patterns.is_row(blocks[at].text):
        at += 1
    return at
