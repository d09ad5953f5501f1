"""What asks for people and not for news: service words, a cry for help, thanks, signs; and edited commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from bot.settings import Settings
from bot.telegram.app import handlers
from bot.telegram.session.service import Service
from bot.telegram.transport.rate_limit import Counts
from bot.wiring import Newsroom
from tests.telegram.desk import Desk
from tests.telegram.double import Citizen, Heard

CONTACT, CRISIS = "青溪晚报读者热线 0000-1234567,每天9点到17点", "请拨打 12356,有人在听。"
HEADLINES = ("图书馆", "供暖", "大桥", "便民措施", "程序员", "夜游船")
"""A word of each headline of the archive."""

Asking = Callable[[str], Heard]


@pytest.fixture
def asking(desk: Desk, asked: Newsroom, lin: Citizen) -> Iterator[Asking]:
    """What 林 is answered by a newsroom that says how to reach it."""
    room = Newsroom(Settings(data=asked.settings.data, offline=True, reading="light", contact=CONTACT, crisis=CRISIS))
    service = Service(room)
    table = handlers(service, Counts())

    def asking(text: str) -> Heard:
        lin.says(text)
        desk.hands(*table)
        return lin.hears(timeout=0)

    yield asking
    service.close()
    room.close()


@pytest.mark.parametrize("text", ["人工", "转人工", "我要投诉", "爆料", "怎么订报", "登广告", "版权", "投稿"])
def test_service_words_lead_to_people(asking: Asking, text: str) -> None:
    told = asking(text)
    assert CONTACT in told.text
    assert told.buttons == []
    assert not any(word in told.text for word in HEADLINES)


@pytest.mark.parametrize("text", ["我想自杀", "不想活了"])
def test_a_cry_for_help_gets_the_newsroom_s_words_and_no_headlines(asking: Asking, text: str) -> None:
    told = asking(text)
    assert told.text == CRISIS
    assert told.buttons == []


@pytest.mark.parametrize("text", ["谢谢", "😀", "……", "你好"])
def test_what_is_no_question_gets_a_line_without_judgement(asking: Asking, text: str) -> None:
    told = asking(text)
    assert told.text
    assert not {"👍", "👎"} & set(told.buttons)


@pytest.mark.parametrize(
    ("before", "after", "part"),
    [
        ("/edition 2001-01-01", "/edition 2025-11-08", "街道推出三十六条便民措施"),
        ("/search 日期:", "/search 记者:白露", "湖心公园夜游船恢复运营"),
        ("/help", "/sources", "青溪晚报"),
    ],
)
def test_an_edited_command_is_answered_anew(
    answering: Callable[[], None], lin: Citizen, before: str, after: str, part: str
) -> None:
    sent = lin.says(before)
    answering()
    assert part not in lin.hears(timeout=0).text
    lin.edits(sent, after)
    answering()
    told = lin.hears(timeout=0)
    assert (part in told.text, told.reply_to) == (True, sent)
