"""Keeps the bot's token, and what citizens wrote, out of every log."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from telegram.error import InvalidToken

from bot.logs import MASK, described

# httpx logs whole URLs, which hold the token; the Telegram library logs whole updates at DEBUG.
QUIET = {"httpx": logging.WARNING, "httpcore": logging.WARNING, "telegram": logging.INFO}


@contextmanager
def masked_logs(token: str) -> Iterator[None]:
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
        # Libraries quote what they were given: addresses with the token, citizens' words.
        record.exc_text = described(record.exc_info[1]).replace(token, MASK) if record.exc_info[1] else None
        record.exc_info = None
    return record
