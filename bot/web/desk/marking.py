"""Text with stretches marked, as runs that a template writes one by one: no text ever becomes markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from retrieval.domain import Article, Piece, Span, source_bytes


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that is marked or isn't; ``joined`` says that a column cut was joined right before it."""

    text: str
    marked: bool = False
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of an article; ``start`` counts body characters. Rows of a table have several ``cells``."""

    start: int
    cells: tuple[tuple[Run, ...], ...]
    marked: bool


def runs(text: str, spans: Iterable[Span], joins: Iterable[int] = ()) -> tuple[Run, ...]:
    """The text cut at the borders of ``spans``, which are marked, and at ``joins``."""
    inside = sorted((max(0, start), min(end, len(text))) for start, end in spans)
    seams = {at for at in joins if 0 < at < len(text)}
    borders = {0, len(text), *seams}
    for start, end in inside:
        borders |= {start, end} if start < end else set()
    cuts = sorted(borders)
    return tuple(Run(text[a:b], any(start <= a < end for start, end in inside), a in seams) for a, b in pairwise(cuts))


def paragraphs(article: Article, spans: Sequence[Span] = ()) -> Iterator[Paragraph]:
    """The paragraphs of an article, with ``spans`` of its body marked."""
    joins = column_joins(article)
    start = 0
    for text in article.paragraphs:
        end = start + len(text)
        inside = [(a, b) for a, b in spans if a < end and start < b]
        yield Paragraph(start, tuple(_cells(text, start, inside, joins)), bool(inside))
        start = end + 1


def _cells(text: str, start: int, spans: Sequence[Span], joins: Sequence[int]) -> Iterator[tuple[Run, ...]]:
    for cell in text.split("\t"):
        yield runs(cell, [(a - start, b - start) for a, b in spans], [at - start for at in joins])
        start += len(cell) + 1


def column_joins(article: Article) -> tuple[int, ...]:
    """Where in the body column cuts were joined: the widest of the gaps that the source has within paragraphs."""
    gaps = [(_gap(article.body, left, right), right.start) for left, right in _neighbours(article.pieces)]
    widest = sorted((gap for gap in gaps if gap[0]), key=lambda gap: (-gap[0], gap[1]))[: article.joins]
    return tuple(sorted(at for _, at in widest))


def _neighbours(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, Piece]]:
    """Pieces that touch in the body."""
    for left, right in pairwise(pieces):
        if left.end == right.start:
            yield left, right


def _gap(body: str, left: Piece, right: Piece) -> int:
    """Bytes between two pieces in the source; 0 where they touch there too, or the text jumps back."""
    end = source_bytes(body, (left,), left.start, left.end)[-1][1]
    return max(0, right.source_start - end)
