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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.domain import Span
from retrieval.language.folding import folded
from retrieval.language.sentences import sentences
from retrieval.language.tokenizer import Tokenizer
from retrieval.training.cloze import Maker

EXAMPLES_SEED = 5
SHARES = {"cmrc2018_train": 0.24, "squad2_zh_dev_mt": 0.17, "headline": 0.27, "stard": 0.12, "made": 0.2}
"""Encyclopedia, translation, news and law: no wording should rule, and news counts most."""
ANSWERED_SOURCES = ("cmrc2018_train", "squad2_zh_dev_mt")
HAYSTACK = 7_000
"""News articles that lie beside the gold ones; as many more have a headline of their own."""
MADE = 3_000
"""Questions made from sentences."""
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


def records(path: Path) -> Iterator[dict[str, object]]:
    """Records of an xz-compressed JSONL file that may train weights."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            if not record.get("no_train") and not record.get("heldout"):
                yield record


def examples(shared: Path) -> tuple[list[dict[str, str]], list[Example]]:
    """Articles as JSONL records, and the questions about them in a fixed random order."""
    ids: dict[str, str] = {}
    headlines: dict[str, str] = {}
    found = [each for source in ANSWERED_SOURCES for each in _answered(shared, source, ids, headlines)]
    found += _statutes(shared, ids)
    found += _headlines(shared, ids)
    draw = random.Random(EXAMPLES_SEED)  # noqa: S311 - a repeatable draw, no secret
    titled = {
        str(record["passage"]): str(record["query"]) for record in _titled(shared) if record["passage"] not in ids
    }
    news = [str(record["body"]) for record in records(shared / "data/news/crud_rag_news.jsonl.xz")]
    news = sorted({body for body in news if body.strip() and body not in ids and body not in titled})
    beside = draw.sample(sorted(titled), min(HAYSTACK, len(titled))) + draw.sample(news, HAYSTACK)
    headlines |= titled
    draw.shuffle(beside)
    ids |= {body: f"n:{number}" for number, body in enumerate(beside)}
    found += _made(beside, ids, draw)
    draw.shuffle(found)
    bearing = set(draw.sample(sorted(headlines), len(headlines) // 2))
    articles = [{"id": number, "body": body} for body, number in ids.items()]
    for article in articles:
        if article["body"] in bearing:
            article["headline"] = headlines[article["body"]]
    return articles, found


def mixed(found: list[Example], count: int, *, answered: bool) -> list[Example]:
    """About ``count`` questions with the sources in fixed shares; ``answered``: only those with accepted answers."""
    shares = {source: share for source, share in SHARES.items() if not answered or source in ANSWERED_SOURCES}
    whole = sum(shares.values())
    chosen: list[Example] = []
    for source, share in shares.items():
        chosen += [each for each in found if each.source == source][: round(count * share / whole)]
    return chosen


def _answered(shared: Path, source: str, ids: dict[str, str], headlines: dict[str, str]) -> Iterator[Example]:
    for record in records(shared / f"data/pairs/{source}.jsonl.xz"):
        headlines[str(record["passage"])] = str(record["title"])
        given = record.get("answers") or [record["answer"]]
        answers = tuple(str(answer) for answer in given if answer) if isinstance(given, list) else ()
        if answers:
            yield _example(source, record, ids, answers)


def _statutes(shared: Path, ids: dict[str, str]) -> list[Example]:
    merged: dict[str, Example] = {}
    for record in records(shared / "data/pairs/stard_statute.jsonl.xz"):
        each = _example("stard", record, ids, ())
        known = merged.get(each.question)
        gold = each.gold | (known.gold if known else frozenset())
        merged[each.question] = Example(each.source, each.question, gold, (), each.passage)
    return list(merged.values())


def _titled(shared: Path) -> Iterator[dict[str, object]]:
    return records(shared / "data/pairs/crud_origtitle_body.jsonl.xz")


def _headlines(shared: Path, ids: dict[str, str]) -> Iterator[Example]:
    for number, record in enumerate(_titled(shared)):
        if number % 2 == 0:
            yield _example("headline", record, ids, ())


def _made(bodies: Sequence[str], ids: dict[str, str], draw: random.Random) -> Iterator[Example]:
    """Questions made from sentences of some of these articles."""
    maker = Maker(Tokenizer(), draw)
    for body in draw.sample(sorted(bodies), min(MADE, len(bodies))):
        text = folded(body)
        cut = _worth_asking(text)
        sentence = text[slice(*draw.choice(cut))] if cut else ""
        made = maker.made(sentence) if sentence else None
        if made is not None:
            answer = sentence[slice(*made[1].span)]
            yield Example("made", made[0], frozenset({ids[body]}), (answer,), body)


def _worth_asking(text: str) -> list[Span]:
    """Sentences of the lead that a question can be made from; of the whole text where the lead has none."""
    cut = sentences(text)
    fit = ([span for span in part if 14 <= span[1] - span[0] <= 110] for part in (cut[:LEAD_SENTENCES_ASKED], cut))
    return next(filter(None, fit), [])


def _example(source: str, record: dict[str, object], ids: dict[str, str], answers: tuple[str, ...]) -> Example:
    passage = str(record["passage"])
    gold = ids.setdefault(passage, f"p:{len(ids)}")
    return Example(source, str(record["query"]), frozenset({gold}), answers, passage)
