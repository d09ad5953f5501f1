"""Documents grouped by what they are about, so that a batch can hold passages that are hard to tell apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import MiniBatchKMeans

from embeddings.encoder import Vectors
from embeddings.ngrams import Ngrams
from embeddings.training.initial import BLOCK, count_matrix

TOPIC_SIZE = 150
"""Documents of a topic, on average."""
SMALLEST = 10


def group(ngrams: Ngrams, table: Vectors, texts: Sequence[str], seed: int) -> list[NDArray[np.int64]]:
    """Numbers of the texts of each topic, found by k-means over their vectors; too small topics are left out."""
    blocks = [count_matrix(ngrams, texts[at : at + BLOCK]) @ table for at in range(0, len(texts), BLOCK)]
    vectors = np.concatenate(blocks)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    clusters = max(1, len(texts) // TOPIC_SIZE)
    means = MiniBatchKMeans(clusters, batch_size=4096, max_iter=20, n_init=1, init="random", random_state=seed)
    labels = means.fit_predict(vectors)
    found = [np.flatnonzero(labels == label) for label in range(clusters)]
    return [members for members in found if len(members) >= SMALLEST]
