"""Menus and the bot's profile: three languages, set where Telegram has something else, the newsroom's words kept."""

from __future__ import annotations

import pytest
from telegram.ext import CommandHandler

from bot.telegram.handlers.article import Articles
from bot.telegram.handlers.ask import Questions
from bot.telegram.handlers.buttons import on_button
from bot.telegram.handlers.menus import FOR_ONE, set_menus
from bot.telegram.handlers.preferences import Preferences
from bot.telegram.handlers.start import Start
from bot.telegram.profile import set_profile
from bot.telegram.session.service import Service
from bot.telegram.views.callback_data import ChooseLanguage
from bot.telegram.views.profile_texts import ProfileText
from bot.telegram.views.texts import LANGS, say
from bot.wiring import Newsroom
from tests.telegram.desk import Desk
from tests.telegram.double import Citizen, Double, Fault

TAKEN = {ProfileText.DESCRIPTION: 512, ProfileText.SHORT_DESCRIPTION: 120}


def described(telegram: Double, code: str) -> tuple[str, str]:
    profile = telegram.world.profile
    return profile["description", code], profile["short_description", code]


def first_line(telegram: Double, scope: str) -> str:
    return str(telegram.world.commands[scope][0]["description"])


@pytest.mark.parametrize("text", ProfileText)
def test_telegram_takes_the_profile_s_texts(text: ProfileText) -> None:
    assert all(len(words) <= TAKEN[text] for words in text.value)


def test_menus_and_profile_are_set_once(own_telegram: Double, service: Service) -> None:
    own_telegram.world.version = (10, 2)
    with Desk(own_telegram) as desk:
        for _ in range(2):
            desk.run(set_menus(desk.bot, service))
            desk.run(set_profile(desk.bot))
    assert first_line(own_telegram, "default/") == first_line(own_telegram, "default/zh") == "提一个问题"
    assert first_line(own_telegram, "default/en") == "Ask a question"
    assert (
        described(own_telegram, "zh")
        == described(own_telegram, "")
        == tuple(say("zh-hans", text) for text in ProfileText)
    )
    assert described(own_telegram, "en") == tuple(say("en", text) for text in ProfileText)
    for method, times in (("setMyCommands", 6), ("setMyDescription", 3), ("setMyShortDescription", 3)):
        assert len(own_telegram.calls(method)) == times


@pytest.mark.parametrize(("version", "alone"), [((10, 2), list(FOR_ONE)), ((10, 1), [])])
def test_in_groups_what_concerns_one_person_is_for_them_alone(
    own_telegram: Double, service: Service, version: tuple[int, int], alone: list[str]
) -> None:
    own_telegram.world.version = version
    with Desk(own_telegram) as desk:
        desk.run(set_menus(desk.bot, service))
    menus = own_telegram.world.commands
    for code in ("", "zh", "en"):
        in_groups = menus[f"all_group_chats/{code}"]
        assert [each["command"] for each in in_groups] == [each["command"] for each in menus[f"default/{code}"]]
        assert [each["command"] for each in in_groups if each.get("is_ephemeral")] == alone
        assert not any("is_ephemeral" in each for each in menus[f"default/{code}"])


def test_words_that_the_newsroom_gave_to_botfather_stay(own_telegram: Double) -> None:
    own_telegram.world.profile["description", ""] = "《临江日报》官方机器人"
    own_telegram.world.profile["short_description", "en"] = "An older text of this bot"
    with Desk(own_telegram) as desk:
        desk.run(set_profile(desk.bot))
    assert ("description", "en") not in own_telegram.world.profile
    assert own_telegram.world.profile["description", ""] == "《临江日报》官方机器人"
    assert own_telegram.world.profile["short_description", "en"] == say("en", ProfileText.SHORT_DESCRIPTION)


@pytest.mark.parametrize("method", ["getMyDescription", "setMyDescription", "getMyCommands", "setMyCommands"])
def test_a_server_that_takes_none_of_it_stops_nobody(own_telegram: Double, service: Service, method: str) -> None:
    own_telegram.plan(method, Fault.status(500), times=9)
    with Desk(own_telegram) as desk:
        desk.run(set_menus(desk.bot, service))
        desk.run(set_profile(desk.bot))


@pytest.mark.parametrize("lang", LANGS)
def test_a_chosen_language_rules_the_reader_s_menu_until_it_is_forgotten(
    desk: Desk, telegram: Double, service: Service, lin: Citizen, lang: str
) -> None:
    preferences = Preferences(service)
    lin.says("/lang")
    desk.hands(CommandHandler("lang", preferences.language))
    lin.presses_data(lin.hears(timeout=0), f"lang:{lang}")
    desk.hands(on_button(service, ChooseLanguage, preferences.language_button))
    expected = ("提一个问题", "提一個問題", "Ask a question")[LANGS.index(lang)]
    assert {first_line(telegram, f"chat:{lin.id}/{code}") for code in ("", "zh", "en")} == {expected}
    lin.says("/forget")
    desk.hands(CommandHandler("forget", preferences.forget))
    assert not [scope for scope in telegram.world.commands if scope.startswith(f"chat:{lin.id}/")]


def test_who_reads_traditional_chinese_gets_that_menu_with_the_first_words(
    desk: Desk, telegram: Double, service: Service
) -> None:
    start = Start(service, Articles(service), Questions(service))
    chen, ann = telegram.citizen("陳", lang="zh-hant"), telegram.citizen("Ann", lang="en")
    for reader in (chen, ann):
        reader.says("/start")
        desk.hands(CommandHandler("start", start.start))
    assert first_line(telegram, f"chat:{chen.id}/zh") == "提一個問題"
    assert f"chat:{ann.id}/en" not in telegram.world.commands  # Telegram's own two letters say enough


def test_an_operator_s_menu_follows_their_choice_and_survives_forgetting(
    own_telegram: Double, chiefs_room: Newsroom, chief: Citizen
) -> None:
    service = Service(chiefs_room)
    with Desk(own_telegram) as desk:
        desk.run(service.choose_language(chief.id, "en"))
        desk.run(set_menus(desk.bot, service))
        assert first_line(own_telegram, f"chat:{chief.id}/zh") == "Ask a question"
        preferences = Preferences(service)
        chief.says("/forget")
        desk.hands(CommandHandler("forget", preferences.forget))
    menu = own_telegram.world.commands[f"chat:{chief.id}/zh"]
    assert menu[0]["description"] == "提一个问题"
    assert "rollback" in [command["command"] for command in menu]
    service.close()
