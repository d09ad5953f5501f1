"""What tells a right article from a wrong one: scale-free numbers, none of which grows with the archive."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from retrieval.answers.question.query import Query
from retrieval.answers.ranking.candidates import Pool
from retrieval.answers.ranking.coverage import Coverage, Layout, held_by
from retrieval.answers.ranking.terms import Terms
from retrieval.domain import Article
from retrieval.language.alignment import Pattern
from retrieval.language.folding import folded

ARTICLE_FEATURES = (
    "article_score", "passage_score", "article_rank", "passage_rank",
    "pairs_wide", "pairs_narrow", "chars_wide", "words_wide",
    "pairs_document", "chars_document", "words_document",
    "pairs_sentence", "words_sentence", "chars_sentence",
    "pairs_wide_relative", "pairs_narrow_relative", "words_document_relative", "words_wide_relative",
    "in_order", "longest_run", "headline_words", "headline_in_order", "lead_words",
    "place", "length", "numbers", "top_word", "top_word_sentence", "second_word",
    "meaning_sentence", "meaning_document", "meaning_wide", "meaning_wide_relative",
    "question_length", "question_words", "sentences_holding",
    "dense_rank", "dense_relative", "dense_spread",
)  # fmt: skip
"""Names of the columns, in order."""

LEAD_SENTENCES = 3
"""Sentences that make the lead of a report; by hand, 2026-11."""

Matrix = NDArray[np.float32]


def rough_sentence_scores(coverage: Coverage) -> NDArray[np.float32]:
    """How much of the question each sentence holds: the first look, before any training."""
    score: NDArray[np.float32] = (
        coverage.pairs_sentence + coverage.meaning_sentence + np.float32(0.5) * coverage.chars_sentence
    )
    return score


def article_features(query: Query, terms: Terms, pool: Pool, layout: Layout, coverage: Coverage) -> Matrix:
    """One row for each candidate, shape ``(documents, len(ARTICLE_FEATURES))``."""
    rough = rough_sentence_scores(coverage)
    best = best_sentences(layout, rough)
    pattern = Pattern(query.content)
    texts = layout.sentence_texts(best.tolist())
    headlines = _headline_lines(pool)
    top, second = terms.most_telling
    columns = (
        pool.article_score,
        pool.passage_score,
        _ranks(pool.article_score),
        _ranks(pool.passage_score),
        coverage.pairs_wide,
        coverage.pairs_narrow,
        coverage.chars_wide,
        coverage.words_wide,
        coverage.pairs_document,
        coverage.chars_document,
        coverage.words_document,
        _maxima(layout, coverage.pairs_sentence),
        _maxima(layout, coverage.words_sentence),
        _maxima(layout, coverage.chars_sentence),
        _relative(coverage.pairs_wide),
        _relative(coverage.pairs_narrow),
        _relative(coverage.words_document),
        _relative(coverage.words_wide),
        list(map(pattern.in_order, texts)),
        list(map(pattern.longest_run, texts)),
        [_words_in(terms, text) for text in headlines],
        list(map(pattern.in_order, headlines)),
        _lead_words(terms, layout, coverage),
        (best - layout.first_sentence) / np.maximum(np.diff(layout.sentence_turns), 1),
        np.log1p([document.length for document in pool.documents]),
        _numbers_in(terms, layout),
        held_by(coverage.word_documents, top),
        held_by(coverage.word_sentences, top)[best],
        held_by(coverage.word_documents, second),
        _maxima(layout, coverage.meaning_sentence),
        coverage.meaning_document,
        coverage.meaning_wide,
        _relative(coverage.meaning_wide),
        np.full(layout.documents, terms.length),
        np.full(layout.documents, len(terms.words)),
        np.log1p(np.add.reduceat(coverage.words_sentence > 0.3, layout.first_sentence)),
        _ranks(pool.dense_score),
        _relative(pool.dense_score),
        _spread(pool.dense_score),
    )
    return side_by_side(columns)


def side_by_side(columns: Sequence[ArrayLike]) -> Matrix:
    """One row for each place of the columns."""
    return np.stack(columns, axis=1, dtype=np.float32, casting="unsafe")


def best_sentences(layout: Layout, scores: NDArray[np.float32]) -> NDArray[np.intp]:
    """The best sentence of each document, the first one of equals."""
    turns = layout.sentence_turns.tolist()
    return np.array([start + int(np.argmax(scores[start:end])) for start, end in pairwise(turns)])


def _maxima(layout: Layout, scores: NDArray[np.float32]) -> NDArray[np.float32]:
    best: NDArray[np.float32] = np.maximum.reduceat(scores, layout.first_sentence)
    return best


def _relative(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    top = float(scores.max(initial=0.0))
    return scores / np.float32(top) if top > 0 else scores


def _spread(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Standard deviations above the mean of the pool: cosines of every encoder are comparable then."""
    spread: NDArray[np.float32] = (scores - scores.mean()) / np.float32(max(float(scores.std()), 1e-6))
    return spread


def _ranks(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """1 / (1 + rank), 0 for what the search did not find."""
    order = np.argsort(-scores, kind="stable")
    ranks = np.empty(len(scores), dtype=np.float32)
    ranks[order] = 1 / (1 + np.arange(len(scores)))
    return np.where(scores > 0, ranks, np.float32(0))


def headline_share(terms: Terms, article: Article) -> float:
    """Share of the question's words that the headline holds, 0 … 1."""
    return _words_in(terms, folded(_headline(article)))


def _headline_lines(pool: Pool) -> list[str]:
    """Folded, one line for each candidate: all at once, for each folding takes its time."""
    return folded("\n".join(_headline(document.article) for document in pool.documents)).split("\n")


def _headline(article: Article) -> str:
    """In one line; nothing where there is none."""
    return (article.headline or "").replace("\n", " ")


def _words_in(terms: Terms, text: str) -> float:
    held = [word in text for word in terms.words]
    return float(np.dot(terms.word_weights, held)) if text and held else 0.0


def _lead_words(terms: Terms, layout: Layout, coverage: Coverage) -> NDArray[np.float32]:
    """Share of the words that the first sentences hold together."""
    last = len(layout.sentences) - 1
    lead = np.minimum(layout.first_sentence + np.arange(LEAD_SENTENCES)[:, None], last)
    held = coverage.word_sentences[:, lead].any(axis=1)
    shares: NDArray[np.float32] = np.where(held, terms.word_weights[:, None], np.float32(0)).sum(axis=0)
    return shares


def _numbers_in(terms: Terms, layout: Layout) -> NDArray[np.float64]:
    """Share of the question's numbers that stand in each document; 1 where it names none."""
    if not terms.numbers:
        return np.ones(layout.documents)
    held = [terms.numbers_held(layout.text[start:end]) for start, end in pairwise(layout.starts.tolist())]
    return np.array(held) / len(terms.numbers)
