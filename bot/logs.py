"""What a log line may hold: one record a line or block, never the token, never the words of a question.

Libraries put what they were given into the messages of their errors, so of an error only its class and the places that
it passed are logged; the message too where it is ours or the system's. What libraries log below INFO is dropped.
"""

from __future__ import annotations

import json
import logging
import re
import threading
import traceback
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Literal, TypeAlias
from urllib.parse import quote

from bot.lang import Lang
from bot.masking import masked
from bot.messages import KNOWN
from bot.render import harmless
from bot.sentences.recognise import in_language

LogFormat: TypeAlias = Literal["text", "json"]
ExcInfo: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)  # as logging has it

MASK = "<token>"
WITHHELD = "(message withheld)"
OWN = ("bot", "retrieval", "embeddings", "__main__")
MORE = "\n    | "
"""How the further lines of a record begin, so that no text can pass for a record of its own."""
FAULT = "Exception in ASGI application"
"""How uvicorn tells of what went wrong in the application."""
QUERY = re.compile(r"\?\S*")

log = logging.getLogger(__name__)


def set_up(level: str, log_format: LogFormat, secrets: Sequence[str] = (), lang: Lang = "zh-hans") -> None:
    """Log to standard error from now on; no change where somebody else has set up logging already.

    Lines for people are in ``lang``, those for programs in English.
    """
    if logging.getLogger().handlers:
        return
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines(secrets) if log_format == "json" else TextLines(secrets, lang))
    handler.addFilter(presentable)
    logging.basicConfig(level=level, handlers=[handler])
    # httpx writes whole URLs at INFO, and a bot's URLs hold its token.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("mcp").setLevel(logging.WARNING)  # … and it writes what tools were asked
    # What the model libraries say in passing is no answer to anybody; that a model can't be had is told once, by us.
    logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
    logging.getLogger("huggingface_hub").setLevel(logging.ERROR)
    threading.excepthook = log_thread_error


def presentable(record: logging.LogRecord) -> bool:
    """Whether a record is logged at all; takes from it what a library should not have put there."""
    name = record.name.partition(".")[0]
    if name not in OWN and record.levelno < logging.INFO:
        return False
    if record.name == "uvicorn.access":
        record.msg, record.args = QUERY.sub("", record.getMessage()), ()
    elif record.name == "uvicorn.error" and record.getMessage().startswith(FAULT):
        return False  # told already, in ``web/app.py``
    elif name == "asyncio":  # its further lines show the task with its arguments and the error with its message
        record.msg, record.args = record.getMessage().partition("\n")[0], ()
    return True


def log_thread_error(failed: threading.ExceptHookArgs) -> None:
    """In place of Python's own words on standard error."""
    if failed.exc_value is not None:
        log.error("a thread failed", exc_info=failed.exc_value)


class TextLines(logging.Formatter):
    """A line for people; what a record has beyond its first line is indented."""

    def __init__(self, secrets: Sequence[str] = (), lang: Lang = "en") -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self._secrets, self._lang = spellings(secrets), lang

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # logging's name
        if record.name.partition(".")[0] in OWN:
            record.message = in_language(record.message, self._lang)
        return super().formatMessage(record)

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802  # logging's name
        return described(ei[1]) if ei[1] else ""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None if record.exc_info else record.exc_text  # another handler may have left its own
        text = super().format(record)
        record.exc_text = None if record.exc_info else record.exc_text
        return MORE.join(cleaned(text, self._secrets).splitlines())


class JsonLines(TextLines):
    """A JSON object a line: ``time`` (UTC), ``level``, ``logger``, ``message``, and ``error`` where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        error = self.formatException(record.exc_info) if record.exc_info else record.exc_text
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": cleaned(record.getMessage(), self._secrets),
        }
        return json.dumps(fields | ({"error": cleaned(error, self._secrets)} if error else {}), ensure_ascii=False)


def cleaned(text: str, secrets: Sequence[str]) -> str:
    """``text`` without the secrets, without what looks like one, and without characters that steer a terminal."""
    for secret in secrets:
        text = text.replace(secret, MASK)
    return masked(harmless(text.replace("\u2028", "\n").replace("\u2029", "\n")))


def spellings(secrets: Sequence[str]) -> tuple[str, ...]:
    """The secrets as they might be written: as they are, and as in an address."""
    return tuple(sorted({form for secret in secrets if secret for form in (secret, quote(secret, safe=""))}, key=len))


def described(error: BaseException) -> str:
    """An error and what led to it: places, classes, and the messages that can't hold what somebody asked."""
    return "\n".join(_described(error, set())).rstrip("\n")


def _described(error: BaseException, seen: set[int]) -> Iterator[str]:
    if id(error) in seen:
        return
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _described(before, seen)
        yield "after which"
    yield "".join(traceback.format_tb(error.__traceback__)).rstrip("\n")
    yield f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.") + f": {message_of(error)}"
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _described(one, seen)


def message_of(error: BaseException) -> str:
    """The message if it is ours or the system's: those name files and settings, not what was asked."""
    if isinstance(error, KNOWN) or (isinstance(error, OSError) and error.strerror):
        return str(error)
    return WITHHELD if str(error) else ""
