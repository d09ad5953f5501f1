"""Editions by their pages and headlines, sources, and searching with limits."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import ContextTypes

from bot.render import place_text, printed_date
from bot.telegram.session.search_syntax import days_in
from bot.telegram.session.service import Desk
from bot.telegram.transport.send import acknowledge, change, post, tell
from bot.telegram.views.keyboards import leaves, number_rows
from bot.telegram.views.render import headline_blocks
from bot.telegram.views.rich_text import Block, html, paged, plain
from bot.telegram.views.texts import Lang, Text, say
from retrieval.domain import Edition

LIST, PAGES, EDITIONS = "list:", "pages:", "editions:"
PER_SHEET = 18
EDITIONS_PER_SHEET = 12


class Browsing:
    """/latest, /edition, /sources, and leafing through editions → pages → headlines."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def latest(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The headlines of the newest edition."""
        message = update.effective_message
        if message is None:
            return
        lang = self.desk.lang(message.from_user)
        editions = await self.desk.editions()
        if not editions:
            await tell(context.bot, message, say(lang, Text.NOTHING_YET))
            return
        text, keyboard = await self._headlines(editions[0], "", 0, lang, newest=True)
        await post(context.bot, message.chat.id, [text], keyboard)

    async def edition(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/edition: choose one; /edition 昨天, /edition 2022-12-08: that day's."""
        message = update.effective_message
        if message is None:
            return
        lang = self.desk.lang(message.from_user)
        editions = await self.desk.editions()
        wanted = " ".join(context.args or [])
        if wanted:
            spans = days_in(wanted, self.desk.today())
            editions = [
                edition
                for edition in editions
                if edition.date and any(first <= edition.date <= last for first, last in spans)
            ]
        if not editions:
            text = say(lang, Text.NO_EDITION if wanted else Text.NOTHING_YET)
            await tell(context.bot, message, text)
        elif len(editions) == 1:
            text, keyboard = await self._headlines(editions[0], "", 0, lang)
            await post(context.bot, message.chat.id, [text], keyboard)
        else:
            text, keyboard = edition_list(editions[: EDITIONS_PER_SHEET * 100], 0, lang, leafing=not wanted)
            await post(context.bot, message.chat.id, [text], keyboard)

    async def sources(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Which papers, from when to when."""
        if message := update.effective_message:
            lang = self.desk.lang(message.from_user)
            editions = await self.desk.editions()
            text = source_lines(editions, lang) or say(lang, Text.NOTHING_YET)
            await tell(context.bot, message, text)

    async def button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``list:<edition>:<sheet>:<page>``, ``pages:<edition>``, ``editions:<sheet>``."""
        query = update.callback_query
        if query is None or query.message is None:
            return
        lang = self.desk.lang(query.from_user)
        kind, _, rest = str(query.data).partition(":")
        number, _, rest = rest.partition(":")
        editions = await self.desk.editions()
        edition = next((edition for edition in editions if edition.id == int(number)), None)
        keyboard: InlineKeyboardMarkup | None
        if kind + ":" == EDITIONS:
            text, keyboard = edition_list(editions, int(number), lang)
        elif edition is None:
            await acknowledge(query, say(lang, Text.WITHDRAWN), alert=True)
            return
        elif kind + ":" == PAGES:
            text, keyboard = await self._pages(edition, lang)
        else:
            sheet, _, page = rest.partition(":")
            text, keyboard = await self._headlines(edition, page, int(sheet), lang)
        await acknowledge(query)
        await change(context.bot, query.message.chat.id, query.message.message_id, text, keyboard)

    async def _headlines(
        self, edition: Edition, page: str, sheet: int, lang: Lang, *, newest: bool = False
    ) -> tuple[str, InlineKeyboardMarkup | None]:
        """The headlines of an edition, or of one of its pages."""
        every = await self.desk.headlines(edition)
        headlines = [item for item in every if not page or item.page == page]
        sheets = max(1, -(-len(headlines) // PER_SHEET))
        sheet = min(sheet, sheets - 1)
        shown = headlines[sheet * PER_SHEET : (sheet + 1) * PER_SHEET]
        title = say(lang, Text.LATEST if newest else Text.EDITION, edition=edition_name(edition, lang))
        rows = number_rows(shown)
        if sheets > 1:
            rows.append(leaves([f"{LIST}{edition.id}:{n}:{page}" for n in range(sheets)], sheet, lang))
        row = []
        if len({item.page for item in every}) > 1:
            row.append(InlineKeyboardButton(say(lang, Text.PAGES), callback_data=f"{PAGES}{edition.id}"))
        row.append(InlineKeyboardButton(say(lang, Text.OTHER_EDITIONS), callback_data=f"{EDITIONS}0"))
        blocks = [plain(title), *headline_blocks(shown, lang)]
        return html(short_enough(blocks)), InlineKeyboardMarkup([*rows, row])

    async def _pages(self, edition: Edition, lang: Lang) -> tuple[str, InlineKeyboardMarkup]:
        pages = dict.fromkeys(item.page for item in await self.desk.headlines(edition) if item.page)
        buttons = [
            InlineKeyboardButton(say(lang, Text.PAGE, page=page), callback_data=f"{LIST}{edition.id}:0:{page}")
            for page in pages
            if len(page.encode()) <= 16
        ]
        rows = [buttons[start : start + 4] for start in range(0, len(buttons), 4)][:20]
        rows.append([InlineKeyboardButton(say(lang, Text.OTHER_EDITIONS), callback_data=f"{EDITIONS}0")])
        return escape(say(lang, Text.CHOOSE_PAGE, edition=edition_name(edition, lang))), InlineKeyboardMarkup(rows)


def short_enough(blocks: Sequence[Block]) -> list[Block]:
    """What fits into one message; headlines that are pages long lose the rest."""
    return paged(blocks)[0]


def edition_name(edition: Edition, lang: Lang) -> str:
    """Paper and date, or that they are unknown."""
    return place_text(edition.paper, edition.date, None) or say(lang, Text.UNDATED_EDITION)


def edition_list(
    editions: Sequence[Edition], sheet: int, lang: Lang, *, leafing: bool = True
) -> tuple[str, InlineKeyboardMarkup]:
    """Buttons for the editions, newest first."""
    sheets = max(1, -(-len(editions) // EDITIONS_PER_SHEET))
    sheet = min(sheet, sheets - 1)
    shown = editions[sheet * EDITIONS_PER_SHEET : (sheet + 1) * EDITIONS_PER_SHEET]
    rows = [
        [InlineKeyboardButton(edition_name(edition, lang)[:60], callback_data=f"{LIST}{edition.id}:0:")]
        for edition in shown
    ]
    if sheets > 1 and leafing:
        rows.append(leaves([f"{EDITIONS}{n}" for n in range(sheets)], sheet, lang))
    return escape(say(lang, Text.CHOOSE_EDITION)), InlineKeyboardMarkup(rows)


def source_lines(editions: Sequence[Edition], lang: Lang) -> str:
    """One line per paper: how many editions, from when to when."""
    lines = []
    by_paper = sorted(editions, key=lambda edition: (edition.paper is None, edition.paper or ""))
    for paper, group in groupby(by_paper, key=lambda edition: edition.paper):
        some = list(group)
        dates = sorted(edition.date for edition in some if edition.date)
        span = f"{printed_date(dates[0])}–{printed_date(dates[-1])}" if dates else say(lang, Text.UNDATED_EDITION)
        lines.append(say(lang, Text.SOURCE, paper=paper or say(lang, Text.UNNAMED_PAPER), count=len(some), span=span))
    return "\n".join(lines[:60])
