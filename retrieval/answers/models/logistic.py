"""Logistic models: one weight for each named number. Fitted with scikit-learn, applied without it.

A file is JSON: ``weights`` by name (for the numbers as they come), ``bias``, and ``origin``: how it was made.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

LOGISTIC_FOLDER = Path(__file__).parent / "weights"


@dataclass(frozen=True, slots=True)
class Logistic:
    """Weights by name, and a bias."""

    weights: Mapping[str, float]
    bias: float

    def probability(self, evidence: Mapping[str, float]) -> float:
        """Between 0 and 1. ``evidence`` must hold every name that has a weight."""
        logit = self.bias + sum(weight * evidence[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, logit))))


@lru_cache(maxsize=4)
def logistic(name: str) -> Logistic:
    """A model that ships, by the stem of its file."""
    record = json.loads((LOGISTIC_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return Logistic(record["weights"], record["bias"])
