"""Picture of a page → sheet, by RapidOCR: the one place that knows it, OpenCV and Pillow.

Text is found on a smaller copy, where a line is some ten pixels high, and read on the picture itself. The models come
with the library; without them nothing is read, and nothing is fetched. A page that was laid on the scanner askew is
straightened for reading its layout; what is told of places is the picture as it is.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from embeddings.onnx_runtime import quiet_onnxruntime
from retrieval.editions.pages.sheet import Sheet, TypeLine, height, width
from retrieval.errors import BadInput
from retrieval.language.characters import is_han
from retrieval.printed import Box, Place

quiet_onnxruntime()  # before the library below imports it
import rapidocr  # noqa: E402  # see above

MOST_PIXELS = 120_000_000
"""Pixels of a picture; a broadsheet page at 400 dots an inch has 53 million; by hand, 2026-11."""
LEAST_SIDE = 400
"""Pixels of the longer side below which no page is legible; by hand, 2026-11."""
DETECTION_SIDE = 1800
"""Pixels of the longer side on which text is looked for; measured: at 1,600 all 540 lines of a broadsheet page of
9 point type are found, as at 3,000."""
LEAST_CONFIDENCE = 0.5
"""Below it what looks like text is none: patterns in pictures; the library's own threshold."""
LINES_AT_A_TIME = 6
"""Lines that are recognised together; the library's own number."""
TYPE_SHARE = 0.8
"""Share of a detected line's height that is its type; measured on typeset pages."""
VERTICAL_FROM = 1.8
"""How many times higher than wide a vertical line is; by hand, 2026-11."""
LEAST_CELL, LARGEST_CELL = 0.85, 1.6
"""Heights of a character of a vertical line in widths of the line, from and to; by hand, 2026-11."""
LIKE_BODY = (0.85, 1.17)
"""Sizes of the body type, from and to, that are it, measured badly; by hand, 2026-11."""
LIKE_BODY_IN_SHORT = (0.65, 1.4)
"""The same for lines of a few characters, which are measured by their height alone; by hand, 2026-11."""
SIZES_APART = 1.14
"""Ratio of sizes from which they are two sizes of type and not one measured twice; by hand, 2026-11."""
LEAST_TELLING_LENGTH = 6.0
"""Characters of a line from which its length tells the size of its type; by hand, 2026-11."""
TRUSTED_LENGTH = (0.72, 1.25)
"""What the size by length may be of the size by height, from and to: else the line is spaced; by hand, 2026-11."""
RULE_SHARE_OF_PAGE = 0.06
"""Share of the page's side that a printed rule is long at least; by hand, 2026-11."""
LEAST_PICTURE_SHARE = 0.004
"""Share of the page that a picture on it covers at least; by hand, 2026-11."""
LEAST_ANGLE, LARGEST_ANGLE = 0.001, 0.2
"""Radians that a page is straightened by, from and to; by hand, 2026-11."""

Pixels: TypeAlias = NDArray[np.uint8]
"""Rows, columns, colours as OpenCV orders them; without colours where they are grey."""
Corners: TypeAlias = tuple[Place, ...]
"""The four corners of a line, clockwise from its upper left one."""


def open_picture(data: bytes) -> Pixels:
    """A picture, turned as its camera says.

    Raises:
        BadInput: ``picture_damaged``, ``too_large``.

    """
    try:
        picture = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
        if picture.width * picture.height > MOST_PIXELS:
            detail = f"{picture.width} × {picture.height} pixels; at most {MOST_PIXELS} in all are read"
            raise BadInput("too_large", "", detail)
        return np.ascontiguousarray(np.asarray(ImageOps.exif_transpose(picture).convert("RGB"))[:, :, ::-1])
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadInput("picture_damaged", "", f"no picture, or a damaged one ({type(error).__name__})") from None


@dataclass(frozen=True, slots=True)
class _SeenLine:
    """A recognised line, with its corners on the picture."""

    text: str
    corners: Corners
    confidence: float
    vertical: bool

    @property
    def angle(self) -> float:
        (x0, y0), (x1, y1) = self.corners[:2]
        return math.atan2(y1 - y0, x1 - x0)

    @property
    def box(self) -> Box:
        return _bounds(self.corners)


