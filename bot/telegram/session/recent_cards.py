"""Remembers in memory, for ten minutes, what each person's last card shows: 更多 and 第二条 mean it."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bot.telegram.session.recent_questions import KEPT_S
from bot.telegram.views.cards import CardRequest
from bot.telegram.views.deep_links import Place
from bot.telegram.views.reports import Report


@dataclass(frozen=True, slots=True)
class LastCard:
    """A card, the message whose question it answers, and all reports of the answer up to its end.

    ``more`` is the number of the first citation behind it, None where there is none; ``short`` is where the short
    answer stands.
    """

    question_id: int
    request: CardRequest
    reports: tuple[Report, ...]
    more: int | None
    short: Place | None


class RecentCards:
    """The last card of each person in each chat; the oldest beyond ``kept`` go, and all after ``KEPT_S`` seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, kept: int = 20_000) -> None:
        self._clock = clock
        self._kept = kept
        self._cards: OrderedDict[tuple[int, int], tuple[float, LastCard]] = OrderedDict()

    def add(self, chat_id: int, user_id: int, card: LastCard) -> None:
        """Remember the card that a person was just shown."""
        self._cards.pop((chat_id, user_id), None)
        self._cards[chat_id, user_id] = self._clock(), card
        if len(self._cards) > self._kept:
            self._cards.popitem(last=False)

    def last(self, chat_id: int, user_id: int) -> LastCard | None:
        """The last card that a person was shown in a chat, as long as it is remembered."""
        self.expire()
        found = self._cards.get((chat_id, user_id))
        return found[1] if found else None

    def expire(self) -> None:
        """Let go of every card that is too old."""
        now = self._clock()
        while self._cards and now - next(iter(self._cards.values()))[0] > KEPT_S:
            self._cards.popitem(last=False)

    def forget(self, user_id: int) -> None:
        """Forget a person's cards."""
        for key in [key for key in self._cards if key[1] == user_id]:
            del self._cards[key]
