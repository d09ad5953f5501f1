"""Who may see what is served: a token opens page, API and MCP, by a signed cookie or as ``Authorization: Bearer``."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Literal, TypeAlias

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import HTTPConnection

from bot.settings import Settings, SettingsError

COOKIE = "baowen"
SIGNED_IN_S = 30 * 24 * 3600
"""Seconds that a sign-in holds."""
SALT = "baowen sign-in"

Seen: TypeAlias = Literal["operator", "reader", "nobody"]
"""Operators gave the token; readers may ask and read; nobody may do neither."""


@dataclass(frozen=True, slots=True)
class Client:
    """Who sends a request: what they may see, and the name under which their requests are counted."""

    seen: Seen
    name: str


class Access:
    """Tells from a request who sends it. With no token and not ``open_to_all``, only this machine is served."""

    def __init__(self, token: str | None, *, open_to_all: bool = False) -> None:
        self._token, self.open_to_all = token, open_to_all
        self._signer = URLSafeTimedSerializer(token, salt=SALT) if token else None

    @property
    def has_token(self) -> bool:
        """Whether anybody can sign in."""
        return self._token is not None

    def client_of(self, request: HTTPConnection) -> Client:
        """Who sends a request."""
        address = address_of(request)
        if session := self._session(request.cookies.get(COOKIE, "")):
            return Client("operator", session)
        if self.is_token(bearer(request)):
            return Client("operator", address)
        if self.open_to_all or (self._token is None and asks_this_machine(request)):
            return Client("reader", address)
        return Client("nobody", address)

    def is_token(self, given: str) -> bool:
        """Whether ``given`` is the token; takes as long whatever of it is right."""
        return self._token is not None and hmac.compare_digest(given.encode(), self._token.encode())

    def cookie(self) -> str:
        """What a browser keeps that has signed in. Raises ``SettingsError`` without a token."""
        if self._signer is None:
            raise SettingsError("BAOWEN_WEB_TOKEN", "not set")
        return self._signer.dumps(secrets.token_urlsafe(9))

    def _session(self, cookie: str) -> str | None:
        if not cookie or self._signer is None:
            return None
        try:
            return str(self._signer.loads(cookie, max_age=SIGNED_IN_S))
        except BadSignature:
            return None


def access_by(settings: Settings) -> Access:
    """As the settings have it."""
    token = settings.web_token.get_secret_value() if settings.web_token else None
    return Access(token, open_to_all=settings.web_open)


def refuse_unguarded(settings: Settings, host: str) -> None:
    """Raise ``SettingsError`` where others could reach a page that nothing guards."""
    if settings.web_token or settings.web_open or is_loopback(host):
        return
    raise SettingsError(
        "BAOWEN_WEB_TOKEN",
        f"not set, so {host} is not listened on; set it, or BAOWEN_WEB_OPEN=true to let all ask",
    )


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:  # a name
        return host.lower() == "localhost"


def asks_this_machine(request: HTTPConnection) -> bool:
    """Whether a request names this machine, as no proxy's does and no page that rebinds its name."""
    return is_loopback(request.url.hostname or "")


def bearer(request: HTTPConnection) -> str:
    """The token in the request's headers; empty where there is none."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    return given.strip() if scheme.lower() == "bearer" else ""


def address_of(request: HTTPConnection) -> str:
    """A client's address, of IPv6 the network that one customer has."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return host
    return str(address.ipv4_mapped or IPv6Address(int(address) >> 64 << 64))
