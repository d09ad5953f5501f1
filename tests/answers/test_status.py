"""How sure the bot is: what is evidence, and what speaks against an answer."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from retrieval.answers.honesty.answerability import STATUS_FEATURES
from retrieval.answers.models.logistic import Linear, linear, write_linear
from retrieval.answers.models.trees import MODELS
from retrieval.domain import AnswerStatus

TODAY = date(2025, 3, 12)


def sure(asker, question: str) -> float:
    return float(asker.ask(question, today=TODAY).confidence)


def test_the_model_that_ships_knows_its_columns() -> None:
    assert linear("status").features == STATUS_FEATURES
    assert (MODELS / "status.npz").stat().st_size < 20_000


def test_a_model_comes_back_as_it_was_written(tmp_path) -> None:
    weights = np.array([0.5, -2.0, 0.25])
    write_linear(tmp_path / "own.npz", ("a", "b", "c"), weights, -1.0)
    model = Linear(tmp_path / "own.npz")
    assert model.features == ("a", "b", "c")
    assert model.logit(np.array([2.0, 1.0, 4.0], dtype=np.float32)) == pytest.approx(-1.0)
    written = (tmp_path / "own.npz").read_bytes()
    write_linear(tmp_path / "own.npz", ("a", "b", "c"), weights, -1.0)
    assert (tmp_path / "own.npz").read_bytes() == written


@pytest.mark.parametrize(
    ("printed", "left_out"),
    [
        ("加装电梯每部补贴多少钱", "西河大桥过桥多少钱"),
        ("城东图书馆总建筑面积多少平方米", "城东图书馆停车多少钱一小时"),
        ("西河大桥维修工期多少天", "西河大桥过桥费是多少"),
    ],
)
def test_what_an_article_leaves_out_is_doubted(own_page, printed: str, left_out: str) -> None:
    asker, _, _ = own_page
    assert asker.ask(printed, today=TODAY).status is AnswerStatus.ANSWERED
    assert asker.ask(left_out, today=TODAY).status is not AnswerStatus.ANSWERED


@pytest.mark.parametrize("doubt", ["VALUELESS", "UNSPOKEN"])
def test_doubts_lower_confidence(own_page, monkeypatch, doubt: str) -> None:
    asker, _, _ = own_page
    question = {"VALUELESS": "西河大桥封闭维修时几岁", "UNSPOKEN": "西河大桥封闭维修押金是多少"}[doubt]
    before = sure(asker, question)
    monkeypatch.setattr(f"retrieval.answers.honesty.answerability.{doubt}", 0.0)
    assert sure(asker, question) > before
