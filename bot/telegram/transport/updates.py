"""Sorts updates out: one that the library cannot read is passed over, one that was seen before is dropped.

The library reads a batch as a whole: a single malformed update makes it log the batch, citizens' words and all, and
fetch the same batch again for ever.
"""

from __future__ import annotations

import json
import logging
from collections import OrderedDict
from typing import Any

from telegram import Chat, ChatMember, MaybeInaccessibleMessage, Message, Update, User
from telegram.ext import ApplicationHandlerStop, ContextTypes

log = logging.getLogger(__name__)

NO_UPDATES = b'{"ok": true, "result": []}'
"""Telegram's answer where nothing has happened."""


def readable_only(payload: bytes) -> bytes:
    """The server's answer with every unreadable update reduced to its id; unchanged where all can be read."""
    try:
        answer = json.loads(payload)
        updates = answer["result"]
        kept = [update if readable(update) else {"update_id": update["update_id"]} for update in updates]
    except (ValueError, KeyError, TypeError, AttributeError):
        return payload  # no list of updates: the library's own handling of garbage is sound
    if kept == updates:
        return payload
    return json.dumps({**answer, "result": kept}).encode()


def readable(update: dict[str, Any]) -> bool:
    """Whether the library can make an object of this update."""
    try:
        check_parts(Update.de_json(update, None))
    except Exception as error:  # whatever a malformed update makes the library raise
        log.warning("update %s can't be read (%s), passing over it", update.get("update_id"), type(error).__name__)
        return False
    return True


def check_parts(update: Update) -> None:
    """Raise where a part that every update of its kind has is missing or of another type; the library takes it so."""
    if update.effective_message is not None:
        check_message(update.effective_message)
    if update.callback_query:
        expect(update.callback_query.data or "", str)
        expect(update.callback_query.from_user, User)
    if update.inline_query:
        expect(update.inline_query.query, str)
        expect(update.inline_query.offset, str)
    if update.my_chat_member:
        expect(update.my_chat_member.new_chat_member, ChatMember)
        expect(update.my_chat_member.chat, Chat)
    if update.message_reaction:
        expect(update.message_reaction.message_id, int)
        expect(update.message_reaction.chat, Chat)
        expect(update.message_reaction.chat.id, int)
    if update.effective_user:
        expect(update.effective_user.id, int)


def check_message(message: MaybeInaccessibleMessage) -> None:
    """The same for a message; of one that is gone only its place is left."""
    expect(message.message_id, int)
    expect(message.chat, Chat)
    expect(message.chat.id, int)
    if isinstance(message, Message):
        expect(message.text or "", str)
        expect(message.caption or "", str)
        for entity in message.entities:
            expect(entity.offset, int)


def expect(part: object, kind: type) -> None:
    """Raise ``TypeError`` for a part of another type."""
    if not isinstance(part, kind):
        raise TypeError(f"not a {kind.__name__}")


class DuplicateFilter:
    """Drops updates that were delivered before: Telegram delivers again what it was not sure to have delivered."""

    KEPT = 10_000

    def __init__(self) -> None:
        self._seen: OrderedDict[int, None] = OrderedDict()

    async def drop(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Stop the handling of an update seen before."""
        if update.update_id in self._seen:
            raise ApplicationHandlerStop
        self._seen[update.update_id] = None
        if len(self._seen) > self.KEPT:
            self._seen.popitem(last=False)
