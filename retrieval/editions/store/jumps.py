"""Decides anew which part continues which in the editions that an ingest changed, inside its transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from retrieval.editions.layout.jump_links import chains, link
from retrieval.editions.store.writer import Writer


def relink(writer: Writer, editions: Iterable[int]) -> tuple[int, int]:
    """Join all jump fragments of these editions to what they continue; returns how many are joined, unknown."""
    joined = unknown = 0
    for edition in sorted(editions):
        parts = writer.jump_parts(edition)
        links = link(parts)
        fragments = [part.id for part in parts if part.from_page is not None]
        _join(writer, fragments, links)
        joined += len(links)
        unknown += len(fragments) - len(links)
    return joined, unknown


def _join(writer: Writer, fragments: Sequence[int], links: Mapping[int, int]) -> None:
    """Join the earlier parts first: a part that became a new version is continued under its new id."""
    now: dict[int, int] = {}
    places = chains(links)

    def version(part: int | None) -> int | None:
        return part if part is None else now.get(part, part)

    for fragment in sorted(fragments, key=lambda part: places.get(part, (part, 0))[1]):
        first = places[fragment][0] if fragment in places else None
        now[fragment] = writer.join(fragment, version(links.get(fragment)), version(first))
