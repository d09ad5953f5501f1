"""What fails: one line for the operators without anybody's words, an apology for the reader, and no more than that."""

from __future__ import annotations

import logging
import warnings
from pathlib import Path

import httpx
import pytest
from telegram import Update
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, RetryAfter, TimedOut

from bot.settings import Settings
from bot.telegram.handlers.errors import ErrorHandler, report
from bot.telegram.session.service import Service
from bot.wiring import Newsroom
from retrieval.errors import NothingPublished, StorageError
from tests.telegram.desk import Desk
from tests.telegram.double import Citizen, Double, Heard

WORDS = "夜游船票价多少"


@pytest.fixture
def handler(service: Service) -> ErrorHandler:
    return ErrorHandler(service)


@pytest.fixture
def question(desk: Desk, lin: Citizen) -> Update:
    lin.says(WORDS)
    return desk.fetches()[-1]


def lost() -> NetworkError:
    error = NetworkError(WORDS)
    error.__cause__ = httpx.ReadError(WORDS)
    return error


def waiting() -> RetryAfter:
    """The library warns of its own attribute whenever it makes one."""
    with warnings.catch_warnings(action="ignore"):
        return RetryAfter(3)


@pytest.mark.parametrize(
    ("of_update", "error", "level", "line"),
    [
        (False, Conflict("terminated by other getUpdates request"), logging.ERROR, "another process is polling"),
        (True, Forbidden("bot was blocked by the user"), logging.INFO, "blocked the bot or removed it"),
        (False, lost(), logging.WARNING, "Telegram can't be reached (NetworkError from ReadError); polling goes on"),
        (True, lost(), logging.ERROR, "gave up sending to Telegram: NetworkError from ReadError"),
        (True, TimedOut(), logging.ERROR, "gave up sending to Telegram: TimedOut"),
        (True, waiting(), logging.ERROR, "gave up sending to Telegram: RetryAfter"),
        (True, BadRequest(WORDS), logging.ERROR, "an update failed"),
        (True, ValueError(WORDS), logging.ERROR, "ValueError: (message withheld)"),
        (False, ValueError(WORDS), logging.ERROR, "an update failed"),
        (True, StorageError("archive.sqlite: disk I/O error"), logging.ERROR, "archive.sqlite: disk I/O error"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_each_failure_is_one_record_of_its_own_weight_without_anybody_s_words(
    caplog: pytest.LogCaptureFixture, of_update: bool, error: Exception, level: int, line: str
) -> None:
    caplog.set_level(logging.INFO, "bot.telegram")
    report(Update(1) if of_update else None, error)
    (record,) = caplog.records
    assert record.levelno == level
    assert line in record.getMessage()
    assert WORDS not in caplog.text


@pytest.mark.parametrize(
    ("lang", "error", "apology"),
    [
        ("zh-hans", ValueError(WORDS), "抱歉，刚才出了点问题"),
        ("zh-hans", NothingPublished("no archive"), "报纸内容还在准备中"),
        ("zh-TW", ValueError(WORDS), "抱歉，剛才出了點問題"),
        ("en", NetworkError("down"), "Sorry, something went wrong"),
    ],
    ids=["fault", "nothing published", "traditional", "english"],
)
def test_the_reader_gets_an_apology_in_reply_in_the_language_of_the_app(
    desk: Desk, telegram: Double, handler: ErrorHandler, lang: str, error: Exception, apology: str
) -> None:
    citizen = telegram.citizen(lang=lang)
    asked = citizen.says(WORDS)
    desk.fails(handler.on_error, error, desk.fetches()[-1])
    heard = citizen.hears(timeout=0)
    assert heard.text.startswith(apology)
    assert heard.reply_to == asked


def test_a_pressed_button_apologises_on_the_button(
    desk: Desk, handler: ErrorHandler, lin: Citizen, posted: Heard
) -> None:
    query = lin.presses_data(posted, "alone")
    desk.fails(handler.on_error, ValueError(WORDS), desk.fetches()[-1])
    assert query.answer is not None
    assert query.answer["text"].startswith("抱歉")
    lin.hears_nothing(for_s=0)


def test_kinds_are_counted_and_shown_to_operators(
    desk: Desk, handler: ErrorHandler, service: Service, question: Update
) -> None:
    for error in (ValueError(WORDS), lost(), ValueError(WORDS)):
        desk.fails(handler.on_error, error, question)
    assert dict(service.failures.counts) == {"ValueError": 2, "NetworkError": 1}
    assert [failure.kind for failure in service.failures.last()] == [
        "ValueError",
        "NetworkError from ReadError",
        "ValueError",
    ]


def test_another_poller_is_logged_once_though_each_meeting_is_counted(
    desk: Desk, handler: ErrorHandler, service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        desk.fails(handler.on_error, Conflict("terminated by other getUpdates request"))
    assert caplog.text.count("another process is polling") == 1
    assert (service.failures.counts["Conflict"], len(service.failures.last())) == (3, 1)
    handler._logging.every_s = 0.0
    desk.fails(handler.on_error, Conflict("terminated by other getUpdates request"))
    assert caplog.text.count("another process is polling") == 2


def test_operators_hear_of_another_poller_when_it_stays(desk: Desk, telegram: Double, data: Path) -> None:
    chief, absent = telegram.citizen("主编"), telegram.citizen("副主编", started=False)
    telegram.tolerated.append("can't initiate conversation")
    room = Newsroom(Settings(data=data, offline=True, admins=f"{absent.id},{chief.id}"))
    service = Service(room)
    try:
        handler = ErrorHandler(service)
        met = Conflict("terminated by other getUpdates request")
        desk.fails(handler.on_error, met)
        chief.hears_nothing(for_s=0)
        desk.fails(handler.on_error, met)
        assert "另有一个程序在用同一个令牌" in chief.hears(timeout=0).text
        desk.fails(handler.on_error, met)
        chief.hears_nothing(for_s=0)
        handler._telling.every_s = 0.0
        handler._last_conflict = -1000.0  # … and one that comes long after the last is told of when it comes again
        desk.fails(handler.on_error, met)
        chief.hears_nothing(for_s=0)
    finally:
        service.close()
        room.close()


def test_nobody_is_told_where_the_bot_is_not_wanted_or_nobody_asked(
    desk: Desk, telegram: Double, handler: ErrorHandler, lin: Citizen, question: Update
) -> None:
    before = len(telegram.calls("sendMessage"))
    desk.fails(handler.on_error, Forbidden("bot was blocked by the user"), question)
    desk.fails(handler.on_error, ValueError(WORDS), Update(1))
    desk.fails(handler.on_error, ValueError(WORDS))
    assert len(telegram.calls("sendMessage")) == before


def test_an_apology_that_fails_too_is_a_line_in_the_log(
    desk: Desk,
    telegram: Double,
    handler: ErrorHandler,
    lin: Citizen,
    question: Update,
    caplog: pytest.LogCaptureFixture,
) -> None:
    telegram.tolerated.append("blocked")
    lin.blocks_the_bot()
    desk.fails(handler.on_error, ValueError("票"), question)
    assert "could not even apologise: Forbidden" in caplog.text
    assert WORDS not in caplog.text
