"""Stands before everything that is served but health, metrics and deliveries: who may pass, and how often."""

from __future__ import annotations

import math
from collections.abc import Callable
from urllib.parse import urlencode

from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.web.access import Access, bearer
from bot.web.problems import problem
from bot.web.rates import Rates, SignInBrake

UNGUARDED = frozenset({"/livez", "/readyz", "/metrics", "/telegram"})
"""What hosts, Prometheus and Telegram call; the last has a secret of its own."""
OPEN = ("/sign-in", "/assets/", "/robots.txt", "/favicon.ico")
"""What whoever is to sign in must get."""
PROGRAMS = ("/api", "/mcp")
"""What programs call: they are told in JSON, and not sent to a form."""
PROGRAMS_ARE_TOLD = {401: "Give the token: Authorization: Bearer …", 429: "Retry-After says when to go on."}

RefusalPage = Callable[[HTTPConnection, int], Response]
"""A page that says to people why they are not served."""


class Guard:
    """Middleware. What it lets through finds in ``request.state.client`` who is asking."""

    def __init__(self, app: ASGIApp, access: Access, rates: Rates, brake: SignInBrake, page: RefusalPage) -> None:
        self._app, self._access, self._rates, self._brake, self._page = app, access, rates, brake, page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in UNGUARDED:
            await self._app(scope, receive, send)
            return
        refused = self._refusal(HTTPConnection(scope))
        await (refused or self._app)(scope, receive, send)

    def _refusal(self, request: HTTPConnection) -> Response | None:
        """What a request is told that may not pass."""
        client = self._access.client_of(request)
        request.state.client = client
        path = request.url.path
        if path.startswith(OPEN):
            return None
        if client.seen == "nobody" and bearer(request):
            wait = self._brake.wait_s(client.name)
            if wait:
                return self._told(request, 429, wait)
            self._brake.failed(client.name)
        if client.seen == "nobody":
            return self._told(request, 401)
        wait = self._rates.wait_s(client.name)
        return self._told(request, 429, wait) if wait else None

    def _told(self, request: HTTPConnection, status: int, wait_s: float = 0.0) -> Response:
        path = request.url.path
        if path.startswith(PROGRAMS):
            response: Response = problem(status, PROGRAMS_ARE_TOLD[status])
        elif status == 401 and request.scope["method"] in {"GET", "HEAD"}:
            response = RedirectResponse(sign_in_address(request), status_code=303)
        else:
            response = self._page(request, status)
        if status == 401:
            response.headers["www-authenticate"] = "Bearer"
        if wait_s:
            response.headers["retry-after"] = str(math.ceil(wait_s))
        return response


def sign_in_address(request: HTTPConnection) -> str:
    """The form to sign in with, which leads back to what was asked for."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return "/sign-in" + ("" if wanted == "/" else "?" + urlencode({"next": wanted}))
