"""Lines that fit: Chinese takes two columns, signs stay where print has them, names stay whole."""

from __future__ import annotations

import re

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.terminal.layout import columns_of, shortened, table, two_columns, wrapped
from bot.terminal.screen import Screen
from bot.terminal.tables import table_lines
from retrieval.language.characters import NEVER_FIRST, NEVER_LAST

TEXT = "记者昨天从市住建局获悉，今年既有住宅加装电梯的补贴标准（每部18万元）已经确定。"


@pytest.mark.parametrize("width", [20, 26, 40, 60])
def test_lines_fit_and_no_sign_stands_where_it_may_not(width: int) -> None:
    lines = wrapped(TEXT, width, "│ ", "│ ").split("\n")
    assert all(columns_of(line) <= width + 2 for line in lines), "a sign may hang over"
    assert "".join(line.removeprefix("│ ") for line in lines) == TEXT
    assert not any(line[2] in NEVER_FIRST or line[-1] in NEVER_LAST for line in lines)


@given(st.text(alphabet="报纸abc ，。（）《》“”0123-", max_size=60), st.integers(12, 60))
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    shown = wrapped(text, width)
    assert "".join(shown.split()) == "".join(text.split())


def test_latin_words_and_numbers_are_not_cut() -> None:
    lines = wrapped("运行 baowen restore-article 可以恢复", 20).split("\n")
    assert lines == ["运行 baowen", "restore-article 可以", "恢复"]
    assert wrapped("新收录三月的报纸 3 篇，断栏 12 处", 19) == "新收录三月的报纸\n3 篇，断栏 12 处"
    assert wrapped("通告说，从2025年3月17日到次日", 20) == "通告说，从\n2025年3月17日到次日"
    assert wrapped("临江日报在第A12版说了三遍", 13) == "临江日报在\n第A12版说了三\n遍"
    assert wrapped("a" * 50, 20).split("\n")[0] == "a" * 20, "unless they are longer than a line"


@pytest.mark.parametrize("width", [30, 40, 60])
def test_further_lines_that_are_set_in_fit_too_and_endings_of_files_stay_whole(width: int) -> None:
    text = "跳过 3 个文件，格式不支持：.xlsx 2、.docx 1。请另存为文本（.txt）或 PDF 后再读入。"
    lines = wrapped(text, width, "", "    ").split("\n")
    assert max(map(columns_of, lines)) <= width
    assert {".xlsx", ".docx", ".txt"} <= {part for line in lines for part in re.findall(r"\.[a-z]+", line)}


def test_names_stay_whole() -> None:
    line = "《加装电梯每部最高补贴18万元》 临江日报 2025年3月13日 第2版 记者 匡宜宁、羊小溪"
    lines = wrapped(line, 40, "  ", whole="names").split("\n")
    assert lines == [
        "  《加装电梯每部最高补贴18万元》",
        "  临江日报 2025年3月13日 第2版",
        "  记者 匡宜宁、羊小溪",
    ]


def test_colours_take_no_room() -> None:
    coloured = click.style("加装电梯", bold=True) + "每部最高补贴18万元"
    assert columns_of(coloured) == columns_of(click.unstyle(coloured)) == 26
    assert click.unstyle(wrapped(coloured, 16)) == wrapped(click.unstyle(coloured), 16)


def test_a_pipe_gets_lines_as_they_are() -> None:
    assert wrapped(TEXT * 5, None, "│ ") == "│ " + TEXT * 5


def test_names_and_meanings_stand_beside_each_other_where_there_is_room() -> None:
    rows = [("--top 个数", "最多引用几处"), ("--json", "输出 JSON")]
    assert list(two_columns(rows, 60)) == ["  --top 个数  最多引用几处", "  --json      输出 JSON"]
    long = [("--copy-as 格式", "按 BAOWEN_CITATION_STYLE 输出")]
    assert list(two_columns(long, 36)) == ["  --copy-as 格式", "      按 BAOWEN_CITATION_STYLE 输出"]
    assert list(two_columns(rows, 24))[:2] == ["  --top 个数", "      最多引用几处"]


def test_a_table_becomes_a_few_lines_a_row_where_it_does_not_fit() -> None:
    titles, rows = ["编号", "标题", "篇"], [["12", "加装电梯每部最高补贴18万元", "3"], ["7", "短", "10"]]
    wide = list(table_lines(titles, rows, Screen(width=80), frozenset({2})))
    assert wide == [
        "编号  标题                        篇",
        "12    加装电梯每部最高补贴18万元   3",
        "7     短                          10",
    ]
    narrow = list(table_lines(titles, rows, Screen(width=30)))
    assert narrow[0] == "12"
    assert "\n".join(narrow[1:3]).split("\n") == ["  标题 加装电梯每部最高补贴", "       18万元", "  篇 3"]
    assert list(table([["a", "b"]])) == ["a  b"]


def test_what_is_too_long_is_cut_with_an_ellipsis() -> None:
    assert shortened("加装电梯每部最高补贴", 12) == "加装电梯每…"
    assert shortened("加装", 12) == "加装"


def test_evidence_is_bracketed_where_there_is_no_colour() -> None:
    assert Screen().marked("一二三四", [(1, 3)]) == "一【二三】四"
    assert Screen().marked("一二三四", [(0, 4)]) == "一二三四", "all of it"
    assert click.unstyle(Screen(colour=True).marked("一二三四", [(1, 3)])) == "一二三四"


def test_a_quotation_has_a_bar_before_each_line() -> None:
    shown = Screen(width=20).quoted("自习室每日开放时间延长至22时", 2)
    assert shown.split("\n") == ["2 │ 自习室每日开放时", "  │ 间延长至22时"]
