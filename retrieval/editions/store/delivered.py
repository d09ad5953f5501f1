"""What a delivery has where an article stands: the text before columns were joined and lines put together."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import pairwise

from retrieval.domain import Article, Coding, Span, source_bytes
from retrieval.editions.store.archive import Archive
from retrieval.editions.store.verify import KeptSources

NEAR = 200
"""Bytes between two stretches of an article up to which they are shown too: line ends, marks of columns; by hand,
2026-12."""
LEFT_OUT = "\n……\n"
"""Stands for what lies further apart: it may be another article's."""


def delivered_text(archive: Archive, article: Article, kept_sources: str | None = None) -> str | None:
    """The text of an article as it lies in its file; None where the file is gone or is not what was read.

    Of PDFs and pictures it is the text that was read off them. ``kept_sources`` as in ``verify.disagreements``.
    """
    if not article.pieces:
        return ""
    stretches = _near_stretches(source_bytes(article.body, article.pieces, 0, len(article.body)))
    if article.pieces[0].coding is Coding.EXTRACTED:
        extraction = archive.extraction(article.source_id)
        return LEFT_OUT.join(extraction.text[slice(*each)] for each in stretches) if extraction else None
    sources = KeptSources(archive, kept_sources)
    deque(sources.look_at(article.source_id), maxlen=0)
    raw = sources.bytes_of(article.source_id)
    sources.close()
    if raw is None:
        return None
    encoding = "gb18030" if any(piece.coding is Coding.GB18030 for piece in article.pieces) else "utf-8"
    return LEFT_OUT.join(raw[slice(*each)].decode(encoding, "replace") for each in stretches)


def _near_stretches(ranges: tuple[Span, ...]) -> Iterator[Span]:
    """Ranges with what lies between those that are near each other, in reading order."""
    start = ranges[0][0]
    for left, right in pairwise(ranges):
        if not 0 <= right[0] - left[1] <= NEAR:
            yield start, left[1]
            start = right[0]
    yield start, ranges[-1][1]
