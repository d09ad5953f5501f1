"""The candidates of one question in order, with all that later steps look at."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from retrieval.answers.models.reader import Reading
from retrieval.answers.question.query import Query
from retrieval.answers.ranking.candidates import Pool
from retrieval.answers.ranking.coverage import Coverage, Layout, Sentence, cover, lay_out
from retrieval.answers.ranking.excerpt import Excerpt, grow
from retrieval.answers.ranking.scores import DENSE, article_rows, article_scores, sentence_scores
from retrieval.answers.ranking.terms import Terms
from retrieval.domain import Span


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """``order`` are document numbers, best first; ``scores`` and ``rows`` (``article_features``) go by number.

    ``known`` keeps the sentence scores of documents that were looked at, ``quoted`` their best excerpts in order, and
    ``read`` what the reader said of excerpts, by passage and span: several steps ask for the same ones.
    """

    query: Query
    terms: Terms
    pool: Pool
    layout: Layout
    coverage: Coverage
    order: tuple[int, ...]
    scores: NDArray[np.float32]
    rows: NDArray[np.float32]
    known: dict[int, dict[int, float]] = field(default_factory=dict)
    quoted: dict[int, list[Quotation]] = field(default_factory=dict)
    read: dict[tuple[int, Span], Reading] = field(default_factory=dict)

    def sentence_scores(self, document: int) -> dict[int, float]:
        """Score of each sentence of a document, by its number in the layout."""
        if document not in self.known:
            self.known[document] = sentence_scores(self.query, self.terms, self.layout, self.coverage, [document])
        return self.known[document]


@dataclass(frozen=True, slots=True, eq=False)
class Quotation:
    """An excerpt chosen from a document; ``scores`` are those of the sentences of its passage."""

    document: int
    sentence: int
    score: float
    excerpt: Excerpt
    scores: dict[Span, float]


def rank(query: Query, terms: Terms, pool: Pool, dense: float = DENSE) -> Ranked:
    """The pool in order; it must not be empty. ``dense`` is what the best cosine adds to an article's score."""
    layout = lay_out(pool.documents)
    coverage = cover(terms, layout)
    rows = article_rows(query, terms, pool, layout, coverage)
    scores = article_scores(rows, pool, dense)
    ids = [document.article.id for document in pool.documents]
    order = sorted(range(len(ids)), key=lambda number: (-scores[number], ids[number]))
    return Ranked(query, terms, pool, layout, coverage, tuple(order), scores, rows)


def quotations(ranked: Ranked, document: int, wanted: int = 1) -> list[Quotation]:
    """The best excerpts of a document, best first, none overlapping another."""
    chosen = ranked.quoted.get(document, [])[:wanted]
    if len(chosen) == wanted:
        return chosen
    scores = ranked.sentence_scores(document)
    for number in sorted(scores, key=lambda each: (-scores[each], each)):
        sentence = ranked.layout.sentences[number]
        if any(_inside(sentence, each.excerpt) for each in chosen):
            continue
        beside = {
            ranked.layout.sentences[other].span: score
            for other, score in scores.items()
            if ranked.layout.sentences[other].passage.id == sentence.passage.id
        }
        taken = [each.excerpt.span for each in chosen if each.excerpt.passage.id == sentence.passage.id]
        excerpt = grow(sentence.passage, sentence.span, beside, taken=taken, spans=tuple(beside))
        chosen.append(Quotation(document, number, scores[number], excerpt, beside))
        if len(chosen) == wanted:
            break
    return chosen


def _inside(sentence: Sentence, excerpt: Excerpt) -> bool:
    same = sentence.passage.id == excerpt.passage.id
    return same and sentence.span[0] < excerpt.span[1] and excerpt.span[0] < sentence.span[1]
