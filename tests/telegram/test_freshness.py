"""How new the archive is, once a day and chat."""

from __future__ import annotations

from datetime import date

from bot.telegram.session.freshness import FreshnessTold

EVE, DAY = date(2025, 11, 9), date(2025, 11, 10)


def test_each_chat_is_told_once_a_day_and_of_every_new_edition() -> None:
    today = [EVE]
    told = FreshnessTold(lambda: today[0])
    assert [told.due(1, EVE), told.due(1, EVE), told.due(2, EVE)] == [True, False, True]
    assert [told.due(1, DAY), told.due(1, DAY)] == [True, False]
    today[0] = DAY
    assert [told.due(1, DAY), told.due(1, DAY), told.due(1, None)] == [True, False, True]


def test_a_chat_that_was_forgotten_is_told_again() -> None:
    told = FreshnessTold(lambda: DAY)
    assert told.due(1, DAY)
    told.forget(1)
    told.forget(99)
    assert told.due(1, DAY)


def test_the_chats_told_longest_ago_go_first() -> None:
    told = FreshnessTold(lambda: DAY, kept=2)
    assert [told.due(chat, DAY) for chat in (1, 2, 1, 3)] == [True, True, False, True]
    assert [told.due(chat, DAY) for chat in (1, 2)] == [False, True]
