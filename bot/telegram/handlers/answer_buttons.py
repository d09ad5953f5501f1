"""Handles the buttons of an answer card: more, limits, taking a follow-up back, and judging it.

The question stands in the message that the card replies to, so nothing about it needs to be stored.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from telegram import Message

from bot.telegram.handlers.ask import Questions, cited_on
from bot.telegram.handlers.buttons import B, Press
from bot.telegram.handlers.permissions import asked_by_presser
from bot.telegram.session.message_text import names_nothing, question_in
from bot.telegram.session.people import Sender, sender_of
from bot.telegram.session.service import Service
from bot.telegram.transport.send import post
from bot.telegram.views.callback_data import (
    Alone,
    AskDesk,
    ChooseLimit,
    JudgeAnswer,
    LeaveLimits,
    More,
    OpenArticle,
    Verdict,
    Within,
)
from bot.telegram.views.card_reading import subject_on
from bot.telegram.views.cards import (
    REASONS,
    AnswerCard,
    CardRequest,
    choice_rows,
    consent_rows,
    judge_row,
    limits_row,
    reason_rows,
)
from bot.telegram.views.chat_texts import ChatText
from bot.telegram.views.desk_views import offer_row
from bot.telegram.views.keyboards import Row, carried_by, carried_by_keyboard, replace_rows
from bot.telegram.views.limit import NO_LIMIT
from bot.telegram.views.texts import Text, say
from retrieval.answers.honesty.decision import CITED
from retrieval.editions.store.judgements import Judgement

JUDGED_AT_ONCE: dict[Verdict, Verdict] = {"good": "good", "bad": "missing"}
"""What 👍 and 👎 mean of somebody who is not asked what was wrong."""
LIMIT_BUTTONS = (More, ChooseLimit, LeaveLimits, Within)


@dataclass(frozen=True, slots=True)
class CardQuestion:
    """The card under which a button was pressed, the question that it answers, and what that question followed."""

    card: Message
    question_id: int
    asker: Sender
    question: str
    follows: str | None


class AnswerButtons:
    """The buttons under answers."""

    def __init__(self, service: Service, questions: Questions) -> None:
        self.service = service
        self.questions = questions

    async def more(self, press: Press[More]) -> None:
        """The next passages, as a card of their own."""
        asked = await self._asked_again(press)
        if asked is None:
            return
        request = CardRequest(asked.question, asked.follows, press.button.limit, press.button.first)
        card = await self._card(press, request, fresh=False)
        if not card.citations:
            await press.acknowledge(say(press.lang, Text.NO_MORE))
            return
        self.service.remember_card(press.chat_id, asked.asker, asked.question_id, request, card)
        await press.acknowledge()
        await post(press.bot, press.below(asked.question_id), card.pages, card.keyboard)

    async def alone(self, press: Press[Alone]) -> None:
        """Take the follow-up back: answer the question on its own, in the same message."""
        asked = await self._asked_again(press)
        if asked is None:
            return
        self.service.remember_question(press.chat_id, asked.asker, asked.question_id, asked.question, None)
        await self._answer_again(press, asked, CardRequest(asked.question))

    async def within(self, press: Press[Within]) -> None:
        """Answer from one date or page only, or from everywhere again."""
        asked = await self._asked_again(press)
        if asked is None:
            return
        await self._answer_again(press, asked, CardRequest(asked.question, asked.follows, press.button.limit))

    async def choose_limit(self, press: Press[ChooseLimit]) -> None:
        """Offer the dates or pages that evidence comes from."""
        asked = await self._asked_again(press)
        if asked is None:
            return
        answer = await self.service.ask(asked.question, previous=asked.follows)
        more = [found.first for found in carried_by(asked.card, More)]
        more += [found.more for found in carried_by(asked.card, LeaveLimits) if found.more]  # while it is leafed
        rows = choice_rows(answer, press.button, next(iter(more), None), press.lang)
        await press.acknowledge()
        await press.change_keyboard(replace_rows(press.keyboard, LIMIT_BUTTONS, rows))

    async def leave_limits(self, press: Press[LeaveLimits]) -> None:
        """Show the row that was there before the choice."""
        asked = await self.question_of(press)
        if asked is None:
            return
        more = CITED + 1 if press.button.more is None else press.button.more
        await press.acknowledge()
        row = limits_row(NO_LIMIT, more, press.button.choices, press.lang)
        await press.change_keyboard(replace_rows(press.keyboard, LIMIT_BUTTONS, [row]))

    async def judge(self, press: Press[JudgeAnswer]) -> None:
        """👍, 👎 and what is wrong; the question is only kept when who asked it adds it."""
        asked = await self.question_of(press)
        if asked is None:
            return
        if not await asked_by_presser(press.query, press.bot):
            await self._judged_by_another(press, asked.card)
            return
        verdict, answer, lang = press.button.verdict, press.button.answer, press.lang
        rows, text = [judge_row(answer)], None
        if verdict == "bad":
            rows, text = reason_rows(answer, lang), say(lang, Text.WHAT_WAS_WRONG)
        elif verdict == "good" or verdict in REASONS:
            await self._store(press, asked.card)
            rows, text = consent_rows(answer, lang), say(lang, Text.MAY_WE_KEEP)
            if verdict in REASONS and self.service.newsdesk.serves(press.chat_id):
                rows = [*rows, *self._offer(press)]
        elif verdict == "keep":
            await self.service.add_question(press.chat_id, press.message_id, press.user_id, asked.question)
            text = say(lang, Text.THANKS)
        await press.acknowledge(text)
        await press.change_keyboard(replace_rows(press.keyboard, (JudgeAnswer,), rows))

    def _offer(self, press: Press[JudgeAnswer]) -> list[Row]:
        """The button that leads to people, where the card has none yet."""
        return [] if carried_by_keyboard(press.keyboard, AskDesk) else [offer_row(press.lang)]

    async def _judged_by_another(self, press: Press[JudgeAnswer], card: Message) -> None:
        """A judgement of somebody who reads along counts, and leaves the card to who asked."""
        if press.button.verdict in (*JUDGED_AT_ONCE, *REASONS):
            verdict = JUDGED_AT_ONCE.get(press.button.verdict, press.button.verdict)
            await self._store(replace(press, button=replace(press.button, verdict=verdict)), card)
        await press.acknowledge(say(press.lang, ChatText.NOT_YOUR_QUESTION))

    # -- steps -------------------------------------------------------------------------------------------------------

    async def question_of(self, press: Press[B]) -> CardQuestion | None:
        """The question of the card; None, which the person is told, when it can't be read any more."""
        card = press.query.message
        asked = card.reply_to_message if isinstance(card, Message) else None
        asker = sender_of(asked) if asked else None
        if not isinstance(card, Message) or asked is None or asker is None:
            await press.acknowledge(say(press.lang, Text.OLD_BUTTON))
            return None
        if before := self.service.asked_before(press.chat_id, asked.message_id):
            return CardQuestion(card, asked.message_id, asker, before.question, before.follows)
        question = question_in(asked, press.bot.username)
        # It asked about words that stand elsewhere, which the card does not carry.
        if names_nothing(question) or (asked.text or "").startswith("/start"):
            await press.acknowledge(say(press.lang, Text.OLD_BUTTON))
            return None
        return CardQuestion(card, asked.message_id, asker, question, subject_on(card))

    async def _asked_again(self, press: Press[B]) -> CardQuestion | None:
        """The same for a button that asks the question again, which counts as a question."""
        asked = await self.question_of(press)
        if asked and await self.service.admit(press.query.from_user, press.acknowledge, every_time=True):
            return asked
        return None

    async def _answer_again(self, press: Press[B], asked: CardQuestion, request: CardRequest) -> None:
        desk = self.service.newsdesk.serves(press.chat_id) and not asked.asker.nameless
        card = await self._card(press, request, desk=desk)
        self.service.remember_card(press.chat_id, asked.asker, asked.question_id, request, card)
        await press.acknowledge()
        first, *rest = card.pages
        await press.change(first, None if rest else card.keyboard)
        shown = await self.service.answers_to(press.chat_id, asked.question_id)
        shown = [*(each for each in shown if each != press.message_id), press.message_id]
        if rest:
            shown += await post(press.bot, press.below(asked.question_id), rest, card.keyboard)
        await self.service.remember_answers(press.chat_id, asked.question_id, asked.asker, shown, cited_on(card))

    async def _card(
        self, press: Press[B], request: CardRequest, *, fresh: bool = True, desk: bool = False
    ) -> AnswerCard:
        answer = await self.questions.answer(request)
        return await self.questions.card(request, answer, press.lang, press.bot.username, fresh=fresh, desk=desk)

    async def _store(self, press: Press[JudgeAnswer], card: Message) -> None:
        places = [found.place for found in carried_by(card, OpenArticle)]
        passages = tuple(place.passage_id for place in places if place.passage_id is not None)
        short = await self.service.words_at(press.button.answer) if press.button.answer else None
        verdict = press.button.verdict
        judgement = Judgement((press.chat_id, press.message_id), press.user_id, verdict, passages, answer=short)
        await self.service.judge(judgement)
