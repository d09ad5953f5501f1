"""Handles questions: in a private chat, behind /ask, to a mention, or in reply to the bot; edited and followed up."""

from __future__ import annotations

import asyncio
from functools import partial
from weakref import WeakValueDictionary

from telegram import Message, Update, User
from telegram.constants import ChatType
from telegram.ext import ContextTypes
from telegram.helpers import create_deep_linked_url

from bot.telegram.session.message_text import addressed, question_in
from bot.telegram.session.service import Service
from bot.telegram.transport.send import answering, post, repost, tell, typing
from bot.telegram.views.cards import PER_CARD, AnswerCard, CardRequest, make_card
from bot.telegram.views.texts import Lang, Text, say


class Questions:
    """Answers questions."""

    def __init__(self, service: Service) -> None:
        self.service = service
        # An edit must wait for the answer that it is to change.
        self._turns: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()

    async def message(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Text in a private chat is a question; in a group only what speaks to the bot is."""
        message = update.effective_message
        if message is None or message.from_user is None:
            return
        if message.chat.type != ChatType.PRIVATE and not addressed(message, context.bot.id, context.bot.username):
            return
        await self._answer(message, message.from_user, context, edited=update.edited_message is not None)

    async def command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/ask question."""
        message = update.effective_message
        if message and message.from_user:
            await self._answer(message, message.from_user, context, edited=update.edited_message is not None)

    async def _answer(self, message: Message, user: User, context: ContextTypes.DEFAULT_TYPE, *, edited: bool) -> None:
        chat_id, question_id, lang = message.chat.id, message.message_id, self.service.lang(user)
        question = question_in(message, context.bot.username)
        if not question:
            await tell(context.bot, message, say(lang, Text.ASK_HOW))
            return
        if not await self.service.admit(user, partial(tell, context.bot, message)):
            return
        turn = self._turns.setdefault((chat_id, question_id), asyncio.Lock())
        async with turn:
            if edited:
                previous = self.service.followed_question(chat_id, question_id)
            else:
                previous = self.service.previous_question(chat_id, user.id)
            async with typing(context.bot, answering(message)):
                card = await self.card(CardRequest(question, previous), lang, context.bot.username)
            if not card.small_talk:
                self.service.remember_question(chat_id, user.id, question_id, question, card.follows)
            await self._deliver(card, message, user, context, edited=edited)

    async def _deliver(
        self, card: AnswerCard, message: Message, user: User, context: ContextTypes.DEFAULT_TYPE, *, edited: bool
    ) -> None:
        """Post the card, or change the one that answered the question before it was edited."""
        chat_id, question_id = message.chat.id, message.message_id
        old = await self.service.answers_to(chat_id, question_id) if edited else []
        if old:
            ids = await repost(context.bot, answering(message), old, card.pages, card.keyboard)
        else:
            ids = await post(context.bot, answering(message), card.pages, card.keyboard)
        await self.service.remember_answers(chat_id, question_id, user.id, ids)

    async def card(self, request: CardRequest, lang: Lang, bot_name: str) -> AnswerCard:
        """The answer card of a question. Raises what ``Newsroom.ask`` raises."""
        limit = request.first + PER_CARD  # one more than the card shows, to know whether there is more
        answer = await self.service.ask(
            request.question, limit=limit, filters=request.limit.filters, previous=request.previous
        )
        return make_card(request, answer, lang, partial(create_deep_linked_url, bot_name))
