"""The failure log: counts by kind, the last few with their time, and nobody's words."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.telegram.session.failures import SHOWN, FailureLog
from retrieval.errors import Busy, NothingPublished

NOON = datetime(2025, 11, 9, 12, 30, tzinfo=UTC)


def test_failures_are_counted_by_the_class_of_the_error() -> None:
    log = FailureLog(lambda: NOON)
    for error in (Busy("first"), NothingPublished("other"), Busy("second")):
        log.count(error)
    assert dict(log.counts) == {"Busy": 2, "NothingPublished": 1}


def test_the_message_of_an_error_is_kept_nowhere() -> None:
    log = FailureLog(lambda: NOON)
    error = ValueError("夜游船票价多少")
    log.count(error)
    log.show(type(error).__name__)
    assert "夜游船" not in f"{log.counts} {log.last()}"


def test_the_last_failures_stand_with_their_time_oldest_first() -> None:
    log = FailureLog(lambda: NOON)
    assert log.last() == ()
    for number in range(SHOWN + 2):
        log.show(f"Kind{number}")
    assert [kind for _, kind in log.last()] == [f"Kind{number}" for number in range(2, SHOWN + 2)]
    assert {at for at, _ in log.last()} == {NOON}


def test_what_is_counted_is_not_shown_and_what_is_shown_is_not_counted() -> None:
    log = FailureLog(lambda: NOON)
    log.count(Busy("x"))
    log.show("Conflict")
    assert [failure.kind for failure in log.last()] == ["Conflict"]
    assert dict(log.counts) == {"Busy": 1}
