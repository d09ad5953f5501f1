"""What a reply takes from the newsroom itself: how to reach people, its words for a cry for help, an example to try."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from retrieval.domain import Article, ArticleKind
from retrieval.index.published import Published

EXAMPLE_CHARS = 24
"""Characters of an example at most: it is to be typed, or at least read, on a phone."""
LEAST_EXAMPLE_CHARS = 5

QUOTING = frozenset('“”‘’「」『』《》〈〉"')


@dataclass(frozen=True, slots=True)
class House:
    """Empty where the newsroom has set nothing, or nothing is published yet."""

    contact: str = ""
    crisis: str = ""
    example: str = ""


NO_HOUSE = House()


class Examples:
    """What there is to try in the newest edition, looked for once after each publishing and each decision."""

    def __init__(self) -> None:
        self._found: tuple[object, str] = (None, "")

    def from_newest(self, paper: Published) -> str:
        """The example from the newest edition of which readers see anything; empty where there is none."""
        state, example = self._found
        if state != (paper.id, paper.revision):
            newest = next(iter(paper.editions()), None)
            example = example_from(paper.articles(edition_id=newest.id)) if newest else ""
            self._found = (paper.id, paper.revision), example
        return example


def example_from(articles: Iterable[Article]) -> str:
    """What a reader can ask first and find something: what heads the first report that has a short headline.

    Of a headline in two parts (柳溪河治理八年 黑水河变成游泳场) the first one will do. One that quotes is taken where
    there is no other: an example stands in quotation marks itself.
    """
    quoting = ""
    for article in articles:
        parts = (article.headline or "").split()
        if article.kind is not ArticleKind.REPORT or article.continues is not None or not parts:
            continue
        example = parts[0] if len(parts[0]) >= LEAST_EXAMPLE_CHARS else " ".join(parts)
        if not LEAST_EXAMPLE_CHARS <= len(example) <= EXAMPLE_CHARS:
            continue
        if QUOTING.isdisjoint(example):
            return example
        quoting = quoting or example
    return quoting
