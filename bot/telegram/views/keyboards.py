"""Makes keyboards: buttons, numbered lists, pagers, and changes of single rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias, TypeVar

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.telegram.views.button import Button
from bot.telegram.views.callback_data import Label, OpenArticle
from bot.telegram.views.deep_links import Place
from bot.telegram.views.texts import Lang, Text, say

NUMBERS_PER_ROW = 6

B = TypeVar("B", bound=Button)
T = TypeVar("T")
Row: TypeAlias = list[InlineKeyboardButton]


def button(label: str, carried: Button) -> InlineKeyboardButton:
    """A button that shows ``label``."""
    return InlineKeyboardButton(label, callback_data=carried.encode())


def copying(label: str, text: str) -> InlineKeyboardButton:
    """A button that puts ``text`` into the clipboard."""
    return InlineKeyboardButton(label, copy_text=CopyTextButton(text))


def in_rows(buttons: Sequence[InlineKeyboardButton], width: int) -> list[Row]:
    """Buttons laid out ``width`` to a row."""
    return [list(buttons[start : start + width]) for start in range(0, len(buttons), width)]


def number_rows(article_ids: Sequence[int], first: int = 1) -> list[Row]:
    """One numbered button for each article of a list, opening it; the numbers begin at ``first``."""
    numbered = enumerate(article_ids, first)
    buttons = [button(str(number), OpenArticle(Place(article_id=found))) for number, found in numbered]
    return in_rows(buttons, NUMBERS_PER_ROW)


def article_keyboard(place: Place, shown: int, pages: int, lang: Lang) -> InlineKeyboardMarkup | None:
    """The pager under an article; None when it has one page."""
    if pages < 2:
        return None
    buttons = [OpenArticle(replace(place, sheet=number)) for number in range(pages)]
    return InlineKeyboardMarkup([pager_row(buttons, shown, lang)])


def pager_row(pages: Sequence[Button], shown: int, lang: Lang) -> Row:
    """Back, which page is shown, next. ``pages`` are what the buttons that lead to each page carry."""
    row = [button(say(lang, Text.SHEET, n=shown + 1, of=len(pages)), Label())]
    if shown > 0:
        row.insert(0, button(say(lang, Text.PREVIOUS), pages[shown - 1]))
    if shown + 1 < len(pages):
        row.append(button(say(lang, Text.NEXT), pages[shown + 1]))
    return row


def pager(leads: Sequence[Button], sheet: int, lang: Lang) -> list[Row]:
    """The row that leads from sheet to sheet; none where there is one. ``leads`` are what its buttons carry."""
    return [pager_row(leads, sheet, lang)] if len(leads) > 1 else []


def on_sheet(items: Sequence[T], sheet: int, per_sheet: int) -> tuple[Sequence[T], int, int]:
    """The items on a sheet, its number (from 0; the last one where there are not so many), and how many there are."""
    sheets = max(1, -(-len(items) // per_sheet))
    sheet = min(sheet, sheets - 1)
    return items[sheet * per_sheet : (sheet + 1) * per_sheet], sheet, sheets


def carried_by(message: Message, kind: type[B]) -> list[B]:
    """What the buttons of one kind under a message carry."""
    return carried_by_keyboard(message.reply_markup, kind) if message.reply_markup else []


def carried_by_keyboard(keyboard: InlineKeyboardMarkup, kind: type[B]) -> list[B]:
    """What the buttons of one kind carry."""
    return [found for row in keyboard.inline_keyboard for found in _carried(row, kind)]


def _carried(row: Sequence[InlineKeyboardButton], kind: type[B]) -> Iterator[B]:
    for shown in row:
        found = kind.parse(shown.callback_data)
        if found is not None:
            yield found


def without_button(keyboard: InlineKeyboardMarkup, gone: Button) -> InlineKeyboardMarkup:
    """The keyboard without the buttons that carry ``gone``."""
    rows = [[shown for shown in row if shown.callback_data != gone.encode()] for row in keyboard.inline_keyboard]
    return InlineKeyboardMarkup([row for row in rows if row])


def replace_rows(
    keyboard: InlineKeyboardMarkup, kinds: Sequence[type[Button]], rows: Sequence[Sequence[InlineKeyboardButton]]
) -> InlineKeyboardMarkup:
    """The keyboard with ``rows`` in the place of all rows that hold a button of one of the ``kinds``."""
    result: list[Sequence[InlineKeyboardButton]] = []
    placed = False
    for row in keyboard.inline_keyboard:
        if not any(True for kind in kinds for _ in _carried(row, kind)):
            result.append(row)
        elif not placed:
            result += rows
            placed = True
    return InlineKeyboardMarkup(result)
