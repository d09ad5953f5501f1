"""Handles /latest, /edition, /sources, and the buttons that lead from editions to pages and headlines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from itertools import groupby

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import ContextTypes

from bot.render import place_text, printed_date
from bot.telegram.handlers.buttons import B, Press
from bot.telegram.session.search_syntax import days_in
from bot.telegram.session.service import Service
from bot.telegram.transport.send import answering, post, tell
from bot.telegram.views.callback_data import ListEditions, ListHeadlines, ListPages
from bot.telegram.views.keyboards import Row, button, in_rows, number_rows, pager_row
from bot.telegram.views.limit import page_fits
from bot.telegram.views.render import headline_blocks
from bot.telegram.views.rich_text import first_page, html, paged, plain
from bot.telegram.views.texts import Lang, Text, say
from retrieval.domain import Edition, Headline

HEADLINES_PER_SHEET = 18
EDITIONS_PER_SHEET = 12
PAGES_PER_ROW, PAGE_ROWS = 4, 20
EDITIONS_SHOWN = 1200
"""Editions that /edition leads to without a date."""
EDITION_CHARS = 60
PAPERS_LISTED = 60


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
        if not editions:
            await tell(context.bot, message, say(lang, Text.NOTHING_YET))
            return
        text, keyboard = await self._headlines(editions[0], ListHeadlines(editions[0].id), lang, Text.LATEST)
        await post(context.bot, answering(message), [text], keyboard)

    async def edition(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/edition: choose one; /edition 昨天, /edition 2022-12-08: that day's."""
        message = update.effective_message
        if message is None:
            return
        lang = self.service.lang(message.from_user)
        editions = await self.service.editions()
        wanted = " ".join(context.args or [])
        if wanted:
            editions = self._of_days(editions, wanted)
        if not editions:
            await tell(context.bot, message, say(lang, Text.NO_EDITION if wanted else Text.NOTHING_YET))
            return
        if len(editions) == 1:
            text, keyboard = await self._headlines(editions[0], ListHeadlines(editions[0].id), lang)
        else:
            text, keyboard = edition_list(editions[:EDITIONS_SHOWN], 0, lang, pager=not wanted)
        await post(context.bot, answering(message), [text], keyboard)

    def _of_days(self, editions: Sequence[Edition], text: str) -> list[Edition]:
        """The editions of the days that a text names."""
        spans = days_in(text, self.service.today())
        return [edition for edition in editions if edition.date and _within(edition.date, spans)]

    async def sources(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Which papers, from when to when."""
        if message := update.effective_message:
            lang = self.service.lang(message.from_user)
            editions = await self.service.editions()
            lines = (source_lines(editions, lang) or say(lang, Text.NOTHING_YET)).split("\n")
            pages = [html(page) for page in paged([plain(line) for line in lines])]
            await post(context.bot, answering(message), pages)

    async def editions_button(self, press: Press[ListEditions]) -> None:
        """其他日期, and the pager under the editions."""
        editions = await self.service.editions()
        await press.acknowledge()
        await press.change(*edition_list(editions, press.button.number, press.lang))

    async def pages_button(self, press: Press[ListPages]) -> None:
        """版面."""
        edition = await self._edition(press, press.button.number)
        if edition:
            text, keyboard = await self._pages(edition, press.lang)
            await press.acknowledge()
            await press.change(text, keyboard)

    async def headlines_button(self, press: Press[ListHeadlines]) -> None:
        """An edition, one of its pages, and the pager under headlines."""
        edition = await self._edition(press, press.button.edition)
        if edition:
            text, keyboard = await self._headlines(edition, press.button, press.lang)
            await press.acknowledge()
            await press.change(text, keyboard)

    async def _edition(self, press: Press[B], edition_id: int) -> Edition | None:
        """The edition with that id; None, which the person is told, when it is gone."""
        editions = await self.service.editions()
        found = next((edition for edition in editions if edition.id == edition_id), None)
        if found is None:
            await press.acknowledge(say(press.lang, Text.WITHDRAWN), alert=True)
        return found

    async def _headlines(
        self, edition: Edition, wanted: ListHeadlines, lang: Lang, title: Text = Text.EDITION
    ) -> tuple[str, InlineKeyboardMarkup]:
        """The headlines of an edition, or of one of its pages."""
        every = await self.service.headlines(edition)
        headlines = [item for item in every if not wanted.page or item.page == wanted.page]
        sheets = sheets_of(len(headlines), HEADLINES_PER_SHEET)
        sheet = min(wanted.sheet, sheets - 1)
        shown = headlines[sheet * HEADLINES_PER_SHEET : (sheet + 1) * HEADLINES_PER_SHEET]
        rows = number_rows([item.article_id for item in shown])
        if sheets > 1:
            leads = [ListHeadlines(edition.id, number, wanted.page) for number in range(sheets)]
            rows.append(pager_row(leads, sheet, lang))
        rows.append(_ways_on(edition, every, lang))
        heading = plain(say(lang, title, edition=edition_name(edition, lang)))
        text = html(first_page([heading, *headline_blocks(shown, lang)]))
        return text, InlineKeyboardMarkup(rows)

    async def _pages(self, edition: Edition, lang: Lang) -> tuple[str, InlineKeyboardMarkup]:
        headlines = await self.service.headlines(edition)
        pages = dict.fromkeys(item.page for item in headlines if item.page)
        buttons = [
            button(say(lang, Text.PAGE, page=page), ListHeadlines(edition.id, page=page))
            for page in pages
            if page_fits(page)
        ]
        rows = in_rows(buttons, PAGES_PER_ROW)[:PAGE_ROWS]
        rows.append([button(say(lang, Text.OTHER_EDITIONS), ListEditions(0))])
        text = say(lang, Text.CHOOSE_PAGE, edition=edition_name(edition, lang))
        return escape(text), InlineKeyboardMarkup(rows)


def _within(day: date, spans: Sequence[tuple[date, date]]) -> bool:
    return any(first <= day <= last for first, last in spans)


def sheets_of(count: int, per_sheet: int) -> int:
    """How many sheets so many items fill; at least one."""
    return max(1, -(-count // per_sheet))


def _ways_on(edition: Edition, headlines: Sequence[Headline], lang: Lang) -> Row:
    """From an edition to its pages, where it has several, and to other editions."""
    row = [button(say(lang, Text.OTHER_EDITIONS), ListEditions(0))]
    if len({item.page for item in headlines}) > 1:
        row.insert(0, button(say(lang, Text.PAGES), ListPages(edition.id)))
    return row


def edition_name(edition: Edition, lang: Lang) -> str:
    """Paper and date, or that they are unknown."""
    return place_text(edition.paper, edition.date, None) or say(lang, Text.UNDATED_EDITION)


def edition_list(
    editions: Sequence[Edition], sheet: int, lang: Lang, *, pager: bool = True
) -> tuple[str, InlineKeyboardMarkup]:
    """Buttons for the editions, newest first."""
    sheets = sheets_of(len(editions), EDITIONS_PER_SHEET)
    sheet = min(sheet, sheets - 1)
    shown = editions[sheet * EDITIONS_PER_SHEET : (sheet + 1) * EDITIONS_PER_SHEET]
    rows = [[button(edition_name(edition, lang)[:EDITION_CHARS], ListHeadlines(edition.id))] for edition in shown]
    if sheets > 1 and pager:
        rows.append(pager_row([ListEditions(number) for number in range(sheets)], sheet, lang))
    return escape(say(lang, Text.CHOOSE_EDITION)), InlineKeyboardMarkup(rows)


def source_lines(editions: Sequence[Edition], lang: Lang) -> str:
    """One line per paper: how many editions, from when to when."""
    lines = []
    by_paper = sorted(editions, key=lambda edition: (edition.paper is None, edition.paper or ""))
    for paper, group in groupby(by_paper, key=lambda edition: edition.paper):
        some = list(group)
        name = paper or say(lang, Text.UNNAMED_PAPER)
        lines.append(say(lang, Text.SOURCE, paper=name, count=len(some), span=_time_span(some, lang)))
    return "\n".join(lines[:PAPERS_LISTED])


def _time_span(editions: Sequence[Edition], lang: Lang) -> str:
    """From when to when."""
    dates = sorted(edition.date for edition in editions if edition.date)
    return f"{printed_date(dates[0])}–{printed_date(dates[-1])}" if dates else say(lang, Text.UNDATED_EDITION)
