"""The form to sign in with, and signing out."""

from __future__ import annotations

import math
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.web.access import COOKIE, SIGNED_IN_S, Access, address_of
from bot.web.desk.pages import Pages
from bot.web.rates import SignInBrake


class SignInPages:
    """``/sign-in`` and ``/sign-out``."""

    def __init__(self, access: Access, brake: SignInBrake, pages: Pages) -> None:
        self._access, self._brake, self._pages = access, brake, pages

    def routes(self) -> Sequence[Route]:
        """Where these pages are."""
        return [
            Route("/sign-in", self.form, methods=["GET"]),
            Route("/sign-in", self.sign_in, methods=["POST"]),
            Route("/sign-out", self.sign_out, methods=["POST"]),
        ]

    async def form(self, request: Request) -> Response:
        """The form."""
        return self._form(request, own_address(request.query_params.get("next", "/")))

    async def sign_in(self, request: Request) -> Response:
        """Take the token; a cookie stands for it from now on."""
        given = await request.form()
        wanted = own_address(str(given.get("next", "/")))
        client = address_of(request)
        if wait := self._brake.wait_s(client):
            return self._form(request, wanted, 429, wait=math.ceil(wait))
        if not self._access.is_token(str(given.get("token", "")).strip()):
            self._brake.failed(client)
            return self._form(request, wanted, 403, wrong=True)
        self._brake.succeeded(client)
        response = RedirectResponse(wanted, status_code=303)
        response.set_cookie(
            COOKIE,
            self._access.cookie(),
            max_age=SIGNED_IN_S,
            httponly=True,
            secure=request.url.scheme == "https",
            samesite="lax",
        )
        return response

    async def sign_out(self, request: Request) -> Response:
        """Forget who it was."""
        response = RedirectResponse("/", status_code=303)
        response.delete_cookie(COOKIE)
        return response

    def _form(
        self, request: Request, wanted: str, status: int = 200, *, wait: int = 0, wrong: bool = False
    ) -> Response:
        response = self._pages.show(request, "sign_in.html", status=status, wanted=wanted, wait=wait, wrong=wrong)
        if wait:
            response.headers["retry-after"] = str(wait)
        return response


def own_address(wanted: str) -> str:
    """An address of this site; the first page where ``wanted`` would lead elsewhere."""
    leads_elsewhere = not wanted.startswith("/") or wanted.startswith(("//", "/\\"))
    return "/" if leads_elsewhere or any(ord(char) < 32 for char in wanted) else wanted
