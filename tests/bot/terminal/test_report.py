"""Plots of an evaluation, and the page that holds them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from matplotlib import rc_context

from bot.terminal import plots
from bot.terminal.report import NEEDED, Occasion, figure_text, missing, page, pieces
from retrieval.domain import Span
from retrieval.evaluation.appraise import Appraisal, appraise
from retrieval.evaluation.question_file import AskedQuestion
from tests.bot.support import CITED, DAY, LIBRARY, outcome

FORMULA = "$\\frac{1}{2}$ <b>"
SVG = "{http://www.w3.org/2000/svg}"
OCCASION = Occasion("questions.jsonl", "even", "g1", "bundled", DAY)


@pytest.fixture(scope="module")
def appraised() -> Appraisal:
    return appraise(
        [
            outcome(0.9, stages_ms={"rank": 2.0}),
            outcome(0.4, right=False, kind=FORMULA),
            outcome(0.95, asked=AskedQuestion("火星", (), "none"), article_right=None, rank=None),
        ]
    )


@pytest.fixture(scope="module")
def drawn(appraised: Appraisal) -> dict[str, str]:
    return plots.drawn(appraised)


@pytest.fixture(scope="module")
def html(appraised: Appraisal) -> str:
    return page(appraised, OCCASION, {"in_first": "首条", "mrr": "MRR"}, "说明<i>")


def texts(svg: str) -> list[str]:
    return ["".join(each.itertext()).strip() for each in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_each_plot_is_one_element_with_names_of_its_own(drawn: dict[str, str]) -> None:
    assert list(drawn) == ["reliability", "trade_off", "recall"]
    assert all(ElementTree.fromstring(svg).tag == f"{SVG}svg" for svg in drawn.values())
    names = [name for svg in drawn.values() for name in re.findall(r'\bid="([^"]+)"', svg)]
    assert names
    assert len(names) == len(set(names))
    for svg in drawn.values():
        used = re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', svg)
        assert {one or other for one, other in used} <= set(re.findall(r'\bid="([^"]+)"', svg))


def test_the_same_figures_give_the_same_plot(appraised: Appraisal, drawn: dict[str, str]) -> None:
    with rc_context(plots.STYLE):
        assert plots.reliability(appraised) == drawn["reliability"]


def test_kinds_are_words_and_no_formulas(drawn: dict[str, str]) -> None:
    found = texts(drawn["recall"])
    assert {"direct", FORMULA, "全部"} <= set(found)
    assert "none" not in found, "nothing to recall where there is no answer"


def test_false_answers_are_drawn_where_there_can_be_some(appraised: Appraisal, drawn: dict[str, str]) -> None:
    answerable = appraise([each for each in appraised.outcomes if each.asked.answerable])
    assert "无答案的题误答的" in texts(drawn["trade_off"])
    with rc_context(plots.STYLE):
        assert "无答案的题误答的" not in texts(plots.trade_off(answerable))


@pytest.mark.parametrize(
    ("value", "name", "text"),
    [
        (None, "mrr", "–"),
        (12.0, "questions", "12"),
        (0.25, "p50_ms", "0.25"),
        (0.666, "mrr", "0.67"),
        (0.666, "f1", "0.67"),
        (0.666, "in_first", "67%"),
        (0.0, "false_answers", "0%"),
        (1, "recall_1", "100%"),
    ],
)
def test_figures_as_people_read_them(value: float | None, name: str, text: str) -> None:
    assert figure_text(value, name) == text


@pytest.mark.parametrize(
    ("evidence", "marked"),
    [
        ((), []),
        (((4, 8),), ["320个"]),
        (((4, 8), (0, 2)), ["新增", "320个"]),
        (((0, 4), (2, 8)), ["新增座位"]),
        (((0, 9),), ["新增座位320个。"]),
    ],
    ids=["none", "one", "out of order", "overlapping", "all"],
)
def test_an_excerpt_is_cut_where_evidence_begins_and_ends(evidence: Sequence[Span], marked: Sequence[str]) -> None:
    found = list(pieces(replace(CITED, evidence=tuple(evidence))))
    assert "".join(text for text, _ in found) == CITED.excerpt
    assert [text for text, is_evidence in found if is_evidence] == list(marked)


def test_the_page_escapes_what_comes_from_outside(html: str) -> None:
    assert "说明&lt;i&gt;" in html
    assert "<b>" not in html
    assert html.count("<svg") == 3
    assert "（even 一半）" in html
    assert "排序" in html


def test_a_page_of_no_questions_has_empty_axes() -> None:
    text = page(appraise([]), OCCASION, {"mrr": "MRR"}, "")
    assert "0 题" in text
    assert text.count("<svg") == 3


def test_what_a_report_needs_and_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert missing() == []
    monkeypatch.setattr("bot.terminal.report.NEEDED", (*NEEDED, "no_such_library"))
    assert missing() == ["no_such_library"]


def test_no_page_steers_who_reads_the_report() -> None:
    steers = "\x1b[2J\x9b\u202e\u2066\x07"
    asked = AskedQuestion(f"问{steers}", (f"答{steers}", f"或{steers}"), f"类{steers}", LIBRARY)
    citation = replace(CITED, excerpt=f"新增{steers}座位320个。", headline=steers, evidence=((2, 4),))
    one = outcome(0.9, asked=asked)
    told = replace(one, answer=replace(one.answer, answer=f"短{steers}", citations=(citation,)))
    occasion = replace(OCCASION, name=f"题{steers}", generation=steers, encoder=steers)
    found = page(appraise([told]), occasion, {"in_first": "首条", "mrr": "MRR"}, "说明")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", found)
    for word in "问答或类短题":
        assert f"{word}\ufffd[2J" in found
