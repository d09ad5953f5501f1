"""Expected editions: when one is due, what makes up for it, and where it shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.schedule import Missing, Schedule, missing
from bot.schedule_texts import missing_text
from bot.settings import SettingsError, load_settings
from retrieval.domain import Edition
from tests.bot.conftest import Ran

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEKDAYS = Schedule("weekdays", time(7, 30), SHANGHAI)
DAILY = Schedule("daily", time(7, 30), SHANGHAI)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def editions(*days: str, paper: str = "青溪晚报") -> list[Edition]:
    return [Edition(n, paper, date.fromisoformat(day)) for n, day in enumerate(days, 1)]


@pytest.mark.parametrize(
    ("now", "weekdays", "daily"),
    [
        ("2025-11-07T07:29", "2025-11-06", "2025-11-06"),  # a Friday
        ("2025-11-07T07:30", "2025-11-07", "2025-11-07"),
        ("2025-11-08T12:00", "2025-11-07", "2025-11-08"),
        ("2025-11-09T23:59", "2025-11-07", "2025-11-09"),
        ("2025-11-10T07:00", "2025-11-07", "2025-11-09"),
        ("2025-11-10T08:00", "2025-11-10", "2025-11-10"),
    ],
)
def test_what_is_due(now: str, weekdays: str, daily: str) -> None:
    assert (str(WEEKDAYS.due(at(now))), str(DAILY.due(at(now)))) == (weekdays, daily)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), st.sampled_from([WEEKDAYS, DAILY]))
def test_due_days_are_recent_and_the_zone_of_the_clock_does_not_matter(moment: datetime, schedule: Schedule) -> None:
    here = moment.replace(tzinfo=UTC)
    due = schedule.due(here)
    assert due == schedule.due(here.astimezone(ZoneInfo("America/Lima")))
    assert timedelta(0) <= here.astimezone(SHANGHAI).date() - due <= timedelta(days=3)
    assert schedule.days == "daily" or due.weekday() < 5


def test_what_makes_up_for_it() -> None:
    now, day = at("2025-11-10T08:00"), date(2025, 11, 10)
    assert missing(DAILY, editions("2025-11-10"), day, now) == ()
    assert missing(DAILY, editions("2025-11-09"), date(2025, 11, 9), now) == (Missing(None, day, date(2025, 11, 9)),)
    assert missing(DAILY, [], None, now) == (Missing(None, day, None),)
    assert missing(DAILY, editions("2025-11-11"), date(2025, 11, 11), now) == ()
    slip = editions("2052-11-10")
    assert missing(DAILY, slip, date(2052, 11, 10), now) == (Missing(None, day, None),)
    [held_back] = missing(DAILY, editions("2025-11-10"), date(2025, 11, 9), now)
    assert held_back.unpublished
    assert "已收录，还没有发布" in missing_text(held_back, "zh-hans")


def test_papers_that_are_named_are_expected_each() -> None:
    two = Schedule("daily", time(7, 30), SHANGHAI, ("青溪晚报", "临江日报"))
    held = editions("2025-11-10") + editions("2025-11-09", paper="临江日报")
    [found] = missing(two, held, date(2025, 11, 10), at("2025-11-10T08:00"))
    assert missing_text(found, "zh-hans") == "临江日报 2025-11-10 这一期还没有到（最新是 2025-11-09）"


def test_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BAOWEN_SCHEDULE", "weekdays")
    monkeypatch.setenv("BAOWEN_SCHEDULE_BY", "06:15")
    monkeypatch.setenv("BAOWEN_SCHEDULE_PAPERS", "青溪晚报，临江日报, ")
    settings = load_settings()
    assert (settings.schedule_by, settings.schedule_papers) == (time(6, 15), ("青溪晚报", "临江日报"))
    for name, value in (("SCHEDULE", "sometimes"), ("SCHEDULE_BY", "25:00"), ("TIMEZONE", "Mars/Olympus")):
        with monkeypatch.context() as patch:
            patch.setenv(f"BAOWEN_{name}", value)
            with pytest.raises(SettingsError, match=f"BAOWEN_{name}.*{value}"):
                load_settings()


def test_status_and_doctor_say_so(
    baowen: Callable[..., Ran], indexed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert baowen("status", "--json", data=indexed).json["missing"] == []
    monkeypatch.setenv("BAOWEN_SCHEDULE", "daily")
    monkeypatch.setenv("BAOWEN_WATCH", str(tmp_path / "inbox"))
    assert "还没有到（最新是 2025-11-08）" in baowen("status", data=indexed).out
    [found] = baowen("status", "--json", data=indexed).json["missing"]
    assert (found["paper"], found["newest"], found["unpublished"]) == (None, "2025-11-08", False)
    told = baowen("doctor", data=indexed).out
    assert "✗ BAOWEN_WATCH" in told
    assert "✗ 报纸" in told
    reasons = tmp_path / "inbox" / "quarantine" / "a.txt.reason.txt"
    reasons.parent.mkdir(parents=True)
    reasons.write_text("为什么", encoding="utf-8")
    assert baowen("status", "--json", data=indexed).json["quarantined"] == 1
    assert "隔离着 1 个" in baowen("status", data=indexed).out
    assert "✗ quarantine 里有 1 个原因说明" in baowen("doctor", data=indexed).out
    reasons.unlink()
    today = tmp_path / f"{datetime.now(SHANGHAI):%Y-%m-%d}.txt"
    today.write_text("## 今天的事\n\n本报讯 (记者 秦朗) 新站台今天启用。\n", encoding="utf-8")
    assert baowen("index", today, data=indexed).code == 0
    assert baowen("status", "--json", data=indexed).json["missing"] == []
    told = baowen("doctor", data=indexed).out
    assert "✓ 应到的报纸：每天 07:30（Asia/Shanghai）以前" in told
    assert "✓ quarantine 里没有文件" in told
