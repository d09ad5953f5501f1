"""Boosted trees without the library that grew them: LightGBM's trees as arrays, walked by numpy.

A file holds for each tree its splits (feature, threshold, left, right; a child below 0 is leaf ``-child - 1``) padded
to the largest tree, and its leaf values. A row goes left where ``value <= threshold``. Importing LightGBM costs half a
second and more memory than the rest of the program; walking a few hundred small trees over fifty rows takes 1-2 ms.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MODELS = Path(__file__).parent / "model"


class Trees:
    """A sum of trees. Safe to call from several threads."""

    def __init__(self, path: Path) -> None:
        with np.load(path, allow_pickle=False) as file:
            self.features: tuple[str, ...] = tuple(file["features"].tolist())
            self._column: NDArray[np.intp] = file["column"].astype(np.intp)
            self._threshold: NDArray[np.float32] = file["threshold"]
            self._left: NDArray[np.intp] = file["left"].astype(np.intp)
            self._right: NDArray[np.intp] = file["right"].astype(np.intp)
            self._leaf: NDArray[np.float32] = file["leaf"]
            self._depth = int(file["depth"])

    def scores(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Sums of leaves, shape ``(len(rows),)``; ``rows`` has a column for each of ``features``."""
        trees = np.arange(len(self._column))[None, :]
        number = np.arange(len(rows))[:, None]
        node = np.zeros((len(rows), len(self._column)), dtype=np.intp)
        for _ in range(self._depth):
            inside = np.maximum(node, 0)
            left = rows[number, self._column[trees, inside]] <= self._threshold[trees, inside]
            step = np.where(left, self._left[trees, inside], self._right[trees, inside])
            node = np.where(node >= 0, step, node)
        total: NDArray[np.float32] = self._leaf[trees, -node - 1].sum(axis=1, dtype=np.float32)
        return total


@lru_cache(maxsize=8)
def trees(name: str) -> Trees:
    """A model that ships, by the stem of its file."""
    return Trees(MODELS / f"{name}.npz")
