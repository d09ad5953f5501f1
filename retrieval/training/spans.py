"""What picks the short answer, and what says how sure it is, learned with the right text given.

Questions are those that the reader has not seen, with answers that say no more than was asked. How sure an answer is
can only be learned from answers that were picked without knowing the right one: the questions are cut into parts, and
each part is answered by trees that grew on the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray

from retrieval.answers.question.kinds import Kind
from retrieval.answers.question.query import Query
from retrieval.answers.spans.confidence import sureness_features
from retrieval.answers.spans.extend import whole
from retrieval.index.engine import Generation
from retrieval.language.folding import bare
from retrieval.language.numbers import Candidate
from retrieval.language.tokenizer import Tokenizer
from retrieval.training.examples import Example
from retrieval.training.given import given

Rows = NDArray[np.float32]
PARTS = 5
NATIVE = "cmrc2018_train"
"""The source whose questions were asked, and answered, in Chinese."""
RIGHT, NEAR = 3, 1
"""Grades of a candidate that is an accepted answer, and of one that is most of one, or holds one and little more."""


@dataclass(frozen=True, slots=True, eq=False)
class Graded:
    """The candidates of one question: features, grades (0, ``NEAR``, ``RIGHT``), the passage that they stand in."""

    rows: Rows
    grades: NDArray[np.int64]
    candidates: tuple[Candidate, ...]
    kind: Kind
    passage: str
    source: str

    @property
    def group(self) -> tuple[Rows, NDArray[np.int64]]:
        return self.rows, self.grades


def graded(examples: Iterable[Example], generation: Generation, tokenizer: Tokenizer) -> Iterator[Graded]:
    """Candidates of every question, those that none stand in left out."""
    for example in examples:
        found = given(example.question, example.passage, generation, tokenizer)
        if found is None or not found.choices.candidates:
            continue
        text, each = found.choices.text, found.choices.candidates
        accepted = [own for answer in example.answers if (own := bare(answer))]
        grades = [_grade(found.query, text, candidate, accepted) for candidate in each]
        yield Graded(
            found.choices.rows,
            np.array(grades, dtype=np.int64),
            each,
            found.query.kind,
            example.passage,
            example.source,
        )


def _grade(query: Query, text: str, candidate: Candidate, accepted: Sequence[str]) -> int:
    """The grade of a candidate as picked, as shown, or, where an accepted number lacks it, without its measure word."""
    picked = bare(text[slice(*candidate.span)])
    forms = (picked, bare(text[slice(*whole(query, text, candidate))]), picked.removesuffix(bare(candidate.unit)))
    return max(grade(form, accepted) for form in forms)


def grade(own: str, accepted: Sequence[str]) -> int:
    """How near a bare text is to the accepted ones."""
    if own in accepted:
        return RIGHT
    near = (2 * min(len(own), len(each)) >= max(len(own), len(each)) for each in accepted if own in each or each in own)
    return NEAR if bool(own) and any(near) else 0


def unseen_picks(
    found: Sequence[Graded], fit: Callable[[Sequence[Graded]], lgb.Booster]
) -> Iterator[tuple[Rows, NDArray[np.int64]]]:
    """Sureness features of what trees pick that have not seen the passage, 1 where it is an accepted answer.

    Of ``NATIVE`` questions only: answers in machine translation often lack the measure word that is printed.
    """
    parts = {passage: number % PARTS for number, passage in enumerate(dict.fromkeys(each.passage for each in found))}
    for part in range(PARTS):
        booster = fit([each for each in found if parts[each.passage] != part])
        for each in found:
            if parts[each.passage] == part and each.source == NATIVE:
                ranked = np.asarray(booster.predict(each.rows), dtype=np.float32)
                order = sorted(range(len(ranked)), key=lambda n: (-ranked[n], each.candidates[n].span))
                right = int(each.grades[order[0]] == RIGHT)
                yield sureness_features(each.rows, ranked, order, each.candidates)[None], np.array([right])
