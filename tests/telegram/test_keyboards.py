"""Keyboards: rows, numbers, pagers, what the buttons under a message carry, and rows that give way to others."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from telegram import Chat, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.telegram.views.callback_data import Alone, JudgeAnswer, Label, ListEditions, More, OpenArticle, Unwatch
from bot.telegram.views.deep_links import Place
from bot.telegram.views.keyboards import (
    NUMBERS_PER_ROW,
    Row,
    article_keyboard,
    button,
    carried_by,
    in_rows,
    number_rows,
    pager_row,
    replace_rows,
)

MORE = [button("更多", More(4))]
ALONE = [button("单独回答", Alone())]
JUDGE = [button("👍", JudgeAnswer("good")), button("👎", JudgeAnswer("bad"))]
FOREIGN = [InlineKeyboardButton("网站", url="https://example.org")]
NEW = [button("新", Unwatch(1))]


def message(keyboard: InlineKeyboardMarkup | None) -> Message:
    return Message(1, datetime.now(UTC), Chat(1, Chat.PRIVATE), reply_markup=keyboard)


def carried(row: Row) -> list[str]:
    return [str(each.callback_data) for each in row]


def test_a_button_that_no_callback_can_carry_is_refused() -> None:
    assert button("✕ 船", Unwatch(9)).callback_data == "unwatch:9"
    with pytest.raises(ValueError, match="cannot carry"):
        button("更多", More(0))


@pytest.mark.parametrize(
    ("count", "lengths"),
    [(0, []), (1, [1]), (NUMBERS_PER_ROW, [6]), (NUMBERS_PER_ROW + 1, [6, 1]), (18, [6, 6, 6])],
)
def test_numbers_open_the_articles_of_a_list_in_its_order(count: int, lengths: list[int]) -> None:
    rows = number_rows([100 + number for number in range(count)])
    assert [len(row) for row in rows] == lengths
    buttons = [each for row in rows for each in row]
    assert [each.text for each in buttons] == [str(number) for number in range(1, count + 1)]
    assert carried(buttons) == [f"read:a{100 + number}" for number in range(count)]
    assert in_rows(buttons, 18) == ([buttons] if buttons else [])


def test_an_article_of_one_page_has_no_pager() -> None:
    assert article_keyboard(Place(article_id=7), 0, 1, "zh-hans") is None
    keyboard = article_keyboard(Place(passage_id=7, start=3, end=5), 0, 2, "zh-hans")
    assert keyboard is not None
    assert carried(list(keyboard.inline_keyboard[0])) == ["still", "read:p7_3_5-1"]


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (0, ["第 1/3 页", "下一页 ›"]),
        (1, ["‹ 上一页", "第 2/3 页", "下一页 ›"]),
        (2, ["‹ 上一页", "第 3/3 页"]),
    ],
    ids=["first", "between", "last"],
)
def test_a_pager_leads_where_there_is_a_page(shown: int, expected: list[str]) -> None:
    pages = [ListEditions(number) for number in range(3)]
    row = pager_row(pages, shown, "zh-hans")
    assert [each.text for each in row] == expected
    assert [ListEditions.parse(data) or Label.parse(data) for data in carried(row)] == [
        pages[number] if number != shown else Label() for number in (shown - 1, shown, shown + 1) if 0 <= number < 3
    ]


def test_what_buttons_of_one_kind_carry() -> None:
    rows = [[*FOREIGN, button("1", OpenArticle(Place(article_id=5)))], MORE, number_rows([6, 7])[0]]
    shown = message(InlineKeyboardMarkup(rows))
    assert [found.place.article_id for found in carried_by(shown, OpenArticle)] == [5, 6, 7]
    assert carried_by(shown, More) == [More(4)]
    assert carried_by(shown, Alone) == []
    assert carried_by(message(None), OpenArticle) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([ALONE, MORE, JUDGE], [ALONE, NEW, JUDGE]),
        ([MORE, FOREIGN, MORE, JUDGE], [NEW, FOREIGN, JUDGE]),
        ([[*FOREIGN, *MORE], JUDGE], [NEW, JUDGE]),
        ([ALONE, JUDGE], [ALONE, JUDGE]),
        ([], []),
    ],
    ids=["one row", "several rows", "mixed row", "no such row", "no rows"],
)
def test_rows_give_way_where_the_first_of_their_kind_stood(before: list[Row], after: list[Row]) -> None:
    replaced = replace_rows(InlineKeyboardMarkup(before), [More], [NEW])
    assert replaced == InlineKeyboardMarkup(after)


def test_rows_of_several_kinds_may_give_way_to_several_or_to_none() -> None:
    keyboard = InlineKeyboardMarkup([ALONE, MORE, JUDGE])
    assert replace_rows(keyboard, [More, Alone], [NEW, FOREIGN]) == InlineKeyboardMarkup([NEW, FOREIGN, JUDGE])
    assert replace_rows(keyboard, [More, Alone], []) == InlineKeyboardMarkup([JUDGE])
