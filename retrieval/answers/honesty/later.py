"""Newer reports on the matter of the first excerpt: a reader who is shown an older one is told that there is more."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.answers.honesty.citation import headline
from retrieval.answers.honesty.same_topic import akin, same_matter, told_apart
from retrieval.answers.ranking.ranked import Ranked
from retrieval.domain import Article, ArticleKind, Headline
from retrieval.language.near_duplicates import same_report, shingles

ASKED_TOO = 0.8
"""Share of what the first article holds of the question that a report under a headline akin to its own must hold to be
on the same matter; by hand, 2026-11."""


def later_reports(ranked: Ranked, first: int, order: Sequence[int]) -> tuple[Headline, ...]:
    """Reports of later days on the matter of document ``first`` among those in ``order``, newest first.

    Other printings of the same report tell nothing new and are left out.
    """
    own = ranked.pool.documents[first].article
    numbers = [number for number in order if _is_later(ranked, first, number)]
    printed = shingles(own.body)
    later = [other for other in ranked.pool.articles(numbers) if not same_report(printed, shingles(other.body))]
    later.sort(key=lambda other: (str(other.date), -other.id), reverse=True)
    return tuple(map(headline, later))


def _is_later(ranked: Ranked, first: int, number: int) -> bool:
    """Whether a document is a report of a later day on the matter of the first."""
    own, other = ranked.pool.articles((first, number))
    if own.date is None or other.date is None or other.date <= own.date or other.kind is not ArticleKind.REPORT:
        return False
    return _on_one_matter(ranked, own, other, first, number)


def _on_one_matter(ranked: Ranked, own: Article, other: Article, first: int, number: int) -> bool:
    """Whether both go on about one thing: by their headlines, or by these and what was asked."""
    if told_apart(own, other, ("", "")):
        return False
    held = ranked.coverage.meaning_document
    return same_matter(own, other) or (akin(own, other) and held[number] >= ASKED_TOO * held[first])
