"""Telegram fails in every way it can; no question goes unanswered and the bot stays up."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import pytest

from bot.telegram.transport.rate_limit import Limits
from bot.wiring import Newsroom
from tests.telegram.conftest import Running
from tests.telegram.double import Double, Fault

ONCE_FAILING = {
    "429": Fault.too_many(1),
    "500": Fault.status(500),
    "502": Fault.status(502),
    "drop": Fault.drop(),
    "hang": Fault.hang(1.5),
    "garbage": Fault.garbage(),
    "slow": Fault.slow(0.3),
}


def ask_and_check(telegram: Double, *, times: int = 1) -> None:
    lin = telegram.citizen()
    lin.says("夜游船票价多少")
    for _ in range(times):
        assert "45元" in lin.hears().text
    lin.hears_nothing(for_s=0.3)


@pytest.mark.parametrize("fault", ONCE_FAILING.values(), ids=ONCE_FAILING)
def test_sending_survives(bot: Running, telegram: Double, fault: Fault) -> None:
    telegram.plan("sendMessage", fault)
    ask_and_check(telegram)


def test_an_answer_whose_fate_is_unknown_is_sent_again(bot: Running, telegram: Double) -> None:
    telegram.plan("sendMessage", Fault.commit_then_drop())
    ask_and_check(telegram, times=2)


@pytest.mark.parametrize("fault", [Fault.status(502), Fault.drop(), Fault.garbage(), Fault.too_many(1)], ids=str)
def test_polling_survives(bot: Running, telegram: Double, fault: Fault) -> None:
    telegram.plan("getUpdates", fault)
    ask_and_check(telegram)


@pytest.mark.parametrize("fault", [Fault.status(502), Fault.drop(), Fault.garbage(), Fault.too_many(1)], ids=str)
def test_starting_survives(
    newsroom: Newsroom, own_telegram: Double, start: Callable[..., Running], fault: Fault
) -> None:
    for method in ("getMe", "setMyCommands", "deleteWebhook"):
        own_telegram.plan(method, fault)
    start(newsroom)
    ask_and_check(own_telegram)


def test_telegram_down_for_long_ends_in_an_apology_not_in_silence(bot: Running, telegram: Double) -> None:
    telegram.plan("sendMessage", Fault.drop(), times=2)
    lin = telegram.citizen()
    lin.says("夜游船票价多少")
    assert lin.hears().text.startswith("抱歉")


def test_a_lost_answer_to_an_edit_is_not_shown_twice(bot: Running, telegram: Double) -> None:
    telegram.tolerated.append("message is not modified")
    lin = telegram.citizen()
    lin.says("第30条便民措施是在观澜路增设服务窗口32个")
    lin.presses(lin.hears(), "看全文")
    article = lin.hears()
    telegram.plan("editMessageText", Fault.commit_then_drop())
    lin.presses(article, "上一页")
    lin.sees(article, "第1条便民措施")
    lin.hears_nothing(for_s=1.2)
    assert article.edits == 1


def test_a_citizen_who_blocks_the_bot_is_no_error(
    bot: Running, telegram: Double, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.tolerated.append("blocked")
    gone = telegram.citizen()
    gone.says("夜游船票价多少")
    gone.blocks_the_bot()
    ask_and_check(telegram)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_two_pollers_are_named_in_the_log(
    newsroom: Newsroom, own_telegram: Double, start: Callable[..., Running], caplog: pytest.LogCaptureFixture
) -> None:
    own_telegram.tolerated.append("Conflict")
    first = start(newsroom)
    own_telegram.wait_until(lambda: own_telegram.calls("getUpdates"), what="polling")
    second = start(newsroom)
    own_telegram.wait_until(lambda: any("Conflict" in text for text in own_telegram.refusals()), what="a conflict")
    deadline = time.monotonic() + 5
    while "another process is polling" not in caplog.text:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    second.stop()
    first.stop()


def test_what_is_delivered_twice_is_answered_once(bot: Running, telegram: Double) -> None:
    telegram.world.duplicate_updates = 1
    ask_and_check(telegram)


def test_nothing_is_sent_faster_than_telegram_takes_it(
    newsroom: Newsroom, own_telegram: Double, start: Callable[..., Running]
) -> None:
    own_telegram.world.pace.enforced = True
    start(newsroom, limits=Limits())
    lin = own_telegram.citizen()
    for _ in range(6):
        lin.says("/start")
    for _ in range(6):
        lin.hears()
