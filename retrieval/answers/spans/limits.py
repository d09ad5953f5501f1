"""Limits: of the numbers of a sentence the one that it calls the highest, or the least, where that is asked for."""

from __future__ import annotations

import re

from retrieval.answers.spans.changes import form, the_only_value
from retrieval.domain import Span

_CLOSE_BEFORE = r"[^,，。;；、\d]{0,3}$"
_HIGHEST = re.compile(f"(?:最高|最多|至多|上限){_CLOSE_BEFORE}")
_LEAST = re.compile(f"(?:最低|最少|至少|起点){_CLOSE_BEFORE}")
"""What stands close before the number that a sentence calls so."""
_ASKS_FOR_HIGHEST = re.compile("最高|最多|至多|顶多|上限")
_ASKS_FOR_LEAST = re.compile("最低|最少|至少|起码")
_ENDS_SENTENCE = re.compile("[。!?;；\n]")


def limit_asked(folded: str) -> re.Pattern[str] | None:
    """What stands before the number that a question asks for: 最高, 最低; None where it asks for no limit."""
    if _ASKS_FOR_HIGHEST.search(folded):
        return _HIGHEST
    return _LEAST if _ASKS_FOR_LEAST.search(folded) else None


def limit_of(text: str, span: Span, before: re.Pattern[str]) -> Span:
    """The stretch; where its sentence calls exactly one other number of its form the limit, that number."""
    if before.search(text, 0, span[0]):
        return span
    start = 0
    for ended in _ENDS_SENTENCE.finditer(text, 0, span[0]):
        start = ended.end()
    following = _ENDS_SENTENCE.search(text, span[1])
    end = following.start() if following else len(text)
    return the_only_value(text, (start, end), form(text[slice(*span)]), before) or span
