"""How sure is sure enough."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answers.honesty.decision import ANSWERED, RELATED, SHORT, joint_confidence, shows_short, status_of
from retrieval.domain import AnswerStatus

SHARE = st.floats(0, 1)


@pytest.mark.parametrize(
    ("confidence", "status"),
    [
        (1.0, AnswerStatus.ANSWERED),
        (0.6, AnswerStatus.ANSWERED),
        (0.599, AnswerStatus.RELATED_ONLY),
        (0.2, AnswerStatus.RELATED_ONLY),
        (0.199, AnswerStatus.NOT_FOUND),
        (0.0, AnswerStatus.NOT_FOUND),
    ],
)
def test_what_a_confidence_is_told_as(confidence: float, status: AnswerStatus) -> None:
    assert status_of(confidence, answered=0.6, related=0.2) is status


def test_the_shipped_thresholds_leave_room_for_every_status() -> None:
    assert 0 < RELATED < ANSWERED < 1
    assert status_of(ANSWERED) is AnswerStatus.ANSWERED
    assert status_of(RELATED) is AnswerStatus.RELATED_ONLY
    assert status_of(RELATED / 2) is AnswerStatus.NOT_FOUND


@given(SHARE, SHARE, SHARE, SHARE)
def test_who_is_surer_says_no_less(one: float, other: float, first: float, second: float) -> None:
    rising = [AnswerStatus.NOT_FOUND, AnswerStatus.RELATED_ONLY, AnswerStatus.ANSWERED]
    related, answered = sorted((first, second))
    low, high = (rising.index(status_of(each, answered, related)) for each in sorted((one, other)))
    assert low <= high


@given(SHARE, SHARE)
def test_both_must_hold(excerpt: float, short: float) -> None:
    joint = joint_confidence(excerpt, short)
    assert 0 <= joint <= min(excerpt, short)
    assert joint_confidence(excerpt, 1.0) == excerpt


@pytest.mark.parametrize("status", list(AnswerStatus))
@pytest.mark.parametrize("joint", [0.0, SHORT - 0.01, SHORT, 1.0])
def test_a_short_answer_is_shown_only_above_an_answer(status: AnswerStatus, joint: float) -> None:
    assert shows_short(status, joint) == (status is AnswerStatus.ANSWERED and joint >= SHORT)
