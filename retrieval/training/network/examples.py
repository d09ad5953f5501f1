"""What the network learns from: a question, a few windows of text, and where the answer stands in the right one.

A window is whole sentences of one article, about as long as an excerpt, behind the article's headline (or its first
clause, where no headline is known, for a paragraph deep in a report rarely names its subject). Every question has
hard negatives: other windows of the same article, and the windows of other articles that share most with the question.
Sources and what they may be used for: ``../shared/README.md``; rows kept for evaluation, and reposts of them, never
come in.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from embeddings.training.sources import kept_articles
from retrieval.answers.models.network import HEADLINE_CHARS, SEPARATOR
from retrieval.domain import Span
from retrieval.language.bigrams import bigrams, dice
from retrieval.language.sentences import sentences
from retrieval.training.network.asked import (
    AskedText,
    NewsArticles,
    TrainingQuestion,
    cloze_questions,
    headline_questions,
    passages_of,
    questions_of_pairs,
)
from retrieval.training.network.exchanged import Exchanger
from retrieval.training.network.negatives import Haystack

WINDOW_CHARS = (90, 230)
"""Characters of a window: the least and the most, drawn anew for each."""
NEGATIVES = 2.0
"""Wrong windows beside the right one, on average."""
NEAREST_WINDOWS = 12
"""Windows found for a question, of which the wrong ones are drawn."""
BESIDE, HEADED = 0.7, 0.8
"""How often a wrong window is one of the same article, and how often the windows carry headlines."""
LEAD_CHARS = 40
"""Characters at the beginning of a passage that stand for an answer whose place isn't known."""
WINDOWS_OF_A_TEXT = 4
"""Windows of a text among which wrong ones are found."""
EXCHANGES = 3
"""How often it is tried to ask about another thing."""
REPOST = 0.5
"""Likeness (Dice of bigrams) from which a found window is the right one once more, and no negative."""
EXCHANGED = 0.1
"""How often a name or a number of the question is exchanged, and the window does not answer it any more."""


@dataclass(frozen=True, slots=True)
class Window:
    """``text`` with the answer's ``span`` in it, or None where it holds none; ``right`` if it is about what is asked.

    ``head`` is printed before it, or "". ``right`` is None where that is not known: a passage on the topic that does
    not answer.
    """

    head: str
    text: str
    span: Span | None
    right: bool | None

    @property
    def printed(self) -> str:
        """The window behind its headline, as the network reads it."""
        return self.head + self.text


@dataclass(frozen=True, slots=True)
class TrainingGroup:
    """A question with its windows, the right one first if there is one; ``owner`` is the number of that one's text."""

    question: str
    windows: tuple[Window, ...]
    source: str
    owner: int


@dataclass(frozen=True, slots=True)
class Material:
    """What examples are drawn from: questions, and all ``passages`` in which wrong windows are found."""

    asked: Sequence[TrainingQuestion]
    passages: Sequence[AskedText]


def material(
    data: Path, own: Sequence[Path], seed: int, *, made: int, headlines: int, news: int, pairs: float = 1.0
) -> Material:
    """From all sources: ``pairs`` is the share of the question sets that is taken, ``made`` questions come from printed
    sentences, ``headlines`` are taken as questions, and ``news`` articles are added in which wrong windows are found.
    """
    random_ = random.Random(seed)  # noqa: S311 - draws examples
    kept = kept_articles(data)
    known = questions_of_pairs(data, pairs, random_)
    passages = passages_of(known)
    articles = NewsArticles(data, kept, first=len(passages))
    of_our_own = [each for file in own for each in articles.own_questions(file)]
    beside = articles.drawn(news, random_, without=of_our_own)
    clozes = cloze_questions(beside[:made], random_)
    titles = headline_questions(data, kept, headlines, random_, first=articles.end)
    asked = [*known, *of_our_own, *clozes, *titles]
    return Material(asked, [*passages, *passages_of(of_our_own), *beside])


