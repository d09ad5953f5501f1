"""The desk as one application: its pages, its assets, and what goes wrong told as pages."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.web.access import Access
from bot.web.desk.articles import ArticlePages
from bot.web.desk.asking import AskPages
from bot.web.desk.editions import EditionPages
from bot.web.desk.errors import ErrorPages
from bot.web.desk.feeds import Feeds
from bot.web.desk.mentioning import MentionPages
from bot.web.desk.pages import ASSETS, HEADERS, YEAR_S, Pages
from bot.web.desk.signing_in import SignInPages
from bot.web.desk.standing import StandingPage
from bot.web.desk.suggesting import Suggestions
from bot.web.rates import SignInBrake
from bot.web.workers import WebWorkers
from bot.wiring import Newsroom


class Assets(StaticFiles):
    """The files of the page, which browsers may keep: their addresses change with their content."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        response.headers.update(HEADERS | {"cache-control": f"public, max-age={YEAR_S}, immutable"})
        return response


class Desk:
    """Builds the application over an open newsroom, and the pages that tell of refusals."""

    def __init__(self, room: Newsroom, access: Access, brake: SignInBrake, workers: WebWorkers) -> None:
        pages = Pages(room.settings, access)
        self.errors = ErrorPages(pages)
        self._routes = [
            *AskPages(room, pages, workers).routes(),
            *MentionPages(room, pages, workers).routes(),
            *Suggestions(room, pages, workers).routes(),
            *Feeds(room, pages, workers).routes(),
            *ArticlePages(room, pages, workers).routes(),
            *EditionPages(room, pages, workers).routes(),
            *SignInPages(access, brake, pages).routes(),
            *StandingPage(room, access, pages, self.errors, workers).routes(),
            Route("/favicon.ico", favicon),
            Route("/robots.txt", robots),
            Mount("/assets", Assets(directory=ASSETS)),
        ]

    def app(self) -> Starlette:
        """The application."""
        return Starlette(routes=self._routes, exception_handlers=dict(self.errors.handlers()))


async def favicon(request: Request) -> Response:
    """The page's picture in tabs, where browsers look for it unasked."""
    return FileResponse(ASSETS / "icon.svg", headers=HEADERS, media_type="image/svg+xml")


async def robots(request: Request) -> Response:
    """Search engines are to take nothing: the archive is the newsroom's."""
    return PlainTextResponse("User-agent: *\nDisallow: /\n", headers=HEADERS)
