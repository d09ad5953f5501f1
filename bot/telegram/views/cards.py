"""Makes answer cards: the pages of an answer and the buttons under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from telegram import InlineKeyboardMarkup

from bot.house import NO_HOUSE, House
from bot.render import citation_line, date_text, page_text
from bot.telegram.views.callback_data import (
    Alone,
    ChooseLimit,
    JudgeAnswer,
    LeaveLimits,
    More,
    OpenArticle,
    Verdict,
    Within,
)
from bot.telegram.views.card_texts import CardText
from bot.telegram.views.deep_links import Place, place_of
from bot.telegram.views.desk_views import offer_row
from bot.telegram.views.keyboards import Row, button, copying, in_rows, number_rows, on_sheet, pager
from bot.telegram.views.limit import NO_LIMIT, Limit, page_fits
from bot.telegram.views.render import answer_card
from bot.telegram.views.reports import Report, reports_from
from bot.telegram.views.rich_text import html, paged, units
from bot.telegram.views.texts import Lang, Text, say
from retrieval.domain import Answer, AnswerStatus, Citation, Headline
from retrieval.language.page_names import page_order

CHOICES_PER_SHEET = 8
"""Days or pages that 按日期 and 按版面 offer at once."""
COPIED_UNITS = 256
"""Telegram's limit for what a button copies, in UTF-16 units."""
REASONS: dict[Verdict, Text] = {"wrong": Text.WRONG, "outdated": Text.OUTDATED, "missing": Text.MISSING}


@dataclass(frozen=True, slots=True)
class CardRequest:
    """A question as it is to be answered: what it follows, its limit, and the number of the first citation."""

    question: str
    previous: str | None = None
    limit: Limit = NO_LIMIT
    first: int = 1


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """An answer ready to be posted. ``follows`` is the question that it was read together with.

    ``reports`` are all that were shown up to the end of this card, ``more`` is the number of the first citation behind
    it, ``short`` where the short answer stands.

    ``small_talk``: it answers no question on the news, so that a follow-up goes on from the question before.
    """

    pages: tuple[str, ...]
    keyboard: InlineKeyboardMarkup | None
    follows: str | None
    citations: int
    small_talk: bool
    reports: tuple[Report, ...] = ()
    more: int | None = None
    short: Place | None = None


def make_card(
    request: CardRequest,
    answer: Answer,
    lang: Lang,
    deep_link: Callable[[str], str],
    *,
    fresh: bool = True,
    house: House = NO_HOUSE,
    desk: bool = False,
) -> AnswerCard:
    """The card with the citations of an ``answer`` from number ``request.first`` on.

    ``fresh``: say up to when the archive reaches, also where nothing else asks for it. ``desk``: what was not found can
    be passed on to the newsroom.
    """
    told = fresh or (request.first == 1 and freshness_matters(answer))
    blocks = answer_card(answer, lang, first=request.first, fresh=told, deep_link=deep_link, house=house)
    pages = tuple(html(page) for page in paged(blocks))
    keyboard = None
    if answer.reply is None:
        keyboard = _card_keyboard(request, answer, lang, desk=desk)
    shown = max(0, len(answer.citations) - request.first + 1)
    return AnswerCard(
        pages,
        keyboard,
        answer.follows,
        shown,
        answer.reply is not None,
        reports_from(answer),
        _next_first(answer),
        short_answer_place(answer),
    )


def freshness_matters(answer: Answer) -> bool:
    """Whether a reader must know how new the archive is to judge the answer."""
    asks_for_new = answer.understood.latest or answer.understood.recent or bool(answer.understood.dates)
    return answer.status is not AnswerStatus.ANSWERED or asks_for_new or answer.freshness is None


def _card_keyboard(request: CardRequest, answer: Answer, lang: Lang, *, desk: bool) -> InlineKeyboardMarkup | None:
    """Only rows that do something: the follow-up taken back, full texts, copies, more and limits, people, judgement."""
    rows: list[Row] = []
    first = request.first == 1
    if answer.follows and first:
        rows.append([button(say(lang, Text.ALONE), Alone())])
    rows += report_rows(answer, request.first, lang)
    if first and not answer.citations:
        rows += number_rows([headline.article_id for headline in answer.nearest])
    rows.append(limits_row(request.limit, _next_first(answer), choices_of(answer), lang))
    if first and desk and answer.status is not AnswerStatus.ANSWERED:
        rows.append(offer_row(lang))
    if first:
        rows.append(judge_row(short_answer_place(answer)))
    rows = [row for row in rows if row]
    return InlineKeyboardMarkup(rows) if rows else None


def _next_first(answer: Answer) -> int | None:
    """The number of the first citation behind those shown."""
    return len(answer.citations) + 1 if answer.further else None


