"""Lays out the lists that lead through the paper: papers, editions, pages, headlines. Each with its count and pager."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import TypeAlias

from telegram import InlineKeyboardMarkup

from bot.render import place_text
from bot.telegram.views.browse_texts import BrowseText
from bot.telegram.views.callback_data import ListEditions, ListHeadlines, ListPages, ListSources
from bot.telegram.views.keyboards import Row, button, in_rows, number_rows, on_sheet, pager
from bot.telegram.views.limit import page_code
from bot.telegram.views.render import LISTED_CHARS, headline_blocks
from bot.telegram.views.rich_text import MESSAGE_UNITS, TextBlock, html, plain, units
from bot.telegram.views.texts import Lang, Text, day_text, page_label, say
from retrieval.domain import Edition, Headline

HEADLINES_PER_SHEET = 18
EDITIONS_PER_SHEET = 12
PAGES_PER_ROW, PAGES_PER_SHEET = 4, 40
PAPERS_PER_SHEET = 30
LABEL_CHARS = 60
"""Characters of a button's label; longer ones end in …."""
FEWEST_CHARS = 30
"""Characters to which a headline is shortened at most: so many of each fit, whatever they are."""
HEADING_UNITS = 400
"""Units of a message that are kept for what stands above a list."""

Page: TypeAlias = tuple[str, InlineKeyboardMarkup]
"""A message as HTML, and its buttons."""


@dataclass(frozen=True, slots=True)
class HeadlineSheet:
    """What one sheet of an edition's headlines, or of one of its pages, lists.

    It is sheet ``number`` of ``sheets``, and ``before`` of all ``count`` headlines stand on the sheets before it;
    ``several_pages``: the edition has more than one.
    """

    ids: tuple[int, ...]
    number: int
    sheets: int
    before: int
    count: int
    several_pages: bool


def headline_sheet(pages: Mapping[int, str | None], wanted: ListHeadlines) -> HeadlineSheet:
    """The sheet that is wanted; ``pages`` are those of all articles of the edition, in printed order."""
    ids = [number for number, page in pages.items() if not wanted.page or page_code(page) == wanted.page]
    shown, sheet, sheets = on_sheet(ids, wanted.sheet, HEADLINES_PER_SHEET)
    several = len(set(pages.values())) > 1
    return HeadlineSheet(tuple(shown), sheet, sheets, sheet * HEADLINES_PER_SHEET, len(ids), several)


def headline_list(
    sheet: HeadlineSheet, headlines: Sequence[Headline], wanted: ListHeadlines, lang: Lang, title: str
) -> Page:
    """A sheet of headlines under ``title``."""
    first = sheet.before + 1
    rows = number_rows([item.article_id for item in headlines], first)
    leads = [replace(wanted, sheet=number) for number in range(sheet.sheets)]
    rows += pager(leads, sheet.number, lang)
    rows.append(_ways_on(wanted.edition, lang, several_pages=sheet.several_pages))
    heading = plain(say(lang, BrowseText.COUNTED, title=title, count=sheet.count))
    return html([heading, *_fitting(headlines, lang, first)]), InlineKeyboardMarkup(rows)


def _fitting(headlines: Sequence[Headline], lang: Lang, first: int) -> list[TextBlock]:
    """Headlines as one message holds them: where they are too long together the longest are shortened."""
    chars = LISTED_CHARS
    blocks = headline_blocks(headlines, lang, first)
    while units(html(blocks)) > MESSAGE_UNITS - HEADING_UNITS and chars > FEWEST_CHARS:
        chars = max(FEWEST_CHARS, chars * 3 // 4)
        blocks = headline_blocks(headlines, lang, first, chars)
    return blocks


def page_list(edition: Edition, names: Iterable[str | None], sheet: int, lang: Lang) -> Page:
    """One button for each page of an edition; ``names`` are those of its articles' pages, in printed order."""
    pages = list(dict.fromkeys(name for name in names if name))
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


def _ways_on(edition_id: int, lang: Lang, *, several_pages: bool) -> Row:
    """From an edition to its pages, where it has several, and to other editions."""
    row = [button(say(lang, BrowseText.OTHER_EDITIONS), ListEditions())]
    if several_pages:
        row.insert(0, button(say(lang, BrowseText.PAGES), ListPages(edition_id)))
    return row


def _label(text: str) -> str:
    return text if len(text) <= LABEL_CHARS else text[: LABEL_CHARS - 1] + "…"


def _time_span(editions: Sequence[Edition], lang: Lang) -> str:
    """From when to when."""
    dates = sorted(edition.date for edition in editions if edition.date)
    return days_text((dates[0], dates[-1]), lang) if dates else say(lang, Text.UNDATED_EDITION)
