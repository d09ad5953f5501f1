"""Wording that every surface shares, and what keeps a page from steering a terminal."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render import (
    STEERING,
    also_line,
    byline_text,
    citation_line,
    earlier_line,
    freshness_line,
    harmless,
    headline_line,
    headline_text,
    json_text,
    later_line,
    place_text,
    printed_date,
)
from retrieval.domain import Answer, AnswerStatus, Byline, Headline
from tests.bot.support import ARTICLE, CITED, DAY, LIBRARY

TEXT = st.text(alphabet='报a1 "\\/𠮷\x00\x1b\x7f\x85\r\n\t\u200b\u202e\u2028\u2029\ufeff\U000e0001', max_size=20)


def steers(text: str, *, but: str = "") -> bool:
    return any(unicodedata.category(char) in STEERING and char not in but for char in text)


@pytest.mark.parametrize(
    ("byline", "text"),
    [
        (Byline(), ""),
        (Byline(("甲",)), "记者 甲"),
        (Byline(("甲", "乙"), ("丙",), ("丁",)), "记者 甲、乙 通讯员 丙 摄影 丁"),
        (Byline(photographers=("丁",)), "摄影 丁"),
    ],
    ids=["nobody", "one", "all roles", "a photographer alone"],
)
def test_names_stand_behind_their_roles(byline: Byline, text: str) -> None:
    assert byline_text(byline) == text


def test_names_stand_behind_roles_of_the_reader_s_language() -> None:
    byline = Byline(("甲", "乙"), ("丙",), ("丁",))
    assert byline_text(byline, "zh-hant") == "記者 甲、乙 通訊員 丙 攝影 丁"
    assert byline_text(byline, "en") == "by 甲, 乙; with 丙; photos by 丁"


def test_where_it_stands_in_the_reader_s_language() -> None:
    assert place_text("青溪晚报", DAY, "A3", "en") == "青溪晚报, 2025-11-08, page A3"
    assert place_text("青溪晚报", DAY, "A3", "zh-hant") == "青溪晚报 2025年11月8日 第A3版"
    untitled = replace(CITED, headline=None, jump=None, opening="新馆下月开门")
    assert citation_line(untitled).startswith("“新馆下月开门……” ")
    assert citation_line(untitled, "zh-hant").startswith("「新馆下月开门……」 ")


@pytest.mark.parametrize(
    ("later", "line"),
    [
        (Headline(9, LIBRARY, None, date(2025, 11, 9), None), f"11月9日另有后续：《{LIBRARY}》"),
        (Headline(9, None, None, date(2026, 1, 2), None, "新馆下月开门"), "2026年1月2日另有后续：“新馆下月开门……”"),
        (None, ""),
    ],
    ids=["of the same year", "of another year", "none"],
)
def test_a_newer_report_is_named_with_its_day(later: Headline | None, line: str) -> None:
    answer = Answer("新馆何时开门", AnswerStatus.ANSWERED, None, (CITED,), "g", DAY, 1.0, later=later)
    assert later_line(answer) == line


@pytest.mark.parametrize(
    ("headline", "jump", "text"),
    [
        ("新馆开门", None, "《新馆开门》"),
        ("新馆开门", "上接第1版", "《新馆开门》"),
        (None, "上接第1版", "（承接第1版，标题不详）"),
        (None, None, "（无标题）"),
        ("", None, "（无标题）"),
    ],
)
def test_a_piece_without_a_headline_says_what_is_known(headline: str | None, jump: str | None, text: str) -> None:
    assert headline_text(headline, jump) == text


@pytest.mark.parametrize(
    ("paper", "day", "page", "text"),
    [
        ("青溪晚报", date(2025, 3, 1), "A3", "青溪晚报 2025年3月1日 第A3版"),
        (None, date(2025, 3, 1), None, "2025年3月1日"),
        ("青溪晚报", None, "3", "青溪晚报 第3版"),
        (None, None, None, ""),
    ],
    ids=["all", "day", "no day", "nothing"],
)
def test_a_place_leaves_out_what_is_unknown(paper: str | None, day: date | None, page: str | None, text: str) -> None:
    assert place_text(paper, day, page) == text


def test_a_citation_is_one_line_without_gaps() -> None:
    line = f"《{LIBRARY}》 青溪晚报 2025年11月8日 第2版 记者 林晓岚"
    assert citation_line(CITED) == citation_line(ARTICLE) == line
    assert citation_line(replace(CITED, recognition=0.9789)) == f"{line} 〔识别文字，可信度 97%〕"
    assert citation_line(replace(CITED, recognition=0.9789), "en").endswith("; [read by a machine, 97% sure]")
    bare = replace(CITED, headline=None, paper=None, date=None, page=None, byline=Byline())
    assert citation_line(bare) == "（无标题）"
    assert headline_line(Headline(7, LIBRARY, None, None, None)) == f"《{LIBRARY}》"
    assert headline_line(Headline(7, LIBRARY, None, DAY, "2")) == f"《{LIBRARY}》 2025年11月8日 第2版"


def test_other_printings_repeat_no_headline() -> None:
    same, other = Headline(8, LIBRARY, "临江日报", DAY, None), Headline(9, "自习室延时", None, None, None)
    assert also_line(CITED) == ""
    assert also_line(replace(CITED, also=(same, other))) == "另见：临江日报 2025年11月8日；《自习室延时》日期不详"


def test_how_old_a_report_is_and_how_new_the_archive() -> None:
    assert earlier_line(CITED) == ""
    assert earlier_line(replace(CITED, earlier=True)) == "此前报道（2025年11月8日）"
    assert earlier_line(replace(CITED, earlier=True, date=None)) == "此前报道"
    assert freshness_line(DAY).endswith(printed_date(DAY))
    assert freshness_line(None) == "已收录的版面没有标明日期"


@given(TEXT)
def test_json_is_one_line_that_reads_back_and_steers_nothing(text: str) -> None:
    shown = json_text({text: [text]})
    assert json.loads(shown) == {text: [text]}
    assert not steers(shown)


@pytest.mark.parametrize("text", ["报", "\ud800", "\U000e0001", "\x1b[2J", "\u2028"], ids=ascii)
def test_json_keeps_what_can_be_read_as_it_is(text: str) -> None:
    shown = json_text(text)
    assert (shown == f'"{text}"') == (text == "报")
    assert json.loads(shown) == text


@given(TEXT)
def test_a_terminal_is_not_steered_and_places_stay(text: str) -> None:
    shown = harmless(text)
    assert len(shown) == len(text)
    assert not steers(shown, but="\n\t")
    assert harmless(shown) == shown
    assert all(new in (old, "\N{REPLACEMENT CHARACTER}") for old, new in zip(text, shown, strict=True))
    assert shown.count("\n") == text.count("\n")
