"""Handles /search: passages within limits, or, without words, the headlines within them; sheet by sheet.

The search stands in the message that its results reply to, so nothing about it needs to be remembered. Only what one
person alone sees in a group replies to nothing: such a search is remembered for ten minutes, as questions are.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.ext import ContextTypes
from telegram.helpers import create_deep_linked_url

from bot.search_syntax import SearchRequest, parse_search
from bot.telegram.handlers.buttons import Press
from bot.telegram.session.message_text import question_in
from bot.telegram.session.people import Sender, sender_of
from bot.telegram.session.service import Service
from bot.telegram.transport.ephemeral import ephemeral_id
from bot.telegram.transport.send import post, typing
from bot.telegram.views.browse_texts import BrowseText
from bot.telegram.views.callback_data import ListFound, OpenArticle
from bot.telegram.views.deep_links import place_of
from bot.telegram.views.edition_lists import HEADLINES_PER_SHEET
from bot.telegram.views.keyboards import NUMBERS_PER_ROW, Row, button, in_rows, number_rows, on_sheet, pager
from bot.telegram.views.render import DeepLink, answer_card, full_headline_blocks
from bot.telegram.views.reports import reports_from
from bot.telegram.views.rich_text import EMPTY, TextBlock, html, paged, plain
from bot.telegram.views.texts import Lang, Text, page_label, say
from bot.wording import listed
from retrieval.domain import Answer, AnswerStatus, Filters

PASSAGES = 6


class SearchCommand:
    """/search."""

    def __init__(self, service: Service) -> None:
        self.service = service

    async def command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/search 转贷 日期:2022-12-08 版面:3 记者:孙艳."""
        message = update.effective_message
        sender = sender_of(message) if message else None
        if message is None or sender is None:
            return
        lang, said = self.service.lang(sender), question_in(message, context.bot.username)
        search = await self._search_in(said, self.service.today())
        if search.refused:
            await self.service.asides.tell(
                context.bot, message, say(lang, BrowseText.WHAT_DATE, value=listed(lang, search.refused))
            )
        elif search.unfinished or not (search.words or search.filters):
            await self.service.asides.tell(context.bot, message, say(lang, BrowseText.SEARCH_HOW))
        elif await self.service.admit(sender, partial(self.service.asides.tell, context.bot, message)):
            there = self.service.asides.to(message)
            remembered = self._remember(message, sender, said) if there.only else None
            async with typing(context.bot, there):
                pages, keyboard = await self._sheet(search, ListFound(0, remembered), lang, context.bot.username)
            await post(context.bot, there, pages, keyboard)

    def _remember(self, message: Message, sender: Sender, said: str) -> int:
        """Remember the search of a message; the number under which."""
        number = message.message_id or ephemeral_id(message) or 0
        self.service.remember_search(message.chat.id, sender.id, number, said)
        return number

    async def found_button(self, press: Press[ListFound]) -> None:
        """Another sheet of what a search found. Days such as 昨天 count from when it was asked for."""
        shown = press.query.message
        asked = shown.reply_to_message if isinstance(shown, Message) else None
        said, asked_on = self._search_behind(press, asked)
        if said is None:
            await press.acknowledge(say(press.lang, Text.OLD_BUTTON))
            return
        if not await self.service.admit(press.query.from_user, press.acknowledge, every_time=True):
            return
        search = await self._search_in(said, asked_on)
        await press.acknowledge()
        pages, keyboard = await self._sheet(search, press.button, press.lang, press.bot.username)
        first, *rest = pages
        await press.change(first, None if rest else keyboard)
        if rest:
            await post(press.bot, press.below(asked.message_id if asked else None), rest, keyboard)

    def _search_behind(self, press: Press[ListFound], asked: Message | None) -> tuple[str | None, date]:
        """What was searched for, and when: in the message ``asked``, or as it is remembered."""
        if asked:
            return question_in(asked, press.bot.username), self.service.day_of(asked.date)
        number = press.button.remembered
        said = None if number is None else self.service.search_of(press.chat_id, press.user_id, number)
        return said, self.service.today()

    async def _search_in(self, said: str, today: date) -> SearchRequest:
        """What words search for; days without a year are the newest such ones that the archive has."""
        editions = await self.service.editions()
        return parse_search(said, today, [each.date for each in editions if each.date])

    async def _sheet(
        self, search: SearchRequest, shown: ListFound, lang: Lang, bot_name: str
    ) -> tuple[list[str], InlineKeyboardMarkup | None]:
        """One sheet of what is found, as messages (HTML), and its buttons."""
        if not search.words:
            return await self._headlines(search.filters, shown, lang)
        sheet = shown.number
        answer = await self.service.ask(search.words, limit=(sheet + 1) * PASSAGES, filters=search.filters)
        first = min(sheet * PASSAGES, max(0, len(answer.citations) - 1)) + 1
        blocks = _passage_blocks(answer, first, search.filters, lang, partial(create_deep_linked_url, bot_name))
        rows = _opening_rows(answer, first)
        rows += _leafing_row(shown, bool(answer.further), lang)
        return [html(page) for page in paged(blocks)], InlineKeyboardMarkup(rows) if rows else None

    async def _headlines(
        self, filters: Filters, shown: ListFound, lang: Lang
    ) -> tuple[list[str], InlineKeyboardMarkup | None]:
        found = await self.service.found_within(filters)
        limits = limits_text(filters, lang)
        if not found:
            return [html([plain(say(lang, BrowseText.NOTHING_WITHIN, limits=limits))])], None
        ids, sheet, sheets = on_sheet(found, shown.number, HEADLINES_PER_SHEET)
        before = sheet * HEADLINES_PER_SHEET
        heading = plain(say(lang, BrowseText.FOUND_COUNT, limits=limits, count=len(found)), italic=True)
        blocks = [heading, *full_headline_blocks(await self.service.headlines_of(ids), lang, before + 1)]
        leaves = [replace(shown, number=number) for number in range(sheets)]
        rows = [*number_rows(ids, before + 1), *pager(leaves, sheet, lang)]
        return [html(page) for page in paged(blocks)], InlineKeyboardMarkup(rows)


