"""Names places in the paper by short ASCII tokens, for deep links and for the buttons that open articles.

They hold archive ids and character offsets only, so they work after later generations and tell nothing of who asked.
Buttons take at most 64 bytes, ``?start=`` at most 64 characters of ``[A-Za-z0-9_-]``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.domain import Citation

ASK = "ask"
"""What 「去提问」 under an inline query starts the bot with: what was typed there is to be answered."""
TOKEN = re.compile(r"(?P<kind>[pa])(?P<id>\d{1,18})(?:_(?P<start>\d{1,9})_(?P<end>\d{1,9}))?(?:-(?P<sheet>\d{1,5}))?")


@dataclass(frozen=True, slots=True)
class Place:
    """An article, or characters ``start``–``end`` of a passage in it. ``sheet`` is the page of the view, from 0.

    ``sheet`` None opens where the excerpt stands.
    """

    article_id: int | None = None
    passage_id: int | None = None
    start: int = 0
    end: int = 0
    sheet: int | None = None

    @property
    def token(self) -> str:
        """For ``?start=`` and for buttons."""
        text = f"a{self.article_id}" if self.passage_id is None else f"p{self.passage_id}_{self.start}_{self.end}"
        return text if self.sheet is None else f"{text}-{self.sheet}"


def place_of(citation: Citation) -> Place:
    """Where a citation's excerpt stands."""
    return Place(passage_id=citation.passage_id, start=citation.start, end=citation.end)


def parse_place(token: str) -> Place | None:
    """The place that a token names; None if it is none of ours."""
    match = TOKEN.fullmatch(token)
    if not match:
        return None
    sheet = None if match["sheet"] is None else int(match["sheet"])
    if match["kind"] == "a":
        return Place(article_id=int(match["id"]), sheet=sheet) if match["start"] is None else None
    if match["start"] is None:
        return None
    return Place(passage_id=int(match["id"]), start=int(match["start"]), end=int(match["end"]), sheet=sheet)
