"""The texts and pairs that shipped weights may learn from: sources whose licence allows it, no held-out rows."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from embeddings.training.reposts import Kept

NEWS = "news/crud_rag_news.jsonl.xz"
EVENTS = "news/crud_event_news.jsonl.xz"
LAWS = "news/laws_regulations.jsonl.xz"
HEADLINES = ("pairs/crud_origtitle_body.jsonl.xz", "pairs/xinhua_title_body.jsonl.xz")
QUESTIONS = {
    "pairs/cmrc2018_train.jsonl.xz": 0.45,
    "pairs/squad2_zh_dev_mt.jsonl.xz": 0.20,
    "pairs/stard_statute.jsonl.xz": 0.20,
    "pairs/nlpcc_kbqa.jsonl.xz": 0.15,
}
"""Question sets, and how often each is drawn from; the shares sum to 1."""
SHORTEST = 40
"""Characters of a document, at least."""
LAW_CHARACTERS = 4000
"""Characters taken of one law: the long codes would outweigh everything else."""


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """(question, passage, start of the answer) and the set's share among the question pairs."""

    share: float
    items: list[tuple[str, str, int]]


def records(path: Path) -> Iterator[dict[str, Any]]:
    """Usable records of an xz-compressed JSONL file: rows behind the evaluation questions are left out."""
    return filter(_usable, _lines(path))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def _usable(record: dict[str, Any]) -> bool:
    return not record.get("no_train") and not record.get("heldout")


def kept_articles(data: Path) -> Kept:
    """The articles behind the evaluation questions, to know their reposts by."""
    return Kept(record["body"] for name in (NEWS, EVENTS) for record in _lines(data / name) if not _usable(record))


def documents(data: Path, kept: Kept) -> list[str]:
    """Bodies of news articles and laws, without reposts of kept articles."""
    news = [record["body"] for name in (NEWS, EVENTS) for record in records(data / name)]
    laws = [record["body"][:LAW_CHARACTERS] for record in records(data / LAWS)]
    texts = map(str.strip, kept.without_reposts(news) + laws)
    return [text for text in texts if len(text) >= SHORTEST]


def held_out_lines(data: Path) -> set[int]:
    """Line numbers of the news corpus that no pair may come from."""
    return {record["line"] for record in _lines(data / NEWS) if record.get("no_train")}


def headline_pairs(data: Path, kept: Kept, *, odd_only: bool = False) -> list[tuple[str, str]]:
    """(headline, body), without reposts of kept articles; ``odd_only`` leaves every second one to the ranking."""
    closed = held_out_lines(data)
    first, step = (1, 2) if odd_only else (0, 1)
    pairs = []
    for name in HEADLINES:
        for record in islice(records(data / name), first, None, step):
            if record.get("doc_line") not in closed and not kept.repeated_by(record["passage"]):
                pairs.append((record["query"], record["passage"]))
    return pairs


def files_read(data: Path) -> list[Path]:
    """Every file that the encoder is made of."""
    return [data / name for name in (NEWS, EVENTS, LAWS, *HEADLINES, *QUESTIONS)]


def question_sets(data: Path) -> list[QuestionSet]:
    """Questions with their passages, and where in the passage the answer begins (-1: not known)."""
    return [QuestionSet(share, list(map(_question_item, records(data / name)))) for name, share in QUESTIONS.items()]


def _question_item(record: dict[str, Any]) -> tuple[str, str, int]:
    return record["query"], record["passage"], _answer_at(record)


def _answer_at(record: dict[str, Any]) -> int:
    answer = record.get("answer")
    return int(record["passage"].find(answer)) if answer else -1
