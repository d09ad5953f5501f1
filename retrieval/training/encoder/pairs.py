"""What the neural encoder learns from: a question, the window that answers it, and windows that only look like it.

Questions and texts are those that the network learns from (``retrieval/training/network/asked.py``); a window is what
the program encodes of an article: whole sentences, below the headline where one is known. Wrong windows are the nearest
ones by the static encoder, so that what it can't tell apart is learned.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from embeddings.training.sources import kept_articles
from retrieval.language.bigrams import bigrams, dice
from retrieval.training.network.asked import (
    AskedText,
    NewsArticles,
    TrainingQuestion,
    headline_questions,
    passages_of,
    questions_of_pairs,
)
from retrieval.training.network.examples import LEAD_CHARS, REPOST, window_around, windows

ENCODED_CHARS = (70, 170)
"""Characters of a window: the least and the most, drawn anew for each; by hand, 2026-11."""
WINDOWS_OF_A_TEXT = 4
NEAREST = 16
"""Windows found for a question, of which the wrong ones are drawn."""
WITH_HEADLINE = 0.8
"""How often a window stands below its headline, where one is known."""


@dataclass(frozen=True, slots=True)
class Group:
    """A question, its right window, and wrong ones; ``owner`` is the number of the text that the right one is of."""

    question: str
    right: str
    wrong: tuple[str, ...]
    owner: int
    source: str


class NearWindows:
    """Windows of all texts, found by an encoder that is there already."""

    def __init__(self, texts: Sequence[AskedText], encoder: Encoder) -> None:
        self._encoder = encoder
        self._windows = [
            (text, span) for text in texts for span in windows(text.text, ENCODED_CHARS[1])[:WINDOWS_OF_A_TEXT]
        ]
        self._owners = np.array([text.number for text, _ in self._windows])
        printed = [with_headline(text, text.text[slice(*span)]) for text, span in self._windows]
        self._vectors = encoder.encode_passages(printed).astype(np.float16)

    def nearest(self, question: str, count: int, owner: int) -> list[tuple[AskedText, str]]:
        """The best ``count`` windows of other texts than ``owner``, best first."""
        scores: NDArray[np.float32] = self._vectors @ self._encoder.encode_queries([question])[0].astype(np.float16)
        scores[self._owners == owner] = -1
        best = [self._windows[number] for number in np.argsort(-scores, kind="stable")[:count].tolist()]
        return [(text, text.text[slice(*span)]) for text, span in best]


class PairSource:
    """Draws groups from all sources; the same seed gives the same ones."""

    def __init__(
        self,
        data: Path,
        own: Sequence[Path],
        encoder: Encoder,
        seed: int,
        *,
        headlines: int,
        news: int,
        pairs: float,
        negatives: float,
    ) -> None:
        """``pairs`` is the share of the question sets that is taken, ``headlines`` are taken as questions, and in
        ``news`` articles wrong windows are found too. ``negatives`` is their mean number beside a right one.
        """
        self._random = random.Random(seed)  # noqa: S311 - draws examples
        self._negatives = negatives
        kept = kept_articles(data)
        known = questions_of_pairs(data, pairs, self._random)
        articles = NewsArticles(data, kept, first=len(passages_of(known)))
        of_our_own = [each for file in own for each in articles.own_questions(file)]
        beside = articles.drawn(news, self._random, without=of_our_own)
        titles = headline_questions(data, kept, headlines, self._random, first=articles.end)
        every = [*known, *of_our_own, *titles]
        self.asked = [each for each in every if each.answerable]
        self._near = NearWindows([*passages_of(every), *beside], encoder)

    def groups(self, asked: Sequence[TrainingQuestion], negatives: float | None = None) -> Iterator[Group]:
        """A group for each question, in order; windows are drawn anew at every call."""
        for each in asked:
            yield self._group(each, self._negatives if negatives is None else negatives)

    def _group(self, each: TrainingQuestion, negatives: float) -> Group:
        passage = each.passage
        core = each.span or (0, min(len(passage.text), LEAD_CHARS))
        window = passage.text[slice(*window_around(passage.text, core, self._size(), self._random))]
        answer = passage.text[slice(*each.span)] if each.span else ""
        wrong = self._wrong(each, window, answer, int(negatives + self._random.random()))
        headed = self._random.random() < WITH_HEADLINE
        right = with_headline(passage, window) if headed else window
        return Group(each.question, right, tuple(wrong), passage.number, each.source)

    def _size(self) -> int:
        return self._random.randint(*ENCODED_CHARS)

    def _wrong(self, each: TrainingQuestion, right: str, answer: str, wanted: int) -> list[str]:
        """Windows of other texts that neither repeat the right one nor print the answer."""
        if not wanted:
            return []
        mine = bigrams(right)
        found = self._near.nearest(each.question, NEAREST, each.passage.number)
        chosen: list[str] = []
        for text, window in self._random.sample(found, len(found)):
            answers = len(answer) > 1 and answer in window
            if not answers and dice(mine, bigrams(window)) < REPOST:
                chosen.append(with_headline(text, window))
        return chosen[:wanted]


def with_headline(text: AskedText, window: str) -> str:
    """A window as an archive has it encoded: below the headline."""
    return f"{text.headline}\n{window}" if text.headline else window
