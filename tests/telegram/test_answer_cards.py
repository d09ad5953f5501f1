"""Making answer cards: which citations stand on them, and which buttons stand under them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from telegram import InlineKeyboardMarkup

from bot.telegram.views.cards import (
    CHOICES,
    PER_CARD,
    CardRequest,
    choice_rows,
    consent_rows,
    limits_row,
    make_card,
    reason_rows,
    short_answer_place,
)
from bot.telegram.views.deep_links import Place
from bot.telegram.views.keyboards import Row
from bot.telegram.views.limit import NO_LIMIT, Limit
from bot.telegram.views.texts import LANGS
from retrieval.domain import Answer, AnswerStatus, Byline, Citation, Headline, Note, NoteCode, SmallTalk

EXCERPT = "末班船21时30分开出,票价每人45元。"
CITATION = Citation(
    1, 2, "夜游船恢复运营", None, "青溪晚报", date(2025, 11, 9), "2", Byline(), None, EXCERPT, 100, 100 + len(EXCERPT),
    (), None, "02.txt", (), 1.0,
)  # fmt: skip
REQUEST = CardRequest("票价多少")
DAY = Limit(day=date(2025, 11, 9))


def cited(count: int) -> tuple[Citation, ...]:
    return tuple(replace(CITATION, article_id=n, passage_id=10 * n, headline=f"其{n}") for n in range(1, count + 1))


def answer(count: int, short: str | None = "45元") -> Answer:
    return Answer("票价多少", AnswerStatus.ANSWERED, short, cited(count), "g", date(2025, 11, 9), 1.0)


def link(token: str) -> str:
    return f"https://t.me/b?start={token}"


def carried(keyboard: InlineKeyboardMarkup | None) -> list[list[str]]:
    assert keyboard is not None
    return [[str(each.callback_data) for each in row] for row in keyboard.inline_keyboard]


def labels(rows: list[Row]) -> list[list[str]]:
    return [[each.text for each in row] for row in rows]


def test_a_card_shows_three_citations_and_offers_the_fourth() -> None:
    card = make_card(REQUEST, answer(PER_CARD + 1), "zh-hans", link)
    assert card.citations == PER_CARD
    assert "其3" in card.pages[-1]
    assert "其4" not in "".join(card.pages)
    assert carried(card.keyboard)[:2] == [
        ["read:p10_100_120", "read:p20_100_120", "read:p30_100_120"],
        ["more:4:", "by:d", "by:p"],
    ]
    assert carried(make_card(REQUEST, answer(PER_CARD), "zh-hans", link).keyboard)[1] == ["by:d", "by:p"]


def test_the_next_card_goes_on_counting_without_the_short_answer_and_its_notes() -> None:
    whole = replace(answer(5), notes=(Note(NoteCode.ONE_CASE),))
    first = make_card(REQUEST, whole, "zh-hans", link)
    second = make_card(replace(REQUEST, first=4), whole, "zh-hans", link)
    assert "<b>45元</b>" in first.pages[0]
    assert "※" in first.pages[0]
    assert "<b>45元</b>" not in second.pages[0]
    assert "※" not in second.pages[0]
    assert second.citations == 2
    assert "4. " in second.pages[0]
    assert "其5" in second.pages[0]
    assert carried(second.keyboard)[-1] == ["judge:good", "judge:bad"]
    assert make_card(replace(REQUEST, first=7), whole, "zh-hans", link).citations == 0


def test_a_follow_up_can_be_taken_back_and_a_limit_lifted() -> None:
    followed = replace(answer(1), follows="夜游船在哪", subject="夜游船")
    card = make_card(replace(REQUEST, limit=DAY), followed, "zh-hans", link)
    assert card.follows == "夜游船在哪"
    assert carried(card.keyboard) == [
        ["alone"],
        ["read:p10_100_120"],
        ["in:"],
        ["judge:good:p10_116_119", "judge:bad:p10_116_119"],
    ]


def test_where_nothing_is_cited_the_nearest_reports_are_opened_by_number() -> None:
    near = (Headline(7, "集市", None, None, None), Headline(8, None, None, None, None))
    nothing = replace(answer(0, None), status=AnswerStatus.NOT_FOUND, nearest=near)
    judging = ["judge:good", "judge:bad"]
    assert carried(make_card(REQUEST, nothing, "en", link).keyboard) == [["read:a7", "read:a8"], judging]
    limited = make_card(replace(REQUEST, limit=DAY), nothing, "en", link)
    assert carried(limited.keyboard) == [["read:a7", "read:a8"], ["in:"], judging]


def test_small_talk_has_no_buttons() -> None:
    card = make_card(REQUEST, replace(answer(0, None), reply=SmallTalk.THANKS), "zh-hans", link)
    assert (card.keyboard, card.citations, card.small_talk) == (None, 0, True)
    assert not make_card(REQUEST, answer(1), "zh-hans", link).small_talk


@pytest.mark.parametrize(
    ("given", "place"),
    [
        (answer(1), Place(passage_id=10, start=116, end=119)),
        (answer(1, None), None),
        (answer(0), None),
        (answer(1, "54元"), None),
    ],
    ids=["cited", "no short answer", "no citation", "other words"],
)
def test_where_the_short_answer_stands_in_its_passage(given: Answer, place: Place | None) -> None:
    assert short_answer_place(given) == place


@pytest.mark.parametrize(
    ("limit", "more", "expected"),
    [
        (NO_LIMIT, None, ["按日期", "按版面"]),
        (NO_LIMIT, 4, ["更多", "按日期", "按版面"]),
        (DAY, 4, ["更多", "不限2025-11-09"]),
        (Limit(page="A3"), None, ["不限第A3版"]),
    ],
    ids=["all", "more", "day", "page"],
)
def test_the_row_of_limits(limit: Limit, more: int | None, expected: list[str]) -> None:
    assert labels([limits_row(limit, more, "zh-hans")]) == [expected]


def test_days_to_choose_from_are_the_most_frequent_newest_first() -> None:
    days = [date(2025, 11, number) for number in (1, 1, 2, 3, 3, 3, 4, 5, 6, 6)]
    citations = [replace(CITATION, date=day) for day in days] + [replace(CITATION, date=None)]
    *rows, back = choice_rows(citations, "d", 4, "zh-hans")
    chosen = [label for row in labels(rows) for label in row]
    assert chosen == ["2025-11-06（2）", "2025-11-04（1）", "2025-11-03（3）", "2025-11-02（1）", "2025-11-01（2）"]
    assert len(chosen) == CHOICES
    assert max(len(row) for row in rows) == 2
    assert carried(InlineKeyboardMarkup([back])) == [["by:4"]]


def test_pages_that_no_button_can_carry_are_no_choice() -> None:
    pages = ["A3", "很长很长的版面名称", None, "A12", "A3"]
    *rows, back = choice_rows([replace(CITATION, page=page) for page in pages], "p", None, "zh-hans")
    assert sorted(label for row in labels(rows) for label in row) == ["第A12版（1）", "第A3版（2）"]
    assert carried(InlineKeyboardMarkup([back])) == [["by:0"]]
    assert labels(choice_rows([], "p", None, "zh-hans")) == [["返回"]]


@pytest.mark.parametrize("lang", LANGS)
def test_judging_carries_the_short_answer_along(lang: str) -> None:
    place = Place(passage_id=10, start=116, end=119)
    rows = [*reason_rows(place, lang), *consent_rows(place, lang)]  # type: ignore[arg-type]  # one of LANGS
    verdicts = [data.split(":") for row in carried(InlineKeyboardMarkup(rows)) for data in row]
    assert [verdict for _, verdict, _ in verdicts] == ["wrong", "outdated", "missing", "keep", "done"]
    assert {place for *_, place in verdicts} == {"p10_116_119"}
