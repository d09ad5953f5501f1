"""A missing edition: the operators hear of it once, and once more when it has come."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.telegram.app import Timing
from bot.telegram.jobs.missing_editions import MissingEditions
from bot.telegram.session.service import Service
from bot.wiring import Newsroom
from retrieval.errors import StorageError
from tests.telegram.conftest import Running
from tests.telegram.double import Citizen, Double

FAST = Timing(poll=1, read=1.0, connect=1.0, alerts=0.2)
DUE = datetime(2025, 11, 10, 1, 0, tzinfo=UTC)  # nine in the morning in Shanghai, a Monday


@pytest.fixture
def room(data: Path, tmp_path: Path, chief: Citizen) -> Iterator[Newsroom]:
    folder = tmp_path / "data"
    shutil.copytree(data.parent / "untouched", folder)
    opened = Newsroom(Settings(data=folder, offline=True, admins=str(chief.id), schedule="daily"))
    yield opened
    opened.close()


def news(room: Newsroom, now: datetime) -> list[str]:
    """What a process that starts now would tell."""
    service = Service(room)
    try:
        return asyncio.run(MissingEditions(service, lambda: now).changes()).lines("zh-hans")
    finally:
        service.close()


def arrives(room: Newsroom, tmp_path: Path, day: str) -> None:
    page = tmp_path / day / "01.txt"
    page.parent.mkdir()
    page.write_text(f"## {day}的事\n\n本报讯 (记者 丁一) {day}新站台启用。\n", encoding="utf-8")
    room.index([page])


def test_told_once_and_once_when_it_has_come(room: Newsroom, tmp_path: Path) -> None:
    [told] = news(room, DUE)
    assert told.startswith("⚠ 报纸 2025-11-10 这一期还没有到（最新是 2025-11-09）")
    assert news(room, DUE + timedelta(hours=1)) == []
    [told] = news(room, DUE + timedelta(days=1))
    assert "2025-11-11" in told
    arrives(room, tmp_path, "2025-11-10")
    assert news(room, DUE + timedelta(days=1, hours=1)) == ["报纸 2025-11-10 这一期已经到了，最新一期是 2025-11-10。"]
    arrives(room, tmp_path, "2025-11-11")
    assert news(room, DUE + timedelta(days=1, hours=2)) == ["报纸 2025-11-11 这一期已经到了，最新一期是 2025-11-11。"]
    assert news(room, DUE + timedelta(days=1, hours=3)) == []


def test_without_a_schedule_nothing_is_told(room: Newsroom) -> None:
    assert news(room, DUE)
    room.settings = room.settings.model_copy(update={"schedule": ""})
    assert news(room, DUE) == []
    room.settings = room.settings.model_copy(update={"schedule": "daily"})
    assert news(room, DUE)


def test_a_running_bot_tells_and_a_restarted_one_does_not_again(
    room: Newsroom, own_telegram: Double, start: Callable[..., Running], chief: Citizen
) -> None:
    running = start(room, timing=FAST)
    assert "这一期还没有到（最新是 2025-11-09）" in chief.hears().text
    chief.says("/status")
    assert "⚠ 报纸" in chief.hears().text
    running.stop()
    start(room, timing=FAST)
    chief.hears_nothing(for_s=0.8)


def test_the_state_tells_why_an_older_generation_answers(
    room: Newsroom, start: Callable[..., Running], chief: Citizen, tmp_path: Path
) -> None:
    room.settings = room.settings.model_copy(update={"schedule": ""})
    with room.serving.lease():
        pass
    start(room, timing=FAST)
    room.serving.problem = StorageError("generation 20251110 is damaged")
    room.serving._looked = float("inf")
    chief.says("/status")
    assert "⚠ 最新的索引用不了，仍在用之前的" in chief.hears().text
