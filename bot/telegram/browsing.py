"""Editions by their headlines."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import ContextTypes

from bot.render import place_text
from bot.telegram.desk import Desk
from bot.telegram.keyboards import STILL, number_rows
from bot.telegram.markup import html, plain
from bot.telegram.posting import change, post
from bot.telegram.render import headline_blocks
from bot.telegram.texts import Lang, lang_of, say
from retrieval.domain import Edition

LIST = "list:"
PER_SHEET = 18


class Browsing:
    """/latest, and leafing through the headlines of an edition."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def latest(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The headlines of the newest edition."""
        message = update.effective_message
        if message is None:
            return
        lang = lang_of(message.from_user.language_code if message.from_user else None)
        editions = await self.desk.editions()
        if not editions:
            await post(context.bot, message.chat.id, [say(lang, "nothing yet")], reply_to=message.message_id)
            return
        page, keyboard = await self._sheet(editions[0], 0, lang)
        await post(context.bot, message.chat.id, [page], keyboard)

    async def button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Leaf: ``list:<edition id>:<sheet>``."""
        query = update.callback_query
        if query is None or query.message is None:
            return
        lang = lang_of(query.from_user.language_code)
        edition_id, sheet = (int(part) for part in (query.data or "").removeprefix(LIST).split(":"))
        edition = next((edition for edition in await self.desk.editions() if edition.id == edition_id), None)
        if edition is None:
            await query.answer(say(lang, "withdrawn"), show_alert=True)
            return
        await query.answer()
        page, keyboard = await self._sheet(edition, sheet, lang)
        await change(context.bot, query.message.chat.id, query.message.message_id, page, keyboard)

    async def _sheet(self, edition: Edition, sheet: int, lang: Lang) -> tuple[str, InlineKeyboardMarkup | None]:
        headlines = await self.desk.headlines(edition)
        sheets = max(1, -(-len(headlines) // PER_SHEET))
        sheet = min(sheet, sheets - 1)
        shown = headlines[sheet * PER_SHEET : (sheet + 1) * PER_SHEET]
        name = place_text(edition.paper, edition.date, None) or say(lang, "undated edition")
        blocks = [plain(say(lang, "latest", edition=name))]
        blocks += headline_blocks(shown, lang)
        rows = number_rows(shown)
        if sheets > 1:
            rows.append(leaves(edition.id, sheet, sheets, lang))
        return html(blocks), InlineKeyboardMarkup(rows) if rows else None


def leaves(edition_id: int, sheet: int, sheets: int, lang: Lang) -> list[InlineKeyboardButton]:
    """The row of buttons that leafs through a list."""
    steps = [(sheet - 1, "previous"), (sheet, "sheet"), (sheet + 1, "next")]
    return [
        InlineKeyboardButton(
            say(lang, key, n=sheet + 1, of=sheets),
            callback_data=STILL if target == sheet else f"{LIST}{edition_id}:{target}",
        )
        for target, key in steps
        if 0 <= target < sheets
    ]
