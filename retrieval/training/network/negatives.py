"""Windows that share much with a question: BM25 over hashed pairs of characters, in scipy's sparse matrices."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable

import numpy as np
from scipy import sparse

from retrieval.language.folding import folded

BUCKETS = 1 << 18
"""Pairs are hashed into so many columns."""
K1, B = 1.2, 0.75
"""BM25's constants (Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework", section 3.5)."""
COMMON_SHARE_OF_WINDOWS = 0.05
"""Share of windows above which a pair is left out: it finds everything."""


class Haystack:
    """All windows, ready to be searched."""

    def __init__(self, windows: Iterable[tuple[int, str, str]]) -> None:
        """``windows`` are (number of the passage, what stands before the window, its text)."""
        owners: list[int] = []
        self._texts: list[tuple[str, str]] = []
        rows: list[int] = []
        columns: list[int] = []
        counts: list[int] = []
        lengths: list[int] = []
        for number, (owner, head, text) in enumerate(windows):
            owners.append(owner)
            self._texts.append((head, text))
            found = Counter(_buckets(head + text))
            rows += [number] * len(found)
            columns += found.keys()
            counts += found.values()
            lengths.append(len(text))
        self._owners = np.array(owners)
        total = len(owners)
        tf = np.array(counts, dtype=np.float32)
        norm = K1 * (1 - B + B * np.array(lengths, dtype=np.float32) / max(1.0, float(np.mean(lengths))))
        frequency = np.bincount(columns, minlength=BUCKETS)
        idf = np.log1p((total - frequency + 0.5) / (frequency + 0.5))
        idf[frequency > max(COMMON_SHARE_OF_WINDOWS * total, 20)] = 0.0
        weights = idf[columns] * tf * (K1 + 1) / (tf + norm[rows])
        matrix = sparse.csc_matrix((weights.astype(np.float32), (rows, columns)), shape=(total, BUCKETS))
        matrix.eliminate_zeros()
        self._matrix = matrix

    def nearest(self, question: str, count: int, owner: int) -> list[tuple[str, str]]:
        """The best ``count`` windows of other passages than ``owner``, best first."""
        columns = sorted(set(_buckets(question)))
        if not columns:
            return []
        scores = np.asarray(self._matrix[:, columns].sum(axis=1)).ravel()
        scores[self._owners == owner] = 0.0
        best = np.argpartition(-scores, min(count, len(scores) - 1))[:count]
        best = best[np.argsort(-scores[best], kind="stable")]
        return [self._texts[number] for number in best if scores[number] > 0]


def _buckets(text: str) -> list[int]:
    plain = folded(text)
    return [
        zlib.crc32(plain[at : at + 2].encode("utf-8", "surrogatepass")) % BUCKETS
        for at in range(len(plain) - 1)
        if plain[at].isalnum() and plain[at + 1].isalnum()
    ]
