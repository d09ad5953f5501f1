"""Cards that stand alone in chats where the bot can do nothing more: all that must be said is in the one message."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.notes import note_text
from bot.telegram.views.deep_links import Place, place_of
from bot.telegram.views.keyboards import in_rows
from bot.telegram.views.render import DeepLink, answer_card, report_block
from bot.telegram.views.reports import reports_from
from bot.telegram.views.rich_text import EMPTY, TextBlock, first_page, html, plain, without_doubled_gaps
from bot.telegram.views.texts import Lang, Text, say
from retrieval.domain import Answer, AnswerStatus, Citation

PER_ROW = 3


def answer_page(answer: Answer, lang: Lang, deep_link: DeepLink) -> str:
    """A whole answer with status, notes and how new it is, as one message (HTML)."""
    return html(first_page(answer_card(answer, lang, deep_link=deep_link)))


def answer_keyboard(answer: Answer, lang: Lang, deep_link: DeepLink) -> InlineKeyboardMarkup | None:
    """看全文 for each report of an answer, as links."""
    reports = reports_from(answer)
    label = say(lang, Text.FULL_TEXT)
    buttons = [
        InlineKeyboardButton(
            label if len(reports) == 1 else f"{label} {report.number}",
            url=deep_link(place_of(report.citations[0]).token),
        )
        for report in reports
    ]
    return InlineKeyboardMarkup(in_rows(buttons, PER_ROW)) if buttons else None


def citation_page(citation: Citation, answer: Answer | None, number: int, lang: Lang, deep_link: DeepLink) -> str:
    """One citation of an answer, or a report for itself (``answer`` None), as one message (HTML).

    ``number`` is its place in the answer, from 0: only the first answers, so that notes and short answer are its.
    """
    blocks: list[TextBlock] = []
    if answer and answer.status is AnswerStatus.RELATED_ONLY:
        blocks += [plain(say(lang, Text.RELATED)), EMPTY]
    elif answer and answer.answer and number == 0:
        blocks += [plain(answer.answer, bold=True), EMPTY]
    blocks += report_block([citation], None, lang, deep_link)
    if answer and number == 0:
        blocks += [EMPTY, *(plain("※ " + note_text(note, lang), italic=True) for note in answer.notes)]
    return html(first_page(without_doubled_gaps(blocks)))


def full_text_keyboard(place: Place, lang: Lang, deep_link: DeepLink) -> InlineKeyboardMarkup:
    """看全文 as a link."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(say(lang, Text.FULL_TEXT), url=deep_link(place.token))]])
