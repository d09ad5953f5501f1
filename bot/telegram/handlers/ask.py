"""Questions: written in a private chat, behind /ask, to a mention, or in reply to the bot; edited; followed up."""

from __future__ import annotations

import asyncio
from weakref import WeakValueDictionary

from telegram import Message, Update, User
from telegram.constants import ChatType
from telegram.ext import ContextTypes
from telegram.helpers import create_deep_linked_url

from bot.telegram.session.message_text import addressed, question_in
from bot.telegram.session.service import Desk
from bot.telegram.transport.send import post, repost, tell, typing
from bot.telegram.views.cards import PER_CARD, Asked, Card, card_of, filters_of
from bot.telegram.views.texts import Lang, Text, say


class Asking:
    """Answers questions."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
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
        chat_id, lang = message.chat.id, self.desk.lang(user)
        question = question_in(message, context.bot.username)
        if not question:
            await tell(context.bot, message, say(lang, Text.ASK_HOW))
            return
        if not self.desk.quota.take(user.id):
            if self.desk.quota.tell(user.id):
                text = say(lang, Text.SLOW_DOWN, count=self.desk.quota.per_minute)
                await tell(context.bot, message, text)
            return
        turn = self._turns.setdefault((chat_id, message.message_id), asyncio.Lock())
        async with turn:
            notebook = self.desk.notebook
            previous = notebook.followed(chat_id, message.message_id) if edited else notebook.previous(chat_id, user.id)
            async with typing(context.bot, chat_id):
                card = await self.card(Asked(question, previous), lang, context.bot.username)
            if not card.small_talk:
                notebook.note(chat_id, user.id, message.message_id, question, card.follows)
            await self._deliver(card, message, user, context, edited=edited)

    async def _deliver(
        self, card: Card, message: Message, user: User, context: ContextTypes.DEFAULT_TYPE, *, edited: bool
    ) -> None:
        chat_id, question_id, state = message.chat.id, message.message_id, self.desk.state
        old = await self.desk.off_loop(state.answers_to, chat_id, question_id) if edited else []
        if old:
            ids = await repost(context.bot, chat_id, old, card.pages, card.keyboard, reply_to=question_id)
        else:
            ids = await post(
                context.bot,
                chat_id,
                card.pages,
                card.keyboard,
                reply_to=question_id,
                thread=message.message_thread_id if message.is_topic_message else None,
            )
        await self.desk.off_loop(state.answered, chat_id, question_id, user.id, ids)

    async def card(self, asked: Asked, lang: Lang, bot_name: str) -> Card:
        """The answer card of a question. Raises what ``Newsroom.ask`` raises."""
        filters = filters_of(asked.within)
        assert filters is not None
        limit = asked.first + PER_CARD  # one more than the card shows, to know whether there is more
        answer = await self.desk.ask(asked.question, limit=limit, filters=filters, previous=asked.previous)
        return card_of(asked, answer, lang, lambda token: create_deep_linked_url(bot_name, token))
