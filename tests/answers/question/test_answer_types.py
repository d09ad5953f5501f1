"""Which printed things can answer which kind of question."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answers.question.answer_types import TYPES, fits, new_numbers, unit_fit, wanted_by
from retrieval.answers.question.kinds import NUMERIC, Kind
from retrieval.answers.question.query import understand
from retrieval.language.folding import folded
from retrieval.language.numbers import Candidate, Type, numbers

TODAY = date(2025, 3, 12)
UNITS = ["", "个", "名", "人", "人次", "公里", "米", "度", "℃", "座", "所", "元", "本", "册", "路"]


@pytest.mark.parametrize(
    ("asked", "printed", "fit"),
    [
        ("个", "个", 1.0),
        ("公里", "公里", 1.0),
        ("人", "人次", 1.0),
        ("平方", "平方米", 1.0),
        ("个", "名", 0.5),
        ("本", "册", 0.5),
        ("公里", "米", 0.5),
        ("度", "℃", 0.5),
        ("个", "", 0.0),
        ("", "个", 0.0),
        ("路", "箱", -1.0),
        ("公里", "册", -1.0),
    ],
)
def test_measure_words(asked: str, printed: str, fit: float) -> None:
    assert unit_fit(asked, printed) == fit


@given(st.sampled_from(UNITS), st.sampled_from(UNITS))
def test_measure_words_fit_both_ways(one: str, other: str) -> None:
    assert unit_fit(one, other) == unit_fit(other, one)


FITS = {
    "days for how long": ("工期45天", Kind.HOW_LONG, "天", 1.0),
    "a date for how long": ("2027年底", Kind.HOW_LONG, "", 0.4),
    "money for an amount": ("2.4亿元", Kind.AMOUNT, "元", 1.0),
    "a count for an amount": ("12箱", Kind.AMOUNT, "", 0.4),
    "a count for a count": ("1200余个", Kind.COUNT, "个", 1.0),
    "another measure word": ("17路", Kind.COUNT, "箱", 0.5),
    "days for a count": ("工期45天", Kind.COUNT, "个", 0.4),
    "a share for a share": ("3.5%", Kind.RATIO, "", 1.0),
    "an age for an age": ("37岁", Kind.AGE, "", 1.0),
    "a clock time for a time": ("上午9时", Kind.TIME, "", 1.0),
    "a day for a time": ("3月15日", Kind.TIME, "", 0.4),
    "a day for when": ("3月15日", Kind.WHEN, "", 1.0),
    "an age for an amount": ("37岁", Kind.AMOUNT, "", 0.0),
    "days for who": ("工期45天", Kind.WHO, "", 0.0),
    "money for why": ("2.4亿元", Kind.WHY, "", 0.0),
}


@pytest.mark.parametrize(("text", "kind", "unit", "fit"), FITS.values(), ids=FITS)
def test_how_well_a_number_fits(text: str, kind: Kind, unit: str, fit: float) -> None:
    (candidate,) = numbers(folded(text))
    assert fits(candidate, kind, unit) == pytest.approx(fit)


@given(st.sampled_from(list(Kind)), st.sampled_from(list(Type)), st.sampled_from(UNITS), st.sampled_from(UNITS))
def test_fits_are_shares_and_only_of_the_kinds_types(kind: Kind, type_: Type, asked: str, printed: str) -> None:
    fit = fits(Candidate((0, 1), type_, printed), kind, asked)
    assert 0 <= fit <= 1
    assert (fit > 0) == (type_ in TYPES.get(kind, ()))


@given(st.sampled_from(list(TYPES)), st.sampled_from(UNITS), st.sampled_from(UNITS))
def test_the_likeliest_type_fits_best(kind: Kind, asked: str, printed: str) -> None:
    best, *others = (fits(Candidate((0, 1), type_, printed), kind, asked) for type_ in TYPES[kind])
    assert all(best > other for other in others)


def test_every_kind_that_a_number_answers_has_types() -> None:
    assert set(NUMERIC) <= set(TYPES)
    for types in TYPES.values():
        assert len(set(types)) == len(types)


@pytest.mark.parametrize(
    ("question", "text", "new"),
    [
        ("3路公交绕行几天", "3路公交绕行45天。", ["45天"]),
        ("2027年再装多少部电梯", "到2027年再加装500部。", ["500部"]),
        ("大桥封闭几天", "大桥封闭45天，3路绕行。", ["45天", "3路"]),
        ("绕行45天的是几路", "绕行45天。", []),
    ],
    ids=["a route named", "a year named", "none named", "all named"],
)
def test_what_the_question_names_does_not_answer_it(question: str, text: str, new: list[str]) -> None:
    plain = folded(text)
    assert [plain[slice(*each.span)] for each in new_numbers(understand(question, TODAY), plain)] == new


COUNTED = {
    "a classifier, and print's own word": ("稻香大桥有几条车道", "双向六车道", True),
    "the noun alone": ("稻香大桥是几车道", "双向六车道", True),
    "the measure word asked for": ("涉及多少户", "涉及402户", True),
    "what ends in it": ("涉及多少住户", "涉及402户", True),
    "one that counts the same": ("来了几位专家", "来了5名专家", True),
    "people by the head": ("北京有多少人口", "共有2185万人", True),
    "another thing": ("稻香大桥有几条车道", "设四股匝道", False),
    "a length": ("稻香大桥有几条车道", "全长1280米", False),
    "whatever has none of its own": ("有几个被困的", "救出24人", False),
    "no measure word": ("涉及多少户", "编号402", False),
    "a sum": ("涉及多少户", "投资350亿元", False),
    "no count asked": ("大桥什么时候通车", "双向六车道", False),
}


@pytest.mark.parametrize(("question", "printed", "agrees"), COUNTED.values(), ids=COUNTED)
def test_whether_a_number_counts_what_is_asked(question: str, printed: str, agrees: bool) -> None:
    wanted = wanted_by(understand(question, TODAY))
    assert [wanted.counts(each) for each in numbers(printed)] == [agrees]


@pytest.mark.parametrize(
    ("question", "unit", "sought"),
    [
        ("有多少市民参加", "", "市民"),
        ("有多少国家参加", "", "国家"),
        ("有多少股东", "", "股东"),
        ("设几股匝道", "股", "匝道"),
        ("松涛路改成几车道", "车道", "车道"),
        ("有几首新歌", "首", "新歌"),
        ("这座桥有几孔", "孔", "桥"),
    ],
)
def test_a_noun_is_no_measure_word_for_its_first_character(question: str, unit: str, sought: str) -> None:
    query = understand(question, TODAY)
    assert query.unit == unit
    assert sought in query.content
