"""Numbers in what print and extraction make of them: circles, marks, characters without width."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.characters import ZERO_WIDTH_PATTERN
from retrieval.language.folding import folded
from retrieval.language.numbers import Candidate, Type, numbers


def found(text: str) -> list[tuple[str, Type]]:
    return [(text[slice(*each.span)], each.type) for each in numbers(folded(text))]


ALONE = {
    "a year and month written out": ("自二〇二五年五月起施行", "二〇二五年五月起", Type.DATE),
    "with circles for zeros": ("于二○二五年五月印发", "二○二五年五月", Type.DATE),
    "with the larger circle": ("于二◯二五年五月三日印发", "二◯二五年五月三日", Type.DATE),
    "two circles": ("于二○○五年成立", "二○○五年", Type.DATE),
    "a circle in a count": ("共计三二○人", "三二○人", Type.QUANTITY),
    "a decimal written out": ("投资一点七八万亿元", "一点七八万亿元", Type.MONEY),
    "a decimal of kilometres": ("全长三点五公里", "三点五公里", Type.QUANTITY),
    "a decimal of points": ("提高三点五个百分点", "三点五个百分点", Type.RATIO),
    "a decimal of hundredths": ("占百分之三点五", "百分之三点五", Type.RATIO),
    "whole points": ("提高两个百分点", "两个百分点", Type.RATIO),
    "points in digits": ("提高3.5个百分点", "3.5个百分点", Type.RATIO),
    "whole hundredths": ("占百分之三十", "百分之三十", Type.RATIO),
    "times": ("增至一点五倍", "一点五倍", Type.QUANTITY),
    "a clock time": ("于八点二十分开会", "八点二十分", Type.CLOCK),
    "of the evening": ("晚上八点二十分散场", "晚上八点二十分", Type.CLOCK),
    "a few minutes past": ("八点零五分发车", "八点零五分", Type.CLOCK),
    "half past": ("一点半出发", "一点半", Type.CLOCK),
    "points of an index": ("报收于3100点", "3100点", Type.QUANTITY),
    "a million millions": ("市值一兆元", "一兆元", Type.MONEY),
    "scales together": ("市值二兆五千亿元", "二兆五千亿元", Type.MONEY),
    "about ten thousand": ("花了万把块", "万把块", Type.MONEY),
    "about ten thousand yuan": ("花了万把块钱", "万把块钱", Type.MONEY),
    "about a hundred people": ("来了百把人", "百把人", Type.QUANTITY),
    "about a month": ("等了个把月", "个把月", Type.DURATION),
    "about an hour": ("等了个把小时", "个把小时", Type.DURATION),
    "square metres with a superscript": ("占地80m²", "80m²", Type.QUANTITY),
    "cubic metres with a superscript": ("容积5m³", "5m³", Type.QUANTITY),
    "square kilometres": ("占地3.6km²", "3.6km²", Type.QUANTITY),
    "square metres in one character": ("占地80㎡", "80㎡", Type.QUANTITY),
    "degrees written out": ("气温二十点五度", "二十点五度", Type.QUANTITY),
    "a magnitude written out": ("发生五点二级地震", "五点二级", Type.QUANTITY),
    "hours written out": ("用时三点五小时", "三点五小时", Type.DURATION),
    "millimetres written out": ("误差一点五毫米", "一点五毫米", Type.QUANTITY),
    "a blank before the unit": ("投资 3 亿元", "3 亿元", Type.MONEY),
    "blanks in a date": ("于 2025 年 3 月 14 日印发", "2025 年 3 月 14 日", Type.DATE),
    "a blank before metres": ("占地 120 m²", "120 m²", Type.QUANTITY),
    "a blank before hundredths": ("占 23.4 %", "23.4 %", Type.RATIO),
    "a blank behind 第": ("获第 3 名", "第 3 名", Type.QUANTITY),
    "blanks between thousands": ("共1\u202f200人", "1\u202f200人", Type.QUANTITY),
    "a blank before degrees": ("气温 28.5 ℃", "28.5 ℃", Type.QUANTITY),
    "a footnote": ("工期45天①", "45天", Type.DURATION),
    "a superscript behind a number": ("编号12²", "12", Type.NUMBER),
    "a number behind that of an item": ("⑴3人", "3人", Type.QUANTITY),
    "full-width digits": ("共１２００人", "１２００人", Type.QUANTITY),
    "thousands set apart": ("共1,200人", "1,200人", Type.QUANTITY),
}


@pytest.mark.parametrize(("text", "printed", "kind"), ALONE.values(), ids=ALONE)
def test_one_number_and_nothing_else(text: str, printed: str, kind: Type) -> None:
    assert found(text) == [(printed, kind)]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("占地80m²", "m²"),
        ("占地80㎡", "㎡"),
        ("占地3.6km²", "km²"),
        ("容积 5 m³", "m³"),
        ("全长三点五公里", "公里"),
        ("全长 12 公里", "公里"),
        ("共1,200人", "人"),
        ("来了百把人", "人"),
        ("写了万把字", "字"),
    ],
    ids=lambda value: value,
)
def test_units(text: str, unit: str) -> None:
    (each,) = numbers(folded(text))
    assert each.unit == unit


@pytest.mark.parametrize("text", ["电话 62345678 张先生", "每份 12 300 元"])
def test_what_a_blank_parts(text: str) -> None:
    assert all(" " not in printed for printed, _ in found(text))


@pytest.mark.parametrize("text", ["第①项", "附注②", "⑴", "❶", "₂", "m²", "○", "圈○内", ""])
def test_marks_are_no_numbers(text: str) -> None:
    assert found(text) == []


WITHOUT_WIDTH = ["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad"]


@pytest.mark.parametrize("mark", WITHOUT_WIDTH, ids=ascii)
@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("10", "00人", Type.QUANTITY),
        ("3", "0天", Type.DURATION),
        ("2.", "4亿元", Type.MONEY),
        ("30", "天", Type.DURATION),
    ],
    ids=["a count", "days", "behind the point", "before the unit"],
)
def test_characters_without_width_break_no_number(mark: str, before: str, after: str, kind: Type) -> None:
    text = f"共{mark}计{before}{mark}{after}{mark}。"
    assert found(text) == [(f"{before}{mark}{after}", kind)]


@given(
    st.text(alphabet="一二十百万亿半0123.,%年月日天点时元人个第至到-约", max_size=24),
    st.lists(st.tuples(st.integers(0, 24), st.sampled_from(WITHOUT_WIDTH)), max_size=6),
)
def test_the_same_numbers_with_and_without_them(text: str, marks: list[tuple[int, str]]) -> None:
    printed = text
    for at, mark in sorted(marks, reverse=True):
        printed = printed[:at] + mark + printed[at:]
    bare = [ZERO_WIDTH_PATTERN.sub("", printed[slice(*each.span)]) for each in numbers(printed)]
    assert bare == [text[slice(*each.span)] for each in numbers(text)]
    for each in numbers(printed):
        assert not ZERO_WIDTH_PATTERN.match(printed[each.span[0]])
        assert not ZERO_WIDTH_PATTERN.match(printed[each.span[1] - 1])


@given(st.text(alphabet="一二十百千万亿兆半数几把○〇012.,%年月日天点时分元块人个小第至到-约的②²\u200b", max_size=30))
def test_numbers_are_apart_and_in_the_text(text: str) -> None:
    plain = folded(text)
    spans = sorted(each.span for each in numbers(plain))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(spans))


def test_the_same_text_gives_the_same_record() -> None:
    assert numbers("借期30天") == (Candidate((2, 5), Type.DURATION),)
