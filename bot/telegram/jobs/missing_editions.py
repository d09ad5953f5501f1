"""Operators are told once when an expected edition is missing, and once when it has arrived.

What was told stands in the state file, and is written there before it is sent: a crash between the two loses a message,
none comes twice.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from html import escape

from telegram import Bot
from telegram.error import TelegramError

from bot.schedule import Missing
from bot.telegram.session.service import Desk
from bot.telegram.transport.rate_limit import kind_of
from bot.telegram.transport.send import post
from retrieval.errors import BaowenError

TOLD = "missing editions told"
HINT = "请检查版面文件是否送到、有没有被隔离（baowen status）。"

log = logging.getLogger(__name__)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Expecting:
    """Looks for missing editions on behalf of the operators. ``now`` knows its time zone."""

    def __init__(self, desk: Desk, now: Callable[[], datetime] = _utc_now) -> None:
        self.desk, self._now = desk, now

    async def run(self, bot: Bot, every_s: float) -> None:
        """Look every ``every_s`` seconds until cancelled."""
        while True:
            try:
                await self.look(bot)
            except BaowenError:
                log.exception("expected editions could not be looked for; trying again later")
            await asyncio.sleep(every_s)

    async def look(self, bot: Bot) -> None:
        """Tell what has changed since the last time."""
        for line in await self.desk.off_loop(self._news):
            await self._tell(bot, line)

    def _news(self) -> list[str]:
        """What is to be told, noted as told."""
        room = self.desk.newsroom
        missing = room.missing(self._now())
        papers = room.settings.schedule_papers or (None,)
        before = _read(self.desk.state.mark(TOLD))
        expected = [(paper, day) for paper, day in before if room.settings.schedule and paper in papers]
        waiting = [key for key in expected if _still_missing(*key, missing)]
        come = [key for key in expected if key not in waiting]
        new = [each for each in missing if (each.paper, each.day) not in before]
        now_told = waiting + [(each.paper, each.day) for each in new]
        if now_told != before:
            self.desk.state.set_mark(TOLD, _written(now_told))
        newest = room.archive.newest_date()
        arrived = [f"{paper or '报纸'} {day} 这一期已经到了，最新一期是 {newest}。" for paper, day in come]
        return arrived + [f"⚠ {each}。{HINT}" for each in new]

    async def _tell(self, bot: Bot, line: str) -> None:
        for admin in self.desk.newsroom.settings.admins:
            try:
                await post(bot, admin, [escape(line)])
            except TelegramError as error:
                log.error("an operator could not be told of an expected edition: %s", kind_of(error))


def _still_missing(paper: str | None, day: date, missing: Sequence[Missing]) -> bool:
    """An edition of an earlier day is made up for by any later one."""
    return any(
        each.paper == paper and (each.day == day or each.newest is None or each.newest < day) for each in missing
    )


def _read(mark: str | None) -> list[tuple[str | None, date]]:
    return [(paper, date.fromisoformat(day)) for paper, day in json.loads(mark or "[]")]


def _written(told: Sequence[tuple[str | None, date]]) -> str:
    return json.dumps([[paper, day.isoformat()] for paper, day in told], ensure_ascii=False)
