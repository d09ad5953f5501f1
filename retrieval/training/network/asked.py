"""The questions that the network learns from, each with the text it is asked of, source by source."""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from embeddings.training.reposts import Kept
from embeddings.training.sources import HEADLINES, NEWS, records
from retrieval.domain import Span
from retrieval.language.folding import folded
from retrieval.language.sentences import sentences
from retrieval.language.tokenizer import Tokenizer
from retrieval.training.cloze import Maker

PAIR_SETS = (
    ("cmrc2018_train", 1.0),
    ("squad2_zh_dev_mt", 0.7),
    ("squad2_zh_dev_mt_unanswerable", 0.6),
    ("stard_statute", 1.0),
    ("nlpcc_kbqa", 0.05),
)
"""Sets of questions, and what share of each is taken at most; by hand, 2026-11: entities are all of one wording."""
WITHOUT_ANSWER, WITHOUT_SPAN = "squad2_zh_dev_mt_unanswerable", "stard_statute"
SHORTEST_TEXT_CHARS = 90
"""Characters of the shortest news that is taken."""
HEADLINED_CHARS = 600
"""Characters of a report that a headline is asked of."""
CLOZE_SENTENCE_CHARS = range(20, 121)
TERSE_ANSWER_CHARS = 32
"""Characters of an answer up to which its span is learned; longer ones would teach to copy sentences."""
LOCAL_NUMBERS = 10**7
OWN_DEVELOP = 10
"""Every how many-th article with questions of our own is left for measuring."""


@dataclass(frozen=True, slots=True)
class AskedText:
    """A text that questions are asked of; ``number`` tells texts apart."""

    text: str
    headline: str
    number: int


@dataclass(frozen=True, slots=True)
class TrainingQuestion:
    """A question of a passage; ``span`` counts characters of it. ``answerable``: whether it has an answer there.

    ``line`` is that of the news corpus, or of the file of local news, for questions of our own.
    """

    question: str
    passage: AskedText
    span: Span | None
    source: str
    answerable: bool = True
    line: int = 0


def questions_of_pairs(data: Path, share: float, random_: random.Random) -> list[TrainingQuestion]:
    """``share`` of the question sets, each passage told apart by its number from 0."""
    passages: dict[str, AskedText] = {}
    found: list[TrainingQuestion] = []
    for name, most in PAIR_SETS:
        for record in records(data / f"pairs/{name}.jsonl.xz"):
            if random_.random() >= most * share:
                continue
            passage = passages.setdefault(record["passage"], AskedText(record["passage"], "", len(passages)))
            question = _question_of_pair(name, record, passage)
            if question is not None:
                found.append(question)
    return found


def _question_of_pair(name: str, record: Mapping[str, Any], passage: AskedText) -> TrainingQuestion | None:
    """None where the answer is too long to be learned, or isn't printed."""
    if name in (WITHOUT_ANSWER, WITHOUT_SPAN) or not record.get("answer"):
        return TrainingQuestion(record["query"], passage, None, name, name != WITHOUT_ANSWER)
    answer = record["answer"]
    at = passage.text.find(answer)
    if at < 0 or len(answer) > TERSE_ANSWER_CHARS:
        return None
    return TrainingQuestion(record["query"], passage, (at, at + len(answer)), name)


def passages_of(asked: Iterable[TrainingQuestion]) -> list[AskedText]:
    """The texts that questions are asked of, each once."""
    return list({each.passage.number: each.passage for each in asked}.values())


class NewsArticles:
    """The news that may train what ships; its texts are numbered from ``first`` by their lines."""

    def __init__(self, data: Path, kept: Kept, *, first: int) -> None:
        self._kept, self._first = kept, first
        titled = {
            record["doc_line"]: record["query"]
            for name in HEADLINES
            for record in records(data / name)
            if record.get("doc_line") is not None
        }
        self._texts: dict[int, AskedText] = {}
        for record in records(data / NEWS):
            line = record["line"]
            if len(record["body"]) >= SHORTEST_TEXT_CHARS:
                self._texts[line] = AskedText(record["body"], record["title"] or titled.get(line, ""), first + line)
        self.end = first + len(self._texts) + 10**6
        """The least number that no news bears; those of local news are far above it."""

    def own_questions(self, file: Path) -> Iterator[TrainingQuestion]:
        """Questions written by us: ``line``, ``question``, ``span`` of the answer in the body, or None.

        A line of a file of local news holds the article itself, written by us too: ``headline``, ``text``,
        ``questions``; these are numbered from ``LOCAL_NUMBERS``.
        """
        local = self._first + LOCAL_NUMBERS + zlib.crc32(file.name.encode()) % 1000 * 10_000
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
            record = json.loads(line)
            if "text" in record:
                passage = AskedText(record["text"], record["headline"], local + number)
                yield from (_own_question(each, passage, number) for each in record["questions"])
            elif record["line"] in self._texts:
                yield _own_question(record, self._texts[record["line"]], record["line"])

    def drawn(self, count: int, random_: random.Random, *, without: Iterable[TrainingQuestion]) -> list[AskedText]:
        """So many texts by chance that ``without`` doesn't ask about, and that repeat nothing kept for evaluation."""
        asked = {each.passage.number for each in without}
        every = list(self._texts.values())
        chosen: list[AskedText] = []
        for text in random_.sample(every, len(every)):
            if len(chosen) == count:
                break
            if text.number not in asked and not self._kept.repeated_by(text.text):
                chosen.append(text)
        return chosen


def _own_question(record: Mapping[str, Any], passage: AskedText, line: int) -> TrainingQuestion:
    span = tuple(record["span"]) if record.get("span") else None
    return TrainingQuestion(record["question"], passage, span, "own", span is not None, line)


def cloze_questions(passages: Iterable[AskedText], random_: random.Random) -> Iterator[TrainingQuestion]:
    """At most one question of each text, made from one of its sentences."""
    maker = Maker(Tokenizer(), random_)
    for passage in passages:
        spans = [span for span in sentences(passage.text) if span[1] - span[0] in CLOZE_SENTENCE_CHARS]
        if not spans:
            continue
        start, end = random_.choice(spans)
        made = maker.made(folded(passage.text[start:end]))
        if made is not None:
            question, answer = made
            yield TrainingQuestion(question, passage, (start + answer.span[0], start + answer.span[1]), "cloze")


def headline_questions(
    data: Path, kept: Kept, count: int, random_: random.Random, *, first: int
) -> Iterator[TrainingQuestion]:
    """Headlines asked of their reports, whose texts are numbered from ``first``."""
    pairs = [(record["query"], record["passage"]) for name in HEADLINES for record in records(data / name)]
    random_.shuffle(pairs)
    usable = (
        (number, headline, text)
        for number, (headline, text) in enumerate(pairs)
        if len(text) >= SHORTEST_TEXT_CHARS and not kept.repeated_by(text)
    )
    for number, headline, text in islice(usable, count):
        yield TrainingQuestion(headline, AskedText(text[:HEADLINED_CHARS], "", first + number), None, "headline")


def is_develop(asked: TrainingQuestion) -> bool:
    """Whether a question is left for measuring: every ``OWN_DEVELOP``-th article with questions of our own."""
    return asked.source == "own" and asked.line % OWN_DEVELOP == 0
