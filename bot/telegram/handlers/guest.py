"""Handles guest mode: the bot is mentioned in a chat that it is not in, and answers there with one message."""

from __future__ import annotations

import logging
from functools import partial
from html import escape

from telegram import InlineKeyboardMarkup, InlineQueryResultArticle, InputTextMessageContent, Message, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest, InvalidToken
from telegram.ext import ContextTypes
from telegram.helpers import create_deep_linked_url

from bot.telegram.handlers.errors import apology
from bot.telegram.session.message_text import asked_in
from bot.telegram.session.people import sender_of
from bot.telegram.session.service import Service
from bot.telegram.transport.send import NO_PREVIEW, TOO_OLD
from bot.telegram.views.card_reading import headline_on, subject_on
from bot.telegram.views.lone_cards import answer_keyboard, answer_page
from bot.telegram.views.texts import Lang, Text, say
from retrieval.errors import NothingPublished, Unreachable

log = logging.getLogger(__name__)

RESULT_ID = "answer"


class GuestMode:
    """Answers those who mention the bot elsewhere, from the message that they reply to where they point at one."""

    def __init__(self, service: Service) -> None:
        self.service = service

    async def message(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """@bot question, or @bot 真的吗 under somebody's words. Nothing of it is remembered."""
        message = update.guest_message
        if message is None or message.guest_query_id is None:
            return
        page, keyboard = await self._answer(message, context)
        result = InlineQueryResultArticle(
            id=RESULT_ID,
            title=context.bot.username,
            input_message_content=InputTextMessageContent(page, ParseMode.HTML, link_preview_options=NO_PREVIEW),
            reply_markup=keyboard,
        )
        try:
            await context.bot.answer_guest_query(message.guest_query_id, result)
        except InvalidToken:  # what the library makes of a method that the server does not know
            log.error("the Bot API server delivers guest messages and does not take answers to them; it is too old")
        except BadRequest as error:
            if TOO_OLD not in str(error).lower():
                raise
            log.info("a guest message was answered too late")

    async def _answer(
        self, message: Message, context: ContextTypes.DEFAULT_TYPE
    ) -> tuple[str, InlineKeyboardMarkup | None]:
        """The message to be posted, and its buttons."""
        sender = sender_of(message)
        asked = asked_in(message, context.bot.id, context.bot.username)
        lang: Lang = self.service.lang(sender)
        if not asked.question:
            return escape(say(lang, Text.ASK_HOW)), None
        if sender is None or not await self.service.admit(sender):
            return escape(say(lang, Text.SLOW_DOWN, count=self.service.questions_per_minute)), None
        follows = asked.follows
        if asked.card:
            follows = subject_on(asked.card) or headline_on(asked.card)
        try:
            answer = await self.service.ask(asked.question, previous=follows)
        except (NothingPublished, Unreachable) as error:
            return escape(say(lang, apology(error))), None
        deep_link = partial(create_deep_linked_url, context.bot.username)
        return answer_page(answer, lang, deep_link), answer_keyboard(answer, lang, deep_link)
