"""Messages in a group that one person alone sees, which the library does not speak yet (Bot API 10.2, 10.3).

From the changelog at core.telegram.org/bots/api-changelog: 10.2 (July 2026) brought ``receiver_user_id`` and
``callback_query_id`` to sending, ``ephemeral_message_id`` to messages and to what they reply to,
``editEphemeralMessageText``, and ``is_ephemeral`` to the commands of menus; 10.3 (August 2026) put the first two into
``ephemeral_message_parameters``. A bot that is no admin of the group may send one only within 15 seconds, after a
pressed button or in reply to such a message. A server that is older sends the message to everybody, as it knows none of
the parameters, or refuses it (400, 404).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from telegram import Bot, BotCommand, InlineKeyboardMarkup, LinkPreviewOptions, MaybeInaccessibleMessage, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, EndPointNotFound

ID = "ephemeral_message_id"


def nothing() -> None:
    """What a refusal means where nobody remembers it."""


@dataclass(frozen=True, slots=True)
class Listener:
    """Who alone is to see a message: after a ``pressed`` button (its query's id), or in reply to such a message.

    ``refused`` is called where the server does not take it.
    """

    user_id: int
    pressed: str | None = None
    replies_to: int | None = None
    refused: Callable[[], None] = nothing

    @property
    def parameters(self) -> dict[str, Any]:
        """What sending a message is told beside what the library knows, under the names of both versions."""
        named: dict[str, Any] = {"receiver_user_id": self.user_id}
        if self.pressed:
            named["callback_query_id"] = self.pressed
        found = {**named, "ephemeral_message_parameters": named}
        return {**found, "reply_parameters": {ID: self.replies_to}} if self.replies_to else found


def ephemeral_id(message: MaybeInaccessibleMessage | None) -> int | None:
    """The number of a message that one person alone sees; None for all others."""
    found = message.api_kwargs.get(ID) if isinstance(message, Message) else None
    return found if isinstance(found, int) else None


def seen_by_one(command: BotCommand) -> BotCommand:
    """The same command of a menu, sent so that only the bot sees it. A server that is older shows it to all."""
    return BotCommand(command.command, command.description, api_kwargs={"is_ephemeral": True})


async def change_ephemeral(
    bot: Bot, chat_id: int, user_id: int, number: int, page: str, keyboard: InlineKeyboardMarkup | None
) -> bool:
    """Replace such a message's text (HTML) and buttons; False where the server does not take it."""
    parameters: dict[str, Any] = {
        "chat_id": chat_id,
        "receiver_user_id": user_id,
        ID: number,
        "text": page,
        "parse_mode": ParseMode.HTML,
        "link_preview_options": LinkPreviewOptions(is_disabled=True),
    }
    if keyboard:
        parameters["reply_markup"] = keyboard
    try:
        await bot.do_api_request("editEphemeralMessageText", api_kwargs=parameters)
    except (BadRequest, EndPointNotFound):
        return False
    return True
