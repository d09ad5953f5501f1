"""The first words: /start with and without a link, help, what is in the archive, and what the bot has no use for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from telegram.ext import CommandHandler, MessageHandler, filters

from bot.telegram.handlers.article import Articles
from bot.telegram.handlers.ask import Questions
from bot.telegram.handlers.start import Start
from bot.telegram.session.service import Service
from bot.telegram.views.texts import COMMANDS, Text, say
from bot.wiring import Newsroom
from tests.telegram.desk import Desk
from tests.telegram.double import Citizen, Double, Heard

Saying = Callable[[str], Heard]


@pytest.fixture
def start(service: Service) -> Start:
    return Start(service, Articles(service), Questions(service))


@pytest.fixture
def saying(desk: Desk, start: Start, lin: Citizen) -> Saying:
    """What the bot replies to a command of 林."""

    def saying(text: str) -> Heard:
        said = lin.says(text)
        desk.hands(
            CommandHandler("start", start.start),
            CommandHandler("help", start.help),
            CommandHandler("about", start.about),
            MessageHandler(filters.COMMAND, start.unknown_command),
        )
        heard = lin.hears(timeout=0)
        assert heard.reply_to == said
        return heard

    return saying


@pytest.mark.parametrize("text", ["/start", "/start nonsense", "/start p7", "/start a1_2_3"])
def test_without_a_link_of_ours_it_says_hello(saying: Saying, text: str) -> None:
    assert saying(text).text == say("zh-hans", Text.START) + "\n例如：程序员集市开张:A&B"


def test_a_link_opens_its_article(saying: Saying, newsroom: Newsroom) -> None:
    boats = next(each.id for each in newsroom.archive.articles() if each.headline == "湖心公园夜游船恢复运营")
    assert saying(f"/start a{boats}").text.startswith("《湖心公园夜游船恢复运营》")
    assert "没有这篇报道" in saying("/start a999999").text


def test_who_starts_the_bot_wants_its_alerts_again(saying: Saying, service: Service, lin: Citizen) -> None:
    service.store.block(lin.id, True)
    saying("/start")
    assert lin.id not in service.store.blocked()


def test_help_names_the_bot_and_every_command(saying: Saying, telegram: Double) -> None:
    text = saying("/help").text
    assert f"@{telegram.world.bot['username']} 问题" in text
    assert all(f"/{name} {wording[0]}" in text for name, wording in COMMANDS.items())


def test_about_counts_what_is_in_the_archive(saying: Saying, newsroom: Newsroom) -> None:
    text = saying("/about").text
    assert f"2 期，{newsroom.archive.counts().articles} 篇报道" in text
    assert "已收录至 2025年11月9日" in text


@pytest.mark.parametrize(
    ("content", "method", "text"),
    [({"text": "/weather 今天"}, "unknown_command", Text.UNKNOWN_COMMAND),
     ({"caption": "/look", "photo": []}, "not_text", Text.NOT_TEXT)],
    ids=["command", "photo"],
)  # fmt: skip
def test_what_it_has_no_use_for_is_said_in_private_only(
    desk: Desk, telegram: Double, start: Start, lin: Citizen, content: dict[str, Any], method: str, text: Text
) -> None:
    handler = MessageHandler(filters.ALL, getattr(start, method))
    square = telegram.group("广场", lin)
    lin.sends(content, to=square)
    lin.sends(content)
    desk.hands(handler)
    assert lin.hears(timeout=0).text == say("zh-hans", text)
    lin.hears_nothing(at=square, for_s=0)
