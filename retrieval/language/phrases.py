"""Words to be found as they are printed: where a text holds them, whole numbers and whole Latin words only."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.domain import Span
from retrieval.language.characters import ZERO_WIDTH, ZERO_WIDTH_PATTERN
from retrieval.language.folding import folded

_IN_QUOTES = re.compile(r"[\"“「](?P<quoted>[^\"“”「」]+)[\"”」]|(?P<word>[^\s\"“”「」]+)")
_INSIDE_WORD = f"[{ZERO_WIDTH}]*"
"""What may stand between two characters of a word in text that was extracted."""
_BETWEEN_WORDS = r"[^\S\n]+"
"""Between two words of a phrase; a phrase ends with its paragraph."""
LONGEST_PHRASE_CHARS = 500
"""Characters of a phrase that is looked for: passages are cut at sentences and clauses, well before that length."""
_NOWHERE = re.compile(r"(?!)")
NUMBER_BEFORE, NUMBER_BEHIND = r"(?<!\d)(?<!\d\.)", r"(?![\d%])(?!\.\d)"
"""Patterns of a place, in folded text, where a number does not go on."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must stand side by side. ``text`` is as typed, ``pattern`` is held against folded text."""

    text: str
    pattern: re.Pattern[str]

    def spans(self, text: str) -> tuple[Span, ...]:
        """Where a text prints it, in order; characters of ``text``."""
        return self.spans_in_folded(folded(text))

    def spans_in_folded(self, plain: str) -> tuple[Span, ...]:
        """The same of a text that is folded already (``folding.folded``)."""
        return tuple(found.span() for found in self.pattern.finditer(plain))


def phrases(words: str) -> tuple[Phrase, ...]:
    """The phrases of a look-up: what stands in quotation marks is one, else every word. Those without letters go."""
    found: list[Phrase] = []
    for match in _IN_QUOTES.finditer(words):
        text = " ".join((match["quoted"] or match["word"]).split())
        if any(char.isalnum() for char in text):
            found.append(phrase(text))
    return tuple(dict.fromkeys(found))


def phrase(text: str) -> Phrase:
    """One phrase. At its ends a number or a Latin word goes no further: 3路 does not stand in 13路.

    One of more than ``LONGEST_PHRASE_CHARS`` stands nowhere.
    """
    if len(text) > LONGEST_PHRASE_CHARS:
        return Phrase(text, _NOWHERE)
    plain = folded(ZERO_WIDTH_PATTERN.sub("", text)).strip()
    parts = [_INSIDE_WORD.join(map(re.escape, word)) for word in plain.split()]
    return Phrase(text, re.compile(_left_border(plain[:1]) + _BETWEEN_WORDS.join(parts) + _right_border(plain[-1:])))


def _left_border(first: str) -> str:
    if first.isdecimal():
        return NUMBER_BEFORE
    return "(?<![a-z])" if first.isascii() and first.isalpha() else ""


def _right_border(last: str) -> str:
    if last.isdecimal():
        return NUMBER_BEHIND
    return "(?![a-z])" if last.isascii() and last.isalpha() else ""
