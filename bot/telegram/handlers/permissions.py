"""Who may do what with a message of the bot that several people see."""

from __future__ import annotations

import logging

from telegram import Bot, CallbackQuery, Message
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

from bot.telegram.session.people import sender_of
from bot.telegram.transport.rate_limit import kind_of

log = logging.getLogger(__name__)

ADMINS = {ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR}


async def asked_by_presser(query: CallbackQuery, bot: Bot) -> bool:
    """Whether who pressed a button is who asked for the message under which it stands.

    In private everybody is. Where a nameless admin asked, any admin is; where the request is gone nobody can tell.
    """
    shown = query.message
    asked = shown.reply_to_message if isinstance(shown, Message) else None
    sender = sender_of(asked) if asked else None
    if shown is None or shown.chat.type == ChatType.PRIVATE or sender is None:
        return True
    if sender.nameless:
        return await is_admin(bot, shown.chat.id, query.from_user.id)
    return sender.id == query.from_user.id


async def is_admin(bot: Bot, chat_id: int, user_id: int) -> bool:
    """Whether somebody is an admin of a group."""
    try:
        member = await bot.get_chat_member(chat_id, user_id)
    except TelegramError as error:
        log.warning("whether somebody is an admin could not be asked: %s", kind_of(error))
        return False
    return member.status in ADMINS
