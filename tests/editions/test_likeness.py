"""Likeness of reports, held against sets of strings."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.near_duplicates import overlap, same_report, shingles

REPORT = st.text(alphabet="甲乙丙丁 \n𠀀a", max_size=90)


def as_set(text: str) -> frozenset[str]:
    plain = "".join(text[:1500].split())
    return frozenset(plain[at : at + 4] for at in range(max(1, len(plain) - 3)))


@given(st.text(alphabet="甲乙丙丁 \na", max_size=90), st.text(alphabet="甲乙丙丁 \na", max_size=90))
def test_shares_are_those_of_the_sets(one: str, other: str) -> None:
    left, right = as_set(one), as_set(other)
    shared = len(left & right)
    assert len(shingles(one)) == len(left)
    assert overlap(shingles(one), shingles(other)) == shared / len(left | right)
    contained = min(len(left), len(right)) >= 60 and shared / min(len(left), len(right)) >= 0.8
    assert same_report(shingles(one), shingles(other)) == (contained or shared / len(left | right) >= 0.6)


@given(st.integers(0, 2**32), st.integers(40, 1200), st.floats(0, 1), st.floats(0, 1))
def test_long_reports_are_the_same_as_their_sets_say(seed: int, size: int, kept: float, changed: float) -> None:
    drawn = random.Random(seed)
    one = "".join(chr(drawn.randrange(0x4E00, 0x9FA5)) for _ in range(size))
    other = "".join(char if drawn.random() > changed / 4 else "变" for char in one[: 1 + int(kept * size)])
    left, right = as_set(one), as_set(other)
    shared, smaller = len(left & right), min(len(left), len(right))
    contained = smaller >= 60 and shared / smaller >= 0.8
    assert same_report(shingles(one), shingles(other)) == (contained or shared / len(left | right) >= 0.6)


@given(REPORT)
def test_any_text_is_its_own_reprint(text: str) -> None:
    assert same_report(shingles(text), shingles(text + " "))


def test_what_is_kept_can_not_be_changed() -> None:
    kept = shingles("城东图书馆开门迎客")
    assert not any(array.flags.writeable for array in (kept.numbers, kept.places, kept.held))
