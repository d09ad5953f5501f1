"""What is cited must be what was published, and readers are told how new it is."""

from __future__ import annotations

from datetime import date

from retrieval.answers.honesty.draft import Draft
from retrieval.editions.store.archive import Archive
from retrieval.errors import Damaged
from retrieval.index.contents import changed_since_indexed
from retrieval.index.engine import Generation


def check_published(draft: Draft, archive: Archive, generation: Generation) -> None:
    """Raise ``Damaged`` where what is cited is not what was published, though nothing changed since."""
    if draft.evidence and archive.revision() == generation.manifest.revision:
        cited = [(each.excerpt.passage, each.document.article) for each in draft.evidence]
        if changed := changed_since_indexed(generation.contents(), cited):
            raise Damaged(f"archive: passage {changed[0]} is not what was published")


def freshness_of(archive: Archive, generation: Generation) -> date | None:
    """The newest edition of the generation, unless that was withdrawn since."""
    if generation.manifest.newest_date is None:
        return None
    newest = date.fromisoformat(generation.manifest.newest_date)
    if archive.revision() == generation.manifest.revision:
        return newest
    shown = archive.newest_date()
    return min(newest, shown) if shown else None