def _passage_blocks(answer: Answer, first: int, filters: Filters, lang: Lang, deep_link: DeepLink) -> list[TextBlock]:
    """The passages from number ``first`` on under the limits."""
    # A search asks for nothing but what is related, so that it need not be told so.
    opening = answer.status is not AnswerStatus.RELATED_ONLY
    card = answer_card(answer, lang, opening=opening, first=first, deep_link=deep_link)
    return [plain(say(lang, BrowseText.FOUND, limits=limits_text(filters, lang)), italic=True), EMPTY, *card]


def _opening_rows(answer: Answer, first: int) -> list[Row]:
    """One button for each report shown, under its number; without any for each of the nearest."""
    if not answer.citations:
        return number_rows([headline.article_id for headline in answer.nearest])
    reports = reports_from(answer, first)
    buttons = [button(str(report.number), OpenArticle(place_of(report.citations[0]))) for report in reports]
    return in_rows(buttons, NUMBERS_PER_ROW)


def _leafing_row(shown: ListFound, more: bool, lang: Lang) -> list[Row]:
    """To the passages before and behind; how many there are nobody has counted."""
    sheet = shown.number
    row = [button(say(lang, Text.PREVIOUS), replace(shown, number=sheet - 1))] if sheet else []
    row += [button(say(lang, Text.NEXT), replace(shown, number=sheet + 1))] if more else []
    return [row] if row else []


def limits_text(filters: Filters, lang: Lang) -> str:
    """The limits in words, so that everybody sees how they were understood."""
    parts = []
    if filters.date_from and filters.date_to:
        one = filters.date_from == filters.date_to
        parts.append(f"{filters.date_from}" if one else f"{filters.date_from} – {filters.date_to}")
    parts += [page_label(lang, page) for page in filters.pages]
    parts += [*filters.people, *filters.papers]
    return ("; " if lang == "en" else "，").join(parts) or say(lang, BrowseText.NO_LIMITS)
