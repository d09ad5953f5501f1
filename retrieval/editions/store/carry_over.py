"""Finds the story that a new article goes on with, and carries withdrawals over to what takes an article's place.

An article is recognised by its wording, not by its id or its place in a file: a page that is read again after a small
change, from another path, or without its date must not bring back what the newsroom took out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from retrieval.editions.store.same_article import Replacement, likest_pairs, replaced_by
from retrieval.editions.store.writer import Writer

MOST_PAIRS = 250_000
"""Pairs of articles of one edition whose wording is compared; an edition has some 200 articles; by hand, 2026-11."""

_EditionKey: TypeAlias = tuple[str | None, str | None]


def carry_over(writer: Writer) -> int:
    """After an ingest: what took the place of an article is a version of its story, and withdrawn where that one is.

    Corrections are links between stories, so that they hold for all versions. Returns how many of the added articles
    are withdrawn.
    """
    _continue_stories(writer)
    changed = _withdraw_replacements(writer)
    for edition in sorted(writer.touched):
        changed |= writer.withdraw_with_edition(edition)
        pairs = writer.parts_of_withdrawn(edition)
        writer.withdraw(pairs)
        changed |= {article for _, article in pairs}
    writer.mark_withdrawn(changed)
    return writer.count_withdrawn(writer.added)


def _continue_stories(writer: Writer) -> None:
    """Let each added article go on with the story of the one whose place it takes, the likest first, each once."""
    pairs = [*_replacements(writer, writer.corrected_before()), *_replacements_by_edition(writer)]
    copied = {copy.story for copy in writer.labels(writer.added) if copy.story != copy.id}
    placed = {each.id for each in writer.labels([*writer.added, *writer.retired]) if each.story in copied}
    for pair in likest_pairs(each for each in pairs if placed.isdisjoint({each.old.id, each.new.id})):
        writer.same_story(pair.new.id, pair.old.id)


def _replacements_by_edition(writer: Writer) -> Iterator[Replacement]:
    """The same of what was taken out in this ingest, each edition by itself."""
    new_of: dict[_EditionKey, list[int]] = defaultdict(list)
    for label in writer.labels(writer.added) if writer.retired else ():
        new_of[label.paper, label.date].append(label.id)
    old_of: dict[_EditionKey, list[int]] = defaultdict(list)
    for label in writer.labels(set(writer.retired) - set(writer.added)):
        old_of[label.paper, label.date].append(label.id)
    for key, old in old_of.items():
        if len(old) * len(new_of[key]) <= MOST_PAIRS:
            yield from replaced_by(writer.printed(old), writer.printed(new_of[key]))


def _withdraw_replacements(writer: Writer) -> set[int]:
    """Withdraw new articles that replace one withdrawn on its own; their ids."""
    withdrawals = writer.withdrawn_alone()
    pairs = [(withdrawals[each.old.id], each.new.id) for each in _replacements(writer, sorted(withdrawals))]
    writer.withdraw(pairs)
    return {article for _, article in pairs}


def _replacements(writer: Writer, old_ids: Sequence[int]) -> Iterator[Replacement]:
    """Old articles and the added ones that may take their place."""
    if old_ids and writer.added:
        yield from replaced_by(writer.printed(old_ids), writer.printed(writer.added))
