"""What concerns only who wrote it in a group: only they see it where the server takes that, else everybody does."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from bot.telegram.app import handlers
from bot.telegram.session.service import Service
from bot.telegram.transport.asides import REFUSED_FOR_S, Asides
from bot.telegram.transport.rate_limit import Counts
from bot.wiring import Newsroom
from tests.telegram.desk import Desk
from tests.telegram.double import Citizen, Double, Group
from tests.telegram.double.rules import JSON
from tests.telegram.double.world import Query

Asking = Callable[[str], None]


@pytest.fixture
def lin(own_telegram: Double) -> Citizen:
    return own_telegram.citizen("林")


@pytest.fixture
def square(own_telegram: Double, lin: Citizen) -> Group:
    """A group on a server that takes messages for one person; the bot is its admin."""
    own_telegram.world.version = (10, 3)
    group = own_telegram.group("广场", lin, own_telegram.citizen("秦"))
    own_telegram.world.admins[group.id].add(own_telegram.world.bot["id"])
    return group


@pytest.fixture
def works(own_telegram: Double, asked: Newsroom) -> Iterator[Callable[[], None]]:
    service = Service(asked)
    with Desk(own_telegram) as desk:
        table = handlers(service, Counts())
        yield lambda: desk.hands(*table)
    service.close()


@pytest.fixture
def says(works: Callable[[], None], lin: Citizen, square: Group) -> Asking:
    def saying(text: str) -> None:
        lin.says(text, to=square)
        works()

    return saying


def heard_alone(telegram: Double) -> list[JSON]:
    return list(telegram.world.ephemeral.values())


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("/latest", "共 2 篇"),
        ("/edition", "共 2 期，请选择"),
        ("/sources", "青溪晚报"),
        ("/help", "怎么提问"),
        ("/privacy", "保存的内容"),
        ("/ask", "请在 /ask 后面写上问题"),
        ("/search", "用法"),
        ("/search 日期:不知何日", "不知何日"),
        ("/search 记者:白露", "范围：白露"),
        ("/search 夜游船", "范围：全部版面"),
        ("/edition 不知何日", "不知何日"),
        ("/watch", "用法"),
        ("/unwatch 没订过", "没有订阅"),
        ("/digest", "用法"),
        ("/forget", "已删除"),
    ],
)
def test_lists_and_mistakes_are_for_who_wrote(
    says: Asking, own_telegram: Double, lin: Citizen, square: Group, text: str, part: str
) -> None:
    says(text)
    (told,) = heard_alone(own_telegram)
    assert part in told["text"]
    assert told["receiver_user"]["id"] == lin.id
    lin.hears_nothing(at=square, for_s=0)


@pytest.mark.parametrize("text", ["/ask 夜游船票价多少", "@baowen_test_bot 大桥", "/watch 夜游船"])
def test_answers_and_what_a_group_decides_are_for_all(
    says: Asking, own_telegram: Double, lin: Citizen, square: Group, text: str
) -> None:
    says(text)
    assert lin.hears(at=square, timeout=0).text
    assert heard_alone(own_telegram) == []


def test_a_list_for_one_is_leafed_through_by_its_own_number(
    says: Asking, works: Callable[[], None], own_telegram: Double, lin: Citizen, square: Group
) -> None:
    says("/edition")
    (shown,) = heard_alone(own_telegram)
    press(own_telegram, lin, shown, works)
    assert "的报道" in shown["text"]
    own_telegram.world.version = (10, 1)  # a server that knows nothing of them: the list is sent anew
    own_telegram.tolerated.append("method not found")
    press(own_telegram, lin, shown, works)
    assert lin.hears(at=square, timeout=0).text
    assert len(heard_alone(own_telegram)) == 1


def test_a_search_for_one_is_leafed_through_as_long_as_it_is_remembered(
    says: Asking, works: Callable[[], None], own_telegram: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.handlers.search.HEADLINES_PER_SHEET", 1)
    says("/search 日期:2025-11")
    (shown,) = heard_alone(own_telegram)
    first = shown["text"]
    says("/forget")
    leafed = next(iter(heard_alone(own_telegram)))
    leafing = [b["callback_data"] for row in leafed["reply_markup"]["inline_keyboard"] for b in row][-1]
    assert leafing.startswith("found:")
    query = presses(own_telegram, own_telegram.world.users[shown["receiver_user"]["id"]], shown, leafing, works)
    assert query.answer is not None and "text" in query.answer, "what was forgotten is not leafed through"
    assert heard_alone(own_telegram)[0]["text"] == first
    says("/search 日期:2025-11")
    shown = heard_alone(own_telegram)[-1]
    leafing = [b["callback_data"] for row in shown["reply_markup"]["inline_keyboard"] for b in row][-1]
    presses(own_telegram, own_telegram.world.users[shown["receiver_user"]["id"]], shown, leafing, works)
    assert "2. " in heard_alone(own_telegram)[-1]["text"]


def test_a_list_that_is_gone_is_sent_anew_to_the_same_person(
    says: Asking, works: Callable[[], None], own_telegram: Double, lin: Citizen, square: Group
) -> None:
    own_telegram.tolerated.append("message to edit not found")
    says("/edition")
    (shown,) = heard_alone(own_telegram)
    own_telegram.world.admins.clear()  # what a button is pressed for needs no rights
    own_telegram.world.ephemeral[1] = {**shown, "receiver_user": {"id": 1}}
    press(own_telegram, lin, shown, works)
    assert [each["receiver_user"]["id"] for each in heard_alone(own_telegram)] == [1, lin.id]
    lin.hears_nothing(at=square, for_s=0)


def press(telegram: Double, who: Citizen, shown: JSON, works: Callable[[], None]) -> None:
    """Press the first button under a message for one that leads to another list."""
    carried = [button["callback_data"] for row in shown["reply_markup"]["inline_keyboard"] for button in row]
    presses(telegram, who.user, shown, next(each for each in carried if not each.startswith("read:")), works)


def presses(telegram: Double, user: JSON, shown: JSON, data: str, works: Callable[[], None]) -> Query:
    update: JSON = {"id": telegram.world.serial("callback"), "from": user, "message": dict(shown), "data": data,
                    "chat_instance": "1"}  # fmt: skip
    query = Query(update, time.monotonic())
    telegram.world.callbacks[update["id"]] = query
    telegram.world.push("callback_query", update)
    works()
    return query


@pytest.mark.parametrize("version", [(10, 0), (10, 1)])
def test_an_older_server_shows_it_to_all(
    says: Asking, own_telegram: Double, lin: Citizen, square: Group, version: tuple[int, int]
) -> None:
    own_telegram.world.version = version
    says("/latest")
    assert "共 2 篇" in lin.hears(at=square, timeout=0).text


def test_the_names_of_10_2_are_sent_too(says: Asking, own_telegram: Double, square: Group) -> None:
    own_telegram.world.version = (10, 2)
    says("/latest")
    assert len(heard_alone(own_telegram)) == 1


def test_a_group_that_refuses_is_not_asked_again_at_once(
    says: Asking, own_telegram: Double, lin: Citizen, square: Group
) -> None:
    own_telegram.world.admins.clear()
    own_telegram.tolerated.append("BOT_NOT_ADMIN")
    for _ in range(3):
        says("/latest")
        assert "共 2 篇" in lin.hears(at=square, timeout=0).text
    assert [call.error for call in own_telegram.calls("sendMessage")] == [
        "Bad Request: BOT_NOT_ADMIN",
        None,
        None,
        None,
    ]


def test_a_refusal_is_remembered_for_an_hour(own_telegram: Double, lin: Citizen, square: Group) -> None:
    now = 0.0
    asides = Asides(lambda: now)
    lin.says("/latest", to=square)
    with Desk(own_telegram) as desk:
        (update,) = desk.fetches()
    assert update.message
    first = asides.to(update.message)
    assert first.only
    first.only.refused()
    assert asides.to(update.message).only is None
    now = REFUSED_FOR_S
    assert asides.to(update.message).only


def test_what_was_said_in_confidence_is_answered_so_or_not_at_all(
    works: Callable[[], None], own_telegram: Double, lin: Citizen, square: Group
) -> None:
    own_telegram.world.admins.clear()
    own_telegram.tolerated.append("BOT_NOT_ADMIN")
    private = {"message_id": 0, "ephemeral_message_id": 77, "date": 1, "chat": own_telegram.world.chats[square.id],
               "from": lin.user, "text": "/ask 夜游船票价多少",
               "entities": [{"type": "bot_command", "offset": 0, "length": 4}]}  # fmt: skip
    own_telegram.world.ephemeral[77] = private
    own_telegram.world.push("message", private)
    works()
    assert "45元" in heard_alone(own_telegram)[-1]["text"]
    del own_telegram.world.ephemeral[77]  # too late
    own_telegram.world.push("message", private)
    works()
    lin.hears_nothing(at=square, for_s=0)
