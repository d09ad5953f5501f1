"""The bot's figures: what became of its calls, and leaving all of them where the web process finds them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping

from bot.metrics import Metrics
from bot.telegram.handlers.errors import Failures
from bot.telegram.session.service import Desk
from bot.telegram.transport.rate_limit import Outgoing

EVERY_S = 5.0

log = logging.getLogger(__name__)


class Figures:
    """Shows the counts of a running bot in ``metrics``."""

    def __init__(self, metrics: Metrics, desk: Desk, outgoing: Outgoing, failures: Failures) -> None:
        self._metrics, self._desk, self._outgoing = metrics, desk, outgoing
        metrics.follow("baowen_telegram_calls", "Calls to Telegram, by what became of them.", "outcome", self._calls)
        metrics.follow("baowen_telegram_failures", "What failed for good, by kind.", "kind", lambda: failures.kinds)

    def _calls(self) -> Mapping[str, int]:
        counts = self._outgoing.counts
        return {
            "message_sent": counts.sent,
            "repeated": counts.repeated,
            "told_to_wait": counts.told_to_wait,
            "unsure": counts.unsure,
            "given_up": counts.given_up,
            "refused": sum(counts.refusals.values()),
        }

    async def keep_leaving(self, process: str, every_s: float = EVERY_S) -> None:
        """Leave the figures now and then, under the name ``process``, until cancelled; and once more at the end."""
        try:
            while True:
                await self._desk.off_loop(self._leave, process)
                await asyncio.sleep(every_s)
        finally:
            self._leave(process)

    def _leave(self, process: str) -> None:
        try:
            self._metrics.leave(self._desk.newsroom.settings.data, process)
        except OSError as error:
            log.warning("figures could not be left in the data folder: %s", error.strerror)
