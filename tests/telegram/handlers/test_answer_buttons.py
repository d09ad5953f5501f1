"""The buttons under an answer: each asks the card's question again, or judges it and stores no more than it may."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from telegram.ext import MessageHandler, filters

from bot.telegram.handlers.answer_buttons import AnswerButtons
from bot.telegram.handlers.ask import Questions
from bot.telegram.handlers.buttons import on_button
from bot.telegram.session.people import Sender
from bot.telegram.session.service import Service
from bot.telegram.views import callback_data as data
from bot.wiring import Newsroom
from retrieval.editions.store.judgements import Judgement
from tests.telegram.desk import Desk
from tests.telegram.double import Citizen, Double, Heard

FARE = "湖心公园夜游船票价多少"
LAST_BOAT = "那末班船呢？"
BRIDGE = "大桥"
"""Stands on two pages of one edition."""

Asking = Callable[[str], Heard]
Pressing = Callable[..., list[str]]


@pytest.fixture
def asking(desk: Desk, asked: Newsroom, service: Service, lin: Citizen) -> Asking:
    """The card that answers a question of 林."""
    questions = Questions(service)

    def asking(text: str) -> Heard:
        lin.says(text)
        desk.hands(MessageHandler(filters.TEXT, questions.message))
        return lin.hears(timeout=0)

    return asking


@pytest.fixture
def pressing(desk: Desk, service: Service, lin: Citizen) -> Pressing:
    """What 林 is told at the presses of buttons under a card, all of them before the first is worked on."""
    card = AnswerButtons(service, Questions(service))
    handlers = [
        on_button(service, data.More, card.more),
        on_button(service, data.Alone, card.alone),
        on_button(service, data.Within, card.within),
        on_button(service, data.ChooseLimit, card.choose_limit),
        on_button(service, data.LeaveLimits, card.leave_limits),
        on_button(service, data.JudgeAnswer, card.judge),
    ]

    def pressing(under: Heard, *carried: str) -> list[str]:
        queries = [lin.presses_data(under, each) for each in carried]
        desk.hands(*handlers)
        assert all(query.answer is not None for query in queries)
        return [str((query.answer or {}).get("text", "")) for query in queries]

    return pressing


@pytest.fixture
def judged(newsroom: Newsroom, lin: Citizen) -> Callable[[], list[Judgement]]:
    """What the archive keeps of 林's judgements."""
    return lambda: [each for each in newsroom.judgements.all() if each.reader_id == lin.id]


def carried(card: Heard) -> list[list[str]]:
    """What each button carries; those that copy carry nothing."""
    return [[str(each.get("callback_data", "")) for each in row] for row in card.rows]


def test_more_goes_on_below_the_question_until_there_is_no_more(
    asking: Asking, pressing: Pressing, lin: Citizen
) -> None:
    card = asking(BRIDGE)
    assert pressing(card, "more:2:") == [""]
    following = lin.hears(timeout=0)
    assert following.reply_to == card.reply_to
    assert following.text.startswith("2. 《")
    assert pressing(card, "more:500:") == ["没有更多了"]
    lin.hears_nothing(for_s=0)


def test_a_follow_up_taken_back_is_followed_for_itself(
    asking: Asking, pressing: Pressing, service: Service, lin: Citizen
) -> None:
    asking(FARE)
    card = asking(LAST_BOAT)
    assert card.text.startswith("接着说：")
    pressing(card, "alone")
    assert not card.text.startswith("接着说：")
    assert service.previous_question(lin.id, Sender(lin.id)) == LAST_BOAT
    assert card.reply_to is not None
    before = service.asked_before(lin.id, card.reply_to)
    assert before is not None
    assert before.follows is None


def test_a_limit_keeps_what_the_question_followed(asking: Asking, pressing: Pressing) -> None:
    asking(FARE)
    card = asking(LAST_BOAT)
    pressing(card, "in:d20251109")
    assert card.text.startswith("接着说：")
    assert "2025年11月8日 第" not in card.text
    assert "不限2025年11月9日" in card.buttons
    pressing(card, "in:")
    assert not any("不限" in label for label in card.buttons)
    assert card.text.startswith("接着说：")


def test_choosing_a_limit_changes_one_row_and_going_back_restores_it(asking: Asking, pressing: Pressing) -> None:
    card = asking(BRIDGE)
    text, before = card.text, carried(card)
    at = before.index(["by:p"])
    pressing(card, "by:p")
    offered = carried(card)
    assert (offered[:at], offered[-1]) == (before[:at], before[-1])
    assert {each for row in offered[at:-2] for each in row} == {"in:p1", "in:p3"}
    assert offered[-2] == ["by:0:p"]
    pressing(card, "by:0:p")
    assert carried(card) == before
    assert card.text == text


def test_what_was_wrong_is_asked_before_anything_is_stored(
    asking: Asking, pressing: Pressing, judged: Callable[[], list[Judgement]]
) -> None:
    card = asking(FARE)
    assert pressing(card, card.button("👎")["callback_data"]) == ["哪里不好？"]
    assert card.buttons[-3:] == ["答错了", "过时了", "没答到"]
    assert judged() == []
    assert "您的问题" in pressing(card, card.button("没答到")["callback_data"])[0]
    (kept,) = judged()
    assert (kept.verdict, kept.question) == ("missing", None)
    assert "45元" in (kept.answer or "")
    assert kept.answer_ref == (card.chat_id, card.id)
    shown = [found for row in carried(card) for each in row if (found := data.OpenArticle.parse(each))]
    assert list(kept.passages) == [found.place.passage_id for found in shown]
    assert pressing(card, card.button("不附")["callback_data"]) == [""]
    assert card.buttons[-2:] == ["👍", "👎"]
    assert [each.question for each in judged()] == [None]


def test_a_question_is_not_kept_without_a_judgement(
    asking: Asking, pressing: Pressing, judged: Callable[[], list[Judgement]]
) -> None:
    card = asking(FARE)
    pressing(card, "judge:keep")
    assert judged() == []
    pressing(card, "judge:good")
    pressing(card, "judge:keep")
    assert [(each.verdict, each.question, each.answer) for each in judged()] == [("good", FARE, None)]


def test_a_button_pressed_twice_at_once_is_worked_on_twice_without_harm(
    asking: Asking, pressing: Pressing, telegram: Double, judged: Callable[[], list[Judgement]]
) -> None:
    telegram.tolerated.append("not modified")
    card = asking(FARE)
    told = pressing(card, "judge:good", "judge:good")
    assert told[0] == told[1] != ""
    assert [each.verdict for each in judged()] == ["good"]
    assert "附上我的问题" in card.buttons


@pytest.mark.parametrize("button", ["more:4:", "alone", "in:p3", "by:d", "by:", "judge:good"])
def test_under_a_card_whose_question_is_gone_no_button_works(
    asking: Asking, pressing: Pressing, button: str, judged: Callable[[], list[Judgement]], lin: Citizen
) -> None:
    card = asking(FARE)
    del card.raw["reply_to_message"]
    assert pressing(card, button) == ["这个按钮已经失效，请重新提问"]
    assert (card.edits, judged()) == (0, [])
    lin.hears_nothing(for_s=0)


def test_a_button_that_asks_again_counts_as_a_question_and_a_judgement_does_not(
    asking: Asking, pressing: Pressing, service: Service
) -> None:
    service.quota.per_minute = 1
    card = asking(FARE)
    for button in ("more:4:", "alone", "in:", "by:d"):
        (told,) = pressing(card, button)
        assert told.startswith("问得太快了"), button
    assert pressing(card, "judge:bad") == ["哪里不好？"]
