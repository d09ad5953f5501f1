"""The answer card: what a question, its context and its limits come to, as pages and buttons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram.views.deep_links import place_of
from bot.telegram.views.keyboards import number_rows
from bot.telegram.views.render import answer_blocks
from bot.telegram.views.rich_text import html, paged
from bot.telegram.views.texts import Lang, Text, say
from retrieval.domain import Answer, Citation, Filters

PER_CARD = 3
CHOICES = 5
# How far the buttons 按日期 and 按版面 look for choices.
SURVEYED = 12

MORE, ALONE, BY, WITHIN, JUDGE = "more:", "alone", "by:", "in:", "judge:"
GOOD = "good"
REASONS = {"wrong": Text.WRONG, "outdated": Text.OUTDATED, "missing": Text.MISSING}
VERDICTS = tuple(REASONS)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is to be answered. ``within`` is a limit in the form of ``within_code``."""

    question: str
    previous: str | None = None
    within: str = ""
    first: int = 1


@dataclass(frozen=True, slots=True)
class Card:
    """An answer ready to be posted. ``follows`` is the question that it was read together with.

    ``small_talk``: it answers no question on the news, so that a follow-up goes on from the question before.
    """

    pages: tuple[str, ...]
    keyboard: InlineKeyboardMarkup | None
    follows: str | None
    citations: int
    small_talk: bool


def card_of(asked: Asked, answer: Answer, lang: Lang, deep_link: Callable[[str], str]) -> Card:
    """The card for an ``answer`` that was asked for one citation more than the card shows."""
    shown = answer.citations[asked.first - 1 : asked.first - 1 + PER_CARD]
    more = len(answer.citations) >= asked.first + PER_CARD
    part = replace(answer, citations=shown)
    if asked.first > 1:
        part = replace(part, answer=None, notes=())
    follows = answer.follows
    blocks = answer_blocks(part, lang, first=asked.first, deep_link=deep_link, follows=follows)
    pages = tuple(html(page) for page in paged(blocks))
    keyboard = card_keyboard(asked, part, more, follows is not None, lang)
    return Card(pages, keyboard, follows, len(shown), answer.reply is not None)


def card_keyboard(asked: Asked, part: Answer, more: bool, follows: bool, lang: Lang) -> InlineKeyboardMarkup | None:
    """Rows: take back the follow-up; full texts; more and limits; judgement."""
    if part.reply is not None:
        return None
    rows: list[list[InlineKeyboardButton]] = []
    if follows:
        rows.append([InlineKeyboardButton(say(lang, Text.ALONE), callback_data=ALONE)])
    if part.citations:
        label = say(lang, Text.FULL_TEXT)
        many = len(part.citations) > 1 or asked.first > 1
        rows.append(
            [
                InlineKeyboardButton(f"{label} {number}" if many else label, callback_data=place_of(citation).button)
                for number, citation in enumerate(part.citations, asked.first)
            ]
        )
        rows.append(limits_row(asked.within, asked.first + PER_CARD if more else None, lang))
    else:
        rows += number_rows(part.nearest)
        if asked.within:
            rows.append(limits_row(asked.within, None, lang))
    rows.append(judge_row())
    return InlineKeyboardMarkup([row for row in rows if row])


def limits_row(within: str, next_first: int | None, lang: Lang) -> list[InlineKeyboardButton]:
    """更多, 按日期, 按版面; under a limit, the button that lifts it."""
    row = []
    if next_first is not None:
        row.append(InlineKeyboardButton(say(lang, Text.MORE), callback_data=f"{MORE}{next_first}:{within}"))
    if within:
        label = say(lang, Text.LIFT, what=within_label(within, lang))
        return [*row, InlineKeyboardButton(label, callback_data=WITHIN)]
    return [
        *row,
        InlineKeyboardButton(say(lang, Text.BY_DATE), callback_data=BY + "d"),
        InlineKeyboardButton(say(lang, Text.BY_PAGE), callback_data=BY + "p"),
    ]


def judge_row() -> list[InlineKeyboardButton]:
    """Was it good?"""
    return [
        InlineKeyboardButton("👍", callback_data=JUDGE + "good"),
        InlineKeyboardButton("👎", callback_data=JUDGE + "bad"),
    ]


def reason_rows(lang: Lang) -> list[list[InlineKeyboardButton]]:
    """What was wrong with it?"""
    return [[InlineKeyboardButton(say(lang, text), callback_data=JUDGE + verdict) for verdict, text in REASONS.items()]]


def consent_rows(lang: Lang) -> list[list[InlineKeyboardButton]]:
    """May the question itself be kept?"""
    return [
        [
            InlineKeyboardButton(say(lang, Text.KEEP_QUESTION), callback_data=JUDGE + "keep"),
            InlineKeyboardButton(say(lang, Text.KEEP_NOTHING), callback_data=JUDGE + "done"),
        ]
    ]


def choice_rows(citations: Sequence[Citation], kind: str, lang: Lang) -> list[list[InlineKeyboardButton]]:
    """The dates (``d``) or pages (``p``) that the evidence comes from, the most frequent ones, in their own order."""
    codes: Counter[str] = Counter()
    for citation in citations:
        if kind == "d" and citation.date:
            codes[f"d{citation.date:%Y%m%d}"] += 1
        elif kind == "p" and citation.page and len(citation.page.encode()) <= 16:
            codes[f"p{citation.page}"] += 1
    chosen = sorted(codes, key=lambda code: (-codes[code], code))[:CHOICES]
    buttons = [
        InlineKeyboardButton(f"{within_label(code, lang)}（{codes[code]}）", callback_data=WITHIN + code)
        for code in sorted(chosen, reverse=kind == "d")
    ]
    rows = [buttons[start : start + 2] for start in range(0, len(buttons), 2)]
    return [*rows, [InlineKeyboardButton(say(lang, Text.BACK), callback_data=BY)]]


def filters_of(within: str) -> Filters | None:
    """The limit that a code stands for; None if it is none of ours. The empty code is no limit."""
    if not within:
        return Filters()
    if within.startswith("p") and len(within) > 1:
        return Filters(pages=(within[1:],))
    if within.startswith("d"):
        try:
            day = date(int(within[1:5]), int(within[5:7]), int(within[7:]))
        except ValueError:
            return None
        return Filters(date_from=day, date_to=day)
    return None


def within_label(within: str, lang: Lang) -> str:
    """What a limit is called on a button."""
    if within.startswith("p"):
        return say(lang, Text.PAGE, page=within[1:])
    return f"{within[1:5]}-{within[5:7]}-{within[7:]}"
