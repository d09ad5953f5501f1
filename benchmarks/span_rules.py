"""What each rule of the short answer is worth: ``python -m benchmarks.span_rules SHARED [--sample 400]``.

The right text of every question is read once, in windows as long as excerpts, as in ``benchmarks.short_answers``; then
the short answer is taken from the likeliest window with all rules, and with one of them left out at a time. Told are
the questions that a rule wins (right with it alone) and loses, exact and nearly right. Asked are public sets, and
questions of our own that the network did not learn from, over news and over local news.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.answers import TODAY
from benchmarks.short_answers import EXCERPT_CHARS, NAMES, asked, held
from retrieval.answers.models.network import NETWORK, Network, Reading
from retrieval.answers.question.query import Query, understand
from retrieval.answers.spans import extract
from retrieval.language.folding import folded
from retrieval.training.decision_questions import (
    NEWS_FILE,
    OWN,
    DecisionQuestion,
    asked_of_local_news,
    asked_of_news,
    local_articles,
    xz_records,
)
from retrieval.training.network.examples import windows

RESULTS = Path(__file__).parent / "results" / "span_rules.json"
RULES: Mapping[str, Mapping[str, Callable[..., object]]] = {
    "a number where one is asked for": {"_that_can_answer": lambda text, likely, wanted: likely},
    "the highest, the least": {"_called_so": lambda text, likely, limit, now: likely},
    "the end of a range of time": {"end_of": lambda text, span, end: span},
    "stretches of one number together": {"_by_number": lambda text, likely: likely},
    "the only count is sure": {"_is_the_only_count": lambda text, span, wanted: False},
    "what a value became": {"value_now": lambda text, span: span, "became": lambda text, span: span},
    "whole words and numbers": {"whole_span": lambda text, span: span},
    "how many there are behind 等": {"with_how_many": lambda text, span: span},
}


@dataclass(frozen=True, slots=True, eq=False)
class ReadQuestion:
    """A question, and the likeliest window of the text that answers it."""

    query: Query
    answers: Sequence[str]
    text: str
    reading: Reading


def read_question(question: str, answers: Sequence[str], passage: str, network: Network) -> ReadQuestion:
    query = understand(question, TODAY)
    texts = [passage[slice(*span)] for span in windows(passage, EXCERPT_CHARS)]
    readings = network.read(query.spoken, [("", text) for text in texts]) or []
    text, reading = max(zip(texts, readings, strict=True), key=lambda pair: pair[1].relevance + pair[1].odds)
    return ReadQuestion(query, answers, text, reading)


def of_our_own(shared: Path) -> Iterator[tuple[str, list[tuple[DecisionQuestion, str]]]]:
    """Our own questions by kind of news, each with its article."""
    news = {f"n:{record['line']}": record["body"] for record in xz_records(shared / NEWS_FILE)}
    local = {each.id: each.body for each in local_articles(OWN)}
    yield "own questions over news", [(each, news[each.gold]) for each in asked_of_news(shared, OWN)]
    yield "own questions over local news", [(each, local[each.gold]) for each in asked_of_local_news(OWN)]


def sets(shared: Path, size: int, network: Network) -> Iterator[tuple[str, list[ReadQuestion]]]:
    """The answerable questions of each set, read."""
    for name in NAMES:
        found: list[ReadQuestion] = []
        for _, record in asked(shared, name, size):
            answers = list(map(str, record.get("answers") or [record["answer"]]))
            found.append(read_question(record["query"], answers, record["passage"], network))
        yield name, found
    for name, own in of_our_own(shared):
        answerable = [(each, body) for each, body in own if each.answers]
        yield name, [read_question(each.question, each.answers, body, network) for each, body in answerable]


@contextmanager
def without(rule: str) -> Iterator[None]:
    """Short answers as they are without one of the rules."""
    with ExitStack() as patched:
        for name, other in RULES[rule].items():
            patched.enter_context(patch.object(extract, name, other))
        yield


def right(found: Sequence[ReadQuestion]) -> tuple[list[bool], list[bool]]:
    """Of each question whether its short answer is exact, and whether it is nearly right."""
    exact: list[bool] = []
    loose: list[bool] = []
    for each in found:
        short = extract.short_in(each.query, folded(each.text), each.reading)
        own = each.text[slice(*short.span)] if short else ""
        outcome = held(0, {"answers": each.answers}, each.query.kind, own, 1.0, each.text)
        exact.append(outcome.exact)
        loose.append(outcome.loose)
    return exact, loose


def changes(whole: Sequence[bool], lacking: Sequence[bool]) -> tuple[int, int]:
    """How many questions are right only with a rule, and only without it."""
    won = sum(one and not other for one, other in zip(whole, lacking, strict=True))
    lost = sum(other and not one for one, other in zip(whole, lacking, strict=True))
    return won, lost


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--sample", type=int, default=400, help="questions of each public set")
    parser.add_argument("--out", type=Path, default=RESULTS)
    given = parser.parse_args()
    network = Network(NETWORK, threads=2, budget_s=60.0)
    record: dict[str, Any] = {"sample": given.sample}
    for name, found in sets(given.shared, given.sample, network):
        exact, loose = right(found)
        print(f"\n## {name} ({len(found)} questions): exact {sum(exact)}, nearly right {sum(loose)}")
        rows: dict[str, Mapping[str, int]] = {}
        for rule in RULES:
            with without(rule):
                exact_without, loose_without = right(found)
            won, lost = changes(exact, exact_without)
            loosely_won, loosely_lost = changes(loose, loose_without)
            rows[rule] = {"won": won, "lost": lost, "nearly_won": loosely_won, "nearly_lost": loosely_lost}
            print(f"  {rule:36} exact +{won} -{lost}   nearly right +{loosely_won} -{loosely_lost}", flush=True)
        record[name] = {"questions": len(found), "exact": sum(exact), "nearly_right": sum(loose), "rules": rows}
    given.out.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
