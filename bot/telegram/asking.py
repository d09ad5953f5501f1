"""Questions: written in a private chat, behind /ask, to a mention, or in reply to the bot."""

from __future__ import annotations

import re

from telegram import Message, MessageEntity, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.telegram.desk import Desk
from bot.telegram.keyboards import answer_keyboard
from bot.telegram.posting import post, typing
from bot.telegram.render import answer_pages
from bot.telegram.texts import lang_of, say

# A question longer than this is cut; the engine would make no more of the rest.
QUESTION_CHARS = 500
COMMAND = re.compile(r"/\w+(@\w+)?\s*")


def question_in(message: Message, bot_name: str) -> str:
    """The question that a message asks: its text without command and without mention of the bot."""
    text = message.text or message.caption or ""
    text = COMMAND.sub("", text, count=1) if text.startswith("/") else text
    text = re.sub(rf"@{re.escape(bot_name)}\b", " ", text, flags=re.IGNORECASE)
    return text.strip()[:QUESTION_CHARS]


def addressed(message: Message, bot_id: int, bot_name: str) -> bool:
    """Whether a group message speaks to the bot: mentions it or replies to it."""
    replied = message.reply_to_message
    if replied and replied.from_user and replied.from_user.id == bot_id:
        return True
    mentions = message.parse_entities([MessageEntity.MENTION]).values()
    return any(mention.lower() == f"@{bot_name}".lower() for mention in mentions)


class Asking:
    """Answers questions."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def message(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Text in a private chat is a question; in a group only what speaks to the bot is."""
        message = update.effective_message
        if message is None or message.from_user is None:
            return
        if message.chat.type != ChatType.PRIVATE and not addressed(message, context.bot.id, context.bot.username):
            return
        await self._answer(message, context)

    async def command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/ask question."""
        if message := update.effective_message:
            await self._answer(message, context)

    async def _answer(self, message: Message, context: ContextTypes.DEFAULT_TYPE) -> None:
        lang = lang_of(message.from_user.language_code if message.from_user else None)
        question = question_in(message, context.bot.username)
        if not question:
            await post(context.bot, message.chat.id, [say(lang, "ask how")], reply_to=message.message_id)
            return
        async with typing(context.bot, message.chat.id):
            answer = await self.desk.ask(question)
        pages = answer_pages(answer, lang)
        keyboard = answer_keyboard(answer, lang)
        await post(
            context.bot, message.chat.id, pages, keyboard, reply_to=message.message_id, thread=message.message_thread_id
        )
