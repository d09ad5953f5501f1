"""Guest mode: one message with citation, status, notes and date in a chat that the bot is not in."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest

from bot.telegram.session.service import Service
from tests.telegram.double import Citizen, Double, Fault
from tests.telegram.double.rules import JSON
from tests.telegram.double.world import Query

BOT = "@baowen_test_bot"
FARE = "湖心公园夜游船票价多少"


@pytest.fixture
def mentioning(answering: Callable[[], None], lin: Citizen) -> Callable[..., JSON]:
    """What the bot posts where 林 mentions it."""

    def mentioning(text: str, **more: object) -> JSON:
        query: Query = lin.mentions_the_guest(text, **more)  # type: ignore[arg-type]  # passed on
        answering()
        assert query.answer is not None
        result: JSON = query.answer["result"]
        return result

    return mentioning


def test_a_mention_is_answered_with_all_that_must_be_said(mentioning: Callable[..., JSON]) -> None:
    result = mentioning(f"{BOT} {FARE}")
    text = result["kept"]["text"]
    assert "45元" in text.splitlines()[0]
    assert "《湖心公园夜游船恢复运营》\n青溪晚报 2025年11月9日 第2版 记者 白露" in text
    assert "已收录至 2025年11月9日" in text
    urls = [button["url"] for row in result["reply_markup"]["inline_keyboard"] for button in row]
    assert urls
    assert all(url.startswith("https://t.me/baowen_test_bot?start=p") for url in urls)


def test_a_rumour_that_is_replied_to_is_what_is_looked_up(mentioning: Callable[..., JSON]) -> None:
    result = mentioning(f"{BOT} 真的吗", under="听说湖心公园夜游船票价每人45元")
    assert "票价每人45元" in result["kept"]["text"]
    related = mentioning(f"{BOT} zxqv")
    assert related["kept"]["text"].startswith("已收录的版面里没有找到答案。")


def test_the_quota_holds_there_too_and_an_empty_mention_is_told_how(
    mentioning: Callable[..., JSON], service: Service
) -> None:
    assert mentioning(BOT)["kept"]["text"].startswith("请在 /ask 后面写上问题")
    service.quota.per_minute = 1
    assert "45元" in mentioning(f"{BOT} {FARE}")["kept"]["text"]
    assert mentioning(f"{BOT} {FARE}")["kept"]["text"].startswith("问得太快了")


def test_nothing_of_it_is_remembered(mentioning: Callable[..., JSON], service: Service, lin: Citizen) -> None:
    mentioning(f"{BOT} {FARE}")
    assert not service._recent._last
    assert not service._recent._by_message
    assert service.store.answers_to(lin.id, 1) == []


@pytest.mark.parametrize(("late", "line"), [(True, "answered too late"), (False, "is too old")])
def test_an_answer_that_is_not_taken_is_a_line_in_the_log(
    telegram: Double, answering: Callable[[], None], lin: Citizen, late: bool, line: str,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    telegram.tolerated.append("query is too old")
    caplog.set_level(logging.INFO, "bot.telegram")
    query = lin.mentions_the_guest(f"{BOT} {FARE}")
    if late:
        query.asked -= 3600
    else:
        telegram.plan("answerGuestQuery", Fault.status(404))  # a server from before guest mode
    answering()
    assert query.answer is None
    assert line in caplog.text
    assert "夜游船" not in caplog.text
