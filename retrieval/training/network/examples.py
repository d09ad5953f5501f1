"""What the network learns from: a question, a few windows of text, and where the answer stands in the right one.

A window is whole sentences of one article, about as long as an excerpt, behind the article's headline (or its first
clause, where no headline is known, for a paragraph deep in a report rarely names its subject). Every question has
hard negatives: other windows of the same article, and the windows of other articles that share most with the question.
Sources and what they may be used for: ``../shared/README.md``; rows kept for evaluation, and reposts of them, never
come in.
"""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embeddings.training.sources import HEADLINES, NEWS, kept_articles, records
from retrieval.answers.models.network import HEADLINE_CHARS, SEPARATOR
from retrieval.domain import Span
from retrieval.language.bigrams import bigrams, dice
from retrieval.language.folding import folded
from retrieval.language.sentences import sentences
from retrieval.language.tokenizer import Tokenizer
from retrieval.training.cloze import Maker
from retrieval.training.network.exchanged import Exchanger
from retrieval.training.network.negatives import Haystack

WINDOW_CHARS = (90, 230)
"""Characters of a window: the least and the most, drawn anew for each."""
NEGATIVES = 2.0
"""Wrong windows beside the right one, on average."""
TERSE_ANSWER_CHARS = 32
"""Characters of an answer up to which its span is learned; longer ones would teach to copy sentences."""
NEAREST_WINDOWS = 12
"""Windows found for a question, of which the wrong ones are drawn."""
BESIDE, HEADED = 0.7, 0.8
"""How often a wrong window is one of the same article, and how often the windows carry headlines."""
REPOST = 0.5
"""Likeness (Dice of bigrams) from which a found window is the right one once more, and no negative."""
EXCHANGED = 0.1
"""How often a name or a number of the question is exchanged, and the window does not answer it any more."""
LOCAL_NUMBERS = 10**7
OWN_DEVELOP = 10
"""Every how many-th article with questions of our own is left for measuring."""


@dataclass(frozen=True, slots=True)
class Window:
    """``text`` with the answer's ``span`` in it, or None where it holds none; ``right`` if it is about what is asked.

    ``right`` is None where that is not known: a passage on the topic that does not answer.
    """

    text: str
    span: Span | None
    right: bool | None


@dataclass(frozen=True, slots=True)
class TrainingGroup:
    """A question with its windows, the right one first if there is one."""

    question: str
    windows: tuple[Window, ...]
    source: str


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


def read_own_questions(file: Path, articles: Mapping[int, Mapping[str, str]], first: int) -> Iterator[TrainingQuestion]:
    """Questions written by us over news articles: ``line``, ``question``, ``span`` of the answer in the body, or None.

    A line of a file of local news holds the article itself, written by us too: ``headline``, ``text``, ``questions``.
    Passages are numbered from ``first``: those of the news by their line, local ones from ``LOCAL_NUMBERS``.
    """
    passages: dict[int, AskedText] = {}
    base = first + LOCAL_NUMBERS + zlib.crc32(file.name.encode()) % 1000 * 10_000
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
        record = json.loads(line)
        if "text" in record:
            passage = AskedText(record["text"], record["headline"], base + number)
            yield from (_own_question(each, passage, number) for each in record["questions"])
        elif record["line"] in articles:
            article, place = articles[record["line"]], int(record["line"])
            passage = passages.setdefault(place, AskedText(article["body"], article["title"], first + place))
            yield _own_question(record, passage, place)


def _own_question(record: Mapping[str, Any], passage: AskedText, line: int) -> TrainingQuestion:
    span = tuple(record["span"]) if record.get("span") else None
    return TrainingQuestion(record["question"], passage, span, "own", span is not None, line)