def report_rows(answer: Answer, first: int, lang: Lang) -> list[Row]:
    """看全文 for each report shown; on the first card also copies of its first quotation and where it stands."""
    reports = reports_from(answer, first)
    label = say(lang, Text.FULL_TEXT)
    if len(reports) == 1 and first == 1:
        (report,) = reports
        return [[button(label, OpenArticle(place_of(report.citations[0]))), *copy_row(report.citations[0], lang)]]
    numbered = [(report.number, OpenArticle(place_of(report.citations[0]))) for report in reports]
    rows = [[button(f"{label} {number}", opened) for number, opened in numbered]]
    return [*rows, copy_row(answer.citations[0], lang)] if reports and first == 1 else rows


def copy_row(citation: Citation, lang: Lang) -> Row:
    """Buttons that put a quotation, and where it stands, into the reader's clipboard, where they can carry them."""
    wanted = ((CardText.COPY_QUOTATION, citation.excerpt), (CardText.COPY_SOURCE, citation_line(citation, lang)))
    return [copying(say(lang, label), text) for label, text in wanted if units(text) <= COPIED_UNITS]


def choices_of(answer: Answer) -> str:
    """What an answer can be limited to: days (``d``), pages (``p``), where its evidence comes from several."""
    days, pages = limits_of(answer, "d"), limits_of(answer, "p")
    return ("d" if len(days) > 1 else "") + ("p" if len(pages) > 1 else "")


def limits_row(limit: Limit, more: int | None, choices: str, lang: Lang) -> Row:
    """更多 from citation number ``more`` on, 按日期 and 按版面 as far as they are ``choices`` (see ``choices_of``).

    Under a limit the button that lifts it instead.
    """
    row = [button(say(lang, Text.MORE), More(more, limit))] if more else []
    if limit:
        return [*row, button(say(lang, Text.LIFT, what=limit_label(limit, lang)), Within())]
    if "d" in choices:
        row.append(button(say(lang, Text.BY_DATE), ChooseLimit("d")))
    if "p" in choices:
        row.append(button(say(lang, Text.BY_PAGE), ChooseLimit("p")))
    return row


def short_answer_place(answer: Answer) -> Place | None:
    """Where the short answer stands in the paper; None without one."""
    if not answer.answer or not answer.citations:
        return None
    cited = answer.citations[0]
    at = cited.excerpt.find(answer.answer)
    if at < 0:
        return None
    start = cited.start + at
    return Place(passage_id=cited.passage_id, start=start, end=start + len(answer.answer))


def judge_row(answer: Place | None) -> Row:
    """Was it good? ``answer`` is where the short answer stands."""
    return [button("👍", JudgeAnswer("good", answer)), button("👎", JudgeAnswer("bad", answer))]


def reason_rows(answer: Place | None, lang: Lang) -> list[Row]:
    """What was wrong with it?"""
    return [[button(say(lang, text), JudgeAnswer(verdict, answer)) for verdict, text in REASONS.items()]]


def consent_rows(answer: Place | None, lang: Lang) -> list[Row]:
    """May the question itself be kept?"""
    keep, drop = say(lang, Text.KEEP_QUESTION), say(lang, Text.KEEP_NOTHING)
    return [[button(keep, JudgeAnswer("keep", answer)), button(drop, JudgeAnswer("done", answer))]]


def choice_rows(answer: Answer, choice: ChooseLimit, more: int | None, lang: Lang) -> list[Row]:
    """A sheet of the dates or pages that the evidence comes from, in their own order, each with its count.

    ``more`` is the first citation of 更多, to which 返回 leads back.
    """
    counts = limits_of(answer, choice.kind)
    in_order = sorted(counts, key=_place_in_row, reverse=choice.kind == "d")
    shown, sheet, sheets = on_sheet(in_order, choice.sheet, CHOICES_PER_SHEET)
    rows = in_rows([button(_counted(limit, counts[limit], lang), Within(limit)) for limit in shown], 2)
    rows += pager([ChooseLimit(choice.kind, number) for number in range(sheets)], sheet, lang)
    return [*rows, [button(say(lang, Text.BACK), LeaveLimits(more or 0, choices_of(answer)))]]


def limits_of(answer: Answer, kind: Literal["d", "p"]) -> Counter[Limit]:
    """How many of an answer's passages each date (``d``) or page (``p``) has, those behind 更多 too."""
    found: list[Citation | Headline] = [*answer.citations, *answer.further]
    return Counter(filter(None, (_limit_to(each, kind) for each in found)))


def _counted(limit: Limit, count: int, lang: Lang) -> str:
    return say(lang, CardText.COUNTED, what=limit_label(limit, lang), count=count)


def _place_in_row(limit: Limit) -> str:
    """Pages as they are printed: 第2版 before 第10版."""
    return page_order(limit.page) or limit.code


def _limit_to(citation: Citation | Headline, kind: str) -> Limit:
    """The citation's date or page as a limit; none where it has none that a button can carry."""
    if kind == "d" and citation.date:
        return Limit(day=citation.date)
    if kind == "p" and page_fits(citation.page):
        return Limit(page=citation.page)
    return NO_LIMIT


def limit_label(limit: Limit, lang: Lang) -> str:
    """What a limit is called on a button."""
    return date_text(limit.day, lang) if limit.day else page_text(limit.page or "", lang)
