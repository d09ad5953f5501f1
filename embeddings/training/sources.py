"""The texts and pairs that shipped weights may learn from: sources whose licence allows it, no held-out rows."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NEWS = "news/crud_rag_news.jsonl.xz"
EVENTS = "news/crud_event_news.jsonl.xz"
LAWS = "news/laws_regulations.jsonl.xz"
HEADLINES = ("pairs/crud_origtitle_body.jsonl.xz", "pairs/xinhua_title_body.jsonl.xz")
QUESTIONS = (
    "pairs/cmrc2018_train.jsonl.xz",
    "pairs/squad2_zh_dev_mt.jsonl.xz",
    "pairs/stard_statute.jsonl.xz",
    "pairs/nlpcc_kbqa.jsonl.xz",
)
LAW_CHARACTERS = 4000
"""Characters taken of one law: the long codes would outweigh everything else."""


def records(path: Path) -> Iterator[dict[str, Any]]:
    """Usable records of an xz-compressed JSONL file: rows behind the evaluation questions are left out."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            if not record.get("no_train") and not record.get("heldout"):
                yield record


def documents(data: Path) -> list[str]:
    """Bodies of news articles and laws."""
    found = [record["body"] for name in (NEWS, EVENTS) for record in records(data / name)]
    found += [record["body"][:LAW_CHARACTERS] for record in records(data / LAWS)]
    return [text.strip() for text in found if len(text.strip()) >= 40]


def held_out_lines(data: Path) -> set[int]:
    """Line numbers of the news corpus that no pair may come from."""
    with lzma.open(data / NEWS, "rt", encoding="utf-8") as file:
        return {record["line"] for record in map(json.loads, file) if record.get("no_train")}


def headline_pairs(data: Path) -> list[tuple[str, str]]:
    """(headline, body)."""
    closed = held_out_lines(data)
    return [
        (record["query"], record["passage"])
        for name in HEADLINES
        for record in records(data / name)
        if record.get("doc_line") not in closed
    ]


def question_pairs(data: Path) -> list[tuple[str, str]]:
    """(question, passage)."""
    return [(record["query"], record["passage"]) for name in QUESTIONS for record in records(data / name)]
