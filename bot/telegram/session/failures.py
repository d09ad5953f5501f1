"""Remembers what failed, by kind, for the operators and for the metrics; nobody's words are in it."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from datetime import datetime

SHOWN = 5
"""The last failures that operators are shown."""


class FailureLog:
    """Counts of failures by the class of the error, and the last few of them with their time."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.counts: Counter[str] = Counter()
        self._last: deque[str] = deque(maxlen=SHOWN)

    def count(self, error: BaseException) -> None:
        """One more failure of this kind."""
        self.counts[type(error).__name__] += 1

    def show(self, kind: str) -> None:
        """Let operators see that ``kind`` happened now."""
        self._last.append(f"{self._now():%m-%d %H:%M} {kind}")

    def last(self) -> tuple[str, ...]:
        """The last failures, oldest first."""
        return tuple(self._last)
