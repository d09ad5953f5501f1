"""The gate: ask the newsroom's questions of a generation before readers can, and compare with the published one.

The published generation's results are stored with it; it is asked again only where the questions changed. Both are
asked with the clock at their own newest edition, so that the same content always gets the same verdict.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from retrieval.answers.ask import Asker
from retrieval.domain import Answer, Article
from retrieval.editions.store.archive import Archive
from retrieval.errors import Busy, GenerationMismatch, NothingPublished, StorageError
from retrieval.evaluation.evaluate import Outcome, evaluate
from retrieval.evaluation.measures import known
from retrieval.evaluation.question_file import AskedQuestion, fingerprint
from retrieval.index.engine import Engine, Generation, Manifest, published_id
from retrieval.index.gate import Change, GateShares, Measure, Reason, Result, Verdict
from retrieval.index.published import Published
from retrieval.index.serving import Fixed, Leases

RECALL_AT = 3
"""Among how many of the ranked articles the right one must be: as many as an answer cites."""
EXCERPT = 120
"""Characters of the first excerpt that a report shows; by hand, 2026-11."""
VERDICT_FORMAT = 1
"""Grows when results of older programs can no longer be compared."""
ROUNDING = 1e-9
"""Difference of two shares that is none; by hand, 2026-11."""

log = logging.getLogger(__name__)

MakeAsker = Callable[[Leases], Asker]


@dataclass(frozen=True, slots=True)
class Margins:
    """How far a share may fall (``wrong``: rise) before the gate refuses, between 0 and 1."""

    recall: float = 0.03
    accuracy: float = 0.03
    wrong: float = 0.05


class Judge:
    """The gate over one file of questions. Call ``prepare`` before the archive changes, then pass it to ``publish``."""

    def __init__(
        self,
        questions: Sequence[AskedQuestion],
        archive: Archive,
        engine: Engine,
        encoder_fingerprint: str,
        make_asker: MakeAsker,
        *,
        margins: Margins,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """``progress`` gets (questions asked, questions to ask)."""
        self._questions, self._fingerprint = questions, fingerprint(questions)
        self._archive, self._engine, self._encoder = archive, engine, encoder_fingerprint
        self._make_asker, self._margins, self._progress = make_asker, margins, progress
        self._before: tuple[str, dict[str, Result]] | None = None

    def prepare(self) -> None:
        """Know how the published generation does while the archive still holds all that it was built from."""
        current = published_id(self._engine)
        if current is None or self._knows(current):
            return
        before = self._earlier(current)
        self._before = (current, before) if before is not None else None

    def __call__(self, manifest: Manifest) -> Verdict:
        """Judge a built generation. Raises what answering raises."""
        self.prepare()
        sheet = self._ask(manifest.id)
        against, before = self._before or (None, {})
        return self._verdict(manifest.id, against, before, sheet)

    def _verdict(self, name: str, against: str | None, before: dict[str, Result], sheet: dict[str, Any]) -> Verdict:
        after = results(sheet)
        aside = tuple(question for question, result in before.items() if self._withdrawn(result))
        later = _left(after, aside)
        now = shares(later)
        was = shares(_left(before, aside)) if before else None
        worse = fallen(was, now, self._margins) if was else []
        failed = tuple(after[each.question] for each in self._questions if each.must and not after[each.question].good)
        return Verdict(
            generation=name,
            against=against,
            reasons=(*worse, *_must_reasons(failed)),
            before=was,
            after=now,
            changes=tuple(_changes(before, later)),
            set_aside=aside,
            sheet=sheet,
            failed=failed,
        )

    def _knows(self, generation_id: str) -> bool:
        return self._before is not None and self._before[0] == generation_id

    def _withdrawn(self, result: Result) -> bool:
        return result.article_id is not None and self._archive.is_withdrawn(result.article_id)

    def _earlier(self, generation_id: str) -> dict[str, Result] | None:
        """What was found of the published generation, or is found now; None where there is nothing to compare with."""
        stored = self._stored(generation_id)
        return stored if stored is not None else self._asked_now(generation_id)

    def _stored(self, generation_id: str) -> dict[str, Result] | None:
        """What was found when the generation was published, if the same was asked."""
        try:
            sheet = self._engine.recorded(generation_id)
        except (StorageError, NothingPublished) as problem:
            log.warning("what was found of generation %s can't be read, asking it again: %s", generation_id, problem)
            return None
        return results(sheet) if sheet is not None and self._comparable(sheet) else None

    def _comparable(self, sheet: dict[str, Any]) -> bool:
        return sheet.get("format") == VERDICT_FORMAT and sheet.get("questions_sha256") == self._fingerprint

    def _asked_now(self, generation_id: str) -> dict[str, Result] | None:
        """Ask the published generation; None where this program can't open it."""
        try:
            sheet = self._ask(generation_id)
        except (StorageError, NothingPublished, GenerationMismatch) as problem:
            log.warning("generation %s can't be asked, nothing to compare with: %s", generation_id, problem)
            return None
        self._keep(generation_id, sheet)
        return results(sheet)

    def _keep(self, generation_id: str, sheet: dict[str, Any]) -> None:
        """Store what was found with the published generation, to be spared the asking next time."""
        try:
            gate = next(each.gate for each in self._engine.generations() if each.id == generation_id)
            self._engine.record(generation_id, gate, sheet)
        except (Busy, StorageError) as problem:
            log.info("what was found of generation %s is not kept: %s", generation_id, problem)

    def _ask(self, generation_id: str) -> dict[str, Any]:
        """Ask all questions of one generation; what came of it, as JSON values."""
        generation = self._engine.open(generation_id)
        try:
            self._require_encoder(generation)
            today = clock_of(generation.manifest)
            found = [result_of(each) for each in self._outcomes(Published(self._archive, generation), today)]
        finally:
            generation.close()
        return {
            "format": VERDICT_FORMAT,
            "questions_sha256": self._fingerprint,
            "today": today.isoformat(),
            "shares": asdict(shares(found)),
            "results": [asdict(each) for each in found],
        }

    def _outcomes(self, paper: Published, today: date) -> list[Outcome]:
        asker = self._make_asker(Fixed(paper.generation))

        def answer(question: str) -> Answer:
            return asker.ask(question, today=today)

        def ranked(question: str) -> Sequence[Article]:
            ids = [hit.id for hit in asker.ranking(question, today=today)[:RECALL_AT]]
            return list(paper.articles_by_id(ids).values())

        return evaluate(self._questions, answer, ranked, progress=self._told)

    def _require_encoder(self, generation: Generation) -> None:
        manifest = generation.manifest
        if manifest.encoder_fingerprint != self._encoder:
            raise GenerationMismatch(f"generation {manifest.id} was built by encoder {manifest.encoder}")

    def _told(self, done: int) -> None:
        if self._progress:
            self._progress(done, len(self._questions))


