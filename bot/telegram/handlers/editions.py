"""Handles /latest, /edition, /sources, and the buttons that lead from editions to pages and headlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.ext import ContextTypes

from bot.days import DaySpan, days_in
from bot.telegram.handlers.buttons import B, Press
from bot.telegram.session.service import Service
from bot.telegram.transport.send import post
from bot.telegram.views.browse_texts import BrowseText, edition_gone_text
from bot.telegram.views.callback_data import ListEditions, ListHeadlines, ListPages, ListSources
from bot.telegram.views.edition_lists import (
    Page,
    edition_list,
    edition_name,
    edition_row,
    headline_list,
    headline_sheet,
    page_list,
    source_list,
)
from bot.telegram.views.rich_text import EMPTY, html, plain
from bot.telegram.views.texts import Lang, Text, say
from retrieval.domain import Edition
from retrieval.errors import UnknownRecord


class Editions:
    """/latest, /edition, /sources, and going from editions to pages and headlines."""

    def __init__(self, service: Service) -> None:
        self.service = service

    async def latest(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The headlines of the newest edition."""
        message = update.effective_message
        if message is None:
            return
        lang = self.service.lang(message.from_user)
        editions = await self.service.editions()
        if editions:
            text, keyboard = await self._headlines(editions[0], ListHeadlines(editions[0].id), lang, BrowseText.LATEST)
            await post(context.bot, self.service.asides.to(message), [text], keyboard)
        else:
            await self.service.asides.tell(context.bot, message, say(lang, Text.NOTHING_YET))

    async def edition(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/edition: choose one; /edition 昨天, /edition 2022-12-08, /edition 8月: those of these days."""
        message = update.effective_message
        if message is None:
            return
        lang, wanted = self.service.lang(message.from_user), " ".join(context.args or [])
        editions = await self.service.editions()
        if not editions:
            await self.service.asides.tell(context.bot, message, say(lang, Text.NOTHING_YET))
        elif wanted:
            await self._of_days(wanted, editions, message, context, lang)
        else:
            text, keyboard = await self._one_or_list(editions, ListEditions(), lang)
            await post(context.bot, self.service.asides.to(message), [text], keyboard)

    async def _of_days(
        self, wanted: str, editions: Sequence[Edition], message: Message, context: ContextTypes.DEFAULT_TYPE, lang: Lang
    ) -> None:
        """The editions of the days that a text names, or those nearest to them."""
        spans = days_in(wanted, self.service.today(), [each.date for each in editions if each.date])
        if not spans:
            await self.service.asides.tell(context.bot, message, say(lang, BrowseText.EDITION_HOW, value=wanted))
            return
        days = min(first for first, _ in spans), max(last for _, last in spans)
        found = within(editions, days)
        if found:
            text, keyboard = await self._one_or_list(found, ListEditions(0, days), lang)
        else:
            text = html([plain(say(lang, BrowseText.NO_EDITION))])
            keyboard = InlineKeyboardMarkup([edition_row(each, lang) for each in nearest(editions, days)])
        await post(context.bot, self.service.asides.to(message), [text], keyboard)

    async def sources(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Which papers, from when to when."""
        message = update.effective_message
        if message is None:
            return
        lang = self.service.lang(message.from_user)
        editions = await self.service.editions()
        if editions:
            text, keyboard = source_list(editions, 0, lang)
            await post(context.bot, self.service.asides.to(message), [text], keyboard)
        else:
            await self.service.asides.tell(context.bot, message, say(lang, Text.NOTHING_YET))

    async def sources_button(self, press: Press[ListSources]) -> None:
        """The pager under the papers."""
        editions = await self.service.editions()
        await press.acknowledge()
        await press.change(*source_list(editions, press.button.number, press.lang))

    async def editions_button(self, press: Press[ListEditions]) -> None:
        """其他日期, and the pager under the editions."""
        editions = await self.service.editions()
        if press.button.within:
            editions = within(editions, press.button.within)
        await press.acknowledge()
        await press.change(*edition_list(editions, press.button, press.lang))

    async def pages_button(self, press: Press[ListPages]) -> None:
        """版面, and the pager under the pages."""
        edition = await self._edition(press, press.button.edition)
        if edition:
            pages = await self.service.pages_within(edition)
            text, keyboard = page_list(edition, pages.values(), press.button.sheet, press.lang)
            await press.acknowledge()
            await press.change(_moved(edition, press.button.edition, press.lang) + text, keyboard)

    async def headlines_button(self, press: Press[ListHeadlines]) -> None:
        """An edition, one of its pages, and the pager under headlines."""
        edition = await self._edition(press, press.button.edition)
        if edition:
            text, keyboard = await self._headlines(edition, press.button, press.lang)
            await press.acknowledge()
            await press.change(_moved(edition, press.button.edition, press.lang) + text, keyboard)

    async def _edition(self, press: Press[B], edition_id: int) -> Edition | None:
        """The edition with that id, or what became of it; None, which the person is told, where nothing is shown."""
        try:
            return await self.service.edition(edition_id)
        except UnknownRecord as error:
            await press.alert(edition_gone_text(error, press.lang))
            return None

    async def _one_or_list(self, editions: Sequence[Edition], wanted: ListEditions, lang: Lang) -> Page:
        """The headlines of the only edition, or the list to choose from."""
        if len(editions) > 1:
            return edition_list(editions, wanted, lang)
        return await self._headlines(editions[0], ListHeadlines(editions[0].id), lang)

    async def _headlines(
        self, edition: Edition, wanted: ListHeadlines, lang: Lang, title: BrowseText = BrowseText.EDITION
    ) -> Page:
        """The headlines of an edition, or of one of its pages."""
        sheet = headline_sheet(await self.service.pages_within(edition), wanted)
        shown = await self.service.headlines_of(sheet.ids)
        named = say(lang, title, edition=edition_name(edition, lang))
        return headline_list(sheet, shown, replace(wanted, edition=edition.id), lang, named)


def within(editions: Sequence[Edition], days: DaySpan) -> list[Edition]:
    """The editions of these days, the first and the last included."""
    return [edition for edition in editions if edition.date and days[0] <= edition.date <= days[1]]


def nearest(editions: Sequence[Edition], days: DaySpan) -> list[Edition]:
    """The editions of the next day after these and of the last before them; the newest where none has a date."""
    known = [edition.date for edition in editions if edition.date]
    after = min((day for day in known if day > days[1]), default=None)
    before = max((day for day in known if day < days[0]), default=None)
    return [each for each in editions if each.date and each.date in (after, before)] or list(editions[:1])


def _moved(edition: Edition, asked_for: int, lang: Lang) -> str:
    """That the reports stand in another edition now than in the one asked for (HTML); empty where they do not."""
    if edition.id == asked_for:
        return ""
    return html([plain(say(lang, BrowseText.EDITION_CHANGED), italic=True), EMPTY, EMPTY])
