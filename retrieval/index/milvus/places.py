"""Where each article of a generation stands, in memory: what lists of headlines and counts are made of."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from retrieval.editions.store.records import ArticlePlace


class ArticlePlaces:
    """The places of all articles of a generation; about 500 bytes an article (``docs/scaling.md``)."""

    def __init__(self, places: Iterable[ArticlePlace]) -> None:
        self.in_order = sorted(places, key=lambda place: place.printed_order)
        """Newest edition first, in printed order."""

    @cached_property
    def by_id(self) -> dict[int, ArticlePlace]:
        return {place.article_id: place for place in self.in_order}

    @cached_property
    def versions(self) -> dict[int, int]:
        """The id of any reading of a story → that of the newest one which the generation has."""
        return {version: number for number in sorted(self.by_id) for version in {*self.by_id[number].versions, number}}

    @cached_property
    def continuing(self) -> dict[int, list[int]]:
        """Article id → ids of the parts that continue it, in printed order."""
        found: dict[int, list[int]] = {}
        for place in self.in_order:
            if place.continues is not None:
                found.setdefault(place.continues, []).append(place.article_id)
        return found
