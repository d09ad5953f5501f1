"""The candidates of one question in order, with all that later steps look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from retrieval.answers.question.query import Query
from retrieval.answers.ranking.candidates import Pool
from retrieval.answers.ranking.coverage import Coverage, Layout, Sentence, cover, lay_out
from retrieval.answers.ranking.excerpt import Excerpt, grow, touching
from retrieval.answers.ranking.scores import DENSE_WEIGHT, article_rows, article_scores, sentence_scores
from retrieval.answers.ranking.terms import Terms
from retrieval.domain import Hit, Passage, Span
from retrieval.language.folding import folded
from retrieval.language.jump_labels import is_only_label

LEAD_ADVANTAGE = 2.0
"""How far the article just cited is put before the best one, where a question names nothing by itself;
by hand, 2026-11."""
LONG_QUESTION_CHARS = 12
"""Characters of a question's words from which it is taken to stand for itself; by hand, 2026-11."""


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """``order`` are document numbers, best first; ``scores`` and ``rows`` (``article_features``) go by number."""

    query: Query
    terms: Terms
    pool: Pool
    layout: Layout
    coverage: Coverage
    order: tuple[int, ...]
    scores: NDArray[np.float32]
    rows: NDArray[np.float32]

    @property
    def hits(self) -> list[Hit]:
        """Article ids with their scores, best first."""
        ids = self.pool.article_ids
        return [Hit(ids[number], float(self.scores[number])) for number in self.order]


@dataclass(frozen=True, slots=True, eq=False)
class Quotation:
    """An excerpt chosen from a document, with its text folded; ``score`` is that of its best sentence."""

    document: int
    sentence: int
    score: float
    excerpt: Excerpt
    folded: str


def rank(query: Query, terms: Terms, pool: Pool, dense: float = DENSE_WEIGHT) -> Ranked:
    """The pool in order; it must not be empty. ``dense`` is what the best cosine adds to an article's score."""
    layout = lay_out(pool.documents)
    coverage = cover(terms, layout)
    rows = article_rows(query, terms, pool, layout, coverage)
    scores = article_scores(rows, pool, dense)
    return Ranked(query, terms, pool, layout, coverage, best_first(scores, pool), scores, rows)


def quotations(ranked: Ranked, document: int, wanted: int = 1) -> list[Quotation]:
    """The best excerpts of a document, best first, none overlapping another.

    A label that only leads to another page comes for want of text alone.
    """
    scores = sentence_scores(ranked.query, ranked.terms, ranked.layout, ranked.coverage, [document])
    chosen: list[Quotation] = []
    for number in sorted(scores, key=lambda each: (-scores[each], each)):
        sentence = ranked.layout.sentences[number]
        if any(_inside(sentence, each.excerpt) for each in chosen) or (chosen and is_only_label(sentence.text)):
            continue
        chosen.append(_quotation(ranked, document, number, scores, chosen))
        if len(chosen) == wanted:
            break
    return chosen


def _quotation(
    ranked: Ranked, document: int, number: int, scores: dict[int, float], chosen: Sequence[Quotation]
) -> Quotation:
    """The excerpt that grows around a sentence."""
    sentence = ranked.layout.sentences[number]
    passage = sentence.passage
    around = _scores_within(passage, ranked.layout, scores)
    taken = [each.excerpt.span for each in chosen if each.excerpt.passage.id == passage.id]
    excerpt = grow(passage, sentence.span, around, taken=taken, spans=tuple(around))
    return Quotation(document, number, scores[number], excerpt, folded(excerpt.text))


def _scores_within(passage: Passage, layout: Layout, scores: dict[int, float]) -> dict[Span, float]:
    """The scores of a passage's sentences, by their spans."""
    within: dict[Span, float] = {}
    for number, score in scores.items():
        sentence = layout.sentences[number]
        if sentence.passage.id == passage.id:
            within[sentence.span] = score
    return within


def favoured(ranked: Ranked, article_id: int) -> Ranked:
    """The same with the article that a talk is about in front, the further the less the question names by itself."""
    asked = sum(map(len, ranked.query.terms)) if ranked.query.previous is None else 0
    share = 1.0 - asked / LONG_QUESTION_CHARS
    ids = ranked.pool.article_ids
    if share <= 0 or article_id not in ids:
        return ranked
    scores = ranked.scores.copy()
    scores[ids.index(article_id)] = scores.max() + LEAD_ADVANTAGE * share
    return replace(ranked, scores=scores, order=best_first(scores, ranked.pool))


def best_first(scores: NDArray[np.float32], pool: Pool) -> tuple[int, ...]:
    """Document numbers by score; ties by article id."""
    ids = pool.article_ids
    return tuple(sorted(range(len(ids)), key=lambda number: (-scores[number], ids[number])))


def _inside(sentence: Sentence, excerpt: Excerpt) -> bool:
    return sentence.passage.id == excerpt.passage.id and touching(sentence.span, excerpt.span)