class ExampleSource:
    """Draws groups: the passages of all sources in one haystack, so that negatives come from the same kind of text."""

    def __init__(
        self,
        data: Path,
        own: Sequence[Path],
        seed: int,
        *,
        made: int,
        headlines: int,
        news: int,
        pairs: float = 1.0,
        negatives: float = NEGATIVES,
    ) -> None:
        """``pairs`` is the share of the question sets that is taken. ``made`` questions come from printed sentences,
        ``headlines`` are taken as questions, and in ``news`` articles negatives are found.
        """
        self._negatives = negatives
        self._random = random.Random(seed)  # noqa: S311 - draws examples
        self._data = data
        self._kept = kept_articles(data)
        self.asked: list[TrainingQuestion] = []
        self._passages: list[AskedText] = []
        self._read_pairs(pairs)
        self._read_news(own, made=made, headlines=headlines, news=news)
        self._haystack = Haystack(self._windows_of_all())
        self._exchanger = Exchanger((each.question for each in self.asked), self._random)

    def groups(self, asked: Sequence[TrainingQuestion], exchanged: float = EXCHANGED) -> Iterator[TrainingGroup]:
        """A group for each question, in order; windows are drawn anew at every call.

        ``exchanged`` is the share that asks about another thing than the window speaks of.
        """
        for each in asked:
            yield self._group(each, exchanged)

    def _read_pairs(self, taken: float) -> None:
        numbers: dict[str, AskedText] = {}
        for name, share, answerable in (
            ("cmrc2018_train", 1.0, True),
            ("squad2_zh_dev_mt", 0.7, True),
            ("squad2_zh_dev_mt_unanswerable", 0.6, False),
            ("stard_statute", 1.0, True),
            ("nlpcc_kbqa", 0.05, True),
        ):
            for record in records(self._data / f"pairs/{name}.jsonl.xz"):
                if self._random.random() >= share * taken:
                    continue
                text = record["passage"]
                passage = numbers.setdefault(text, AskedText(text, "", len(numbers)))
                answer = record.get("answer") if answerable else None
                at = text.find(answer) if answer else -1
                span = (at, at + len(answer)) if answer and at >= 0 and len(answer) <= TERSE_ANSWER_CHARS else None
                if answer and span is None and name != "stard_statute":
                    continue
                self.asked.append(TrainingQuestion(record["query"], passage, span, name, answerable))
        self._passages += numbers.values()

    def _read_news(self, own: Sequence[Path], *, made: int, headlines: int, news: int) -> None:
        first = len(self._passages)
        titled = {
            record["doc_line"]: record["query"]
            for name in HEADLINES
            for record in records(self._data / name)
            if record.get("doc_line") is not None
        }
        usable = [
            {"body": record["body"], "title": record["title"] or titled.get(record["line"], ""), "line": record["line"]}
            for record in records(self._data / NEWS)
            if len(record["body"]) >= WINDOW_CHARS[0]
        ]
        articles = {record["line"]: record for record in usable}
        for file in own:
            self.asked += read_own_questions(file, articles, first)
        wanted = {each.passage.number - first for each in self.asked if each.source == "own"}
        self._passages += {each.passage.number: each.passage for each in self.asked if each.source == "own"}.values()
        drawn = [record for record in self._random.sample(usable, len(usable)) if record["line"] not in wanted]
        chosen: list[AskedText] = []
        for record in drawn:
            if len(chosen) == news:
                break
            if not self._kept.repeated_by(record["body"]):
                chosen.append(AskedText(record["body"], record["title"], first + record["line"]))
        self._passages += chosen
        self.asked += self._cloze(chosen[:made])
        self.asked += self._headlines(headlines, first + len(usable) + 10**6)

    def _cloze(self, passages: Iterable[AskedText]) -> Iterator[TrainingQuestion]:
        maker = Maker(Tokenizer(), self._random)
        for passage in passages:
            spans = [span for span in sentences(passage.text) if 20 <= span[1] - span[0] <= 120]
            if not spans:
                continue
            start, end = self._random.choice(spans)
            made = maker.made(folded(passage.text[start:end]))
            if made is not None:
                question, answer = made
                yield TrainingQuestion(question, passage, (start + answer.span[0], start + answer.span[1]), "cloze")

    def _headlines(self, count: int, first: int) -> Iterator[TrainingQuestion]:
        pairs = [(record["query"], record["passage"]) for name in HEADLINES for record in records(self._data / name)]
        self._random.shuffle(pairs)
        taken = 0
        for number, (headline, text) in enumerate(pairs):
            if taken == count:
                return
            if len(text) >= WINDOW_CHARS[0] and not self._kept.repeated_by(text):
                taken += 1
                yield TrainingQuestion(headline, AskedText(text[:600], "", first + number), None, "headline")

    def _windows_of_all(self) -> Iterator[tuple[int, str, str]]:
        for passage in self._passages:
            for start, end in windows(passage.text, WINDOW_CHARS[1])[:4]:
                text = passage.text[start:end]
                yield passage.number, head_of(passage, text), text

    def _group(self, each: TrainingQuestion, exchanged: float) -> TrainingGroup:
        passage, random_ = each.passage, self._random
        size = random_.randint(*WINDOW_CHARS)
        # All windows of a group carry a headline, or none does: else its absence would tell the right one.
        headed = each.source != "headline" and random_.random() < HEADED
        if not each.answerable:
            start, end = random_.choice(windows(passage.text, size))
            text = passage.text[start:end]
            head = head_of(passage, text) if headed else ""
            return TrainingGroup(each.question, (Window(head + text, None, None),), each.source)
        core = each.span or (0, min(len(passage.text), 40))
        start, end = window_around(passage.text, core, size, random_)
        text = passage.text[start:end]
        head = head_of(passage, text) if headed else ""
        other = self._exchanger.exchanged(each.question, head + text) if random_.random() < exchanged else None
        if other is not None:
            return TrainingGroup(other, (Window(head + text, None, False),), each.source)
        shift = len(head) - start
        span = (each.span[0] + shift, each.span[1] + shift) if each.span else None
        answer = passage.text[slice(*each.span)] if each.span else ""
        wanted = int(self._negatives + random_.random())
        wrong = self._beside(passage, (start, end), size, answer, headed) if each.span and wanted else []
        wrong += self._others(each, text, answer, headed, wanted - len(wrong)) if wanted > len(wrong) else []
        return TrainingGroup(
            each.question,
            (Window(head + text, span, True), *(Window(each_wrong, None, False) for each_wrong in wrong)),
            each.source,
        )

    def _beside(self, passage: AskedText, right: Span, size: int, answer: str, headed: bool) -> list[str]:
        """A window of the same article that does not hold the answer, mostly."""
        found = [
            passage.text[low:high]
            for low, high in windows(passage.text, size)
            if (high <= right[0] or low >= right[1]) and not (answer and answer in passage.text[low:high])
        ]
        if not found or self._random.random() >= BESIDE:
            return []
        text = self._random.choice(found)
        return [(head_of(passage, text) if headed else "") + text]

    def _others(self, each: TrainingQuestion, right: str, answer: str, headed: bool, wanted: int) -> list[str]:
        """Windows of other articles that share much with the question, and neither repeat the right one nor answer."""
        found = self._haystack.nearest(each.question, NEAREST_WINDOWS, each.passage.number)
        mine = bigrams(right)
        chosen: list[str] = []
        for head, text in self._random.sample(found, len(found)):
            repeats = dice(mine, bigrams(text)) >= REPOST
            if len(chosen) < wanted and not repeats and not (len(answer) > 1 and answer in text):
                chosen.append((head if headed else "") + text)
        return chosen


