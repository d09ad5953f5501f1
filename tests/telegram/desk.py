"""A bot without the table of handlers: a test hands what waits at Telegram to the handlers that it names.

What a handler raises comes out of ``hands``, so that a test sees it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from types import TracebackType
from typing import Any, TypeVar

from telegram import Bot, Update
from telegram.ext import ApplicationBuilder, BaseHandler, CallbackContext, ExtBot

from bot.telegram.app import App
from tests.telegram.double import Double

T = TypeVar("T")


class Desk:
    """``with Desk(telegram) as desk:``, then citizens act, then ``desk.hands(handler)``."""

    def __init__(self, telegram: Double, kind: type[ExtBot[None]] = ExtBot) -> None:
        self._runner = asyncio.Runner()
        self._next = 0
        bot = kind(telegram.token, f"{telegram.url}/bot", f"{telegram.url}/file/bot")
        self.application: App = ApplicationBuilder().bot(bot).updater(None).build()

    def __enter__(self) -> Desk:
        self.run(self.application.initialize())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.run(self.application.shutdown())
        self._runner.close()

    @property
    def bot(self) -> Bot:
        found = self.application.bot
        assert isinstance(found, Bot)
        return found

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(work)

    def hands(self, *handlers: BaseHandler[Any, Any, Any], after: Sequence[Update] = (), at_once: bool = False) -> None:
        """Give each update that waits to the first handler that takes it, one after the other or all at once.

        ``after``: updates fetched before, which come first.
        """
        self.run(self._hands(handlers, after, at_once))

    def fails(
        self, handler: Callable[[object, Any], Awaitable[None]], error: Exception, update: Update | None = None
    ) -> None:
        """Give an error handler an error, as the application does."""

        async def failing() -> None:
            await handler(update, CallbackContext.from_error(update, error, self.application))

        self.run(failing())

    def fetches(self) -> list[Update]:
        """The updates that wait, each given once."""
        return self.run(self._fetches())

    async def _fetches(self) -> list[Update]:
        updates = list(await self.bot.get_updates(offset=self._next, timeout=0))
        if updates:
            self._next = updates[-1].update_id + 1
        return updates

    async def _hands(
        self, handlers: tuple[BaseHandler[Any, Any, Any], ...], after: Sequence[Update], at_once: bool
    ) -> None:
        work = [self._handled(update, handlers) for update in (*after, *await self._fetches())]
        if at_once:
            await asyncio.gather(*work)
            return
        for one in work:
            await one

    async def _handled(self, update: Update, handlers: tuple[BaseHandler[Any, Any, Any], ...]) -> None:
        for handler in handlers:
            taken = handler.check_update(update)
            if taken is not None and taken is not False:
                context = CallbackContext.from_update(update, self.application)
                await handler.handle_update(update, self.application, taken, context)
                return
