"""What can go wrong with a request of a program, as problem details. Nothing that was sent is repeated in them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from bot.messages import KNOWN, told
from bot.programs.cursors import BadCursor, StaleCursor
from bot.programs.lookups import BadPage
from bot.web.problems import problem
from bot.web.workers import Overloaded
from retrieval.errors import NothingPublished, Replaced, UnknownRecord, Withdrawn

RETRY_S = 5

log = logging.getLogger(__name__)


class TooSlow(Exception):
    """A request that took longer than requests may."""


def foreseen(error: Exception) -> bool:
    """Whether an error is one of those that are part of answering; any other is a fault of the program."""
    return isinstance(error, tuple(TELLERS))


def failure(error: Exception) -> Response:
    """The response that tells of an error. Faults go on to ``bot/web/app.py``, where they are logged."""
    for kind, tell in TELLERS.items():
        if isinstance(error, kind):
            return tell(error)
    return problem(500, "The program failed; the log has the details.", "internal")


def _withdrawn(error: Exception) -> Response:
    assert isinstance(error, Withdrawn)
    why = f": {error.reason}" if error.reason else ""
    return problem(410, f"Withdrawn on {error.day.isoformat()}{why}.", "withdrawn")


def _moved(error: Exception) -> Response:
    assert isinstance(error, Replaced)
    # Kept by nobody: a rollback may lead the other way.
    return RedirectResponse(f"/api/articles/{error.version}", 308, {"cache-control": "private, no-cache"})


def _http(error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return problem(error.status_code, headers=error.headers)


def _invalid(error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return problem(422, "The request is not as the description has it.", "invalid", errors=list(_parts(error)))


def _parts(error: RequestValidationError) -> Iterator[Mapping[str, str]]:
    details: list[dict[str, Any]] = list(error.errors())
    for detail in details[:10]:
        yield {"where": ".".join(map(str, detail["loc"])), "problem": str(detail["msg"])}


def _not_usable(error: Exception) -> Response:
    log.warning("a request could not be answered: %s", told(error, "en"))
    return problem(503, "What was published can't be opened just now.", "not_usable", headers=_later())


def _later() -> dict[str, str]:
    return {"retry-after": str(RETRY_S)}


TELLERS: Mapping[type[Exception] | tuple[type[Exception], ...], Callable[[Exception], Response]] = {
    Withdrawn: _withdrawn,
    Replaced: _moved,
    UnknownRecord: lambda _: problem(404, "There is no such record.", "unknown"),
    NothingPublished: lambda _: problem(503, "Nothing is published yet.", "nothing_published", headers=_later()),
    Overloaded: lambda _: problem(503, "Too many are asking just now.", "overloaded", headers=_later()),
    TooSlow: lambda _: problem(503, "The request took too long.", "too_slow", headers=_later()),
    BadCursor: lambda _: problem(422, "cursor: not one that a page named as its next.", "bad_cursor"),
    StaleCursor: lambda _: problem(409, "Another generation was published: begin anew.", "stale_cursor"),
    BadPage: lambda _: problem(422, "page: write it as 3, A03, 第三版 or 头版.", "bad_page"),
    RequestValidationError: _invalid,
    HTTPException: _http,
    KNOWN: _not_usable,
}
"""The first that fits counts."""
