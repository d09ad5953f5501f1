"""The figures of a running bot: what became of its calls, what failed, and the file that the web process reads."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.metrics import FOLDER, Metrics
from bot.settings import Settings
from bot.telegram.jobs.metrics import BotMetrics
from bot.telegram.session.service import Service
from bot.telegram.transport.rate_limit import Counts
from bot.wiring import Newsroom
from retrieval.errors import Busy


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    room = Newsroom(Settings(data=tmp_path, offline=True), create=True)
    service = Service(room)
    yield service
    service.close()
    room.close()


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def calls() -> Counts:
    return Counts()


@pytest.fixture
def bot_metrics(metrics: Metrics, service: Service, calls: Counts) -> BotMetrics:
    return BotMetrics(metrics, service, calls)


def called(metrics: Metrics, outcome: str) -> float | None:
    return metrics.registry.get_sample_value("baowen_telegram_calls_total", {"outcome": outcome})


async def ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


@pytest.mark.usefixtures("bot_metrics")
def test_each_look_shows_what_became_of_the_calls_by_then(metrics: Metrics, calls: Counts) -> None:
    outcomes = ("message_sent", "repeated", "told_to_wait", "unsure", "given_up", "refused")
    assert [called(metrics, outcome) for outcome in outcomes] == [0.0] * 6
    calls.sent, calls.repeated, calls.told_to_wait, calls.unsure, calls.given_up = 5, 4, 3, 2, 1
    calls.refusals |= {"Forbidden": 6, "BadRequest": 1}
    assert [called(metrics, outcome) for outcome in outcomes] == [5.0, 4.0, 3.0, 2.0, 1.0, 7.0]


@pytest.mark.usefixtures("bot_metrics")
def test_failures_are_shown_by_kind(metrics: Metrics, service: Service) -> None:
    for _ in range(2):
        service.failures.count(Busy("somebody else is writing"))
    assert metrics.registry.get_sample_value("baowen_telegram_failures_total", {"kind": "Busy"}) == 2.0


def test_the_figures_are_written_at_once_and_again_at_the_end(
    bot_metrics: BotMetrics, calls: Counts, tmp_path: Path
) -> None:
    file = tmp_path / FOLDER / "bot-7.prom"
    sent = 'baowen_telegram_calls_total{outcome="message_sent"}'

    async def life() -> None:
        task = asyncio.create_task(bot_metrics.run("bot-7", every_s=3600))
        while not file.is_file():
            await asyncio.sleep(0)
        assert f"{sent} 0.0" in file.read_text(encoding="utf-8")
        calls.sent = 3
        await ended(task)

    asyncio.run(asyncio.wait_for(life(), 10))
    assert f"{sent} 3.0" in file.read_text(encoding="utf-8")


def test_figures_that_cannot_be_left_are_a_line_in_the_log_and_no_end(
    bot_metrics: BotMetrics, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / FOLDER).write_text("in the way", encoding="utf-8")

    async def life() -> None:
        task = asyncio.create_task(bot_metrics.run("bot-7", every_s=0))
        while len(caplog.records) < 2:
            await asyncio.sleep(0)
        assert not task.done()
        await ended(task)

    asyncio.run(asyncio.wait_for(life(), 10))
    assert {record.levelno for record in caplog.records} == {logging.WARNING}
    assert "figures could not be left" in caplog.text
