"""``/mcp``: the archive for assistants that others run, over streamable HTTP. The guard asks them for the token."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from importlib.util import find_spec

from starlette.routing import BaseRoute

from bot.web.workers import WebWorkers
from bot.wiring import Newsroom


@dataclass(frozen=True, slots=True)
class Assistants:
    """The routes of ``/mcp``, and what runs while they are served."""

    routes: Sequence[BaseRoute]
    life: AbstractAsyncContextManager[None]


def assistants(room: Newsroom, workers: WebWorkers) -> Assistants:
    """Those over an open newsroom; none where the extra ``mcp`` is not installed."""
    if find_spec("mcp") is None:
        return Assistants((), _nothing())
    from bot.mcp.over_http import mcp_over_http  # an extra

    server, routes = mcp_over_http(room, workers)
    return Assistants(routes, server.session_manager.run())


@asynccontextmanager
async def _nothing() -> AsyncIterator[None]:
    yield
