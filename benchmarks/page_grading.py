"""Grades what was read off a typeset page against what was set: headlines, paragraphs, order, characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from benchmarks.typeset.elements import Page, Told
from retrieval.editions.base.draft import ArticleDraft

FRAGMENT = 12
"""Characters of the fragments whose order is compared."""
LEAST_FRAGMENTS = 5
"""Fragments of an article from which its order is told."""


@dataclass(frozen=True)
class ReadPage:
    """What a reader made of a page: drafts in order, and all text that it gave, for order and characters."""

    drafts: Sequence[ArticleDraft]
    text: str


@dataclass
class Grades:
    """Verdicts over many pages; ``orders`` is Kendall's tau of each article, ``seen`` the share of fragments found."""

    headlines: list[bool] = field(default_factory=list)
    paragraphs: list[bool] = field(default_factory=list)
    bylines: list[bool] = field(default_factory=list)
    beside: list[bool] = field(default_factory=list)
    orders: list[float] = field(default_factory=list)
    seen: list[float] = field(default_factory=list)
    lost: int = 0
    doubled: int = 0
    characters: int = 0

    def add(self, page: Page, read: ReadPage) -> None:
        """Grade one page."""
        for told in page.told:
            self._add_article(told, _counterpart(told, read.drafts))
        text = dense(read.text)
        for told in page.told:
            self._add_order(told, text)
        printed, found = Counter(dense("".join(_printed(page)))), Counter(text)
        self.lost += (printed - found).total()
        self.doubled += (found - printed).total()
        self.characters += printed.total()

    def _add_article(self, told: Told, draft: ArticleDraft | None) -> None:
        self.headlines.append(draft is not None and dense(draft.headline or "") == dense(told.headline))
        bodies = Counter(map(dense, draft.body.split("\n"))) if draft is not None else Counter[str]()
        for paragraph in told.paragraphs:
            is_exact = bodies[dense(paragraph)] > 0
            bodies[dense(paragraph)] -= is_exact
            self.paragraphs.append(is_exact)
        if told.byline:
            self.bylines.append(draft is not None and told.byline in draft.byline.names)
        for wanted, name in ((told.kicker, "kicker"), (told.subhead, "subhead")):
            if wanted:
                self.beside.append(draft is not None and dense(getattr(draft, name) or "") == dense(wanted))

    def _add_order(self, told: Told, text: str) -> None:
        fragments = list(_fragments(told))
        places = [text.find(fragment) for fragment in fragments if text.count(fragment) == 1]
        self.seen.append(len(places) / len(fragments) if fragments else 1.0)
        if len(places) >= LEAST_FRAGMENTS:
            self.orders.append(kendall_tau(places))

    @property
    def order(self) -> float:
        """Kendall's tau, over all articles."""
        return fmean(self.orders) if self.orders else 0.0

    @property
    def found(self) -> float:
        """Share of the fragments of an article that stand whole in what was read."""
        return fmean(self.seen) if self.seen else 0.0


def dense(text: str) -> str:
    """Without white space."""
    return "".join(text.split())


def kendall_tau(places: Sequence[int]) -> float:
    """How many more pairs stand in their order than not, as a share of all pairs."""
    pairs = [(one, other) for number, one in enumerate(places) for other in places[number + 1 :]]
    return sum(1 if one < other else -1 for one, other in pairs) / len(pairs)


def _fragments(told: Told) -> Iterator[str]:
    """Pieces of an article's text in its order, those that stand in it once."""
    text = dense("".join(told.paragraphs))
    for start in range(0, len(text) - FRAGMENT + 1, FRAGMENT):
        fragment = text[start : start + FRAGMENT]
        if text.count(fragment) == 1:
            yield fragment


def _counterpart(told: Told, drafts: Sequence[ArticleDraft]) -> ArticleDraft | None:
    """The draft that shares most text with an article; one under its headline, where several do."""
    fragments = set(_fragments(told))
    best: ArticleDraft | None = None
    most = (0, False)
    for draft in drafts:
        body = dense(draft.body)
        shared = sum(fragment in body for fragment in fragments) or int(dense(told.paragraphs[0])[:FRAGMENT] in body)
        worth = (shared, dense(draft.headline or "") == dense(told.headline))
        if worth > most:
            best, most = draft, worth
    return best


def _printed(page: Page) -> Iterator[str]:
    """All that is printed on the page."""
    yield from page.furniture
    for told in page.told:
        yield from (told.headline, told.kicker, told.subhead, *told.paragraphs, *told.captions)
        if told.byline:
            yield f"本报记者{told.byline}"
