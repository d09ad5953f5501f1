"""The shared question sets as this program takes them: a JSONL file of articles, and questions with gold ids.

Every article carries an external id, so that what the program cites can be held against the gold. The haystack is drawn
with a fixed seed; articles equal to a gold passage are left out of it.
"""

from __future__ import annotations

import json
import lzma
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.splits import records

SEED = 20261122


@dataclass(frozen=True)
class Question:
    """A question, the external ids that count as right, and the accepted answer strings."""

    text: str
    gold: frozenset[str]
    answers: tuple[str, ...]
    kind: str = ""


@dataclass(frozen=True)
class EvalSet:
    """Articles to index (as JSONL records) and the questions asked about them."""

    name: str
    articles: tuple[dict[str, Any], ...]
    questions: tuple[Question, ...]

    def write(self, path: Path) -> Path:
        """Write the articles as a JSONL edition."""
        with path.open("w", encoding="utf-8") as file:
            for article in self.articles:
                file.write(json.dumps(article, ensure_ascii=False) + "\n")
        return path


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Records of an xz-compressed JSONL file."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def article(external_id: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """A news record as an article of ours."""
    made = {"id": external_id, "body": record["body"]}
    if record.get("title"):
        made["headline"] = record["title"]
    if record.get("date"):
        made["date"] = record["date"]
    return made


def news(shared: Path, count: int | None = None, *, avoid: Iterable[str] = ()) -> list[dict[str, Any]]:
    """News articles ``n:<line>``: all, or ``count`` drawn with the fixed seed, none with a body in ``avoid``."""
    skip = {body.strip() for body in avoid}
    every = [
        article(f"n:{record['line']}", record)
        for record in rows(shared / "data/news/crud_rag_news.jsonl.xz")
        if record["body"].strip() and record["body"].strip() not in skip
    ]
    if count is None:
        return every
    chosen = sorted(random.Random(SEED).sample(range(len(every)), count))
    return [every[index] for index in chosen]


def passage_set(shared: Path, name: str, haystack: int) -> EvalSet:
    """A set whose gold is a passage: unique passages become articles ``p:<n>``, with ``haystack`` news articles."""
    ids: dict[str, str] = {}
    questions = []
    for record in rows(shared / f"data/eval/{name}.jsonl.xz"):
        external = ids.setdefault(record["passage"], f"p:{len(ids)}")
        answers = tuple(record.get("answers") or [record["answer"]])
        questions.append(Question(record["query"], frozenset({external}), answers))
    articles = [{"id": external, "body": passage} for passage, external in ids.items()]
    if haystack:
        articles += news(shared, haystack, avoid=ids)
    return EvalSet(name, tuple(articles), tuple(questions))


def news_questions(shared: Path, haystack: int | None, *, clean_only: bool = False) -> EvalSet:
    """Questions on the news; gold is the event article with the same id, and the corpus line that reprints it.

    ``haystack=None`` is the whole corpus. ``clean_only`` keeps the questions on a single document.
    """
    events = [article(f"e:{r['id']}", r) for r in rows(shared / "data/news/crud_event_news.jsonl.xz")]
    known = {event["id"] for event in events}
    questions, lines = [], set()
    for record in rows(shared / "data/eval/crud_news_qa.jsonl.xz"):
        if clean_only and record["ndocs"] != 1:
            continue
        gold = {f"e:{record['id']}"} & known
        if record.get("doc_line") is not None:
            gold.add(f"n:{record['doc_line']}")
            lines.add(f"n:{record['doc_line']}")
        if gold:
            questions.append(Question(record["query"], frozenset(gold), (record["answer"],), str(record["ndocs"])))
    others = news(shared)
    if haystack is not None:
        drawn = news(shared, haystack)
        chosen = {item["id"] for item in drawn} | lines
        others = [item for item in others if item["id"] in chosen]
    return EvalSet("crud_news_qa", (*events, *others), tuple(questions))


def citizens(shared: Path) -> EvalSet:
    """Questions in everyday words over the whole corpus; those without an answer have no gold."""
    questions = []
    with (shared / "questions/citizens.jsonl").open(encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            gold = {record.get("line"), *record.get("alt_lines", ())} - {None}
            ids = frozenset(f"n:{number}" for number in gold)
            questions.append(Question(record["question"], ids, tuple(record["answers"]), record["kind"]))
    return EvalSet("citizens", tuple(news(shared)), tuple(questions))


def own_questions(shared: Path) -> EvalSet:
    """Our own report questions over the whole corpus; answers are read from the body of the article, by their spans."""
    articles = news(shared)
    bodies = {item["id"]: item["body"] for item in articles}
    questions = []
    for record in records("own-report", shared):
        gold, body = f"n:{record['line']}", bodies[f"n:{record['line']}"]
        answers = tuple(body[start:end] for start, end in record["spans"])
        ids = {gold, *(f"n:{line}" for line in record["alt_lines"])} if answers else set()
        kind = f"{record['kind']} {record.get('near', '')}".strip()
        questions.append(Question(record["question"], frozenset(ids), answers, kind))
    return EvalSet("own-report", tuple(articles), tuple(questions))
