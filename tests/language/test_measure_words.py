"""Measure words as they are said and printed."""

from __future__ import annotations

import re

import pytest

from retrieval.language.measure_words import MEASURE_WORD, PRINTED_UNIT, count_the_same


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("车道", "车道"),
        ("户居民", "户"),
        ("股匝道", "股"),
        ("平方公里", "平方公里"),
        ("公里外", "公里"),
        ("号线", "号线"),
        ("市民", None),
        ("国家", None),
        ("家庭", None),
        ("家企业", "家"),
        ("门店", None),
        ("门功课", "门"),
        ("资金", None),
    ],
)
def test_what_follows_how_many(text: str, found: str | None) -> None:
    match = re.match(MEASURE_WORD, text)
    assert (match and match[0]) == found


@pytest.mark.parametrize(("text", "found"), [("m²", "m²"), ("㎏", "㎏"), ("km", "km"), ("亿", "亿"), ("户", "户")])
def test_what_is_printed_behind_a_number(text: str, found: str) -> None:
    match = re.match(PRINTED_UNIT, text)
    assert match is not None
    assert match[0] == found


def test_which_count_the_same() -> None:
    assert count_the_same("名", "位")
    assert count_the_same("人口", "人")
    assert not count_the_same("户", "栋")
