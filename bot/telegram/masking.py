"""Keeps the bot's token, and what citizens wrote, out of every log."""

from __future__ import annotations

import logging
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from telegram.error import InvalidToken

MASK = "<token>"
# httpx logs whole URLs, which hold the token; the Telegram library logs whole updates at DEBUG.
QUIET = {"httpx": logging.WARNING, "httpcore": logging.WARNING, "telegram": logging.INFO}


@contextmanager
def discreet_logs(token: str) -> Iterator[None]:
    """Within this context no log record of the process contains ``token``, in message, arguments or traceback."""
    factory = logging.getLogRecordFactory()
    levels = {name: logging.getLogger(name).level for name in QUIET}

    def masked(*args: Any, **kwargs: Any) -> logging.LogRecord:  # noqa: ANN401  # whatever the old factory takes
        return mask_record(factory(*args, **kwargs), token)

    logging.setLogRecordFactory(masked)
    for name, level in QUIET.items():
        logging.getLogger(name).setLevel(max(level, logging.getLogger().level))
    # The library warns of its own coming change each time Telegram asks it to slow down.
    warnings.filterwarnings("ignore", message=".*attribute `retry_after` will be of type")
    try:
        yield
    finally:
        logging.setLogRecordFactory(factory)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


def mask_record(record: logging.LogRecord, token: str) -> logging.LogRecord:
    """Replace ``token`` wherever the record would print it. Tracebacks are formatted here for that."""
    message = record.getMessage()
    if token in message:
        record.msg, record.args = message.replace(token, MASK), ()
    if record.exc_info and record.exc_info[0]:
        if issubclass(record.exc_info[0], InvalidToken):
            record.exc_info = None  # told in one line where the program ends
            return record
        text = "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
        if token in text:
            record.exc_text = text.replace(token, MASK)
            record.exc_info = None
    return record


def without(text: str, *secrets: str | None) -> str:
    """``text`` with every secret replaced by …"""
    for secret in sorted({secret for secret in secrets if secret}, key=len, reverse=True):
        text = text.replace(secret, "…")
    return text
