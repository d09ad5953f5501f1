"""HEAD wherever GET is answered: monitors and link checkers ask so, and the server leaves the body out itself."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

OWN = "/mcp"
"""Answers each method in its own way: a GET there opens a stream."""


class Heads:
    """Middleware: what is routed by method alone takes a HEAD for a GET."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "HEAD" and not scope["path"].startswith(OWN):
            scope = {**scope, "method": "GET"}
        await self._app(scope, receive, send)