@dataclass(frozen=True, slots=True)
class Prepared:
    """A question with what was looked up for it: ``near`` windows that do not answer it, best first, and the same
    question about ``others`` than its passage speaks of.
    """

    asked: TrainingQuestion
    near: tuple[Window, ...]
    others: tuple[str, ...]


def prepared(drawn_from: Material, seed: int) -> Iterator[Prepared]:
    """Look up each question in the windows of all passages, so that wrong ones come from the same kind of text."""
    random_ = random.Random(seed)  # noqa: S311 - draws examples
    haystack = Haystack(_windows_of(drawn_from.passages))
    exchanger = Exchanger((each.question for each in drawn_from.asked), random_)
    for each in drawn_from.asked:
        near = _near_windows(each, haystack) if each.answerable else []
        drawn = (exchanger.exchanged(each.question, each.passage.text) for _ in range(EXCHANGES))
        others = dict.fromkeys(other for other in drawn if other) if each.answerable else ()
        yield Prepared(each, tuple(near), tuple(others))


def _windows_of(passages: Iterable[AskedText]) -> Iterator[tuple[int, str, str]]:
    for passage in passages:
        for start, end in windows(passage.text, WINDOW_CHARS[1])[:WINDOWS_OF_A_TEXT]:
            text = passage.text[start:end]
            yield passage.number, head_of(passage, text), text


def _near_windows(each: TrainingQuestion, haystack: Haystack) -> list[Window]:
    """Windows of other articles that share much with the question, and neither repeat the right one nor answer."""
    answer = each.passage.text[slice(*each.span)] if each.span else ""
    mine = bigrams(each.passage.text[slice(*widest_window(each))])
    found: list[Window] = []
    for head, text in haystack.nearest(each.question, NEAREST_WINDOWS, each.passage.number):
        answers = len(answer) > 1 and answer in text
        if not answers and dice(mine, bigrams(text)) < REPOST:
            found.append(Window(head, text, None, False))
    return found


class ExampleSource:
    """Draws groups of what was prepared."""

    def __init__(self, questions: Sequence[Prepared], seed: int, *, negatives: float = NEGATIVES) -> None:
        """``negatives`` is the mean number of wrong windows beside the right one."""
        self.questions = questions
        self._negatives = negatives
        self._random = random.Random(seed)  # noqa: S311 - draws examples

    def reseed(self, seed: int) -> None:
        """Draw otherwise from here on: for a process of its own."""
        self._random.seed(seed)

    def groups(self, questions: Iterable[Prepared], exchanged: float = EXCHANGED) -> Iterator[TrainingGroup]:
        """A group for each question, in order; windows are drawn anew at every call.

        ``exchanged`` is the share that asks about another thing than the window speaks of.
        """
        for each in questions:
            yield self._group(each, exchanged)

    def _group(self, question: Prepared, exchanged: float) -> TrainingGroup:
        each = question.asked
        size = self._random.randint(*WINDOW_CHARS)
        # All windows of a group carry a headline, or none does: else its absence would tell the right one.
        headed = each.source != "headline" and self._random.random() < HEADED
        owner = each.passage.number
        if not each.answerable:
            span = self._random.choice(windows(each.passage.text, size))
            return TrainingGroup(each.question, (window_of(each.passage, span, headed),), each.source, owner)
        place = window_around(each.passage.text, core_of(each), size, self._random)
        answer = (each.span[0] - place[0], each.span[1] - place[0]) if each.span else None
        right = replace(window_of(each.passage, place, headed), span=answer, right=True)
        if question.others and self._random.random() < exchanged:
            window = replace(right, span=None, right=False)
            return TrainingGroup(self._random.choice(question.others), (window,), each.source, owner)
        wrong = self._wrong(question, place, size, headed)
        return TrainingGroup(each.question, (right, *wrong), each.source, owner)

    def _wrong(self, question: Prepared, right: Span, size: int, headed: bool) -> list[Window]:
        """Wrong windows: mostly one of the same article, the others of articles that share much with it."""
        wanted = int(self._negatives + self._random.random())
        if not wanted:
            return []
        wrong = self._beside(question.asked, right, size, headed) if question.asked.span else []
        drawn = self._random.sample(question.near, min(wanted - len(wrong), len(question.near)))
        return wrong + [each if headed else replace(each, head="") for each in drawn]

    def _beside(self, each: TrainingQuestion, right: Span, size: int, headed: bool) -> list[Window]:
        """A window of the same article that does not hold the answer, mostly."""
        text = each.passage.text
        answer = text[slice(*each.span)] if each.span else ""
        apart = [span for span in windows(text, size) if span[1] <= right[0] or right[1] <= span[0]]
        found = [span for span in apart if not answer or answer not in text[slice(*span)]]
        if not found or self._random.random() >= BESIDE:
            return []
        return [replace(window_of(each.passage, self._random.choice(found), headed), right=False)]


