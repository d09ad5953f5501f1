"""How responses are described."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from bot.web.api.models import Problem
from bot.web.problems import MEDIA_TYPE

Responses = dict[int | str, dict[str, Any]]


def gives(model: type[BaseModel], example: dict[str, Any] | None = None) -> Responses:
    """A record of that shape."""
    content = {"application/json": {"example": example}} if example else {}
    return {200: {"description": model.__doc__ or "", "model": model, "content": content}}


def problem_of(text: str) -> dict[str, Any]:
    """A response that tells of a problem."""
    schema = {"$ref": f"#/components/schemas/{Problem.__name__}"}
    return {"description": text, "content": {MEDIA_TYPE: {"schema": schema}}}


NOT_MODIFIED: Responses = {304: {"description": "The client has it already, as its If-None-Match says."}}
MOVED: Responses = {308: {"description": "Another version is published: Location names it."}}
UNKNOWN: Responses = {404: problem_of("There is no such record.")}
STALE: Responses = {409: problem_of("The cursor is of an older generation: begin anew.")}
WITHDRAWN: Responses = {410: problem_of("The article was withdrawn.")}
ANY_REQUEST: Responses = {
    400: problem_of("The request can't be read."),
    401: problem_of("The token is missing or wrong."),
    413: problem_of("The body is too long."),
    414: {"description": "The address is too long."},
    422: problem_of("The request is not as it is described here."),
    429: problem_of("Too many requests: Retry-After says when to go on."),
    431: {"description": "The headers are too long, or too many."},
    503: problem_of("No answers just now: Retry-After says when to try again."),
}
"""What any request may be told."""
