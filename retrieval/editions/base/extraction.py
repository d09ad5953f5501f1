"""What was read off a file that has no text of its own (a PDF, a picture): its lines, each with its place on the page.

The archive keeps the extraction, for reading the same file again may give another one: recognisers and PDF libraries
change. Body pieces count its characters.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from retrieval.printed import Box, Place

LARGEST_EXTRACTION = 1 << 28
"""Bytes of an unpacked extraction; one of 400 full pages has a tenth of them; by hand, 2026-11."""


@dataclass(frozen=True, slots=True)
class ExtractedLine:
    """A line of print. ``box`` in page units; ``confidence`` as in ``printed.PrintedLine``."""

    text: str
    box: Box
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class ExtractedSheet:
    """A page of the file: its number from 1, its width and height, its lines in reading order, furniture included."""

    number: int
    size: Place
    lines: tuple[ExtractedLine, ...]


@dataclass(frozen=True)
class Extraction:
    """``reader`` names the program that read, with its version. ``text`` is every line with a line end behind it."""

    reader: str
    sheets: tuple[ExtractedSheet, ...]

    @cached_property
    def text(self) -> str:
        return "".join(f"{line.text}\n" for sheet in self.sheets for line in sheet.lines)

    def packed(self) -> bytes:
        """As the archive keeps it: JSON, deflated. Equal extractions give equal bytes."""
        sheets = [
            [sheet.number, sheet.size, [[line.text, line.box, line.confidence] for line in sheet.lines]]
            for sheet in self.sheets
        ]
        return zlib.compress(json.dumps([self.reader, sheets], ensure_ascii=False, separators=(",", ":")).encode())

    @classmethod
    def unpacked(cls, data: bytes) -> Extraction:
        """The other way round of ``packed``.

        Raises:
            ValueError: these are not the bytes that ``packed`` gave.

        """
        unpacking = zlib.decompressobj()
        try:
            text = unpacking.decompress(data, LARGEST_EXTRACTION)
            reader, sheets = json.loads(text)
            return cls(str(reader), tuple(map(_sheet, sheets)))
        except (zlib.error, TypeError, KeyError, IndexError) as error:
            raise ValueError(f"no extraction: {error}") from None


def _sheet(values: list[Any]) -> ExtractedSheet:
    number, (width, height), lines = values
    found = tuple(ExtractedLine(text, tuple(box), confidence) for text, box, confidence in lines)
    return ExtractedSheet(number, (width, height), found)
