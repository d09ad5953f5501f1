"""Lines that say paper, day and page, and lines that only hold one of them."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.language.imprints import LONGEST_IMPRINT, Imprint, imprint_in, items_in_head

DAY = date(2025, 4, 8)


@pytest.mark.parametrize(
    ("line", "paper", "day", "page"),
    [
        ("苇州日报 2025年4月8日 星期二 第3版", "苇州日报", DAY, "3"),
        ("《苇州日报》2025-04-08 A03版：要闻", "苇州日报", DAY, "A3"),
        ("2025年4月8日 农历三月十一 第二版 民生", None, DAY, "2"),
        ("苇州日报 2025年4月8日 第02-03版：要闻", "苇州日报", DAY, "2"),
        ("苇州日报 2025-04-08 二、三版", "苇州日报", DAY, "2"),
        ("葦州時報 2版", "葦州時報", None, "2"),
        ("苇州日报　２０２５年４月８日", "苇州日报", DAY, None),
        ("来源：苇州日报 2025.4.8 头版", "苇州日报", DAY, "1"),
    ],
)
def test_what_a_line_says(line: str, paper: str | None, day: date | None, page: str | None) -> None:
    assert imprint_in(line) == Imprint(paper, day, page)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "第3版",
        "2025年4月8日",
        "苇州日报2025年4月8日第3版刊登了更正",
        "2025年4月8日苇州日报A03版说大桥合龙",
        "苇州日报 2025年2月30日 第3版",
        "苇州日报 2025年4月8日 第3版 记者 abc",
        "苇州日报 2025年4月8日 " + "第3版" * LONGEST_IMPRINT,
    ],
)
def test_what_is_no_imprint(line: str) -> None:
    assert imprint_in(line) is None


def test_a_head_may_say_one_thing_alone() -> None:
    assert items_in_head("苇州日报") == Imprint(paper="苇州日报")
    assert items_in_head("2025年4月8日 星期二") == Imprint(day=DAY)
    assert items_in_head("A03 民生") == Imprint(page="A3")
    assert items_in_head("图为青湾大桥").items == 0
