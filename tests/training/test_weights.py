"""Weights as they are written: the arrays of boosted trees, and the record of where they came from."""

from __future__ import annotations

import hashlib
import json
import sys
import warnings
from pathlib import Path

import lightgbm as lgb
import numpy as np
import pytest

from embeddings.training.origin import origin_of
from retrieval.answers.models.trees import Trees
from retrieval.training.export import FlatTree, _rounded_down, export_trees

FEATURES = ("甲", "乙", "丙")


def grown(target: np.ndarray, rows: np.ndarray) -> lgb.Booster:
    options = {"objective": "regression", "num_leaves": 6, "min_data_in_leaf": 5, "verbose": -1, "num_threads": 1}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return lgb.train(options, lgb.Dataset(rows, target), num_boost_round=4)


@pytest.fixture(scope="module")
def rows() -> np.ndarray:
    found: np.ndarray = np.random.default_rng(1).normal(size=(200, 3)).astype(np.float32)
    return found


def test_what_is_written_scores_as_what_was_grown(rows: np.ndarray, tmp_path: Path) -> None:
    booster = grown(rows[:, 0] * 2 + (rows[:, 1] > 0), rows)
    export_trees(booster, FEATURES, tmp_path / "w.npz", {"seed": 5, "command": "训练"})
    written = Trees(tmp_path / "w.npz")
    assert written.features == FEATURES
    thresholds = [value for tree in booster.dump_model()["tree_info"] for value in _thresholds(tree["tree_structure"])]
    edges = np.array([[value] * 3 for value in thresholds], dtype=np.float32)
    asked = np.concatenate([rows, edges])
    assert written.scores(asked) == pytest.approx(booster.predict(asked.astype(np.float64)), abs=1e-5)
    with np.load(tmp_path / "w.npz", allow_pickle=False) as file:
        assert json.loads(str(file["origin"])) == {"seed": 5, "command": "训练"}


def _thresholds(node: dict[str, object]) -> list[float]:
    if "threshold" not in node:
        return []
    left, right = node["left_child"], node["right_child"]
    assert isinstance(left, dict) and isinstance(right, dict)
    return [float(str(node["threshold"])), *_thresholds(left), *_thresholds(right)]


def test_trees_that_never_split_are_written_too(rows: np.ndarray, tmp_path: Path) -> None:
    export_trees(grown(np.full(len(rows), 2.5), rows), FEATURES, tmp_path / "w.npz", {})
    assert Trees(tmp_path / "w.npz").scores(rows[:3]) == pytest.approx([2.5] * 3)


def test_a_split_stands_before_those_below_it_and_leaves_have_numbers_below_zero() -> None:
    low = {"split_feature": 1, "threshold": 0.5, "left_child": {"leaf_value": 1.0}, "right_child": {"leaf_value": 2.0}}
    tree = FlatTree()
    assert tree.add({"split_feature": 0, "threshold": 0.25, "left_child": low, "right_child": {"leaf_value": 3.0}}) == 0
    assert tree.splits == [(0, 0.25, 1, -3), (1, 0.5, -1, -2)]
    assert (tree.leaves, tree.depth) == ([1.0, 2.0, 3.0], 2)
    alone = FlatTree()
    assert (alone.add({"leaf_value": 4.0}), alone.depth, alone.splits) == (-1, 0, [])


@pytest.mark.parametrize("value", [0.1, -0.1, 0.5, 0.0, 1e-40, 16777217.0, -1e30, 0.7], ids=str)
def test_a_threshold_is_the_largest_that_is_not_above(value: float) -> None:
    single = _rounded_down(value)
    assert float(single) <= value < float(np.nextafter(single, np.float32(np.inf)))


def test_where_weights_came_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own.jsonl").write_bytes(b"{}\n")
    monkeypatch.setattr(sys, "argv", ["train.py", "--seed", "5"])
    questions = {"own": 2}
    inputs = [tmp_path / "own.jsonl", tmp_path / "gone.jsonl", tmp_path]
    found = origin_of("retrieval.training.train", seed=5, inputs=inputs, questions=questions)
    assert found["command"] == "python -m retrieval.training.train --seed 5"
    assert found["inputs"] == {"own.jsonl": hashlib.sha256(b"{}\n").hexdigest()}
    assert (found["seed"], found["questions"]) == (5, {"own": 2})
    questions["own"] = 3
    assert found["questions"] == {"own": 2}
    json.dumps(found)


def test_outside_a_checkout_the_revision_is_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GIT_DIR", raising=False)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert origin_of("module", seed=0, inputs=[], questions={})["revision"] == ""
