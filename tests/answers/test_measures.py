"""Intervals, overlap, calibration and the trade-off, against figures from elsewhere and by their own laws."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.evaluation.measures import (
    at_coverage,
    calibration,
    char_f1,
    mean_interval,
    percentile,
    trade_off,
    wilson,
)

JUDGED = st.lists(st.tuples(st.floats(0, 1), st.booleans(), st.booleans()), min_size=1, max_size=40)


def test_wilson_as_in_the_literature():
    # Newcombe 1998, table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    for hits, number, low, high in [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611)]:
        assert wilson(hits, number) == pytest.approx((low, high), abs=1e-4)


def test_a_bootstrap_is_the_same_every_time():
    values = [0.0, 0.5, 1.0, 1.0, 0.25]
    low, high = mean_interval(values)
    assert mean_interval(values) == (low, high)
    assert low < sum(values) / 5 < high
    assert mean_interval([1.0, 1.0]) == (1.0, 1.0)


def test_overlap_of_characters():
    assert char_f1("90天", "90天") == 1.0
    assert char_f1("约90天", "90天") == pytest.approx(6 / 7)
    assert char_f1("三天", "五年") == 0.0


def test_percentiles_are_values_that_occurred():
    assert percentile([5, 1, 9], 50) == 5
    assert percentile([5, 1, 9], 95) == 9
    assert percentile([], 50) == 0.0


def test_perfect_confidence_has_no_error():
    found = calibration([1.0, 1.0, 0.0], [True, True, False])
    assert found
    assert (found.ece, found.brier) == (0.0, 0.0)
    assert [each.questions for each in found.bins] == [1, 2]
    assert calibration([], []) is None


@given(JUDGED)
def test_answering_more_never_answers_less(judged):
    sure, right, real = map(list, zip(*judged, strict=True))
    points = trade_off(sure, right, real)
    assert bool(points) == any(real)
    for before, after in pairwise(points):
        assert before.threshold > after.threshold
        assert before.covered <= after.covered
        assert (before.false_answers or 0) <= (after.false_answers or 0)
    if points:
        assert points[-1].covered == 1.0
        whole = at_coverage(points, 1.0)
        assert whole
        assert whole.covered == 1.0
        assert points[-1].wrong == pytest.approx(1 - sum(right) / len(right))
    found = calibration(sure, right)
    assert found
    assert sum(each.questions for each in found.bins) == len(judged)
    assert 0 <= found.ece <= 1
