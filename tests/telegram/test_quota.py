"""The quota: so many questions a minute, one polite line, and again after a question has passed."""

from __future__ import annotations

import asyncio

from bot.telegram.session.quota import Quota


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def asked(quota: Quota, user: int, *, every_time: bool = False) -> tuple[bool, list[str]]:
    """Whether one more question passes, and what the person is told."""
    told: list[str] = []

    async def tell(text: str) -> None:
        told.append(text)

    return asyncio.run(quota.admit(user, "en", tell, every_time=every_time)), told


def test_too_many_are_told_once_until_a_question_passes_again() -> None:
    clock = Clock()
    quota = Quota(2, clock)
    assert [asked(quota, 1) for _ in range(2)] == [(True, []), (True, [])]
    passed, told = asked(quota, 1)
    assert (passed, told) == (False, ["That was too fast. Please wait a little; at most 2 questions a minute."])
    assert asked(quota, 1) == (False, [])
    assert asked(quota, 1, every_time=True)[1] == told
    assert asked(quota, 2) == (True, []), "another person's questions are their own"
    clock.now = 60.0
    assert [asked(quota, 1)[0] for _ in range(3)] == [True, True, False]
    clock.now = 119.0
    assert asked(quota, 1) == (False, []), "told when the third of this minute came"


def test_without_a_way_to_tell_a_question_is_just_not_admitted() -> None:
    quota = Quota(1, Clock())
    assert [asyncio.run(quota.admit(1, "en", None)) for _ in range(2)] == [True, False]
    assert asked(quota, 1)[1], "nobody was told yet"


def test_the_longest_unseen_are_forgotten() -> None:
    quota = Quota(1, Clock(), kept=2)
    assert [quota.take(user) for user in (1, 2, 3)] == [True] * 3
    assert not quota.take(3)
    assert quota.take(1)
