"""Search: the articles that hold the words of a query, ranked as answers are, each with its best passage.

Which articles are found is told by their words alone, so that counts and pages of results are of one whole: those that
hold enough of what its words weigh, and those that the network read and holds to be about the query. Their order is the
bot's own for its candidates, then BM25's, then time's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from retrieval.answers.ask import Asker
from retrieval.answers.question.query import understand
from retrieval.answers.ranking.ranked import Ranked
from retrieval.answers.ranking.rerank import Leaders
from retrieval.answers.ranking.terms import Terms, search_text
from retrieval.domain import NO_FILTERS, Citation, Filters, Respelling, Understanding
from retrieval.index.published import Published
from retrieval.lookup.article_table import ArticleTable, ArticleTables, Rows
from retrieval.lookup.facets import Facets, facets_of
from retrieval.lookup.hits import hits

ENOUGH = 0.6
"""Share of what the words of a stretch weigh that an article must hold: two of three; by hand, 2026-11."""
NEAREST_SHOWN = 10
"""Articles that are shown where none holds enough; by hand, 2026-11."""
RANKED_BY_WORDS = 2000
"""Articles that BM25 puts in order behind the bot's own candidates; those behind them go by time; by hand, 2026-11."""

SearchOrder: TypeAlias = Literal["relevance", "newest", "oldest"]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of what was found, from one generation.

    ``total`` articles were found within ``where`` (the caller's limits, and those that the query names). ``shown`` are
    those from number ``start`` (0 is the first) on, each as its best passage. ``nearest`` says that no article holds
    the words and these only come near. ``corrections`` are what was taken for typing slips.
    """

    total: int
    nearest: bool
    start: int
    shown: tuple[Citation, ...]
    facets: Facets
    where: Filters
    understood: Understanding
    corrections: tuple[Respelling, ...]
    generation: str
    freshness: date | None


@dataclass(frozen=True, slots=True, eq=False)
class _Matches:
    """The articles found whatever the limits, as rows of the table; ``nearest`` as in ``SearchResult``."""

    rows: Rows
    nearest: bool = False


class ArticleSearch:
    """Finds articles in what is published. Safe to call from several threads."""

    def __init__(self, asker: Asker) -> None:
        self._asker, self._tables = asker, ArticleTables()

    def find(
        self,
        paper: Published,
        words: str,
        *,
        today: date,
        where: Filters = NO_FILTERS,
        order: SearchOrder = "relevance",
        start: int = 0,
        most: int = 10,
    ) -> SearchResult:
        """Articles for words, ``most`` of them from number ``start`` on; dates in the words are read from ``today``.

        All articles where there are no words, or where they name nothing but an edition, a page or a reporter.
        """
        table, query = self._tables.of(paper), understand(words, today)
        limits = query.within(where, paper.generation.manifest.newest_date)
        lists_all = query.names_only_where or not words.strip()
        leaders = None if lists_all or not query.terms else self._asker.leaders(query, paper, limits)
        matches = _every_article(paper, table) if lists_all else _matches(paper, table, leaders)
        within = matches.rows & table.allowed(limits)
        ids = table.ids[within]
        ordered = _ordered_ids(paper, table, within, leaders, limits, order)
        shown = hits(paper, ordered[start : start + most].tolist(), leaders)
        meant = leaders.ranked.query.corrections if leaders else ()
        return SearchResult(
            total=len(ids),
            nearest=matches.nearest,
            start=start,
            shown=shown,
            facets=facets_of(table, matches.rows, limits),
            where=limits,
            understood=query.understanding,
            corrections=tuple(Respelling(each.typed, each.meant) for each in meant),
            generation=paper.id,
            freshness=paper.newest_date(),
        )


def _every_article(paper: Published, table: ArticleTable) -> _Matches:
    """What is found where nothing is looked for, or nothing but an edition, a page or a reporter."""
    return _Matches(~table.marked(paper.withdrawn_ids()))


def _matches(paper: Published, table: ArticleTable, leaders: Leaders | None) -> _Matches:
    """What is found for a query: nothing where it has no words, or nothing holds any of them."""
    if leaders is None:
        return _Matches(np.zeros(len(table), dtype=np.bool_))
    seen = ~table.marked(paper.withdrawn_ids())
    holding = _rows_holding(paper, table, leaders.ranked.terms)
    if not holding.any():  # a network asked about words that nobody ever printed says anything
        return _Matches(np.zeros(len(table), dtype=np.bool_))
    enough = _hold_enough(leaders.ranked, holding)
    found = (enough | table.marked(list(_read_as_relevant(leaders)))) & seen
    if found.any():
        return _Matches(found)
    nearest = table.marked([hit.id for hit in leaders.ranked.hits[:NEAREST_SHOWN]]) & seen & holding.any(axis=0)
    return _Matches(nearest, nearest=bool(nearest.any()))


def _rows_holding(paper: Published, table: ArticleTable, terms: Terms) -> NDArray[np.bool_]:
    """Which articles hold each word, as typed or in forms that papers print; shape ``(words, articles)``."""
    rows = np.zeros((len(terms.words), len(table)), dtype=np.bool_)
    for own, word, forms in zip(rows, terms.words, terms.printed, strict=True):
        for form in (word, *forms):
            own[table.rows_of(paper.generation.articles_holding(form))] = True
    return rows


def _hold_enough(ranked: Ranked, holding: NDArray[np.bool_]) -> Rows:
    """Which articles hold enough of each stretch of the query: of two words with a space between them, of both.

    A stretch of one character is looked at only where there is no longer one.
    """
    terms, stretches = ranked.terms, ranked.query.terms
    telling = [each for each in stretches if len(each) > 1] or stretches
    enough = np.ones(holding.shape[1], dtype=np.bool_)
    looked_at = False
    for stretch in telling:
        weights = np.where([word in stretch for word in terms.words], terms.word_weights, np.float32(0))
        if weights.any():
            enough &= weights @ holding >= ENOUGH * weights.sum()
            looked_at = True
    return enough & looked_at


def _read_as_relevant(leaders: Leaders) -> Iterator[int]:
    """The articles of which the network holds an excerpt to be rather about the query than not."""
    for number, own in leaders.read.items():
        if any(each.reading is not None and each.reading.relevance > 0 for each in own):
            yield leaders.ranked.pool.documents[number].article.id


def _ordered_ids(
    paper: Published,
    table: ArticleTable,
    within: Rows,
    leaders: Leaders | None,
    limits: Filters,
    order: SearchOrder,
) -> NDArray[np.int64]:
    """The ids of the articles found, in order."""
    ids, days = table.ids[within], table.columns.dates[within].astype(np.int64)
    if order == "oldest":
        return ids[np.lexsort((ids, np.where(days == 0, np.iinfo(np.int64).max, days)))]
    newest_first = ids[np.lexsort((ids, -days))]
    if order == "newest" or leaders is None:
        return newest_first
    by_words = paper.generation.lexical_articles(search_text(leaders.ranked.query), RANKED_BY_WORDS, limits)
    best = [hit.id for hit in (*leaders.ranked.hits, *by_words)]
    found = set(ids.tolist())
    first = dict.fromkeys(id_ for id_ in best if id_ in found)
    return np.array([*first, *(id_ for id_ in newest_first.tolist() if id_ not in first)], dtype=np.int64)
