"""Folding character by character: the same length, and the same whatever was folded before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language import folding
from retrieval.language.folding import _FoldTable, folded, printed_codes

PRINTED = st.text(st.sampled_from("二〇○◯漢字龍⺠⻔⼈Ａｂ１，。　³①Ⅻ𠀀ﬁÀ-"), max_size=40)


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing has been folded before."""
    table = _FoldTable()
    monkeypatch.setattr(folding, "_fold_table", lambda: table)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("圖書館ＡＢ１２，", "图书馆ab12,"),
        ("⼈⺠公园", "人民公园"),
        ("二○二五◯", "二〇二五〇"),
        ("○号 m³ ①", "○号 m³ ①"),
        ("㎡ﬁ", "㎡ﬁ"),
        ("𠀀龍", "𠀀龙"),
    ],
)
def test_characters_are_folded_alone(forgetful: None, text: str, expected: str) -> None:
    assert folded(text) == expected
    assert folded(text) == expected, "met before"


@given(PRINTED, PRINTED)
def test_what_was_met_before_changes_nothing(first: str, second: str) -> None:
    together, apart = _FoldTable(), _FoldTable()
    known = together.take(printed_codes(first + second)).tolist()
    assert apart.take(printed_codes(second)).tolist() == known[len(first) :]
    assert apart.take(printed_codes(first)).tolist() == known[: len(first)]
