"""A talk: questions one after the other, each read with what the talk is about."""

from __future__ import annotations

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

    def ask(
        self, question: str, *, today: date | None = None, limit: int = CITED, filters: Filters = NO_FILTERS
    ) -> Answer:
        """The answer to the next question; raises what ``Newsroom.ask`` does."""
        answer = self._room.ask(question, today=today, limit=limit, filters=filters, previous=self._topic)
        if answer.reply is None:
            self._topic = topic(question, answer.follows)
        return answer