def windows(text: str, size: int) -> list[Span]:
    """Neighbouring windows of whole sentences, each of about ``size`` characters at most; all of the text is in one."""
    found: list[Span] = []
    for start, end in sentences(text) or [(0, len(text))]:
        if found and end - found[-1][0] <= size:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, min(end, start + size)))
    return found


def window_around(text: str, core: Span, size: int, random_: random.Random) -> Span:
    """Whole sentences around ``core``, grown to about ``size`` characters on sides drawn by chance."""
    spans = sentences(text) or [(0, len(text))]
    first = max((number for number, span in enumerate(spans) if span[0] <= core[0]), default=0)
    last = min((number for number, span in enumerate(spans) if span[1] >= core[1]), default=len(spans) - 1)
    first, last = min(first, last), max(first, last)
    while True:
        sides = []
        if first > 0 and spans[last][1] - spans[first - 1][0] <= size:
            sides.append(-1)
        if last + 1 < len(spans) and spans[last + 1][1] - spans[first][0] <= size:
            sides.append(1)
        if not sides:
            return min(spans[first][0], core[0]), max(spans[last][1], core[1])
        if random_.choice(sides) < 0:
            first -= 1
        else:
            last += 1


def head_of(passage: AskedText, text: str) -> str:
    """What stands before a window: the headline, or the passage's first clause where no headline is known."""
    clause = passage.text.find("，", 8, HEADLINE_CHARS)
    headline = passage.headline[:HEADLINE_CHARS] or passage.text[: clause if clause > 0 else 24]
    return "" if not headline or text.startswith(headline) else headline + SEPARATOR


def is_develop(asked: TrainingQuestion) -> bool:
    """Whether a question is left for measuring: every ``OWN_DEVELOP``-th article with questions of our own."""
    return asked.source == "own" and asked.line % OWN_DEVELOP == 0
