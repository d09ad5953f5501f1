"""Whether one article is another one, read anew: by its wording, not by its id or its place in a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from retrieval.editions.store.read_before import PrintedArticle
from retrieval.language.near_duplicates import Shingles, overlap, same_report, shingles

SAME_HEADLINE_OVERLAP = 0.3
"""Share of wording that two articles under one headline on one page must have in common; by hand, 2026-11."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """An old article and a new one that may take its place; ``likeness`` is the share of wording in common."""

    old: PrintedArticle
    new: PrintedArticle
    likeness: float


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


def replaced_by(before: Iterable[PrintedArticle], added: Iterable[PrintedArticle]) -> Iterator[Replacement]:
    """Articles from before, and added ones that are they, read anew."""
    worded = [_WordedArticle.of(article) for article in before]
    for new in map(_WordedArticle.of, added):
        for old in worded:
            if new.replaces(old):
                yield Replacement(old.article, new.article, overlap(old.wording, new.wording))


def likest_pairs(found: Iterable[Replacement]) -> Iterator[Replacement]:
    """The likest ones first, no article in two of them."""
    placed: set[int] = set()
    for pair in sorted(found, key=lambda each: each.likeness, reverse=True):
        if placed.isdisjoint({pair.old.id, pair.new.id}):
            placed |= {pair.old.id, pair.new.id}
            yield pair


def compatible(one: object | None, other: object | None) -> bool:
    """Whether two stated values do not contradict each other."""
    return one is None or other is None or one == other


def _may_be_one_edition(one: PrintedArticle, other: PrintedArticle) -> bool:
    return compatible(one.paper, other.paper) and compatible(one.date, other.date)


def _is_same_headline(one: PrintedArticle, other: PrintedArticle) -> bool:
    """The same words above both, on what may be one page."""
    if one.headline is None or one.headline != other.headline:
        return False
    return compatible(one.page, other.page)
