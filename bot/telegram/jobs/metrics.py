"""Shows the counts of a running bot as metrics, and writes all metrics where the web process finds them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping

from bot.metrics import Metrics
from bot.telegram.session.service import Service
from bot.telegram.transport.rate_limit import Counts

EVERY_S = 5.0

log = logging.getLogger(__name__)


class BotMetrics:
    """What became of the bot's ``calls`` to Telegram, and what failed."""

    def __init__(self, metrics: Metrics, service: Service, calls: Counts) -> None:
        self._metrics, self._service, self._counts = metrics, service, calls
        metrics.follow("baowen_telegram_calls", "Calls to Telegram, by what became of them.", "outcome", self._calls)
        failures = service.failures.counts
        metrics.follow("baowen_telegram_failures", "What failed for good, by kind.", "kind", lambda: failures)

    def _calls(self) -> Mapping[str, int]:
        return {
            "message_sent": self._counts.sent,
            "repeated": self._counts.repeated,
            "told_to_wait": self._counts.told_to_wait,
            "unsure": self._counts.unsure,
            "given_up": self._counts.given_up,
            "refused": sum(self._counts.refusals.values()),
        }

    async def run(self, process: str, every_s: float = EVERY_S) -> None:
        """Write the metrics now and then, under the name ``process``, until cancelled; and once more at the end."""
        try:
            while True:
                await self._service.in_thread(self._write, process)
                await asyncio.sleep(every_s)
        finally:
            self._write(process)

    def _write(self, process: str) -> None:
        try:
            self._metrics.leave(self._service.data, process)
        except OSError as error:
            log.warning("figures could not be left in the data folder: %s", error.strerror)
