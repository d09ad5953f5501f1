"""What a watch looks for: words that must all stand in an article, its reporter, its page, its paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.search_syntax import FIELD, KINDS
from retrieval.domain import Article, Passage, Span
from retrieval.language.page_names import page_names
from retrieval.language.tokenizer import fold

NAMES = {"by": "记者", "page": "版面", "paper": "报纸"}
"""How a watch writes its limits, however they were typed."""


@dataclass(frozen=True, slots=True)
class WatchTerms:
    """The words of a watch as typed, and its limits. ``refused`` are limits that no later report can meet: dates."""

    words: tuple[str, ...]
    people: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The watch as it is kept and shown."""
        limits = [f"{NAMES['by']}:{name}" for name in self.people]
        limits += [f"{NAMES['page']}:{page}" for page in self.pages]
        limits += [f"{NAMES['paper']}:{name}" for name in self.papers]
        return " ".join([*self.words, *limits])

    @property
    def letters(self) -> int:
        """Characters of its words; a watch without limits needs some."""
        return sum(map(len, self.words))

    @property
    def limited(self) -> bool:
        return bool(self.people or self.pages or self.papers)

    def passage_of(self, article: Article, passages: Iterable[Passage]) -> Passage | None:
        """The passage that holds most of the words, if the article is one that is looked for."""
        if not self._within(article):
            return None
        wanted = [fold(word) for word in self.words]
        found = list(passages)
        texts = [fold(passage.text) for passage in found]
        whole = "\n".join([fold(article.headline or ""), *texts])
        if not found or not all(word in whole for word in wanted):
            return None
        counts = [sum(word in text for word in wanted) for text in texts]
        return found[counts.index(max(counts))]

    def _within(self, article: Article) -> bool:
        names = article.byline.names
        return (
            (not self.people or any(name in names for name in self.people))
            and (not self.pages or article.page in self.pages)
            and (not self.papers or article.paper in self.papers)
        )

    def spans(self, text: str) -> tuple[Span, ...]:
        """Where the words stand as they were typed."""
        found = ((text.find(word), len(word)) for word in self.words)
        return tuple((start, start + length) for start, length in found if start >= 0)


def terms_of(text: str) -> WatchTerms:
    """Read a watch: 夜游船 末班 记者:白露 版面:3."""
    values: dict[str, list[str]] = {"date": [], "page": [], "by": [], "paper": []}
    for match in FIELD.finditer(text):
        values[KINDS[match["key"].lower()]].append(match["value"])
    return WatchTerms(
        words=tuple(FIELD.sub(" ", text).split()),
        people=tuple(dict.fromkeys(values["by"])),
        pages=tuple(dict.fromkeys(_pages(values["page"]))),
        papers=tuple(dict.fromkeys(values["paper"])),
        refused=tuple(values["date"]),
    )


def _pages(values: Iterable[str]) -> Iterator[str]:
    for value in values:
        yield from page_names(value) or (value,)
