"""Makes answer cards: the pages of an answer and the buttons under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from telegram import InlineKeyboardMarkup

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
from bot.telegram.views.deep_links import Place, place_of
from bot.telegram.views.keyboards import Row, button, in_rows, number_rows
from bot.telegram.views.limit import NO_LIMIT, Limit, page_fits
from bot.telegram.views.render import answer_card
from bot.telegram.views.rich_text import html, paged
from bot.telegram.views.texts import Lang, Text, say
from retrieval.domain import Answer, Citation
from retrieval.language.page_names import page_order

PER_CARD = 3
CHOICES = 5
SURVEYED = 12
"""Citations among which 按日期 and 按版面 look for choices."""
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

    ``small_talk``: it answers no question on the news, so that a follow-up goes on from the question before.
    """

    pages: tuple[str, ...]
    keyboard: InlineKeyboardMarkup | None
    follows: str | None
    citations: int
    small_talk: bool


def make_card(request: CardRequest, answer: Answer, lang: Lang, deep_link: Callable[[str], str]) -> AnswerCard:
    """The card for an ``answer`` that was asked for one citation more than the card shows."""
    after = request.first - 1 + PER_CARD
    shown = answer.citations[request.first - 1 : after]
    more = after + 1 if len(answer.citations) > after else None
    part = replace(answer, citations=shown)
    if request.first > 1:
        part = replace(part, answer=None, notes=())
    blocks = answer_card(part, lang, first=request.first, deep_link=deep_link)
    pages = tuple(html(page) for page in paged(blocks))
    keyboard = None
    if part.reply is None:
        keyboard = _card_keyboard(request, part, more, lang)
    return AnswerCard(pages, keyboard, answer.follows, len(shown), answer.reply is not None)


def _card_keyboard(request: CardRequest, part: Answer, more: int | None, lang: Lang) -> InlineKeyboardMarkup:
    """Rows: take back the follow-up; full texts; more and limits; judgement."""
    rows: list[Row] = []
    if part.follows:
        rows.append([button(say(lang, Text.ALONE), Alone())])
    if part.citations:
        rows.append(_full_text_row(part.citations, request.first, lang))
        rows.append(limits_row(request.limit, more, lang))
    else:
        rows += number_rows([headline.article_id for headline in part.nearest])
        if request.limit:
            rows.append(limits_row(request.limit, None, lang))
    rows.append(judge_row(short_answer_place(part)))
    return InlineKeyboardMarkup(rows)


def _full_text_row(citations: Sequence[Citation], first: int, lang: Lang) -> Row:
    label = say(lang, Text.FULL_TEXT)
    if len(citations) == 1 and first == 1:
        return [button(label, OpenArticle(place_of(citations[0])))]
    numbered = enumerate(citations, first)
    return [button(f"{label} {number}", OpenArticle(place_of(citation))) for number, citation in numbered]


def limits_row(limit: Limit, more: int | None, lang: Lang) -> Row:
    """更多 from citation number ``more`` on, 按日期, 按版面; under a limit, the button that lifts it."""
    row = [button(say(lang, Text.MORE), More(more, limit))] if more else []
    if limit:
        return [*row, button(say(lang, Text.LIFT, what=limit_label(limit, lang)), Within())]
    by_date, by_page = say(lang, Text.BY_DATE), say(lang, Text.BY_PAGE)
    return [*row, button(by_date, ChooseLimit("d")), button(by_page, ChooseLimit("p"))]


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


def choice_rows(citations: Sequence[Citation], kind: str, more: int | None, lang: Lang) -> list[Row]:
    """The dates (``d``) or pages (``p``) that the evidence comes from, the most frequent ones, in their own order.

    ``more`` is the first citation of 更多, to which 返回 leads back.
    """
    counts = Counter(filter(None, (_limit_to(citation, kind) for citation in citations)))
    most_frequent = sorted(counts, key=lambda limit: (-counts[limit], limit.code))[:CHOICES]
    in_order = sorted(most_frequent, key=_place_in_row, reverse=kind == "d")
    buttons = [button(f"{limit_label(limit, lang)}（{counts[limit]}）", Within(limit)) for limit in in_order]
    return [*in_rows(buttons, 2), [button(say(lang, Text.BACK), LeaveLimits(more or 0))]]


def _place_in_row(limit: Limit) -> str:
    """Pages as they are printed: 第2版 before 第10版."""
    return page_order(limit.page) or limit.code


def _limit_to(citation: Citation, kind: str) -> Limit:
    """The citation's date or page as a limit; none where it has none that a button can carry."""
    if kind == "d" and citation.date:
        return Limit(day=citation.date)
    if kind == "p" and page_fits(citation.page):
        return Limit(page=citation.page)
    return NO_LIMIT


def limit_label(limit: Limit, lang: Lang) -> str:
    """What a limit is called on a button."""
    return limit.day.isoformat() if limit.day else say(lang, Text.PAGE, page=limit.page)
