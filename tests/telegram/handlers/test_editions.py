"""Editions: their list, their sources, and the way from an edition to its pages and headlines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from telegram import InlineKeyboardMarkup
from telegram.ext import CommandHandler

from bot.render import page_text
from bot.settings import Settings
from bot.telegram.handlers.buttons import on_button
from bot.telegram.handlers.editions import Editions, nearest
from bot.telegram.session.service import Service
from bot.telegram.views import edition_lists as module
from bot.telegram.views.callback_data import ListEditions, ListHeadlines, ListPages, ListSources
from bot.telegram.views.edition_lists import (
    EDITIONS_PER_SHEET,
    LABEL_CHARS,
    PAGES_PER_SHEET,
    PAPERS_PER_SHEET,
    edition_list,
    edition_name,
    headline_list,
    headline_sheet,
    page_list,
    source_list,
)
from bot.telegram.views.keyboards import on_sheet
from bot.telegram.views.rich_text import MESSAGE_UNITS, units
from bot.wiring import Newsroom
from retrieval.domain import Article, Edition, Headline
from retrieval.index.published import Published
from tests.telegram.desk import Desk
from tests.telegram.double import Citizen, Heard
from tests.telegram.double.rules import JSON

FIRST = date(2025, 11, 1)
MANY = [Edition(number, "青溪晚报", FIRST - timedelta(number)) for number in range(1, 2 * EDITIONS_PER_SHEET + 2)]


def carried(keyboard: InlineKeyboardMarkup) -> list[list[str]]:
    return [[str(each.callback_data) for each in row] for row in keyboard.inline_keyboard]


@pytest.mark.parametrize(("count", "sheets"), [(0, 1), (1, 1), (18, 1), (19, 2), (36, 2), (37, 3)])
def test_so_many_sheets_are_filled(count: int, sheets: int) -> None:
    items = list(range(count))
    assert on_sheet(items, 0, 18) == (items[:18], 0, sheets)
    assert on_sheet(items, 99, 18) == (items[18 * (sheets - 1) :], sheets - 1, sheets)


def test_a_list_of_editions_is_cut_into_sheets_and_counted() -> None:
    text, first = edition_list(MANY, ListEditions(), "zh-hans")
    assert text.splitlines()[0] == "共 25 期，请选择："
    assert "/edition 2023年8月" in text
    *rows, pager = carried(first)
    assert rows == [[f"list:{edition.id}:0:"] for edition in MANY[:EDITIONS_PER_SHEET]]
    assert pager == ["still", "editions:1"]
    _, last = edition_list(MANY, ListEditions(2), "zh-hans")
    assert carried(last) == [["list:25:0:"], ["editions:1", "still"]]
    assert edition_list(MANY, ListEditions(99), "zh-hans") == edition_list(MANY, ListEditions(2), "zh-hans")
    assert carried(edition_list([], ListEditions(), "zh-hans")[1]) == []


def test_the_pager_under_the_editions_of_some_days_stays_with_these_days() -> None:
    days = (date(2025, 10, 1), date(2025, 10, 31))
    text, keyboard = edition_list(MANY, ListEditions(1, days), "zh-hans")
    assert text == "2025年10月1日–2025年10月31日共 25 期，请选择："
    assert carried(keyboard)[-1] == ["editions:0:20251001-20251031", "still", "editions:2:20251001-20251031"]


def test_every_page_of_an_edition_has_a_button_whatever_its_name() -> None:
    names = ["1", "副刊·文艺评论周刊", *(f"A{number}" for number in range(PAGES_PER_SHEET))]
    sheets = [page_list(MANY[0], names, sheet, "zh-hans") for sheet in (0, 1)]
    assert all("共 42 个版" in text for text, _ in sheets)
    assert carried(sheets[0][1])[-2:] == [["still", "pages:1:1"], ["editions:0"]]
    shown = [button for _, keyboard in sheets for row in keyboard.inline_keyboard[:-2] for button in row]
    assert [button.text for button in shown] == [page_text(name) for name in names]
    assert shown[1].text == "副刊·文艺评论周刊版", "a name is no number"
    found = [ListHeadlines.parse(button.callback_data) for button in shown]
    for number, wanted in enumerate(found):
        assert wanted is not None
        listed = headline_sheet(dict(enumerate(names)), wanted)
        assert (listed.ids, listed.count, listed.several_pages) == ((number,), 1, True)


def test_long_headlines_are_shortened_where_they_do_not_fit_and_none_is_lost() -> None:
    headlines = [Headline(number, f"{number}号" + "&很长的标题" * 40, None, None, "1") for number in range(30)]
    pages = {item.article_id: item.page for item in headlines}
    seen: list[str] = []
    for sheet in range(30):
        wanted = ListHeadlines(1, sheet)
        listed = headline_sheet(pages, wanted)
        text, keyboard = headline_list(listed, [headlines[id_] for id_ in listed.ids], wanted, "zh-hans", "报道")
        assert all(f"\n{id_ + 1}. {id_}号&amp;很长的标题" in text for id_ in listed.ids)
        assert units(text) <= MESSAGE_UNITS
        numbers = [row for row in carried(keyboard) if row[0].startswith("read:")]
        seen += [each for row in numbers for each in row]
        if not any("list:1:" in each for each in carried(keyboard)[-2][-1:]):
            break
    assert seen == [f"read:a{number}" for number in range(30)]


@pytest.mark.parametrize(
    ("edition", "name"),
    [
        (Edition(1, "青溪晚报", FIRST), "青溪晚报, 2025-11-01"),
        (Edition(1, None, FIRST), "2025-11-01"),
        (Edition(1, "青溪晚报", None), "青溪晚报"),
        (Edition(1, None, None), "undated"),
    ],
    ids=["both", "no paper", "no date", "neither"],
)
def test_an_edition_is_called_by_what_is_known(edition: Edition, name: str) -> None:
    assert edition_name(edition, "en") == name


def test_a_long_name_is_cut_on_its_button_where_one_sees_it() -> None:
    _, keyboard = edition_list([Edition(1, "很长的报名" * 20, FIRST)], ListEditions(), "zh-hans")
    assert keyboard.inline_keyboard[0][0].text == ("很长的报名" * 20)[: LABEL_CHARS - 1] + "…"


def test_sources_are_one_line_a_paper_the_unnamed_last() -> None:
    editions = [
        Edition(1, None, None),
        Edition(2, "青溪晚报", date(2025, 11, 9)),
        Edition(3, "东山早报", date(2025, 11, 7)),
        Edition(4, "青溪晚报", date(2025, 11, 3)),
        Edition(5, "青溪晚报", None),
    ]
    text, keyboard = source_list(editions, 0, "zh-hans")
    assert text.splitlines() == [
        "报纸 3 种，共 5 期",
        "东山早报：1 期，2025年11月7日",
        "青溪晚报：3 期，2025年11月3日–2025年11月9日",
        "未标明报名：1 期，日期不详",
    ]
    assert carried(keyboard) == []


def test_many_papers_fill_several_sheets() -> None:
    papers = [Edition(number, f"第{number:02}种" + "很长的报名" * 11, FIRST) for number in range(PAPERS_PER_SHEET + 1)]
    first, second = (source_list(papers, sheet, "zh-hans") for sheet in (0, 1))
    assert carried(first[1]) == [["still", "sources:1"]]
    assert carried(second[1]) == [["sources:0", "still"]]
    lines = [line for text, _ in (first, second) for line in text.splitlines()[1:]]
    assert [line[:4] for line in lines] == [f"第{number:02}种" for number in range(PAPERS_PER_SHEET + 1)]


def test_the_nearest_editions_are_those_after_and_before() -> None:
    papers = [
        Edition(1, "甲报", date(2025, 11, 5)), Edition(2, "乙报", date(2025, 11, 5)),
        Edition(3, "甲报", date(2025, 11, 2)),
        Edition(4, "甲报", date(2025, 11, 1)), Edition(5, "甲报", None),
    ]  # fmt: skip
    days = [(date(2025, 11, day), date(2025, 11, day)) for day in (3, 9)]
    assert [[each.id for each in nearest(papers, span)] for span in days] == [[1, 2, 3], [1, 2]]
    assert nearest(papers[-1:], days[0]) == papers[-1:]


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
            on_button(service, ListSources, editions.sources_button),
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
    assert saying(empty, "/edition 昨天").text == "报纸内容还在准备中，请稍后再来。"


@pytest.mark.parametrize(
    ("text", "beginning"),
    [
        ("/latest", "最新一期（青溪晚报 2025年11月9日）的报道，共 2 篇："),
        ("/edition 昨天", "青溪晚报 2025年11月9日的报道，共 2 篇："),
        ("/edition 11月8日", "青溪晚报 2025年11月8日的报道，共 4 篇："),
        ("/edition 8号", "青溪晚报 2025年11月8日的报道，共 4 篇："),
        ("/edition 20251108", "青溪晚报 2025年11月8日的报道，共 4 篇："),
        ("/edition 2025年11月", "2025年11月1日–2025年11月30日共 2 期，请选择："),
        ("/edition 11月", "2025年11月1日–2025年11月30日共 2 期，请选择："),
        ("/edition 2025-11", "2025年11月1日–2025年11月30日共 2 期，请选择："),
        ("/edition 今天", "没有收录那一天的报纸。最近的："),
        ("/edition 随便", "看不懂的日期：随便\n用法：/edition"),
    ],
)
def test_editions_are_asked_for_by_day(saying: Saying, service: Service, text: str, beginning: str) -> None:
    assert saying(service, text).text.startswith(beginning)


def test_a_day_without_an_edition_offers_the_nearest(saying: Saying, service: Service) -> None:
    assert saying(service, "/edition 今天").buttons == ["青溪晚报 2025年11月9日"]
    assert saying(service, "/edition 2025-11-01").buttons == ["青溪晚报 2025年11月8日"]


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
    assert posted.buttons[:3] == ["3", "‹ 上一页", "第 2/2 页"]
    assert "跨河大桥主体合龙" in posted.text
    pressing(f"pages:{eighth}")
    assert posted.buttons == ["第1版", "第3版", "其他日期"]


def test_a_list_reads_only_the_reports_that_it_shows(
    saying: Saying, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "HEADLINES_PER_SHEET", 1)
    read: list[int] = []
    kept = Published.articles_by_id

    def counted(paper: Published, ids: Sequence[int]) -> dict[int, Article]:
        read.extend(ids)
        return kept(paper, ids)

    monkeypatch.setattr(Published, "articles_by_id", counted)
    monkeypatch.setattr(Published, "articles", lambda *_, **__: pytest.fail("a whole edition is read"))
    assert "第 1/2 页" in saying(service, "/latest").buttons
    assert len(read) == 1


@pytest.mark.parametrize("carried", ["list:999999:0:", "pages:999999"])
def test_an_edition_that_never_was_is_an_alert(pressing: Callable[[str], JSON], posted: Heard, carried: str) -> None:
    answer = pressing(carried)
    assert answer["text"] == "没有这一期报纸。"
    assert str(answer["show_alert"]).lower() == "true"
    assert posted.edits == 0
