"""The buttons under messages."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram.links import Place, place_of
from bot.telegram.texts import Lang, say
from retrieval.domain import Answer, Headline

ROW = 6
# A button that only shows something.
STILL = "still"


def answer_keyboard(answer: Answer, lang: Lang, *, first: int = 1) -> InlineKeyboardMarkup | None:
    """「看全文」 for each citation, or the numbers of the nearest reports."""
    if answer.citations:
        label = say(lang, "full text")
        many = len(answer.citations) > 1 or first > 1
        row = [
            InlineKeyboardButton(f"{label} {number}" if many else label, callback_data=place_of(citation).button)
            for number, citation in enumerate(answer.citations, first)
        ]
        return InlineKeyboardMarkup([row])
    return InlineKeyboardMarkup(number_rows(answer.nearest)) if answer.nearest else None


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
    row = []
    if sheet > 0:
        row.append(InlineKeyboardButton(say(lang, "previous"), callback_data=_leaf(place, sheet - 1)))
    row.append(InlineKeyboardButton(say(lang, "sheet", n=sheet + 1, of=sheets), callback_data=STILL))
    if sheet + 1 < sheets:
        row.append(InlineKeyboardButton(say(lang, "next"), callback_data=_leaf(place, sheet + 1)))
    return InlineKeyboardMarkup([row])


def _leaf(place: Place, sheet: int) -> str:
    return Place(place.article_id, place.passage_id, place.start, place.end, sheet).button
