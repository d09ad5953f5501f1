"""Remembers, in memory, which chats were told today up to which edition the archive reaches: once a day is enough."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import date


class FreshnessTold:
    """What each chat was told last, and on which day; the chats told longest ago beyond ``kept`` go."""

    def __init__(self, today: Callable[[], date], kept: int = 20_000) -> None:
        self._today = today
        self._kept = kept
        self._told: OrderedDict[int, tuple[date, date | None]] = OrderedDict()

    def due(self, chat_id: int, newest: date | None) -> bool:
        """Whether a chat is to be told of this newest edition now; it counts as told then."""
        telling = self._today(), newest
        due = self._told.pop(chat_id, None) != telling
        self._told[chat_id] = telling
        if len(self._told) > self._kept:
            self._told.popitem(last=False)
        return due

    def forget(self, chat_id: int) -> None:
        """Forget a chat; that of a private chat is its person's id."""
        self._told.pop(chat_id, None)
