"""Every shipped weight says where it came from: command, code revision, seed, inputs, numbers of questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from retrieval.answers.honesty.answerability import LIGHT_EVIDENCE, READ_EVIDENCE
from retrieval.answers.models.logistic import LOGISTIC_FOLDER, logistic
from retrieval.answers.ranking.article_features import ARTICLE_FEATURES
from retrieval.answers.ranking.rerank import RerankWeights, shipped_weights
from retrieval.answers.ranking.sentence_features import SENTENCE_FEATURES

ROOT = Path(__file__).resolve().parents[3]
WEIGHTS = sorted(
    path
    for package in ("retrieval", "embeddings")
    for path in (ROOT / package).rglob("*")
    if path.suffix in {".npz", ".safetensors", ".onnx"}
)
BESIDE = "origin.json"
FILES = sorted(
    {path for path in LOGISTIC_FOLDER.rglob("*.json") if path.name != "tokenizer.json"}
    | {path if path.suffix == ".npz" else path.with_name(BESIDE) for path in WEIGHTS}
)


def origin(path: Path) -> dict[str, Any]:
    found: dict[str, Any]
    if path.suffix == ".npz":
        with np.load(path, allow_pickle=False) as file:
            found = json.loads(str(file["origin"]))
    else:
        record = json.loads(path.read_text(encoding="utf-8"))
        found = record if path.name == BESIDE else record["origin"]
    return found


def test_all_kinds_of_weights_are_looked_at() -> None:
    names = {path.name for path in FILES}
    assert {
        "articles.npz",
        "sentences.npz",
        "background.npz",
        "rerank.json",
        "answered_read.json",
        "origin.json",
    } <= names


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_it_says_where_it_came_from(path) -> None:
    record = origin(path)
    assert record["command"].startswith(("python -m retrieval.", "python -m embeddings."))
    assert len(record["revision"]) >= 7
    assert isinstance(record["seed"], int)
    assert record["inputs"] or record["note"]
    assert record["questions"] or record["note"]


def test_no_weights_ship_without_it() -> None:
    assert {"model.safetensors", "reader.onnx", "articles.npz"} <= {path.name for path in WEIGHTS}
    for path in WEIGHTS:
        assert path.suffix == ".npz" or path.with_name(BESIDE).is_file(), path


def test_models_know_the_evidence_that_serving_makes() -> None:
    assert set(logistic("answered_read").weights) == set(READ_EVIDENCE)
    assert set(logistic("answered_light").weights) == set(LIGHT_EVIDENCE)
    assert isinstance(shipped_weights(), RerankWeights)
    for name, features in (("articles", ARTICLE_FEATURES), ("sentences", SENTENCE_FEATURES)):
        with np.load(LOGISTIC_FOLDER / f"{name}.npz", allow_pickle=False) as file:
            assert tuple(file["features"].tolist()) == features
