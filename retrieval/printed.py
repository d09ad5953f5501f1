"""Where things stand on a printed page: areas and lines, in page units. Standard library only.

*Page units* count from the upper left corner of a page to the right and down, in whatever unit its size is given:
points of a PDF, pixels of a picture, percent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Place: TypeAlias = tuple[float, float]
Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class PageArea:
    """Where something stands on a printed page.

    ``outlines`` are closed polygons of (x, y). ``size`` is the page's width and height in the same unit, None where
    the delivery doesn't say. ``sheet`` counts the pages of the file from 1. ``picture`` names the picture of the page
    as the delivery does, None where the file is itself the page.
    """

    outlines: tuple[tuple[Place, ...], ...]
    size: Place | None
    sheet: int = 1
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of print, or what of it belongs to a body; ``start``/``end`` are body characters.

    ``confidence`` (0 … 1) is how sure the machine was that read the line from a picture; None where the file itself
    says which characters stand there.
    """

    start: int
    end: int
    box: Box
    confidence: float | None = None

    def part(self, start: int, end: int) -> PrintedLine:
        """What of the line lies within the span, its box cut in proportion: along the longer side of the box."""
        low, high = max(self.start, start), min(self.end, end)
        left, top, right, bottom = self.box
        before, behind = ((at - self.start) / (self.end - self.start) for at in (low, high))
        if bottom - top > right - left:
            top, bottom = top + before * (bottom - top), top + behind * (bottom - top)
        else:
            left, right = left + before * (right - left), left + behind * (right - left)
        return PrintedLine(low, high, (left, top, right, bottom), self.confidence)


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A picture of a page, as it was delivered; ``media_type`` is told by its own first bytes."""

    content: bytes
    media_type: str


def corners(box: Box) -> tuple[Place, ...]:
    """A box as a polygon."""
    left, top, right, bottom = box
    return (left, top), (right, top), (right, bottom), (left, bottom)
