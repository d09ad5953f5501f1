"""Limits: of the numbers of a sentence the one that it calls the highest, or the least, where that is asked for."""

from __future__ import annotations

import re

from retrieval.answers.spans.changes import form
from retrieval.domain import Span
from retrieval.language.numbers import numbers

_LIMITS = tuple(
    (re.compile(asked), re.compile(f"(?:{printed})[^,，。;；、\\d]{{0,3}}$"))
    for asked, printed in (
        ("最高|最多|至多|顶多|上限", "最高|最多|至多|上限"),
        ("最低|最少|至少|起码", "最低|最少|至少|起点"),
    )
)
"""What a question says, and what stands close before the number that the sentence calls so."""
_ENDS_SENTENCE = re.compile("[。!?;；\n]")


def limit_asked(folded: str) -> re.Pattern[str] | None:
    """What stands before the number that a question asks for: 最高, 最低; None where it asks for no limit."""
    return next((printed for asked, printed in _LIMITS if asked.search(folded)), None)


def limit_of(text: str, span: Span, before: re.Pattern[str]) -> Span:
    """The stretch; where its sentence calls exactly one other number of its form the limit, that number."""
    if before.search(text, 0, span[0]):
        return span
    start = max((found.end() for found in _ENDS_SENTENCE.finditer(text, 0, span[0])), default=0)
    ended = _ENDS_SENTENCE.search(text, span[1])
    end = ended.start() if ended else len(text)
    wanted = form(text[slice(*span)])
    named = [(start + each.span[0], start + each.span[1]) for each in numbers(text[start:end])]
    limits = [each for each in named if form(text[slice(*each)]) == wanted and before.search(text, start, each[0])]
    return limits[0] if len(limits) == 1 else span
