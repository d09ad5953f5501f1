"""The MCP server over streamable HTTP: for hosts that are named, each request by itself, its answer as plain JSON."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from mcp.server.mcpserver import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import BaseRoute

from bot.mcp.server import mcp_server
from bot.settings import Settings
from bot.web.limits import LARGEST_BODY
from bot.web.workers import WebWorkers
from bot.wiring import Newsroom

PATH = "/mcp"
THIS_MACHINE = ("127.0.0.1", "localhost", "[::1]")


def mcp_over_http(room: Newsroom, workers: WebWorkers) -> tuple[MCPServer, Sequence[BaseRoute]]:
    """The server and its routes. Its sessions must run while they are served (``server.session_manager.run()``)."""
    server = mcp_server(room, workers.run)
    app = server.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=LARGEST_BODY,
        transport_security=allowed_hosts(room.settings),
    )
    return server, app.routes


def allowed_hosts(settings: Settings) -> TransportSecuritySettings:
    """The names under which assistants may reach it: no page elsewhere can make a name of its own lead here."""
    public = [urlsplit(settings.web_url).netloc] if settings.web_url else []
    names = [*THIS_MACHINE, *public, *settings.web_hosts]
    hosts = [form for name in names for form in (name, f"{name}:*")]
    origins = [f"{scheme}://{host}" for host in hosts for scheme in ("http", "https")]
    return TransportSecuritySettings(allowed_hosts=hosts, allowed_origins=origins)
