"""Decides anew which part continues which in the editions that an ingest changed, inside its transaction."""

from __future__ import annotations

from collections.abc import Iterable

from retrieval.editions.layout.jump_links import first_part, link
from retrieval.editions.store.writer import Writer


def relink(writer: Writer, editions: Iterable[int]) -> tuple[int, int]:
    """Set ``continues`` and ``root`` of all jump fragments of these editions; returns how many are joined, unknown."""
    joined = unknown = 0
    for edition in sorted(editions):
        parts = writer.jump_parts(edition)
        links = link(parts)
        for part in parts:
            if part.from_page is None:
                continue
            parent = links.get(part.id)
            writer.set_parent(part.id, parent, first_part(part.id, links))
            if parent is None:
                unknown += 1
            else:
                joined += 1
    return joined, unknown
