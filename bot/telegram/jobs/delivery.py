"""Delivers what nobody asked for just now: to chats that may have moved, or want the bot no more."""

from __future__ import annotations

import logging

from telegram import Bot, InlineKeyboardMarkup
from telegram.error import ChatMigrated, Forbidden, TelegramError

from bot.telegram.session.service import Service
from bot.telegram.transport.rate_limit import kind_of
from bot.telegram.transport.send import Destination, post

log = logging.getLogger(__name__)


async def deliver(
    service: Service, bot: Bot, to: Destination, page: str, keyboard: InlineKeyboardMarkup | None, *, silent: bool
) -> int | None:
    """Send a message (HTML); its id, None where the chat can't be reached."""
    try:
        (message,) = await post(bot, to, [page], keyboard, silent=silent)
    except ChatMigrated as moved:
        await service.watching.move(to.chat_id, moved.new_chat_id)
        return await deliver(service, bot, Destination(moved.new_chat_id), page, keyboard, silent=silent)
    except Forbidden:
        await service.set_blocked(to.chat_id, True)
        return None
    except TelegramError as error:
        log.error("an announcement was lost: %s", kind_of(error))
        return None
    return message
