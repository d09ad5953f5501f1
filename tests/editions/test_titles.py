"""The lines above a report: kicker, headline, subhead, by rank where there is one, else by place and wording."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.editions.layout.titles import Titles, classify_titles
from tests.editions.support import block, blocks

PIPES = "四十七个老旧小区换上新管网"
MEETING = "全市供暖工作会议召开"
BELOW = "——改造后室温平均升高两度"

CASES = {
    "nothing": ((), Titles()),
    "one line": ((PIPES,), Titles(None, PIPES)),
    "one heading": ((f"## {PIPES}",), Titles(None, PIPES)),
    "the highest rank": ((f"## {MEETING}", f"# {PIPES}", BELOW), Titles(MEETING, PIPES, BELOW)),
    "the highest rank though it stands first": ((f"# {MEETING}", f"## {PIPES}"), Titles(None, MEETING, PIPES)),
    "plain lines around a heading": (
        ("民生观察", f"### {PIPES}", "两个月完工"),
        Titles("民生观察", PIPES, "两个月完工"),
    ),
    "two of one rank, an occasion first": ((f"# {MEETING}", f"# {PIPES}"), Titles(MEETING, PIPES)),
    "two of one rank, a dash second": ((f"# {PIPES}", f"# {BELOW}"), Titles(None, PIPES, BELOW)),
    "two of one rank apart": ((f"# {PIPES}", f"## {MEETING}", "# 补记"), Titles(None, PIPES, f"{MEETING} 补记")),
    "an occasion": ((MEETING, PIPES), Titles(MEETING, PIPES)),
    "a column of the paper": (("民生观察", PIPES), Titles("民生观察", PIPES)),
    "what several stand under": (("# 城事简讯", f"## {PIPES}"), Titles("城事简讯", PIPES)),
    "a headline and a dash below": (("# 城事简讯", f"## {BELOW}"), Titles(None, "城事简讯", BELOW)),
    "a colon": (("供暖新规今起施行：", PIPES), Titles("供暖新规今起施行：", PIPES)),
    "a dash": ((PIPES, BELOW), Titles(None, PIPES, BELOW)),
    "two parts under one": ((PIPES, "室温升高 住户叫好"), Titles(None, PIPES, "室温升高 住户叫好")),
    "three lines": ((MEETING, PIPES, BELOW), Titles(MEETING, PIPES, BELOW)),
    "three lines, two below": ((PIPES, BELOW, "三万一千户受益"), Titles(None, PIPES, f"{BELOW} 三万一千户受益")),
}


@pytest.mark.parametrize(("lines", "expected"), CASES.values(), ids=CASES)
def test_which_line_is_what(lines: tuple[str, ...], expected: Titles) -> None:
    assert classify_titles(blocks(*lines)) == expected


@given(st.lists(st.tuples(st.sampled_from([PIPES, MEETING, BELOW, "民生观察", "短"]), st.integers(0, 3)), max_size=6))
def test_no_line_is_lost_and_none_is_invented(lines: list[tuple[str, int]]) -> None:
    found = classify_titles([block(text, level=level) for text, level in lines])
    told = [part for part in (found.kicker, found.headline, found.subhead) if part is not None]
    assert " ".join(told) == " ".join(text for text, _ in lines)
    assert (found.headline is None) == (not lines)
