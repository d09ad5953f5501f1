"""A talk: questions one after the other, each read with what the talk is about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.wiring import Newsroom
from retrieval.answers.honesty.decision import CITED
from retrieval.answers.question.query import topic
from retrieval.domain import NO_FILTERS, Answer, Filters


class Conversation:
    """Asks a newsroom, and keeps the topic; 谢谢 ends none."""

    def __init__(self, room: Newsroom) -> None:
        self._room = room
        self._topic: str | None = None
        self._last: Callable[[int], Answer] | None = None

    def ask(
        self, question: str, *, today: date | None = None, limit: int = CITED, filters: Filters = NO_FILTERS
    ) -> Answer:
        """The answer to the next question; raises what ``Newsroom.ask`` does."""
        previous = self._topic

        def asked(most: int) -> Answer:
            return self._room.ask(question, today=today, limit=most, filters=filters, previous=previous)

        answer = asked(limit)
        if answer.reply is None:
            self._topic, self._last = topic(question, answer.follows), asked
        return answer

    def again(self, limit: int) -> Answer | None:
        """The answer to the last question on the news with more citations; None before the first."""
        return self._last(limit) if self._last else None
