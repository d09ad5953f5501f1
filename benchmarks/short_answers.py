"""Short answers where the right text is known: ``python -m benchmarks.short_answers SHARED WORKDIR [--sample 600]``.

The gold passage of every question is cut into passages as an article is; sentence ranking, excerpt, reader and span
ranking then work on it as in the bot. Exact match compares letters and digits alone; *loose* also counts an answer
that holds, or is held by, an accepted one of at least half (at most twice) its length. *Counts and durations* are
questions that ask for a number with a measure word, a share, an age or a length of time. The most confident fifth is
chosen by the confidence that the bot shows answers by. Inverse document frequencies come from an index of 20,000 news
articles, made once in WORKDIR. Questions with an even number were looked at while the models were made; figures are
of all, and of the odd ones.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scipy.stats import binomtest

from benchmarks.answers import SETS, newsroom
from benchmarks.corpora import rows
from embeddings.opening import open_encoder
from retrieval.answers.evidence import Document, cover, lay_out
from retrieval.answers.excerpt import grow
from retrieval.answers.query import understand
from retrieval.answers.question_kinds import NUMERIC
from retrieval.answers.rank import sentence_scores
from retrieval.answers.short_answer import choices, short_answer
from retrieval.answers.terms import terms_of
from retrieval.answers.text import bare
from retrieval.domain import Article, ArticleKind, Byline, Passage
from retrieval.editions.passages import passages
from retrieval.index.embedded import EmbeddedEngine
from retrieval.index.engine import Generation
from retrieval.index.tokenizer import Tokenizer

TODAY = date(2023, 8, 20)
NAMES = ("cmrc2018_dev", "security_news_rc_dev", "crud_news_qa")
RESULTS = Path(__file__).parent / "results" / "short_answers.json"
MOST_CONFIDENT = 0.2


@dataclass(frozen=True)
class Given:
    """What came out for one question. ``confidence`` is 0 where nothing was found."""

    number: int
    kind: str
    numeric: bool
    in_excerpt: bool
    exact: bool
    loose: bool
    confidence: float
    overlap: float


def document(body: str) -> Document:
    article = Article(
        1, 1, None, None, None, None, None, None, Byline(), ArticleKind.REPORT, None, None, body, (), 0, 1, "passage"
    )  # fmt: skip
    parts = (Passage(n, 1, n, start, end, body[start:end]) for n, (start, end) in enumerate(passages(body), 1))
    return Document(article, tuple(parts))


def overlap(own: str, accepted: Sequence[str]) -> float:
    """F1 of the longest common substring's characters, the best over the accepted ones (CMRC 2018's measure)."""
    return max((_overlap(own, each) for each in accepted), default=0.0)


def _overlap(own: str, other: str) -> float:
    best = 0
    for start in range(len(own)):
        while start + best < len(own) and own[start : start + best + 1] in other:
            best += 1
    return 2 * best / (len(own) + len(other)) if best else 0.0


def given(number: int, record: dict, generation: Generation, tokenizer: Tokenizer) -> Given | None:
    """The short answer from the gold passage; None where the question has no words."""
    query = understand(record["query"], TODAY)
    found = document(record["passage"])
    if not query.terms or not found.passages:
        return None
    terms = terms_of(query, tokenizer, generation)
    layout = lay_out([found])
    scores = sentence_scores(query, terms, layout, cover(terms, layout), [0])
    best = layout.sentences[max(scores, key=lambda each: (scores[each], -each))]
    beside = {
        layout.sentences[other].span: score
        for other, score in scores.items()
        if layout.sentences[other].passage.id == best.passage.id
    }
    excerpt = grow(best.passage, best.span, beside)
    short = short_answer(query, choices(query, terms, excerpt, beside, tokenizer))
    own = bare(excerpt.text[slice(*short.span)]) if short else ""
    accepted = [text for each in record.get("answers") or [record["answer"]] if (text := bare(str(each)))]
    near = (2 * min(len(own), len(e)) >= max(len(own), len(e)) for e in accepted if own and (own in e or e in own))
    return Given(
        number,
        query.kind.value,
        query.kind in NUMERIC,
        any(text in bare(excerpt.text) for text in accepted),
        own in accepted,
        own in accepted or any(near),
        short.confidence if short else 0.0,
        overlap(own, accepted),
    )


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


def summary(found: Sequence[Given]) -> dict[str, object]:
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


def told(value: object) -> str:
    if not isinstance(value, dict):
        return str(value)
    return f"{value['value']:.3f} [{value['low']:.3f}, {value['high']:.3f}] n={value['n']}"


def asked(shared: Path, name: str, size: int) -> Iterator[tuple[int, dict]]:
    """Questions evenly over the set; of the news only those on a single document."""
    every = [each for each in rows(shared / f"data/eval/{name}.jsonl.xz") if str(each.get("ndocs", 1)) == "1"]
    step = max(1, len(every) // size)
    yield from enumerate(every[::step][:size])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--sample", type=int, default=600)
    options = parser.parse_args()
    encoder = open_encoder("bundled")
    newsroom(options.work / "news20", lambda: SETS["news20"](options.shared), encoder)
    tokenizer = Tokenizer()
    engine = EmbeddedEngine(options.work / "news20", tokenizer)
    generation = engine.open(str(engine.current()))
    results: dict[str, object] = {"sample": options.sample}
    for name in NAMES:
        begun = time.process_time()
        each = (given(n, record, generation, tokenizer) for n, record in asked(options.shared, name, options.sample))
        found = [one for one in each if one is not None]
        took = (time.process_time() - begun) / max(len(found), 1)
        kinds = sorted({one.kind for one in found})
        parts = {"all": summary(found), "odd": summary([one for one in found if one.number % 2])}
        results[name] = parts | {
            "exact_by_kind": {kind: share([one.exact for one in found if one.kind == kind]) for kind in kinds},
            "cpu_ms": round(took * 1000, 1),
        }
        print(f"\n## {name} ({len(found)} questions, {took * 1000:.1f} ms each)")
        for part, figures in parts.items():
            print("\n".join(f"  {part:4} {key:28} {told(value)}" for key, value in figures.items()))
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