class Recogniser:
    """Reads pictures of pages. The models are loaded when the first one is read."""

    def sheet(self, pixels: Pixels, number: int, scale: float) -> Sheet:
        """What is on the picture of a page; ``scale`` is pixels a page unit.

        Raises:
            BadInput: ``too_small`` for what can't be a page; ``ocr_missing`` where the models are not there.

        """
        high, wide = pixels.shape[:2]
        if max(wide, high) < LEAST_SIDE:
            raise BadInput("too_small", "", f"{wide} × {high} pixels are too few for a page")
        seen = list(self._lines(pixels))
        shapes = _Shapes(pixels, [line.box for line in seen])
        lines, turn = _straightened(seen, wide, high)
        return Sheet(
            number,
            (wide / scale, high / scale),
            tuple(_scaled(line, scale) for line in lines),
            tuple(_scaled_box(_turned(rule, turn, wide, high), scale) for rule in shapes.rules()),
            (),
            tuple(_scaled_box(_turned(box, turn, wide, high), scale) for box in shapes.pictures()),
        )

    @cached_property
    def _engine(self) -> rapidocr.RapidOCR:
        if not list((Path(rapidocr.__file__).parent / "models").glob("*_rec_*.onnx")):
            raise BadInput("ocr_missing", "", "the recogniser has come without its models")
        return rapidocr.RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,
                "Global.use_preprocess_img": False,
                "Global.use_vertical_padding": False,
                "Rec.rec_batch_num": LINES_AT_A_TIME,
            }
        )

    def _lines(self, pixels: Pixels) -> Iterator[_SeenLine]:
        corners = self._found(pixels)
        crops = [_crop(self._engine, pixels, each) for each in corners]
        if not crops:
            return
        read = self._engine.recognize_txt(crops)
        for each, text, confidence in zip(corners, read.txts or (), read.scores or (), strict=True):
            dense = " ".join(text.split())
            if dense and confidence >= LEAST_CONFIDENCE:
                yield _SeenLine(dense, each, round(float(confidence), 4), _is_upright(each))

    def _found(self, pixels: Pixels) -> list[Corners]:
        """The corners of each line on the picture."""
        scale = min(1.0, DETECTION_SIDE / max(pixels.shape[:2]))
        small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
        found = self._engine(small, use_det=True, use_cls=False, use_rec=False)
        boxes = getattr(found, "boxes", None)
        if boxes is None:
            return []
        return [tuple((float(x) / scale, float(y) / scale) for x, y in box) for box in boxes]


@cache
def recogniser() -> Recogniser:
    """The one of this process: its models take a second to load, and 100 MB."""
    return Recogniser()


# ---------------------------------------------------------------------- one line


def _is_upright(corners: Corners) -> bool:
    box = _bounds(corners)
    return height(box) >= VERTICAL_FROM * width(box)


def _crop(engine: rapidocr.RapidOCR, pixels: Pixels, corners: Corners) -> Pixels:
    """The picture of a line; the characters of a vertical one are put side by side."""
    if not _is_upright(corners):
        return engine.crop_text_regions(pixels, np.array([corners], dtype=np.float32))[0]
    left, top, right, bottom = (max(0, round(edge)) for edge in _bounds(corners))
    strip = pixels[top:bottom, left : max(right, left + 1)]
    cells = _cells(strip)
    tallest = max(cell.shape[0] for cell in cells)
    padded = [np.pad(cell, ((0, tallest - cell.shape[0]), (0, 0), (0, 0)), mode="edge") for cell in cells]
    return np.concatenate(padded, axis=1)


def _cells(strip: Pixels) -> list[Pixels]:
    """The characters of a vertical line: as many equal parts as cut through the least ink."""
    high, wide = strip.shape[:2]
    ink = 255.0 - strip.min(axis=2)
    rows = ink.mean(axis=1) if ink.mean() < 128 else 255.0 - ink.mean(axis=1)
    fewest, most = max(1, math.ceil(high / (LARGEST_CELL * wide))), max(1, math.floor(high / (LEAST_CELL * wide)))

    def cut_ink(count: int) -> float:
        cuts = [min(high - 1, round(number * high / count)) for number in range(1, count)]
        return float(np.mean([rows[max(0, cut - 1) : cut + 2].mean() for cut in cuts])) if cuts else 255.0

    best = min(range(fewest, max(fewest, most) + 1), key=cut_ink)
    edges = [round(number * high / best) for number in range(best + 1)]
    return [strip[start:end] for start, end in pairwise(edges) if end > start]


# ---------------------------------------------------------------------- the whole page


def _straightened(seen: Sequence[_SeenLine], wide: int, high: int) -> tuple[list[TypeLine], float]:
    """The lines as if the page lay straight, and the angle by which it was turned."""
    angles = sorted(line.angle for line in seen if not line.vertical and len(line.text) >= 6)
    angle = median(angles) if angles else 0.0
    if not LEAST_ANGLE <= abs(angle) <= LARGEST_ANGLE:
        angle = 0.0
    sizes = _type_sizes(seen)
    lines: list[TypeLine] = []
    for line, size in zip(seen, sizes, strict=True):
        straight = _bounds([_rotated(corner, -angle, wide, high) for corner in line.corners])
        box = _type_box(straight)
        lines.append(TypeLine(line.text, box, size, "", line.vertical, line.confidence, line.box if angle else None))
    return lines, -angle


def _type_box(box: Box) -> Box:
    """The box of the type in that of a detected line, which is higher."""
    off = (1 - TYPE_SHARE) / 2 * min(height(box), width(box))
    return box[0] + off, box[1] + off, box[2] - off, box[3] - off


