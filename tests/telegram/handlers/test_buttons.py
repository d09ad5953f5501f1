"""Pressed buttons: whose handler gets them, parsed and with their message, and which do nothing."""

from __future__ import annotations

from typing import Any

import pytest

from bot.telegram.handlers.buttons import Press, label_pressed, on_button, on_other_buttons
from bot.telegram.session.service import Service
from bot.telegram.views.callback_data import Label, ListPages, Unwatch
from tests.telegram.desk import Desk
from tests.telegram.double import Double, Heard
from tests.telegram.double.rules import JSON

OLD = "这个按钮已经失效，请重新提问"


class Pressed:
    """Notes each press that it gets, and ends the little clock."""

    def __init__(self) -> None:
        self.got: list[Press[Any]] = []

    async def __call__(self, press: Press[Any]) -> None:
        self.got.append(press)
        await press.acknowledge("好的")


@pytest.fixture
def pressed() -> Pressed:
    return Pressed()


def said(answer: JSON | None) -> str:
    """What a person was told; the button must have been answered."""
    assert answer is not None
    return str(answer.get("text", ""))


def test_a_press_comes_parsed_with_its_message_and_in_the_language_of_who_pressed(
    desk: Desk, telegram: Double, service: Service, posted: Heard, pressed: Pressed
) -> None:
    ann = telegram.citizen("Ann", lang="en")
    first, second = ann.presses_data(posted, "pages:5"), ann.presses_data(posted, "unwatch:6")
    unwatching = Pressed()
    desk.hands(on_button(service, ListPages, pressed), on_button(service, Unwatch, unwatching))
    (press,) = pressed.got
    assert (press.button, press.chat_id, press.message_id) == (ListPages(5), posted.chat_id, posted.id)
    assert (press.user_id, press.lang) == (ann.id, "en")
    assert [found.button for found in unwatching.got] == [Unwatch(6)]
    assert (said(first.answer), said(second.answer)) == ("好的", "好的")


def test_a_press_changes_the_message_it_stands_under(
    desk: Desk, service: Service, posted: Heard, telegram: Double
) -> None:
    async def changing(press: Press[ListPages]) -> None:
        await press.change("<b>第3版</b>")

    telegram.citizen().presses_data(posted, "pages:5")
    desk.hands(on_button(service, ListPages, changing))
    assert (posted.text, posted.marked("bold"), posted.buttons) == ("第3版", ["第3版"], [])


def test_who_is_not_allowed_gets_no_word_and_nothing_happens(
    desk: Desk, telegram: Double, service: Service, posted: Heard, pressed: Pressed
) -> None:
    chief, lin = telegram.citizen("主编"), telegram.citizen("林")
    queries = [citizen.presses_data(posted, "pages:5") for citizen in (lin, chief)]
    desk.hands(on_button(service, ListPages, pressed, lambda user: user == chief.id))
    assert [press.user_id for press in pressed.got] == [chief.id]
    assert [said(query.answer) for query in queries] == ["", "好的"]


def test_a_button_without_its_message_is_an_old_one(
    desk: Desk, telegram: Double, service: Service, posted: Heard, pressed: Pressed
) -> None:
    query = telegram.citizen().presses_data(posted, "pages:5")
    del query.update["message"]
    query.update["inline_message_id"] = "x"
    desk.hands(on_button(service, ListPages, pressed))
    assert pressed.got == []
    assert said(query.answer) == OLD


@pytest.mark.parametrize("carried", ["pages:x", "pages:", "nonsense", "Pages:5", "pages:" + "9" * 19])
def test_what_no_kind_takes_is_said_to_be_old(
    desk: Desk, telegram: Double, service: Service, posted: Heard, pressed: Pressed, carried: str
) -> None:
    query = telegram.citizen().presses_data(posted, carried)
    desk.hands(on_button(service, ListPages, pressed), on_other_buttons(service))
    assert pressed.got == []
    assert said(query.answer) == OLD


def test_a_button_that_only_shows_something_ends_its_clock(
    desk: Desk, telegram: Double, service: Service, posted: Heard
) -> None:
    query = telegram.citizen().presses_data(posted, Label().encode())
    desk.hands(on_button(service, Label, label_pressed))
    assert said(query.answer) == ""
    assert posted.edits == 0
