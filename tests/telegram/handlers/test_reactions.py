"""Reactions on answers: they judge as the buttons do, in private chats, and taking one off takes the judgement back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.telegram.app import UPDATES
from bot.telegram.session.service import Service
from bot.telegram.session.store import ANSWERS_KEPT_S
from bot.wiring import Newsroom
from retrieval.editions.store.judgements import Judgement
from tests.telegram.double import Citizen, Double, Heard

FARE = "湖心公园夜游船票价多少"
Answering = Callable[[], None]


@pytest.fixture
def card(answering: Answering, lin: Citizen) -> Heard:
    lin.says(FARE)
    answering()
    return lin.hears(timeout=0)


@pytest.fixture
def judged(newsroom: Newsroom, lin: Citizen) -> Callable[[], list[Judgement]]:
    return lambda: [each for each in newsroom.judgements.all() if each.reader_id == lin.id]


def test_telegram_is_asked_to_tell_of_reactions() -> None:
    assert "message_reaction" in UPDATES


def test_a_reaction_keeps_what_the_button_keeps(
    answering: Answering, lin: Citizen, card: Heard, judged: Callable[[], list[Judgement]]
) -> None:
    lin.presses(card, "👍")
    answering()
    (by_button,) = judged()
    lin.reacts(card, "👍")
    answering()
    (by_reaction,) = judged()
    assert by_reaction.at > by_button.at
    kept = ("answer_ref", "reader_id", "verdict", "passages", "answer", "question")
    assert [getattr(by_reaction, name) for name in kept] == [getattr(by_button, name) for name in kept]
    assert (by_reaction.answer, by_reaction.question) == ("45元", None)


def test_the_last_reaction_counts_and_taking_it_off_takes_the_judgement_back(
    answering: Answering, lin: Citizen, card: Heard, judged: Callable[[], list[Judgement]]
) -> None:
    verdicts = []
    for before, now in (
        ((), ("👍",)),
        (("👍",), ("❤",)),
        (("❤",), ("👎",)),
        (("👎",), ("👎", "👏")),
        (("👎", "👏"), ()),
    ):
        lin.reacts(card, *now, before=before)
        answering()
        verdicts.append([each.verdict for each in judged()])
    assert verdicts == [["good"], [], ["missing"], ["missing"], []]


def test_an_answer_that_changed_is_judged_as_it_stands(
    answering: Answering, lin: Citizen, judged: Callable[[], list[Judgement]]
) -> None:
    lin.says("大桥")
    answering()
    card = lin.hears(timeout=0)
    for label in ("按版面", "第3版"):
        lin.presses(card, label)
        answering()
    lin.reacts(card, "👍")
    lin.presses(card, "👍")
    answering()
    lin.reacts(card, "👎", before=("👍",))
    answering()
    (now,) = judged()
    opened = [
        each["callback_data"] for row in card.rows for each in row if each.get("callback_data", "").startswith("read:p")
    ]
    assert now.passages == tuple(int(data.removeprefix("read:p").split("_")[0]) for data in opened)


@pytest.mark.parametrize("place", ["small talk", "headlines", "group", "old"])
def test_only_answers_in_private_chats_are_judged(
    answering: Answering,
    telegram: Double,
    service: Service,
    lin: Citizen,
    card: Heard,
    place: str,
    judged: Callable[[], list[Judgement]],
) -> None:
    at = None
    if place in ("small talk", "headlines"):
        lin.says("谢谢" if place == "small talk" else "/latest")
        answering()
        card = lin.hears(timeout=0)
    elif place == "group":
        at = telegram.group("广场", lin)
        lin.says(f"/ask {FARE}", to=at)
        answering()
        card = lin.hears(at=at, timeout=0)
    else:
        clock = service.store.clock
        service.store.clock = lambda: clock() + ANSWERS_KEPT_S + 1
    lin.reacts(card, "👍", at=at)
    answering()
    assert judged() == []


def test_forgetting_takes_reactions_with_it(
    answering: Answering, lin: Citizen, card: Heard, service: Service, judged: Callable[[], list[Judgement]]
) -> None:
    lin.reacts(card, "👎")
    answering()
    assert len(judged()) == 1
    lin.says("/forget")
    answering()
    assert (judged(), service.store.card_of(lin.id, card.id)) == ([], None)
