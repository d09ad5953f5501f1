"""Articles, citations and editions as readers open them: on the page, through the API and by MCP."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal, TypeAlias

from retrieval.answers.honesty.annotations import notices_of, with_notices
from retrieval.answers.honesty.citation import citation, headline
from retrieval.answers.ranking.excerpt import Excerpt
from retrieval.domain import NO_FILTERS, Article, Citation, Edition, Filters, Headline, Passage, Span
from retrieval.errors import Replaced, UnknownRecord
from retrieval.index.published import Published

MARK = re.compile(r"p(?P<passage>\d{1,18}):(?P<start>\d{1,9})-(?P<end>\d{1,9})")
"""How a citation is named: p34:0-43, as in the terminal."""
NEIGHBOURS = 40
"""Other articles of its page that are named beside an article; most pages have fewer, and what came without page and
day may be a whole archive; by hand, 2026-12."""
HEADLINES_AT_ONCE = 500
"""Headlines of a day's editions that are listed at a time: those of some sixty pages; by hand, 2026-12."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters ``start``-``end`` of a passage: what a citation quotes."""

    passage_id: int
    start: int
    end: int

    @property
    def name(self) -> str:
        """p34:0-43."""
        return f"p{self.passage_id}:{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class OpenedArticle:
    """An article: its parts, what of its bodies is marked by part id, notices, and what stands near it on its page."""

    parts: tuple[Article, ...]
    marks: dict[int, tuple[Span, ...]]
    notices: tuple[Citation, ...]
    neighbours: tuple[Headline, ...]
    citation: Citation | None = None

    @property
    def first(self) -> Article:
        return self.parts[0]


Fate: TypeAlias = Literal["", "read_anew", "words_gone"]
"""What became of an article since it was cited: nothing; another version holds the words; no version does."""


@dataclass(frozen=True, slots=True)
class FoundCitation:
    """What a citation's name leads to; where the words are gone, the whole article without them."""

    opened: OpenedArticle
    fate: Fate = ""


@dataclass(frozen=True, slots=True)
class DayOfPapers:
    """The editions of a day, page by page: of ``total`` headlines as many as were asked for."""

    editions: tuple[tuple[Edition, tuple[EditionPage, ...]], ...]
    total: int


@dataclass(frozen=True, slots=True)
class EditionPage:
    """A page of an edition and its headlines, in printed order."""

    page: str | None
    headlines: tuple[Headline, ...]


def mark_of(citation: Citation) -> Mark:
    """How a citation is named."""
    return Mark(citation.passage_id, citation.start, citation.end)


def parse_mark(name: str) -> Mark | None:
    """The mark with that name; None if it is none."""
    match = MARK.fullmatch(name)
    if not match or int(match["start"]) >= int(match["end"]):
        return None
    return Mark(int(match["passage"]), int(match["start"]), int(match["end"]))


def open_article(paper: Published, article_id: int) -> OpenedArticle:
    """An article in full. Raises as ``ArticleRows.article`` does."""
    return _opened(paper, paper.article(article_id), {})


def open_citation(paper: Published, mark: Mark) -> OpenedArticle:
    """The article in which a citation stands, marked. Raises as ``ArticleRows.passage`` does."""
    passage = paper.passage(mark.passage_id)
    article = paper.article(passage.article_id)
    start, end = min(mark.start, len(passage.text)), min(mark.end, len(passage.text))
    return _cited(paper, article, passage, start, end)


def find_citation(paper: Published, mark: Mark, wording: Callable[[int], str]) -> FoundCitation:
    """Where a citation leads today; ``wording`` tells what a passage of any version said.

    Raises ``Withdrawn`` and ``UnknownRecord``.
    """
    try:
        return FoundCitation(open_citation(paper, mark))
    except Replaced as replaced:
        words = wording(mark.passage_id)[mark.start : mark.end]
        opened = open_words(paper, replaced.version, words) if words else None
        if opened:
            return FoundCitation(opened, "read_anew")
        return FoundCitation(open_article(paper, replaced.version), "words_gone")


