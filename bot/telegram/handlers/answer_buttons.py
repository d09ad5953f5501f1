"""The buttons of an answer card: more, limits, taking a follow-up back, and judging it.

The question stands in the message that the card replies to, so nothing about it needs to be stored.
"""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Bot, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, MessageEntity, Update
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.telegram.handlers.ask import Asking
from bot.telegram.session.message_text import question_in
from bot.telegram.session.service import Desk
from bot.telegram.transport.send import UNCHANGED, acknowledge, change, post
from bot.telegram.views.cards import (
    BY,
    GOOD,
    JUDGE,
    MORE,
    SURVEYED,
    VERDICTS,
    WITHIN,
    Asked,
    choice_rows,
    consent_rows,
    filters_of,
    judge_row,
    limits_row,
    reason_rows,
)
from bot.telegram.views.deep_links import READ, parse_place
from bot.telegram.views.keyboards import with_rows
from bot.telegram.views.texts import Lang, Text, say
from retrieval.editions.store.judgements import Judgement


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button pressed under a card: the card, the question that it answers, and what that question followed."""

    query: CallbackQuery
    card: Message
    question_id: int
    question: str
    follows: str | None
    data: str


class Leafing:
    """Handles the buttons of answer cards."""

    def __init__(self, desk: Desk, asking: Asking) -> None:
        self.desk = desk
        self.asking = asking

    async def more(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The next passages, as a card of their own: ``more:<first>:<limit>``."""
        pressed, lang = await self._pressed(update, context, asks=True)
        if pressed is None:
            return
        first, _, within = pressed.data.removeprefix(MORE).partition(":")
        if not first.isdecimal() or filters_of(within) is None:
            await acknowledge(pressed.query, say(lang, Text.OLD_BUTTON))
            return
        asked = Asked(pressed.question, pressed.follows, within, int(first))
        card = await self.asking.card(asked, lang, context.bot.username)
        if not card.citations:
            await acknowledge(pressed.query, say(lang, Text.NO_MORE))
            return
        await acknowledge(pressed.query)
        await post(context.bot, pressed.card.chat.id, card.pages, card.keyboard, reply_to=pressed.question_id)

    async def alone(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Take the follow-up back: answer the question on its own, in the same message."""
        pressed, lang = await self._pressed(update, context, asks=True)
        if pressed is None:
            return
        self.desk.notebook.note(
            pressed.card.chat.id, pressed.query.from_user.id, pressed.question_id, pressed.question, None
        )
        await self._answer_again(pressed, Asked(pressed.question), lang, context)

    async def within(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer from one date or page only, or from everywhere again: ``in:<limit>``."""
        pressed, lang = await self._pressed(update, context, asks=True)
        if pressed is None:
            return
        within = pressed.data.removeprefix(WITHIN)
        if filters_of(within) is None:
            await acknowledge(pressed.query, say(lang, Text.OLD_BUTTON))
            return
        await self._answer_again(pressed, Asked(pressed.question, pressed.follows, within), lang, context)

    async def choices(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Offer the dates or pages that evidence comes from: ``by:d``, ``by:p``; ``by:`` goes back."""
        kind = ((update.callback_query and str(update.callback_query.data)) or "").removeprefix(BY)
        pressed, lang = await self._pressed(update, context, asks=bool(kind))
        if pressed is None:
            return
        rows: list[list[InlineKeyboardButton]] = [limits_row("", 4, lang)]
        if kind:
            answer = await self.desk.ask(pressed.question, limit=SURVEYED, previous=pressed.follows)
            rows = choice_rows(answer.citations, kind, lang)
        await acknowledge(pressed.query)
        await self._change_rows(pressed.card, (MORE, BY, WITHIN), rows, context.bot)

    async def judge(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """👍, 👎 and what is wrong; the question is only kept when the citizen adds it."""
        pressed, lang = await self._pressed(update, context)
        if pressed is None:
            return
        verdict, rows = pressed.data.removeprefix(JUDGE), [judge_row()]
        text: str | None = None
        if verdict == "bad":
            rows, text = reason_rows(lang), say(lang, Text.WHAT_WAS_WRONG)
        elif verdict in (GOOD, *VERDICTS):
            await self._store(pressed, verdict)
            rows, text = consent_rows(lang), say(lang, Text.MAY_WE_KEEP)
        elif verdict == "keep":
            card = pressed.card
            await self.desk.add_question(card.chat.id, card.message_id, pressed.query.from_user.id, pressed.question)
            text = say(lang, Text.THANKS)
        await acknowledge(pressed.query, text)
        await self._change_rows(pressed.card, (JUDGE,), rows, context.bot)

    # -- steps -------------------------------------------------------------------------------------------------------

    async def _pressed(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE, *, asks: bool = False
    ) -> tuple[Pressed | None, Lang]:
        """What was pressed; None when the question can't be read any more or the person asks too fast (told so)."""
        query = update.callback_query
        assert query is not None
        lang = self.desk.lang(query.from_user)
        card = query.message
        if not isinstance(card, Message) or card.reply_to_message is None:
            await acknowledge(query, say(lang, Text.OLD_BUTTON))
            return None, lang
        if asks and not self.desk.quota.take(query.from_user.id):
            await acknowledge(query, say(lang, Text.SLOW_DOWN, count=self.desk.quota.per_minute))
            return None, lang
        asked = card.reply_to_message
        question = question_in(asked, context.bot.username)
        if not question:
            await acknowledge(query, say(lang, Text.OLD_BUTTON))
            return None, lang
        follows = self.desk.notebook.followed(card.chat.id, asked.message_id)
        return Pressed(query, card, asked.message_id, question, follows, str(query.data)), lang

    async def _answer_again(
        self, pressed: Pressed, asked: Asked, lang: Lang, context: ContextTypes.DEFAULT_TYPE
    ) -> None:
        card = await self.asking.card(asked, lang, context.bot.username)
        await acknowledge(pressed.query)
        chat_id, first, *rest = pressed.card.chat.id, *card.pages
        await change(context.bot, chat_id, pressed.card.message_id, first, None if rest else card.keyboard)
        if rest:
            await post(context.bot, chat_id, rest, card.keyboard, reply_to=pressed.question_id)

    async def _change_rows(
        self, card: Message, prefix: tuple[str, ...], rows: list[list[InlineKeyboardButton]], bot: Bot
    ) -> None:
        keyboard = with_rows(card.reply_markup or InlineKeyboardMarkup([]), prefix, rows)
        if keyboard == card.reply_markup:
            return
        try:
            await bot.edit_message_reply_markup(card.chat.id, card.message_id, reply_markup=keyboard)
        except BadRequest as error:
            if UNCHANGED not in str(error).lower():
                raise

    async def _store(self, pressed: Pressed, verdict: str) -> None:
        codes = [
            parse_place(button.callback_data.removeprefix(READ))
            for row in (pressed.card.reply_markup.inline_keyboard if pressed.card.reply_markup else ())
            for button in row
            if isinstance(button.callback_data, str) and button.callback_data.startswith(READ)
        ]
        passages = tuple(place.passage_id for place in codes if place and place.passage_id is not None)
        judgement = Judgement(
            pressed.card.chat.id,
            pressed.card.message_id,
            pressed.query.from_user.id,
            verdict,
            passages,
            answer=short_answer_in(pressed.card),
        )
        await self.desk.judge(judgement)


def short_answer_in(card: Message) -> str | None:
    """The short answer that a card gives: its first line where that is bold."""
    first = next(iter(card.entities), None)
    bold = first is not None and first.type == MessageEntity.BOLD and first.offset == 0
    return card.parse_entity(first) if first is not None and bold else None
