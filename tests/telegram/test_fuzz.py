"""Generated updates of every kind leave the bot up, and everything it sends is accepted."""

from __future__ import annotations

from tests.telegram.conftest import Running
from tests.telegram.double import Double
from tests.telegram.fuzz import TOLERATED, Fuzz

COUNT = 200


def test_nothing_makes_the_bot_fall_or_send_what_telegram_refuses(bot: Running, telegram: Double) -> None:
    telegram.tolerated.extend(TOLERATED)
    Fuzz(telegram, seed=7).send(COUNT)
    telegram.wait_until(lambda: not telegram.world.pending, timeout=60, what="the end of the updates")
    lin = telegram.citizen()
    lin.says("夜游船票价多少")
    assert "45元" in lin.hears(timeout=60).text
