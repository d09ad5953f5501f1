"""Carries withdrawals and corrections over to the article that a later reading puts in the place of the one decided on.

An article is recognised by its wording, not by its id or its place in a file: a page that is read again after a small
change, from another path, or without its date must not bring back what the newsroom took out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from retrieval.editions.store.writer import LinkEnd, PrintedArticle, Writer
from retrieval.language.near_duplicates import Shingles, overlap, same_report, shingles

SAME_HEADLINE_OVERLAP = 0.3
"""Share of wording that two articles under one headline on one page must have in common; by hand, 2026-11."""


@dataclass(frozen=True, slots=True, eq=False)
class _WordedArticle:
    """An article with its wording."""

    article: PrintedArticle
    wording: Shingles

    @classmethod
    def of(cls, article: PrintedArticle) -> _WordedArticle:
        return cls(article, shingles(article.body))

    def replaces(self, other: _WordedArticle) -> bool:
        """Whether this is ``other``, read anew."""
        if self.article.id == other.article.id or not _may_be_one_edition(self.article, other.article):
            return False
        if same_report(self.wording, other.wording):
            return True
        if not _is_same_headline(self.article, other.article):
            return False
        return overlap(self.wording, other.wording) >= SAME_HEADLINE_OVERLAP


def carry_over(writer: Writer) -> int:
    """After an ingest: withdraw, and link corrections to, what took the place of an article decided about.

    Returns how many of the added articles are withdrawn.
    """
    changed = _withdraw_replacements(writer)
    for edition in sorted(writer.touched):
        changed |= writer.withdraw_with_edition(edition)
        pairs = writer.parts_of_withdrawn(edition)
        writer.withdraw(pairs)
        changed |= {article for _, article in pairs}
    writer.mark_withdrawn(changed)
    _move_corrections(writer)
    return writer.count_withdrawn(writer.added)


def _withdraw_replacements(writer: Writer) -> set[int]:
    """Withdraw new articles that replace one withdrawn on its own; their ids."""
    withdrawals = writer.withdrawn_alone()
    pairs = [(withdrawals[old.id], new.id) for old, new in _replacements(writer, sorted(withdrawals))]
    writer.withdraw(pairs)
    return {article for _, article in pairs}


def _move_corrections(writer: Writer) -> None:
    """Links from and to articles that were replaced go on to the articles in their place."""
    for end in LinkEnd:
        replaced = writer.retired_ends(end)
        writer.move_links(end, [(new.id, old.id) for old, new in _replacements(writer, replaced)])


def _replacements(writer: Writer, old_ids: Sequence[int]) -> Iterator[tuple[PrintedArticle, PrintedArticle]]:
    """Pairs of an old article and the added one that takes its place."""
    if old_ids and writer.added:
        yield from replaced_by(writer.printed(old_ids), writer.printed(writer.added))


def replaced_by(
    before: Iterable[PrintedArticle], added: Iterable[PrintedArticle]
) -> Iterator[tuple[PrintedArticle, PrintedArticle]]:
    """Pairs of an article from before and an added one that is it, read anew."""
    worded = [_WordedArticle.of(article) for article in before]
    for new in map(_WordedArticle.of, added):
        for old in worded:
            if new.replaces(old):
                yield old.article, new.article


def _may_be_one_edition(one: PrintedArticle, other: PrintedArticle) -> bool:
    return _compatible(one.paper, other.paper) and _compatible(one.date, other.date)


def _is_same_headline(one: PrintedArticle, other: PrintedArticle) -> bool:
    """The same words above both, on what may be one page."""
    if one.headline is None or one.headline != other.headline:
        return False
    return _compatible(one.page, other.page)


def _compatible(one: str | None, other: str | None) -> bool:
    """Whether two stated values do not contradict each other."""
    return one is None or other is None or one == other
