"""Reads the question in a message, and whether a group message is addressed to the bot."""

from __future__ import annotations

import re

from telegram import Message, MessageEntity

QUESTION_CHARS = 500
"""A question longer than this is cut; the engine would make no more of the rest."""
_COMMAND = re.compile(r"/\w+(@\w+)?\s*")


def question_in(message: Message, bot_name: str) -> str:
    """The text or caption of a message without its command and without mentions of the bot; may be empty."""
    text = message.text or message.caption or ""
    if text.startswith("/"):
        text = _COMMAND.sub("", text, count=1)
    text = re.sub(rf"@{re.escape(bot_name)}\b", " ", text, flags=re.IGNORECASE)
    return text.strip()[:QUESTION_CHARS]


def addressed(message: Message, bot_id: int, bot_name: str) -> bool:
    """Whether a group message speaks to the bot: mentions it or replies to it."""
    replied = message.reply_to_message
    if replied and replied.from_user and replied.from_user.id == bot_id:
        return True
    mentions = message.parse_entities([MessageEntity.MENTION]).values()
    return any(mention.lower() == f"@{bot_name}".lower() for mention in mentions)
