"""Words, vectors and reranker together: the ranking as the operator's own models should lead it.

Score = z(ranking by words) + dense x z(cosine) + rerank x z(reranker), each standardised over the candidates of the
question, so that no model's scale matters; with a large weight one model decides alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from embeddings.reranker import Reranker
from retrieval.answers.ranking.article_features import best_sentences, rough_sentence_scores
from retrieval.answers.ranking.ranked import Ranked, best_first

BlendScores = NDArray[np.float32]

RERANKED = 20
"""Documents whose best passage is read once more; by hand, 2026-11."""
RERANK = 1.0
"""Weight of a reranker that was not fitted: as much as everything else together."""


@dataclass(frozen=True, slots=True)
class Blend:
    """Weights beside the ranking by words, whose weight is 1."""

    dense: float = 0.0
    rerank: float = 0.0


def standardised(scores: BlendScores) -> BlendScores:
    """Mean 0, standard deviation 1; zeros where all are alike."""
    spread = float(scores.std())
    if spread <= 0:
        return np.zeros_like(scores)
    centred: BlendScores = (scores - scores.mean()) / np.float32(spread)
    return centred


def blended(words: BlendScores, dense: BlendScores, reread: BlendScores | None, blend: Blend) -> BlendScores:
    """The sum, on the scale of ``words``; all arguments and the result have shape ``(documents,)``."""
    total = standardised(words) + np.float32(blend.dense) * standardised(dense)
    if reread is not None:
        total = total + np.float32(blend.rerank) * reread
    scores: BlendScores = (standardised(total) * words.std() + words.mean()).astype(np.float32)
    return scores


def reordered(ranked: Ranked, scores: BlendScores) -> Ranked:
    """The same candidates by other scores."""
    return replace(ranked, order=best_first(scores, ranked.pool), scores=scores)


def reread(ranked: Ranked, reranker: Reranker) -> BlendScores:
    """Standardised scores of the reranker, shape ``(documents,)``; those not read share the lowest that was given."""
    first = list(ranked.order[:RERANKED])
    given = standardised(reranker.scores(ranked.query.question, best_passages(ranked, first)))
    scores = np.full(len(ranked.order), given.min(initial=0.0), dtype=np.float32)
    scores[first] = given
    return scores


def best_passages(ranked: Ranked, documents: Sequence[int]) -> list[str]:
    """Of each document the passage nearest to the question by its vector, else the one with the best sentence."""
    best = best_sentences(ranked.layout, rough_sentence_scores(ranked.coverage))
    texts = []
    for number in documents:
        passages = ranked.pool.documents[number].passages
        similar = [ranked.pool.similarities.get(passage.id, 0.0) for passage in passages]
        own = ranked.layout.sentences[int(best[number])].passage
        texts.append(passages[int(np.argmax(similar))].text if any(similar) else own.text)
    return texts
