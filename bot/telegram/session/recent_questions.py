"""Remembers in memory, for ten minutes, the last questions: a follow-up is read together with the one before."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from retrieval.answers.question.query import topic

KEPT_S = 600.0
"""Seconds, as /privacy tells it."""

T = TypeVar("T")
Key: TypeAlias = tuple[int, int]
"""A chat, and a person or a message in it."""


@dataclass(frozen=True, slots=True)
class RecentQuestion:
    """A question, who asked it and when, and the question that it followed (None where it stood alone)."""

    user_id: int
    question: str
    follows: str | None
    at: float

    @property
    def topic(self) -> str:
        """What a question after this one is about."""
        return topic(self.question, self.follows)


class RecentQuestions:
    """The last question of each person in each chat, and that of each message; the oldest beyond ``kept`` go.

    What is older than ``KEPT_S`` is gone whenever somebody looks; ``expire`` lets it go when nobody does.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, kept: int = 20_000) -> None:
        self._clock = clock
        self._kept = kept
        self._last: OrderedDict[Key, RecentQuestion] = OrderedDict()
        self._by_message: OrderedDict[Key, RecentQuestion] = OrderedDict()
        self._answers: OrderedDict[Key, Key] = OrderedDict()
        """Messages of the bot, each with the message whose question it answers."""

    def add(
        self, chat_id: int, user_id: int, message_id: int, question: str, follows: str | None, *, nameless: bool = False
    ) -> None:
        """Remember a question that was just answered. What ``nameless`` people ask is nobody's last question."""
        entry = RecentQuestion(user_id, question, follows, self._clock())
        if not nameless:
            self._keep(self._last, (chat_id, user_id), entry)
        self._keep(self._by_message, (chat_id, message_id), entry)

    def answered(self, chat_id: int, message_id: int, answer_ids: Sequence[int]) -> None:
        """Remember which messages answer the question of a message."""
        for answer_id in answer_ids:
            self._keep(self._answers, (chat_id, answer_id), (chat_id, message_id))

    def previous(self, chat_id: int, user_id: int) -> str | None:
        """What this person's next question in the chat may follow."""
        entry = self._fresh(self._last, (chat_id, user_id))
        return entry.topic if entry else None

    def asked(self, chat_id: int, message_id: int) -> RecentQuestion | None:
        """The question in that message, as it was answered."""
        return self._fresh(self._by_message, (chat_id, message_id))

    def answered_by(self, chat_id: int, answer_id: int) -> str | None:
        """What the question that a message of the bot answers is about: a reply to that message may follow it."""
        question = self._answers.get((chat_id, answer_id))
        entry = self.asked(*question) if question else None
        return entry.topic if entry else None

    def forget(self, user_id: int) -> None:
        """Forget a person's questions."""
        for book in (self._last, self._by_message):
            for key in [key for key, entry in book.items() if entry.user_id == user_id]:
                del book[key]

    def expire(self) -> None:
        """Let go of every question that is too old."""
        now = self._clock()
        for book in (self._last, self._by_message):
            while book and now - next(iter(book.values())).at > KEPT_S:
                book.popitem(last=False)
        while self._answers and next(iter(self._answers.values())) not in self._by_message:
            self._answers.popitem(last=False)

    def _keep(self, book: OrderedDict[Key, T], key: Key, entry: T) -> None:
        book.pop(key, None)
        book[key] = entry
        if len(book) > self._kept:
            book.popitem(last=False)

    def _fresh(self, book: OrderedDict[Key, RecentQuestion], key: Key) -> RecentQuestion | None:
        self.expire()
        return book.get(key)
