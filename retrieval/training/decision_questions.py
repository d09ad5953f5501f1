"""The questions that the decision is fitted on: ours over held-out articles, and some that no news answers."""

from __future__ import annotations

import json
import lzma
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.training.network.asked import OWN_DEVELOP

OFF_TOPIC_SEED = 7
OWN = Path(__file__).parent / "network" / "questions"
NEWS_FILE = "data/news/crud_rag_news.jsonl.xz"
"""The news in the shared folder."""
OFF_TOPIC = {"cmrc2018_train": 250, "nlpcc_kbqa": 150, "stard_statute": 60}
"""How many questions of each are asked, at most, that no news answers."""


@dataclass(frozen=True, slots=True)
class DecisionQuestion:
    """A question, the id of its article ("" for none), and the accepted answers (none: the archive has no answer).

    ``near`` says what an unanswerable question misses: "detail", "person", "day", "thing", "premise" (a false one).
    """

    question: str
    gold: str
    answers: tuple[str, ...]
    near: str = ""


def asked_of_news(shared: Path, own: Path) -> Iterator[DecisionQuestion]:
    """Our own questions over news articles that were left out of the training."""
    bodies = {record["line"]: record["body"] for record in xz_records(shared / NEWS_FILE)}
    for file in sorted(own.glob("own-*.jsonl")):
        for record in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
            if record["line"] % OWN_DEVELOP == 0:
                yield _own(record, f"n:{record['line']}", bodies[record["line"]])


def asked_of_local_news(own: Path) -> Iterator[DecisionQuestion]:
    """Our own questions over local news of our own that was left out of the training."""
    for article in local_articles(own):
        if article.number % OWN_DEVELOP == 0:
            for record in article.questions:
                yield _own(record, article.id, article.body)


@dataclass(frozen=True, slots=True)
class LocalArticle:
    """An article of our own, and what was asked of it; ``number`` is its line, from 0."""

    id: str
    number: int
    headline: str
    body: str
    questions: tuple[Mapping[str, Any], ...]


def local_articles(own: Path) -> Iterator[LocalArticle]:
    """All local news of our own."""
    for file in sorted(own.glob("local-*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
            record = json.loads(line)
            name = f"{file.stem}:{number}"
            yield LocalArticle(name, number, record["headline"], record["text"], tuple(record["questions"]))


def _own(record: Mapping[str, Any], gold: str, body: str) -> DecisionQuestion:
    span = record.get("span")
    answers = (body[slice(*span)],) if span else ()
    return DecisionQuestion(record["question"], gold, answers, record.get("near", ""))


def asked_off_topic(shared: Path) -> dict[str, list[DecisionQuestion]]:
    """Questions that no news answers, by their set."""
    draw = random.Random(OFF_TOPIC_SEED)  # noqa: S311 - draws examples
    found: dict[str, list[DecisionQuestion]] = {}
    for (name, most), file in zip(OFF_TOPIC.items(), off_topic_files(shared), strict=True):
        rows = list(xz_records(file))
        drawn = draw.sample(rows, min(most, len(rows)))
        found[name] = [DecisionQuestion(record["query"], "", ()) for record in drawn]
    return found


def off_topic_files(shared: Path) -> list[Path]:
    """The sets that these come from."""
    return [shared / f"data/pairs/{name}.jsonl.xz" for name in OFF_TOPIC]


def xz_records(path: Path) -> Iterator[dict[str, str]]:
    """Records of a compressed file of JSON lines."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)
