"""LightGBM model → the arrays that ``trees.py`` walks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import lightgbm as lgb
import numpy as np

TreeSplit = tuple[int, float, int, int]
"""Feature, threshold, and where it goes below and above: to a split, or to leaf -1, -2, …"""


@dataclass(slots=True)
class FlatTree:
    """A tree as lists; ``depth`` is that of its deepest leaf."""

    splits: list[TreeSplit] = field(default_factory=list)
    leaves: list[float] = field(default_factory=list)
    depth: int = 0

    def add(self, node: dict[str, Any], depth: int = 0) -> int:
        """Take in a node with all below it; its place among the splits, or that of a leaf as a negative number."""
        if "leaf_value" in node:
            self.leaves.append(node["leaf_value"])
            self.depth = max(self.depth, depth)
            return -len(self.leaves)
        place = len(self.splits)
        self.splits.append((0, 0.0, 0, 0))  # keeps the place: a split stands before those below it
        low, high = self.add(node["left_child"], depth + 1), self.add(node["right_child"], depth + 1)
        self.splits[place] = (node["split_feature"], node["threshold"], low, high)
        return place


def export_trees(booster: lgb.Booster, features: Sequence[str], path: Path, origin: Mapping[str, Any]) -> None:
    """Write a LightGBM booster as arrays, with the record of where it came from."""
    trees = [_flat(each["tree_structure"]) for each in booster.dump_model()["tree_info"]]
    width, leaves = max(len(tree.splits) for tree in trees), max(len(tree.leaves) for tree in trees)
    shape = (len(trees), max(width, 1))
    column, left, right = np.zeros(shape, np.int16), np.full(shape, -1, np.int16), np.full(shape, -1, np.int16)
    threshold, leaf = np.zeros(shape, np.float32), np.zeros((len(trees), leaves), np.float32)
    for number, tree in enumerate(trees):
        for place, (feature, value, low, high) in enumerate(tree.splits):
            column[number, place], threshold[number, place] = feature, _rounded_down(value)
            left[number, place], right[number, place] = low, high
        leaf[number, : len(tree.leaves)] = tree.leaves
    depth = max(tree.depth for tree in trees)
    np.savez_compressed(
        path, features=np.array(features), column=column, threshold=threshold, left=left, right=right, leaf=leaf,
        depth=np.array(depth), origin=np.array(json.dumps(origin, ensure_ascii=False)),
    )  # fmt: skip


def _rounded_down(value: float) -> np.float32:
    """The largest float32 that is not above ``value``: float32 rows then go the same way as in LightGBM."""
    single = np.float32(value)
    return single if float(single) <= value else np.nextafter(single, np.float32(-np.inf))


def _flat(root: dict[str, Any]) -> FlatTree:
    tree = FlatTree()
    tree.add(root)
    return tree
