"""Values that changed: the one that holds now."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answers.spans.changes import asks_of_before, became, form, value_now
from retrieval.language.folding import folded

CHANGES = {
    "prolonged": ("期限多久", "转贷期限由60天延长至90天。", "60天", "90天"),
    "raised from": ("补贴多少", "补贴从每月300元提高到500元。", "每月300元", "每月300元"),
    "raised from a bare value": ("补贴多少", "补贴从300元提高到500元。", "300元", "500元"),
    "became": ("座位多少", "座位由800个增为1200个。", "800个", "1200个"),
    "what it was before": ("原来期限多久", "转贷期限由60天延长至90天。", "60天", "60天"),
    "what it used to be": ("以前的补贴多少", "补贴从300元提高到500元。", "300元", "300元"),
    "formerly stands in the report": ("期限多久", "转贷期限由原来的60天延长至90天。", "60天", "90天"),
    "at present stands in the report": ("期限多久", "转贷期限从现行60天延长到90天。", "60天", "90天"),
    "an estimate first": ("多少人", "队员由约30人增至45人。", "约30人", "45人"),
    "the value after already": ("期限多久", "转贷期限由60天延长至90天。", "90天", "90天"),
    "another form": ("期限多久", "转贷期限由60天延长至三个月。", "60天", "60天"),
    "a place behind it": ("几号线", "施工从3号线延伸至北桥。", "3号线", "3号线"),
    "a clause between": ("期限多久", "转贷由60天起，逐步延长至90天。", "60天", "60天"),
    "no change": ("期限多久", "转贷期限60天，展期至90天。", "60天", "60天"),
    "a whole phrase": ("期限怎么变", "转贷期限由60天延长至90天。", "由60天延长至90天", "由60天延长至90天"),
    "a correction": ("全长多少", "文中“全长9.8公里”应为“全长8.9公里”。", "9.8公里", "8.9公里"),
    "a correction without marks": ("摊位多少", "「86个」有误,更正为96个,特此致歉。", "86个", "96个"),
    "the right value of a correction": ("全长多少", "“全长9.8公里”应为“全长8.9公里”。", "8.9公里", "8.9公里"),
    "a correction of another form": ("全长多少", "“全长9.8公里”应为“东起2号路”。", "9.8公里", "9.8公里"),
    "the value before the correction": ("原来写的全长多少", "“全长9.8公里”应为“全长8.9公里”。", "9.8公里", "9.8公里"),
    "full-width": ("期限多久", "转贷期限由６０天延长至９０天。", "６０天", "９０天"),
}  # fmt: skip


@pytest.mark.parametrize(("question", "text", "part", "expected"), CHANGES.values(), ids=CHANGES)
def test_what_came_of_a_change(question: str, text: str, part: str, expected: str) -> None:
    span = (text.index(part), text.index(part) + len(part))
    now = span if asks_of_before(folded(question)) else value_now(folded(text), span)
    assert text[slice(*now)] == expected


def test_a_change_told_whole_gives_the_value_after_it() -> None:
    text = "转贷期限由原来的60天延长至90天。"
    span = (text.index("由"), text.index("。"))
    assert text[slice(*became(text, span))] == "90天"
    assert became(text, (0, 4)) == (0, 4)
    assert became("由60天起", (0, 5)) == (0, 5)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("90天", "120天", True),
        ("三十天", "90天", True),
        ("2.4亿元", "3亿元", True),
        ("2.4亿元", "3元", False),
        ("500元", "500天", False),
        ("3月15日", "4月1日", True),
        ("由60天延长至90天", "由90天延长至120天", True),
    ],
)
def test_values_of_one_form(one: str, other: str, same: bool) -> None:
    assert (form(one) == form(other)) is same


@given(st.text(alphabet="0123456789.,零〇一二两三十百万半几天元 年月人", max_size=16))
def test_a_form_of_a_form_is_the_same(text: str) -> None:
    assert form(form(text)) == form(text)
