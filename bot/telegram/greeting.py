"""What the bot says of itself, and one helpful line for everything it has no use for."""

from __future__ import annotations

from html import escape

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.telegram.desk import Desk
from bot.telegram.links import parse_place
from bot.telegram.posting import post
from bot.telegram.reading import Reading
from bot.telegram.texts import Lang, command_list, fresh, lang_of, say


class Greeting:
    """/start, /help, /about, unknown commands, and messages without words."""

    def __init__(self, desk: Desk, reading: Reading) -> None:
        self.desk = desk
        self.reading = reading

    async def start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say hello; behind a deep link open what it names."""
        message = update.effective_message
        if message is None:
            return
        lang = _lang(message)
        place = parse_place(context.args[0]) if context.args else None
        if place:
            await self.reading.open(place, message, context, lang)
        else:
            await _say(message, context, say(lang, "start"))

    async def help(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if message := update.effective_message:
            lang = _lang(message)
            text = say(lang, "help", name=context.bot.username, commands=command_list(lang))
            await _say(message, context, text)

    async def about(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if message := update.effective_message:
            lang = _lang(message)
            archive = self.desk.newsroom.archive
            counts = await self.desk.off_loop(archive.counts)
            newest = await self.desk.off_loop(archive.newest_date)
            values = {"editions": counts.editions, "articles": counts.articles, "freshness": fresh(lang, newest)}
            await _say(message, context, say(lang, "about", **values))

    async def unknown_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Only in private chats: in groups the command may be another bot's."""
        message = update.effective_message
        if message and message.chat.type == ChatType.PRIVATE:
            await _say(message, context, say(_lang(message), "unknown command"))

    async def not_text(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Stickers, voices, photos, places, contacts …"""
        message = update.effective_message
        if message and message.chat.type == ChatType.PRIVATE:
            await _say(message, context, say(_lang(message), "not text"))


def _lang(message: Message) -> Lang:
    return lang_of(message.from_user.language_code if message.from_user else None)


async def _say(message: Message, context: ContextTypes.DEFAULT_TYPE, text: str) -> None:
    await post(context.bot, message.chat.id, [escape(text)], reply_to=message.message_id)