def clock_of(manifest: Manifest) -> date:
    """The day that a generation is asked on: its newest edition's; the day it was built where no edition has a date."""
    return date.fromisoformat(manifest.newest_date or manifest.created[:10])


def result_of(outcome: Outcome) -> Result:
    """What is remembered of one question."""
    asked, answer = outcome.asked, outcome.answer
    return Result(
        question=asked.question,
        kind=asked.kind,
        found=_report_found(outcome) if asked.answerable else None,
        right=outcome.right if asked.answerable else None,
        wrong=None if asked.answerable else outcome.false_answer,
        status=answer.status.value,
        answer=answer.answer,
        excerpt=answer.citations[0].excerpt[:EXCERPT] if answer.citations else None,
        article_id=outcome.right_id or _holding_article(outcome),
        expected=asked.answers,
    )


def _report_found(outcome: Outcome) -> bool:
    """Whether the right report is among the first: by its name, or else by an excerpt that holds the answer."""
    return outcome.rank is not None if outcome.asked.named else outcome.on_card


def _holding_article(outcome: Outcome) -> int | None:
    return outcome.answer.citations[0].article_id if outcome.in_first else None


def results(sheet: dict[str, Any]) -> dict[str, Result]:
    """Results by question, from what was stored."""
    return {record["question"]: Result(**record) for record in sheet["results"]}


def shares(found: Sequence[Result]) -> GateShares:
    """Recall, accuracy and wrong answers over results."""
    return GateShares(
        questions=len(found),
        recall=_share(each.found for each in found),
        accuracy=_share(each.right for each in found),
        wrong=_share(each.wrong for each in found),
    )


def fallen(before: GateShares, after: GateShares, margins: Margins) -> list[Reason]:
    """Where a generation is worse than the one before it by more than the margins."""
    compared = (
        (Measure.RECALL, before.recall, after.recall, margins.recall, 1),
        (Measure.ACCURACY, before.accuracy, after.accuracy, margins.accuracy, 1),
        (Measure.WRONG, before.wrong, after.wrong, margins.wrong, -1),
    )
    return [
        Reason(measure, was, now, margin)
        for measure, was, now, margin, sign in compared
        if was is not None and now is not None and sign * (was - now) > margin + ROUNDING
    ]


def _must_reasons(failed: Sequence[Result]) -> list[Reason]:
    """The reason that questions failed which must not."""
    return [Reason(Measure.MUST, questions=tuple(each.question for each in failed))] if failed else []


def _left(found: dict[str, Result], aside: Container[str]) -> list[Result]:
    """Results of the questions that are not set aside."""
    return [result for question, result in found.items() if question not in aside]


def _changes(before: dict[str, Result], after: Iterable[Result]) -> Iterator[Change]:
    for result in after:
        earlier = before.get(result.question)
        if earlier is not None and earlier.grade != result.grade:
            yield Change(earlier, result)


def _share(told: Iterable[bool | None]) -> float | None:
    values = known(told)
    return sum(values) / len(values) if values else None
