"""Sends digests at their hour, each once: the sending is claimed before, so that a crash loses one and doubles none."""

from __future__ import annotations

import asyncio
import logging
from functools import partial

from telegram import Bot
from telegram.helpers import create_deep_linked_url

from bot.telegram.jobs.delivery import deliver
from bot.telegram.session.service import Service
from bot.telegram.transport.send import Destination
from bot.telegram.views.digest_texts import digest_page
from retrieval.errors import BaowenError

log = logging.getLogger(__name__)


class DigestSender:
    """Sends what is due."""

    def __init__(self, service: Service) -> None:
        self.service, self.digests = service, service.digests

    async def run(self, bot: Bot, every_s: float) -> None:
        """Look every ``every_s`` seconds until cancelled."""
        while True:
            try:
                await self.send_due(bot)
            except BaowenError:
                log.exception("digests could not be made; trying again later")
            await asyncio.sleep(every_s)

    async def send_due(self, bot: Bot) -> int:
        """Send the digests that are due now; how many went out. One that holds nothing is not sent."""
        now = self.digests.now()
        blocked = await self.service.watching.blocked_chats()
        sent = 0
        for due in await self.digests.due(now):
            if due.digest.chat_id in blocked or not await self.digests.claim(due, now.date()) or not due.count:
                continue
            lang = self.service.lang_of_id(due.digest.user_id)
            deep_link = partial(create_deep_linked_url, bot.username)
            page = digest_page((due.first, due.last), due.count, due.parts, lang, deep_link)
            to = Destination(due.digest.chat_id, topic=due.digest.topic)
            sent += await deliver(self.service, bot, to, page, None, silent=False) is not None
        return sent
