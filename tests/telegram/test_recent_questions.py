"""The last questions: whose they are, how long a follow-up may follow them, and that they are forgotten on request."""

from __future__ import annotations

import pytest

from bot.telegram.session.recent_questions import PREVIOUS_LIFE_S, RecentQuestions

CHAT, SQUARE = 1, -5
LIN, QIN = 11, 12


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def recent(clock: Clock) -> RecentQuestions:
    return RecentQuestions(clock, kept=3)


def test_each_person_s_last_question_in_each_chat(recent: RecentQuestions) -> None:
    recent.add(CHAT, LIN, 1, "夜游船票价多少", None)
    recent.add(SQUARE, LIN, 2, "图书馆几点关门", None)
    assert recent.previous(CHAT, LIN) == "夜游船票价多少"
    assert recent.previous(SQUARE, LIN) == "图书馆几点关门"
    assert recent.previous(SQUARE, QIN) is None


def test_after_ten_minutes_nothing_follows_but_the_card_still_knows(recent: RecentQuestions, clock: Clock) -> None:
    recent.add(CHAT, LIN, 1, "末班船呢", "夜游船票价多少")
    clock.now += PREVIOUS_LIFE_S
    assert recent.previous(CHAT, LIN) is not None
    clock.now += 1
    assert recent.previous(CHAT, LIN) is None
    assert recent.followed(CHAT, 1) == "夜游船票价多少"


def test_the_talk_goes_on_about_what_a_follow_up_followed(recent: RecentQuestions) -> None:
    recent.add(CHAT, LIN, 1, "末班船几点开出", "湖心公园夜游船票价多少")
    topic = recent.previous(CHAT, LIN)
    assert topic is not None
    assert "湖心公园夜游船票价多少" in topic
    assert "末班船几点开出" in topic


def test_an_edited_question_takes_the_place_of_the_one_before(recent: RecentQuestions) -> None:
    recent.add(CHAT, LIN, 1, "夜游船票价多少", "湖心公园在哪")
    recent.add(CHAT, LIN, 1, "图书馆几点关门", None)
    assert recent.followed(CHAT, 1) is None
    assert recent.previous(CHAT, LIN) == "图书馆几点关门"


def test_the_oldest_go_first_and_one_asked_again_is_not_old(recent: RecentQuestions) -> None:
    for user in (1, 2, 3, 1, 4):
        recent.add(CHAT, user, 100 + user, f"问题{user}", f"前题{user}")
    assert [recent.previous(CHAT, user) is None for user in (1, 2, 3, 4)] == [False, True, False, False]
    assert [recent.followed(CHAT, 100 + user) for user in (1, 2, 3, 4)] == ["前题1", None, "前题3", "前题4"]


def test_forgetting_takes_all_of_a_person_s_questions_and_leaves_others(recent: RecentQuestions) -> None:
    recent.add(CHAT, LIN, 1, "末班船呢", "夜游船票价多少")
    recent.add(CHAT, LIN, 2, "几点呢", "末班船")
    recent.add(2, QIN, 3, "座位呢", "图书馆几点关门")
    recent.forget(LIN)
    assert [recent.previous(CHAT, LIN), recent.followed(CHAT, 1), recent.followed(CHAT, 2)] == [None] * 3
    assert recent.previous(2, QIN) is not None
    assert recent.followed(2, 3) == "图书馆几点关门"
    recent.forget(99)
