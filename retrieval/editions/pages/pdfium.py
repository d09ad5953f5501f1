"""PDF → sheets, by PDFium: the one place that knows it.

PDFium runs no scripts, opens no links and reads no other file; ``page_process.py`` runs it in a process of its own.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from typing import TypeAlias

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from pypdfium2 import raw

from retrieval.editions.base.decoding import reads_as_print
from retrieval.editions.pages.glyph_lines import type_lines
from retrieval.editions.pages.sheet import Glyph, Sheet, SheetShapes, height, width
from retrieval.errors import BadInput
from retrieval.printed import Box

MOST_SHEETS = 400
"""Pages of one PDF; an edition has some 8 to 64; by hand, 2026-11."""
MOST_GLYPHS = 60_000
"""Characters of one page; a page of classified advertisements has 20,000; by hand, 2026-11."""
MOST_SHAPES = 40_000
"""Drawn objects of one page that are looked at; maps and charts have thousands; by hand, 2026-11."""
DEEPEST_FORM = 8
"""Forms in forms that are looked into; by hand, 2026-11."""
THICKEST_RULE, SHORTEST_RULE = 4.0, 18.0
"""Points of a rule: what is thicker is a box, what is shorter parts nothing; by hand, 2026-11."""
SMALLEST_PANEL, LARGEST_PANEL = 40.0, 0.9
"""Points of a box at its narrower side; share of the page from which it is the page's background; by hand, 2026-11."""
SMALLEST_PICTURE = 24.0
"""Points of a picture at its narrower side; smaller ones are signs in the text; by hand, 2026-11."""
LEAST_MAPPED = 0.8
"""Share of a page's characters that must have a meaning for its text to be taken; by hand, 2026-11."""
LEAST_TEXT_CHARS, PICTURE_SHARE = 60, 0.5
"""Characters below which a page is taken for a picture, if pictures cover that share of it; by hand, 2026-11."""
SMALLEST_TYPE = 0.5
"""Points of a character: what is smaller nobody sees, and it may have no size at all; by hand, 2026-11."""
ABOVE_BASELINE = 0.88
"""Share of a Chinese character's square that stands above the baseline: what fonts of Chinese print have."""
TURNED_FROM = 0.1
"""Radians from which a character is not upright; italic type leans no baseline; by hand, 2026-11."""
MOST_SCAN_PIXELS = 40_000_000
"""Pixels of a page that is rendered to be recognised; broadsheet at 300 dots an inch has 30 million; by
hand, 2026-11."""
SHOWN_DOTS_PER_INCH = 120.0
"""Of a page that is shown to readers: small print can be read, a broadsheet is about a megabyte; by hand, 2026-12."""
RESOLUTION = 72.0
"""Points of an inch."""

