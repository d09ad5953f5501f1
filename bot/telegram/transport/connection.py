"""Connections to Telegram that don't take the first "Unauthorized" for the last word: its servers slip now and then."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import TypeAlias

from telegram._utils.types import ODVInput
from telegram.request import HTTPXRequest, RequestData

from bot.telegram.transport.updates import NO_UPDATES, readable_only

log = logging.getLogger(__name__)

Timeout: TypeAlias = ODVInput[float]


class Connection(HTTPXRequest):
    """Asks once more, after ``again_after`` seconds, where the token is refused."""

    def __init__(
        self,
        *,
        again_after: float,
        connect_timeout: float,
        read_timeout: float,
        pool_timeout: float = 1.0,
        connection_pool_size: int = 1,
    ) -> None:
        super().__init__(
            connection_pool_size,
            connect_timeout=connect_timeout,
            read_timeout=read_timeout,
            pool_timeout=pool_timeout,
        )
        self._again_after = again_after

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Timeout, **named: Timeout
    ) -> tuple[int, bytes]:
        """The HTTP status and body of the answer."""
        code, payload = await super().do_request(url, method, request_data, *timeouts, **named)
        if code != HTTPStatus.UNAUTHORIZED:
            return code, payload
        log.warning("Telegram refuses the token, asking once more")
        await asyncio.sleep(self._again_after)
        return await super().do_request(url, method, request_data, *timeouts, **named)


class UpdateConnection(Connection):
    """The connection for ``getUpdates``. ``refused`` is called when the token was refused twice running."""

    def __init__(
        self, refused: Callable[[], None], *, again_after: float, connect_timeout: float, read_timeout: float
    ) -> None:
        super().__init__(again_after=again_after, connect_timeout=connect_timeout, read_timeout=read_timeout)
        self._refused = refused

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Timeout, **named: Timeout
    ) -> tuple[int, bytes]:
        """Fetch, and empty the updates that can't be read; their ids stay, so that Telegram is told of them.

        A refused token brings no updates: an error here would end the library's polling and leave the rest running.
        """
        code, payload = await super().do_request(url, method, request_data, *timeouts, **named)
        if code == HTTPStatus.UNAUTHORIZED:
            self._refused()
            return HTTPStatus.OK, NO_UPDATES
        return code, readable_only(payload) if code == HTTPStatus.OK else payload
