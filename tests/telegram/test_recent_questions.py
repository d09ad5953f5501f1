"""The last questions: whose they are, how long a follow-up may follow them, and that they are forgotten on request."""

from __future__ import annotations

import pytest

from bot.telegram.session.recent_questions import KEPT_S, RecentQuestions

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


def followed(recent: RecentQuestions, chat_id: int, message_id: int) -> str | None:
    """What the question of a message followed, as far as remembered."""
    found = recent.asked(chat_id, message_id)
    return found.follows if found else None


def held(recent: RecentQuestions) -> int:
    """How many entries lie in memory, whether they are still used or not."""
    return len(recent._last) + len(recent._by_message) + len(recent._answers)


def test_after_ten_minutes_a_question_is_gone(recent: RecentQuestions, clock: Clock) -> None:
    recent.add(CHAT, LIN, 1, "末班船呢", "夜游船票价多少")
    recent.answered(CHAT, 1, [2])
    clock.now += KEPT_S
    assert recent.previous(CHAT, LIN) is not None
    assert recent.answered_by(CHAT, 2) is not None
    clock.now += 1
    assert recent.previous(CHAT, LIN) is None
    assert followed(recent, CHAT, 1) is None
    assert recent.answered_by(CHAT, 2) is None
    assert held(recent) == 0


def test_it_is_gone_though_nobody_asks_for_it(clock: Clock) -> None:
    recent = RecentQuestions(clock)
    for number in range(100):
        recent.add(CHAT, number, number, "夜游船票价多少", None)
        recent.answered(CHAT, number, [1000 + number])
        clock.now += 6
    recent.expire()
    assert held(recent) == 300
    clock.now += 6 * 50
    recent.expire()
    assert held(recent) == 150
    clock.now += KEPT_S
    recent.expire()
    assert held(recent) == 0


def test_an_answer_knows_what_it_is_about_also_after_its_question_changed(recent: RecentQuestions) -> None:
    recent.add(SQUARE, LIN, 1, "末班船几点开出", "湖心公园夜游船票价多少")
    recent.answered(SQUARE, 1, [2, 3])
    assert "夜游船" in str(recent.answered_by(SQUARE, 3))
    recent.add(SQUARE, LIN, 1, "图书馆几点关门", None)
    assert recent.answered_by(SQUARE, 2) == "图书馆几点关门"
    assert recent.answered_by(SQUARE, 4) is None
    assert recent.answered_by(CHAT, 2) is None


def test_what_the_nameless_ask_is_nobody_s_last_question(recent: RecentQuestions) -> None:
    recent.add(SQUARE, SQUARE, 1, "夜游船票价多少", None, nameless=True)
    recent.answered(SQUARE, 1, [2])
    assert recent.previous(SQUARE, SQUARE) is None
    assert recent.answered_by(SQUARE, 2) == "夜游船票价多少"


def test_the_talk_goes_on_about_what_a_follow_up_followed(recent: RecentQuestions) -> None:
    recent.add(CHAT, LIN, 1, "末班船几点开出", "湖心公园夜游船票价多少")
    topic = recent.previous(CHAT, LIN)
    assert topic is not None
    assert "湖心公园夜游船票价多少" in topic
    assert "末班船几点开出" in topic


def test_an_edited_question_takes_the_place_of_the_one_before(recent: RecentQuestions) -> None:
    recent.add(CHAT, LIN, 1, "夜游船票价多少", "湖心公园在哪")
    recent.add(CHAT, LIN, 1, "图书馆几点关门", None)
    assert followed(recent, CHAT, 1) is None
    assert recent.previous(CHAT, LIN) == "图书馆几点关门"


def test_the_oldest_go_first_and_one_asked_again_is_not_old(recent: RecentQuestions) -> None:
    for user in (1, 2, 3, 1, 4):
        recent.add(CHAT, user, 100 + user, f"问题{user}", f"前题{user}")
    assert [recent.previous(CHAT, user) is None for user in (1, 2, 3, 4)] == [False, True, False, False]
    assert [followed(recent, CHAT, 100 + user) for user in (1, 2, 3, 4)] == ["前题1", None, "前题3", "前题4"]


def test_forgetting_takes_all_of_a_person_s_questions_and_leaves_others(recent: RecentQuestions) -> None:
    recent.add(CHAT, LIN, 1, "末班船呢", "夜游船票价多少")
    recent.add(CHAT, LIN, 2, "几点呢", "末班船")
    recent.add(2, QIN, 3, "座位呢", "图书馆几点关门")
    recent.forget(LIN)
    assert [recent.previous(CHAT, LIN), followed(recent, CHAT, 1), followed(recent, CHAT, 2)] == [None] * 3
    assert recent.previous(2, QIN) is not None
    assert followed(recent, 2, 3) == "图书馆几点关门"
    recent.forget(99)
