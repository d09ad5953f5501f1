"""HTML that an export left in a text: tags part its lines or say nothing, entities are characters, scripts are none.

Not for HTML files: those have a tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from retrieval.domain import Span
from retrieval.editions.base.entities import without_entities
from retrieval.editions.base.hidden_parts import hidden_parts
from retrieval.editions.base.source_text import SourceText, concatenate

_PARAGRAPH_TAGS = "p div table ul ol dl blockquote section article center pre figure html body h1 h2 h3 h4 h5 h6"
_LINE_TAGS = "br hr tr li dt dd figcaption caption tbody thead"
_OTHER_TAGS = (
    "span a i em u s font img sub sup small big label iframe video button main header footer nav colgroup col strike "
    "del ins o:p"
)
_PARTS_PARAGRAPHS = frozenset(_PARAGRAPH_TAGS.split())
_PARTS_LINES = frozenset(_LINE_TAGS.split())
_CELLS = frozenset({"td", "th"})
_BOLD_TAGS = frozenset({"b", "strong"})
_TAGS = {*_PARTS_PARAGRAPHS, *_PARTS_LINES, *_CELLS, *_BOLD_TAGS, *_OTHER_TAGS.split()}
_TAG_NAME = "|".join(sorted(_TAGS, key=len, reverse=True))
_TAG_OR_END = re.compile(
    rf"(?P<end>\r\n|\n|\r)|<\s*(?P<close>/?)\s*(?P<name>{_TAG_NAME})(?:\s+[A-Za-z_:][^<>]{{0,2000}})?\s*/?\s*>"
    rf"|&lt;\s*(?P<close2>/?)\s*(?P<name2>{_TAG_NAME})(?:\s+[A-Za-z_:](?:[^<>&]|&quot;|&\#\d+;){{0,300}})?\s*/?\s*&gt;",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A line without its markup. ``number`` is that of the file's line, from 1; ``level`` the rank of a heading or 0.

    ``row``: it has cells, parted by tabs that were not printed. ``broken``: a tag began it, no line end of the file.
    """

    source: SourceText
    number: int
    bold: bool = False
    level: int = 0
    row: bool = False
    broken: bool = False


@dataclass(slots=True)
class _Open:
    """A line while it is put together: its stretches, and which tags stand around each.

    ``cells`` are the numbers of the stretches that begin a cell; ``plain``: some of it is not bold; ``by_tag``: a tag
    ended it.
    """

    number: int
    broken: bool = False
    by_tag: bool = False
    spans: list[Span] = field(default_factory=list)
    cells: list[int] = field(default_factory=list)
    plain: bool | None = None
    levels: set[int] = field(default_factory=set)

    def take(self, span: Span, text: str, number: int, style: _Style) -> None:
        """A stretch of text belongs to the line; the first that isn't blank says where the line begins."""
        if text.strip():
            self.number = number if self.plain is None else self.number
            self.plain = bool(self.plain) or style.bold == 0
            self.levels.add(style.heading)
        if text:
            self.spans.append(span)


def has_markup(text: str) -> bool:
    """Whether there is anything to take out of a text."""
    if "<" not in text:
        return "&" in text
    return (
        "&" in text or any(True for _ in hidden_parts(text)) or any(tag["name"] for tag in _TAG_OR_END.finditer(text))
    )


def marked_lines(source: SourceText) -> list[MarkedLine]:
    """The lines of a text, parted by line ends and by tags that part lines, without tags, comments and scripts."""
    lines = list(_without_repeated_blanks(_gathered(source.text)))
    parts = map(without_entities, source.parts(span for line in lines for span in line.spans))
    return [_marked_line(line, [next(parts) for _ in line.spans]) for line in lines]


def _marked_line(line: _Open, parts: list[SourceText]) -> MarkedLine:
    cells: list[SourceText] = []
    for start, end in zip([0, *line.cells], [*line.cells, len(parts)], strict=True):
        cells.append(concatenate(parts[start:end]).strip() if line.cells else concatenate(parts))
    text = concatenate([cell for cell in cells if cell.text] if line.cells else cells, "\t")
    level = line.levels.pop() if len(line.levels) == 1 else 0
    is_bold = bool(text.text.strip()) and not line.plain and not level and not line.cells
    return MarkedLine(text, line.number, is_bold, level, bool(line.cells), line.broken)


def _gathered(text: str) -> Iterator[_Open]:
    """The stretches of each line, in order; blank lines where a tag parts paragraphs."""
    number = 1
    style = _Style()
    line = _Open(number)
    for start, end, tag in _stretches(text):
        line.take((start, end), text[start:end], number, style)
        if isinstance(tag, int):
            number += tag
            continue
        number += tag["end"] is not None
        name, closes = _name_of(tag)
        if _ends_line(tag, name):
            line.by_tag = not tag["end"]
            yield line
            if name in _PARTS_PARAGRAPHS:
                yield _Open(number, by_tag=True)
            line = _Open(number, broken=not tag["end"])
        elif name in _CELLS and not closes and line.spans:
            line.cells.append(len(line.spans))
        style.follow(name, closes=closes)
    yield line


def _name_of(tag: re.Match[str]) -> tuple[str, bool]:
    """A tag's name in small letters, and whether it closes; no name at a line's end."""
    return (tag["name"] or tag["name2"] or "").lower(), bool(tag["close"] or tag["close2"])


def _ends_line(tag: re.Match[str], name: str) -> bool:
    if name in _BOLD_TAGS or name in _CELLS:
        return False
    return bool(tag["end"]) or name in _PARTS_LINES or name in _PARTS_PARAGRAPHS


@dataclass
class _Style:
    """What the tags that are open make of the text: how often bold, and a heading of which level (0: none)."""

    bold: int = 0
    heading: int = 0

    def follow(self, name: str, *, closes: bool) -> None:
        """A tag is met."""
        if name in _BOLD_TAGS:
            self.bold = max(0, self.bold + (-1 if closes else 1))
        elif len(name) == 2 and name[0] == "h" and name[1].isdigit():
            self.heading = 0 if closes else int(name[1])


def _without_repeated_blanks(lines: Iterator[_Open]) -> Iterator[_Open]:
    """Tags part paragraphs, however many of them stand in a row: as one blank line does."""
    blank = False
    for line in lines:
        if line.plain is None and line.by_tag and blank:
            continue
        blank = line.plain is None
        yield line


def _stretches(text: str) -> Iterator[tuple[int, int, re.Match[str] | int]]:
    """What stands between line ends and tags, each with what ends it: a match, or the lines of a hidden part."""
    at = 0
    for start, end in [*hidden_parts(text), (len(text), len(text))]:
        for tag in _TAG_OR_END.finditer(text, at, start):
            yield at, tag.start(), tag
            at = tag.end()
        yield at, start, text.count("\n", start, end)
        at = end
