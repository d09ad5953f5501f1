"""Questions that may train what ships, and the articles that they are asked of.

Sources and licences: CMRC-2018 training part (CC BY-SA 4.0), SQuAD 2.0 dev in machine translation (CC BY-SA 4.0), STARD
statute questions (MIT), headlines of CRUD-RAG news (Apache-2.0) not marked ``no_train``/``heldout``, and questions made
from sentences of that news. Nothing from an evaluation set.

Half of all articles whose headline is known bear it, whether they are right or lie beside: what a headline is worth is
learned from its words, not from its being there.
"""

from __future__ import annotations

import json
import lzma
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from retrieval.domain import Span
from retrieval.language.folding import folded
from retrieval.language.sentences import sentences
from retrieval.language.tokenizer import Tokenizer
from retrieval.training.cloze import Maker

EXAMPLES_SEED = 5
SHARES = {"cmrc2018_train": 0.24, "squad2_zh_dev_mt": 0.17, "headline": 0.27, "stard": 0.12, "made": 0.2}
"""Encyclopedia, translation, news and law: no wording should rule, and news counts most."""
EXAMPLE_FILES = (
    "pairs/cmrc2018_train", "pairs/squad2_zh_dev_mt", "pairs/stard_statute", "pairs/crud_origtitle_body",
    "news/crud_rag_news",
)  # fmt: skip
"""Files of the shared data that are read."""
ANSWERED_SOURCES = ("cmrc2018_train", "squad2_zh_dev_mt")
HAYSTACK = 7_000
"""News articles that lie beside the gold ones, at most; as many more have a headline of their own."""
MADE = 3_000
"""Questions made from sentences."""
SHORTEST_ASKED, LONGEST_ASKED = 14, 110
"""Characters of a sentence that a question is made from."""
LEAD_SENTENCES_ASKED = 3
"""Sentences at the beginning of a report that questions are made from: what readers ask for is mostly its news."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the ids of its articles, the accepted answers (empty where only the article is known)."""

    source: str
    question: str
    gold: frozenset[str]
    answers: tuple[str, ...]
    passage: str


