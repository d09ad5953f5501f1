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
            count, splits = file["column"].shape
            leaves = file["leaf"].shape[1]
            size = splits + leaves
            # Leaves become nodes that lead to themselves: walking needs no test for the end.
            first = np.arange(count, dtype=np.int32)[:, None] * size
            own = first + np.arange(splits, size, dtype=np.int32)
            self._column = np.pad(file["column"], ((0, 0), (0, leaves))).astype(np.int32).ravel()
            self._threshold = np.pad(file["threshold"], ((0, 0), (0, leaves))).ravel()
            self._left = np.hstack([_placed(file["left"], first, splits), own]).astype(np.int32).ravel()
            self._right = np.hstack([_placed(file["right"], first, splits), own]).astype(np.int32).ravel()
            self._leaf = np.pad(file["leaf"], ((0, 0), (splits, 0))).ravel()
            self._roots = np.where(file["left"][:, :1] == file["right"][:, :1], own[:, :1], first).astype(np.int32).T
            self._depth = int(file["depth"])

    def scores(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Sums of leaves, shape ``(len(rows),)``; ``rows`` has a column for each of ``features``."""
        flat = np.ascontiguousarray(rows, dtype=np.float32).ravel()
        starts = np.arange(len(rows), dtype=np.int32)[:, None] * np.int32(rows.shape[1])
        node = np.repeat(self._roots, len(rows), axis=0)
        for _ in range(self._depth):
            values = flat.take(starts + self._column.take(node))
            node = np.where(values <= self._threshold.take(node), self._left.take(node), self._right.take(node))
        total: NDArray[np.float32] = self._leaf.take(node).sum(axis=1, dtype=np.float32)
        return total


def _placed(children: NDArray[np.int16], first: NDArray[np.int32], splits: int) -> NDArray[np.int32]:
    """Numbers of children among all nodes of all trees: splits of a tree first, then its leaves."""
    inside = np.where(children >= 0, children.astype(np.int32), splits - 1 - children.astype(np.int32))
    return first + inside


@lru_cache(maxsize=8)
def trees(name: str) -> Trees:
    """A model that ships, by the stem of its file."""
    return Trees(MODELS / f"{name}.npz")
