"""LightGBM model → the arrays that ``trees.py`` walks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import lightgbm as lgb
import numpy as np

TreeSplit = tuple[int, float, int, int]


def export_trees(booster: lgb.Booster, features: Sequence[str], path: Path, origin: Mapping[str, Any]) -> None:
    """Write a LightGBM booster as arrays, with the record of where it came from."""
    trees = [_flat(each["tree_structure"]) for each in booster.dump_model()["tree_info"]]
    width, leaves = max(len(splits) for splits, _, _ in trees), max(len(values) for _, values, _ in trees)
    shape = (len(trees), max(width, 1))
    column, left, right = np.zeros(shape, np.int16), np.full(shape, -1, np.int16), np.full(shape, -1, np.int16)
    threshold, leaf = np.zeros(shape, np.float32), np.zeros((len(trees), leaves), np.float32)
    for number, (splits, values, _) in enumerate(trees):
        for place, (feature, value, low, high) in enumerate(splits):
            column[number, place], threshold[number, place] = feature, _rounded_down(value)
            left[number, place], right[number, place] = low, high
        leaf[number, : len(values)] = values
    depth = max(depth for _, _, depth in trees)
    np.savez_compressed(
        path, features=np.array(features), column=column, threshold=threshold, left=left, right=right, leaf=leaf,
        depth=np.array(depth), origin=np.array(json.dumps(origin, ensure_ascii=False)),
    )  # fmt: skip


def _rounded_down(value: float) -> np.float32:
    """The largest float32 that is not above ``value``: float32 rows then go the same way as in LightGBM."""
    single = np.float32(value)
    return single if float(single) <= value else np.nextafter(single, np.float32(-np.inf))


def _flat(root: dict[str, Any]) -> tuple[list[TreeSplit], list[float], int]:
    splits: list[TreeSplit] = []
    values: list[float] = []

    def walk(node: dict[str, Any], depth: int) -> tuple[int, int]:
        if "leaf_value" in node:
            values.append(node["leaf_value"])
            return -len(values), depth
        place = len(splits)
        splits.append((0, 0.0, 0, 0))
        low, first = walk(node["left_child"], depth + 1)
        high, second = walk(node["right_child"], depth + 1)
        splits[place] = (node["split_feature"], node["threshold"], low, high)
        return place, max(first, second)

    _, depth = walk(root, 0)
    return splits, values, depth
