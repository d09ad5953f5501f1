"""Buttons under lists and articles, and changing single rows of a keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram.views.deep_links import Place
from bot.telegram.views.texts import Lang, Text, say
from retrieval.domain import Headline

ROW = 6
# A button that only shows something.
STILL = "still"


def number_rows(headlines: Sequence[Headline], first: int = 1) -> list[list[InlineKeyboardButton]]:
    """One numbered button per headline, opening its article."""
    buttons = [
        InlineKeyboardButton(str(number), callback_data=Place(article_id=item.article_id).button)
        for number, item in enumerate(headlines, first)
    ]
    return [buttons[start : start + ROW] for start in range(0, len(buttons), ROW)]


def sheet_keyboard(place: Place, sheet: int, sheets: int, lang: Lang) -> InlineKeyboardMarkup | None:
    """Leafing through an article; None when it has one page."""
    if sheets < 2:
        return None
    codes = [Place(place.article_id, place.passage_id, place.start, place.end, n).button for n in range(sheets)]
    return InlineKeyboardMarkup([leaves(codes, sheet, lang)])


def leaves(codes: Sequence[str], sheet: int, lang: Lang) -> list[InlineKeyboardButton]:
    """Back, where one is, next; ``codes`` are what the buttons of the sheets carry."""
    row = [InlineKeyboardButton(say(lang, Text.SHEET, n=sheet + 1, of=len(codes)), callback_data=STILL)]
    if sheet > 0:
        row.insert(0, InlineKeyboardButton(say(lang, Text.PREVIOUS), callback_data=codes[sheet - 1]))
    if sheet + 1 < len(codes):
        row.append(InlineKeyboardButton(say(lang, Text.NEXT), callback_data=codes[sheet + 1]))
    return row


def with_rows(
    keyboard: InlineKeyboardMarkup, prefix: tuple[str, ...], rows: Sequence[Sequence[InlineKeyboardButton]]
) -> InlineKeyboardMarkup:
    """The keyboard with ``rows`` in the place of all rows whose buttons carry something that begins with ``prefix``."""
    result: list[Sequence[InlineKeyboardButton]] = []
    placed = False
    for row in keyboard.inline_keyboard:
        if any(isinstance(button.callback_data, str) and button.callback_data.startswith(prefix) for button in row):
            result += [] if placed else rows
            placed = True
        else:
            result.append(row)
    return InlineKeyboardMarkup(result)
