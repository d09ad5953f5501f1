"""The gate: ask the newsroom's questions of a generation before readers can, and compare with the published one.

The published generation's results are stored with it; it is asked again only where the questions changed. Both are
asked with the clock at their own newest edition, so that the same content always gets the same verdict.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from retrieval.answers.ask import Asker
from retrieval.domain import Article
from retrieval.editions.store.archive import Archive
from retrieval.errors import Busy, GenerationMismatch, NothingPublished, StorageError
from retrieval.evaluation.evaluate import Outcome, evaluate
from retrieval.evaluation.question_file import AskedQuestion, fingerprint
from retrieval.index.engine import Engine, Generation, Manifest, published_id
from retrieval.index.gate import Change, GateShares, Measure, Reason, Result, Verdict
from retrieval.index.serving import Fixed, Leases

RECALL_AT = 3
"""Among how many of the ranked articles the right one must be: as many as an answer cites."""
EXCERPT = 120
"""Characters of the first excerpt that a report shows."""
VERDICT_FORMAT = 1
"""Grows when results of older programs can no longer be compared."""
ROUNDING = 1e-9

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
        if current is None or (self._before is not None and self._before[0] == current):
            return
        stored = self._stored(current)
        if stored is None:
            stored = self._asked_now(current)
        self._before = (current, stored) if stored is not None else None

    def __call__(self, manifest: Manifest) -> Verdict:
        """Judge a built generation. Raises what answering raises."""
        self.prepare()
        sheet = self._ask(manifest.id)
        after = results(sheet)
        against, before = self._before or (None, {})
        return self._verdict(manifest.id, against, before, after, sheet)

    def _verdict(
        self, name: str, against: str | None, before: dict[str, Result], after: dict[str, Result], sheet: dict[str, Any]
    ) -> Verdict:
        aside = tuple(key for key, result in before.items() if self._withdrawn(result))
        kept = [key for key in after if key not in aside]
        was = shares([before[key] for key in kept]) if before else None
        now = shares([after[key] for key in kept])
        failed = tuple(each.question for each in self._questions if each.must and not after[each.question].good)
        changes = tuple(
            Change(before[key], after[key]) for key in kept if before and before[key].grade != after[key].grade
        )
        return Verdict(
            generation=name,
            against=against,
            reasons=(*(fallen(was, now, self._margins) if was else ()), *_failed(failed)),
            before=was,
            after=now,
            changes=changes,
            set_aside=aside,
            sheet=sheet,
        )

    def _withdrawn(self, result: Result) -> bool:
        return result.article_id is not None and self._archive.withdrawals.of(result.article_id) is not None

    def _stored(self, generation_id: str) -> dict[str, Result] | None:
        """What was found when the generation was published, if the same was asked."""
        try:
            sheet = self._engine.recorded(generation_id)
        except (StorageError, NothingPublished) as problem:
            log.warning("what was found of generation %s can't be read, asking it again: %s", generation_id, problem)
            return None
        if sheet is None or sheet.get("format") != VERDICT_FORMAT or sheet.get("questions_sha256") != self._fingerprint:
            return None
        return results(sheet)

    def _asked_now(self, generation_id: str) -> dict[str, Result] | None:
        """Ask the published generation; None where this program can't open it."""
        try:
            sheet = self._ask(generation_id)
        except (StorageError, NothingPublished, GenerationMismatch) as problem:
            log.warning("generation %s can't be asked, nothing to compare with: %s", generation_id, problem)
            return None
        try:
            gate = next(each.gate for each in self._engine.generations() if each.id == generation_id)
            self._engine.record(generation_id, gate, sheet)
        except (Busy, StorageError) as problem:  # it was only to be spared the asking next time
            log.info("what was found of generation %s is not kept: %s", generation_id, problem)
        return results(sheet)

    def _ask(self, generation_id: str) -> dict[str, Any]:
        """Ask all questions of one generation; what came of it, as JSON values."""
        generation = self._engine.open(generation_id)
        try:
            self._require_encoder(generation)
            today = clock_of(generation.manifest)
            asker = self._make_asker(Fixed(generation))

            def ranked(question: str) -> Sequence[Article]:
                ids = [hit.id for hit in asker.ranking(question, today=today)[:RECALL_AT]]
                return list(self._archive.articles_by_id(ids).values())

            outcomes = evaluate(
                self._questions, lambda question: asker.ask(question, today=today), ranked, progress=self._told
            )
        finally:
            generation.close()
        found = [result_of(each) for each in outcomes]
        return {
            "format": VERDICT_FORMAT,
            "questions_sha256": self._fingerprint,
            "today": today.isoformat(),
            "shares": asdict(shares(found)),
            "results": [asdict(each) for each in found],
        }

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
    first = answer.citations[0] if answer.citations else None
    found = outcome.rank is not None if asked.named else outcome.in_three
    holding = first.article_id if first and outcome.in_first else None
    return Result(
        question=asked.question,
        kind=asked.kind,
        found=found if asked.answers else None,
        right=outcome.right if asked.answers else None,
        wrong=None if asked.answers else outcome.false_answer,
        status=answer.status.value,
        answer=answer.answer,
        excerpt=first.excerpt[:EXCERPT] if first else None,
        article_id=outcome.right_id or holding,
    )


def results(sheet: dict[str, Any]) -> dict[str, Result]:
    """Results by question, from what was stored."""
    return {record["question"]: Result(**record) for record in sheet["results"]}


def shares(found: Sequence[Result]) -> GateShares:
    """Recall, accuracy and wrong answers over results."""
    return GateShares(
        questions=len(found),
        recall=_share([each.found for each in found if each.found is not None]),
        accuracy=_share([each.right for each in found if each.right is not None]),
        wrong=_share([each.wrong for each in found if each.wrong is not None]),
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


def _failed(questions: tuple[str, ...]) -> tuple[Reason, ...]:
    return (Reason(Measure.MUST, questions=questions),) if questions else ()


def _share(values: Sequence[bool]) -> float | None:
    return sum(values) / len(values) if values else None
