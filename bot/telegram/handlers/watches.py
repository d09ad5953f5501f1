"""Handles /watch, /watches and /unwatch: which words a chat wants to hear of; ``jobs/watches.py`` announces them."""

from __future__ import annotations

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import ContextTypes

from bot.telegram.handlers.buttons import Press
from bot.telegram.handlers.permissions import is_admin
from bot.telegram.session.message_text import question_in
from bot.telegram.session.people import sender_of
from bot.telegram.session.service import Service
from bot.telegram.transport.send import answering, post, tell
from bot.telegram.views.callback_data import Unwatch
from bot.telegram.views.chat_texts import ChatText
from bot.telegram.views.keyboards import button
from bot.telegram.views.rich_text import html, plain
from bot.telegram.views.texts import Lang, Text, say

MOST_WATCHES = 20
WORDS_CHARS = 40
LEAST_CHARS = 2


class Watches:
    """The watches of a chat."""

    def __init__(self, service: Service) -> None:
        self.service = service

    async def watch(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/watch 词语: all of them must stand in the article."""
        message = update.effective_message
        sender = sender_of(message) if message else None
        if message is None or sender is None:
            return
        lang, chat_id = self.service.lang(sender), message.chat.id
        words = " ".join(question_in(message, context.bot.username).split())[:WORDS_CHARS].rstrip()
        if len(words.replace(" ", "")) < LEAST_CHARS:
            await tell(context.bot, message, say(lang, Text.WATCH_HOW))
        elif len(await self.service.watches(chat_id)) >= MOST_WATCHES:
            await tell(context.bot, message, say(lang, Text.TOO_MANY_WATCHES, count=MOST_WATCHES))
        else:
            await self.service.watch(chat_id, sender.id, words)
            await tell(context.bot, message, say(lang, Text.WATCHING, words=words))

    async def watches(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """What is watched here, each with a button that ends it."""
        if message := update.effective_message:
            lang = self.service.lang(message.from_user)
            text, keyboard = await self._list(message.chat.id, lang)
            await post(context.bot, answering(message), [text], keyboard)

    async def unwatch_button(self, press: Press[Unwatch]) -> None:
        """End a watch of this chat; in a group its own beginner's press does, or an admin's."""
        if not await self._may_end(press):
            await press.acknowledge(say(press.lang, ChatText.NOT_YOUR_WATCH))
            return
        await self.service.unwatch(press.chat_id, press.button.number)
        await press.acknowledge()
        text, keyboard = await self._list(press.chat_id, press.lang)
        await press.change(text, keyboard)

    async def _may_end(self, press: Press[Unwatch]) -> bool:
        watches = await self.service.watches(press.chat_id) if press.in_group else []
        begun = next((watch.user_id for watch in watches if watch.id == press.button.number), press.user_id)
        return begun == press.user_id or await is_admin(press.bot, press.chat_id, press.user_id)

    async def _list(self, chat_id: int, lang: Lang) -> tuple[str, InlineKeyboardMarkup | None]:
        watches = await self.service.watches(chat_id)
        if not watches:
            return html([plain(say(lang, Text.NO_WATCHES))]), None
        rows = [[button(f"✕ {watch.words}", Unwatch(watch.id))] for watch in watches]
        return html([plain(say(lang, Text.YOUR_WATCHES))]), InlineKeyboardMarkup(rows)
