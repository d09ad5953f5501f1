"""Questions one after the other from standard input, and ``baowen start`` where there is no terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from bot.settings import Settings, SettingsError
from bot.terminal.chat import chat, start
from bot.terminal.telegram import bot, serve
from bot.wiring import Newsroom
from retrieval.errors import NothingPublished

Run = Callable[..., Result]
FRESH = "已收录至"
"""Stands once below each answer."""


@pytest.mark.parametrize("leaving", ["/quit", "/exit", "退出", " 退出 "])
def test_somebody_who_leaves_is_asked_nothing_more(run: Run, leaving: str) -> None:
    said = run(chat, typed=f"图书馆总投资多少\n{leaving}\n供暖管线涉及多少个小区\n").stdout
    assert said.count(FRESH) == 1
    assert "1260万元" in said


def test_lines_that_say_nothing_are_passed_over_and_the_end_ends_it(run: Run) -> None:
    ran = run(chat, typed="\n   \n供暖管线涉及多少个小区\n\n")
    assert ran.stdout.count(FRESH) == 1
    assert "56个小区" in ran.stdout
    assert run(chat).stdout.strip() == ""


def test_a_follow_up_says_what_it_is_taken_to_be_about(run: Run) -> None:
    said = run(chat, typed="图书馆改造工程总投资多少\n那新增座位呢\n").stdout
    first, second = said.split("接着说：")
    assert FRESH in first
    assert second.startswith("图书馆")
    assert FRESH in second


def test_without_a_terminal_nobody_is_welcomed_and_nothing_is_opened(run: Run, tmp_path: Path) -> None:
    assert "请提问" not in run(chat, typed="图书馆总投资多少\n").stdout
    ran = run(start, typed="图书馆总投资多少\n", given=Settings(data=tmp_path / "nowhere"))
    assert "没有终端" in ran.stdout
    assert FRESH not in ran.stdout


def test_the_bot_without_a_token_says_where_to_get_one(run: Run, room: Newsroom, settings: Settings) -> None:
    assert settings.telegram_bot_token is None
    with pytest.raises(SettingsError, match="BotFather") as caught:
        serve(room)
    assert caught.value.key == "TELEGRAM_BOT_TOKEN"
    with pytest.raises(SettingsError, match="TELEGRAM_BOT_TOKEN"):
        run(bot)


def test_the_bot_needs_an_archive_before_a_token(run: Run, tmp_path: Path) -> None:
    with pytest.raises(NothingPublished):
        run(bot, given=Settings(data=tmp_path / "nowhere"))
