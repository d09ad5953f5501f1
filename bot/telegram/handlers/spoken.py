"""Handles messages that ask for something to be done: 更多, 第二条, 出处呢, 不对, 最新, 退订, /最新, a link."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, TypeAlias

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes, filters
from telegram.helpers import create_deep_linked_url

from bot.telegram.handlers.article import Articles
from bot.telegram.handlers.ask import Questions
from bot.telegram.session.message_text import addressed, question_in
from bot.telegram.session.people import Sender, sender_of
from bot.telegram.session.recent_cards import LastCard
from bot.telegram.session.service import Service
from bot.telegram.session.spoken import Spoken, Wish, spoken
from bot.telegram.transport.send import answering, post, typing
from bot.telegram.views.card_texts import CardText
from bot.telegram.views.cards import reason_rows
from bot.telegram.views.deep_links import place_of
from bot.telegram.views.render import source_blocks
from bot.telegram.views.reports import Report
from bot.telegram.views.rich_text import EMPTY, html, without_doubled_gaps
from bot.telegram.views.texts import Lang, Text, say

Command: TypeAlias = Callable[[Update, Any], Coroutine[Any, Any, None]]


class AsksForDeeds(filters.MessageFilter):
    """Whether a message is one that ``SpokenWishes`` takes."""

    def filter(self, message: Message) -> bool:
        return _spoken_in(message) is not None


class SpokenWishes:
    """What people write instead of pressing a button or choosing a command."""

    def __init__(
        self, service: Service, questions: Questions, articles: Articles, commands: Mapping[str, Command]
    ) -> None:
        """``commands`` are the handlers of commands by their names."""
        self.service = service
        self.questions = questions
        self.articles = articles
        self.commands = commands

    async def message(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Do what is wished for; in a group only what speaks to the bot."""
        message = update.effective_message
        sender = sender_of(message) if message else None
        wished = _spoken_in(message) if message else None
        if message is None or sender is None or wished is None:
            return
        if message.chat.type != ChatType.PRIVATE and not addressed(message, context.bot.id, context.bot.username):
            return
        if wished.wish is Wish.COMMAND:
            context.args = wished.rest.split()
            await self.commands[wished.command](update, context)
        elif wished.place is not None:
            await self.articles.open(wished.place, message, context, self.service.lang(sender))
        else:
            await self._about_the_card(wished, message, sender, context)

    async def _about_the_card(
        self, wished: Spoken, message: Message, sender: Sender, context: ContextTypes.DEFAULT_TYPE
    ) -> None:
        lang = self.service.lang(sender)
        card = self.service.last_card(message.chat.id, sender)
        if card is None:
            await self.service.asides.tell(context.bot, message, say(lang, CardText.NO_CARD))
        elif wished.wish is Wish.MORE:
            await self._more(card, message, sender, context)
        elif wished.wish is Wish.WRONG:
            rows = InlineKeyboardMarkup(reason_rows(card.short, lang))
            await post(context.bot, answering(message, card.question_id), [say(lang, Text.WHAT_WAS_WRONG)], rows)
        elif wished.wish is Wish.SOURCES:
            await self._sources(card.reports, message, context, lang)
        else:
            await self._full_text(card, wished.number, message, context, lang)

    async def _more(self, card: LastCard, message: Message, sender: Sender, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The card behind the last one."""
        lang = self.service.lang(sender)
        if card.more is None:
            await self.service.asides.tell(context.bot, message, say(lang, Text.NO_MORE))
        elif await self.service.admit(sender, partial(self.service.asides.tell, context.bot, message)):
            request = replace(card.request, first=card.more)
            async with typing(context.bot, answering(message)):
                answer = await self.questions.answer(request)
            shown = await self.questions.card(request, answer, lang, context.bot.username, fresh=False)
            self.service.remember_card(message.chat.id, sender, card.question_id, request, shown)
            await post(context.bot, answering(message, card.question_id), shown.pages, shown.keyboard)

    async def _sources(
        self, reports: tuple[Report, ...], message: Message, context: ContextTypes.DEFAULT_TYPE, lang: Lang
    ) -> None:
        """Where the reports of the last card stand, each with a link."""
        deep_link = partial(create_deep_linked_url, context.bot.username)
        blocks = [EMPTY]
        for report in reports:
            number = report.number if len(reports) > 1 else None
            blocks += [*source_blocks(report.citations[0], deep_link, lang, number), EMPTY]
        text = html(without_doubled_gaps(blocks)) or say(lang, CardText.NO_REPORTS)
        await post(context.bot, answering(message), [text])

    async def _full_text(
        self, card: LastCard, number: int, message: Message, context: ContextTypes.DEFAULT_TYPE, lang: Lang
    ) -> None:
        """Open a report of the last card; in a group tell where it opens."""
        report = next((each for each in card.reports if each.number == number), None)
        if report is None:
            count = len(card.reports)
            await self.service.asides.tell(
                context.bot, message, say(lang, CardText.FEWER if count else CardText.NO_REPORTS, count=count)
            )
        elif message.chat.type == ChatType.PRIVATE:
            await self.articles.open(place_of(report.citations[0]), message, context, lang)
        else:
            await self._sources((report,), message, context, lang)


def _spoken_in(message: Message) -> Spoken | None:
    """What a message wishes for. A command of Telegram's keeps its slash; a mention of the bot is left out."""
    name = message.get_bot().username
    text = message.text or ""
    return spoken(text if text.startswith("/") else question_in(message, name), name)
