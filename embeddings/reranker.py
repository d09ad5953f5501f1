"""The reranker seam: how well passages answer a question, read together. Optional; nothing here knows of newspapers.

Contract, tested for every implementation: ``scores`` returns a ``(len(passages),)`` float32 array of finite numbers,
higher is better, on a scale of the model's own; passage *i* has score *i*, whatever else is in the batch (±1e-4). Safe
to call from several threads.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Scores: TypeAlias = NDArray[np.float32]


class Reranker(Protocol):
    """What reads a question and a passage together."""

    @property
    def name(self) -> str:
        """What the operator set, e.g. ``BAAI/bge-reranker-base``."""
        ...

    @property
    def fingerprint(self) -> str:
        """Changes whenever scores could: weights, revision."""
        ...

    def scores(self, question: str, passages: Sequence[str]) -> Scores:
        """How well each passage answers the question, shape ``(len(passages),)``."""
        ...
