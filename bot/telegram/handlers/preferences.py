"""What a person decides: the language of the interface, and what the bot may remember."""

from __future__ import annotations

from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.constants import ChatMemberStatus
from telegram.ext import ContextTypes

from bot.telegram.session.service import Desk
from bot.telegram.transport.send import acknowledge, change, post, tell
from bot.telegram.views.texts import LANG_NAMES, LANGS, Text, say

LANG = "lang:"


class Personal:
    """/lang, /privacy, /forget."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def language(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Offer the languages."""
        if message := update.effective_message:
            text = say(self.desk.lang(message.from_user), Text.CHOOSE_LANGUAGE)
            row = [InlineKeyboardButton(LANG_NAMES[lang], callback_data=LANG + lang) for lang in LANGS]
            await post(context.bot, message.chat.id, [escape(text)], InlineKeyboardMarkup([row]))

    async def language_button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Take the chosen one."""
        query = update.callback_query
        if query is None or query.message is None:
            return
        lang = next(lang for lang in LANGS if query.data == LANG + lang)
        await self.desk.choose_language(query.from_user.id, lang)
        await acknowledge(query)
        text = escape(say(lang, Text.LANGUAGE_CHOSEN))
        await change(context.bot, query.message.chat.id, query.message.message_id, text, None)

    async def membership(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Somebody blocked the bot, removed it, or took it back: no alerts to those who don't want them."""
        if change_of := update.my_chat_member:
            gone = change_of.new_chat_member.status in {ChatMemberStatus.BANNED, ChatMemberStatus.LEFT}
            await self.desk.off_loop(self.desk.state.block, change_of.chat.id, gone)

    async def privacy(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """What is kept."""
        if message := update.effective_message:
            text = say(self.desk.lang(message.from_user), Text.PRIVACY)
            await tell(context.bot, message, text)

    async def forget(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Delete it."""
        message = update.effective_message
        if message and message.from_user:
            lang = self.desk.lang(message.from_user)
            count = await self.desk.forget(message.from_user.id)
            text = say(lang, Text.FORGOTTEN, count=count)
            await tell(context.bot, message, text)
