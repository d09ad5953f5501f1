"""The walked trees give what the file says, row by row."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.answers.models.trees import MODELS, trees
from retrieval.answers.ranking.article_features import ARTICLE_FEATURES
from retrieval.answers.ranking.sentence_features import SENTENCE_FEATURES

SHIPPED = {"articles": ARTICLE_FEATURES, "sentences": SENTENCE_FEATURES}


def walked(name: str, row: np.ndarray) -> float:
    """One row down every tree, one step at a time."""
    total = 0.0
    with np.load(MODELS / f"{name}.npz", allow_pickle=False) as file:
        arrays = {key: file[key] for key in file.files}
    for number in range(len(arrays["column"])):
        node = 0
        while node >= 0:
            goes_left = row[arrays["column"][number, node]] <= arrays["threshold"][number, node]
            node = int(arrays["left" if goes_left else "right"][number, node])
        total += float(arrays["leaf"][number, -node - 1])
    return total


@pytest.mark.parametrize("name", SHIPPED)
def test_walking(name: str) -> None:
    rows = np.random.default_rng(7).normal(0.4, 0.6, (12, len(SHIPPED[name]))).astype(np.float32)
    assert trees(name).scores(rows) == pytest.approx([walked(name, row) for row in rows], abs=1e-4)


@pytest.mark.parametrize("name", SHIPPED)
def test_models_know_their_columns(name: str) -> None:
    assert trees(name).features == SHIPPED[name]
    assert (MODELS / f"{name}.npz").stat().st_size < 2_000_000
