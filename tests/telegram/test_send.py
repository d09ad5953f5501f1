"""Sending: pages as messages, changes of what was sent before, and acknowledgements that may come too late."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator

import pytest
from telegram import Bot, CallbackQuery, InlineKeyboardMarkup, Message
from telegram.error import BadRequest

from bot.telegram.transport import send
from bot.telegram.transport.send import Destination, acknowledge, change, post, replying, repost, tell, typing
from bot.telegram.views.callback_data import Alone
from bot.telegram.views.keyboards import button
from tests.telegram.desk import Desk
from tests.telegram.double import Citizen, Double, Fault, Heard

KEYBOARD = InlineKeyboardMarkup([[button("单独回答", Alone())]])


@pytest.fixture(scope="module")
def desk(telegram: Double) -> Iterator[Desk]:
    with Desk(telegram) as desk:
        yield desk


@pytest.fixture(scope="module")
def bot(desk: Desk) -> Bot:
    return desk.bot


@pytest.fixture
def lin(telegram: Double) -> Citizen:
    return telegram.citizen("林")


def sees(telegram: Double, chat: int) -> list[str]:
    """The bot's messages as they stand in the chat now."""
    with telegram.world.changed:
        messages = [found for (where, _), found in telegram.world.messages.items() if where == chat]
        return [message["text"] for message in messages if message["from"]["is_bot"]]


def heard(citizen: Citizen, count: int) -> list[Heard]:
    found = [citizen.hears(timeout=0) for _ in range(count)]
    citizen.hears_nothing(for_s=0)
    return found


# -- posting ---------------------------------------------------------------------------------------------------------


def test_the_first_page_replies_and_the_last_has_the_buttons(desk: Desk, bot: Bot, lin: Citizen) -> None:
    question = lin.says("票价多少")
    ids = desk.run(post(bot, Destination(lin.id, question), ["<b>一</b>", "二", "三"], KEYBOARD))
    pages = heard(lin, 3)
    assert [page.id for page in pages] == ids
    assert [page.reply_to for page in pages] == [question, None, None]
    assert [page.buttons for page in pages] == [[], [], ["单独回答"]]
    assert pages[0].marked("bold") == ["一"]
    assert all(page.raw["link_preview_options"] == {"is_disabled": True} for page in pages)
    assert desk.run(post(bot, Destination(lin.id), [], KEYBOARD)) == []


def test_a_reply_to_a_message_that_is_gone_is_sent_without_it(desk: Desk, bot: Bot, lin: Citizen) -> None:
    desk.run(post(bot, Destination(lin.id, 999_999), ["答"]))
    (answer,) = heard(lin, 1)
    assert (answer.text, answer.reply_to) == ("答", None)
    assert replying(None) is None


def test_what_is_told_is_plain_text_in_reply_and_in_its_topic(desk: Desk, bot: Bot, telegram: Double) -> None:
    lin = telegram.citizen()
    square = telegram.group("广场", lin)
    said = lin.sends({"text": "/ask", "is_topic_message": True, "message_thread_id": 77}, to=square, reply_to=None)

    async def telling(message: Message) -> None:
        await tell(bot, message, "用法 <b>&")

    update = desk.fetches()[-1]
    assert update.message is not None
    desk.run(telling(update.message))
    answer = lin.hears(at=square, timeout=0)
    assert (answer.text, answer.reply_to) == ("用法 <b>&", said)
    assert str(telegram.calls("sendMessage")[-1].params["message_thread_id"]) == "77"


# -- changing --------------------------------------------------------------------------------------------------------


def test_a_change_tells_whether_the_message_still_stands(desk: Desk, bot: Bot, telegram: Double, lin: Citizen) -> None:
    telegram.tolerated += ["not modified", "not found", "can't be edited"]
    [answer] = desk.run(post(bot, Destination(lin.id), ["旧"]))
    said = lin.says("票价多少")
    assert desk.run(change(bot, lin.id, answer, "<i>新</i>", KEYBOARD))
    assert desk.run(change(bot, lin.id, answer, "<i>新</i>", KEYBOARD))
    assert not desk.run(change(bot, lin.id, 999_999, "新", None))
    assert not desk.run(change(bot, lin.id, said, "新", None))
    assert sees(telegram, lin.id) == ["新"]


