"""What the reader learns from: a question, a stretch of text about as long as an excerpt, and where the answer stands.

Questions with answers come from CMRC-2018 training and SQuAD 2.0 dev in machine translation; the rest is made from
sentences of news not marked ``no_train``/``heldout``. A share of the passages stays unread: the models that look at
what the reader says are fitted on questions about them.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from retrieval.answers.models.reader import LONGEST_ANSWER, Side, sides
from retrieval.answers.question.kinds import find_slot
from retrieval.domain import Span
from retrieval.language.folding import folded
from retrieval.language.sentences import sentences
from retrieval.language.tokenizer import Tokenizer
from retrieval.language.words import word_spans
from retrieval.training.cloze import Maker
from retrieval.training.examples import ANSWERED_SOURCES, Example, records

KEPT = 0.22
"""Share of the passages whose questions the reader never sees."""
WRONG = 0.3
"""Share of the samples of a question that has wrong excerpts that are one of these."""
WINDOW = (80, 200)
"""Least and most characters of a made text."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Question and text as the network sees them, and the spans that answer; none where the text has no answer."""

    question: Side
    text: Side
    spans: tuple[Span, ...]


@dataclass(slots=True)
class Sampler:
    """Draws samples; the same seed gives the same sequence.

    ``missing``: share of samples without an answer. ``wrong``: question → excerpts of other articles that look right.
    """

    examples: Sequence[Example]
    articles: Sequence[str]
    tokenizer: Tokenizer
    random: random.Random
    missing: float = 0.2
    wrong: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def asked(self) -> Sample | None:
        """A question that somebody asked, and a window of its passage."""
        example = self.random.choice(self.examples)
        answer = self.random.choice(example.answers).strip()
        text = folded(example.passage)
        places = occurrences(text, folded(answer))
        if not places or len(answer) > LONGEST_ANSWER:
            return None
        question = folded(example.question)
        if example.question in self.wrong and self.random.random() < WRONG:
            return self._sample(question, folded(self.random.choice(self.wrong[example.question])), [])
        whole = self._around(text, best_place(text, places, question))
        window = text[slice(*whole)]
        if self.random.random() < self.missing:
            window = self._elsewhere(text, places) or window
        return self._sample(question, window, occurrences(window, folded(answer)))

    def made(self) -> Sample | None:
        """A question made from a sentence of the news, and the text around it."""
        article = folded(self.random.choice(self.articles))
        cut = [span for span in sentences(article) if 14 <= span[1] - span[0] <= 110]
        if not cut:
            return None
        span = self.random.choice(cut)
        sentence = article[slice(*span)]
        made = Maker(self.tokenizer, self.random).made(sentence)
        if made is None:
            return None
        question, wanted = made
        at = (span[0] + wanted.span[0], span[0] + wanted.span[1])
        low, high = self._around(article, at)
        window = article[low:high]
        if self.random.random() < self.missing / 2:
            window = article[low : span[0]] + article[span[1] : high]
            return self._sample(question, window, []) if len(window) > 30 else None
        return self._sample(question, window, [(at[0] - low, at[1] - low)])

    def _sample(self, question: str, text: str, spans: list[Span]) -> Sample:
        slot = find_slot(question)
        words = word_spans(text, self.tokenizer)
        asked, printed = sides(question, slot.span if slot else None, text, words)
        return Sample(asked, printed, tuple(span for span in spans if span[1] <= len(printed.codes)))

    def _around(self, text: str, span: Span) -> Span:
        """Whole sentences around a span, about as many as an excerpt has."""
        limit = self.random.randint(*WINDOW)
        cut = sentences(text)
        inside = [n for n, part in enumerate(cut) if part[0] < span[1] and span[0] < part[1]]
        if not inside:
            return span
        first, last = inside[0], inside[-1]
        while True:
            sides_ = [(first - 1, last), (first, last + 1)]
            self.random.shuffle(sides_)
            fitting = [
                (low, high)
                for low, high in sides_
                if low >= 0 and high < len(cut) and cut[high][1] - cut[low][0] <= limit
            ]
            if not fitting:
                return cut[first][0], cut[last][1]
            first, last = fitting[0]

    def _elsewhere(self, text: str, places: list[Span]) -> str | None:
        """Another part of the passage, without the answer."""
        answer = text[slice(*places[0])]
        other = [part for part in sentences(text) if answer not in text[slice(*part)]]
        window = text[slice(*self._around(text, self.random.choice(other)))] if other else ""
        return window if window and answer not in window else None


def occurrences(text: str, answer: str) -> list[Span]:
    """Where an answer stands, without the full stop that some answers end with."""
    answer = answer.strip().rstrip("。.!?！？,， ")
    found, at = [], text.find(answer) if answer else -1
    while at >= 0:
        found.append((at, at + len(answer)))
        at = text.find(answer, at + 1)
    return found


def best_place(text: str, places: Sequence[Span], question: str) -> Span:
    """The occurrence whose surroundings share most characters with the question."""
    pairs = {question[at : at + 2] for at in range(len(question) - 1)}

    def shared(span: Span) -> int:
        near = text[max(0, span[0] - 40) : span[1] + 40]
        return sum(pair in near for pair in pairs)

    return max(places, key=lambda span: (shared(span), -span[0]))


def split(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """Examples for the reader, and those that it never sees: no passage is on both sides."""
    answered = [each for each in examples if each.source in ANSWERED_SOURCES]
    passages = sorted({each.passage for each in answered})
    draw = random.Random(11)  # noqa: S311 - a repeatable draw, no secret
    kept = set(draw.sample(passages, round(KEPT * len(passages))))
    return [each for each in answered if each.passage not in kept], [e for e in answered if e.passage in kept]


def wrong_excerpts(path: Path) -> dict[str, list[str]]:
    """What ``train.py --stages wrong`` wrote: question → texts."""
    with path.open(encoding="utf-8") as file:
        return {record["question"]: record["texts"] for record in map(json.loads, file)}


def news(shared: Path) -> list[str]:
    """News that may train weights."""
    found = (str(record["body"]) for record in records(shared / "data/news/crud_rag_news.jsonl.xz"))
    return sorted({body for body in found if len(body) > 80})