def core_of(each: TrainingQuestion) -> Span:
    """What the right window holds in any case: the answer, or the beginning."""
    return each.span or (0, min(len(each.passage.text), LEAD_CHARS))


def widest_window(each: TrainingQuestion) -> Span:
    """The largest right window."""
    return window_around(each.passage.text, core_of(each), WINDOW_CHARS[1], random.Random(0))  # noqa: S311


@lru_cache(maxsize=1 << 16)
def _sentences_of(text: str) -> tuple[Span, ...]:
    """Looked up again and again while windows are drawn."""
    return tuple(sentences(text)) or ((0, len(text)),)


def windows(text: str, size: int) -> list[Span]:
    """Neighbouring windows of whole sentences, each of about ``size`` characters at most; all of the text is in one."""
    found: list[Span] = []
    for start, end in _sentences_of(text):
        if found and end - found[-1][0] <= size:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, min(end, start + size)))
    return found


def window_around(text: str, core: Span, size: int, random_: random.Random) -> Span:
    """Whole sentences around ``core``, grown to about ``size`` characters on sides drawn by chance."""
    spans = _sentences_of(text)
    first, last = _sentences_around(spans, core)
    while sides := _sides_with_room(spans, first, last, size):
        if random_.choice(sides) < 0:
            first -= 1
        else:
            last += 1
    return min(spans[first][0], core[0]), max(spans[last][1], core[1])


def _sentences_around(spans: Sequence[Span], core: Span) -> tuple[int, int]:
    """The first and the last sentence that hold some of ``core``."""
    first = max((number for number, span in enumerate(spans) if span[0] <= core[0]), default=0)
    last = min((number for number, span in enumerate(spans) if span[1] >= core[1]), default=len(spans) - 1)
    return min(first, last), max(first, last)


def _sides_with_room(spans: Sequence[Span], first: int, last: int, size: int) -> list[int]:
    """Where one more sentence fits: before (-1), behind (1)."""
    sides = []
    if first > 0 and spans[last][1] - spans[first - 1][0] <= size:
        sides.append(-1)
    if last + 1 < len(spans) and spans[last + 1][1] - spans[first][0] <= size:
        sides.append(1)
    return sides


def window_of(passage: AskedText, span: Span, headed: bool) -> Window:
    """A window of a passage, with what stands before it if ``headed``."""
    text = passage.text[slice(*span)]
    return Window(head_of(passage, text) if headed else "", text, None, None)


def head_of(passage: AskedText, text: str) -> str:
    """What stands before a window: the headline, or the passage's first clause where no headline is known."""
    clause = passage.text.find("，", 8, HEADLINE_CHARS)
    headline = passage.headline[:HEADLINE_CHARS] or passage.text[: clause if clause > 0 else 24]
    return "" if not headline or text.startswith(headline) else headline + SEPARATOR
