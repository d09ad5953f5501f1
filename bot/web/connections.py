"""How long a connection may keep the web process waiting, and how many there may be at once.

uvicorn waits for ever for a request that has begun, and for a client that does not read. Here each connection has a
time for its request and for taking the answer; where there are too many, the one that has waited longest gives way.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import socket
from dataclasses import dataclass
from typing import Any, ClassVar

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from bot.messages import PortUnusable

UNAVAILABLE = b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
IDLE_S = 5
"""Seconds that a connection may stay open between two requests; uvicorn's own default."""
STOP_S = 10
"""Seconds that requests in hand have when the process is told to end; by hand, 2026-11."""
NOT_ASCII = re.compile(rb"[\x80-\xff]")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """``most`` connections at once: half of the 1024 files that a process usually may open.

    Seconds: ``head_s`` until the headers have come, ``body_s`` for the body behind them, ``answer_s`` in which a client
    that has stopped reading must go on. ``unread_bytes`` are still taken from a client that was answered before its
    body had come, so that it gets to read the answer. By hand, 2026-11.
    """

    most: int = 512
    head_s: float = 10.0
    body_s: float = 30.0
    answer_s: float = 30.0
    unread_bytes: int = 1 << 20


class LimitedConnection(H11Protocol):
    """uvicorn's own protocol, with limits."""

    limits: ClassVar[ConnectionLimits] = ConnectionLimits()

    def __init__(
        self,
        config: uvicorn.Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.waits_since: float | None = None  # None while there is a whole request to be answered
        self._request_timer: asyncio.TimerHandle | None = None
        self._answer_timer: asyncio.TimerHandle | None = None
        self._unread = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        if len(self.connections) >= self.limits.most and not self._make_room():
            log.warning("all %d connections are at work: one was turned away", len(self.connections))
            transport.write(UNAVAILABLE)
            transport.close()
            return
        super().connection_made(transport)
        self.waits_since = self.loop.time()
        self._wait_for_request(self.limits.head_s)

    def data_received(self, data: bytes) -> None:
        if self.transport is None:  # turned away
            return
        before = self.conn.their_state
        if before is h11.IDLE and b"\n" not in self.conn.trailing_data[0]:
            data = _with_escaped_address(data)
        super().data_received(data)
        if self._has_request():
            self._stop_waiting()
        elif self.conn.their_state is h11.SEND_BODY:
            if before is not h11.SEND_BODY:
                self._unread = 0
                self._wait_for_request(self.limits.body_s)
            self._discard(len(data))
        elif self._request_timer is None:  # the first bytes of a further request
            self._wait_for_request(self.limits.head_s)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self._has_request():
            self.waits_since = self.loop.time()

    def pause_writing(self) -> None:
        """The client does not read as fast as it is answered."""
        super().pause_writing()
        self._answer_timer = self.loop.call_later(self.limits.answer_s, self._give_up, "read its answer")

    def resume_writing(self) -> None:
        """The client has read what it was sent."""
        _cancel(self._answer_timer)
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        _cancel(self._request_timer)
        _cancel(self._answer_timer)
        if self.transport is not None:
            super().connection_lost(exc)

    def _has_request(self) -> bool:
        """Whether the request has come whole, body included."""
        return self.conn.their_state not in {h11.IDLE, h11.SEND_BODY}

    def _wait_for_request(self, seconds: float) -> None:
        _cancel(self._request_timer)
        self._request_timer = self.loop.call_later(seconds, self._give_up, "send its request")

    def _stop_waiting(self) -> None:
        _cancel(self._request_timer)
        self._request_timer = self.waits_since = None

    def _give_up(self, what: str) -> None:
        log.info("a client did not %s in time and was cut off", what)
        self.transport.abort()

    def _discard(self, size: int) -> None:
        """Count what is sent behind the answer; uvicorn drops it."""
        if self.conn.our_state is not h11.DONE:
            return
        self._unread += size
        if self._unread > self.limits.unread_bytes:
            self.transport.abort()

    def _make_room(self) -> bool:
        """Cut off the connection that has waited longest for its request; whether there was any."""
        waiting = [each for each in self.connections if isinstance(each, LimitedConnection)]
        waiting = [each for each in waiting if each.waits_since is not None]
        if not waiting:
            return False
        longest = min(waiting, key=_waits_since)
        self.connections.discard(longest)
        longest.transport.abort()
        return True


def _waits_since(connection: LimitedConnection) -> float:
    return connection.waits_since or 0.0


def _with_escaped_address(data: bytes) -> bytes:
    """The first bytes of a request, with Chinese in its address escaped: curl sends it as it was typed."""
    line, end, rest = data.partition(b"\n")
    return NOT_ASCII.sub(lambda found: b"%%%02X" % ord(found[0]), line) + end + rest


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()


def refuse_taken(host: str, port: int) -> None:
    """Raise ``PortUnusable`` where nothing can listen at ``port`` of ``host``: uvicorn would only log it and end."""

    async def listen() -> None:
        server = await asyncio.get_running_loop().create_server(asyncio.Protocol, host, port)
        server.close()
        await server.wait_closed()

    try:
        asyncio.run(listen())
    except socket.gaierror as error:
        raise PortUnusable(host, port, error.strerror or str(error)) from None
    except OSError as error:
        raise PortUnusable(host, port, os.strerror(error.errno or 0)) from None


def serve_within_limits(app: ASGIApp, host: str, port: int, *, access_log: bool) -> None:
    """Serve ``app`` until the process is told to end."""
    uvicorn.run(
        app,
        host=host,
        port=port,
        http=LimitedConnection,
        ws="none",
        log_config=None,
        access_log=access_log,
        server_header=False,
        timeout_keep_alive=IDLE_S,
        timeout_graceful_shutdown=STOP_S,
    )
