"""Remembers what failed, by kind, for the operators and for the metrics; nobody's words are in it."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

SHOWN = 5
"""The last failures that operators are shown."""


class Failure(NamedTuple):
    """That something failed, and when (in the paper's zone)."""

    at: datetime
    kind: str


class FailureLog:
    """Counts of failures by the class of the error, and the last few of them with their time."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.counts: Counter[str] = Counter()
        self._last: deque[Failure] = deque(maxlen=SHOWN)

    def count(self, error: BaseException) -> None:
        """One more failure of this kind."""
        self.counts[type(error).__name__] += 1

    def show(self, kind: str) -> None:
        """Let operators see that ``kind`` happened now."""
        self._last.append(Failure(self._now(), kind))

    def last(self) -> tuple[Failure, ...]:
        """The last failures, oldest first."""
        return tuple(self._last)
