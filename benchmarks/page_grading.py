"""Grades what was read off a typeset page against what was set: headlines, paragraphs, order, characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from statistics import fmean
from unicodedata import normalize

from benchmarks.typeset.elements import Page, Told
from retrieval.editions.base.draft import ArticleDraft

FRAGMENT = 12
"""Characters of the fragments whose order is compared."""
LEAST_FRAGMENTS = 5
"""Fragments of an article from which its order is told."""
ALIKE = 0.97
"""Share of characters in common (difflib's) from which a paragraph is nearly the printed one."""
_ALIKE = str.maketrans("‘’“”—一–·•", "''\"\"---··")


def dense(text: str) -> str:
    """Without white space."""
    return "".join(text.split())


def signs_folded(text: str) -> str:
    """Without white space, with signs that recognisers mistake for each other as one: wide and narrow ones, quotes."""
    return normalize("NFKC", dense(text)).translate(_ALIKE)


@dataclass(frozen=True)
class ReadPage:
    """What a reader made of a page: drafts in order, and all text that it gave, for order and characters."""

    drafts: Sequence[ArticleDraft]
    text: str


@dataclass
class Grades:
    """Verdicts over many pages; ``orders`` is Kendall's tau of each article, ``seen`` the share of fragments found.

    Texts are compared as ``normal`` makes them. ``nearly`` holds of paragraphs whether one like them was read.
    """

    normal: Callable[[str], str] = dense
    headlines: list[bool] = field(default_factory=list)
    paragraphs: list[bool] = field(default_factory=list)
    nearly: list[bool] = field(default_factory=list)
    bylines: list[bool] = field(default_factory=list)
    beside: list[bool] = field(default_factory=list)
    orders: list[float] = field(default_factory=list)
    seen: list[float] = field(default_factory=list)
    lost: int = 0
    doubled: int = 0
    characters: int = 0

    def add(self, page: Page, read: ReadPage) -> None:
        """Grade one page."""
        text = self.normal(read.text)
        for told in page.told:
            self._add_article(told, self._counterpart(told, read.drafts))
            self._add_order(told, text)
        printed, found = Counter(self.normal("".join(_printed(page)))), Counter(text)
        self.lost += (printed - found).total()
        self.doubled += (found - printed).total()
        self.characters += printed.total()

    def _add_article(self, told: Told, draft: ArticleDraft | None) -> None:
        self.headlines.append(draft is not None and self._same(draft.headline, told.headline))
        bodies = Counter(map(self.normal, draft.body.split("\n"))) if draft is not None else Counter[str]()
        for paragraph in map(self.normal, told.paragraphs):
            is_exact = bodies[paragraph] > 0
            self.paragraphs.append(is_exact)
            self.nearly.append(is_exact or any(_are_alike(paragraph, other) for other in bodies))
            bodies[paragraph] -= is_exact
        if told.byline:
            self.bylines.append(draft is not None and told.byline in draft.byline.names)
        for wanted, name in ((told.kicker, "kicker"), (told.subhead, "subhead")):
            if wanted:
                self.beside.append(draft is not None and self._same(getattr(draft, name), wanted))

    def _same(self, read: str | None, told: str) -> bool:
        return self.normal(read or "") == self.normal(told)

    def _counterpart(self, told: Told, drafts: Sequence[ArticleDraft]) -> ArticleDraft | None:
        """The draft that shares most text with an article; one under its headline, where several do."""
        fragments = set(self._fragments(told)) or {self.normal(told.paragraphs[0])[:FRAGMENT]}
        best: ArticleDraft | None = None
        most = (0, False)
        for draft in drafts:
            body = self.normal(draft.body)
            worth = sum(fragment in body for fragment in fragments), self._same(draft.headline, told.headline)
            if worth > most:
                best, most = draft, worth
        return best

    def _fragments(self, told: Told) -> Iterator[str]:
        """Pieces of an article's text in its order, those that stand in it once."""
        text = self.normal("".join(told.paragraphs))
        for start in range(0, len(text) - FRAGMENT + 1, FRAGMENT):
            fragment = text[start : start + FRAGMENT]
            if text.count(fragment) == 1:
                yield fragment

    def _add_order(self, told: Told, text: str) -> None:
        fragments = list(self._fragments(told))
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


def kendall_tau(places: Sequence[int]) -> float:
    """How many more pairs stand in their order than not, as a share of all pairs."""
    pairs = [(one, other) for number, one in enumerate(places) for other in places[number + 1 :]]
    return sum(1 if one < other else -1 for one, other in pairs) / len(pairs)


def _are_alike(one: str, other: str) -> bool:
    if not 0.9 <= len(one) / max(1, len(other)) <= 1.1:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


def _printed(page: Page) -> Iterator[str]:
    """All that is printed on the page."""
    yield from page.furniture
    for told in page.told:
        yield from (told.headline, told.kicker, told.subhead, *told.paragraphs, *told.captions)
        if told.byline:
            yield f"本报记者{told.byline}"
