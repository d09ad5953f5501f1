"""The language, what is kept and forgotten, and who wants no alerts any more."""

from __future__ import annotations

import time

import pytest
from telegram.ext import ChatMemberHandler, CommandHandler

from bot.telegram.handlers.buttons import on_button
from bot.telegram.handlers.membership import Membership
from bot.telegram.handlers.preferences import Preferences
from bot.telegram.session.service import Service
from bot.telegram.session.watch_table import WatchTable
from bot.telegram.views.callback_data import ChooseLanguage
from bot.telegram.views.texts import LANG_NAMES, LANGS, Text, say
from tests.telegram.desk import Desk
from tests.telegram.double import Citizen, Double, Heard
from tests.telegram.double.people import standing


@pytest.fixture
def preferences(service: Service) -> Preferences:
    return Preferences(service)


def languages(desk: Desk, service: Service, preferences: Preferences, lin: Citizen) -> Heard:
    """What /lang offers."""
    lin.says("/lang")
    desk.hands(CommandHandler("lang", preferences.language))
    return lin.hears(timeout=0)


@pytest.mark.parametrize("lang", LANGS)
def test_each_language_that_is_offered_can_be_chosen(
    desk: Desk, service: Service, preferences: Preferences, lin: Citizen, lang: str
) -> None:
    offered = languages(desk, service, preferences, lin)
    assert offered.buttons == list(LANG_NAMES.values())
    lin.presses_data(offered, f"lang:{lang}")
    desk.hands(on_button(service, ChooseLanguage, preferences.language_button))
    assert offered.text == Text.LANGUAGE_CHOSEN.value[LANGS.index(lang)]
    assert offered.buttons == []
    assert service.store.languages()[lin.id] == lang
    assert languages(desk, service, preferences, lin).text == Text.CHOOSE_LANGUAGE.value[LANGS.index(lang)]


def test_a_choice_is_a_person_s_own_and_ends_with_forgetting(
    desk: Desk, telegram: Double, service: Service, preferences: Preferences, lin: Citizen
) -> None:
    qin = telegram.citizen("秦")
    lin.presses_data(languages(desk, service, preferences, lin), "lang:en")
    desk.hands(on_button(service, ChooseLanguage, preferences.language_button))
    assert languages(desk, service, preferences, qin).text == say("zh-hans", Text.CHOOSE_LANGUAGE)
    lin.says("/forget")
    desk.hands(CommandHandler("forget", preferences.forget))
    assert lin.hears(timeout=0).text == "Everything about you is deleted (1 record)."
    assert languages(desk, service, preferences, lin).text == say("zh-hans", Text.CHOOSE_LANGUAGE)


def test_forgetting_counts_what_is_kept_and_then_nothing(
    desk: Desk, service: Service, preferences: Preferences, lin: Citizen
) -> None:
    WatchTable(service.store).watch(lin.id, lin.id, "夜游船")
    service.store.answered(lin.id, 1, lin.id, [2])
    for expected in ("（2 条）", "（0 条）"):
        lin.says("/forget")
        desk.hands(CommandHandler("forget", preferences.forget))
        assert expected in lin.hears(timeout=0).text
    assert WatchTable(service.store).watches(lin.id) == []


@pytest.mark.parametrize(
    ("status", "blocked"),
    [("kicked", True), ("left", True), ("member", False), ("administrator", False)],
)
def test_who_blocks_or_removes_the_bot_wants_no_alerts(
    desk: Desk, telegram: Double, service: Service, lin: Citizen, status: str, blocked: bool
) -> None:
    service.store.block(lin.id, not blocked)
    change = {
        "chat": telegram.world.chats[lin.id],
        "from": lin.user,
        "date": int(time.time()),
        "old_chat_member": {"user": telegram.world.bot, "status": "member"},
        "new_chat_member": standing(telegram.world.bot, status),
    }
    telegram.world.push_raw({"my_chat_member": change})
    desk.hands(ChatMemberHandler(Membership(service).changed, ChatMemberHandler.MY_CHAT_MEMBER))
    assert (lin.id in service.store.blocked()) is blocked
    service.store.block(lin.id, False)


def test_what_is_kept_is_told_in_reply(desk: Desk, preferences: Preferences, telegram: Double) -> None:
    ann = telegram.citizen("Ann", lang="en")
    asked = ann.says("/privacy")
    desk.hands(CommandHandler("privacy", preferences.privacy))
    told = ann.hears(timeout=0)
    assert (told.text, told.reply_to) == (say("en", Text.PRIVACY), asked)
