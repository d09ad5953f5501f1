"""Tells operators once when the search service of several hosts has been away for a while, and once when it is back.

What was told stands in the state file, and is written there before it is sent, as of missing editions.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from html import escape

from telegram import Bot
from telegram.error import TelegramError

from bot.telegram.session.service import Service
from bot.telegram.transport.rate_limit import kind_of
from bot.telegram.transport.send import Destination, post
from bot.telegram.views.operator_texts import OperatorText
from bot.telegram.views.texts import Lang, say
from retrieval.errors import BaowenError

AWAY_S = 60.0
"""Seconds that the service is away before operators are told: what lasts less mends itself; by hand, 2026-11."""

log = logging.getLogger(__name__)


class SearchServiceWatch:
    """Asks now and then whether the search service answers. ``clock`` gives seconds."""

    def __init__(self, service: Service, clock: Callable[[], float] = time.monotonic) -> None:
        self._service, self._clock = service, clock
        self._away_since: float | None = None

    async def run(self, bot: Bot, every_s: float) -> None:
        """Ask every ``every_s`` seconds until cancelled."""
        while True:
            try:
                if news := await self.news():
                    await self._tell(news, bot)
            except BaowenError:
                log.exception("whether the search service answers could not be looked for; trying again later")
            await asyncio.sleep(every_s)

    async def news(self) -> OperatorText | None:
        """What operators have not been told yet, noted as told."""
        operators = self._service.operators
        if await operators.search_service_answers():
            self._away_since = None
            if not await operators.told_away():
                return None
            await operators.note_told_away(False)
            return OperatorText.SEARCH_BACK
        now = self._clock()
        self._away_since = now if self._away_since is None else self._away_since
        if now - self._away_since < AWAY_S or await operators.told_away():
            return None
        await operators.note_told_away(True)
        return OperatorText.SEARCH_AWAY

    async def _tell(self, news: OperatorText, bot: Bot) -> None:
        for admin in self._service.operators.admins:
            lang: Lang = self._service.lang_of_id(admin)
            try:
                await post(bot, Destination(admin), [escape(say(lang, news, seconds=round(AWAY_S)))])
            except TelegramError as error:
                log.error("an operator could not be told of the search service: %s", kind_of(error))
