"""Helpers of these tests: glyphs and lines put on a page by hand. A character is ten units wide, a row fifteen high."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing

from retrieval.editions.base.draft import EditionDefaults
from retrieval.editions.pages.pdfium import open_pdf, sheet_of
from retrieval.editions.pages.placed_drafts import ReadSheet, read_sheet
from retrieval.editions.pages.sheet import Glyph, Sheet, TypeLine
from retrieval.printed import Box

SIZE = 10.0
PITCH = 15.0
PAGE_SIZE = (600.0, 800.0)


def glyphs(text: str, x: float, y: float, *, size: float = SIZE, step: float = 1.0, face: str = "song") -> list[Glyph]:
    """Characters side by side; ``step`` is from one to the next in sizes."""
    return [
        Glyph(char, (x + at * step * size, y, x + at * step * size + size, y + size), y + 0.9 * size, size, face)
        for at, char in enumerate(text)
    ]


def upright(text: str, x: float, y: float, *, size: float = SIZE, step: float = 1.2) -> list[Glyph]:
    """Characters one below the other."""
    return [glyph for at, char in enumerate(text) for glyph in glyphs(char, x, y + at * step * size, size=size)]


def line(text: str, x: float, y: float, *, size: float = SIZE, face: str = "song") -> TypeLine:
    """A line as wide as its characters."""
    return TypeLine(text, (x, y, x + len(text) * size, y + size), size, face)


def column(x: float, y: float, *texts: str, indent: float = 2.0) -> list[TypeLine]:
    """Lines below each other; one that begins with a full-width space is indented."""
    lines: list[TypeLine] = []
    for at, text in enumerate(texts):
        shift = indent * SIZE if text.startswith("\u3000") else 0.0
        lines.append(line(text.strip(), x + shift, y + at * PITCH))
    return lines


def page(
    lines: Iterable[TypeLine], *, rules: Iterable[Box] = (), panels: Iterable[Box] = (), pictures: Iterable[Box] = ()
) -> Sheet:
    """A page with these lines and shapes."""
    return Sheet(1, PAGE_SIZE, tuple(lines), tuple(rules), tuple(panels), tuple(pictures))


def read(sheet: Sheet) -> ReadSheet:
    """The articles of a page about which nothing else is known."""
    return read_sheet(sheet, EditionDefaults(), 0)


def read_pdf(data: bytes) -> ReadSheet:
    """The first page of a PDF, read in this process."""
    with closing(open_pdf(data, "page.pdf")) as document:
        sheet = sheet_of(document, 1, "page.pdf")
    assert sheet is not None
    return read(sheet)
