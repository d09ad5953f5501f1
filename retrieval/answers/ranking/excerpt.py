"""Excerpts: whole sentences around the evidence, word for word, from one paragraph, or one list, of one passage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.domain import Passage, Span
from retrieval.language.characters import HAN
from retrieval.language.rows import rows_around
from retrieval.language.sentences import sentences

LONG_ENOUGH = 160
"""Characters that an excerpt is grown to; one long sentence may be longer; by hand, 2026-11."""

_DATELINE = re.compile(
    rf"^\s*+(?:本报(?:综合|北京|驻[{HAN}]{{2,6}})?[{HAN}]{{0,6}}(?:讯|电)|[{HAN}]{{2,8}}(?:社|网|报|客户端)[{HAN}0-9]{{0,12}}(?:讯|电)|"
    rf"据[{HAN}]{{2,8}}(?:报道|消息)|原标题)?\s*[(（【][^()（）【】]{{0,60}}(?:记者|通讯员|编辑|作者|实习生)[^()（）【】]{{0,60}}[)）】]\s*"
)
_JUMP = re.compile(r"^\s*[(（](?:上接|下转)[^()（）]{1,12}[)）]\s*")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of a passage; ``evidence`` are spans within the excerpt."""

    passage: Passage
    span: Span
    evidence: tuple[Span, ...]

    @property
    def text(self) -> str:
        return self.passage.text[self.span[0] : self.span[1]]


def dateline_end(text: str) -> int:
    """Characters of 本报讯 (记者 某某) and the like at the start of a text; 0 if there is none."""
    found = _DATELINE.match(text) or _JUMP.match(text)
    return found.end() if found and found.end() < len(text) else 0


def grow(
    passage: Passage,
    core: Span,
    scores: dict[Span, float],
    *,
    taken: Sequence[Span] = (),
    with_byline: bool = False,
    limit: int = LONG_ENOUGH,
    spans: Sequence[Span] | None = None,
) -> Excerpt:
    """Grow whole sentences around ``core`` (a sentence of the passage) to about ``limit`` characters.

    Of the neighbours on both sides the one with the higher score comes first, the following one on equal terms.
    Neither sentences of another paragraph (the rows of a list are one) nor those of the stretches that are ``taken``
    come in. ``spans`` are the sentences of the passage where they are known.
    """
    text = passage.text
    paragraph = _paragraph(text, core)
    low, high = _left_free(paragraph, core, taken)
    known = sentences(text) if spans is None else spans
    around = [span for span in known if low <= span[0] and span[1] <= high]
    start, end = _grown(around, core, scores, limit)
    if start == paragraph[0] and not with_byline:
        behind = start + dateline_end(text[start:end])
        start = behind if behind < core[1] else start
    return Excerpt(passage, (start, end), (_within(core, start, end),))


def _left_free(paragraph: Span, core: Span, taken: Sequence[Span]) -> Span:
    """What lies around ``core`` in its paragraph, up to the nearest stretches that are taken."""
    low, high = paragraph
    for start, end in taken:
        if end <= core[0]:
            low = max(low, end)
        if start >= core[1]:
            high = min(high, start)
    return low, high


def _grown(around: Sequence[Span], core: Span, scores: dict[Span, float], limit: int) -> Span:
    """From the first to the last of the sentences that have room together with ``core``."""
    first = last = around.index(core)
    while (wider := _with_neighbour(around, first, last, scores, limit)) is not None:
        first, last = wider
    return around[first][0], around[last][1]


def _with_neighbour(
    around: Sequence[Span], first: int, last: int, scores: dict[Span, float], limit: int
) -> tuple[int, int] | None:
    """The same sentences and the better one of their neighbours; None where neither has room."""
    after = _has_room(around, first, last + 1, limit)
    before = _has_room(around, first - 1, last, limit)
    if before and after:
        after = scores.get(around[last + 1], 0.0) >= scores.get(around[first - 1], 0.0)
    if after:
        return first, last + 1
    return (first - 1, last) if before else None


def _has_room(around: Sequence[Span], first: int, last: int, limit: int) -> bool:
    return first >= 0 and last < len(around) and around[last][1] - around[first][0] <= limit


def marked(excerpt: Excerpt, spans: Sequence[Span]) -> Excerpt:
    """The same excerpt with other evidence; ``spans`` count characters of the passage."""
    inside = {_within(span, *excerpt.span) for span in spans if touching(span, excerpt.span)}
    return Excerpt(excerpt.passage, excerpt.span, tuple(sorted(inside))) if inside else excerpt


def touching(one: Span, other: Span) -> bool:
    """Whether two stretches have characters in common."""
    return one[0] < other[1] and other[0] < one[1]


def _within(span: Span, start: int, end: int) -> Span:
    return max(span[0], start) - start, min(span[1], end) - start


def _paragraph(text: str, core: Span) -> Span:
    """The line that holds ``core``, with the other rows where it is one of a list."""
    start = text.rfind("\n", 0, core[0]) + 1
    end = text.find("\n", core[1])
    return rows_around(text, (start, end if end >= 0 else len(text)))
