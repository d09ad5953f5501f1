"""Questions as new users type them, over the sample editions and the real page, graded as a reader would.

    python -m benchmarks.everyday SHARED WORKDIR [--show]

The editions are read and published anew into WORKDIR, and asked through the program's own ``Newsroom`` with the
settings of the environment. What the grades mean is told in ``benchmarks.grading``. Shares are over all questions,
where *well served* is fully right or, without an answer there, held back; the two last are over the answerable and the
unanswerable ones. ``--show`` prints every develop question with what was answered; questions of the report half are
never printed.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.figures import Share, keep, print_table, share
from benchmarks.grading import Expected, Grade, grade
from benchmarks.splits import PARTS, part_of, records
from bot.settings import Settings
from bot.wiring import Newsroom
from retrieval.domain import Answer

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "everyday.json"
SET_NAME = "everyday-samples"
SAMPLE_EDITIONS = ROOT / "examples" / "editions"
SAMPLES_TODAY = date(2025, 3, 13)


@dataclass(frozen=True, slots=True)
class Corpus:
    """What the questions ``about`` something are asked of, and the day they are asked on."""

    about: str
    path: Path
    today: date


@dataclass(frozen=True, slots=True)
class Graded:
    """A question, what was answered, and the grade."""

    expected: Expected
    part: str
    answer: Answer
    grade: Grade


def corpora(shared: Path) -> tuple[Corpus, ...]:
    """The sample editions and the real page."""
    page = shared / "editions" / "beijing-daily-page.txt"
    return (
        Corpus("samples", SAMPLE_EDITIONS, SAMPLES_TODAY),
        Corpus("beijing-page", page, date(2022, 12, 9)),
    )


def opened(folder: Path, editions: Path) -> Newsroom:
    """A newsroom over these editions, published into an empty folder."""
    folder.mkdir(parents=True)
    room = Newsroom(Settings(data=folder), create=True)
    room.index([editions])
    return room


def graded(shared: Path, work: Path) -> Iterator[Graded]:
    """Every question of the set, asked."""
    everything = list(records(SET_NAME, shared))
    for corpus in corpora(shared):
        with tempfile.TemporaryDirectory(dir=work) as folder:
            room = opened(Path(folder) / "data", corpus.path)
            for record in everything:
                if record["about"] == corpus.about:
                    yield asked(room, record, corpus.today)
            room.close()


def asked(room: Newsroom, record: dict[str, Any], today: date) -> Graded:
    """One question, asked and graded."""
    answers = () if record["unanswerable"] else tuple(record["answers"])
    expected = Expected(
        record["question"], answers, record["headline"], record["short"], tuple(record.get("outdated", ()))
    )
    answer = room.ask(expected.question, today=today)
    first = None
    if answer.citations:
        first = room.archive.articles_by_id([answer.citations[0].article_id]).get(answer.citations[0].article_id)
    return Graded(expected, part_of(SET_NAME, expected.question), answer, grade(answer, expected, first))


def figures(outcomes: Sequence[Graded]) -> dict[str, Share | None]:
    """Shares of the grades, as the module tells."""
    every = [each.grade for each in outcomes]
    answerable = [each.grade for each in outcomes if each.expected.answers]
    others = [each.grade for each in outcomes if not each.expected.answers]
    over_all = (Grade.EXCERPT, Grade.BESIDE, Grade.WRONG, Grade.REFUSED)
    served = {"well served": share([given in (Grade.RIGHT, Grade.HELD_BACK) for given in every])}
    return (
        served
        | {each.value: share([given is each for given in every]) for each in over_all}
        | {f"{Grade.RIGHT} (answerable)": share([given is Grade.RIGHT for given in answerable])}
        | {Grade.HELD_BACK.value: share([given is Grade.HELD_BACK for given in others])}
    )


def by_part(outcomes: Sequence[Graded]) -> dict[str, dict[str, Share | None]]:
    """Figures of both halves, and of all."""
    found = {str(part): figures([each for each in outcomes if each.part == part]) for part in PARTS}
    found["all"] = figures(outcomes)
    return found


def shown(outcome: Graded) -> str:
    """A question and what came of it, in a few lines."""
    answer, expected = outcome.answer, outcome.expected
    lines = [f"{outcome.grade.value:32} {expected.question}", f"    accepted  {' | '.join(expected.answers) or '–'}"]
    notes = ", ".join(note.code.value for note in answer.notes)
    lines.append(f"    answered  {answer.status.value} {answer.confidence:.2f} short={answer.answer} {notes}")
    lines += [f"    cited     《{each.headline}》 {each.excerpt[:80]}" for each in answer.citations[:1]]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--show", action="store_true", help="print the develop questions and their answers")
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    outcomes = list(graded(given.shared, given.work))
    if given.show:
        print("\n".join(shown(each) for each in outcomes if each.part == "develop") + "\n")
    table = by_part(outcomes)
    print_table(table)
    keep(RESULTS, {"figures": table, "counts": {"all": Counter(each.grade.value for each in outcomes)}})


if __name__ == "__main__":
    main()
