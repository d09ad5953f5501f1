"""The paper's clock: the time and the day where the paper is printed. 今天, 昨天 and 上周 count from there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def utc_now() -> datetime:
    """Now, knowing its zone."""
    return datetime.now(UTC)


class Clock:
    """Tells time in one zone, wherever the program runs."""

    def __init__(self, zone: str, now: Callable[[], datetime] = utc_now) -> None:
        """``zone`` is an IANA name; ``now`` must know its own zone."""
        self.zone = ZoneInfo(zone)
        self._now = now

    def now(self) -> datetime:
        """Now, in the paper's zone."""
        return self._now().astimezone(self.zone)

    def today(self) -> date:
        """The paper's day."""
        return self.now().date()

    def day_of(self, moment: datetime) -> date:
        """The paper's day at a moment that knows its zone."""
        return moment.astimezone(self.zone).date()

    def minute(self, told: str) -> str:
        """A moment in ISO 8601, of UTC where it names no zone, as people read it here: 2025-03-11 07:30."""
        moment = datetime.fromisoformat(told)
        known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return f"{known.astimezone(self.zone):%Y-%m-%d %H:%M}"
