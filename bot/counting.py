"""What the newsroom tells of its questions to whoever counts them (``metrics.py``; commands that end count nothing)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from retrieval.domain import AnswerStatus


class Counting(Protocol):
    """Counts questions. Safe to call from several threads."""

    def question(self) -> AbstractContextManager[Callable[[AnswerStatus], None]]:
        """Around one question; what it gives is called with the status of the answer."""
        ...

    def stage(self, name: str, seconds: float) -> None:
        """One step (``retrieval/answers/timing.py``) is done."""
        ...
