"""Threads in which the web process reads and asks, so few that health, metrics and deliveries always find their own."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

T = TypeVar("T")

THREADS = max(2, os.cpu_count() or 1)
MOST_WAITING = 64
"""Requests that may wait for a thread: more would wait longer than people do; by hand, 2026-11."""


class Overloaded(Exception):
    """So many requests wait that one more would wait too long."""


class WebWorkers:
    """Runs what blocks, ``threads`` at a time."""

    def __init__(self, threads: int = THREADS, most_waiting: int = MOST_WAITING) -> None:
        self._threads, self._most_waiting = threads, most_waiting
        self._limiter: CapacityLimiter | None = None  # anyio ties it to the loop that it is first used in

    async def run(self, function: Callable[[], T]) -> T:
        """What ``function`` gives, from a thread. Raises ``Overloaded``."""
        if self._limiter is None:
            self._limiter = CapacityLimiter(self._threads)
        if self._limiter.statistics().tasks_waiting >= self._most_waiting:
            raise Overloaded
        return await to_thread.run_sync(function, limiter=self._limiter)
