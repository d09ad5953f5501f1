"""Text with its places in the source file: what reading, joining and storing pass on.

A ``SourceText`` is a string together with the stretches of the source file that print it. Cutting, stripping and
concatenating keep these places exact, so a body can be traced back to bytes however often it was taken apart.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from retrieval.domain import Coding, Piece, Span


@dataclass(frozen=True, slots=True)
class SourceText:
    """``pieces`` are in order, do not overlap, and cover ``text`` except separators that were not printed."""

    text: str
    pieces: tuple[Piece, ...]

    @classmethod
    def run(cls, text: str, source_start: int, coding: Coding) -> SourceText:
        """Text that stands in the file in one stretch beginning at byte ``source_start``."""
        return cls(text, (Piece(0, len(text), source_start, coding),) if text else ())

    def cut(self, start: int, end: int) -> SourceText:
        """``text[start:end]`` with its pieces, offsets counted from ``start``."""
        if start == 0 and end >= len(self.text):
            return self
        first = max(0, bisect_right(self.pieces, start, key=_piece_start) - 1)
        kept: list[Piece] = []
        for number in range(first, len(self.pieces)):  # no slice: a text may have very many pieces
            piece = self.pieces[number]
            if piece.start >= end:
                break
            low, high = max(start, piece.start), min(end, piece.end)
            if low < high:
                skipped = piece.width(self.text[piece.start : low])
                kept.append(_moved(piece, low - start, high - start, piece.source_start + skipped))
        return SourceText(self.text[start:end], tuple(kept))

    def strip(self) -> SourceText:
        """Without white space (full-width space included) at either end."""
        text = self.text
        start = len(text) - len(text.lstrip())
        return self.cut(start, max(start, len(text.rstrip())))

    def lines(self) -> list[SourceText]:
        r"""Cut at line ends (``\n``, ``\r\n``, ``\r``); the line ends themselves are left out."""
        if "\r" not in self.text and "\n" not in self.text:
            return [self]
        spans, start = [], 0
        for line in self.text.replace("\r\n", "\n\n").replace("\r", "\n").split("\n"):
            spans.append((start, start + len(line)))
            start += len(line) + 1
        return self.parts(spans)

    def parts(self, spans: Iterable[Span]) -> list[SourceText]:
        """The text of each span, from left to right; spans do not overlap."""
        left = list(reversed(self.pieces))
        return [SourceText(self.text[start:end], tuple(self._taken(left, start, end))) for start, end in spans]

    def source_span(self) -> Span | None:
        """The bytes from the first to the last character, where they are one stretch of the file; None elsewhere."""
        reached: int | None = None
        for piece in self.pieces:
            if reached is not None and piece.source_start != reached:
                return None
            reached = piece.source_start + piece.width(self.text[piece.start : piece.end])
        return (self.pieces[0].source_start, reached) if reached is not None else None

    def _taken(self, left: list[Piece], start: int, end: int) -> Iterator[Piece]:
        """The pieces of ``text[start:end]``, taken off the end of ``left``, which goes on behind them.

        Many cuts from left to right in time linear in the text: no character's bytes are counted again for each.
        """
        while left and left[-1].start < end:
            piece = self._behind(left.pop(), start)
            if piece is None:
                continue
            rest = self._behind(piece, end)
            if rest is not None:
                left.append(rest)
            yield _moved(piece, piece.start - start, min(piece.end, end) - start, piece.source_start)

    def _behind(self, piece: Piece, at: int) -> Piece | None:
        """What of a piece stands at ``at`` or behind it."""
        if at <= piece.start:
            return piece
        if at >= piece.end:
            return None
        skipped = piece.width(self.text[piece.start : at])
        return _moved(piece, at, piece.end, piece.source_start + skipped)


def concatenate(parts: Iterable[SourceText], between: str = "") -> SourceText:
    """One text from several; ``between`` stands between them without having been printed."""
    given = parts if isinstance(parts, list) else list(parts)
    if len(given) == 1:
        return given[0]
    texts: list[str] = []
    pieces: list[Piece] = []
    at = 0
    for number, part in enumerate(given):
        if number:
            at += len(between)
        texts.append(part.text)
        pieces += [_moved(piece, piece.start + at, piece.end + at, piece.source_start) for piece in part.pieces]
        at += len(part.text)
    text = between.join(texts)
    return SourceText(text, tuple(_joined_pieces(pieces, text)))


def _moved(piece: Piece, start: int, end: int, source_start: int) -> Piece:
    """The piece at another place. ``dataclasses.replace`` takes five times as long, and texts have very many pieces."""
    return Piece(start, end, source_start, piece.coding, piece.size)


def _piece_start(piece: Piece) -> int:
    return piece.start


def _joined_pieces(pieces: list[Piece], text: str) -> list[Piece]:
    """Make one of neighbours that touch in the text and in the file."""
    merged: list[Piece] = []
    for piece in pieces:
        if merged and _are_one_stretch(merged[-1], piece, text):
            last = merged[-1]
            merged[-1] = _moved(last, last.start, piece.end, last.source_start)
        else:
            merged.append(piece)
    return merged


def _are_one_stretch(last: Piece, piece: Piece, text: str) -> bool:
    if last.end != piece.start or last.coding is not piece.coding or piece.coding is Coding.ENTITY:
        return False
    return last.source_start + last.width(text[last.start : last.end]) == piece.source_start
