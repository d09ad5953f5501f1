"""Who speaks in a chat: a person, or somebody without a name who speaks for a group or a channel."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Message


@dataclass(frozen=True, slots=True)
class Sender:
    """Whoever sent a message. ``id`` is the person's, or that of the chat in whose name it was sent (``nameless``).

    Several people may share a nameless id, so that nothing of one may meet another.
    """

    id: int
    language_code: str | None = None
    nameless: bool = False


def sender_of(message: Message) -> Sender | None:
    """Who sent a message; None for what nobody sent, such as a channel's own posts of long ago."""
    if message.sender_chat is not None:
        return Sender(message.sender_chat.id, nameless=True)
    user = message.from_user
    return Sender(user.id, user.language_code) if user else None
