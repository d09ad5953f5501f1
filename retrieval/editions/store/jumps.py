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
        fragments = [part.id for part in parts if part.from_page is not None]
        for fragment in fragments:
            writer.set_parent(fragment, links.get(fragment), first_part(fragment, links))
        joined += len(links)
        unknown += len(fragments) - len(links)
    return joined, unknown
