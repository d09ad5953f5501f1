"""What is made of the network's numbers: odds that an excerpt answers, and its likeliest stretches."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answers.models.network import LONGEST_ANSWER_TOKENS, ODDS_LIMIT, Reading

NEVER = -60.0


def reading(starts: list[float], ends: list[float], *, nowhere: float = -1.0, width: int = 2) -> Reading:
    """Tokens of ``width`` characters side by side."""
    spans = tuple((width * at, width * at + width) for at in range(len(starts)))
    return Reading(0.0, np.array(starts, dtype=np.float32), np.array(ends, dtype=np.float32), spans, nowhere)


@pytest.mark.parametrize(
    ("missing", "odds"),
    [(0.5, 0.0), (0.25, np.log(3)), (0.75, -np.log(3)), (1.0, -ODDS_LIMIT), (0.0, ODDS_LIMIT)],
    ids=["even", "one in four", "three in four", "surely not", "surely"],
)
def test_odds_that_an_excerpt_answers(missing: float, odds: float) -> None:
    with np.errstate(divide="ignore"):
        assert reading([0.0], [0.0], nowhere=float(np.log(missing))).odds == pytest.approx(odds, abs=1e-6)


@given(st.floats(-50, 0), st.floats(-50, 0))
def test_who_is_less_often_missing_has_better_odds(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert reading([0.0], [0.0], nowhere=low).odds >= reading([0.0], [0.0], nowhere=high).odds
    assert -ODDS_LIMIT <= reading([0.0], [0.0], nowhere=low).odds <= ODDS_LIMIT


def test_the_likeliest_stretch_comes_first() -> None:
    found = reading([NEVER, 0.0, -2.0, NEVER], [NEVER, -2.0, NEVER, 0.0])
    (first, _), (second, _) = found.best(4)[:2]
    assert first == (2, 8)
    assert second in {(2, 4), (4, 8)}


def test_shares_are_those_among_all_stretches() -> None:
    found = reading([np.log(0.5), np.log(0.5)], [np.log(0.5), np.log(0.5)]).best(9)
    assert [span for span, _ in found] == [(0, 2), (0, 4), (2, 4)]
    assert [share for _, share in found] == pytest.approx([1 / 3] * 3)


@pytest.mark.parametrize("count", [0, -1], ids=["none", "fewer"])
def test_none_wanted_is_none(count: int) -> None:
    assert reading([0.0], [0.0]).best(count) == []


def test_no_tokens_are_no_stretches() -> None:
    assert reading([], []).best(3) == []


def test_a_stretch_never_ends_before_it_starts() -> None:
    found = reading([NEVER, NEVER, 0.0], [0.0, NEVER, NEVER]).best(9)
    assert all(start < end for (start, end), _ in found)
    assert (0, 2) in [span for span, _ in found]
    assert len(found) == 6


def test_a_stretch_is_no_longer_than_answers_are() -> None:
    size = LONGEST_ANSWER_TOKENS + 1
    starts, ends = [NEVER] * size, [NEVER] * size
    starts[0] = ends[-1] = 0.0
    ends[-2] = -8.0
    (first, _), *_ = reading(starts, ends).best(1)
    assert first == (0, 2 * LONGEST_ANSWER_TOKENS)


SCORES = st.integers(1, 2 * LONGEST_ANSWER_TOKENS).flatmap(
    lambda size: st.tuples(*(st.lists(st.floats(-30, 0, width=32), min_size=size, max_size=size) for _ in range(2)))
)


@given(SCORES, st.integers(1, 20), st.integers(1, 3))
def test_stretches_are_ordered_inside_and_short_enough(scores, count: int, width: int) -> None:
    starts, ends = scores
    found = reading(starts, ends, width=width).best(count)
    assert 1 <= len(found) <= count
    assert len({span for span, _ in found}) == len(found)
    for (start, end), share in found:
        assert 0 <= start < end <= width * len(starts)
        assert end - start <= width * LONGEST_ANSWER_TOKENS
        assert 0 <= share <= 1 + 1e-6
    assert all(left >= right - 1e-6 for (_, left), (_, right) in pairwise(found))
    assert sum(share for _, share in found) <= 1 + 1e-4


@given(SCORES)
def test_all_shares_make_one(scores) -> None:
    starts, ends = scores
    assert sum(share for _, share in reading(starts, ends).best(len(starts) ** 2)) == pytest.approx(1.0, abs=1e-3)


@given(SCORES, st.integers(1, 8))
def test_the_best_are_the_first_of_more(scores, count: int) -> None:
    starts, ends = scores
    found = reading(starts, ends)
    assert found.best(count) == found.best(count + 5)[:count]
