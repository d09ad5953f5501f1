"""Articles in full: behind 「看全文」, behind numbers of headlines, behind deep links."""

from __future__ import annotations

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.telegram.session.service import Desk
from bot.telegram.transport.send import acknowledge, change, post, tell
from bot.telegram.views.deep_links import READ, Place, parse_place
from bot.telegram.views.keyboards import sheet_keyboard
from bot.telegram.views.render import article_sheets
from bot.telegram.views.texts import Lang, Text, say, taken_back
from retrieval.errors import UnknownRecord, Withdrawn

# Telegram's limit for what a pressed button answers.
ALERT_CHARS = 200


class Reading:
    """Shows articles, with the excerpt marked, page by page."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """「看全文」 answers with the article; leafing changes that message."""
        query = update.callback_query
        if query is None:
            return
        lang = self.desk.lang(query.from_user)
        place = parse_place((query.data or "").removeprefix(READ))
        if place is None or query.message is None:
            await acknowledge(query, say(lang, Text.OLD_BUTTON))
            return
        try:
            page, sheet, sheets = await self.sheet(place, lang)
        except UnknownRecord as error:
            await acknowledge(query, gone_text(error, lang)[:ALERT_CHARS], alert=True)
            return
        await acknowledge(query)
        keyboard = sheet_keyboard(place, sheet, sheets, lang)
        if place.sheet is None:
            await post(context.bot, query.message.chat.id, [page], keyboard, reply_to=query.message.message_id)
        else:
            await change(context.bot, query.message.chat.id, query.message.message_id, page, keyboard)

    async def old_button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A button that no handler knows: from an older version, or made up."""
        if query := update.callback_query:
            await acknowledge(query, say(self.desk.lang(query.from_user), Text.OLD_BUTTON))

    async def open(self, place: Place, message: Message, context: ContextTypes.DEFAULT_TYPE, lang: Lang) -> None:
        """Answer ``message`` with the article at ``place``, or say that it was withdrawn."""
        try:
            page, sheet, sheets = await self.sheet(place, lang)
        except UnknownRecord as error:
            await tell(context.bot, message, gone_text(error, lang))
            return
        keyboard = sheet_keyboard(place, sheet, sheets, lang)
        await post(context.bot, message.chat.id, [page], keyboard, reply_to=message.message_id)

    async def sheet(self, place: Place, lang: Lang) -> tuple[str, int, int]:
        """The page's HTML, its number from 0, and how many there are."""
        opened = await self.desk.article_at(place)
        sheets = article_sheets(opened.parts, lang, opened.mark, opened.notices)
        wanted = sheets.marked if place.sheet is None else place.sheet
        number = min(wanted, len(sheets.pages) - 1)
        return sheets.pages[number], number, len(sheets.pages)


def gone_text(error: UnknownRecord, lang: Lang) -> str:
    """Why an article can't be opened any more."""
    if isinstance(error, Withdrawn):
        return taken_back(lang, error.day, error.reason)
    return say(lang, Text.WITHDRAWN)


async def still(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A button that only shows something."""
    if update.callback_query:
        await acknowledge(update.callback_query)