PageObject: TypeAlias = raw.FPDF_PAGEOBJECT
PdfMatrix: TypeAlias = tuple[float, float, float, float, float, float]
UNTURNED: PdfMatrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def open_pdf(data: bytes, shown: str) -> pypdfium2.PdfDocument:
    """The document, to be closed by the caller.

    Raises:
        BadInput: ``pdf_encrypted``, ``pdf_damaged``, ``too_large``.

    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise BadInput("pdf_encrypted", shown, "the PDF needs a password") from None
        raise BadInput("pdf_damaged", shown, "no PDF, or a damaged one") from None
    if len(document) > MOST_SHEETS:
        document.close()
        raise BadInput("too_large", shown, f"{len(document)} pages; at most {MOST_SHEETS} are read")
    if not len(document):
        document.close()
        raise BadInput("empty", shown, "the PDF has no page")
    return document


def sheet_of(document: pypdfium2.PdfDocument, number: int, shown: str) -> Sheet | None:
    """One page, numbers from 1; None where it has no text that can be taken: a picture, or signs without a meaning.

    Raises:
        BadInput: ``pdf_damaged``, ``too_large``.

    """
    try:
        with closing(document[number - 1]) as page, closing(page.get_textpage()) as text:
            return _SheetReader(page, text, shown).sheet(number)
    except pypdfium2.PdfiumError:
        raise BadInput("pdf_damaged", shown, f"page {number} is damaged") from None


def picture_of(document: pypdfium2.PdfDocument, number: int, dots_per_inch: float) -> tuple[NDArray[np.uint8], float]:
    """A page (numbers from 1) as a picture, rows of blue, green, red; and its pixels a point, fewer for huge pages."""
    with closing(document[number - 1]) as page:
        bitmap, scale = _rendered(page, dots_per_inch)
        return bitmap.to_numpy().copy(), scale


def jpeg_of(document: pypdfium2.PdfDocument, number: int, shown: str) -> bytes:
    """A page (numbers from 1) as readers see it.

    Raises:
        BadInput: ``pdf_damaged``, also where there is no such page.

    """
    written = BytesIO()
    try:
        with closing(document[number - 1]) as page:
            bitmap, _ = _rendered(page, SHOWN_DOTS_PER_INCH)
            bitmap.to_pil().save(written, "JPEG", quality=85, optimize=True)
    except (pypdfium2.PdfiumError, IndexError):
        raise BadInput("pdf_damaged", shown, f"page {number} is damaged") from None
    return written.getvalue()


def _rendered(page: pypdfium2.PdfPage, dots_per_inch: float) -> tuple[pypdfium2.PdfBitmap, float]:
    """A page drawn, and its pixels a point."""
    wide, high = page.get_size()
    scale = min(dots_per_inch / RESOLUTION, math.sqrt(MOST_SCAN_PIXELS / max(1.0, wide * high)))
    return page.render(scale=scale, may_draw_forms=False, force_bitmap_format=raw.FPDFBitmap_BGR), scale


@dataclass(frozen=True, slots=True)
class _Face:
    """What the characters of one text object have in common."""

    name: str
    visible: bool


class _SheetReader:
    """Reads one page. ``_place`` turns PDF coordinates, cropped and turned pages too, into page units."""

    def __init__(self, page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, shown: str) -> None:
        self._page, self._text, self._shown = page, text, shown
        self._faces: dict[int, _Face] = {}
        self._crop = page.get_cropbox()
        self._turn = page.get_rotation() // 90 % 4

    def sheet(self, number: int) -> Sheet | None:
        glyphs, unmapped = self._glyphs()
        shapes = SheetShapes()
        self._left = MOST_SHAPES
        self._gather(self._top_objects(), UNTURNED, shapes, 0)
        if len(glyphs) < LEAST_MAPPED * (len(glyphs) + unmapped) or self._is_picture(glyphs, shapes):
            return None
        lines = tuple(type_lines(glyphs))
        return Sheet(number, self._size(), lines, tuple(shapes.rules), tuple(shapes.panels), tuple(shapes.pictures))

    def _is_picture(self, glyphs: list[Glyph], shapes: SheetShapes) -> bool:
        if len(glyphs) >= LEAST_TEXT_CHARS:
            return not reads_as_print("".join(glyph.text for glyph in glyphs))
        wide, high = self._size()
        covered = sum(width(box) * height(box) for box in shapes.pictures)
        return covered >= PICTURE_SHARE * wide * high

    def _size(self) -> tuple[float, float]:
        left, bottom, right, top = self._crop
        wide, high = right - left, top - bottom
        return (high, wide) if self._turn % 2 else (wide, high)

    def _place(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self._crop
        return (
            (x - left, top - y),
            (y - bottom, x - left),
            (right - x, y - bottom),
            (top - y, right - x),
        )[self._turn]

    def _box(self, left: float, bottom: float, right: float, top: float) -> Box:
        x0, y0 = self._place(left, bottom)
        x1, y1 = self._place(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    # ------------------------------------------------------------------ characters

    def _glyphs(self) -> tuple[list[Glyph], int]:
        text = self._text
        count = text.count_chars()
        if count > 2 * MOST_GLYPHS:
            raise BadInput("too_large", self._shown, f"{count} characters; at most {MOST_GLYPHS} are read")
        glyphs: list[Glyph] = []
        unmapped = 0
        for at in range(count):
            if raw.FPDFText_IsGenerated(text, at) == 1:
                continue
            character = _character(raw.FPDFText_GetUnicode(text, at))
            if character is None or raw.FPDFText_HasUnicodeMapError(text, at) == 1:
                unmapped += 1
                continue
            glyph = self._glyph(at, character)
            if glyph is not None:
                glyphs.append(glyph)
        return glyphs, unmapped

    def _glyph(self, at: int, character: str) -> Glyph | None:
        face = self._face(at)
        if not face.visible:
            return None
        text = self._text
        rect, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        x, y = ctypes.c_double(), ctypes.c_double()
        if not (raw.FPDFText_GetLooseCharBox(text, at, rect) and raw.FPDFText_GetMatrix(text, at, matrix)):
            return None
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        size = abs(raw.FPDFText_GetFontSize(text, at)) * math.hypot(matrix.c, matrix.d)
        box = self._box(rect.left, rect.bottom, rect.right, rect.top)
        if not (math.isfinite(size) and all(map(math.isfinite, box))) or not self._is_on_page(box):
            return None
        if size < SMALLEST_TYPE:
            return None
        turned = abs(self._angle(matrix)) > TURNED_FROM
        baseline = self._place(x.value, y.value)[1]
        if not turned:  # fonts say of very different heights that their characters have
            box = box[0], baseline - ABOVE_BASELINE * size, box[2], baseline + (1 - ABOVE_BASELINE) * size
        return Glyph(character, _rounded(box), round(baseline, 2), round(size, 2), face.name, turned)

    def _angle(self, matrix: raw.FS_MATRIX) -> float:
        """Of a character's baseline on the page as it is seen, between minus pi and pi."""
        angle = math.atan2(matrix.b, matrix.a) - self._turn * math.pi / 2
        return math.atan2(math.sin(angle), math.cos(angle))

    def _is_on_page(self, box: Box) -> bool:
        wide, high = self._size()
        return box[2] > 0 and box[0] < wide and box[3] > 0 and box[1] < high

    def _face(self, at: int) -> _Face:
        owner = raw.FPDFText_GetTextObject(self._text, at)
        key = ctypes.cast(owner, ctypes.c_void_p).value or 0
        if key not in self._faces:
            mode = raw.FPDFTextObj_GetTextRenderMode(owner)
            name = self._font_name(owner) + ("*" if mode == raw.FPDF_TEXTRENDERMODE_FILL_STROKE else "")
            self._faces[key] = _Face(name, mode != raw.FPDF_TEXTRENDERMODE_INVISIBLE)
        return self._faces[key]

    def _font_name(self, owner: PageObject) -> str:
        font = raw.FPDFTextObj_GetFont(owner)
        length = raw.FPDFFont_GetBaseFontName(font, None, 0)
        buffer = ctypes.create_string_buffer(max(1, min(length, 256)))
        raw.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
        return buffer.value.decode("utf-8", "replace").rpartition("+")[2]

    # ------------------------------------------------------------------ shapes

    def _top_objects(self) -> Iterator[PageObject]:
        for at in range(raw.FPDFPage_CountObjects(self._page)):
            yield raw.FPDFPage_GetObject(self._page, at)

    def _form_objects(self, form: PageObject) -> Iterator[PageObject]:
        for at in range(raw.FPDFFormObj_CountObjects(form)):
            yield raw.FPDFFormObj_GetObject(form, at)

    def _gather(self, objects: Iterator[PageObject], matrix: PdfMatrix, shapes: SheetShapes, depth: int) -> None:
        for found in objects:
            self._left -= 1
            if self._left < 0:
                return
            kind = raw.FPDFPageObj_GetType(found)
            if kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
                self._gather(self._form_objects(found), self._matrix(found, matrix), shapes, depth + 1)
            elif kind in {raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE}:
                box = self._bounds(found, matrix)
                if box is not None:
                    self._sort(found, kind, box, shapes)

    def _matrix(self, form: PageObject, outer: PdfMatrix) -> PdfMatrix:
        own = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(form, own)
        a, b, c, d, e, f = outer
        return (
            own.a * a + own.b * c,
            own.a * b + own.b * d,
            own.c * a + own.d * c,
            own.c * b + own.d * d,
            own.e * a + own.f * c + e,
            own.e * b + own.f * d + f,
        )

    def _bounds(self, found: PageObject, matrix: PdfMatrix) -> Box | None:
        edges = [ctypes.c_float() for _ in range(4)]
        if not raw.FPDFPageObj_GetBounds(found, *edges):
            return None
        left, bottom, right, top = (edge.value for edge in edges)
        a, b, c, d, e, f = matrix
        corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
        if not all(math.isfinite(value) for corner in corners for value in corner):
            return None
        xs, ys = zip(*corners, strict=True)
        return _rounded(self._box(min(xs), min(ys), max(xs), max(ys)))

    def _sort(self, found: PageObject, kind: int, box: Box, shapes: SheetShapes) -> None:
        if not self._is_on_page(box):
            return
        small, large = sorted((width(box), height(box)))
        page_wide, page_high = self._size()
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            if small >= SMALLEST_PICTURE:
                shapes.pictures.append(box)
        elif small <= THICKEST_RULE and large >= SHORTEST_RULE:
            shapes.rules.append(box)
        elif small >= SMALLEST_PANEL and small * large < LARGEST_PANEL * page_wide * page_high and _is_rectangle(found):
            shapes.panels.append(box)


def _is_rectangle(path: PageObject) -> bool:
    return 4 <= int(raw.FPDFPath_CountSegments(path)) <= 10


def _character(code: int) -> str | None:
    """The character of a code; a hyphen at a line's end has a code of its own, and none is for controls."""
    if code in {0x02, 0xFFFE}:
        return "-"
    if code < 0x20 or code in {0x7F, 0xFFFD} or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return None
    return chr(code)


def _rounded(box: Box) -> Box:
    left, top, right, bottom = box
    return round(left, 2), round(top, 2), round(right, 2), round(bottom, 2)
