"""Editions, pages, headlines, searching with limits, and inline mode."""

from __future__ import annotations

from datetime import date

import pytest

from bot.search_syntax import SearchRequest, parse_search
from retrieval.domain import Filters
from tests.telegram.conftest import Running
from tests.telegram.double import Double

TODAY = date(2025, 11, 10)
YESTERDAY = date(2025, 11, 9)


def test_editions_pages_headlines_articles(bot: Running, telegram: Double) -> None:
    lin = telegram.citizen()
    lin.says("/edition")
    shown = lin.hears()
    assert shown.buttons == ["青溪晚报 2025年11月9日", "青溪晚报 2025年11月8日"]
    lin.presses(shown, "11月8日")
    lin.sees(shown, "青溪晚报 2025年11月8日的报道，共 4 篇：")
    assert "第1版\n1. 青溪区图书馆延长开放时间" in shown.text
    lin.presses(shown, "版面")
    lin.sees(shown, "共 2 个版，请选择")
    assert shown.buttons == ["第1版", "第3版", "其他日期"]
    lin.presses(shown, "第3版")
    lin.sees(shown, "街道推出三十六条便民措施")
    assert "图书馆" not in shown.text
    lin.presses(shown, "1")
    assert lin.hears().text.startswith("《街道推出三十六条便民措施》")


def test_the_edition_of_a_day(bot: Running, telegram: Double) -> None:
    lin = telegram.citizen()
    lin.says("/edition 2025-11-08")
    assert "2025年11月8日的报道" in lin.hears().text
    lin.says("/edition 2001-01-01")
    shown = lin.hears()
    assert (shown.text, shown.buttons) == ("没有收录那一天的报纸。最近的：", ["青溪晚报 2025年11月8日"])
    lin.says("/sources")
    assert lin.hears().text == "报纸 1 种，共 2 期\n青溪晚报：2 期，2025年11月8日–2025年11月9日"


def test_searching_with_limits(bot: Running, telegram: Double) -> None:
    lin = telegram.citizen()
    lin.says("/search 大桥 日期:2025-11-08 版面:1")
    found = lin.hears()
    assert found.text.startswith("范围：2025-11-08，第1版")
    assert "跨河大桥" in found.text
    lin.presses(found, "1")
    assert "跨河大桥" in lin.hears().text
    lin.says("/search 记者:白露")
    assert "1. 《湖心公园夜游船恢复运营》 青溪晚报 2025年11月9日 第2版" in lin.hears().text
    lin.says("/search 版面:99")
    assert "这个范围里没有报道：第99版" in lin.hears().text
    lin.says("/search 日期:下辈子 大桥")
    assert lin.hears().text == "看不懂的日期：下辈子"
    lin.says("/search")
    assert lin.hears().text.startswith("用法：/search")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("转贷", SearchRequest("转贷", Filters())),
        ("转贷 日期:2022-12-08 版面:3 记者:孙艳",
         SearchRequest("转贷", Filters(date(2022, 12, 8), date(2022, 12, 8), ("3",), ("孙艳",)))),
        ("日期：20221208 版面：第03版", SearchRequest("", Filters(date(2022, 12, 8), date(2022, 12, 8), ("3",)))),
        ("昨天 供暖", SearchRequest("供暖", Filters(date(2025, 11, 9), date(2025, 11, 9)))),
        ("供暖 去年12月", SearchRequest("供暖", Filters(date(2024, 12, 1), date(2024, 12, 31)))),
        ("版:a02 date:2025-02-30", SearchRequest("", Filters(pages=("A2",)), ("2025-02-30",))),
    ],
)  # fmt: skip
def test_limits_are_read(text: str, expected: SearchRequest) -> None:
    assert parse_search(text, TODAY) == expected


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("03", ("3",)), ("０３", ("3",)), ("第3版", ("3",)), ("第三版", ("3",)), ("十二版", ("12",)),
        ("a03", ("A3",)), ("A12", ("A12",)), ("头版", ("1", "A1")), ("副刊", ("副刊",)),
    ],
)  # fmt: skip
def test_page_names_are_the_archive_s(page: str, names: tuple[str, ...]) -> None:
    assert parse_search(f"转贷 版面:{page}", TODAY) == SearchRequest("转贷", Filters(pages=names))


