"""Handles what fails: a line for the operators without anybody's words, an apology for the reader."""

from __future__ import annotations

import logging
import time
from html import escape

from telegram import Update
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ContextTypes

from bot.logs import described
from bot.telegram.session.service import Service
from bot.telegram.transport.rate_limit import kind_of
from bot.telegram.transport.send import Destination, acknowledge, post
from bot.telegram.views.operator_texts import OperatorText
from bot.telegram.views.texts import Text, lang_of, say
from retrieval.errors import NothingPublished, Unreachable

log = logging.getLogger(__name__)


def apology(error: Exception) -> Text:
    """What a reader is told who gets no answer."""
    if isinstance(error, NothingPublished):
        return Text.NOTHING_YET
    return Text.SEARCH_AWAY if isinstance(error, Unreachable) else Text.SORRY


class Seldom:
    """Whether something that goes on happening is to be told again: once in ``every_s`` seconds."""

    def __init__(self, every_s: float) -> None:
        self.every_s = every_s
        self._told: float | None = None

    def due(self) -> bool:
        """True the first time, and then again when ``every_s`` have passed."""
        now = time.monotonic()
        if self._told is not None and now - self._told < self.every_s:
            return False
        self._told = now
        return True


class ErrorHandler:
    """The application's error handler; the service keeps the kinds of the last failures for the operators."""

    CONFLICT_WITHIN_S = 120.0
    """A second meeting within that time is another poller, not one of our own that is just ending."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self._logging, self._telling = Seldom(600.0), Seldom(6 * 3600.0)
        self._last_conflict: float | None = None

    async def on_error(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Log and apologise. ``update`` is None when polling itself failed."""
        error = context.error
        if error is None:
            return
        self.service.failures.count(error)
        if isinstance(error, Conflict):
            await self._other_poller(error, context)
            return
        self.service.failures.show(kind_of(error))
        report(update, error)
        if isinstance(update, Update) and not isinstance(error, Forbidden):
            await self._apologise(update, context, apology(error))

    async def _apologise(self, update: Update, context: ContextTypes.DEFAULT_TYPE, apology: Text) -> None:
        # The state file may be what failed, so the language is the app's.
        user, message = update.effective_user, update.effective_message
        text = say(lang_of(user.language_code if user else None), apology)
        try:
            if update.callback_query:
                await acknowledge(update.callback_query, text)
            elif message:
                await self.service.asides.tell(context.bot, message, text)
        except TelegramError as error:
            log.warning("could not even apologise: %s", kind_of(error))

    async def _other_poller(self, error: Conflict, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Tell of another poller: polling meets it every few seconds until one of the two is stopped."""
        now, last = time.monotonic(), self._last_conflict
        self._last_conflict = now
        if self._logging.due():
            self.service.failures.show(kind_of(error))
            report(None, error)
        if last is not None and now - last < self.CONFLICT_WITHIN_S and self._telling.due():
            await self._tell_operators(context)

    async def _tell_operators(self, context: ContextTypes.DEFAULT_TYPE) -> None:
        for admin in self.service.operators.admins:
            text = say(self.service.lang_of_id(admin), OperatorText.OTHER_POLLER)
            try:
                await post(context.bot, Destination(admin), [escape(text)])
            except TelegramError as failed:
                log.error("an operator could not be told of another poller: %s", kind_of(failed))


def report(update: object, error: Exception) -> None:
    """One line for what Telegram or the network did, a traceback for our own faults."""
    if isinstance(error, Conflict):
        log.error(
            "another process is polling with this token; only one may. Stop the other one; polling goes on (%s)", error
        )
    elif isinstance(error, Forbidden):
        log.info("the chat has blocked the bot or removed it")
    elif not isinstance(update, Update) and isinstance(error, TelegramError):
        log.warning("Telegram can't be reached (%s); polling goes on", kind_of(error))
    elif isinstance(error, NetworkError | RetryAfter) and not isinstance(error, BadRequest):
        log.error("gave up sending to Telegram: %s", kind_of(error))
    else:
        log.error("an update failed\n%s", described(error))
