"""What the encoder learns from: (question-like text, passage) pairs, drawn anew every time they are asked for.

Four kinds, in fixed shares: a sentence and its surroundings (the sentence itself mostly taken out, so that meaning and
not spelling has to match), a shortened sentence and the passage that it stands in, headlines and bodies, questions and
passages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")
WINDOW = (80, 320)
"""Least and most characters of a passage."""
TAKEN_OUT = 0.6
"""How often the sentence that serves as question is missing from its passage."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How much of a batch each kind makes up; the shares sum to 1."""

    context: float = 0.45
    shortened: float = 0.20
    headlines: float = 0.15
    questions: float = 0.20


@dataclass(slots=True)
class PairSampler:
    """Draws pairs from documents and given pairs; the same seed gives the same sequence."""

    documents: Sequence[str]
    headlines: Sequence[tuple[str, str]]
    questions: Sequence[tuple[str, str]]
    seed: int
    shares: Shares = field(default_factory=Shares)
    _random: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self._random = np.random.default_rng(self.seed)

    def draw(self, count: int) -> list[tuple[str, str]]:
        """``count`` pairs (question-like, passage)."""
        shares = self.shares
        kinds = self._random.choice(
            4, size=count, p=[shares.context, shares.shortened, shares.headlines, shares.questions]
        )
        makers = (self._context, self._shortened, self._headline, self._question)
        return [makers[kind]() for kind in kinds]

    def _pick(self, count: int) -> int:
        return int(self._random.integers(count))

    def _context(self) -> tuple[str, str]:
        sentence, before, after = self._sentence()
        if self._random.random() < TAKEN_OUT:
            return sentence, before + after
        return sentence, before + sentence + after

    def _shortened(self) -> tuple[str, str]:
        """Clauses of a sentence in another order, some missing: closer to how people ask."""
        sentence, before, after = self._sentence()
        clauses = [clause for clause in re.split(r"[，,、；：]", sentence) if len(clause) > 1]
        kept = [clause for clause in clauses if self._random.random() < 0.5] or clauses[:1]
        order = self._random.permutation(len(kept))
        return "".join(kept[i] for i in order) or sentence, before + sentence + after

    def _headline(self) -> tuple[str, str]:
        headline, body = self.headlines[self._pick(len(self.headlines))]
        return headline, self._window(body, self._pick(max(1, len(body) // 2)))

    def _question(self) -> tuple[str, str]:
        question, passage = self.questions[self._pick(len(self.questions))]
        return question, passage[: 2 * WINDOW[1]]

    def _sentence(self) -> tuple[str, str, str]:
        """A sentence of 8 to 80 characters, and what stands before and behind it within a window."""
        while True:
            text = self.documents[self._pick(len(self.documents))]
            middle = self._pick(len(text))
            low = max(0, middle - WINDOW[1])
            stretch = text[low : middle + WINDOW[1]]
            found = [match.span() for match in SENTENCE.finditer(stretch) if 8 <= match.end() - match.start() <= 80]
            if not found:
                continue
            start, end = found[self._pick(len(found))]
            size = int(self._random.integers(*WINDOW))
            left = int(self._random.integers(0, size))
            before, after = stretch[max(0, start - left) : start], stretch[end : end + size - left]
            if len(before) + len(after) >= 40:
                return stretch[start:end], before, after

    def _window(self, text: str, start: int) -> str:
        size = int(self._random.integers(*WINDOW))
        return text[start : start + size] if len(text) - start >= 40 else text[:size]