def test_a_change_that_telegram_refuses_otherwise_is_raised(
    desk: Desk, bot: Bot, telegram: Double, lin: Citizen
) -> None:
    telegram.tolerated.append("empty")
    [answer] = desk.run(post(bot, Destination(lin.id), ["旧"]))
    with pytest.raises(BadRequest, match="empty"):
        desk.run(change(bot, lin.id, answer, "", None))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["旧"], ["新"]),
        (["旧一", "旧二"], ["新"]),
        (["旧"], ["新一", "新二", "新三"]),
        (["旧"], ["旧", "新"]),
        ([], ["新"]),
    ],
    ids=["as many", "fewer", "more", "one as before", "none before"],
)
def test_messages_say_the_new_pages_and_nothing_else(
    desk: Desk, bot: Bot, telegram: Double, lin: Citizen, before: list[str], after: list[str]
) -> None:
    telegram.tolerated.append("not modified")
    old = desk.run(post(bot, Destination(lin.id), before, KEYBOARD))
    ids = desk.run(repost(bot, Destination(lin.id), old, after, KEYBOARD))
    assert sees(telegram, lin.id) == after
    kept = min(len(before), len(after))
    assert ids[:kept] == old[:kept]
    shown = [Heard(telegram.world, telegram.world.messages[lin.id, number]) for number in ids]
    assert [page.buttons for page in shown] == [[]] * (len(after) - 1) + [["单独回答"]]


def test_a_message_that_somebody_deleted_is_sent_again_in_reply(
    desk: Desk, bot: Bot, telegram: Double, lin: Citizen
) -> None:
    telegram.tolerated += ["to edit not found", "to delete not found"]
    question = lin.says("票价多少")
    old = desk.run(post(bot, Destination(lin.id, question), ["旧一", "旧二"]))
    for number in old:
        desk.run(bot.delete_message(lin.id, number))
    [new] = desk.run(repost(bot, Destination(lin.id, question), old, ["新"], KEYBOARD))
    assert sees(telegram, lin.id) == ["新"]
    assert telegram.world.messages[lin.id, new]["reply_to_message"]["message_id"] == question


# -- pressed buttons, and typing -------------------------------------------------------------------------------------


def pressed(desk: Desk, lin: Citizen) -> CallbackQuery:
    desk.run(post(desk.bot, Destination(lin.id), ["答"], KEYBOARD))
    lin.presses(lin.hears(timeout=0), "单独回答")
    query = desk.fetches()[-1].callback_query
    assert query is not None
    return query


def test_a_press_acknowledged_too_late_is_a_line_in_the_log(
    desk: Desk, telegram: Double, lin: Citizen, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.tolerated.append("query is too old")
    caplog.set_level(logging.INFO, "bot.telegram")
    query = pressed(desk, lin)
    desk.run(acknowledge(query, "谢谢", alert=True))
    assert telegram.world.callbacks[query.id].answer is not None
    assert caplog.records == []
    desk.run(acknowledge(query, "谢谢"))
    assert "too late" in caplog.text


def test_a_press_that_telegram_refuses_otherwise_is_raised(desk: Desk, telegram: Double, lin: Citizen) -> None:
    telegram.tolerated.append("MESSAGE_TOO_LONG")
    query = pressed(desk, lin)
    with pytest.raises(BadRequest, match=r"(?i)too_long"):
        desk.run(acknowledge(query, "长" * 201))


def actions(telegram: Double, chat: int) -> int:
    return sum(where == chat for where, *_ in telegram.world.actions)


async def working(bot: Bot, chat: int, done: asyncio.Event) -> str:
    async with typing(bot, Destination(chat)):
        await done.wait()
        return "45元"


def test_a_quick_answer_shows_no_typing(desk: Desk, bot: Bot, telegram: Double, lin: Citizen) -> None:
    done = asyncio.Event()
    done.set()
    assert desk.run(working(bot, lin.id, done)) == "45元"
    assert actions(telegram, lin.id) == 0


def test_typing_is_shown_until_the_work_is_done(
    desk: Desk, bot: Bot, telegram: Double, lin: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(send, "TYPING_AFTER_S", 0)
    monkeypatch.setattr(send, "TYPING_EVERY_S", 0)
    telegram.plan("sendChatAction", Fault.status(502))

    async def life() -> None:
        done = asyncio.Event()
        task = asyncio.create_task(working(bot, lin.id, done))
        while actions(telegram, lin.id) < 2:
            await asyncio.sleep(0)
        done.set()
        assert await task == "45元"
        assert asyncio.all_tasks() == {asyncio.current_task()}

    desk.run(life())


def test_what_the_work_raises_comes_out_of_typing(desk: Desk, bot: Bot, lin: Citizen) -> None:
    async def failing() -> None:
        async with typing(bot, Destination(lin.id)):
            raise ValueError("no answer")

    with pytest.raises(ValueError, match="no answer"):
        desk.run(failing())
