"""Lays out what is announced for watches, what corrects it, and what takes it back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from telegram import InlineKeyboardMarkup

from bot.telegram.views.callback_data import EndWatch, OpenArticle
from bot.telegram.views.deep_links import place_of
from bot.telegram.views.keyboards import button
from bot.telegram.views.render import DeepLink, report_block
from bot.telegram.views.rich_text import EMPTY, TextBlock, first_page, html, plain
from bot.telegram.views.texts import Lang, Text, say
from bot.telegram.views.watch_texts import WatchText
from retrieval.domain import Citation
from retrieval.language.differences import differences

LABEL_CHARS = 16
"""Characters of a watch that a button shows."""
DIFFERENCES_SHOWN = 3


def alert_page(citation: Citation, words: Sequence[str], more: str, lang: Lang, deep_link: DeepLink) -> str:
    """A new report for the watches ``words``; ``more`` says that there are others, where there are (HTML)."""
    quoted = "".join(say(lang, WatchText.QUOTED, words=each) for each in words)
    heading = say(lang, WatchText.NEW, words=quoted) + more
    return html(first_page([plain(heading, italic=True), *report_block([citation], None, lang, deep_link)]))


def alert_keyboard(citation: Citation, watches: Sequence[tuple[int, str]], lang: Lang) -> InlineKeyboardMarkup:
    """看全文, and one button for each watch (its id and words) that ends it."""
    rows = [[button(say(lang, Text.FULL_TEXT), OpenArticle(place_of(citation)))]]
    for number, words in watches:
        label = words if len(words) <= LABEL_CHARS else words[: LABEL_CHARS - 1] + "…"
        rows.append([button(say(lang, WatchText.END, words=label), EndWatch(number))])
    return InlineKeyboardMarkup(rows)


def corrected_page(citation: Citation, lang: Lang, deep_link: DeepLink) -> str:
    """What takes the place of an announcement whose report was corrected (HTML)."""
    title = plain(say(lang, Text.CORRECTION), bold=True)
    return html(first_page([title, *report_block([citation], None, lang, deep_link)]))


def correction_page(citation: Citation, before: str, after: str, lang: Lang, deep_link: DeepLink) -> str:
    """That an announced report was corrected, and what reads otherwise (HTML)."""
    blocks: list[TextBlock] = [plain(say(lang, WatchText.CORRECTED), bold=True)]
    blocks += _difference_blocks(before, after)
    return html(first_page([*blocks, EMPTY, *report_block([citation], None, lang, deep_link)]))


def _difference_blocks(before: str, after: str) -> Iterator[TextBlock]:
    for difference in differences(before, after)[:DIFFERENCES_SHOWN]:
        yield plain(f"{difference.before or '—'} → {difference.after or '—'}")
