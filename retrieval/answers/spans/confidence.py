"""How sure a short answer is, on one scale for every kind of question: how likely readers would give the same one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.answers.models.trees import trees
from retrieval.answers.spans.border_features import BORDER_FEATURES
from retrieval.answers.spans.context_features import SPAN_FEATURES
from retrieval.language.numbers import Candidate

OWN_FEATURES = (
    "read", "read_gap", "read_share", "read_alike", "read_nowhere", "start_gap", "end_gap", "start_inside",
    "end_inside", "expected_overlap", "kind", "type", "length", "chars_in_question", "sentence_best", "sentence_score",
    "fit", "unit",
    "words_inside", "verbs_inside", "commas_inside", "question_length", "beside", "rivals", "repeats",
)  # fmt: skip
"""Columns of the best candidate's own row."""
SURENESS_FEATURES = ("top", "margin", "margin_next", "candidates", *OWN_FEATURES)
"""Names of the columns, in order."""
FAR = 6.0
"""Largest margin over another candidate; what stands alone has it."""
_COLUMNS = [(*SPAN_FEATURES, *BORDER_FEATURES).index(name) for name in OWN_FEATURES]


def sureness_features(
    rows: NDArray[np.float32], ranked: NDArray[np.float32], order: Sequence[int], candidates: Sequence[Candidate]
) -> NDArray[np.float32]:
    """What tells a right best candidate from a wrong one, shape ``(len(SURENESS_FEATURES),)``.

    ``rows`` are the features of all candidates, ``ranked`` their scores, ``order`` their numbers, best first.
    """
    top = float(ranked[order[0]])
    elsewhere = rival(order, candidates)
    margin = min(top - float(ranked[elsewhere]), FAR) if elsewhere is not None else FAR
    following = min(top - float(ranked[order[1]]), FAR) if len(order) > 1 else FAR
    own = rows[order[0], _COLUMNS]
    return np.concatenate([np.array([top, margin, following, len(order)], dtype=np.float32), own])


def rival(order: Sequence[int], candidates: Sequence[Candidate]) -> int | None:
    """The best candidate that shares nothing with the first."""
    start, end = candidates[order[0]].span
    return next((n for n in order[1:] if not (candidates[n].span[0] < end and start < candidates[n].span[1])), None)


def sureness(features: NDArray[np.float32]) -> float:
    """Between 0 and 1."""
    return float(1 / (1 + np.exp(-trees("sureness").scores(features[None])[0])))
