"""Joins paragraphs that the end of a column cut: which neighbouring blocks of an article are one paragraph."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.editions.base.source_text import SourceText, concatenate
from retrieval.editions.layout import block_patterns
from retrieval.editions.layout.bylines import closing_byline
from retrieval.language.jump_labels import incoming

LEAST_CUT_CHARS = 40
"""Characters from which a paragraph that ends in a closing mark without a full stop is a cut one; by hand, 2026-11."""


@dataclass(frozen=True, slots=True)
class BodyPart:
    """A block of an article's body; ``fixed`` ones (rows, captions, crossheads) are never joined with a neighbour.

    ``opens``: a paragraph begins here, whatever stands before it; ``rest``: the page shows that it goes on with the one
    before.
    """

    source: SourceText
    fixed: bool = False
    opens: bool = False
    rest: bool = False

    @property
    def text(self) -> str:
        return self.source.text


@dataclass(slots=True)
class _Paragraph:
    """A paragraph while it grows; lengths and quotation marks are counted as it does."""

    parts: list[BodyPart]
    length: int
    open_quotes: int

    @classmethod
    def of(cls, part: BodyPart) -> _Paragraph:
        return cls([part], len(part.text), block_patterns.open_quotes(part.text))

    @property
    def source(self) -> SourceText:
        return concatenate([part.source for part in self.parts])

    def add(self, part: BodyPart) -> None:
        self.parts.append(part)
        self.length += len(part.text)
        self.open_quotes += block_patterns.open_quotes(part.text)


def repair(parts: list[BodyPart]) -> tuple[list[SourceText], int]:
    """Join the parts of cut paragraphs. Returns the paragraphs and how many joins were made; no character changes."""
    paragraphs: list[_Paragraph] = []
    for part in parts:
        if paragraphs and _is_rest_of(paragraphs[-1], part):
            paragraphs[-1].add(part)
        else:
            paragraphs.append(_Paragraph.of(part))
    return [paragraph.source for paragraph in paragraphs], len(parts) - len(paragraphs)


def _is_rest_of(paragraph: _Paragraph, part: BodyPart) -> bool:
    """Whether ``part`` is the rest of a paragraph that a column's end cut."""
    before = paragraph.parts[-1]
    if before.fixed or part.fixed or part.opens or not part.text:
        return False
    if part.rest:
        return True
    if _text_is_parted(before.text, part.text):
        return False
    if _text_runs_on(before.text, part.text):
        return True
    if not _is_open(before.text, paragraph.length):
        return _quote_runs_on(paragraph.open_quotes, part.text)
    return not block_patterns.is_item(part.text)


def _text_is_parted(before: str, after: str) -> bool:
    """Something begins after, or a label ends what stands before."""
    if block_patterns.opens_report(after) or incoming(after) is not None:
        return True
    return block_patterns.ends_with_label(before)


def _text_runs_on(before: str, after: str) -> bool:
    """Whether the characters at the cut show that no paragraph ends there."""
    return block_patterns.cannot_start(after) or _number_is_cut(before, after)


def _is_open(text: str, length: int) -> bool:
    """Whether a paragraph of that length cannot end here."""
    if block_patterns.is_finished(text) or block_patterns.is_named_value(text) or closing_byline(text).names:
        return False
    return text[-1] not in "”’）)】]" or length >= LEAST_CUT_CHARS


def _number_is_cut(before: str, after: str) -> bool:
    """``…约4.`` + ``7公里…``, ``…21:`` + ``30…``."""
    return len(before) > 1 and before[-1] in ".:：" and before[-2].isdigit() and after[0].isdigit()


def _quote_runs_on(open_quotes: int, after: str) -> bool:
    """A quotation of several sentences was cut after one of them: it is open, and closes without opening again."""
    if open_quotes != 1:
        return False
    opens, closes = after.find("“"), after.find("”")
    return closes >= 0 and not 0 <= opens < closes
