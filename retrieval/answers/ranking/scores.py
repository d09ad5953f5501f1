"""Which candidate articles come first, and which sentence of each carries the evidence."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from retrieval.answers.models.trees import trees
from retrieval.answers.question.query import Query
from retrieval.answers.ranking.article_features import ARTICLE_FEATURES, article_features
from retrieval.answers.ranking.candidates import Pool
from retrieval.answers.ranking.coverage import Coverage, Layout
from retrieval.answers.ranking.sentence_features import sentence_features
from retrieval.answers.ranking.terms import Terms

ArticleScores = NDArray[np.float32]

_PLAIN = {
    "article_score": 1.0, "passage_score": 0.5, "pairs_wide": 0.5, "pairs_narrow": 0.5, "words_document": 1.0,
    "chars_wide": 0.5,
}  # fmt: skip
"""The untrained sum; its weights were not tuned."""
PLAIN_WEIGHTS = np.array([_PLAIN.get(name, 0.0) for name in ARTICLE_FEATURES], dtype=np.float32)
DENSE_WEIGHT = 0.5
"""What a cosine relative to the best of the pool adds to an article's score; by hand, 2026-11."""


def article_rows(query: Query, terms: Terms, pool: Pool, layout: Layout, coverage: Coverage) -> ArticleScores:
    """Features of each candidate, shape ``(documents, features)``."""
    return article_features(query, terms, pool, layout, coverage)


def article_scores(rows: ArticleScores, pool: Pool, dense: float = DENSE_WEIGHT) -> ArticleScores:
    """Score of each candidate: LambdaRank trees plus the untrained sum, which steadies them on other wordings."""
    score: ArticleScores = trees("articles").scores(rows) + rows @ PLAIN_WEIGHTS
    top = float(pool.dense_score.max(initial=0.0))
    return score + np.float32(dense / top) * pool.dense_score if top > 0 else score


def sentence_scores(
    query: Query, terms: Terms, layout: Layout, coverage: Coverage, documents: list[int]
) -> dict[int, float]:
    """Score of each sentence of these documents, by its number in the layout."""
    numbers, rows = sentence_features(query, terms, layout, coverage, documents)
    return dict(zip(numbers.tolist(), trees("sentences").scores(rows).tolist(), strict=True))
