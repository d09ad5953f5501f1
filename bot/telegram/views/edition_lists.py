"""Lays out the lists that lead through the paper: papers, editions, pages, headlines. Each with its count and pager."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from typing import TypeAlias

from telegram import InlineKeyboardMarkup

from bot.render import place_text
from bot.telegram.views.browse_texts import BrowseText
from bot.telegram.views.callback_data import ListEditions, ListHeadlines, ListPages, ListSources
from bot.telegram.views.keyboards import Row, button, in_rows, number_rows, on_sheet, pager
from bot.telegram.views.limit import page_code
from bot.telegram.views.render import headline_blocks
from bot.telegram.views.rich_text import MESSAGE_UNITS, TextBlock, html, plain, units
from bot.telegram.views.texts import Lang, Text, day_text, page_label, say
from retrieval.domain import Edition, Headline

HEADLINES_PER_SHEET = 18
EDITIONS_PER_SHEET = 12
PAGES_PER_ROW, PAGES_PER_SHEET = 4, 40
PAPERS_PER_SHEET = 30
LABEL_CHARS = 60
"""Characters of a button's label; longer ones end in …."""
HEADING_UNITS = 400
"""Units of a message that are kept for what stands above a list."""

Page: TypeAlias = tuple[str, InlineKeyboardMarkup]
"""A message as HTML, and its buttons."""


def headline_list(edition: Edition, every: Sequence[Headline], wanted: ListHeadlines, lang: Lang, title: str) -> Page:
    """One sheet of the headlines of an edition, or of one of its pages, under ``title``; ``every`` are all it has."""
    headlines = [item for item in every if not wanted.page or page_code(item.page) == wanted.page]
    sheets = headline_sheets(headlines, lambda items: headline_blocks(items, lang))
    sheet = min(wanted.sheet, len(sheets) - 1)
    shown = sheets[sheet]
    before = sum(map(len, sheets[:sheet]))
    rows = number_rows([item.article_id for item in shown], before + 1)
    rows += pager([ListHeadlines(edition.id, number, wanted.page) for number in range(len(sheets))], sheet, lang)
    rows.append(_ways_on(edition, every, lang))
    heading = plain(say(lang, BrowseText.COUNTED, title=title, count=len(headlines)))
    return html([heading, *headline_blocks(shown, lang, before + 1)]), InlineKeyboardMarkup(rows)


def headline_sheets(
    headlines: Sequence[Headline], blocks: Callable[[Sequence[Headline]], list[TextBlock]]
) -> list[list[Headline]]:
    """Headlines by sheets: as many on each as one message holds, laid out as ``blocks``; at least one sheet."""
    sheets: list[list[Headline]] = [[]]
    for item in headlines:
        more = [*sheets[-1], item]
        fits = len(more) <= HEADLINES_PER_SHEET and units(html(blocks(more))) <= MESSAGE_UNITS - HEADING_UNITS
        if fits or not sheets[-1]:
            sheets[-1] = more
        else:
            sheets.append([item])
    return sheets


def page_list(edition: Edition, headlines: Sequence[Headline], sheet: int, lang: Lang) -> Page:
    """One button for each page of an edition."""
    pages = list(dict.fromkeys(item.page for item in headlines if item.page))
    shown, sheet, sheets = on_sheet(pages, sheet, PAGES_PER_SHEET)
    buttons = [
        button(_label(page_label(lang, page)), ListHeadlines(edition.id, page=page_code(page))) for page in shown
    ]
    rows = in_rows(buttons, PAGES_PER_ROW)
    rows += pager([ListPages(edition.id, number) for number in range(sheets)], sheet, lang)
    rows.append([button(say(lang, BrowseText.OTHER_EDITIONS), ListEditions())])
    text = say(lang, BrowseText.CHOOSE_PAGE, edition=edition_name(edition, lang), count=len(pages))
    return html([plain(text)]), InlineKeyboardMarkup(rows)


def edition_list(editions: Sequence[Edition], wanted: ListEditions, lang: Lang) -> Page:
    """Buttons for the editions, newest first; they are those within the days that are ``wanted``."""
    shown, sheet, sheets = on_sheet(editions, wanted.sheet, EDITIONS_PER_SHEET)
    rows = [edition_row(edition, lang) for edition in shown]
    rows += pager([ListEditions(number, wanted.within) for number in range(sheets)], sheet, lang)
    title = say(lang, BrowseText.CHOOSE_EDITION, count=len(editions))
    if wanted.within:
        title = say(lang, BrowseText.CHOOSE_EDITION_OF, days=days_text(wanted.within, lang), count=len(editions))
    hint = [plain(say(lang, BrowseText.EDITION_HINT), italic=True)] if sheets > 1 and not wanted.within else []
    return html([plain(title), *hint]), InlineKeyboardMarkup(rows)


def edition_row(edition: Edition, lang: Lang) -> Row:
    """The button that opens an edition."""
    return [button(_label(edition_name(edition, lang)), ListHeadlines(edition.id))]


def source_list(editions: Sequence[Edition], sheet: int, lang: Lang) -> Page:
    """One line a paper: how many editions, from when to when; the unnamed one last."""
    by_paper = sorted(editions, key=lambda edition: (edition.paper is None, edition.paper or ""))
    papers = [(paper, list(group)) for paper, group in groupby(by_paper, key=lambda edition: edition.paper)]
    shown, sheet, sheets = on_sheet(papers, sheet, PAPERS_PER_SHEET)
    lines = [say(lang, BrowseText.SOURCES, papers=len(papers), editions=len(editions))]
    for paper, group in shown:
        name = _label(paper or say(lang, BrowseText.UNNAMED_PAPER))
        lines.append(say(lang, BrowseText.SOURCE, paper=name, count=len(group), span=_time_span(group, lang)))
    rows = pager([ListSources(number) for number in range(sheets)], sheet, lang)
    return html([plain(line) for line in lines]), InlineKeyboardMarkup(rows)


def edition_name(edition: Edition, lang: Lang) -> str:
    """Paper and date, or that they are unknown."""
    return place_text(edition.paper, edition.date, None, lang) or say(lang, Text.UNDATED_EDITION)


def days_text(span: tuple[date, date], lang: Lang) -> str:
    """One day, or the first and the last."""
    first, last = (day_text(lang, day) for day in span)
    return first if first == last else f"{first}–{last}"


def _ways_on(edition: Edition, headlines: Sequence[Headline], lang: Lang) -> Row:
    """From an edition to its pages, where it has several, and to other editions."""
    row = [button(say(lang, BrowseText.OTHER_EDITIONS), ListEditions())]
    if len({item.page for item in headlines}) > 1:
        row.insert(0, button(say(lang, BrowseText.PAGES), ListPages(edition.id)))
    return row


def _label(text: str) -> str:
    return text if len(text) <= LABEL_CHARS else text[: LABEL_CHARS - 1] + "…"


def _time_span(editions: Sequence[Edition], lang: Lang) -> str:
    """From when to when."""
    dates = sorted(edition.date for edition in editions if edition.date)
    return days_text((dates[0], dates[-1]), lang) if dates else say(lang, Text.UNDATED_EDITION)
