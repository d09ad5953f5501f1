"""Replies that concern nobody but who wrote: in groups, where the server takes it, only they see them."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from html import escape

from telegram import Bot, Message
from telegram.constants import ChatType

from bot.telegram.transport.ephemeral import Listener
from bot.telegram.transport.send import Destination, answering, post

GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
REFUSED_FOR_S = 3600.0
"""A group in which the bot is no admin refuses: how long until it is asked again."""


class Asides:
    """Where such replies go. The groups that refused one are remembered, at most ``kept``."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, kept: int = 10_000) -> None:
        self._clock = clock
        self._kept = kept
        self._refused: OrderedDict[int, float] = OrderedDict()

    def to(self, message: Message) -> Destination:
        """In reply to ``message``, to its writer alone where it stands in a group that takes that."""
        usual, chat_id = answering(message), message.chat.id
        nameless = message.sender_chat is not None or message.from_user is None
        if usual.only or nameless or message.chat.type not in GROUPS or self._refuses(chat_id):
            return usual
        assert message.from_user is not None
        return replace(usual, only=Listener(message.from_user.id, refused=partial(self._note, chat_id)))

    async def tell(self, bot: Bot, message: Message, text: str) -> None:
        """Reply to ``message`` with plain text."""
        await post(bot, self.to(message), [escape(text)])

    def _refuses(self, chat_id: int) -> bool:
        at = self._refused.get(chat_id)
        return at is not None and self._clock() - at < REFUSED_FOR_S

    def _note(self, chat_id: int) -> None:
        self._refused.pop(chat_id, None)
        self._refused[chat_id] = self._clock()
        if len(self._refused) > self._kept:
            self._refused.popitem(last=False)