@pytest.mark.parametrize(
    ("text", "words", "pages"),
    [
        ("昨天 第三版", "", ("3",)), ("昨天的头版", "", ("1", "A1")), ("昨天第A3版有哪些新闻", "", ("A3",)),
        ("大桥 昨天 第二版", "大桥", ("2",)), ("昨天 第三版的大桥", "第三版的大桥", ()),
        ("昨天 出版 改版", "出版 改版", ()),
        ("昨天的頭版", "", ("1", "A1")), ("昨天 第二版 第三版", "", ("2", "3")),
    ],
)  # fmt: skip
def test_a_page_limits_without_a_field_name_too(text: str, words: str, pages: tuple[str, ...]) -> None:
    assert parse_search(text, TODAY) == SearchRequest(words, Filters(YESTERDAY, YESTERDAY, pages=pages))


def test_a_day_or_a_page_of_it_is_listed(bot: Running, telegram: Double) -> None:
    lin = telegram.citizen()
    lin.says("11月8日第三版有哪些新闻")
    assert lin.hears().text == (
        "范围：2025-11-08，第3版，共 1 篇\n1. 《街道推出三十六条便民措施》 青溪晚报 2025年11月8日 第3版"
    )
    lin.says("11月8日")
    assert lin.hears().text.startswith("青溪晚报 2025年11月8日的报道，共 4 篇：")


def test_the_front_page_is_found_by_its_name(bot: Running, telegram: Double) -> None:
    lin = telegram.citizen()
    lin.says("/search 图书馆 版面:头版")
    assert "青溪区图书馆延长开放时间" in lin.hears().text
    lin.says("/search 便民措施 版面:第三版")
    assert "街道推出三十六条便民措施" in lin.hears().text


def test_inline_cards_carry_quote_and_citation(bot: Running, telegram: Double) -> None:
    lin = telegram.citizen()
    answer = lin.gets_answer(lin.types_inline("夜游船票价多少"))
    first = answer["results"][0]
    assert first["title"] in ("45元", "《湖心公园夜游船恢复运营》")
    assert "票价每人45元" in first["kept"]["text"]
    assert "《湖心公园夜游船恢复运营》\n青溪晚报 2025年11月9日 第2版 记者 白露" in first["kept"]["text"]
    assert {"blockquote", "text_link"} <= {entity["type"] for entity in first["kept"]["entities"]}
    assert int(answer["cache_time"]) <= 60


def test_inline_without_words_shows_the_newest_headlines(bot: Running, telegram: Double) -> None:
    lin = telegram.citizen()
    answer = lin.gets_answer(lin.types_inline(""))
    assert [result["title"][:8] for result in answer["results"][:2]] == ["《程序员集市开张", "《湖心公园夜游船"]


def test_inline_pages_by_offset(bot: Running, telegram: Double) -> None:
    lin = telegram.citizen()
    first = lin.gets_answer(lin.types_inline("", offset=""))
    again = lin.gets_answer(lin.types_inline("", offset="3"))
    assert again["results"][0]["id"] == first["results"][3]["id"]
    assert not lin.gets_answer(lin.types_inline("", offset="99"))["results"]


def test_inline_looks_only_for_what_a_person_paused_at(bot: Running, telegram: Double) -> None:
    lin = telegram.citizen()
    typed = [lin.types_inline(text) for text in ("夜", "夜游", "夜游船")]
    lin.gets_answer(typed[-1])
    assert [query.answer is None for query in typed] == [True, True, False]


def test_inline_nothing_found_offers_to_ask(bot: Running, telegram: Double) -> None:
    lin = telegram.citizen()
    answer = lin.gets_answer(lin.types_inline("zxqv"))
    assert not answer["results"]
    assert answer["button"]["start_parameter"] == "ask"
