"""The steps of a training run: its optimizer, the course of its rate, and what it tells."""

from __future__ import annotations

import pytest
from torch import nn

from retrieval.training.network.steps import Progress, optimizer_of, rate_at, tell


def test_biases_and_norms_do_not_decay_and_what_is_frozen_is_not_learned() -> None:
    module = nn.Sequential(nn.Linear(3, 2), nn.LayerNorm(2), nn.Linear(2, 1))
    module[2].weight.requires_grad = False
    decayed, others = optimizer_of(module, 0.1).param_groups
    assert [tuple(value.shape) for value in decayed["params"]] == [(2, 3)]
    assert sorted(tuple(value.shape) for value in others["params"]) == [(1,), (2,), (2,), (2,)]
    assert (decayed["weight_decay"], others["weight_decay"]) == (0.01, 0.0)


def test_the_rate_rises_and_falls_to_nothing() -> None:
    rates = [rate_at(step, 100, 0.5) for step in range(101)]
    top = rates.index(max(rates))
    assert 0 < top < 10
    assert rates[: top + 1] == sorted(rates[: top + 1])
    assert rates[top:] == sorted(rates[top:], reverse=True)
    assert max(rates) == pytest.approx(0.5)
    assert rates[-1] == 0


@pytest.mark.parametrize("steps", [1, 2])
def test_a_run_of_hardly_a_step_has_a_rate(steps: int) -> None:
    assert all(0 <= rate_at(step, steps, 1.0) <= 1.0 for step in range(steps + 1))


def test_the_loss_told_follows_slowly() -> None:
    progress = Progress()
    progress.add(2)
    progress.loss(1.0)
    progress.loss(2.0)
    assert str(progress).startswith("loss 1.300 ")


def test_a_line_is_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    tell("步")
    assert capsys.readouterr().out == "步\n"
