"""What goes wrong, told as a page in plain words, with the status that programs understand."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from bot.messages import KNOWN, because, told
from bot.render import date_text
from bot.web.desk.languages import lang_of
from bot.web.desk.narrowing import BadAddress
from bot.web.desk.pages import Pages
from bot.web.desk.texts import WORDS, Words
from bot.web.workers import Overloaded
from retrieval.errors import NothingPublished, UnknownRecord, Withdrawn

log = logging.getLogger(__name__)

Handler = Callable[[Request, Exception], Awaitable[Response]]


class ErrorPages:
    """Turns what is raised into pages. No page holds a traceback, no log line the words of a question."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def handlers(self) -> Mapping[type[Exception], Handler]:
        """What is raised, and who tells of it."""
        return {
            HTTPException: self._http,
            Withdrawn: self._withdrawn,
            UnknownRecord: self._unknown,
            Overloaded: self._overloaded,
            BadAddress: self._bad_address,
            **dict.fromkeys(KNOWN, self._known),
            Exception: self._fault,
        }

    def page(self, request: HTTPConnection, status: int, detail: str = "") -> Response:
        """The page of a status."""
        heading = f"error_{status}" if f"error_{status}" in WORDS else "error_400"
        return self._pages.show(request, "error.html", status=status, code=status, heading=heading, detail=detail)

    async def _http(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        response = self.page(request, error.status_code)
        response.headers.update(error.headers or {})
        return response

    async def _withdrawn(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, Withdrawn)
        lang = lang_of(request)
        detail = Words(lang)("withdrawn_on", day=date_text(error.day, lang), why=because(error, lang))
        return self.page(request, 410, detail)

    async def _unknown(self, request: Request, error: Exception) -> Response:
        return self.page(request, 404)

    async def _bad_address(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, BadAddress)
        return self.page(request, 400, Words(lang_of(request))("bad_value", key=error.name, value=error.value))

    async def _overloaded(self, request: Request, error: Exception) -> Response:
        response = self.page(request, 503, Words(lang_of(request))("overloaded"))
        response.headers["retry-after"] = "5"
        return response

    async def _known(self, request: Request, error: Exception) -> Response:
        """The data folder can't be used now; the log says what operators need."""
        name = "nothing_published" if isinstance(error, NothingPublished) else "not_usable"
        log.warning("a page could not be made: %s", told(error, "en"))
        return self.page(request, 503, Words(lang_of(request))(name))

    async def _fault(self, request: Request, error: Exception) -> Response:
        """A fault of ours, which goes on to ``bot/web/app.py``, where all such are logged."""
        return self.page(request, 500)
