"""Logistic models: weights by name, and the files that ship."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answers.honesty.answerability import LIGHT_EVIDENCE, READ_EVIDENCE
from retrieval.answers.models.logistic import LOGISTIC_FOLDER, Logistic, logistic

SMALL = st.floats(-20, 20)


@pytest.mark.parametrize(
    ("weights", "bias", "evidence", "probability"),
    [
        ({}, 0.0, {}, 0.5),
        ({}, 1.0, {}, 1 / (1 + math.exp(-1))),
        ({"a": 2.0}, 0.0, {"a": 1.0}, 1 / (1 + math.exp(-2))),
        ({"a": 2.0, "b": -4.0}, 1.0, {"a": 1.5, "b": 1.0}, 0.5),
        ({"a": 2.0}, 0.0, {"a": 1.0, "more": 99.0}, 1 / (1 + math.exp(-2))),
    ],
    ids=["nothing", "a bias", "one weight", "two weights", "evidence without a weight"],
)
def test_probabilities(weights, bias, evidence, probability) -> None:
    assert Logistic(weights, bias).probability(evidence) == pytest.approx(probability)


@pytest.mark.parametrize("far", [1e3, 1e9, 1e300], ids=["a thousand", "a billion", "the largest"])
def test_far_evidence_overflows_nothing(far: float) -> None:
    model = Logistic({"a": 1.0}, 0.0)
    assert model.probability({"a": far}) == pytest.approx(1.0)
    assert model.probability({"a": -far}) == pytest.approx(0.0, abs=1e-20)


def test_missing_evidence_is_an_error() -> None:
    with pytest.raises(KeyError):
        Logistic({"a": 1.0}, 0.0).probability({"b": 1.0})


@given(SMALL, SMALL, st.floats(0.01, 5))
def test_more_of_what_speaks_for_it_is_never_less_likely(one: float, other: float, weight: float) -> None:
    low, high = sorted((one, other))
    assert Logistic({"a": weight}, 0.3).probability({"a": low}) <= Logistic({"a": weight}, 0.3).probability({"a": high})
    assert Logistic({"a": -weight}, 0.3).probability({"a": low}) >= Logistic({"a": -weight}, 0.3).probability(
        {"a": high}
    )


@given(SMALL, SMALL)
def test_a_probability_and_its_opposite_make_one(value: float, bias: float) -> None:
    here, there = Logistic({"a": 1.0}, bias), Logistic({"a": -1.0}, -bias)
    assert here.probability({"a": value}) + there.probability({"a": value}) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("name", "evidence"), [("answered_light", LIGHT_EVIDENCE), ("answered_read", READ_EVIDENCE)], ids=["light", "read"]
)
def test_what_ships_is_asked_for_what_is_gathered(name: str, evidence: tuple[str, ...]) -> None:
    model = logistic(name)
    assert set(model.weights) <= set(evidence)
    assert model is logistic(name)
    assert all(math.isfinite(each) for each in (*model.weights.values(), model.bias))
    record = json.loads((LOGISTIC_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    assert dict(model.weights) == record["weights"]


@pytest.mark.parametrize(
    ("name", "speaking"),
    [("answered_light", ("light", "lead", "covered")), ("answered_read", ("odds",))],
    ids=["a higher score and lead", "more that the network says for it"],
)
def test_what_speaks_for_an_answer_makes_surer(name: str, speaking: tuple[str, ...]) -> None:
    weights = logistic(name).weights
    assert sum(weights.get(each, 0.0) for each in speaking) > 0
