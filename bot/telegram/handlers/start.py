"""Handles /start, /help, /about, and everything that the bot has no use for."""

from __future__ import annotations

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.telegram.handlers.article import Articles
from bot.telegram.handlers.ask import Questions
from bot.telegram.handlers.menus import CODES, set_menu_of
from bot.telegram.session.service import Service
from bot.telegram.transport.send import tell
from bot.telegram.views.deep_links import ASK, parse_place
from bot.telegram.views.desk_texts import DESK_COMMANDS
from bot.telegram.views.operator_texts import COMMANDS as OPERATORS_COMMANDS
from bot.telegram.views.operator_texts import OperatorText
from bot.telegram.views.texts import Text, command_list, freshness_text, say, start_text


class Start:
    """/start, /help, /about, unknown commands, and messages without words."""

    def __init__(self, service: Service, articles: Articles, questions: Questions) -> None:
        self.service = service
        self.articles = articles
        self.questions = questions

    async def start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say hello; behind a deep link open what it names."""
        message = update.effective_message
        if message is None:
            return
        lang = self.service.lang(message.from_user)
        await self.service.set_blocked(message.chat.id, False)
        started_with = context.args[0] if context.args else ""
        if place := parse_place(started_with):
            await self.articles.open(place, message, context, lang)
        elif started_with == ASK and message.from_user and (typed := self.service.typed(message.from_user.id)):
            await self.questions.answer_words(typed, message, context)
        else:
            house = await self.service.house()
            await self.service.asides.tell(context.bot, message, start_text(lang, house.example))
            if message.from_user and is_private(message) and lang not in CODES.values():
                await set_menu_of(context.bot, self.service, message.from_user.id, lang)

    async def help(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if message := update.effective_message:
            lang = self.service.lang(message.from_user)
            text = say(lang, Text.HELP, name=context.bot.username, commands=command_list(lang))
            if message.from_user and self.service.operators.admits(message.from_user.id) and is_private(message):
                table = OPERATORS_COMMANDS | (DESK_COMMANDS if self.service.newsdesk.chat else {})
                text += "\n\n" + say(lang, OperatorText.HELP, commands=command_list(lang, table))
            await self.service.asides.tell(context.bot, message, text)

    async def about(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """How much is in the archive."""
        if message := update.effective_message:
            lang = self.service.lang(message.from_user)
            counts, newest = await self.service.holdings()
            freshness = freshness_text(lang, newest)
            text = say(lang, Text.ABOUT, editions=counts.editions, articles=counts.articles, freshness=freshness)
            await self.service.asides.tell(context.bot, message, text)

    async def unknown_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Only in private chats: in groups the command may be another bot's."""
        message = update.effective_message
        if message and is_private(message):
            await tell(context.bot, message, say(self.service.lang(message.from_user), Text.UNKNOWN_COMMAND))

    async def not_text(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Stickers, voices, photos, places, contacts …"""
        message = update.effective_message
        if message and is_private(message):
            await tell(context.bot, message, say(self.service.lang(message.from_user), Text.NOT_TEXT))


def is_private(message: Message) -> bool:
    """Whether nobody else reads the chat."""
    return bool(message.chat.type == ChatType.PRIVATE)
