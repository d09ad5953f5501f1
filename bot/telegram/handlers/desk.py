"""Handles the way to people: askers pass a question on, editors answer by reply, and the asker gets the answer.

The message that shows a question to editors carries its number, so that nothing is lost when the bot restarts.
"""

from __future__ import annotations

import re
from functools import partial

from telegram import Bot, Message, Update
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ContextTypes
from telegram.ext.filters import MessageFilter
from telegram.helpers import create_deep_linked_url

from bot.telegram.handlers.answer_buttons import AnswerButtons
from bot.telegram.handlers.buttons import B, Press
from bot.telegram.session.desk_table import DeskQuestion
from bot.telegram.session.service import Service
from bot.telegram.transport.send import Destination, answering, change, post, tell
from bot.telegram.views.callback_data import AskDesk, LeaveDesk, PassOn
from bot.telegram.views.deep_links import parse_place
from bot.telegram.views.desk_texts import DeskText
from bot.telegram.views.desk_views import (
    answer_blocks,
    consent_rows,
    offer_row,
    open_page,
    question_page,
    report_blocks,
)
from bot.telegram.views.edition_lists import Page
from bot.telegram.views.keyboards import carried_by, replace_rows
from bot.telegram.views.operator_data import CloseQuestion, ListQuestions, ShowQuestion
from bot.telegram.views.rich_text import TextBlock, html, paged
from bot.telegram.views.texts import Lang, say
from retrieval.errors import UnknownRecord

ARTICLE = re.compile(r"\s*(?:\S*[?&]start=)?(?P<place>[ap][\d_]+|\d{1,18})\s*")
"""Nothing but an article: its number, its token, or a link to it."""
DESK_ROWS = (AskDesk, PassOn, LeaveDesk)


class RepliesToQuestion(MessageFilter):
    """A reply to the message that shows a question to editors."""

    def filter(self, message: Message) -> bool:
        shown = message.reply_to_message
        return shown is not None and bool(carried_by(shown, CloseQuestion))


