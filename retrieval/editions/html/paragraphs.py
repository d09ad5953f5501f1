"""Steps through a tree → paragraphs: what stands between tags that part text, and between line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from retrieval.editions.base.entities import without_entities
from retrieval.editions.base.indents import indented_paragraphs
from retrieval.editions.base.source_text import SourceText, concatenate
from retrieval.editions.html.placed_tree import Step, StepKind

# fmt: off
_BLOCKS = frozenset((
    "p", "div", "table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption", "ul", "ol", "li", "dl", "dt", "dd",
    "blockquote", "section", "article", "aside", "header", "footer", "nav", "main", "figure", "figcaption", "center",
    "pre", "address", "form", "fieldset", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "br", "body", "html", "option",
    "founder-content", "founder-title", "founder-introtitle", "founder-subtitle", "founder-author", "founder-date",
))
# fmt: on
_STRONG_TAGS = frozenset({"b", "strong"})
_PICTURES = frozenset({"img", "figure", "picture"})
_NEVER_TEXT = frozenset({"select", "button", "noscript", "head", "svg", "map", "object", "video", "audio"})
LONGEST_CELL = 60
"""Characters of a cell of a table; what is longer is text that a table places; by hand, 2026-11."""
_LINE_ENDS = re.compile(r"[ \t\r\n\f]+")
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)")


@dataclass(frozen=True, slots=True)
class HtmlParagraph:
    """``level`` is the rank of a heading or 0; ``bold`` and ``linked`` hold of all its text; ``row``: it has cells.

    ``in_links`` counts its characters that lead elsewhere. ``pictured``: a picture stands right before it.
    ``at`` is the number of the step it begins with.
    """

    source: SourceText
    at: int
    level: int = 0
    bold: bool = False
    linked: bool = False
    row: bool = False
    pictured: bool = False
    in_links: int = 0

    @property
    def text(self) -> str:
        return self.source.text


@dataclass(slots=True)
class _OpenParagraph:
    """A paragraph while it is put together; ``cells`` are the numbers of the runs that begin a cell."""

    runs: list[SourceText] = field(default_factory=list)
    cells: list[int] = field(default_factory=list)
    at: int = 0
    level: int = 0
    plain: bool = False
    unlinked: bool = False
    in_links: int = 0


def paragraphs(steps: Sequence[Step], start: int = 0, end: int | None = None) -> list[HtmlParagraph]:
    """The paragraphs between two steps."""
    reader = _ParagraphReader()
    for at in range(start, len(steps) if end is None else end):
        reader.take(at, steps[at])
    reader.close()
    return reader.done


class _ParagraphReader:
    """Goes over steps and closes a paragraph wherever a tag parts text."""

    def __init__(self) -> None:
        self.done: list[HtmlParagraph] = []
        self._open = _OpenParagraph()
        self._bold = self._linked = self._level = self._unseen = self._lines = 0
        self._rows: list[bool] = []
        self._pictured = False

    def take(self, at: int, step: Step) -> None:
        """One step on."""
        if step.kind is StepKind.TEXT and step.text is not None:
            self._take_text(at, step.text)
        elif step.kind is StepKind.START:
            self._start(step)
        elif step.kind is StepKind.END:
            self._end(step)

    def close(self) -> None:
        """End the paragraph at hand."""
        made = self._open
        self._open = _OpenParagraph()
        if not any(run.text.strip() for run in made.runs):
            return
        for source, row in _sources(made):
            bold = not made.plain and not row
            linked = not made.unlinked
            self.done.append(
                HtmlParagraph(source, made.at, made.level, bold, linked, row, self._pictured, made.in_links)
            )
            self._pictured = False

    def _take_text(self, at: int, source: SourceText) -> None:
        if self._unseen:
            return
        if self._lines:
            for line in source.lines():
                self._add(at, line)
                self.close()
            return
        self._add(at, source)

    def _add(self, at: int, source: SourceText) -> None:
        made = self._open
        if source.text.strip():
            if not made.runs:
                made.at, made.level = at, self._level
            made.plain = made.plain or not self._bold
            made.unlinked = made.unlinked or not self._linked
            made.in_links += len("".join(source.text.split())) if self._linked else 0
        made.runs.append(source)

    def _start(self, step: Step) -> None:
        self._count(step, 1)
        if step.tag in _PICTURES and not self._unseen:
            self._pictured = True
        if step.tag == "tr":
            self.close()
            self._rows.append(_is_row(step.element))
        elif step.tag in {"td", "th"} and self._in_row:
            if self._open.runs:
                self._open.cells.append(len(self._open.runs))
        elif step.tag in _BLOCKS and not self._in_row:
            self.close()

    def _end(self, step: Step) -> None:
        if step.tag == "tr" and self._rows:
            self.close()
            self._rows.pop()
        elif step.tag in _BLOCKS and not self._in_row:
            self.close()
        self._count(step, -1)

    @property
    def _in_row(self) -> bool:
        return bool(self._rows) and self._rows[-1]

    def _count(self, step: Step, by: int) -> None:
        """Go into or out of an element that says something of its text."""
        tag = step.tag
        if tag in _STRONG_TAGS or _BOLD_STYLE.search(step.element.get("style") or ""):
            self._bold += by
        self._linked += by * (tag == "a")
        self._lines += by * (tag == "pre")
        self._unseen += by * (tag in _NEVER_TEXT)
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self._level = int(tag[1]) if by > 0 else 0


def _is_row(row: etree._Element) -> bool:
    """Whether a row of a table has cells of its own, and places neither text nor pictures nor other tables."""
    if any(True for _ in row.iter("table", "img")):
        return False
    texts = ["".join("".join(map(str, cell.itertext())).split()) for cell in row if cell.tag in {"td", "th"}]
    return sum(map(bool, texts)) >= 2 and all(len(text) <= LONGEST_CELL for text in texts)


def _sources(made: _OpenParagraph) -> Iterator[tuple[SourceText, bool]]:
    """The paragraph; several, where line ends and indents of the file part its text. Tabs part a row's cells."""
    bounds = zip([0, *made.cells], [*made.cells, len(made.runs)], strict=True)
    cells = [_on_one_line(without_entities(concatenate(made.runs[start:end]))) for start, end in bounds]
    cells = [cell for cell in cells if cell.text]
    if len(cells) > 1:
        yield concatenate(cells, "\t"), True
        return
    whole = without_entities(concatenate(made.runs))
    for part in whole.parts(indented_paragraphs(whole.text)):
        line = _on_one_line(part)
        if line.text:
            yield line, False


def _breaks_line(spaces: str) -> bool:
    return "\n" in spaces or "\r" in spaces or "\f" in spaces


def _on_one_line(source: SourceText) -> SourceText:
    """The text without the line ends that its file was written with; a space stands for one between Latin words."""
    source = source.strip()
    text = source.text
    breaks = [found.span() for found in _LINE_ENDS.finditer(text) if _breaks_line(found[0])]
    if not breaks:
        return source
    starts, ends = [0, *(end for _, end in breaks)], [*(start for start, _ in breaks), len(text)]
    parts = source.parts(zip(starts, ends, strict=True))
    between = [SourceText(" " if (text[start - 1] + text[end]).isascii() else "", ()) for start, end in breaks]
    return concatenate(part for pair in zip(parts, [*between, SourceText("", ())], strict=True) for part in pair)
