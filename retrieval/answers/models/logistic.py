"""Logistic models: one weight for each named number. Fitted with scikit-learn, applied with numpy.

A file holds ``features`` (names), ``weights`` (float32, for the numbers as they come) and ``bias``.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.answers.models.trees import MODELS


class Linear:
    """Weights and a bias. Safe to call from several threads."""

    def __init__(self, path: Path) -> None:
        with np.load(path, allow_pickle=False) as file:
            self.features: tuple[str, ...] = tuple(file["features"].tolist())
            self._weights: NDArray[np.float32] = file["weights"]
            self._bias = float(file["bias"])

    def logit(self, row: NDArray[np.float32]) -> float:
        """Logarithm of the odds; ``row`` has shape ``(len(features),)``."""
        return float(row @ self._weights) + self._bias


def write_linear(path: Path, features: tuple[str, ...], weights: NDArray[np.float64], bias: float) -> None:
    """Write a model; one of equal numbers is a file of equal bytes."""
    np.savez(
        path,
        allow_pickle=False,
        features=np.array(features),
        weights=weights.astype(np.float32),
        bias=np.array(bias, dtype=np.float32),
    )


@lru_cache(maxsize=4)
def linear(name: str) -> Linear:
    """A model that ships, by the stem of its file."""
    return Linear(MODELS / f"{name}.npz")
