"""How long the fields of an article may be that are printed on one line, and that they are one line."""

from __future__ import annotations

import re
from dataclasses import replace

from retrieval.domain import Byline
from retrieval.editions.base.draft import ArticleDraft
from retrieval.errors import BadInput

LONGEST_FIELDS = {
    "headline": 500,
    "kicker": 4000,
    "subhead": 4000,
    "paper": 100,
    "page": 40,
    "byline": 1000,
    "id": 500,
    "url": 2000,
}
"""Characters. The longest headline of 73,000 news articles and laws has 84; each passage is encoded with it. A kicker
and a subhead may be several lines; by hand, 2026-11."""
MOST_NAMES = 60
"""People of one role whom an article names; by hand, 2026-11."""

_LINE_BREAKS = re.compile(r"\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")


def within_limits(draft: ArticleDraft, shown: str) -> ArticleDraft | BadInput:
    """The article with fields of one line; a refusal where one is too long to be that field."""
    for key, value in _fields(draft).items():
        if value is not None and len(value) > LONGEST_FIELDS[key]:
            return too_long(key, value, shown)
    return replace(
        draft,
        headline=one_printed_line(draft.headline),
        kicker=one_printed_line(draft.kicker),
        subhead=one_printed_line(draft.subhead),
        paper=one_printed_line(draft.paper),
        page=one_printed_line(draft.page),
        external_id=one_printed_line(draft.external_id),
        url=one_printed_line(draft.url),
        byline=_some_names(draft.byline),
    )


def too_long(field: str, value: str, shown: str, *, line: int | None = None, key: str | None = None) -> BadInput:
    """The refusal of a value; ``key`` is what the file calls the field."""
    detail = f"{value[:40]!r}… has {len(value)} characters; at most {LONGEST_FIELDS[field]} are taken"
    return BadInput("field", shown, detail, line=line, key=key or field)


def one_printed_line(text: str | None) -> str | None:
    """``text`` with line breaks, and the white space around them, as spaces; otherwise as it was printed."""
    return text if text is None else _LINE_BREAKS.sub(" ", text)


def _fields(draft: ArticleDraft) -> dict[str, str | None]:
    return {
        "headline": draft.headline,
        "kicker": draft.kicker,
        "subhead": draft.subhead,
        "paper": draft.paper,
        "page": draft.page,
        "id": draft.external_id,
        "url": draft.url,
    }


def _some_names(byline: Byline) -> Byline:
    return Byline(byline.reporters[:MOST_NAMES], byline.correspondents[:MOST_NAMES], byline.photographers[:MOST_NAMES])
