"""What one request may cost: the length of its address, its headers and its body, for everything that is served.

How long a request may take to arrive, and how many connections there may be, is in ``connections.py``.
"""

from __future__ import annotations

import logging

from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

LARGEST_BODY = 1 << 20
"""Bytes of a request's body, counted while they come; an update of Telegram's is some kB; by hand, 2026-11."""
LONGEST_ADDRESS = 8 << 10
"""Bytes of path and query: a question of 4,000 signs is some 36 kB when it is escaped, so long ones are posted; by
hand, 2026-11."""
LARGEST_HEADERS, MOST_HEADERS = 16 << 10, 100
"""Bytes of all headers together, and their number; by hand, 2026-11."""

log = logging.getLogger(__name__)


class RequestLimits:
    """Middleware: refuses what is too long, and tells of a client that hung up in one line.

    Bodies are limited by FastAPI itself (``max_body_size``), which counts them while they stream.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = refusal(scope)
        if refused is not None:
            await Response(status_code=refused)(scope, receive, send)
            return
        try:
            await self._app(scope, receive, send)
        except ClientDisconnect:
            log.info("a client hung up before its request had come whole")


def refusal(scope: Scope) -> int | None:
    """The HTTP status for a request whose head is too long; None for any other."""
    if len(scope["raw_path"]) + len(scope["query_string"]) > LONGEST_ADDRESS:
        return 414
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    if len(headers) > MOST_HEADERS or sum(len(name) + len(value) for name, value in headers) > LARGEST_HEADERS:
        return 431
    return None
