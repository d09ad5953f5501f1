"""Fetched updates: what can't be read is passed over by its id alone, what was seen before is dropped."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from telegram import Bot, Update
from telegram.ext import Application, ApplicationHandlerStop, CallbackContext

from bot.telegram.transport.connection import UpdateConnection
from bot.telegram.transport.updates import DuplicateFilter, readable, readable_only
from tests.telegram.double import Double

JSON = dict[str, Any]
LIN = {"id": 11, "is_bot": False, "first_name": "林"}
CHAT = {"id": 11, "type": "private", "first_name": "林"}
MESSAGE = {"message_id": 5, "date": 1_762_700_000, "chat": CHAT, "from": LIN, "text": "票价多少"}
MENTION = {"type": "mention", "offset": 0, "length": 2}
PRESS = {"id": "1", "from": LIN, "chat_instance": "1", "data": "alone", "message": MESSAGE}
TYPED = {"id": "1", "from": LIN, "query": "票价", "offset": ""}
BOT = {"id": 7, "is_bot": True, "first_name": "报问"}
MEMBER = {
    "chat": CHAT,
    "from": LIN,
    "date": 1_762_700_000,
    "old_chat_member": {"user": BOT, "status": "member"},
    "new_chat_member": {"user": BOT, "status": "left"},
}
GOOD: dict[str, JSON] = {
    "message": {"message": MESSAGE},
    "sticker without text": {"message": {key: value for key, value in MESSAGE.items() if key != "text"}},
    "edited message": {"edited_message": MESSAGE},
    "pressed button": {"callback_query": PRESS},
    "button of a game, without data": {"callback_query": {key: PRESS[key] for key in PRESS if key != "data"}},
    "button under a message that is gone": {
        "callback_query": {**PRESS, "message": {"message_id": 5, "date": 0, "chat": CHAT}}
    },
    "inline query": {"inline_query": TYPED},
    "membership": {"my_chat_member": MEMBER},
    "of a kind that is not known yet": {"from_the_future": {"x": 1}},
}
BROKEN: dict[str, JSON] = {
    "a message that is a word": {"message": "x"},
    "a message without chat": {"message": {key: value for key, value in MESSAGE.items() if key != "chat"}},
    "a message id that is a word": {"message": {**MESSAGE, "message_id": "x"}},
    "a chat id that is a word": {"message": {**MESSAGE, "chat": {**CHAT, "id": "x"}}},
    "a text that is a number": {"message": {**MESSAGE, "text": 5}},
    "a caption that is a list": {"message": {**MESSAGE, "caption": [1]}},
    "an entity whose place is a word": {"message": {**MESSAGE, "entities": [{**MENTION, "offset": "x"}]}},
    "a button of nobody": {"callback_query": {**PRESS, "from": None}},
    "a button that carries a number": {"callback_query": {**PRESS, "data": 5}},
    "an inline query without words": {"inline_query": {**TYPED, "query": None}},
    "a membership of nothing": {"my_chat_member": {**MEMBER, "new_chat_member": None}},
    "a user whose id is a word": {"inline_query": {**TYPED, "from": {**LIN, "id": "x"}}},
}  # fmt: skip


def payload(*updates: JSON) -> bytes:
    return json.dumps({"ok": True, "result": list(updates)}).encode()


@pytest.mark.parametrize("update", GOOD.values(), ids=GOOD)
def test_what_telegram_sends_is_readable(update: JSON) -> None:
    assert readable({"update_id": 1, **update})


@pytest.mark.parametrize("update", BROKEN.values(), ids=BROKEN)
def test_a_malformed_update_is_reduced_to_its_id(update: JSON, caplog: pytest.LogCaptureFixture) -> None:
    fine = {"update_id": 2, "message": MESSAGE}
    kept = json.loads(readable_only(payload({"update_id": 1, **update}, fine)))
    assert kept == {"ok": True, "result": [{"update_id": 1}, fine]}
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert "update 1 can't be read" in record.getMessage()
    assert "票价" not in caplog.text


@pytest.mark.parametrize(
    "answer",
    [
        payload(),
        payload(*({"update_id": number, **update} for number, update in enumerate(GOOD.values()))),
        b"<html>gateway</html>",
        b"",
        b"[]",
        b'{"ok": false, "description": "Conflict"}',
        b'{"ok": true, "result": null}',
    ],
    ids=["no updates", "all readable", "no JSON", "nothing", "a list", "a refusal", "no list"],
)
def test_what_needs_no_change_is_passed_on_as_it_came(answer: bytes) -> None:
    assert readable_only(answer) is answer


def test_a_batch_with_a_malformed_update_in_it_is_fetched_and_over() -> None:
    with Double() as telegram:
        lin = telegram.citizen()
        bad = telegram.world.push_raw({"message": {**MESSAGE, "chat": None}})
        lin.says("票价多少")

        async def fetched() -> list[Update]:
            connection = UpdateConnection(lambda: None, again_after=0, connect_timeout=1, read_timeout=1)
            async with Bot(telegram.token, base_url=f"{telegram.url}/bot", get_updates_request=connection) as bot:
                first = await bot.get_updates(timeout=0)
                again = await bot.get_updates(offset=first[-1].update_id + 1, timeout=0)
                return [*first, *again]

        broken, said = asyncio.run(fetched())
        assert (broken.update_id, broken.message) == (bad, None)
        assert said.message is not None
        assert said.message.text == "票价多少"


Dropped = Callable[[int], bool]


@pytest.fixture
def dropped(monkeypatch: pytest.MonkeyPatch) -> Dropped:
    """Whether an update of that id is dropped by a filter that remembers three."""
    monkeypatch.setattr(DuplicateFilter, "KEPT", 3)
    seen = DuplicateFilter()
    application = Application.builder().token("7:a").updater(None).build()

    def dropping(number: int) -> bool:
        update = Update(number)
        try:
            asyncio.run(seen.drop(update, CallbackContext.from_update(update, application)))
        except ApplicationHandlerStop:
            return True
        return False

    return dropping


def test_an_update_seen_before_is_dropped(dropped: Dropped) -> None:
    assert [dropped(number) for number in (1, 2, 1, 2, 3)] == [False, False, True, True, False]


def test_only_the_last_updates_are_remembered(dropped: Dropped) -> None:
    assert [dropped(number) for number in (1, 2, 3, 4)] == [False] * 4
    assert [dropped(number) for number in (4, 2, 1)] == [True, True, False]
