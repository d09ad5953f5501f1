"""Whether the process answers, for whoever watches it: nobody has to sign in, so nothing is told of this disk."""

from __future__ import annotations

import logging
from typing import Any

from bot.messages import KNOWN, told
from bot.web.desk.texts import Words
from bot.wiring import Newsroom
from retrieval.errors import NothingPublished

log = logging.getLogger(__name__)


class Readiness:
    """What ``/readyz`` says. What is wrong is logged in full when it changes: it is asked for every few seconds."""

    def __init__(self, room: Newsroom) -> None:
        self._room = room
        self._logged = ""

    def told(self) -> tuple[int, dict[str, Any]]:
        """The status code, and which generation answers, or why none does.

        ``problem`` is why a newer one can't be used, while this one answers.
        """
        try:
            with self._room.serving.lease() as generation:
                manifest = generation.manifest
        except KNOWN as error:
            return 503, {"status": "unavailable", "reason": self._in_public(error)}
        ready = {"status": "ok", "generation": manifest.id, "newest": manifest.newest_date}
        problem = self._room.serving.problem
        return 200, ready | {"problem": self._in_public(problem)} if problem else ready

    def _in_public(self, error: Exception) -> str:
        """What anybody may know of an error: its message may name files."""
        said = told(error, "en")
        if said != self._logged:
            log.warning("not ready as it should be: %s", said)
            self._logged = said
        words = Words(self._room.settings.lang)
        return words("nothing_published" if isinstance(error, NothingPublished) else "not_usable")
