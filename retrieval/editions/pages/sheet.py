"""A printed page as a machine sees it: characters and lines with their places, rules, boxes, pictures. No meaning yet.

All places are boxes in page units: left, top, right, bottom from the upper left corner.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from retrieval.printed import Box, Place

WIDE_SPACE, CELL_SPACE = 1.2, "\u3000"
"""Sizes of white from which what stands on both sides of it is parted as cells of a row are, and the space that says so
in the text of a line; by hand, 2026-11."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A printed character. ``box`` is as wide as the character takes in its line, and as high as its type.

    ``size`` is that of the type. ``face`` names the typeface, and whether it is printed heavier than it was drawn;
    what differs only in it is set apart on purpose. ``turned``: it does not stand upright on the page.
    """

    text: str
    box: Box
    baseline: float
    size: float
    face: str
    turned: bool = False


@dataclass(frozen=True, slots=True)
class TypeLine:
    """A line of print in one column. ``size`` is that of most of its type.

    ``confidence`` is as in ``printed.PrintedLine``.
    ``seen`` is its box on the picture, where ``box`` is the one on the straightened page.
    """

    text: str
    box: Box
    size: float
    face: str = ""
    vertical: bool = False
    confidence: float | None = None
    seen: Box | None = None

    @property
    def left(self) -> float:
        return self.box[0]

    @property
    def top(self) -> float:
        return self.box[1]

    @property
    def right(self) -> float:
        return self.box[2]

    @property
    def bottom(self) -> float:
        return self.box[3]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a file, with what is on it in no order.

    ``rules`` are printed lines, ``panels`` boxes that are drawn or filled.
    """

    number: int
    size: Place
    lines: tuple[TypeLine, ...] = ()
    rules: tuple[Box, ...] = ()
    panels: tuple[Box, ...] = ()
    pictures: tuple[Box, ...] = ()

    def as_values(self) -> list[Any]:
        """As JSON can hold it."""
        lines = [
            [each.text, each.box, each.size, each.face, each.vertical, each.confidence, each.seen]
            for each in self.lines
        ]
        return [self.number, self.size, lines, self.rules, self.panels, self.pictures]

    @classmethod
    def from_values(cls, values: list[Any]) -> Sheet:
        """The other way round of ``as_values``."""
        number, (wide, high), lines, *shapes = values
        rules, panels, pictures = (tuple(map(_box, found)) for found in shapes)
        found = tuple(
            TypeLine(text, _box(box), size, face, vertical, confidence, _box(seen) if seen else None)
            for text, box, size, face, vertical, confidence, seen in lines
        )
        return cls(number, (wide, high), found, rules, panels, pictures)


def _box(values: list[float]) -> Box:
    left, top, right, bottom = values
    return left, top, right, bottom


@dataclass(slots=True)
class SheetShapes:
    """The shapes of a page while they are gathered."""

    rules: list[Box] = field(default_factory=list)
    panels: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)


def width(box: Box) -> float:
    """From the left edge to the right one."""
    return box[2] - box[0]


def height(box: Box) -> float:
    """From the upper edge to the lower one."""
    return box[3] - box[1]


def around(boxes: list[Box]) -> Box:
    """The smallest box that holds all of them."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def shared_length(one: Box, other: Box, axis: int = 0) -> float:
    """How far two boxes share the same columns (``axis`` 0) or the same rows (1); negative: the gap between them."""
    return min(one[axis + 2], other[axis + 2]) - max(one[axis], other[axis])


def encloses(outer: Box, inner: Box, margin: float = 0.0) -> bool:
    """Whether a box lies in another one, which may be too small by a margin."""
    return (
        outer[0] - margin <= inner[0]
        and outer[1] - margin <= inner[1]
        and inner[2] <= outer[2] + margin
        and inner[3] <= outer[3] + margin
    )
