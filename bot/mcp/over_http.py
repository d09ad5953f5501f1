"""The MCP server over streamable HTTP: for hosts that are named, each request by itself, its answer as plain JSON."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial
from urllib.parse import urlsplit

from mcp.server.mcpserver import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import BaseRoute

from bot.lang import Lang
from bot.mcp.server import mcp_server
from bot.messages import KNOWN, told
from bot.settings import Settings
from bot.web.desk.texts import Words
from bot.web.limits import LARGEST_BODY
from bot.web.workers import WebWorkers
from bot.wiring import Newsroom
from retrieval.errors import NothingPublished, UnknownRecord

log = logging.getLogger(__name__)

PATH = "/mcp"
THIS_MACHINE = ("127.0.0.1", "localhost", "[::1]")


def mcp_over_http(room: Newsroom, workers: WebWorkers) -> tuple[MCPServer, Sequence[BaseRoute]]:
    """The server and its routes. Its sessions must run while they are served (``server.session_manager.run()``)."""
    server = mcp_server(room, workers.run, partial(told_elsewhere, lang=room.settings.lang))
    app = server.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=LARGEST_BODY,
        transport_security=allowed_hosts(room.settings),
    )
    return server, app.routes


def told_elsewhere(error: Exception, lang: Lang) -> str:
    """One line on an error for somebody on another machine, who is told nothing of this one's disk and program."""
    if isinstance(error, UnknownRecord):
        return told(error, lang)
    if not isinstance(error, KNOWN):
        return Words(lang)("error_500")
    log.warning("a request could not be answered: %s", told(error, "en"))
    return Words(lang)("nothing_published" if isinstance(error, NothingPublished) else "not_usable")


def allowed_hosts(settings: Settings) -> TransportSecuritySettings:
    """The names under which assistants may reach it: no page elsewhere can make a name of its own lead here."""
    public = [urlsplit(settings.web_url).netloc] if settings.web_url else []
    names = [*THIS_MACHINE, *public, *settings.web_hosts]
    hosts = [form for name in names for form in (name, f"{name}:*")]
    origins = [f"{scheme}://{host}" for host in hosts for scheme in ("http", "https")]
    return TransportSecuritySettings(allowed_hosts=hosts, allowed_origins=origins)
