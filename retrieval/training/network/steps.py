"""What every training run's steps need: the optimizer, the learning rate's course, and telling how it goes."""

from __future__ import annotations

import sys
import time

import torch
from torch import nn

WARMUP = 0.06
"""Share of a run in which the learning rate rises; by hand, 2026-11."""
AVERAGED_SHARE = 0.3
"""Of the newest loss in the average that is told."""


def optimizer_of(module: nn.Module, rate: float) -> torch.optim.Optimizer:
    """AdamW over what is learned of a module, without decay of biases and norms."""
    learned = [value for value in module.parameters() if value.requires_grad]
    decayed = [value for value in learned if value.ndim > 1]
    others = [value for value in learned if value.ndim <= 1]
    return torch.optim.AdamW(
        [{"params": decayed, "weight_decay": 0.01}, {"params": others, "weight_decay": 0.0}],
        lr=rate,
        fused=learned[0].is_cuda,
    )


def rate_at(step: float, steps: int, top: float) -> float:
    """Linear warm-up, then linearly to nothing."""
    warm = max(1, int(WARMUP * steps))
    return top * (step + 1) / warm if step < warm else top * max(0.0, (steps - step) / max(1, steps - warm))


class Progress:
    """Tells a loss, averaged over what it is told, and the speed."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._steps = 0
        self._loss: float | None = None

    def add(self, steps: int) -> None:
        """Count steps."""
        self._steps += steps

    def loss(self, loss: float) -> None:
        """Take a step's loss into the average."""
        before = loss if self._loss is None else self._loss
        self._loss = before + (loss - before) * AVERAGED_SHARE

    def __str__(self) -> str:
        return f"loss {self._loss:.3f} {self._steps / (time.monotonic() - self._begun):.1f} steps/s"


def tell(text: str) -> None:
    """A line of the run's log, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
