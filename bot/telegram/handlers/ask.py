"""Handles questions: in a private chat, behind /ask, to a mention, or in reply to the bot; edited and followed up."""

from __future__ import annotations

import asyncio
from functools import partial
from weakref import WeakValueDictionary

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes
from telegram.helpers import create_deep_linked_url

from bot.house import NO_HOUSE
from bot.replies import reply_text
from bot.telegram.session.message_text import Asked, addressed, asked_in, not_chinese
from bot.telegram.session.people import Sender, sender_of
from bot.telegram.session.service import Service
from bot.telegram.session.store import Cited
from bot.telegram.transport.send import answering, post, repost, typing
from bot.telegram.views.callback_data import JudgeAnswer, OpenArticle
from bot.telegram.views.card_reading import headline_on, subject_on
from bot.telegram.views.cards import AnswerCard, CardRequest, make_card
from bot.telegram.views.keyboards import carried_by_keyboard
from bot.telegram.views.texts import Lang, ask_how
from retrieval.answers.honesty.decision import CITED
from retrieval.domain import Answer, AnswerStatus, SmallTalk


class Questions:
    """Answers questions."""

    def __init__(self, service: Service) -> None:
        self.service = service
        # A follow-up must wait for the question that it follows, an edit for the answer that it is to change.
        self._turns: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()

    async def message(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Text in a private chat is a question; in a group only what speaks to the bot is."""
        message = update.effective_message
        if message is None:
            return
        if message.chat.type != ChatType.PRIVATE and not addressed(message, context.bot.id, context.bot.username):
            return
        await self._answer(message, context, edited=update.edited_message is not None)

    async def command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/ask question."""
        if message := update.effective_message:
            await self._answer(message, context, edited=update.edited_message is not None)

    async def answer_words(self, words: str, message: Message, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer, in reply to a message, a question that stands elsewhere."""
        await self._answer_in_turn(Asked(words, borrowed=True), message, context, edited=False)

    async def _answer(self, message: Message, context: ContextTypes.DEFAULT_TYPE, *, edited: bool) -> None:
        asked = asked_in(message, context.bot.id, context.bot.username)
        await self._answer_in_turn(asked, message, context, edited=edited)

    async def _answer_in_turn(
        self, asked: Asked, message: Message, context: ContextTypes.DEFAULT_TYPE, *, edited: bool
    ) -> None:
        sender = sender_of(message)
        if sender is None:
            return
        turn = self._turns.setdefault((message.chat.id, sender.id), asyncio.Lock())
        async with turn:
            if not asked.question:
                house = await self.service.house()
                await self.service.asides.tell(context.bot, message, ask_how(self.service.lang(sender), house.example))
            elif await self.service.admit(sender, partial(self.service.asides.tell, context.bot, message)):
                await self._answer_asked(asked, message, sender, context, edited=edited)

    async def _answer_asked(
        self, asked: Asked, message: Message, sender: Sender, context: ContextTypes.DEFAULT_TYPE, *, edited: bool
    ) -> None:
        chat_id, question_id, question = message.chat.id, message.message_id, asked.question
        previous = self._read_with(asked, message, sender, edited=edited)
        async with typing(context.bot, answering(message)):
            answer = await self.answer(CardRequest(question, previous))
        lang, bot_name = self.service.lang(sender), context.bot.username
        if answer.status is AnswerStatus.NOT_FOUND and answer.reply is None and not_chinese(question):
            house = await self.service.house()
            await self.service.asides.tell(context.bot, message, reply_text(SmallTalk.FOREIGN, lang, house))
            return
        fresh = answer.reply is None and (edited or self.service.freshness_due(chat_id, answer.freshness))
        desk = self.service.newsdesk.serves(chat_id) and not sender.nameless
        card = await self.card(CardRequest(question, previous), answer, lang, bot_name, fresh=fresh, desk=desk)
        if not card.small_talk:
            self.service.remember_question(chat_id, sender, question_id, question, card.follows)
            self.service.remember_card(chat_id, sender, question_id, CardRequest(question, card.follows), card)
        await self._deliver(card, message, sender, context, edited=edited)

    def _read_with(self, asked: Asked, message: Message, sender: Sender, *, edited: bool) -> str | None:
        """What a question may follow: what the person points at, else the card replied to, else the last question."""
        chat_id = message.chat.id
        if asked.borrowed or asked.follows:
            return asked.follows
        if edited and (before := self.service.asked_before(chat_id, message.message_id)):
            return before.follows
        if card := asked.card:
            return self.service.topic_of_answer(chat_id, card.message_id) or subject_on(card) or headline_on(card)
        return self.service.previous_question(chat_id, sender)

    async def _deliver(
        self, card: AnswerCard, message: Message, sender: Sender, context: ContextTypes.DEFAULT_TYPE, *, edited: bool
    ) -> None:
        """Post the card, or change the one that answered the question before it was edited."""
        chat_id, question_id = message.chat.id, message.message_id
        old = await self.service.answers_to(chat_id, question_id) if edited else []
        if old:
            ids = await repost(context.bot, answering(message), old, card.pages, card.keyboard)
        else:
            ids = await post(context.bot, answering(message), card.pages, card.keyboard)
        await self.service.remember_answers(chat_id, question_id, sender, ids, cited_on(card))

    async def answer(self, request: CardRequest) -> Answer:
        """The answer up to the last citation of its card. Raises what ``Newsroom.ask`` raises."""
        limit = request.first - 1 + CITED
        return await self.service.ask(
            request.question, limit=limit, filters=request.limit.filters, previous=request.previous
        )

    async def card(
        self, request: CardRequest, answer: Answer, lang: Lang, bot_name: str, *, fresh: bool = True, desk: bool = False
    ) -> AnswerCard:
        """The card of an answer; ``fresh`` and ``desk`` as in ``make_card``."""
        deep_link = partial(create_deep_linked_url, bot_name)
        house = await self.service.house() if answer.reply else NO_HOUSE
        return make_card(request, answer, lang, deep_link, fresh=fresh, house=house, desk=desk)


def cited_on(card: AnswerCard) -> Cited | None:
    """What a judgement is about: the first passage of each report, the short answer's place; None where none is asked.

    The same as its buttons carry.
    """
    if card.keyboard is None or not carried_by_keyboard(card.keyboard, JudgeAnswer):
        return None
    opened = [found.place.passage_id for found in carried_by_keyboard(card.keyboard, OpenArticle)]
    passages = tuple(passage for passage in opened if passage is not None)
    return Cited(passages, card.short.token if card.short else None)
