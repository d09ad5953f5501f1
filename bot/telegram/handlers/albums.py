"""Gathers messages that were sent together as an album, which Telegram delivers one by one."""

from __future__ import annotations

import asyncio

from telegram import Message

WAIT_S = 1.0
"""Seconds after which an album of which no more comes is whole."""


class Albums:
    """Albums that are still coming."""

    def __init__(self, wait_s: float = WAIT_S) -> None:
        self._wait_s = wait_s
        self._coming: dict[tuple[int, str], list[Message]] = {}

    async def gathered(self, message: Message) -> list[Message]:
        """All messages of an album for its first one, in their order; none for the others."""
        if not message.media_group_id:
            return [message]
        key = message.chat.id, message.media_group_id
        if key in self._coming:
            self._coming[key].append(message)
            return []
        album = self._coming[key] = [message]
        held = 0
        while held < len(album):
            held = len(album)
            await asyncio.sleep(self._wait_s)
        del self._coming[key]
        return sorted(album, key=lambda each: each.message_id)
