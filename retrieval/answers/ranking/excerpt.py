"""Excerpts: whole sentences around the evidence, word for word, from one paragraph of one passage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.domain import Passage, Span
from retrieval.language.characters import HAN
from retrieval.language.sentences import sentences

LONG_ENOUGH = 160
"""Characters that an excerpt is grown to; one long sentence may be longer."""

_DATELINE = re.compile(
    rf"^\s*(?:本报(?:综合|北京|驻[{HAN}]{{2,6}})?[{HAN}]{{0,6}}(?:讯|电)|[{HAN}]{{2,8}}(?:社|网|报|客户端)[{HAN}0-9]{{0,12}}(?:讯|电)|"
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
    Neither sentences of another paragraph nor those of the stretches that are ``taken`` come in. ``spans`` are the
    sentences of the passage where they are known.
    """
    text = passage.text
    own = _paragraph(text, core)
    low = max((end for _, end in taken if end <= core[0]), default=own[0])
    high = min((start for start, _ in taken if start >= core[1]), default=own[1])
    low, high = max(low, own[0]), min(high, own[1])
    around = [span for span in (sentences(text) if spans is None else spans) if low <= span[0] and span[1] <= high]
    first = last = around.index(core)
    while True:
        before = around[first - 1] if first > 0 else None
        after = around[last + 1] if last + 1 < len(around) else None
        before = before if before and around[last][1] - before[0] <= limit else None
        after = after if after and after[1] - around[first][0] <= limit else None
        if before is None and after is None:
            break
        if after is not None and (before is None or scores.get(after, 0.0) >= scores.get(before, 0.0)):
            last += 1
        else:
            first -= 1
    start, end = around[first][0], around[last][1]
    if not with_byline and start == own[0]:
        skip = dateline_end(text[start:end])
        start = start + skip if start + skip < core[1] else start
    return Excerpt(passage, (start, end), (_within(core, start, end),))


def marked(excerpt: Excerpt, spans: Sequence[Span]) -> Excerpt:
    """The same excerpt with other evidence; ``spans`` count characters of the passage."""
    inside = sorted(
        {_within(span, *excerpt.span) for span in spans if span[0] < excerpt.span[1] and excerpt.span[0] < span[1]}
    )
    return Excerpt(excerpt.passage, excerpt.span, tuple(inside)) if inside else excerpt


def _within(span: Span, start: int, end: int) -> Span:
    return max(span[0], start) - start, min(span[1], end) - start


def _paragraph(text: str, core: Span) -> Span:
    start = text.rfind("\n", 0, core[0]) + 1
    end = text.find("\n", core[1])
    return start, end if end >= 0 else len(text)
