"""Where training starts: latent semantic analysis of the texts, so that words of one topic already point one way.

Deerwester et al. 1990, "Indexing by Latent Semantic Analysis", with the smooth inverse frequency weight
a / (a + p(w)) of Arora et al. 2017, "A Simple but Tough-to-Beat Baseline for Sentence Embeddings".
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.utils.extmath import randomized_svd

from embeddings.ngrams import Ngrams

SMOOTHING = 1e-4
BLOCK = 2000


def count_matrix(ngrams: Ngrams, texts: Sequence[str]) -> csr_matrix:
    """(texts, rows) counts."""
    columns, ends = [], [np.zeros(1, np.int64)]
    for at in range(0, len(texts), BLOCK):
        rows, offsets = ngrams.rows(texts[at : at + BLOCK])
        columns.append(rows.astype(np.int32))
        ends.append(offsets[1:] + ends[-1][-1])
    indices = np.concatenate(columns)
    matrix = csr_matrix((np.ones(len(indices), np.float32), indices, np.concatenate(ends)),
                        shape=(len(texts), len(ngrams)))  # fmt: skip
    matrix.sum_duplicates()
    return matrix


def latent(ngrams: Ngrams, texts: Sequence[str], dim: int, seed: int) -> NDArray[np.float32]:
    """(rows, dim) float32: each n-gram's direction in the texts' topic space, its length the weight of the n-gram."""
    matrix = count_matrix(ngrams, texts)
    share = np.asarray(matrix.sum(axis=0)).ravel() / matrix.sum()
    weight = (SMOOTHING / (SMOOTHING + share)).astype(np.float32)
    present = np.asarray((matrix > 0).sum(axis=0)).ravel()
    inverse = np.log((1 + len(texts)) / (1 + present)).astype(np.float32)
    np.log1p(matrix.data, out=matrix.data)
    scaled = matrix.multiply(inverse[None, :]).tocsr().astype(np.float32)
    lengths = np.sqrt(np.asarray(scaled.multiply(scaled).sum(axis=1)).ravel())
    scaled = scaled.multiply((1 / np.maximum(lengths, 1e-6))[:, None]).tocsr().astype(np.float32)
    _, strength, directions = randomized_svd(scaled, dim, n_iter=2, random_state=seed)
    vectors = directions.T * np.sqrt(strength)[None, :]
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9) * weight[:, None], dtype=np.float32)
