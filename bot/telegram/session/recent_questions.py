"""Remembers in memory, for minutes only, the last questions: a follow-up is read together with the one before."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from retrieval.answers.question.query import topic

PREVIOUS_LIFE_S = 600.0


@dataclass(frozen=True, slots=True)
class RecentQuestion:
    """A person's question, when it was asked, and the question that it followed (None where it stood alone)."""

    user_id: int
    question: str
    follows: str | None
    at: float

    @property
    def topic(self) -> str:
        """What a question after this one is about."""
        return topic(self.question, self.follows)


class RecentQuestions:
    """The last question of each person in each chat, and that of each message; the oldest beyond ``kept`` go."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, kept: int = 20_000) -> None:
        self._clock = clock
        self._kept = kept
        self._last: OrderedDict[tuple[int, int], RecentQuestion] = OrderedDict()
        self._by_message: OrderedDict[tuple[int, int], RecentQuestion] = OrderedDict()

    def add(self, chat_id: int, user_id: int, message_id: int, question: str, follows: str | None) -> None:
        """Remember a question that was just answered."""
        entry = RecentQuestion(user_id, question, follows, self._clock())
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
        for book in (self._last, self._by_message):
            for key in [key for key, entry in book.items() if entry.user_id == user_id]:
                del book[key]
