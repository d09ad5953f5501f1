"""Whether two reports are about one matter: like headlines, or nearly the same words, and no name tells them apart."""

from __future__ import annotations

import re

from retrieval.domain import Article
from retrieval.language.bigrams import bigrams, dice
from retrieval.language.characters import COUNTED, HAN
from retrieval.language.folding import folded
from retrieval.language.near_duplicates import same_report, shingles

LIKE, CONTAINED, LEAST_SHARED = 0.5, 0.6, 5
"""Of two headlines' pairs of characters: the share in common (Dice), or of the shorter one, then at least so many;
by hand, 2026-11."""
AKIN = 3
"""Pairs of characters that two headlines share where other things speak for one matter; by hand, 2026-11."""

_PLACE = re.compile(rf"(?!本|全|我|该|各|两|多)[{HAN}]{{2}}(?:区|县|市|镇|乡|省|州|街道)")
_NUMBERED = re.compile(rf"(?:第?\d+|第?[{COUNTED}]+)(?:号|路|届|期|批|中|小|幢|栋|季|轮|场)")


def same_matter(one: Article, other: Article) -> bool:
    """Whether two articles go on about the same thing. Articles without headlines only where their words repeat."""
    left, right = _folded_headline(one), _folded_headline(other)
    if left and right and like_headlines(left, right):
        return True
    return same_report(shingles(one.body), shingles(other.body))


def like_headlines(left: str, right: str) -> bool:
    """Whether two headlines have most of their wording in common."""
    mine, theirs = bigrams(left), bigrams(right)
    shared = len(mine & theirs)
    contained = shared >= LEAST_SHARED and shared >= CONTAINED * min(len(mine), len(theirs))
    return contained or dice(mine, theirs) >= LIKE


def akin(one: Article, other: Article) -> bool:
    """Whether two headlines have something in common."""
    return len(bigrams(_folded_headline(one)) & bigrams(_folded_headline(other))) >= AKIN


def told_apart(one: Article, other: Article, beside: tuple[str, str]) -> bool:
    """朝阳区 and 海淀区, 1号线 and 2号线: the same words about different things.

    Places count in the headlines and in the sentences ``beside``, numbers in the headlines only.
    """
    left, right = _folded_headline(one), _folded_headline(other)
    places, others = _PLACE.findall(f"{left} {beside[0]}"), _PLACE.findall(f"{right} {beside[1]}")
    if places and others and set(places).isdisjoint(others):
        return True
    return set(_NUMBERED.findall(left)) != set(_NUMBERED.findall(right))


def _folded_headline(article: Article) -> str:
    return folded(article.headline or "")
