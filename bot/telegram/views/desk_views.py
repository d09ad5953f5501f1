"""Lays out questions for editors, and their answers for readers."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineKeyboardMarkup

from bot.telegram.views.callback_data import AskDesk, LeaveDesk, PassOn
from bot.telegram.views.desk_texts import DeskText
from bot.telegram.views.edition_lists import Page
from bot.telegram.views.keyboards import NUMBERS_PER_ROW, Row, button, in_rows, on_sheet, pager
from bot.telegram.views.operator_data import CloseQuestion, ListQuestions, ShowQuestion
from bot.telegram.views.render import DeepLink, report_block
from bot.telegram.views.rich_text import EMPTY, TextBlock, html, plain
from bot.telegram.views.texts import Lang, say
from retrieval.domain import Citation

QUESTIONS_PER_SHEET = 12
LISTED_CHARS = 60
"""Characters of a question in the list; it is shown whole behind its number."""
OFTEN_SHOWN = 10


def offer_row(lang: Lang) -> Row:
    """The button that leads to people."""
    return [button(say(lang, DeskText.OFFER), AskDesk())]


def consent_rows(lang: Lang) -> list[Row]:
    """Whether the question may be passed on."""
    return [[button(say(lang, DeskText.AGREE), PassOn()), button(say(lang, DeskText.LEAVE), LeaveDesk())]]


def question_page(key: int, at: str, question: str, lang: Lang) -> Page:
    """A question as editors see it; a reply to it is its answer."""
    text = say(lang, DeskText.QUESTION, number=key, at=at, question=question)
    hint = plain(say(lang, DeskText.HOW), italic=True)
    close = button(say(lang, DeskText.CLOSE), CloseQuestion(key))
    return html([*map(plain, text.split("\n")), EMPTY, hint]), InlineKeyboardMarkup([[close]])


def answer_blocks(words: str, lang: Lang) -> list[TextBlock]:
    """An editor's words, marked as the newsroom's."""
    return [plain(say(lang, DeskText.ANSWER), bold=True), *map(plain, words.split("\n"))]


def report_blocks(report: Citation, lang: Lang, deep_link: DeepLink) -> list[TextBlock]:
    """The report that an editor points at, in the words of the paper."""
    return [plain(say(lang, DeskText.POINTED_AT), bold=True), EMPTY, *report_block([report], None, lang, deep_link)]


def open_page(
    questions: Sequence[tuple[int, str, str]], often: Sequence[tuple[str, int]], sheet: int, lang: Lang
) -> Page:
    """The open questions (number, when, words), oldest first, and what was passed on several times."""
    shown, sheet, sheets = on_sheet(questions, sheet, QUESTIONS_PER_SHEET)
    title = say(lang, DeskText.OPEN, count=len(questions)) if questions else say(lang, DeskText.NONE_OPEN)
    blocks = [plain(title)]
    for key, at, question in shown:
        blocks.append(plain(say(lang, DeskText.LISTED, number=key, at=at, question=_shortened(question))))
    if often and sheet == 0:
        blocks += [EMPTY, plain(say(lang, DeskText.OFTEN))]
        for question, count in often[:OFTEN_SHOWN]:
            blocks.append(plain(say(lang, DeskText.TIMES, count=count, question=_shortened(question))))
    rows = in_rows([button(str(key), ShowQuestion(key)) for key, _, _ in shown], NUMBERS_PER_ROW)
    rows += pager([ListQuestions(number) for number in range(sheets)], sheet, lang)
    return html(blocks), InlineKeyboardMarkup(rows)


def _shortened(question: str) -> str:
    line = " ".join(question.split())
    return line if len(line) <= LISTED_CHARS else line[: LISTED_CHARS - 1] + "…"
