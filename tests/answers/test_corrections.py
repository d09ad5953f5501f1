"""Typing slips: put right from the archive's own words, said so, and never at the cost of what is printed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.notes import note_text
from retrieval.answers.question.query import Correction, understand
from retrieval.domain import AnswerStatus
from retrieval.language.homophones import SOUNDS, blurred, sound_alikes

TODAY = date(2025, 3, 12)


@pytest.mark.parametrize(
    ("typed", "meant", "holds"),
    [
        ("西禾大桥的工期有多久", "西河", "45天"),
        ("西河大侨的工期有多久", "大桥", "45天"),
        ("城东图书管新馆有多少阅览座位", "图书馆", "1200余个"),
        ("加桩电梯每部补贴多少", "加装", "20万元"),
        ("西大桥的工期有多久", None, "45天"),
        ("河西大桥的工期有多久", None, "45天"),
        ("城东图馆书总建筑面积多大", "图书馆", "3.6万平方米"),
        ("城东图书天馆总建筑面积多大", "图书馆", "3.6万平方米"),
    ],
)
def test_a_slip_is_put_right_and_said_so(own_page, typed, meant, holds) -> None:
    asker, _, _ = own_page
    answer = asker.ask(typed, today=TODAY)
    assert holds in answer.citations[0].excerpt
    if meant:
        (correction,) = answer.corrections
        assert meant in correction.meant
        assert correction.typed in typed
        assert f"按“{correction.meant}”理解" in note_text(answer.notes[0])
    assert answer.question == typed


def test_traditional_characters_are_put_right_too(own_page) -> None:
    asker, _, _ = own_page
    answer = asker.ask("西禾大橋的工期有多久", today=TODAY)
    assert answer.corrections[0].meant.startswith("西河")


def test_a_follow_up_keeps_what_was_put_right(own_page) -> None:
    asker, _, _ = own_page
    answer = asker.ask("多少钱", today=TODAY, previous="西禾大桥的工期有多久")
    assert answer.citations[0].headline == "西河大桥封闭维修"
    assert answer.follows == "西禾大桥的工期有多久"


@pytest.mark.parametrize(
    "question",
    [
        "城东图书馆新馆有多少阅览座位",
        "西河大桥的工期有多久",
        "每部电梯补贴多少钱",
        "馆长叫什么名字",
        "工程费用由谁承担",
        "全市加装了多少部电梯",
        "赵明亮是谁",
        "高远写了什么",
    ],
)
def test_what_is_printed_is_never_touched(own_page, question) -> None:
    asker, _, _ = own_page
    assert not asker.ask(question, today=TODAY).corrections


@pytest.mark.parametrize("question", ["房贷利率是多少", "今天股市涨了吗", "怎么做西红柿炒鸡蛋", "西湖门票多少钱"])
def test_what_the_paper_does_not_report_stays_unanswered(own_page, question) -> None:
    asker, _, _ = own_page
    assert asker.ask(question, today=TODAY).status is not AnswerStatus.ANSWERED


def test_ranking_sees_the_same_question(own_page) -> None:
    asker, _, _ = own_page
    right = asker.ranking("西河大桥的工期有多久", today=TODAY)
    slipped = asker.ranking("西禾大侨的工期有多久", today=TODAY)
    assert slipped[0].id == right[0].id


def test_a_slip_is_found_in_what_was_really_typed() -> None:
    slip = Correction("西禾大桥", "西河大桥", 9.0)
    assert slip.applied("請問西禾大橋何時通車") == "請問西河大桥何時通車"
    assert slip.applied("别的问题") == "别的问题"
    query = understand("西禾大橋何時通車", TODAY).corrected(slip)
    assert query.question == "西河大桥何時通車"
    assert [(each.typed, each.meant) for each in query.corrections] == [("西禾大桥", "西河大桥")]


@given(st.text(alphabet="西禾河大桥侨图书馆管加桩装电梯提补贴多少钱天的了是abc12，？ ", max_size=40))
@settings(max_examples=40, deadline=None)
def test_no_text_breaks_it(own_page, text) -> None:
    asker, _, _ = own_page
    answer = asker.ask(text, today=TODAY)
    for correction in answer.corrections:
        assert correction.typed != correction.meant


@pytest.mark.parametrize(("one", "other"), [("馆", "管"), ("贷", "袋"), ("河", "禾"), ("提", "题")])
def test_the_same_sound(one, other) -> None:
    assert one in sound_alikes(other)[0]


@pytest.mark.parametrize(("one", "other"), [("师", "司"), ("张", "脏"), ("南", "兰"), ("心", "星"), ("身", "生")])
def test_a_blurred_sound(one, other) -> None:
    assert blurred("zhang") == blurred("zan")
    near = sound_alikes(other)[1]
    assert one in near, near


def test_the_table_is_what_the_library_says() -> None:
    from retrieval.training.homophones import sound_table

    assert SOUNDS.read_text(encoding="utf-8") == sound_table()
