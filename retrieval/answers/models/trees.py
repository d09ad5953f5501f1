"""Boosted trees without the library that grew them: LightGBM's trees as arrays, asked by numpy.

A file holds for each tree its splits (feature, threshold, left, right; a child below 0 is leaf ``-child - 1``) padded
to the largest tree, and its leaf values. A row goes left where ``value <= threshold``. Importing LightGBM costs half a
second and more memory than the rest of the program.

Trees are not walked: all splits of all trees are tested at once. Each split that a row fails rules out the leaves to
its left, as bits of a number, and the first leaf that is left is the row's (QuickScorer, Lucchese et al. 2015). Small
trees have so few splits that this takes a third of the time of walking down all trees a level at a time.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MODELS = Path(__file__).parent / "weights"
WIDTHS = (np.uint8, np.uint16, np.uint32, np.uint64)
"""Types of the sets of leaves: a bit for each leaf of the largest tree."""


class Trees:
    """A sum of trees of at most 64 leaves each. Safe to call from several threads.

    Arrays of splits have shape ``(splits of the largest tree, trees)``; ``_stays`` holds the leaves that stay possible
    where a row fails the split. ``_leaf`` has shape ``(trees * leaves,)``, the leaves of a tree from left to right.
    """

    def __init__(self, path: Path) -> None:
        with np.load(path, allow_pickle=False) as file:
            self.features: tuple[str, ...] = tuple(file["features"].tolist())
            column, threshold, leaf = file["column"], file["threshold"], file["leaf"]
            children = list(zip(file["left"].tolist(), file["right"].tolist(), strict=True))
        width = next(each for each in WIDTHS if np.iinfo(each).bits >= leaf.shape[1])
        everything = int(np.iinfo(width).max)
        stays, ordered = np.full(column.shape, everything, dtype=width), np.zeros_like(leaf)
        for tree, (left, right) in enumerate(children):
            order, below = _laid_out(left, right)
            ordered[tree, : len(order)] = leaf[tree, order]
            stays[tree, list(below)] = [everything & ~leaves for leaves in below.values()]
        self._column = np.ascontiguousarray(column.T.astype(np.intp))
        self._threshold = np.ascontiguousarray(threshold.T)[:, :, None]
        self._stays = np.ascontiguousarray(stays.T)[:, :, None]
        self._everything = width(everything)
        self._leaf = ordered.ravel()
        self._first = np.arange(len(leaf), dtype=np.intp)[:, None] * leaf.shape[1]

    def scores(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Sums of leaves, shape ``(len(rows),)``; ``rows`` has a column for each of ``features``."""
        by_column = np.ascontiguousarray(rows.T, dtype=np.float32)
        passed = by_column.take(self._column, axis=0) <= self._threshold
        left = np.bitwise_and.reduce(np.where(passed, self._everything, self._stays), axis=0)
        # Counting the bits below the lowest one that is set gives its place.
        place = np.bitwise_count(~left & (left - left.dtype.type(1)))
        values = self._leaf.take(self._first + place)
        total: NDArray[np.float32] = np.ascontiguousarray(values.T).sum(axis=1, dtype=np.float32)
        return total


def _laid_out(left: list[int], right: list[int]) -> tuple[list[int], dict[int, int]]:
    """Leaves of a tree from left to right, and for each of its splits the leaves below its left child, as bits."""
    order: list[int] = []
    below: dict[int, int] = {}

    def visit(node: int) -> None:
        if node < 0:
            order.append(-node - 1)
            return
        first = len(order)
        visit(left[node])
        if left[node] != right[node]:  # a tree that never splits is stored with one leaf on both sides
            below[node] = (1 << len(order)) - (1 << first)
            visit(right[node])

    visit(0)
    return order, below


@lru_cache(maxsize=8)
def trees(name: str) -> Trees:
    """A model that ships, by the stem of its file."""
    return Trees(MODELS / f"{name}.npz")
