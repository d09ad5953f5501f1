"""Handles where the bot is wanted: blocked or taken back by a person, added to a group or removed from it."""

from __future__ import annotations

from telegram import ChatMemberUpdated, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest, Forbidden
from telegram.ext import ContextTypes

from bot.telegram.session.service import Service
from bot.telegram.transport.send import Destination, post
from bot.telegram.views.chat_texts import ChatText
from bot.telegram.views.rich_text import html, plain
from bot.telegram.views.texts import say

GONE = {ChatMemberStatus.BANNED, ChatMemberStatus.LEFT}
GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}


class Membership:
    """Where the bot is a member."""

    def __init__(self, service: Service) -> None:
        self.service = service

    async def changed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """No alerts to those who don't want them; a few words to a group that is new."""
        member = update.my_chat_member
        if member is None:
            return
        await self.service.set_blocked(member.chat.id, member.new_chat_member.status in GONE)
        if added(member):
            text = say(self.service.lang(member.from_user), ChatText.GROUP_HELLO, name=context.bot.username)
            try:
                await post(context.bot, Destination(member.chat.id), [html([plain(text)])])
            except (Forbidden, BadRequest):  # added without the right to write, or gone again meanwhile
                return

    async def moved(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A group has become a supergroup: its watches go with it."""
        message = update.effective_message
        if message and message.migrate_to_chat_id:
            await self.service.watching.move(message.chat.id, message.migrate_to_chat_id)
        elif message and message.migrate_from_chat_id:
            await self.service.watching.move(message.migrate_from_chat_id, message.chat.id)


def added(member: ChatMemberUpdated) -> bool:
    """Whether the bot has just come into a group."""
    before, now = member.old_chat_member.status, member.new_chat_member.status
    return member.chat.type in GROUPS and before in GONE and now not in GONE
