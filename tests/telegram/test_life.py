"""The bot's life: logs without secrets, questions off the event loop, and an end that finishes what is in hand."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.logs import MASK
from bot.settings import Settings
from bot.telegram.transport.log_masking import masked_logs
from bot.wiring import Newsroom
from retrieval.domain import Answer
from tests.telegram.conftest import Running
from tests.telegram.double import Double, Fault

TOKEN = "123456:secret_token-abcdefghijklmnopqrstuv"


class SlowNewsroom(Newsroom):
    """Takes its time over every question, and says when it begins."""

    def __init__(self, settings: Settings, seconds: float) -> None:
        super().__init__(settings)
        self.seconds = seconds
        self.begun = threading.Semaphore(0)

    def ask(self, question: str, **more: Any) -> Answer:
        self.begun.release()
        time.sleep(self.seconds)
        return super().ask(question, **more)


@pytest.fixture
def slow(data: Path) -> Iterator[SlowNewsroom]:
    room = SlowNewsroom(Settings(data=data, offline=True), 1.0)
    yield room
    room.close()


def test_a_long_question_shows_typing_and_does_not_hold_up_others(
    slow: SlowNewsroom, own_telegram: Double, start: Callable[..., Running]
) -> None:
    start(slow)
    lin, qin = own_telegram.citizen("林"), own_telegram.citizen("秦")
    lin.says("夜游船票价多少")
    assert slow.begun.acquire(timeout=10)
    qin.says("/start")
    assert "您好" in qin.hears(timeout=0.8).text
    assert "45元" in lin.hears().text
    assert {(chat, action) for chat, action, _ in own_telegram.world.actions} == {(lin.id, "typing")}


def test_stopping_finishes_the_question_in_hand(
    slow: SlowNewsroom, own_telegram: Double, start: Callable[..., Running]
) -> None:
    running = start(slow)
    lin = own_telegram.citizen()
    lin.says("夜游船票价多少")
    assert slow.begun.acquire(timeout=10)
    running.stop()
    assert "45元" in lin.hears(timeout=0.1).text
    assert not own_telegram.world.pending, "what was answered is confirmed and will not come again"


def test_nothing_secret_is_logged_when_things_go_wrong(
    newsroom: Newsroom, own_telegram: Double, start: Callable[..., Running], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    own_telegram.plan("sendMessage", Fault.drop(), times=2)
    own_telegram.plan("getUpdates", Fault.garbage())
    running = start(newsroom)
    lin = own_telegram.citizen()
    lin.says("夜游船的绝密票价多少")
    lin.hears()
    broken = {"message": {"message_id": 1, "text": "夜游船的绝密票价多少"}}
    own_telegram.world.push_raw(broken)
    lin.says("/start")
    assert "您好" in lin.hears(timeout=20).text, "a malformed update holds nobody up"
    running.stop()
    formatted = "\n".join(logging.Formatter().format(record) for record in caplog.records)
    assert own_telegram.token not in formatted
    assert "绝密票价" not in formatted
    assert "can't be reached" in formatted


def test_the_words_of_a_failing_question_are_kept_out_of_the_log(
    data: Path, own_telegram: Double, start: Callable[..., Running], caplog: pytest.LogCaptureFixture
) -> None:
    class Failing(Newsroom):
        def ask(self, question: str, **more: object) -> Answer:
            raise RuntimeError(f"cannot understand {question}")

    start(Failing(Settings(data=data)))
    lin = own_telegram.citizen()
    lin.says("/ask 绝密的问题")
    assert lin.hears().text == "抱歉，刚才出了点问题，没能回答。请稍后再试。"
    assert "RuntimeError" in caplog.text
    assert "绝密" not in caplog.text


def test_the_token_is_masked_in_messages_arguments_and_tracebacks(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("somebody.else")
    with masked_logs(TOKEN):
        logger.warning("calling https://api.telegram.org/bot%s/getMe", TOKEN)
        logger.warning(f"https://x/bot{TOKEN}")
        try:
            raise ValueError(f"bad url bot{TOKEN}")
        except ValueError:
            logger.exception("failed")
        assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
    formatted = "\n".join(logging.Formatter().format(record) for record in caplog.records)
    assert TOKEN not in formatted
    assert formatted.count(MASK) == 2
    assert "ValueError" in formatted


@pytest.fixture
def child(data: Path, own_telegram: Double, root: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """``child(token)`` starts ``baowen bot`` as a process of its own."""
    children = []

    def starting(token: str) -> subprocess.Popen[str]:
        environment = {
            "PATH": os.environ["PATH"],
            "TELEGRAM_BOT_TOKEN": token,
            "BAOWEN_TELEGRAM_API": own_telegram.url,
            "BAOWEN_LOG_LEVEL": "DEBUG",
            "XDG_STATE_HOME": str(data.parent),
        }
        command = [sys.executable, "-m", "bot.cli", "bot", "--data", str(data)]
        child = subprocess.Popen(
            command, env=environment, cwd=root, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        children.append(child)
        return child

    yield starting
    for child in children:
        child.kill()
        child.communicate()


def test_the_program_answers_and_ends_on_sigterm(
    child: Callable[..., subprocess.Popen[str]], own_telegram: Double
) -> None:
    process = child(own_telegram.token)
    lin = own_telegram.citizen()
    lin.says("夜游船票价多少")
    assert "45元" in lin.hears(timeout=30).text
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 0, err
    assert own_telegram.token not in out + err
    assert "夜游船" not in out + err
    assert "Traceback" not in err


def test_a_second_bot_with_the_token_does_not_start(
    child: Callable[..., subprocess.Popen[str]], own_telegram: Double
) -> None:
    first = child(own_telegram.token)
    own_telegram.wait_until(lambda: own_telegram.calls("getUpdates"), timeout=30, what="polling")
    second = child(own_telegram.token)
    out, err = second.communicate(timeout=30)
    assert second.returncode == 6
    assert err.splitlines()[-1].startswith(f"这台机器上已有一个进程（{first.pid}）")
    assert own_telegram.token not in out + err
    assert not own_telegram.refusals(), "the first one was not disturbed"
    first.kill()
    first.wait()
    third = child(own_telegram.token)
    lin = own_telegram.citizen()
    lin.says("夜游船票价多少")
    assert "45元" in lin.hears(timeout=30).text, "a killed bot leaves no lock"
    third.send_signal(signal.SIGTERM)
    third.communicate(timeout=20)
    assert third.returncode == 0


def test_a_refused_token_ends_in_one_line(child: Callable[..., subprocess.Popen[str]], own_telegram: Double) -> None:
    own_telegram.tolerated.append("Unauthorized")
    process = child(TOKEN)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 12
    assert TOKEN not in out + err
    assert "Traceback" not in err
    assert err.strip().splitlines()[-1].startswith("设置有误，TELEGRAM_BOT_TOKEN")


@pytest.mark.parametrize(
    "token", ["", " ", "no-token", "123456:short", "123456:secret_token with a space_____"], ids=repr
)
def test_what_can_be_no_token_is_told_before_telegram_is_asked(
    child: Callable[..., subprocess.Popen[str]], own_telegram: Double, token: str
) -> None:
    out, err = child(token).communicate(timeout=30)
    assert err.strip().splitlines()[-1].startswith("设置有误，TELEGRAM_BOT_TOKEN")
    assert not token.strip() or token not in out + err
    assert not own_telegram.world.calls


def test_a_token_that_is_refused_once_is_shown_once_more(
    newsroom: Newsroom, own_telegram: Double, start: Callable[..., Running]
) -> None:
    for method in ("getMe", "getUpdates", "sendMessage"):
        own_telegram.plan(method, Fault.status(401))
    start(newsroom)
    lin = own_telegram.citizen()
    lin.says("/start")
    assert "您好" in lin.hears().text
    assert not own_telegram.world.faults._planned["sendmessage"]


def test_a_token_that_is_taken_back_ends_the_bot_cleanly(
    child: Callable[..., subprocess.Popen[str]], own_telegram: Double
) -> None:
    own_telegram.tolerated.append("Unauthorized")
    process = child(own_telegram.token)
    lin = own_telegram.citizen()
    lin.says("/start")
    assert "您好" in lin.hears(timeout=30).text
    with own_telegram.world.changed:
        own_telegram.world.token = TOKEN
    own_telegram.world.push_raw({})  # ends the poll that waits
    _, err = process.communicate(timeout=30)
    assert process.returncode == 12
    assert "Traceback" not in err
    assert err.strip().splitlines()[-1].startswith("设置有误，TELEGRAM_BOT_TOKEN")
