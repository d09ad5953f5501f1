"""Handles /lang, /privacy, /forget: the language of the interface, and what the bot may remember."""

from __future__ import annotations

from html import escape

from telegram import InlineKeyboardMarkup, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.telegram.handlers.buttons import Press
from bot.telegram.handlers.desk import forget_at_desk
from bot.telegram.handlers.menus import CODES, forget_menu_of, set_menu_of
from bot.telegram.session.people import sender_of
from bot.telegram.session.service import Service
from bot.telegram.transport.send import post
from bot.telegram.views.callback_data import ChooseLanguage
from bot.telegram.views.chat_texts import ChatText
from bot.telegram.views.keyboards import button
from bot.telegram.views.texts import LANG_NAMES, Text, say


class Preferences:
    """/lang, /privacy and /forget."""

    def __init__(self, service: Service) -> None:
        self.service = service

    async def language(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Offer the languages."""
        if message := update.effective_message:
            text = say(self.service.lang(message.from_user), Text.CHOOSE_LANGUAGE)
            row = [button(name, ChooseLanguage(lang)) for lang, name in LANG_NAMES.items()]
            await post(context.bot, self.service.asides.to(message), [escape(text)], InlineKeyboardMarkup([row]))

    async def language_button(self, press: Press[ChooseLanguage]) -> None:
        """Take the chosen one."""
        lang = press.button.lang
        await self.service.choose_language(press.user_id, lang)
        await press.acknowledge()
        await press.change(escape(say(lang, Text.LANGUAGE_CHOSEN)))
        if not press.in_group:
            await set_menu_of(press.bot, self.service, press.user_id, lang)

    async def privacy(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """What is kept."""
        if message := update.effective_message:
            await self.service.asides.tell(
                context.bot, message, say(self.service.lang(message.from_user), Text.PRIVACY)
            )

    async def forget(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Delete it."""
        message = update.effective_message
        sender = sender_of(message) if message else None
        if message is None or sender is None:
            return
        lang = self.service.lang(sender)
        if sender.nameless:
            await self.service.asides.tell(context.bot, message, say(lang, ChatText.NAMELESS))
            return
        await forget_at_desk(self.service, sender.id, context.bot)
        own_menu = self.service.chosen_lang(sender.id) or lang not in CODES.values()
        count = await self.service.forget(sender.id)
        await self.service.asides.tell(context.bot, message, say(lang, Text.FORGOTTEN, count=count))
        if own_menu and message.chat.type == ChatType.PRIVATE:
            await forget_menu_of(context.bot, self.service, sender.id)
