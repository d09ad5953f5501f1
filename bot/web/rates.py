"""How often one client may ask in a minute, and how soon somebody may try to sign in again."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

WINDOW_S = 60.0
KEPT = 50_000
"""Clients that are remembered."""
FREE_TRIES = 3
"""Wrong tokens before somebody has to wait; by hand, 2026-11."""
LONGEST_WAIT_S = 300.0


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Rates:
    """A bucket of ``per_minute`` requests for each client, filled evenly. For one thread, the event loop's."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic, kept: int = KEPT) -> None:
        self.per_minute, self._clock, self._kept = per_minute, clock, kept
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def wait_s(self, client: str) -> float:
        """Take one request from a client's bucket; 0, or the seconds until there is one, where it is empty."""
        now = self._clock()
        bucket = self._buckets.pop(client, None) or _Bucket(self.per_minute, now)
        a_second = self.per_minute / WINDOW_S
        bucket.left = min(self.per_minute, bucket.left + (now - bucket.at) * a_second)
        bucket.at = now
        self._buckets[client] = bucket
        if len(self._buckets) > self._kept:
            self._buckets.popitem(last=False)
        if bucket.left < 1:
            return (1 - bucket.left) / a_second
        bucket.left -= 1
        return 0.0


@dataclass(slots=True)
class _Failures:
    count: int
    again_at: float


class SignInBrake:
    """Makes who gives wrong tokens wait: twice as long after each, from the third on."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, kept: int = KEPT) -> None:
        self._clock, self._kept = clock, kept
        self._failures: OrderedDict[str, _Failures] = OrderedDict()

    def wait_s(self, client: str) -> float:
        """Seconds until a client may try again; 0 for now."""
        failures = self._failures.get(client)
        return max(0.0, failures.again_at - self._clock()) if failures else 0.0

    def failed(self, client: str) -> None:
        """A client gave a wrong token."""
        failures = self._failures.pop(client, None) or _Failures(0, 0.0)
        failures.count += 1
        wait = 2.0 ** min(failures.count - FREE_TRIES, 20) if failures.count >= FREE_TRIES else 0.0
        failures.again_at = self._clock() + min(wait, LONGEST_WAIT_S)
        self._failures[client] = failures
        if len(self._failures) > self._kept:
            self._failures.popitem(last=False)

    def succeeded(self, client: str) -> None:
        """A client gave the right one."""
        self._failures.pop(client, None)
