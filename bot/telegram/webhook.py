"""Takes Telegram's deliveries over HTTP, for the web process; the same bot as the polling one."""

from __future__ import annotations

import asyncio
import hmac
import itertools
import json
import logging
from secrets import token_urlsafe

from telegram import Update
from telegram.error import InvalidToken, TelegramError

from bot.metrics import Metrics
from bot.telegram.app import UPDATES, App, build_application
from bot.telegram.transport.rate_limit import kind_of
from bot.telegram.transport.updates import readable
from bot.wiring import Newsroom

log = logging.getLogger(__name__)

PATH = "/telegram"
RETRY_S = (1.0, 2.0, 5.0, 15.0, 30.0)


class Webhook:
    """The bot behind ``PATH`` of a public HTTPS address. The secret is drawn at every start and told to Telegram."""

    def __init__(self, newsroom: Newsroom, token: str, url: str, metrics: Metrics | None = None) -> None:
        self._application: App = build_application(
            newsroom, token, base_url=newsroom.settings.telegram_api, polling=False, metrics=metrics
        )
        self._url = url.rstrip("/") + PATH
        self._secret = token_urlsafe(32)
        self._starting: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin in the background: the web process is up before Telegram can be reached."""
        self._starting = asyncio.create_task(self._start())

    async def _start(self) -> None:
        for attempt in itertools.count():
            try:
                await self._application.initialize()
                await self._application.bot.set_webhook(self._url, secret_token=self._secret, allowed_updates=UPDATES)
                break
            except InvalidToken:
                log.error("Telegram refuses the token in TELEGRAM_BOT_TOKEN; the bot does not run")
                return
            except TelegramError as error:
                wait = RETRY_S[min(attempt, len(RETRY_S) - 1)]
                log.warning("the webhook could not be set (%s), trying again in %.0f s", kind_of(error), wait)
                await asyncio.sleep(wait)
        if self._application.post_init:
            await self._application.post_init(self._application)
        await self._application.start()

    async def stop(self) -> None:
        """Finish the questions in hand. Telegram keeps what comes meanwhile for the next start."""
        if self._starting:
            self._starting.cancel()
            await asyncio.gather(self._starting, return_exceptions=True)
        if self._application.running:
            await self._application.stop()
        await self._application.shutdown()
        if self._application.post_shutdown:
            await self._application.post_shutdown(self._application)

    def refusal(self, secret: str | None) -> int | None:
        """The HTTP status for a delivery that is not taken, whatever its body says; None for one that may be read."""
        if not hmac.compare_digest((secret or "").encode(), self._secret.encode()):
            return 403
        return None if self._application.running else 503

    async def accept(self, body: bytes) -> int:
        """Take one delivery that ``refusal`` did not refuse; the HTTP status to answer.

        Anything but 200 makes Telegram deliver again.
        """
        try:
            data = json.loads(body)
        except (ValueError, RecursionError):
            return 400
        if isinstance(data, dict) and readable(data):
            await self._application.update_queue.put(Update.de_json(data, self._application.bot))
        return 200