def opened_beside(paper: Published, quoted: Citation | None) -> OpenedArticle | None:
    """The article of a citation, to be shown beside it; None where there is none, or readers see it no more."""
    if quoted is None:
        return None
    try:
        return open_citation(paper, mark_of(quoted))
    except UnknownRecord:
        return None


def open_words(paper: Published, article_id: int, words: str) -> OpenedArticle | None:
    """An article with ``words`` marked that it holds in one passage; None where it doesn't."""
    article = paper.article(article_id)
    for part in paper.parts(article):
        for passage in paper.passages_of([part.id]).get(part.id, []):
            start = passage.text.find(words)
            if start >= 0:
                return _cited(paper, part, passage, start, start + len(words))
    return None


def _cited(paper: Published, article: Article, passage: Passage, start: int, end: int) -> OpenedArticle:
    quoted = citation(article, Excerpt(passage, (start, end), ()), 0.0)
    (annotated,) = with_notices([quoted], paper)
    return _opened(paper, article, {article.id: ((passage.start + start, passage.start + end),)}, annotated)


def _opened(
    paper: Published, article: Article, marks: dict[int, tuple[Span, ...]], cited: Citation | None = None
) -> OpenedArticle:
    parts = tuple(paper.parts(article))
    beside = [headline(each) for each in _neighbours(paper, article) if each.id not in {part.id for part in parts}]
    return OpenedArticle(parts, marks, notices_of(parts[0], paper), tuple(beside), cited)


def _neighbours(paper: Published, article: Article) -> Iterator[Article]:
    """An article and those on its page, in printed order: all of a page, or those that stand nearest."""
    page = Filters(pages=(article.page,)) if article.page else NO_FILTERS
    ids = paper.ids_within(page, edition_id=article.edition_id)
    at = ids.index(article.id) if article.id in ids else 0
    start = max(0, min(at - NEIGHBOURS // 2, len(ids) - NEIGHBOURS - 1))
    near = paper.articles_by_id(ids[start : start + NEIGHBOURS + 1]).values()
    return (each for each in near if each.page == article.page)


def papers_of(
    paper: Published, day: date | None, names: Sequence[str] = (), *, start: int = 0, most: int = HEADLINES_AT_ONCE
) -> DayOfPapers:
    """The editions of a day (of None: those without a date), of these papers or all, from a headline on."""
    editions = {each.id: each for each in paper.editions() if each.date == day and (not names or each.paper in names)}
    ids = [id_ for edition_id in editions for id_ in paper.ids_within(edition_id=edition_id)]
    shown = paper.articles_by_id(ids[start : start + most]).values()
    by_edition = groupby(shown, key=lambda article: article.edition_id)
    return DayOfPapers(tuple((editions[id_], pages_of(group)) for id_, group in by_edition), len(ids))


def newest_of(paper: Published, most: int) -> tuple[Edition, tuple[EditionPage, ...]] | None:
    """The newest edition with its first headlines; None where there is none."""
    edition = next(iter(paper.editions()), None)
    if edition is None:
        return None
    return edition, pages_of(paper.articles_by_id(paper.ids_within(edition_id=edition.id)[:most]).values())


def pages_of(articles: Iterable[Article]) -> tuple[EditionPage, ...]:
    """Articles in printed order, page by page; continued parts stand with the part that they continue."""
    first_parts = [article for article in articles if article.continues is None]
    return tuple(
        EditionPage(page, tuple(map(headline, group))) for page, group in groupby(first_parts, key=lambda a: a.page)
    )


def neighbour_days(editions: Sequence[Edition], day: date) -> tuple[date | None, date | None]:
    """The days of the paper before and behind a day."""
    days = sorted({edition.date for edition in editions if edition.date})
    before, behind = [each for each in days if each < day], [each for each in days if each > day]
    return (before[-1] if before else None), (behind[0] if behind else None)
