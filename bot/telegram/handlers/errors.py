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
from bot.telegram.transport.send import acknowledge, post
from bot.telegram.views.texts import Text, lang_of, say
from retrieval.errors import NothingPublished

log = logging.getLogger(__name__)


class ErrorHandler:
    """The application's error handler; the service keeps the kinds of the last failures for the operators."""

    CONFLICT_EVERY_S = 600.0

    def __init__(self, service: Service) -> None:
        self.service = service
        self._conflict_told: float | None = None

    async def on_error(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Log and apologise. ``update`` is None when polling itself failed."""
        error = context.error
        if error is None:
            return
        self.service.failures.count(error)
        if isinstance(error, Conflict) and not self._worth_telling():
            return
        self.service.failures.show(kind_of(error))
        report(update, error)
        if isinstance(update, Update) and not isinstance(error, Conflict | Forbidden):
            await _apologise(update, context, Text.NOTHING_YET if isinstance(error, NothingPublished) else Text.SORRY)

    def _worth_telling(self) -> bool:
        """Whether to tell of another poller: polling meets it every few seconds until one of the two is stopped."""
        now = time.monotonic()
        if self._conflict_told is not None and now - self._conflict_told < self.CONFLICT_EVERY_S:
            return False
        self._conflict_told = now
        return True


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


async def _apologise(update: Update, context: ContextTypes.DEFAULT_TYPE, apology: Text) -> None:
    # The state file may be what failed, so the language is the app's.
    user, chat, message = update.effective_user, update.effective_chat, update.effective_message
    text = say(lang_of(user.language_code if user else None), apology)
    try:
        if update.callback_query:
            await acknowledge(update.callback_query, text)
        elif chat and message:
            await post(context.bot, chat.id, [escape(text)], reply_to=message.message_id)
    except TelegramError as error:
        log.warning("could not even apologise: %s", kind_of(error))
