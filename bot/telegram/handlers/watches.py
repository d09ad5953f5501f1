"""Handles /watch, /watches and /unwatch: which words a chat wants to hear of; ``jobs/watches.py`` announces them."""

from __future__ import annotations

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import ContextTypes

from bot.telegram.handlers.buttons import Press
from bot.telegram.session.message_text import question_in
from bot.telegram.session.service import Service
from bot.telegram.transport.send import answering, post, tell
from bot.telegram.views.callback_data import Unwatch
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
        if message is None or message.from_user is None:
            return
        lang, chat_id = self.service.lang(message.from_user), message.chat.id
        words = " ".join(question_in(message, context.bot.username).split())[:WORDS_CHARS].rstrip()
        if len(words.replace(" ", "")) < LEAST_CHARS:
            await tell(context.bot, message, say(lang, Text.WATCH_HOW))
        elif len(await self.service.watches(chat_id)) >= MOST_WATCHES:
            await tell(context.bot, message, say(lang, Text.TOO_MANY_WATCHES, count=MOST_WATCHES))
        else:
            await self.service.watch(chat_id, message.from_user.id, words)
            await tell(context.bot, message, say(lang, Text.WATCHING, words=words))

    async def watches(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """What is watched here, each with a button that ends it."""
        if message := update.effective_message:
            lang = self.service.lang(message.from_user)
            text, keyboard = await self._list(message.chat.id, lang)
            await post(context.bot, answering(message), [text], keyboard)

    async def unwatch_button(self, press: Press[Unwatch]) -> None:
        """End a watch of this chat."""
        await self.service.unwatch(press.chat_id, press.button.number)
        await press.acknowledge()
        text, keyboard = await self._list(press.chat_id, press.lang)
        await press.change(text, keyboard)

    async def _list(self, chat_id: int, lang: Lang) -> tuple[str, InlineKeyboardMarkup | None]:
        watches = await self.service.watches(chat_id)
        if not watches:
            return html([plain(say(lang, Text.NO_WATCHES))]), None
        rows = [[button(f"✕ {watch.words}", Unwatch(watch.id))] for watch in watches]
        return html([plain(say(lang, Text.YOUR_WATCHES))]), InlineKeyboardMarkup(rows)
