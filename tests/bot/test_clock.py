"""The paper's day is the day where the paper is printed, wherever the server stands."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.clock import Clock, utc_now
from bot.conversation import Conversation
from bot.settings import Settings
from bot.telegram.session.service import Service
from bot.wiring import Newsroom

NIGHT = datetime(2025, 3, 12, 22, 30, tzinfo=UTC)
"""Half past six in the morning of the 13th in Shanghai, when the paper comes out."""


@pytest.mark.parametrize(
    ("zone", "day"), [("Asia/Shanghai", 13), ("UTC", 12), ("America/New_York", 12), ("Pacific/Auckland", 13)]
)
def test_the_day_is_that_of_the_zone(zone: str, day: int) -> None:
    clock = Clock(zone, lambda: NIGHT)
    assert clock.today() == clock.day_of(NIGHT) == date(2025, 3, day)
    assert clock.now() == NIGHT
    assert clock.now().date() == clock.today()


def test_the_time_is_known_with_its_zone() -> None:
    assert utc_now().tzinfo is UTC


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The editions of the 12th and of the 13th, published."""
    folder = tmp_path_factory.mktemp("clock")
    for day in (12, 13):
        page = folder / "pages" / f"2025-03-{day}" / "01.txt"
        page.parent.mkdir(parents=True)
        page.write_text(f"## {day}路公交车改道\n\n本报讯 (记者 秦朗) {day}路公交车昨天改道。\n", encoding="utf-8")
    room = Newsroom(Settings(data=folder / "data", offline=True), create=True)
    room.index([folder / "pages"])
    room.close()
    return folder / "data"


@pytest.mark.parametrize(("zone", "day"), [("Asia/Shanghai", 13), ("UTC", 12)])
def test_today_s_paper_on_every_surface(data: Path, zone: str, day: int) -> None:
    room = Newsroom(Settings(data=data, offline=True, timezone=zone), now=lambda: NIGHT)
    for answer in (room.ask("今天的报纸有什么"), Conversation(room).ask("今天的报纸有什么")):
        assert {citation.date for citation in answer.citations} == {date(2025, 3, day)}
    service = Service(room)
    assert service.today() == date(2025, 3, day)
    service.close()
    room.close()
