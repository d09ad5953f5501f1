"""How every request is answered: not at all where the client has it already, else from a thread, as JSON."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from hashlib import sha256
from importlib.metadata import version

from starlette.requests import Request
from starlette.responses import Response

from bot.programs.links import Links
from bot.programs.lookups import BatchQuestion, Lookups
from bot.programs.records import Record
from bot.web.api.failures import TooSlow, failure, foreseen
from bot.web.problems import AS_IT_IS
from bot.web.workers import WebWorkers
from bot.wiring import Newsroom

LONGEST_BATCH_S = 60.0
"""Seconds after which a batch is given up between two questions; by hand, 2026-11."""
LookUp = Callable[[Lookups], Record]


class Answering:
    """Answers requests from an open newsroom."""

    def __init__(self, room: Newsroom, workers: WebWorkers) -> None:
        self._room, self._workers = room, workers
        self._program = version("baowen")

    async def record(self, request: Request, look_up: LookUp) -> Response:
        """What a look-up gives. Errors become problem details."""
        try:
            tag = await self._workers.run(self._tag)
            headers = {"etag": tag, "cache-control": "private, no-cache", "vary": "Authorization, Cookie"}
            if request.method == "GET" and holds(request, tag):
                return Response(status_code=304, headers=headers)
            lookups = self._lookups(request)
            found = await self._workers.run(lambda: look_up(lookups))
            return _json(found, headers)
        except Exception as error:
            if not foreseen(error):
                raise
            return failure(error)

    async def batch(self, request: Request, questions: Sequence[BatchQuestion], top: int) -> Response:
        """The answers to many questions; between two of them others get their turn."""
        began, answers = time.monotonic(), []
        try:
            waiting = iter(self._lookups(request).ask_all(questions, top=top))
            for _ in questions:
                if time.monotonic() - began > LONGEST_BATCH_S:
                    raise TooSlow
                answers.append(await self._workers.run(lambda: next(waiting)))
            return _json({"answers": answers}, {"cache-control": "no-store"})
        except Exception as error:
            if not foreseen(error):
                raise
            return failure(error)

    def _lookups(self, request: Request) -> Lookups:
        address = request.url
        return Lookups(self._room, Links(self._room.settings.web_url or f"{address.scheme}://{address.netloc}"))

    def _tag(self) -> str:
        """Changes with all that an answer depends on: program, generation, withdrawals, and the day."""
        with self._room.serving.lease() as generation:
            name = generation.manifest.id
        state = f"{self._program} {name} {self._room.revision()} {self._room.clock.today()}"
        return f'W/"{sha256(state.encode()).hexdigest()[:20]}"'


def holds(request: Request, tag: str) -> bool:
    """Whether the client says that it has what ``tag`` names; compared weakly, as RFC 9110 has it."""
    known = [part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")]
    return "*" in known or tag.removeprefix("W/") in known


def _json(record: Record, headers: dict[str, str]) -> Response:
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return Response(text.encode("utf-8", "replace"), 200, AS_IT_IS | headers, media_type="application/json")
