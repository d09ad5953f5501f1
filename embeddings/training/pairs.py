"""What the encoder learns from: (question-like text, passage) pairs, drawn anew every time they are asked for.

Four kinds, in fixed shares: a sentence and its surroundings (the sentence itself mostly taken out, so that meaning and
not spelling has to match), a sentence made over into something like a question and the passage that it stands in,
headlines and bodies, questions and passages. The loss sets every pair of a batch against all its other passages, so a
part of each block comes from few topics: passages that are hard to tell apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass, field

import numpy as np
from numpy.typing import NDArray

from embeddings.training.sources import QuestionSet

SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")
CLAUSE = re.compile(r"[^，,、；：]{2,}")
FIGURE = re.compile(r"\d[\d.,万亿千百%％]*")
ASKED = ("多少", "几", "什么时候", "哪", "")
"""What stands in the place of a figure that a made-up question asks for."""
WINDOW = (80, 320)
"""Least and most characters of a passage."""
LONGEST = 640
"""Most characters of a question's passage."""
TAKEN_OUT = 0.6
"""How often the sentence that serves as question is missing from its passage."""
TOPICS_AT_ONCE = 8
FROM_TOPICS = 0.5
"""Share of a block's documents that comes from few topics."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How much of a batch each kind makes up; the shares sum to 1."""

    context: float = 0.35
    remade: float = 0.25
    headlines: float = 0.15
    questions: float = 0.25


@dataclass(slots=True)
class PairSampler:
    """Draws pairs from documents and given pairs; the same seed gives the same sequence.

    ``topics``: the numbers of the documents of each topic; empty for no hard negatives.
    """

    documents: Sequence[str]
    headlines: Sequence[tuple[str, str]]
    questions: Sequence[QuestionSet]
    seed: int
    topics: Sequence[NDArray[np.int64]] = ()
    shares: Shares = field(default_factory=Shares)
    _random: np.random.Generator = field(init=False)
    _near: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        self._random = np.random.default_rng(self.seed)
        self._near = np.zeros(0, dtype=np.int64)

    def draw(self, count: int) -> list[tuple[str, str]]:
        """``count`` pairs (question-like, passage)."""
        if self.topics:
            chosen = self._random.choice(len(self.topics), size=min(TOPICS_AT_ONCE, len(self.topics)), replace=False)
            self._near = np.concatenate([self.topics[topic] for topic in chosen])
        kinds = self._random.choice(4, size=count, p=astuple(self.shares))
        makers = (self._context, self._remade, self._headline, self._question)
        return [makers[kind]() for kind in kinds]

    def _pick(self, count: int) -> int:
        return int(self._random.integers(count))

    def _context(self) -> tuple[str, str]:
        sentence, before, after = self._sentence()
        if self._random.random() < TAKEN_OUT:
            return sentence, before + after
        return sentence, before + sentence + after

    def _remade(self) -> tuple[str, str]:
        """A sentence made over, some figures asked for: closer to how people ask."""
        sentence, before, after = self._sentence()
        question = self._shuffled(sentence)
        if self._random.random() < 0.5:
            question = FIGURE.sub(ASKED[self._pick(len(ASKED))], question, count=1)
        return question, before + sentence + after

    def _shuffled(self, sentence: str) -> str:
        """The clauses of a sentence in another order, some missing; the sentence itself where it has none."""
        clauses = CLAUSE.findall(sentence)
        kept = [clause for clause in clauses if self._random.random() < 0.5] or clauses[:1]
        order = self._random.permutation(len(kept))
        return "".join(kept[i] for i in order) or sentence

    def _headline(self) -> tuple[str, str]:
        headline, body = self.headlines[self._pick(len(self.headlines))]
        return headline, self._window(body, self._pick(max(1, len(body) // 2)))

    def _question(self) -> tuple[str, str]:
        chosen = self._random.choice(len(self.questions), p=[questions.share for questions in self.questions])
        items = self.questions[chosen].items
        question, passage, answer = items[self._pick(len(items))]
        if answer < 0 or self._random.random() < 0.5:
            return question, passage[:LONGEST]
        return question, self._window(passage, max(0, answer - self._pick(WINDOW[0])))

    def _document(self) -> str:
        if len(self._near) and self._random.random() < FROM_TOPICS:
            return self.documents[int(self._near[self._pick(len(self._near))])]
        return self.documents[self._pick(len(self.documents))]

    def _sentence(self) -> tuple[str, str, str]:
        """A sentence of 8 to 80 characters, and what stands before and behind it within a window."""
        while True:
            text = self._document()
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
