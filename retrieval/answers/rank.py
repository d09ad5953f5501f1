"""Which candidate articles come first, and which sentence of each carries the evidence."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from retrieval.answers.candidates import Pool
from retrieval.answers.evidence import Coverage, Layout


def article_scores(pool: Pool, coverage: Coverage) -> NDArray[np.float32]:
    """Score of each candidate: the untrained sum of relative BM25 and coverages (see ``training``)."""
    score: NDArray[np.float32] = (
        pool.article_score
        + 0.5 * pool.passage_score
        + 0.5 * coverage.pairs_wide
        + 0.5 * coverage.pairs_narrow
        + coverage.words_document
        + 0.5 * coverage.chars_wide
    )
    return score


def sentence_scores(coverage: Coverage, layout: Layout) -> NDArray[np.float32]:
    """Score of each sentence of the layout."""
    score: NDArray[np.float32] = (
        coverage.pairs_sentence + coverage.words_sentence + np.float32(0.5) * coverage.chars_sentence
    )
    return score