@dataclass(frozen=True, slots=True)
class TrainingArticles:
    """The articles that questions are asked of, by their text: ids, and headlines where they are known."""

    ids: dict[str, str] = field(default_factory=dict)
    headlines: dict[str, str] = field(default_factory=dict)

    def asked(self, source: str, record: Mapping[str, object], answers: tuple[str, ...] = ()) -> Example:
        """The question of a record, whose passage becomes one of the articles."""
        passage = str(record["passage"])
        gold = self.ids.setdefault(passage, f"p:{len(self.ids)}")
        return Example(source, str(record["query"]), frozenset({gold}), answers, passage)

    def lines(self, draw: random.Random) -> list[dict[str, str]]:
        """The articles as JSONL records; half of the headlines are shown."""
        bearing = set(draw.sample(sorted(self.headlines), len(self.headlines) // 2))
        lines = []
        for body, number in self.ids.items():
            line = {"id": number, "body": body}
            if body in bearing:
                line["headline"] = self.headlines[body]
            lines.append(line)
        return lines


def records(path: Path) -> Iterator[dict[str, object]]:
    """Records of an xz-compressed JSONL file that may train weights."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            if may_train(record):
                yield record


def may_train(record: Mapping[str, object]) -> bool:
    """Whether a record may train what ships; evaluation holds the others."""
    return not record.get("no_train") and not record.get("heldout")


def examples(shared: Path) -> tuple[list[dict[str, str]], list[Example]]:
    """Articles as JSONL records, and the questions about them in a fixed random order."""
    articles = TrainingArticles()
    found: list[Example] = []
    for source in ANSWERED_SOURCES:
        found += _answered(shared, source, articles)
    found += _statutes(shared, articles)
    found += _headlines(shared, articles)
    draw = random.Random(EXAMPLES_SEED)  # noqa: S311 - a repeatable draw, no secret
    beside = _laid_beside(shared, articles, draw)
    found += _made(beside, articles.ids, draw)
    draw.shuffle(found)
    return articles.lines(draw), found


def mixed(found: list[Example], count: int, *, answered: bool) -> list[Example]:
    """About ``count`` questions with the sources in fixed shares; ``answered``: only those with accepted answers."""
    sources = ANSWERED_SOURCES if answered else tuple(SHARES)
    whole = sum(SHARES[source] for source in sources)
    chosen: list[Example] = []
    for source in sources:
        own = [each for each in found if each.source == source]
        chosen += own[: round(count * SHARES[source] / whole)]
    return chosen


def _answered(shared: Path, source: str, articles: TrainingArticles) -> Iterator[Example]:
    for record in records(shared / f"data/pairs/{source}.jsonl.xz"):
        articles.headlines[str(record["passage"])] = str(record["title"])
        if answers := _accepted(record):
            yield articles.asked(source, record, answers)


def _accepted(record: Mapping[str, object]) -> tuple[str, ...]:
    given = record.get("answers") or [record["answer"]]
    return tuple(map(str, filter(None, given))) if isinstance(given, list) else ()


def _statutes(shared: Path, articles: TrainingArticles) -> list[Example]:
    """A question that several statutes answer comes once, with all of them."""
    merged: dict[str, Example] = {}
    for record in records(shared / "data/pairs/stard_statute.jsonl.xz"):
        each = articles.asked("stard", record)
        if each.question in merged:
            each = replace(each, gold=each.gold | merged[each.question].gold)
        merged[each.question] = each
    return list(merged.values())


def _titled(shared: Path) -> Iterator[dict[str, object]]:
    return records(shared / "data/pairs/crud_origtitle_body.jsonl.xz")


def _headlines(shared: Path, articles: TrainingArticles) -> Iterator[Example]:
    """Every second headline asks for its report; the other reports lie beside."""
    for record in islice(_titled(shared), 0, None, 2):
        yield articles.asked("headline", record)


def _laid_beside(shared: Path, articles: TrainingArticles, draw: random.Random) -> list[str]:
    """News that nothing was asked of so far, half of it with headlines; it joins the articles."""
    titled = {str(record["passage"]): str(record["query"]) for record in _titled(shared)}
    for body in titled.keys() & articles.ids.keys():
        del titled[body]
    untitled = sorted(filter(str.strip, _news(shared) - articles.ids.keys() - titled.keys()))
    beside = draw.sample(sorted(titled), min(HAYSTACK, len(titled)))
    beside += draw.sample(untitled, min(HAYSTACK, len(untitled)))
    draw.shuffle(beside)
    articles.headlines.update(titled)
    articles.ids.update((body, f"n:{number}") for number, body in enumerate(beside))
    return beside


def _news(shared: Path) -> set[str]:
    return {str(record["body"]) for record in records(shared / "data/news/crud_rag_news.jsonl.xz")}


def _made(bodies: Sequence[str], ids: dict[str, str], draw: random.Random) -> Iterator[Example]:
    """Questions made from sentences of some of these articles."""
    maker = Maker(Tokenizer(), draw)
    for body in draw.sample(sorted(bodies), min(MADE, len(bodies))):
        text = folded(body)
        worth = _worth_asking(text)
        if not worth:
            continue
        sentence = text[slice(*draw.choice(worth))]
        if made := maker.made(sentence):
            question, thing = made
            yield Example("made", question, frozenset({ids[body]}), (sentence[slice(*thing.span)],), body)


def _worth_asking(text: str) -> list[Span]:
    """Sentences of the lead that a question can be made from; of the whole text where the lead has none."""
    cut = sentences(text)
    return _middling(cut[:LEAD_SENTENCES_ASKED]) or _middling(cut)


def _middling(spans: Sequence[Span]) -> list[Span]:
    return [(start, end) for start, end in spans if SHORTEST_ASKED <= end - start <= LONGEST_ASKED]
