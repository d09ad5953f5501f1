"""What else the paper printed on the matter of an article: the same report in other places, and newer ones."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.answers.honesty.citation import headline
from retrieval.answers.honesty.same_topic import same_matter, told_apart
from retrieval.domain import Article, ArticleKind, Headline
from retrieval.index.published import Published
from retrieval.language.folding import folded
from retrieval.language.near_duplicates import same_report, shingles

COMPARED = 24
"""Articles nearest by their words that are compared with it; by hand, 2026-12."""
BODY_CHARS_SOUGHT = 120
"""Characters of the body that are looked for beside the headline, which another edition may have changed; by hand,
2026-12."""
MOST_NEWER = 6
"""Newer reports that are named, the newest; by hand, 2026-12."""


@dataclass(frozen=True, slots=True)
class SeeAlso:
    """Other ``printings`` of a report in order of time, and ``newer`` reports on its matter, newest first."""

    printings: tuple[Headline, ...] = ()
    newer: tuple[Headline, ...] = ()


def see_also(paper: Published, article: Article) -> SeeAlso:
    """What is named beside an article. By words alone: nothing is encoded or read, so that it costs milliseconds."""
    own = shingles(article.body)
    printings: list[Article] = []
    newer: list[Article] = []
    for other in _others_near(paper, article):
        if same_report(own, shingles(other.body)):
            printings.append(other)
        elif _is_newer(article, other):
            newer.append(other)
    printings.sort(key=_day_and_number)
    newer.sort(key=_day_and_number, reverse=True)
    return SeeAlso(tuple(map(headline, printings)), tuple(map(headline, newer[:MOST_NEWER])))


def _others_near(paper: Published, article: Article) -> list[Article]:
    """Other articles with its words; parts of articles stand with those that they continue."""
    words = f"{article.headline or ''} {article.body[:BODY_CHARS_SOUGHT]}"
    found = [hit.id for hit in paper.generation.lexical_articles(words, COMPARED)]
    others = paper.articles_by_id(found).values()
    return [other for other in others if other.id != article.id and other.continues is None]


def _is_newer(article: Article, other: Article) -> bool:
    """Whether another article reports of a later day on the same matter; columns keep their headline every day."""
    if article.date is None or other.date is None or other.date <= article.date:
        return False
    if other.kind is not ArticleKind.REPORT or folded(other.headline or "") == folded(article.headline or ""):
        return False
    return same_matter(article, other) and not told_apart(article, other, ("", ""))


def _day_and_number(article: Article) -> tuple[str, int]:
    """Sorts by time."""
    return str(article.date or ""), article.id
