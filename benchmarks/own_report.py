"""Our own report questions in everyday words over the whole news corpus: kept as line numbers and answer spans.

    python -m benchmarks.own_report convert SHARED WRITTEN   # written questions → questions/own-report.jsonl
    python -m benchmarks.own_report measure SHARED WORKDIR   # asks them over the 66,240 articles of WORKDIR/citizens

The set is *report* alone: nothing is chosen on it, and no command prints its questions. A kept record has ``line`` (of
``crud_rag_news``; for an unanswerable question the article that it seems to be about), ``question``, ``kind``,
``near`` (of an unanswerable one, what the article lacks: detail, person, day, thing, premise), ``spans`` (of the
accepted answers in that article's body, best first; empty: unanswerable) and ``alt_lines``: other lines that print an
accepted answer in (nearly) the same report, by ``near_duplicates.same_report``. The repository holds no text of the
articles. The articles are those of ``benchmarks.answers --sets citizens``, whose index is shared.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from benchmarks.answers import TODAY, asked, newsroom, summary
from benchmarks.corpora import own_questions, rows
from benchmarks.figures import Share, keep, print_table, share
from benchmarks.splits import OWN_REPORT, write
from embeddings.opening import open_encoder
from retrieval.domain import Article
from retrieval.editions.store.archive import Archive
from retrieval.evaluation.evaluate import Outcome, evaluate
from retrieval.language.near_duplicates import Shingles, same_report, shingles

Record: TypeAlias = dict[str, Any]
"""A question as it is written, or as it is kept."""

RESULTS = Path(__file__).parent / "results" / "own_report.json"
INDEX = "citizens"
HELD = 0.85
"""Share of unanswerable questions that are to be held back where a threshold is drawn; by hand, 2026-11."""
"""The folder under WORKDIR with the index of the whole corpus."""
KEPT = ("line", "question", "kind", "near")
"""Keys of a written question that are kept as they are."""
RANKED_AT = (1, 3, 10)
LIKELY_SHARE = 0.5
"""Share of the shorter report's shingles that both need for a closer look; ``same_report`` asks for at least .6."""


@dataclass(slots=True)
class Conversion:
    """Records to keep, and how many of the written ones could not be taken, by reason."""

    records: list[Record] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def converted(written: Iterable[Record], bodies: Mapping[int, str]) -> Conversion:
    """Written questions with spans in the body for the answers' text."""
    found, known = Conversion(), set()
    for record in written:
        spans = spans_of(record, bodies.get(record["line"], ""))
        if record["question"] in known:
            found.left_out["asked twice"] += 1
        elif record["line"] not in bodies:
            found.left_out["no such line"] += 1
        elif bool(spans) == (record["kind"] == "unanswerable"):
            found.left_out["answer not in the body"] += 1
        else:
            known.add(record["question"])
            kept = {key: record[key] for key in KEPT if key in record}
            found.records.append(kept | {"spans": spans})
    return found


def spans_of(record: Record, body: str) -> list[list[int]]:
    """Where the accepted answers stand: inside ``context`` where that is given, else where they stand first."""
    context = record.get("context") or ""
    start = max(body.find(context), 0)
    spans = []
    for text in record.get("answers") or ():
        at = body.find(text, start, start + len(context)) if context else -1
        at = body.find(text) if at < 0 else at
        if text and at >= 0:
            spans.append([at, at + len(text)])
    return spans


def reposts(lines: Sequence[int], bodies: Mapping[int, str]) -> dict[int, list[int]]:
    """Line → other lines with (nearly) the same report."""
    meant = {line: shingles(bodies[line]) for line in lines}
    owners = _Owners(meant)
    found: dict[int, list[int]] = {line: [] for line in lines}
    for line, body in bodies.items():
        other = shingles(body)
        for own in owners.likely(other):
            if own != line and same_report(meant[own], other):
                found[own].append(line)
    return found


class _Owners:
    """Which reports share enough shingles with another to be compared with it."""

    def __init__(self, reports: Mapping[int, Shingles]) -> None:
        self._lines = np.array(list(reports))
        self._sizes = np.array([len(each) for each in reports.values()])
        numbers = np.concatenate([each.numbers for each in reports.values()])
        owner = np.repeat(np.arange(len(self._lines)), self._sizes)
        order = np.argsort(numbers, kind="stable")
        self._numbers, self._owner = numbers[order], owner[order]

    def likely(self, other: Shingles) -> list[int]:
        """Lines of the reports that ``other`` may be a repost of."""
        first = np.searchsorted(self._numbers, other.numbers, "left")
        past = np.searchsorted(self._numbers, other.numbers, "right")
        met = np.flatnonzero(past > first)
        if not len(met):
            return []
        owners = np.concatenate([self._owner[first[place] : past[place]] for place in met])
        counts = np.bincount(owners, minlength=len(self._lines))
        least = LIKELY_SHARE * np.minimum(self._sizes, len(other))
        return [int(line) for line in self._lines[counts >= least]]


