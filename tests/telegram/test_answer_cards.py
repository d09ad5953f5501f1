"""Making answer cards: which reports stand on them in which order, and which buttons stand under them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from telegram import InlineKeyboardMarkup

from bot.telegram.views.callback_data import ChooseLimit, LeaveLimits
from bot.telegram.views.cards import (
    CHOICES_PER_SHEET,
    COPIED_UNITS,
    CardRequest,
    choice_rows,
    consent_rows,
    copy_row,
    limits_row,
    make_card,
    reason_rows,
    short_answer_place,
)
from bot.telegram.views.deep_links import Place
from bot.telegram.views.keyboards import Row
from bot.telegram.views.limit import NO_LIMIT, Limit
from bot.telegram.views.texts import LANGS
from retrieval.domain import (
    Answer,
    AnswerStatus,
    Byline,
    Citation,
    Headline,
    Note,
    NoteCode,
    SmallTalk,
    Understanding,
)

EXCERPT = "末班船21时30分开出,票价每人45元。"
CITATION = Citation(
    1, 2, "夜游船恢复运营", None, "青溪晚报", date(2025, 11, 9), "2", Byline(), None, EXCERPT, 100, 100 + len(EXCERPT),
    (), None, "02.txt", (), 1.0,
)  # fmt: skip
REQUEST = CardRequest("票价多少")
DAY = Limit(day=date(2025, 11, 9))
COPIES = ["复制引文", "复制出处"]
JUDGING = ["judge:good:p10_116_119", "judge:bad:p10_116_119"]


def cited(count: int) -> tuple[Citation, ...]:
    return tuple(replace(CITATION, article_id=n, passage_id=10 * n, headline=f"其{n}") for n in range(1, count + 1))


def further(count: int, **values: Any) -> tuple[Headline, ...]:
    return tuple(
        Headline(50 + n, "其后", **({"paper": None, "date": None, "page": None} | values)) for n in range(count)
    )


def answer(count: int, short: str | None = "45元") -> Answer:
    return Answer("票价多少", AnswerStatus.ANSWERED, short, cited(count), "g", date(2025, 11, 9), 1.0)


def link(token: str) -> str:
    return f"https://t.me/b?start={token}"


def carried(keyboard: InlineKeyboardMarkup | None) -> list[list[str]]:
    """What each button carries; what it copies behind a =."""
    assert keyboard is not None
    return [
        [f"={each.copy_text.text}" if each.copy_text else str(each.callback_data) for each in row]
        for row in keyboard.inline_keyboard
    ]


def labels(rows: list[Row]) -> list[list[str]]:
    return [[each.text for each in row] for row in rows]


def test_a_card_of_one_report_has_its_buttons_in_one_row() -> None:
    card = make_card(REQUEST, answer(1), "zh-hans", link)
    line = "《其1》 青溪晚报 2025年11月9日 第2版"
    assert carried(card.keyboard) == [["read:p10_100_120", f"={EXCERPT}", f"={line}"], JUDGING]


def test_a_card_offers_more_only_where_something_follows() -> None:
    card = make_card(REQUEST, replace(answer(3), further=further(2)), "zh-hans", link)
    assert card.citations == 3
    assert card.keyboard is not None
    rows = labels([list(row) for row in card.keyboard.inline_keyboard])
    assert rows == [["看全文 1", "看全文 2", "看全文 3"], COPIES, ["更多"], ["👍", "👎"]]
    assert carried(card.keyboard)[2] == ["more:4:"]
    alone = make_card(REQUEST, answer(3), "zh-hans", link)
    assert carried(alone.keyboard)[2] == JUDGING


@pytest.mark.parametrize(
    ("behind", "row"),
    [
        (further(1, date=date(2025, 11, 9), page="2"), ["更多"]),
        (further(1, date=date(2025, 11, 8), page="2"), ["更多", "按日期"]),
        (further(1, date=date(2025, 11, 9), page="3"), ["更多", "按版面"]),
        (further(1, date=date(2025, 11, 8), page="A3"), ["更多", "按日期", "按版面"]),
        (further(1, page="一个很长很长的版面名称"), ["更多"]),
        (further(20) + further(1, date=date(2025, 11, 8), page="3"), ["更多", "按日期", "按版面"]),
    ],
    ids=["one day, one page", "two days", "two pages", "both", "a page that fits no button", "far behind"],
)
def test_limits_are_offered_where_there_are_several(behind: tuple[Headline, ...], row: list[str]) -> None:
    card = make_card(REQUEST, replace(answer(1), further=behind), "zh-hans", link)
    assert card.keyboard is not None
    assert labels([list(found) for found in card.keyboard.inline_keyboard])[1] == row


def test_citations_of_one_report_stand_in_one_block() -> None:
    first, second, third = cited(3)
    again = replace(first, passage_id=11, excerpt="夜游船全长24米。", start=200, end=209)
    card = make_card(REQUEST, replace(answer(3), citations=(first, second, again, third)), "zh-hans", link)
    (page,) = card.pages
    assert page.index("其1") < page.index("夜游船全长24米。") < page.index("其2") < page.index("其3")
    assert page.count("其1") == 1
    assert page.count("<blockquote>") == 1, "the first quotation is open"
    assert page.count("<blockquote expandable>") == 3
    assert carried(card.keyboard)[0] == ["read:p10_100_120", "read:p20_100_120", "read:p30_100_120"]


def test_the_next_card_goes_on_with_the_numbers_of_the_reports() -> None:
    first, second, third, fourth = cited(4)
    again = replace(first, passage_id=11, excerpt="夜游船全长24米。")
    whole = replace(answer(0), citations=(first, second, third, again, fourth), notes=(Note(NoteCode.ONE_CASE),))
    card = make_card(replace(REQUEST, first=4), whole, "zh-hans", link, fresh=False)
    (page,) = card.pages
    assert card.citations == 2
    assert page.startswith("1. ")
    assert "\n4. " in page
    assert not any(text in page for text in ("<b>45元</b>", "※", "其2", "其3", "已收录至", "<blockquote>"))
    assert carried(card.keyboard) == [["read:p11_100_120", "read:p40_100_120"]], "it is judged with the first card"
    assert make_card(replace(REQUEST, first=7), whole, "zh-hans", link).citations == 0


def test_a_follow_up_can_be_taken_back_and_a_limit_lifted() -> None:
    followed = replace(answer(1), follows="夜游船在哪", subject="夜游船")
    card = make_card(replace(REQUEST, limit=DAY), followed, "zh-hans", link)
    assert card.follows == "夜游船在哪"
    assert [row[0] for row in carried(card.keyboard)] == ["alone", "read:p10_100_120", "in:", JUDGING[0]]


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


NEW_ASKED = Understanding("when", latest=True)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (answer(1), False),
        (replace(answer(1), understood=NEW_ASKED), True),
        (replace(answer(1), status=AnswerStatus.RELATED_ONLY), True),
        (replace(answer(0), status=AnswerStatus.NOT_FOUND), True),
        (replace(answer(1), reply=SmallTalk.THANKS, citations=()), False),
    ],
    ids=["answered", "the newest asked", "related", "nothing", "small talk"],
)
def test_how_new_the_archive_is_where_it_matters(given: Answer, told: bool) -> None:
    assert ("已收录至" in make_card(REQUEST, given, "zh-hans", link, fresh=False).pages[-1]) is told
    assert ("已收录至" in make_card(REQUEST, given, "zh-hans", link, fresh=True).pages[-1]) is (given.reply is None)


@pytest.mark.parametrize(
    ("length", "copied"),
    [(COPIED_UNITS, COPIES), (COPIED_UNITS + 1, COPIES[1:])],
    ids=["as long as a button copies", "longer"],
)
def test_what_a_button_cannot_copy_is_not_offered(length: int, copied: list[str]) -> None:
    row = copy_row(replace(CITATION, excerpt="船" * length), "zh-hans")
    assert labels([row]) == [copied]


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
    ("limit", "more", "choices", "expected"),
    [
        (NO_LIMIT, None, "dp", ["按日期", "按版面"]),
        (NO_LIMIT, 4, "dp", ["更多", "按日期", "按版面"]),
        (NO_LIMIT, 4, "", ["更多"]),
        (NO_LIMIT, None, "p", ["按版面"]),
        (DAY, 4, "dp", ["更多", "不限2025年11月9日"]),
        (Limit(page="A3"), None, "", ["不限第A3版"]),
    ],
    ids=["all", "more", "more alone", "pages alone", "day", "page"],
)
def test_the_row_of_limits(limit: Limit, more: int | None, choices: str, expected: list[str]) -> None:
    assert labels([limits_row(limit, more, choices, "zh-hans")]) == [expected]


def of_days(days: list[date | None]) -> Answer:
    return replace(answer(0), citations=tuple(replace(CITATION, date=day) for day in days))


def of_pages(pages: list[str | None]) -> Answer:
    return replace(answer(0), citations=tuple(replace(CITATION, page=page) for page in pages))


def test_days_to_choose_from_are_counted_newest_first() -> None:
    days: list[date | None] = [date(2025, 11, number) for number in (1, 1, 2, 3, 3, 3)]
    *rows, back = choice_rows(of_days([*days, None]), ChooseLimit("d"), 4, "en")
    assert labels(rows) == [["2025-11-03 (3)", "2025-11-02 (1)"], ["2025-11-01 (2)"]]
    assert [LeaveLimits.parse(each.callback_data) for each in back] == [LeaveLimits(4, "d")]


def test_no_day_is_left_out_however_many_there_are() -> None:
    found = of_days([date(2025, 11, number) for number in range(1, 5)])
    found = replace(found, further=tuple(Headline(n, None, None, date(2025, 11, n), None) for n in range(4, 21)))
    offered: list[str] = []
    for sheet in range(3):
        *rows, pages, _ = choice_rows(found, ChooseLimit("d", sheet), None, "en")
        assert f"Page {sheet + 1}/3" in labels([pages])[0]
        assert sum(map(len, rows)) <= CHOICES_PER_SHEET
        offered += [label for row in labels(rows) for label in row]
    assert offered == [f"2025-11-{n:02} ({2 if n == 4 else 1})" for n in range(20, 0, -1)]


def test_pages_that_no_button_can_carry_are_no_choice() -> None:
    *rows, back = choice_rows(
        of_pages(["A3", "很长很长的版面名称", None, "A12", "A3"]), ChooseLimit("p"), None, "zh-hans"
    )
    assert sorted(label for row in labels(rows) for label in row) == ["第A12版（1）", "第A3版（2）"]
    assert [LeaveLimits.parse(each.callback_data) for each in back] == [LeaveLimits(0, "p")]
    assert labels(choice_rows(of_pages([]), ChooseLimit("p"), None, "zh-hans")) == [["返回"]]


@pytest.mark.parametrize("lang", LANGS)
def test_judging_carries_the_short_answer_along(lang: str) -> None:
    place = Place(passage_id=10, start=116, end=119)
    rows = [*reason_rows(place, lang), *consent_rows(place, lang)]  # type: ignore[arg-type]  # one of LANGS
    verdicts = [data.split(":") for row in carried(InlineKeyboardMarkup(rows)) for data in row]
    assert [verdict for _, verdict, _ in verdicts] == ["wrong", "outdated", "missing", "keep", "done"]
    assert {place for *_, place in verdicts} == {"p10_116_119"}
