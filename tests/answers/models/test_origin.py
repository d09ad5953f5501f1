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

FILES = sorted(
    path
    for path in LOGISTIC_FOLDER.rglob("*")
    if path.suffix in {".npz", ".json"} and path.name not in {"tokenizer.json"}
)


def origin(path: Path) -> dict[str, Any]:
    found: dict[str, Any]
    if path.suffix == ".npz":
        with np.load(path, allow_pickle=False) as file:
            found = json.loads(str(file["origin"]))
    else:
        record = json.loads(path.read_text(encoding="utf-8"))
        found = record if path.name == "origin.json" else record["origin"]
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


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_says_where_it_came_from(path) -> None:
    record = origin(path)
    assert record["command"].startswith("python -m retrieval.")
    assert len(record["revision"]) >= 7
    assert isinstance(record["seed"], int)
    assert record["inputs"] or record["note"]
    assert record["questions"] or record["note"]


def test_models_know_the_evidence_that_serving_makes() -> None:
    assert set(logistic("answered_read").weights) == set(READ_EVIDENCE)
    assert set(logistic("answered_light").weights) == set(LIGHT_EVIDENCE)
    assert isinstance(shipped_weights(), RerankWeights)
    for name, features in (("articles", ARTICLE_FEATURES), ("sentences", SENTENCE_FEATURES)):
        with np.load(LOGISTIC_FOLDER / f"{name}.npz", allow_pickle=False) as file:
            assert tuple(file["features"].tolist()) == features