def _type_sizes(seen: Sequence[_SeenLine]) -> list[float]:
    """The size of each line's type; sizes that are nearly the same are made the same."""
    measured = [_measured_size(line) for line in seen]
    body = _weighted_median(measured, [len(line.text) for line in seen])
    sizes = [body if _is_like(size, body, line.text) else size for size, line in zip(measured, seen, strict=True)]
    groups: list[list[int]] = []
    for number in sorted(range(len(sizes)), key=sizes.__getitem__):
        if groups and sizes[number] <= SIZES_APART * sizes[groups[-1][0]]:
            groups[-1].append(number)
        else:
            groups.append([number])
    for group in groups:
        size = body if any(sizes[number] == body for number in group) else median(sizes[number] for number in group)
        for number in group:
            sizes[number] = size
    return sizes


def _is_like(size: float, body: float, text: str) -> bool:
    low, high = LIKE_BODY if len(text) >= LEAST_TELLING_LENGTH else LIKE_BODY_IN_SHORT
    return low * body <= size <= high * body


def _weighted_median(values: Sequence[float], weights: Sequence[int]) -> float:
    reached = 0
    for value, weight in sorted(zip(values, weights, strict=True)):
        reached += weight
        if reached * 2 >= sum(weights):
            return value
    return 0.0


def _measured_size(line: _SeenLine) -> float:
    """By how many characters stand in its length, which is exact; by the height of a line with few of them."""
    (x0, y0), (x1, y1), _, (x3, y3) = line.corners
    along, across = math.hypot(x1 - x0, y1 - y0), math.hypot(x3 - x0, y3 - y0)
    if line.vertical:
        along, across = across, along
    by_height = TYPE_SHARE * across
    chars = sum(1.0 if is_han(char) or char > "\u2000" else 0.5 for char in line.text if not char.isspace())
    by_length = (along - (1 - TYPE_SHARE) * across) / max(chars, 1.0)
    is_close = TRUSTED_LENGTH[0] <= by_length / max(by_height, 1.0) <= TRUSTED_LENGTH[1]
    return by_length if chars >= LEAST_TELLING_LENGTH and is_close else by_height


def _rotated(corner: Place, angle: float, wide: float, high: float) -> Place:
    x, y = corner[0] - wide / 2, corner[1] - high / 2
    return (
        x * math.cos(angle) - y * math.sin(angle) + wide / 2,
        x * math.sin(angle) + y * math.cos(angle) + high / 2,
    )


def _turned(box: Box, angle: float, wide: float, high: float) -> Box:
    """A box of the same size around its middle when the page is turned."""
    left, top, right, bottom = box
    x, y = _rotated(((left + right) / 2, (top + bottom) / 2), angle, wide, high)
    across, along = (right - left) / 2, (bottom - top) / 2
    return x - across, y - along, x + across, y + along


def _bounds(corners: Sequence[Place]) -> Box:
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _scaled(line: TypeLine, scale: float) -> TypeLine:
    seen = _scaled_box(line.seen, scale) if line.seen else None
    return TypeLine(
        line.text, _scaled_box(line.box, scale), line.size / scale, "", line.vertical, line.confidence, seen
    )


def _scaled_box(box: Box, scale: float) -> Box:
    left, top, right, bottom = (round(edge / scale, 1) for edge in box)
    return left, top, right, bottom


class _Shapes:
    """Printed rules and pictures: what is on the page beside text."""

    def __init__(self, pixels: Pixels, text: Sequence[Box]) -> None:
        scale = min(1.0, DETECTION_SIDE / max(pixels.shape[:2]))
        grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
        small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        _, ink = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
        for left, top, right, bottom in text:
            cv2.rectangle(ink, (int(left * scale), int(top * scale)), (int(right * scale), int(bottom * scale)), 0, -1)
        self._ink, self._scale = ink, scale

    def rules(self) -> Iterator[Box]:
        high, wide = self._ink.shape
        for length, is_level in ((RULE_SHARE_OF_PAGE * wide, True), (RULE_SHARE_OF_PAGE * high, False)):
            kernel = (max(3, int(length)), 1) if is_level else (1, max(3, int(length)))
            shape = cv2.getStructuringElement(cv2.MORPH_RECT, kernel)
            opened = cv2.morphologyEx(self._ink, cv2.MORPH_OPEN, shape)
            for box in self._boxes(opened):
                if min(width(box), height(box)) <= 0.006 * max(high, wide) / self._scale:
                    yield box

    def pictures(self) -> Iterator[Box]:
        high, wide = self._ink.shape
        shape = cv2.getStructuringElement(cv2.MORPH_RECT, (9, 9))
        closed = cv2.morphologyEx(self._ink, cv2.MORPH_CLOSE, shape)
        least = LEAST_PICTURE_SHARE * high * wide / self._scale**2
        for box in self._boxes(closed):
            if width(box) * height(box) >= least and min(width(box), height(box)) >= 0.03 * wide / self._scale:
                yield box

    def _boxes(self, ink: cv2.typing.MatLike) -> Iterator[Box]:
        """The boxes of connected ink, a quarter of it filled at least."""
        count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
        for left, top, wide, high, area in stats[1:count]:
            if area >= 0.25 * wide * high:
                x, y, right, low = (float(edge) / self._scale for edge in (left, top, left + wide, top + high))
                yield x, y, right, low
