"""Watches: which words are taken, how many, and that a chat only ends its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from telegram.ext import CommandHandler

from bot.telegram.handlers import watches as module
from bot.telegram.handlers.buttons import on_button
from bot.telegram.handlers.watches import WORDS_CHARS, Watches
from bot.telegram.session.service import Service
from bot.telegram.session.watch_table import WatchTable
from bot.telegram.views.callback_data import Unwatch
from tests.telegram.desk import Desk
from tests.telegram.double import Citizen, Double, Heard

Saying = Callable[[str], Heard]


@pytest.fixture
def watches(service: Service) -> Watches:
    return Watches(service)


@pytest.fixture
def saying(desk: Desk, watches: Watches, lin: Citizen) -> Saying:
    def saying(text: str) -> Heard:
        said = lin.says(text)
        desk.hands(CommandHandler("watch", watches.watch), CommandHandler("watches", watches.watches))
        heard = lin.hears(timeout=0)
        assert heard.reply_to == said
        return heard

    return saying


def words(service: Service, citizen: Citizen) -> list[str]:
    return [watch.words for watch in WatchTable(service.store).watches(citizen.id)]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("夜游船", "夜游船"),
        ("  夜游船\n 末班  ", "夜游船 末班"),
        ("@baowen_test_bot 夜游船", "夜游船"),
        ("船 票", "船 票"),
        ("长" * (WORDS_CHARS + 1), "长" * WORDS_CHARS),
        ("长" * (WORDS_CHARS - 1) + " 短", "长" * (WORDS_CHARS - 1)),
        ("<b>&", "<b>&"),
    ],
    ids=["one", "spaces", "mention", "two letters", "long", "cut at a space", "markup"],
)
def test_words_are_taken_as_they_are_confirmed(
    saying: Saying, service: Service, lin: Citizen, said: str, kept: str
) -> None:
    assert saying(f"/watch {said}").text.startswith(f"已订阅：{kept}。")
    assert words(service, lin) == [kept]


@pytest.mark.parametrize("said", ["", " ", "船", " 船 \n", "@baowen_test_bot 船"], ids=repr)
def test_less_than_two_letters_are_no_watch(saying: Saying, service: Service, lin: Citizen, said: str) -> None:
    assert saying(f"/watch {said}").text.startswith("用法：/watch")
    assert words(service, lin) == []


def test_so_many_and_no_more(saying: Saying, service: Service, lin: Citizen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WATCHES", 2)
    for text in ("夜游船", "夜游船", "图书馆"):
        assert "已订阅" in saying(f"/watch {text}").text
    assert saying("/watch 供暖").text == "最多 2 个订阅。"
    assert words(service, lin) == ["夜游船", "图书馆"]


def test_each_watch_has_a_button_that_ends_it(
    saying: Saying, desk: Desk, service: Service, watches: Watches, lin: Citizen
) -> None:
    assert saying("/watches").text == "还没有订阅。用法：/watch 词语"
    for text in ("夜游船", "图书馆"):
        saying(f"/watch {text}")
    shown = saying("/watches")
    assert shown.buttons == ["✕ 夜游船", "✕ 图书馆"]
    for label, left in (("夜游船", ["✕ 图书馆"]), ("图书馆", [])):
        lin.presses(shown, label)
        desk.hands(on_button(service, Unwatch, watches.unwatch_button))
        assert shown.buttons == left
    assert shown.text == "还没有订阅。用法：/watch 词语"


def test_a_button_ends_no_watch_of_another_chat_and_may_be_pressed_twice(
    saying: Saying, desk: Desk, telegram: Double, service: Service, watches: Watches, lin: Citizen
) -> None:
    telegram.tolerated.append("not modified")
    qin = telegram.citizen("秦")
    WatchTable(service.store).watch(qin.id, qin.id, "供暖")
    saying("/watch 夜游船")
    shown = saying("/watches")
    (foreign,) = WatchTable(service.store).watches(qin.id)
    pressed = [lin.presses_data(shown, Unwatch(foreign.id).encode()), *(lin.presses(shown, "夜游船") for _ in range(2))]
    desk.hands(on_button(service, Unwatch, watches.unwatch_button))
    assert all(query.answer is not None for query in pressed)
    assert (words(service, lin), words(service, qin)) == ([], ["供暖"])
