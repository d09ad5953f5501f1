"""The short answer: the stretch that the network points at, whole as it is printed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answers.models.network import Reading
from retrieval.answers.question.answer_types import Wanted
from retrieval.answers.question.kinds import Kind
from retrieval.answers.spans.borders import LONGEST_SHORT_CHARS, whole_span
from retrieval.answers.spans.extract import LOOKED_AT_SPANS, ONLY_COUNT, short_answer
from retrieval.answers.spans.limits import limit_asked
from retrieval.language.characters import CLAUSE_ENDS, PAIRS
from retrieval.language.folding import folded
from retrieval.language.numbers import Type, numbers


def place(text: str, part: str) -> tuple[int, int]:
    return text.index(part), text.index(part) + len(part)


def whole(text: str, part: str) -> str | None:
    """What becomes of a part that is pointed at."""
    span = whole_span(folded(text), place(text, part))
    return None if span is None else text[slice(*span)]


def reading(text: str, likely: Mapping[str, float]) -> Reading:
    """A network that reads characters and holds each of these parts of the text as likely as that.

    No two parts may begin or end at one place.
    """
    starts = np.full(len(text), -60.0, dtype=np.float32)
    ends = np.full(len(text), -60.0, dtype=np.float32)
    for part, share in likely.items():
        start, end = place(text, part)
        starts[start] = ends[end - 1] = np.log(share) / 2
    return Reading(1.0, starts, ends, tuple((at, at + 1) for at in range(len(text))), -5.0)


WHOLE = {
    "whole already": ("借期30天，每人10册。", "30天", "30天"),
    "a number keeps its digits": ("共1200余个座位。", "12", "1200余个"),
    "from the middle of a number": ("共1200余个座位。", "00余个", "1200余个"),
    "a number keeps its unit": ("总投资2.4亿元。", "2.4", "2.4亿元"),
    "a unit keeps its number": ("总投资2.4亿元。", "亿元", "2.4亿元"),
    "a date keeps its year": ("自2025年3月15日起施行。", "3月", "2025年3月15日起"),
    "a clock time is whole": ("上午9时30分开门。", "9时", "上午9时30分"),
    "two halves of two numbers": ("由60天延长至90天。", "天延长至9", "60天延长至90天"),
    "full-width digits": ("共１２００余个座位。", "１２", "１２００余个"),
    "a number with a mark without width": ("共12\u200b00人到场。", "12", "12\u200b00人"),
    "signs stripped": ("他说，新馆，开门。", "，新馆，", "新馆"),
    "white space stripped": ("位于 槐树街 。", " 槐树街 ", "槐树街"),
    "a stop stripped": ("借期30天。", "30天。", "30天"),
    "an enumeration's sign stripped": ("东门、北桥、南街", "、北桥、", "北桥"),
    "signs within stay": ("东门、北桥、南街", "东门、北桥", "东门、北桥"),
    "a title closed": ("展出《春江集》一书。", "《春江集", "《春江集》"),
    "a title opened": ("展出《春江集》一书。", "春江集》", "《春江集》"),
    "a title without its signs stays": ("展出《春江集》一书。", "春江集", "春江集"),
    "a quotation closed": ("名为“旧书新知”。", "“旧书新知", "“旧书新知”"),
    "an opening sign without its half": ("名为“旧书新知的展览”。", "“旧书", "旧书"),
    "a closing sign without its half": ("名为“旧书新知的展览”。", "展览”", "展览"),
    "cut before a bracket that closes later": ("新馆（原粮仓旧址）开门。", "新馆（原粮仓", "新馆"),
    "cut behind a bracket that opened before": ("原粮仓（旧址）开门。", "址）开门", "开门"),
    "brackets in pairs stay": ("新馆（原粮仓）开门。", "新馆（原粮仓）", "新馆（原粮仓）"),
    "half-width brackets": ("新馆(原粮仓)开门。", "新馆(原粮仓", "新馆(原粮仓)"),
}
NONE = {
    "only signs": ("借期，。30天", "，。"),
    "over a line break": ("新馆开门\n大桥封闭", "开门\n大桥"),
    "a bracket alone": ("新馆（原粮仓旧址）开门。", "（"),
    "too long": ("新" * (LONGEST_SHORT_CHARS + 1), "新" * (LONGEST_SHORT_CHARS + 1)),
}  # fmt: skip


@pytest.mark.parametrize(("text", "part", "expected"), WHOLE.values(), ids=WHOLE)
def test_what_is_pointed_at_is_made_whole(text: str, part: str, expected: str) -> None:
    assert whole(text, part) == expected


@pytest.mark.parametrize(("text", "part"), NONE.values(), ids=NONE)
def test_what_cannot_be_shown_by_itself(text: str, part: str) -> None:
    assert whole(text, part) is None


def test_the_longest_that_is_shown() -> None:
    text = "新" * LONGEST_SHORT_CHARS
    assert whole_span(text, (0, len(text))) == (0, len(text))


@pytest.mark.parametrize("span", [(0, 0), (3, 3), (5, 2)], ids=["at the start", "within", "turned round"])
def test_nothing_pointed_at_is_nothing(span: tuple[int, int]) -> None:
    assert whole_span("借期30天，每人10册。", span) is None


TEXT = st.text(alphabet="新馆借期30天一百亿元.2%年5月，。、：“”（）()《》「」 \n第", min_size=1, max_size=90)


@given(TEXT, st.data())
def test_what_is_shown_keeps_the_promises(text: str, data: st.DataObject) -> None:
    plain = folded(text)
    start = data.draw(st.integers(0, len(plain) - 1))
    end = data.draw(st.integers(start + 1, len(plain)))
    span = whole_span(plain, (start, end))
    if span is None:
        return
    low, high = span
    shown = plain[low:high]
    assert 0 < len(shown) <= LONGEST_SHORT_CHARS
    assert "\n" not in shown
    assert shown[0] not in CLAUSE_ENDS + "、· "
    assert shown[-1] not in CLAUSE_ENDS + "、· "
    for each in numbers(plain):
        assert not each.span[0] < low < each.span[1]
        assert not each.span[0] < high < each.span[1]
    for opening, closing in PAIRS.items():
        assert shown.count(opening) == shown.count(closing)


@given(TEXT, st.data())
def test_what_is_whole_stays_so(text: str, data: st.DataObject) -> None:
    plain = folded(text)
    start = data.draw(st.integers(0, len(plain) - 1))
    span = whole_span(plain, (start, data.draw(st.integers(start + 1, len(plain)))))
    if span is not None:
        assert whole_span(plain, span) == span


BORROWING = "借期30天，每人最多借10册，押金100元。"


def test_the_likeliest_stretch_is_the_answer() -> None:
    found = short_answer(BORROWING, reading(BORROWING, {"30天": 0.3, "10册": 0.7}))
    assert found
    assert found.span == place(BORROWING, "10册")
    assert found.type is Type.QUANTITY
    # The third is what begins with one of them and ends with the other.
    assert found.confidence == pytest.approx(0.7 / (0.7 + 0.3 + (0.7 * 0.3) ** 0.5), abs=1e-3)


@pytest.mark.parametrize(
    ("part", "type_"),
    [("10册", Type.QUANTITY), ("100元", Type.MONEY), ("押金", Type.PHRASE), ("最多借10册", Type.PHRASE)],
    ids=["a count", "money", "words", "words around a number"],
)
def test_its_type_is_that_of_the_whole_stretch(part: str, type_: Type) -> None:
    found = short_answer(BORROWING, reading(BORROWING, {part: 1.0}))
    assert found
    assert found.type is type_


def test_the_next_one_where_the_best_cannot_be_shown() -> None:
    found = short_answer(BORROWING, reading(BORROWING, {"30天": 0.3, "，": 0.7}))
    assert found
    assert found.span == place(BORROWING, "30天")
    assert found.confidence < 0.55


def test_none_where_nothing_can_be_shown() -> None:
    assert short_answer("，。", reading("，。", {"，": 1.0})) is None
    assert short_answer("", reading("", {})) is None


def test_equal_stretches_speak_together() -> None:
    apart = reading(BORROWING, {"30": 0.5, "天": 0.3, "10册": 0.2})
    shares = dict(apart.best(LOOKED_AT_SPANS))
    same = [share for span, share in shares.items() if whole_span(BORROWING, span) == place(BORROWING, "30天")]
    assert len(same) > 1
    found = short_answer(BORROWING, apart)
    assert found
    assert found.span == place(BORROWING, "30天")
    assert found.confidence >= sum(same) > max(same)


def test_borders_that_are_in_doubt_speak_for_each_other() -> None:
    doubtful = reading(BORROWING, {"30天": 0.2, "多借10册": 0.43, "借10册": 0.37})
    found = short_answer(BORROWING, doubtful)
    assert found
    assert found.span == place(BORROWING, "多借10册")
    assert found.confidence > dict(doubtful.best(1))[place(BORROWING, "多借10册")]


def test_the_likeliest_is_shown_however_many_resemble_another() -> None:
    found = short_answer(BORROWING, reading(BORROWING, {"30天": 0.4, "多借10册": 0.33, "借10册": 0.27}))
    assert found
    assert found.span == place(BORROWING, "30天")
    assert found.confidence < 0.5


@pytest.mark.parametrize("text", ["72岁的老人", "王小明的店"])
def test_no_particle_stands_at_the_end(text: str) -> None:
    at = text.index("的") + 1
    assert whole_span(text, (0, at)) == (0, at - 1)


@given(TEXT.map(folded), st.data())
def test_a_short_answer_is_whole_and_a_share(text: str, data: st.DataObject) -> None:
    scores = st.lists(st.floats(-12, 0, width=32), min_size=len(text), max_size=len(text))
    starts, ends = (np.array(data.draw(scores), dtype=np.float32) for _ in range(2))
    found = short_answer(text, Reading(0.0, starts, ends, tuple((at, at + 1) for at in range(len(text))), -1.0))
    if found is not None:
        assert whole_span(text, found.span) == found.span
        assert 0 < found.confidence <= 1


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("封闭文庙路、槐荫街、望湖路等14条道路。", "文庙路、槐荫街、望湖路", "文庙路、槐荫街、望湖路等14条"),
        ("来自东门、北桥等十四个镇。", "东门、北桥", "东门、北桥等十四个"),
        ("来自东门、北桥等两个镇。", "东门、北桥", "东门、北桥"),
        ("来自东门、北桥等地。", "东门、北桥", "东门、北桥"),
        ("来自东门等3个镇。", "东门", "东门"),
    ],
    ids=["more are meant", "in Chinese numerals", "all are named", "it tells not", "no enumeration"],
)
def test_an_enumeration_of_some_tells_how_many_there_are(text: str, part: str, expected: str) -> None:
    found = short_answer(text, reading(text, {part: 1.0}))
    assert found is not None
    assert text[slice(*found.span)] == expected


CHANGED = "维修的时间由17天减少到14天,每晚封闭。"


@pytest.mark.parametrize("part", ["17天", "14天", "17天减少到14天", "由17天减少到14天"])
def test_of_a_value_that_changed_the_new_one_is_shown(part: str) -> None:
    found = short_answer(CHANGED, reading(CHANGED, {part: 1.0}), Wanted(Kind.HOW_LONG))
    assert found is not None
    assert CHANGED[slice(*found.span)] == "14天"


def test_doubt_between_old_and_new_value_is_none() -> None:
    found = short_answer(CHANGED, reading(CHANGED, {"17天": 0.5, "14天": 0.5}), Wanted(Kind.HOW_LONG))
    assert found is not None
    assert found.confidence > 0.9


def test_the_old_value_where_it_is_asked_for() -> None:
    found = short_answer(CHANGED, reading(CHANGED, {"17天": 1.0}), Wanted(Kind.HOW_LONG), now=False)
    assert found is not None
    assert CHANGED[slice(*found.span)] == "17天"


def test_what_tells_no_time_is_not_how_long() -> None:
    text = "每人一次最多借10册,借期30天。"
    found = short_answer(text, reading(text, {"10册": 0.8, "30天": 0.2}), Wanted(Kind.HOW_LONG))
    assert found is not None
    assert "30天" in text[slice(*found.span)]
    assert found.confidence < 0.3
    told = "三年或10万公里"
    text = f"质保期为{told},以先到者为准。"
    found = short_answer(text, reading(text, {told: 1.0}), Wanted(Kind.HOW_LONG))
    assert found is not None


def test_the_highest_is_what_it_became() -> None:
    text = "新办法把单户最高额度由500万元提高到800万元。"
    limit, found = limit_asked("转贷最高多少"), reading(text, {"800万元": 0.9, "500万元提高到800万元": 0.1})
    raised = short_answer(text, found, Wanted(Kind.AMOUNT), limit=limit)
    assert raised is not None
    assert text[slice(*raised.span)] == "800万元"


BRIDGE = "稻香大桥昨天通车,全长1280米,双向六车道,设四股匝道。"
LANES = Wanted(Kind.COUNT, "条", "车道")


@pytest.mark.parametrize(
    "likely",
    [
        {"六车道,设四股匝道": 0.4, "六": 0.3, "四股匝": 0.3},
        {"全长1280米,双向六车道": 0.6, "1280米": 0.4},
        {"昨天": 0.9, "双向六车道": 0.1},
    ],
    ids=["with other numbers", "behind another number", "less likely than a day"],
)
def test_of_several_numbers_the_one_with_the_measure_word_asked_for_is_shown(likely: dict[str, float]) -> None:
    found = short_answer(BRIDGE, reading(BRIDGE, likely), LANES)
    assert found is not None
    assert BRIDGE[slice(*found.span)] == "六车道"


def test_a_count_of_another_thing_gives_way_to_the_one_asked_for_where_print_has_it() -> None:
    ramps = reading(BRIDGE, {"四股": 1.0})
    found = short_answer(BRIDGE, ramps, LANES)
    assert found is not None
    assert BRIDGE[slice(*found.span)] == "六车道"
    asked = short_answer(BRIDGE, ramps, Wanted(Kind.COUNT, "股", "匝道"))
    assert asked is not None
    assert BRIDGE[slice(*asked.span)] == "四股"


def test_the_only_number_with_the_measure_word_asked_for_is_all_but_sure() -> None:
    doubtful = {"六车道,设四股匝道": 0.4, "六": 0.3, "四股匝": 0.3}
    sure = short_answer(BRIDGE, reading(BRIDGE, doubtful), LANES)
    assert sure is not None
    assert sure.confidence == ONLY_COUNT
    twice = BRIDGE + "引桥双向四车道。"
    unsure = short_answer(twice, reading(twice, doubtful), LANES)
    assert unsure is not None
    assert unsure.confidence < ONLY_COUNT


def test_a_day_of_the_calendar_is_no_count() -> None:
    day = reading(BRIDGE, {"昨天": 1.0})
    count = short_answer(BRIDGE, day, LANES)
    assert count is None or (BRIDGE[slice(*count.span)] != "昨天" and count.confidence < 0.01)
    when = short_answer(BRIDGE, day, Wanted(Kind.WHEN))
    assert when is not None
    assert BRIDGE[slice(*when.span)] == "昨天"
    which_day = short_answer("会议于4日召开。", reading("会议于4日召开。", {"4日": 1.0}), Wanted(Kind.COUNT, "日"))
    assert which_day is not None


def test_what_the_network_is_sure_of_stands_where_no_number_asked_for_is_likely() -> None:
    text = "全年收入1442亿元,同比下降2.39%。"
    found = short_answer(text, reading(text, {"2.39%": 0.98, "1442亿元": 0.02}), Wanted(Kind.AMOUNT))
    assert found is not None
    assert text[slice(*found.span)] == "2.39%"


def test_it_is_shown_within_its_likeliest_borders() -> None:
    text = "大桥昨天通车。"
    found = short_answer(text, reading(text, {"昨天": 0.6, "天通": 0.2, "桥昨天通车": 0.2}))
    assert found is not None
    assert text[slice(*found.span)] == "昨天"
