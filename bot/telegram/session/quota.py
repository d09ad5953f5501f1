"""The limit on how many questions a person may ask in a minute, and telling those who exceed it."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from bot.telegram.views.texts import Lang, Text, say

WINDOW_S = 60

Tell: TypeAlias = Callable[[str], Awaitable[None]]
"""Shows a person one line of text."""


class Quota:
    """At most ``per_minute`` questions of a person in any minute; ``kept`` bounds how many people are remembered."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic, kept: int = 50_000) -> None:
        self.per_minute = per_minute
        self._clock = clock
        self._kept = kept
        self._times: OrderedDict[int, deque[float]] = OrderedDict()
        self._told: set[int] = set()

    async def admit(self, user_id: int, lang: Lang, tell: Tell | None, *, every_time: bool = False) -> bool:
        """Whether one more question is within the quota; it is counted if so.

        Else the person is told by ``tell``, once until a question passes again, or ``every_time``.
        """
        if self.take(user_id):
            return True
        first = user_id not in self._told
        if tell and (first or every_time):
            self._told.add(user_id)
            await tell(say(lang, Text.SLOW_DOWN, count=self.per_minute))
        return False

    def take(self, user_id: int) -> bool:
        """Whether one more question is within the quota; counts it if so."""
        now = self._clock()
        times = self._times.pop(user_id, deque())
        while times and times[0] <= now - WINDOW_S:
            times.popleft()
        allowed = len(times) < self.per_minute
        if allowed:
            times.append(now)
            self._told.discard(user_id)
        self._times[user_id] = times
        if len(self._times) > self._kept:
            self._told.discard(self._times.popitem(last=False)[0])
        return allowed
