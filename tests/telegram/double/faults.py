"""What can go wrong between the bot and Telegram, on request: per method, a number of times, or at random."""

from __future__ import annotations

import random
import threading
from collections import defaultdict, deque
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """``commit then drop`` does what was asked and loses the answer: the sender can't know."""

    TOO_MANY = "429"
    STATUS = "status"
    DROP = "drop"
    HANG = "hang"
    GARBAGE = "garbage"
    COMMIT_THEN_DROP = "commit then drop"
    SLOW = "slow"


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong once. ``seconds``: of retry_after, of hanging, or of slowness."""

    kind: Kind
    seconds: float = 0
    code: int = 502

    @classmethod
    def too_many(cls, retry_after: int = 1) -> Fault:
        return cls(Kind.TOO_MANY, retry_after)

    @classmethod
    def status(cls, code: int) -> Fault:
        return cls(Kind.STATUS, code=code)

    @classmethod
    def drop(cls) -> Fault:
        return cls(Kind.DROP)

    @classmethod
    def hang(cls, seconds: float) -> Fault:
        return cls(Kind.HANG, seconds)

    @classmethod
    def garbage(cls) -> Fault:
        return cls(Kind.GARBAGE)

    @classmethod
    def commit_then_drop(cls) -> Fault:
        return cls(Kind.COMMIT_THEN_DROP)

    @classmethod
    def slow(cls, seconds: float) -> Fault:
        return cls(Kind.SLOW, seconds)


class Faults:
    """The faults that are still to happen. Safe from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._planned: dict[str, deque[Fault]] = defaultdict(deque)
        self._rate = 0.0
        self._random = random.Random(0)
        self._kinds: tuple[Fault, ...] = ()
        self.happened: list[tuple[str, Fault]] = []

    def plan(self, method: str, fault: Fault, times: int = 1) -> None:
        with self._lock:
            self._planned[method.lower()].extend([fault] * times)

    def at_random(self, rate: float, kinds: tuple[Fault, ...], seed: int = 0) -> None:
        """From now on ``rate`` of all calls suffer one of ``kinds``."""
        with self._lock:
            self._rate, self._kinds, self._random = rate, kinds, random.Random(seed)

    def next(self, method: str) -> Fault | None:
        with self._lock:
            planned = self._planned[method.lower()]
            fault = planned.popleft() if planned else None
            if fault is None and self._rate and self._random.random() < self._rate:
                fault = self._random.choice(self._kinds)
            if fault:
                self.happened.append((method, fault))
            return fault
