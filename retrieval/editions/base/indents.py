"""Paragraphs that nothing but the white space before each of them parts: ``…开了。　　第二段`` on one line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.domain import Span
from retrieval.language.characters import ELLIPSIS, SENTENCE_ENDS

_WIDE = r"(?:[　\u2003]{2}|\u2002{4}|\xa0[\xa0 ]{2,})"
"""Two characters' width: full-width or em spaces, or the no-break spaces of a web page."""
_END_OF_SENTENCE = f"[{SENTENCE_ENDS}{ELLIPSIS}]"
_INDENT_BEHIND_SENTENCE = re.compile(
    rf"(?:(?<={_END_OF_SENTENCE})|(?<={_END_OF_SENTENCE}[”’」』）)])|(?<=[摄攝]）)){_WIDE}"
)
_INDENT = re.compile(_WIDE)
_END_OF_LINE = re.compile(r"[ \t\r\n\f]*[\r\n\f][ \t\r\n\f]*")


def indented_paragraphs(text: str) -> Iterator[Span]:
    """The paragraphs of a text: an indent begins one behind a line's end, and behind the end of a sentence."""
    starts = {found.start() for found in _INDENT_BEHIND_SENTENCE.finditer(text)}
    starts |= {found.end() for found in _END_OF_LINE.finditer(text) if _INDENT.match(text, found.end())}
    at = 0
    for start in sorted(starts):
        yield at, start
        at = start
    yield at, len(text)
