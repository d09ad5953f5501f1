"""What went wrong, as programs read it: RFC 9457 problem details."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"
AS_IT_IS = {"x-content-type-options": "nosniff"}
"""Sent with all that programs get: no browser is to take it for anything else."""


def problem(
    status: int,
    detail: str = "",
    code: str = "",
    *,
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem; ``code`` names it for programs, ``errors`` what each part of the request has to be."""
    body: dict[str, object] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    body |= {"detail": detail} if detail else {}
    body |= {"code": code} if code else {}
    body |= {"errors": [dict(error) for error in errors]} if errors else {}
    text = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    return Response(text, status, {**AS_IT_IS, **(headers or {})}, media_type=MEDIA_TYPE)
