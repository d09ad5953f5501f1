"""What is remembered for minutes only, in memory: the question before, and how each card came about."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass

from retrieval.answers.question.query import topic

PREVIOUS_LIFE_S = 600.0


@dataclass(frozen=True, slots=True)
class Remembered:
    """A question, when it was asked, and the question that it followed (None where it stood alone)."""

    question: str
    follows: str | None
    at: float

    @property
    def topic(self) -> str:
        """What a question after this one is about."""
        return topic(self.question, self.follows)


class Notebook:
    """Recent questions of each person in each chat, and of each message. Forgets the oldest beyond ``kept``."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, kept: int = 20_000) -> None:
        self._clock = clock
        self._kept = kept
        self._last: OrderedDict[tuple[int, int], Remembered] = OrderedDict()
        self._by_message: OrderedDict[tuple[int, int], Remembered] = OrderedDict()

    def note(self, chat_id: int, user_id: int, message_id: int, question: str, follows: str | None) -> None:
        """Remember a question that was just answered."""
        entry = Remembered(question, follows, self._clock())
        for book, key in ((self._last, (chat_id, user_id)), (self._by_message, (chat_id, message_id))):
            book.pop(key, None)
            book[key] = entry
            if len(book) > self._kept:
                book.popitem(last=False)

    def previous(self, chat_id: int, user_id: int) -> str | None:
        """What this person's next question in the chat may follow."""
        entry = self._last.get((chat_id, user_id))
        return entry.topic if entry and self._clock() - entry.at <= PREVIOUS_LIFE_S else None

    def followed(self, chat_id: int, message_id: int) -> str | None:
        """What the question in that message followed, as far as remembered."""
        entry = self._by_message.get((chat_id, message_id))
        return entry.follows if entry else None

    def forget(self, user_id: int) -> None:
        """Forget a person's questions."""
        gone = [key for key in self._last if key[1] == user_id]
        for key in gone:
            entry = self._last.pop(key)
            for other in [other for other, found in self._by_message.items() if found is entry or other[0] == key[0]]:
                del self._by_message[other]


class Quota:
    """At most ``per_minute`` questions of a person in any minute."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic, kept: int = 50_000) -> None:
        self.per_minute = per_minute
        self._clock = clock
        self._kept = kept
        self._times: OrderedDict[int, deque[float]] = OrderedDict()
        self._told: dict[int, float] = {}

    def take(self, user_id: int) -> bool:
        """Whether one more question is within the quota; counts it if so."""
        now = self._clock()
        times = self._times.pop(user_id, deque())
        while times and times[0] <= now - 60:
            times.popleft()
        allowed = len(times) < self.per_minute
        if allowed:
            times.append(now)
            self._told.pop(user_id, None)
        self._times[user_id] = times
        if len(self._times) > self._kept:
            self._told.pop(self._times.popitem(last=False)[0], None)
        return allowed

    def tell(self, user_id: int) -> bool:
        """Whether the person is to be told now that it was too much: once until a question passes again."""
        first = user_id not in self._told
        self._told.setdefault(user_id, self._clock())
        return first
