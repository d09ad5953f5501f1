"""/search: words, limits or both; limits are said as they were understood."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from telegram.ext import CommandHandler

from bot.telegram.handlers import search as module
from bot.telegram.handlers.buttons import on_button
from bot.telegram.handlers.search import SearchCommand, limits_text
from bot.telegram.session.service import Service
from bot.telegram.views.callback_data import ListFound
from bot.wiring import Newsroom
from retrieval.domain import Filters
from tests.telegram.desk import Desk
from tests.telegram.double import Citizen, Heard

Searching = Callable[[str], Heard]
DAY, NEXT = date(2025, 11, 8), date(2025, 11, 9)


@pytest.fixture
def searching(desk: Desk, asked: Newsroom, service: Service, lin: Citizen) -> Searching:
    search = SearchCommand(service)

    def searching(text: str) -> Heard:
        said = lin.says(f"/search {text}")
        desk.hands(CommandHandler("search", search.command))
        heard = lin.hears(timeout=0)
        assert heard.reply_to == said
        return heard

    return searching


@pytest.mark.parametrize(
    ("filters", "text"),
    [
        (Filters(), "全部版面"),
        (Filters(DAY, DAY), "2025-11-08"),
        (Filters(DAY, NEXT), "2025-11-08 – 2025-11-09"),
        (Filters(pages=("1", "A1")), "第1版，第A1版"),
        (Filters(DAY, DAY, ("3",), ("白露", "秦朗"), ("青溪晚报",)), "2025-11-08，第3版，白露，秦朗，青溪晚报"),
    ],
    ids=["none", "one day", "days", "pages", "all kinds"],
)
def test_limits_in_words(filters: Filters, text: str) -> None:
    assert limits_text(filters, "zh-hans") == text


def test_limits_without_words_list_the_headlines_with_buttons_that_open_them(
    searching: Searching, newsroom: Newsroom
) -> None:
    found = searching("记者:白露")
    assert found.text == "范围：白露，共 1 篇\n1. 《湖心公园夜游船恢复运营》 青溪晚报 2025年11月9日 第2版"
    boats = next(each.id for each in newsroom.archive.articles() if each.headline == "湖心公园夜游船恢复运营")
    assert [button["callback_data"] for row in found.rows for button in row] == [f"read:a{boats}"]


def test_words_within_limits_quote_only_from_there(searching: Searching) -> None:
    found = searching("大桥 昨天")
    assert found.text.startswith("范围：2025-11-09\n")
    assert "2025年11月8日 第" not in found.text
    found = searching("大桥 前天 版面:1")
    assert found.text.startswith("范围：2025-11-08，第1版\n")
    assert "青溪跨河大桥昨日合龙" in found.text
    assert found.buttons[0] == "1"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "用法：/search"),
        ("大桥 日期:", "用法：/search"),
        ("日期: 版面:3", "用法：/search"),
        ("大桥 日期:下辈子 date:2025-02-30", "看不懂的日期：下辈子、2025-02-30"),
        ("版面:99", "这个范围里没有报道：第99版"),
        ("记者:<b>&", "这个范围里没有报道：<b>&"),
    ],
    ids=["nothing", "half a limit", "half a limit and a whole one", "no dates", "no such page", "markup"],
)
def test_what_cannot_be_searched_is_told_in_a_line_without_buttons(searching: Searching, text: str, told: str) -> None:
    found = searching(text)
    assert found.text.startswith(told)
    assert found.buttons == []


def test_only_what_is_looked_for_counts_as_a_question(searching: Searching, service: Service) -> None:
    service.quota.per_minute = 1
    for text, told in (("", "用法"), ("日期:下辈子", "看不懂"), ("记者:白露", "范围"), ("记者:白露", "问得太快了")):
        assert searching(text).text.startswith(told)


def test_what_is_found_is_counted_and_leafed_through(
    searching: Searching, desk: Desk, service: Service, lin: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "HEADLINES_PER_SHEET", 4)
    found = searching("日期:2025-11")
    assert found.text.startswith("范围：2025-11-01 – 2025-11-30，共 6 篇\n1. ")
    assert found.buttons[-2:] == ["第 1/2 页", "下一页 ›"]
    lin.presses(found, "下一页")
    desk.hands(on_button(service, ListFound, SearchCommand(service).found_button))
    assert "\n5. " in found.text
    assert found.buttons == ["5", "6", "‹ 上一页", "第 2/2 页"]


def test_passages_are_leafed_through_and_none_comes_twice(
    searching: Searching, desk: Desk, service: Service, lin: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PASSAGES", 1)
    found = searching("便民措施 增设服务窗口")
    first = found.text
    lin.presses(found, "下一页")
    desk.hands(on_button(service, ListFound, SearchCommand(service).found_button))
    assert found.text != first
    assert "‹ 上一页" in found.buttons
    lin.presses(found, "上一页")
    desk.hands(on_button(service, ListFound, SearchCommand(service).found_button))
    assert found.text == first
