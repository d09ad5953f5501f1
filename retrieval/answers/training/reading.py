"""What the reader learns from: a question, a stretch of text about as long as an excerpt, and where the answer stands.

Questions with answers come from CMRC-2018 training and SQuAD 2.0 dev in machine translation; the rest is made from
sentences of news not marked ``no_train``/``heldout``: a printed thing is taken out, an asking word put in its place,
some words are dropped. A share of the passages stays unread: the models that look at what the reader says are fitted
on questions about them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.answers.question_kinds import find_slot
from retrieval.answers.reader import LONGEST_ANSWER, Side, sides
from retrieval.answers.spans_names import names
from retrieval.answers.spans_numbers import Candidate, Type, numbers
from retrieval.answers.text import folded, sentences
from retrieval.answers.training.questions import ANSWERED_SOURCES, Example, records
from retrieval.answers.words import word_spans
from retrieval.domain import Span
from retrieval.index.tokenizer import Tokenizer

KEPT = 0.22
"""Share of the passages whose questions the reader never sees."""
ASKING: dict[Type, tuple[str, ...]] = {
    Type.DURATION: ("多久", "多长时间", "多少时间", "几年", "多少天"),
    Type.MONEY: ("多少钱", "多少", "多少元", "多少资金", "什么价格"),
    Type.RATIO: ("多少", "百分之多少", "多大比例", "几成"),
    Type.AGE: ("多大", "几岁", "多大年纪", "多少岁"),
    Type.DATE: ("什么时候", "何时", "哪天", "哪一年", "几月几日", "什么时间"),
    Type.CLOCK: ("几点", "什么时间", "什么时候", "何时"),
    Type.QUANTITY: ("多少", "几", "多少{unit}", "几{unit}"),
    Type.NUMBER: ("多少", "几"),
    Type.PERSON: ("谁", "哪位", "什么人", "哪个人"),
    Type.ORG: ("哪个单位", "哪家公司", "哪个部门", "什么机构", "谁", "哪里", "哪家"),
    Type.PLACE: ("哪里", "什么地方", "哪儿", "哪个地方", "何处", "哪个城市", "哪个地区"),
    Type.TITLE: ("什么", "哪部作品", "什么名字", "哪个"),
    Type.LIST: ("哪些", "什么", "哪几个", "哪几种", "谁"),
    Type.PHRASE: ("什么", "哪个", "什么样的", "怎样的"),
}
RARE = {Type.PHRASE: 0.15, Type.NUMBER: 0.1, Type.QUANTITY: 0.7, Type.ORG: 0.8, Type.PLACE: 0.8}
"""How often a printed thing of a type is asked for; 1 where nothing stands here."""
SHORTEST = 8
"""Characters of the shortest made question."""
WINDOW = (80, 200)
"""Least and most characters of a made text."""
_SAYS = re.compile("介绍|表示|说|称|告诉|透露|认为|指出|强调|坦言")
_CLAUSE = re.compile(r"[,，;；:：]")


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Question and text as the network sees them, and the spans that answer; none where the text has no answer."""

    question: Side
    text: Side
    spans: tuple[Span, ...]


@dataclass(slots=True)
class Sampler:
    """Draws samples; the same seed gives the same sequence. ``missing``: share of samples without an answer."""

    examples: Sequence[Example]
    articles: Sequence[str]
    tokenizer: Tokenizer
    random: random.Random
    missing: float = 0.2

    def asked(self) -> Sample | None:
        """A question that somebody asked, and a window of its passage."""
        example = self.random.choice(self.examples)
        answer = self.random.choice(example.answers).strip()
        text = folded(example.passage)
        places = occurrences(text, folded(answer))
        if not places or len(answer) > LONGEST_ANSWER:
            return None
        question = folded(example.question)
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
        wanted = self._thing(sentence)
        if wanted is None:
            return None
        question = self._question(sentence, wanted)
        if len(question) < SHORTEST:
            return None
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

    def _thing(self, sentence: str) -> Candidate | None:
        """A printed thing to ask for."""
        words = word_spans(sentence, self.tokenizer)
        found = [*numbers(sentence), *names(sentence, words)]
        kept = [each for each in found if 1 < each.span[1] - each.span[0] <= LONGEST_ANSWER and _clean(sentence, each)]
        kinds = sorted({each.type for each in kept if self.random.random() < RARE.get(each.type, 1.0)})
        if not kinds:
            return None
        kind = self.random.choice(kinds)
        return self.random.choice([each for each in kept if each.type is kind])

    def _question(self, sentence: str, wanted: Candidate) -> str:
        """The sentence with an asking word in place of the thing; clauses and words missing, sometimes turned round."""
        asking = self.random.choice(ASKING[wanted.type]).format(unit=wanted.unit)
        before, after = sentence[: wanted.span[0]], sentence[wanted.span[1] :].rstrip("。！？!?” ")
        left, right = _CLAUSE.split(before), _CLAUSE.split(after)
        own_left, own_right = self._thinned(left[-1]), self._thinned(right[0])
        others = [self._thinned(part) for part in (*left[:-1], *right[1:]) if self.random.random() < 0.3]
        lead = self.random.choice(["", "", ",".join(others)])
        if self.random.random() < 0.25:
            return f"{lead}{own_right}{own_left}{self.random.choice(['是', '在', '有', ''])}{asking}?"
        if self.random.random() < 0.2:
            return f"{asking}{own_right}{',' if own_left else ''}{own_left}{lead}?"
        return f"{lead}{own_left}{asking}{own_right}?"

    def _thinned(self, clause: str) -> str:
        """A clause with some of its words missing."""
        share = self.random.choice((0.0, 0.1, 0.25, 0.4))
        spans = word_spans(clause, self.tokenizer)
        return "".join(clause[slice(*span)] for span in spans if self.random.random() >= share)


def _clean(sentence: str, thing: Candidate) -> bool:
    """Whether a stretch is surely a whole thing of its type: people speak, phrases and organisations end a clause."""
    after = sentence[thing.span[1] :]
    if thing.type is Type.PERSON:
        return _SAYS.match(after) is not None
    if thing.type in {Type.PHRASE, Type.ORG}:
        return not after or not after[0].isalnum() or _SAYS.match(after) is not None
    return True


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


def news(shared: Path) -> list[str]:
    """News that may train weights."""
    found = (str(record["body"]) for record in records(shared / "data/news/crud_rag_news.jsonl.xz"))
    return sorted({body for body in found if len(body) > 80})
