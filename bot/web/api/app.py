"""The API as one application: its routes, and what they share."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.programs.lookups import BadPage
from bot.web.api.answering import Answering
from bot.web.api.asking import asking_routes
from bot.web.api.failures import failure
from bot.web.api.models import Problem
from bot.web.api.opening import opening_routes
from bot.web.api.responses import ANY_REQUEST
from bot.web.limits import LARGEST_BODY
from bot.web.workers import WebWorkers
from bot.wiring import Newsroom

ABOUT = """Quotations from a newspaper, word for word, each with the line by which it is cited and a permalink.
Give the token as `Authorization: Bearer …`. Answers have an ETag that changes when another generation is published or
an article is withdrawn; errors are RFC 9457 problem details."""


class Described(FastAPI):
    """Its description knows the shape of problem details, which no route returns as its record."""

    def openapi(self) -> dict[str, Any]:
        described = super().openapi()
        schemas = described["components"]["schemas"]
        shape = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= shape.pop("$defs") | {Problem.__name__: shape}
        return described


def api_app(room: Newsroom, workers: WebWorkers) -> FastAPI:
    """The application over an open newsroom, to be mounted at ``/api``."""
    api = Described(
        title="报问 API",
        description=ABOUT,
        version="1",
        docs_url=None,
        redoc_url=None,
        responses=ANY_REQUEST,
        max_body_size=LARGEST_BODY,
        exception_handlers=dict.fromkeys((HTTPException, RequestValidationError, BadPage, Exception), _failed),
    )
    answering = Answering(room, workers)
    api.include_router(asking_routes(answering))
    api.include_router(opening_routes(answering))
    return api


async def _failed(request: Request, error: Exception) -> Response:
    return failure(error)
