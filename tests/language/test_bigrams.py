"""Pairs of neighbouring characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.bigrams import bigrams, dice

TEXT = st.text(alphabet="城东图书馆新a1 ", max_size=20)


@pytest.mark.parametrize(
    ("text", "pairs"),
    [("", set()), ("城", set()), ("城东", {"城东"}), ("城东城东", {"城东", "东城"}), ("𠮷野a", {"𠮷野", "野a"})],
    ids=["empty", "one character", "two", "a repeat counts once", "beyond the first plane"],
)
def test_pairs_of_neighbours(text: str, pairs: set[str]) -> None:
    assert bigrams(text) == pairs


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("城东图书馆", "城东图书馆", 1.0),
        ("城东图书馆", "西河大桥", 0.0),
        ("图书馆", "图书市", 0.5),
        ("图书馆", "城东图书馆", 2 * 2 / (2 + 4)),
        ("", "城东", 0.0),
        ("", "", 0.0),
    ],
    ids=["the same", "nothing", "half", "one within the other", "one empty", "both empty"],
)
def test_share_in_common(one: str, other: str, share: float) -> None:
    assert dice(bigrams(one), bigrams(other)) == pytest.approx(share)


@given(TEXT, TEXT)
def test_shares_are_symmetric_and_within_bounds(one: str, other: str) -> None:
    left, right = bigrams(one), bigrams(other)
    assert dice(left, right) == dice(right, left)
    assert 0 <= dice(left, right) <= 1
    assert (dice(left, right) == 1) == (left == right and bool(left))
    assert (dice(left, right) == 0) == (not left & right)


@given(TEXT, TEXT)
def test_a_longer_text_keeps_its_pairs(one: str, other: str) -> None:
    joined = bigrams(one + other)
    assert bigrams(one) | bigrams(other) <= joined
    assert len(joined) <= max(len(one + other) - 1, 0)