class Desk:
    """Questions for the newsroom."""

    def __init__(self, service: Service, card: AnswerButtons) -> None:
        self.service, self.newsdesk, self._card = service, service.newsdesk, card

    # -- askers ------------------------------------------------------------------------------------------------------

    async def offer_button(self, press: Press[AskDesk]) -> None:
        """问问编辑部: say what is passed on, and ask whether it may be."""
        await press.alert(say(press.lang, DeskText.WHAT_IS_PASSED_ON))
        await press.change_keyboard(replace_rows(press.keyboard, DESK_ROWS, consent_rows(press.lang)))

    async def leave_button(self, press: Press[LeaveDesk]) -> None:
        """Rather not."""
        await press.acknowledge()
        await press.change_keyboard(replace_rows(press.keyboard, DESK_ROWS, [offer_row(press.lang)]))

    async def pass_on_button(self, press: Press[PassOn]) -> None:
        """The asker agrees: the question goes to the editors."""
        asked = await self._card.question_of(press)
        chat = self.newsdesk.chat
        if asked is None or chat is None:
            return
        topic = press.below().topic
        kept = await self.newsdesk.pass_on(press.chat_id, asked.question_id, press.user_id, topic, asked.question)
        told = DeskText.PASSED_ON if kept else DeskText.PASSED_ON_BEFORE
        if kept:
            await self._show(kept, press.bot, chat)
            await self.service.keep_lang(press.query.from_user)
        await press.alert(say(press.lang, told))
        await press.change_keyboard(replace_rows(press.keyboard, DESK_ROWS, []))

    async def _show(self, question: DeskQuestion, bot: Bot, chat: int) -> None:
        """Show a question to the editors."""
        text, keyboard = question_page(
            question.id, self.newsdesk.asked_at(question), question.question, self._editors_lang
        )
        (message_id,) = await post(bot, Destination(chat), [text], keyboard)
        await self.newsdesk.posted(question, message_id)

    @property
    def _editors_lang(self) -> Lang:
        """What several editors read is in the paper's language; what answers one of them is in theirs."""
        return self.service.lang(None)

    # -- editors -----------------------------------------------------------------------------------------------------

    async def reply(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """An editor's answer, or the report that he points at."""
        message = update.effective_message
        if message is None or message.reply_to_message is None:
            return
        lang = self.service.lang(message.from_user)
        (asked, *_) = carried_by(message.reply_to_message, CloseQuestion)
        question = await self.newsdesk.question(asked.number)
        if question is None:
            await tell(context.bot, message, say(lang, DeskText.FORGOTTEN))
            return
        words = (message.text or message.caption or "").strip()
        reader_lang = self.service.lang_of_id(question.user_id)
        try:
            blocks = await self._answer(words, reader_lang, context.bot.username)
        except UnknownRecord:
            await tell(context.bot, message, say(lang, DeskText.NO_SUCH_REPORT))
            return
        sent = await self._send(question, blocks, context.bot)
        if sent:
            await self.newsdesk.close(question)
        await tell(context.bot, message, say(lang, DeskText.SENT if sent else DeskText.NOT_SENT))

    async def _answer(self, words: str, lang: Lang, bot_name: str) -> list[TextBlock]:
        """The answer for the asker. Raises ``UnknownRecord`` for a report that readers don't see."""
        pointed_at = ARTICLE.fullmatch(words)
        if pointed_at is None:
            return answer_blocks(words, lang)
        token = pointed_at["place"]
        place = parse_place(f"a{token}" if token.isdecimal() else token)
        if place is None:
            raise UnknownRecord(f"no article {token}")
        return report_blocks(await self.service.opening_of(place), lang, partial(create_deep_linked_url, bot_name))

    async def _send(self, question: DeskQuestion, blocks: list[TextBlock], bot: Bot) -> bool:
        """Send an answer in reply to the question; False where it can't be delivered."""
        to = Destination(question.chat_id, question.question_id, question.topic)
        try:
            await post(bot, to, [html(page) for page in paged(blocks)])
        except (Forbidden, BadRequest):
            return False
        return True

    async def close_button(self, press: Press[CloseQuestion]) -> None:
        """A question that needs no answer."""
        if not self._is_editor(press):
            await press.acknowledge()
            return
        question = await self.newsdesk.question(press.button.number)
        if question is not None:
            await self.newsdesk.close(question)
        await press.acknowledge(say(press.lang, DeskText.CLOSED))

    async def show_button(self, press: Press[ShowQuestion]) -> None:
        """A question of the list, to be replied to in the editors' chat."""
        if not self._is_editor(press):
            await press.acknowledge()
            return
        question = await self.newsdesk.question(press.button.number)
        if question is None:
            await press.alert(say(press.lang, DeskText.FORGOTTEN))
            return
        await press.acknowledge()
        await self._show(question, press.bot, self.newsdesk.chat or press.chat_id)

    def _is_editor(self, press: Press[B]) -> bool:
        """Buttons may be forwarded to others, for whom they do nothing."""
        return press.chat_id == self.newsdesk.chat or self.service.operators.admits(press.user_id)

    async def command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/desk: what is open, and what is asked often."""
        if message := update.effective_message:
            text, keyboard = await self._open(0, self.service.lang(message.from_user))
            await post(context.bot, answering(message), [text], keyboard)

    async def list_button(self, press: Press[ListQuestions]) -> None:
        """The pager under the open questions."""
        await press.acknowledge()
        if not self._is_editor(press):
            return
        await press.change(*await self._open(press.button.number, press.lang))

    async def _open(self, sheet: int, lang: Lang) -> Page:
        questions = [
            (each.id, self.newsdesk.asked_at(each), each.question) for each in await self.newsdesk.open_questions()
        ]
        return open_page(questions, await self.newsdesk.asked_often(), sheet, lang)


async def forget_at_desk(service: Service, user_id: int, bot: Bot) -> None:
    """Take a person's questions out of the messages that editors read."""
    chat = service.newsdesk.chat
    if chat is None:
        return
    for message_id in await service.newsdesk.shown_of(user_id):
        try:
            await change(bot, chat, message_id, say(service.lang(None), DeskText.FORGOTTEN), None)
        except TelegramError:  # the chat is gone; what stands there nobody can change
            continue
