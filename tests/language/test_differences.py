"""Where two wordings differ, in the words around the difference."""

from __future__ import annotations

import pytest

from retrieval.language.differences import CUT, MOST_AROUND, MOST_TOKENS, Difference, differences

BRIDGE = "跨河大桥昨天合龙，大桥全长860米，双向六车道，预计明年六月通车。"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (BRIDGE, BRIDGE, []),
        (BRIDGE, BRIDGE.replace("860", "870"), [("大桥全长860米", "大桥全长870米")]),
        (BRIDGE, BRIDGE.replace("六月", "五月"), [("预计明年六月通车", "预计明年五月通车")]),
        (
            BRIDGE,
            BRIDGE.replace("860", "870").replace("六车道", "四车道"),
            [("大桥全长860米", "大桥全长870米"), ("双向六车道", "双向四车道")],
        ),
        ("票价每人45元。", "票价每人45.5元。", [("票价每人45元", "票价每人45.5元")]),
        ("增长3.5%", "增长3.5％", [("增长3.5%", "增长3.5％")]),
        ("昨天落成。", "昨天落成。今起开放。", [("", "今起开放。")]),
        ("馆长沈维说，年底开放。", "沈维说，年底开放。", [("馆长沈维说", "沈维说")]),
        ("昨天落成。票价五元。", "昨天落成。今起开放。票价五元。", [("", "今起开放。")]),
        (
            "清溪景区今天新增夜游船三艘，票价不变。",
            "清溪景区今天新增夜游船五艘，票价不变。",
            [("清溪景区今天新增夜游船三艘", "清溪景区今天新增夜游船五艘")],
        ),
        (
            "共有12人参加，其中三班的学生8人和家长4人到场，",
            "共有15人参加，其中三班的学生9人和家长6人到场，",
            [("共有12人参加", "共有15人参加"), ("其中三班的学生8人和家长4人到场", "其中三班的学生9人和家长6人到场")],
        ),
        ("船每天三班", "船每天，三班", [("船每天三班", "船每天，三班")]),
        ("", "", []),
    ],
)
def test_the_places_that_differ(before: str, after: str, told: list[tuple[str, str]]) -> None:
    assert differences(before, after) == [Difference(*pair) for pair in told]


def test_a_clause_without_end_is_cut_and_says_so() -> None:
    (found,) = differences("一" * 100 + "甲" + "二" * 100, "一" * 100 + "乙" + "二" * 100)
    assert found.before == CUT + "一" * MOST_AROUND + "甲" + "二" * MOST_AROUND + CUT
    assert found.after == found.before.replace("甲", "乙")


def test_a_long_text_is_compared_where_it_differs_and_not_if_it_was_rewritten() -> None:
    text = "一" * 10 * MOST_TOKENS
    assert differences(text + "，甲", text + "，乙") == [Difference("甲", "乙")]
    assert differences("甲" + text + "甲", "乙" + text + "乙") == []
