"""The operators' page: what answers now, which editions came, how publishing went, what was asked and not found."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.clock import utc_now
from bot.journal import Entry
from bot.messages import KNOWN, explain
from bot.question_days import question_days
from bot.schedule import Missing
from bot.web.access import Access
from bot.web.desk.errors import ErrorPages
from bot.web.desk.pages import Pages
from bot.web.guard import sign_in_address
from bot.web.workers import WebWorkers
from bot.wiring import Newsroom
from retrieval.domain import Edition
from retrieval.errors import Unreachable
from retrieval.index.engine import Manifest, published_id

LISTED = 12
"""Generations, editions, publishings, days and questions that are listed, the newest or commonest; by hand, 2026-12."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What operators are told.

    ``current`` is the published generation's id; ``problem`` why what was published last does not answer; ``seen_s``
    how many seconds ago this process last knew what is published, None where it never did.
    ``days`` are the questions of each day by status, ``refused`` the questions for which nothing was found, of those
    whose askers let them be kept, each with how often.
    """

    current: str | None
    problem: str
    seen_s: int | None
    generations: tuple[Manifest, ...]
    editions: tuple[Edition, ...]
    missing: tuple[Missing, ...]
    publishings: tuple[Entry, ...]
    days: tuple[tuple[date, Mapping[str, int]], ...]
    refused: tuple[tuple[str, int], ...]


class StandingPage:
    """``/status``, for those who gave the token."""

    def __init__(
        self,
        room: Newsroom,
        access: Access,
        pages: Pages,
        errors: ErrorPages,
        workers: WebWorkers,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._room, self._access, self._now = room, access, now
        self._pages, self._errors, self._workers = pages, errors, workers

    def routes(self) -> Sequence[Route]:
        """Where this page is."""
        return [Route("/status", self.status)]

    async def status(self, request: Request) -> Response:
        """How the newsroom's archive stands."""
        if request.state.client.seen != "operator":
            if self._access.has_token:
                return RedirectResponse(sign_in_address(request), status_code=303)
            return self._errors.page(request, 403)
        standing = await self._workers.run(self._standing)
        return self._pages.show(request, "status.html", standing=standing)

    def _standing(self) -> Standing:
        room = self._room
        editions = sorted(room.archive.editions(), key=lambda each: str(each.date or ""), reverse=True)
        kept = (each for each in room.judgements.all() if each.question and not each.passages)
        problem = self._problem()
        try:
            current, generations, missing = (
                published_id(room.engine),
                room.engine.generations(),
                room.missing(self._now()),
            )
        except Unreachable:  # the page tells it, and what is known here
            current, generations, missing = None, [], ()
        return Standing(
            current=current,
            problem=problem,
            seen_s=self._seen_s(),
            generations=tuple(reversed(generations))[:LISTED],
            editions=tuple(editions[:LISTED]),
            missing=missing,
            publishings=tuple(reversed(room.journal.entries()))[:LISTED],
            days=tuple(question_days(room.settings.data)[:LISTED]),
            refused=tuple(Counter(each.question or "" for each in kept).most_common(LISTED)),
        )

    def _problem(self) -> str:
        try:
            with self._room.serving.lease():
                problem = self._room.serving.problem
        except KNOWN as error:
            return explain(error)
        return explain(problem) if problem else ""

    def _seen_s(self) -> int | None:
        seen = self._room.serving.seen_s_ago()
        return None if math.isinf(seen) else round(seen)