def with_reposts(records: Sequence[Record], bodies: Mapping[int, str]) -> list[Record]:
    """Records with the lines of reposts that print an accepted answer; none for the unanswerable."""
    same = reposts(sorted({record["line"] for record in records if record["spans"]}), bodies)
    return [record | {"alt_lines": _printing(record, same, bodies)} for record in records]


def _printing(record: Record, same: Mapping[int, Sequence[int]], bodies: Mapping[int, str]) -> list[int]:
    body = bodies[record["line"]]
    answers = [body[start:end] for start, end in record["spans"]]
    return [line for line in same.get(record["line"], ()) if any(text in bodies[line] for text in answers)]


def convert(shared: Path, written: Path) -> None:
    """Write ``questions/own-report.jsonl`` and the list of its ids; tells counts alone."""
    bodies = {record["line"]: record["body"] for record in rows(shared / "data/news/crud_rag_news.jsonl.xz")}
    lines = [json.loads(line) for line in written.read_text(encoding="utf-8").splitlines() if line.strip()]
    found = converted(lines, bodies)
    records = with_reposts(found.records, bodies)
    OWN_REPORT.parent.mkdir(exist_ok=True)
    OWN_REPORT.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records), encoding="utf-8")
    write("own-report", shared)
    kinds = Counter(record["kind"] for record in records)
    print(f"{len(records)} of {len(lines)} kept: {dict(kinds)}; left out: {dict(found.left_out)}")
    print(f"with reposts: {sum(bool(record['alt_lines']) for record in records)}")


def figures(outcomes: Sequence[Outcome]) -> dict[str, Share | None]:
    """What ``benchmarks.answers`` tells, and where the ranking has the right article."""
    real = [each for each in outcomes if each.asked.answers]
    ranked = {
        f"ranked_at_{depth}": share([bool(each.rank and each.rank <= depth) for each in real]) for depth in RANKED_AT
    }
    found: dict[str, Any] = summary(outcomes)
    shares: dict[str, Any] = {name: each for name, each in found.items() if isinstance(each, dict)}
    nearly = share([each.right for each in real if each.exact is not None])
    return ranked | shares | {"short_nearly_right": nearly, "answered_if_85_held": _surer_than_most(outcomes)}


def _surer_than_most(outcomes: Sequence[Outcome]) -> Share | None:
    """Of the answerable ones those that would be told as answered if ``HELD`` of the unanswerable ones were not."""
    unreal = [each.answer.confidence for each in outcomes if not each.asked.answers]
    if not unreal:
        return None
    limit = float(np.quantile(unreal, HELD))
    return share([each.answer.confidence > limit for each in outcomes if each.asked.answers])


def by_kind(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Share | None]]:
    """Figures of all, and of each kind."""
    kinds = sorted({each.asked.kind for each in outcomes})
    return {"all": figures(outcomes)} | {
        kind: figures([each for each in outcomes if each.asked.kind == kind]) for kind in kinds
    }


def measure(shared: Path, work: Path, model: str) -> None:
    """Ask every question over the whole corpus."""
    questions, encoder = own_questions(shared), open_encoder(model)
    asker = newsroom(work / INDEX, lambda: questions, encoder)
    with Archive.open(work / INDEX / "archive.sqlite") as archive:

        def rank(question: str) -> list[Article]:
            ids = [hit.id for hit in asker.ranking(question, today=TODAY)]
            return list(archive.articles_by_id(ids).values())

        outcomes = evaluate(map(asked, questions.questions), lambda text: asker.ask(text, today=TODAY), rank)
    table = by_kind(outcomes)
    for kind, found in table.items():
        print(f"\n## {kind}\n")
        print_table({"report": {name: value for name, value in found.items() if value}})
    keep(RESULTS, {"encoder": encoder.fingerprint, "report": table})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=["convert", "measure"])
    parser.add_argument("shared", type=Path)
    parser.add_argument("path", type=Path, help="the written questions, or the work folder")
    parser.add_argument("--encoder", default="bundled")
    given = parser.parse_args()
    if given.step == "convert":
        convert(given.shared, given.path)
    else:
        measure(given.shared, given.path, given.encoder)


if __name__ == "__main__":
    main()
