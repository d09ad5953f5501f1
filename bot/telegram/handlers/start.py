"""What the bot says of itself, and one helpful line for everything it has no use for."""

from __future__ import annotations

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.telegram.handlers.article import Reading
from bot.telegram.session.service import Desk
from bot.telegram.transport.send import tell
from bot.telegram.views.deep_links import parse_place
from bot.telegram.views.texts import Text, command_list, fresh, say


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
        lang = self.desk.lang(message.from_user)
        await self.desk.off_loop(self.desk.state.block, message.chat.id, False)
        place = parse_place(context.args[0]) if context.args else None
        if place:
            await self.reading.open(place, message, context, lang)
        else:
            await tell(context.bot, message, say(lang, Text.START))

    async def help(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if message := update.effective_message:
            lang = self.desk.lang(message.from_user)
            text = say(lang, Text.HELP, name=context.bot.username, commands=command_list(lang))
            await tell(context.bot, message, text)

    async def about(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if message := update.effective_message:
            lang = self.desk.lang(message.from_user)
            archive = self.desk.newsroom.archive
            counts = await self.desk.off_loop(archive.counts)
            newest = await self.desk.off_loop(archive.newest_date)
            values = {"editions": counts.editions, "articles": counts.articles, "freshness": fresh(lang, newest)}
            await tell(context.bot, message, say(lang, Text.ABOUT, **values))

    async def unknown_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Only in private chats: in groups the command may be another bot's."""
        message = update.effective_message
        if message and message.chat.type == ChatType.PRIVATE:
            await tell(context.bot, message, say(self.desk.lang(message.from_user), Text.UNKNOWN_COMMAND))

    async def not_text(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Stickers, voices, photos, places, contacts …"""
        message = update.effective_message
        if message and message.chat.type == ChatType.PRIVATE:
            await tell(context.bot, message, say(self.desk.lang(message.from_user), Text.NOT_TEXT))
