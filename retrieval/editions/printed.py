"""Text that remembers where it was printed: the one currency between reading, joining and storing.

A ``Printed`` is a string together with the stretches of the source file that print it. Cutting, stripping and gluing
keep that knowledge exact, so an article's body can be traced back to bytes however often it was taken apart.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from retrieval.domain import Coding, Piece


@dataclass(frozen=True, slots=True)
class Printed:
    """``pieces`` are in order, do not overlap, and cover ``text`` except glue that was not printed."""

    text: str
    pieces: tuple[Piece, ...]

    @classmethod
    def run(cls, text: str, source_start: int, coding: Coding) -> Printed:
        """Text that stands in the file in one stretch beginning at byte ``source_start``."""
        return cls(text, (Piece(0, len(text), source_start, coding),) if text else ())

    def cut(self, start: int, end: int) -> Printed:
        """``text[start:end]`` with its pieces, offsets counted from ``start``."""
        if start == 0 and end >= len(self.text):
            return self
        first = max(0, bisect_right(self.pieces, start, key=_piece_start) - 1)
        kept: list[Piece] = []
        for piece in self.pieces[first:]:
            if piece.start >= end:
                break
            low, high = max(start, piece.start), min(end, piece.end)
            if low < high:
                skipped = piece.coding.width(self.text[piece.start : low])
                kept.append(Piece(low - start, high - start, piece.source_start + skipped, piece.coding))
        return Printed(self.text[start:end], tuple(kept))

    def strip(self) -> Printed:
        """Without white space (full-width space included) at either end."""
        text = self.text
        start = len(text) - len(text.lstrip())
        return self.cut(start, max(start, len(text.rstrip())))

    def lines(self) -> list[Printed]:
        r"""Cut at line ends (``\n``, ``\r\n``, ``\r``); the line ends themselves are left out."""
        if "\r" not in self.text and "\n" not in self.text:
            return [self]
        found, start = [], 0
        for line in self.text.replace("\r\n", "\n\n").replace("\r", "\n").split("\n"):
            found.append(self.cut(start, start + len(line)))
            start += len(line) + 1
        return found


def glue(parts: Iterable[Printed], between: str = "") -> Printed:
    """One text from several; ``between`` stands between them without having been printed."""
    texts: list[str] = []
    pieces: list[Piece] = []
    at = 0
    for number, part in enumerate(parts):
        if number:
            at += len(between)
        texts.append(part.text)
        pieces.extend(Piece(p.start + at, p.end + at, p.source_start, p.coding) for p in part.pieces)
        at += len(part.text)
    return Printed(between.join(texts), tuple(_merged(pieces, between.join(texts))))


def _piece_start(piece: Piece) -> int:
    return piece.start


def _merged(pieces: list[Piece], text: str) -> list[Piece]:
    """Make one of neighbours that touch in the text and in the file."""
    merged: list[Piece] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if (
            last is not None
            and last.end == piece.start
            and last.coding is piece.coding
            and last.source_start + last.coding.width(text[last.start : last.end]) == piece.source_start
        ):
            merged[-1] = Piece(last.start, piece.end, last.source_start, last.coding)
        else:
            merged.append(piece)
    return merged
