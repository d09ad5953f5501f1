"""Short answers where the right text is known: ``python -m benchmarks.short_answers SHARED WORKDIR [--sample 600]``.

The gold passage of every question is cut into windows as long as excerpts; the network reads them all, and the short
answer is taken from the likeliest one. Exact match compares letters and digits alone; *loose* also counts an answer
that holds, or is held by, an accepted one of at least half (at most twice) its length. *Counts and durations* are
questions that ask for a number with a measure word, a share, an age or a length of time. The most confident fifth is
chosen by the confidence that the bot shows answers by. *End to end* asks the news questions of an index of 20,000
articles: what the bot shows counts, with the confidence that it tells; a question without a short answer is wrong, and
least confident.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scipy.stats import binomtest

from benchmarks.answers import SETS, TODAY, newsroom
from benchmarks.corpora import rows
from embeddings.opening import open_encoder
from retrieval.answers.ask import Asker
from retrieval.answers.models.network import NETWORK, Network
from retrieval.answers.question.answer_types import wanted_by
from retrieval.answers.question.kinds import NUMERIC, Kind
from retrieval.answers.question.query import understand
from retrieval.answers.spans.extract import short_answer
from retrieval.language.folding import bare, folded
from retrieval.training.network.examples import windows

NAMES = ("cmrc2018_dev", "security_news_rc_dev", "crud_news_qa")
END_TO_END = "crud_news_qa_end_to_end"
RESULTS = Path(__file__).parent / "results" / "short_answers.json"
MOST_CONFIDENT = 0.2
EXCERPT_CHARS = 160


@dataclass(frozen=True)
class Outcome:
    """What came out for one question. ``confidence`` is 0 where nothing was found."""

    number: int
    kind: str
    numeric: bool
    in_excerpt: bool
    exact: bool
    loose: bool
    confidence: float
    overlap: float


def overlap(own: str, accepted: Sequence[str]) -> float:
    """F1 of the longest common substring's characters, the best over the accepted ones (CMRC 2018's measure)."""
    return max((_overlap(own, each) for each in accepted), default=0.0)


def _overlap(own: str, other: str) -> float:
    best = 0
    for start in range(len(own)):
        while start + best < len(own) and own[start : start + best + 1] in other:
            best += 1
    return 2 * best / (len(own) + len(other)) if best else 0.0


def outcome(number: int, record: Mapping[str, Any], network: Network) -> Outcome:
    """The short answer from the gold passage: its windows are read as excerpts are, the likeliest one counts."""
    query, passage = understand(record["query"], TODAY), record["passage"]
    texts = [passage[slice(*span)] for span in windows(passage, EXCERPT_CHARS)]
    readings = network.read(query.question, [("", text) for text in texts]) or []
    text, reading = max(zip(texts, readings, strict=True), key=lambda pair: pair[1].relevance + pair[1].odds)
    short = short_answer(folded(text), reading, wanted_by(query))
    own = text[slice(*short.span)] if short else ""
    return held(number, record, query.kind, own, short.confidence if short else 0.0, text)


def held(number: int, record: Mapping[str, Any], kind: Kind, short: str, confidence: float, excerpt: str) -> Outcome:
    """A short answer held against the accepted ones."""
    own = bare(short)
    accepted = [text for each in record.get("answers") or [record["answer"]] if (text := bare(str(each)))]
    near = (2 * min(len(own), len(e)) >= max(len(own), len(e)) for e in accepted if own and (own in e or e in own))
    return Outcome(
        number,
        kind.value,
        kind in NUMERIC,
        any(text in bare(excerpt) for text in accepted),
        own in accepted,
        own in accepted or any(near),
        confidence,
        overlap(own, accepted),
    )


def end_to_end(shared: Path, asker: Asker, size: int) -> Iterator[Outcome]:
    """News questions on a single document asked of 20,000 articles; a short answer counts where it is shown."""
    for number, record in asked(shared, "crud_news_qa", size):
        answer = asker.ask(record["query"], today=TODAY)
        sure = answer.short_confidence or 0.0
        excerpt = answer.citations[0].excerpt if answer.citations else ""
        kind = understand(record["query"], TODAY).kind
        yield held(number, record, kind, answer.answer or "", float(str(sure)), excerpt)


def share(values: Sequence[bool]) -> dict[str, float] | None:
    """A share with its Wilson interval (95 %)."""
    if not values:
        return None
    interval = binomtest(sum(values), len(values)).proportion_ci(method="wilson")
    return {
        "value": round(sum(values) / len(values), 3),
        "low": round(interval.low, 3),
        "high": round(interval.high, 3),
        "n": len(values),
    }


def summary(found: Sequence[Outcome]) -> dict[str, object]:
    surest = sorted(found, key=lambda each: (-each.confidence, each.number))[: round(MOST_CONFIDENT * len(found))]
    return {
        "exact": share([each.exact for each in found]),
        "loose": share([each.loose for each in found]),
        "f1": round(sum(each.overlap for each in found) / max(len(found), 1), 3),
        "counts_and_durations_exact": share([each.exact for each in found if each.numeric]),
        "most_confident_fifth_exact": share([each.exact for each in surest]),
        "most_confident_fifth_loose": share([each.loose for each in surest]),
        "answer_in_excerpt": share([each.in_excerpt for each in found]),
    }


def line(value: object) -> str:
    if not isinstance(value, dict):
        return str(value)
    return f"{value['value']:.3f} [{value['low']:.3f}, {value['high']:.3f}] n={value['n']}"


def asked(shared: Path, name: str, size: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """Questions evenly over the set; of the news only those on a single document."""
    every = [each for each in rows(shared / f"data/eval/{name}.jsonl.xz") if str(each.get("ndocs", 1)) == "1"]
    step = max(1, len(every) // size)
    yield from enumerate(every[::step][:size])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--sample", type=int, default=600)
    parser.add_argument("--results", type=Path, default=RESULTS, help="where figures go")
    options = parser.parse_args()
    encoder = open_encoder("bundled")
    asker = newsroom(options.work / "news20", lambda: SETS["news20"](options.shared), encoder)
    network = Network(NETWORK, threads=1, budget_s=60.0)
    results: dict[str, object] = {"sample": options.sample}
    for name in NAMES:
        each = (outcome(n, record, network) for n, record in asked(options.shared, name, options.sample))
        results[name] = told(name, each)
    results[END_TO_END] = told(END_TO_END, end_to_end(options.shared, asker, options.sample))
    options.results.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def told(name: str, outcomes: Iterable[Outcome]) -> dict[str, object]:
    """The figures of one set, printed too."""
    begun = time.process_time()
    found = list(outcomes)
    took = (time.process_time() - begun) / max(len(found), 1)
    kinds = sorted({one.kind for one in found})
    parts = {"all": summary(found), "odd": summary([one for one in found if one.number % 2])}
    print(f"\n## {name} ({len(found)} questions, {took * 1000:.1f} ms each)")
    for part, figures in parts.items():
        print("\n".join(f"  {part:4} {key:28} {line(value)}" for key, value in figures.items()))
    return parts | {
        "exact_by_kind": {kind: share([one.exact for one in found if one.kind == kind]) for kind in kinds},
        "cpu_ms": round(took * 1000, 1),
    }


if __name__ == "__main__":
    main()
