"""Editions: their list, their sources, and the way from an edition to its pages and headlines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from telegram import InlineKeyboardMarkup
from telegram.ext import CommandHandler

from bot.settings import Settings
from bot.telegram.handlers import editions as module
from bot.telegram.handlers.buttons import on_button
from bot.telegram.handlers.editions import (
    EDITION_CHARS,
    EDITIONS_PER_SHEET,
    Editions,
    edition_list,
    edition_name,
    sheets_of,
    source_lines,
)
from bot.telegram.session.service import Service
from bot.telegram.views.callback_data import ListEditions, ListHeadlines, ListPages
from bot.wiring import Newsroom
from retrieval.domain import Edition
from tests.telegram.desk import Desk
from tests.telegram.double import Citizen, Heard
from tests.telegram.double.rules import JSON

FIRST = date(2025, 11, 1)
MANY = [Edition(number, "青溪晚报", FIRST - timedelta(number)) for number in range(1, 2 * EDITIONS_PER_SHEET + 2)]


def carried(keyboard: InlineKeyboardMarkup) -> list[list[str]]:
    return [[str(each.callback_data) for each in row] for row in keyboard.inline_keyboard]


@pytest.mark.parametrize(("count", "sheets"), [(0, 1), (1, 1), (18, 1), (19, 2), (36, 2), (37, 3)])
def test_so_many_sheets_are_filled(count: int, sheets: int) -> None:
    assert sheets_of(count, 18) == sheets


def test_a_list_of_editions_is_cut_into_sheets() -> None:
    _, first = edition_list(MANY, 0, "zh-hans")
    *rows, pager = carried(first)
    assert rows == [[f"list:{edition.id}:0:"] for edition in MANY[:EDITIONS_PER_SHEET]]
    assert pager == ["still", "editions:1"]
    _, last = edition_list(MANY, 2, "zh-hans")
    assert carried(last) == [["list:25:0:"], ["editions:1", "still"]]
    assert edition_list(MANY, 99, "zh-hans") == edition_list(MANY, 2, "zh-hans")
    assert len(edition_list(MANY, 0, "zh-hans", pager=False)[1].inline_keyboard) == EDITIONS_PER_SHEET
    assert carried(edition_list([], 0, "zh-hans")[1]) == []


@pytest.mark.parametrize(
    ("edition", "name"),
    [
        (Edition(1, "青溪晚报", FIRST), "青溪晚报 2025年11月1日"),
        (Edition(1, None, FIRST), "2025年11月1日"),
        (Edition(1, "青溪晚报", None), "青溪晚报"),
        (Edition(1, None, None), "undated"),
    ],
    ids=["both", "no paper", "no date", "neither"],
)
def test_an_edition_is_called_by_what_is_known(edition: Edition, name: str) -> None:
    assert edition_name(edition, "en") == name


def test_a_long_name_is_cut_on_its_button() -> None:
    _, keyboard = edition_list([Edition(1, "很长的报名" * 20, FIRST)], 0, "zh-hans")
    assert keyboard.inline_keyboard[0][0].text == ("很长的报名" * 20)[:EDITION_CHARS]


def test_sources_are_one_line_a_paper_the_unnamed_last() -> None:
    editions = [
        Edition(1, None, None),
        Edition(2, "青溪晚报", date(2025, 11, 9)),
        Edition(3, "东山早报", date(2025, 11, 7)),
        Edition(4, "青溪晚报", date(2025, 11, 3)),
        Edition(5, "青溪晚报", None),
    ]
    assert source_lines(editions, "zh-hans").splitlines() == [
        "东山早报：1 期，2025年11月7日–2025年11月7日",
        "青溪晚报：3 期，2025年11月3日–2025年11月9日",
        "未标明报名：1 期，日期不详",
    ]
    assert source_lines([], "zh-hans") == ""


# -- with an archive -------------------------------------------------------------------------------------------------

Saying = Callable[[Service, str], Heard]


@pytest.fixture
def saying(desk: Desk, lin: Citizen) -> Saying:
    def saying(service: Service, text: str) -> Heard:
        editions = Editions(service)
        lin.says(text)
        desk.hands(
            CommandHandler("latest", editions.latest),
            CommandHandler("edition", editions.edition),
            CommandHandler("sources", editions.sources),
        )
        return lin.hears(timeout=0)

    return saying


@pytest.fixture
def pressing(desk: Desk, service: Service, lin: Citizen, posted: Heard) -> Callable[[str], JSON]:
    """Presses a button under ``posted``."""
    editions = Editions(service)

    def pressing(carried: str) -> JSON:
        query = lin.presses_data(posted, carried)
        desk.hands(
            on_button(service, ListEditions, editions.editions_button),
            on_button(service, ListPages, editions.pages_button),
            on_button(service, ListHeadlines, editions.headlines_button),
        )
        assert query.answer is not None
        return query.answer

    return pressing


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Service]:
    """The service of a newsroom that has read nothing yet."""
    room = Newsroom(Settings(data=tmp_path, offline=True), create=True)
    service = Service(room)
    yield service
    service.close()
    room.close()


@pytest.mark.parametrize("text", ["/latest", "/edition", "/sources"])
def test_an_empty_archive_is_still_being_prepared(saying: Saying, empty: Service, text: str) -> None:
    assert saying(empty, text).text == "报纸内容还在准备中，请稍后再来。"
    assert saying(empty, "/edition 昨天").text == "没有收录那一天的报纸。"


def test_long_sources_are_told_on_several_pages(
    saying: Saying, service: Service, lin: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = [Edition(number, f"第{number:02}种" + "很长的报名" * 11 + "。", FIRST) for number in range(60)]

    async def editions() -> list[Edition]:
        return papers

    monkeypatch.setattr(service, "editions", editions)
    pages = [saying(service, "/sources").text, lin.hears(timeout=0).text]
    assert "\n".join(pages) == source_lines(papers, "zh-hans")


@pytest.mark.parametrize(
    ("text", "beginning"),
    [
        ("/latest", "最新一期（青溪晚报 2025年11月9日）的报道："),
        ("/edition 昨天", "青溪晚报 2025年11月9日的报道："),
        ("/edition 11月8日", "青溪晚报 2025年11月8日的报道："),
        ("/edition 20251108", "青溪晚报 2025年11月8日的报道："),
        ("/edition 2025年11月", "请选择一期："),
        ("/edition 今天", "没有收录那一天的报纸。"),
        ("/edition 随便", "没有收录那一天的报纸。"),
    ],
)
def test_editions_are_asked_for_by_day(saying: Saying, service: Service, text: str, beginning: str) -> None:
    assert saying(service, text).text.startswith(beginning)


def test_headlines_are_cut_into_sheets_that_stay_on_their_page(
    pressing: Callable[[str], JSON], posted: Heard, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "HEADLINES_PER_SHEET", 2)
    eighth = next(each.id for each in service.newsroom.archive.editions() if each.date == date(2025, 11, 8))
    pressing(f"list:{eighth}:0:1")
    rows = [[button["callback_data"] for button in row] for row in posted.rows]
    assert len(rows[0]) == 2
    assert rows[1:] == [["still", f"list:{eighth}:1:1"], [f"pages:{eighth}", "editions:0"]]
    assert "便民措施" not in posted.text
    pressing(f"list:{eighth}:99:1")
    assert posted.buttons[:3] == ["1", "‹ 上一页", "第 2/2 页"]
    assert "跨河大桥主体合龙" in posted.text
    pressing(f"pages:{eighth}")
    assert posted.buttons == ["第1版", "第3版", "其他日期"]


@pytest.mark.parametrize("carried", ["list:999999:0:", "pages:999999"])
def test_an_edition_that_is_gone_is_an_alert(pressing: Callable[[str], JSON], posted: Heard, carried: str) -> None:
    answer = pressing(carried)
    assert "更正或撤回" in answer["text"]
    assert str(answer["show_alert"]).lower() == "true"
    assert posted.edits == 0
