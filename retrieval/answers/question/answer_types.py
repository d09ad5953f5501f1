"""Which printed things can answer which kind of question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.answers.question.kinds import Kind
from retrieval.answers.question.query import Query
from retrieval.language.measure_words import count_the_same
from retrieval.language.numbers import Candidate, Type, numbers

TYPES: dict[Kind, tuple[Type, ...]] = {
    Kind.HOW_LONG: (Type.DURATION, Type.DATE, Type.CLOCK),
    Kind.AMOUNT: (Type.MONEY, Type.QUANTITY, Type.NUMBER),
    Kind.RATIO: (Type.RATIO, Type.NUMBER),
    Kind.AGE: (Type.AGE, Type.QUANTITY),
    Kind.COUNT: (Type.QUANTITY, Type.MONEY, Type.NUMBER, Type.RATIO, Type.DURATION),
    Kind.SIZE: (Type.QUANTITY, Type.MONEY, Type.NUMBER),
    Kind.TIME: (Type.CLOCK, Type.DATE),
    Kind.WHEN: (Type.DATE, Type.CLOCK, Type.DURATION),
}
"""Numeric types for a kind, the likeliest first; kinds that no number answers are not here."""

COUNTED_CHARS = 3
"""Characters behind 几 and 多少 in which print's own measure word may stand (几条车道, 六车道); by hand, 2026-11."""

ANY_UNIT = "个"
"""The measure word of whatever has none of its own: 救了几个 may be answered by 24人."""
_NO_TIME = (Type.QUANTITY, Type.MONEY, Type.RATIO, Type.AGE)
_UNITS_OF_TIME = frozenset("日号月年天点时")
"""Measure words with which 第几 asks for a day or an hour."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What can answer: the kind, the measure word that the question names, and the words that it counts behind it."""

    kind: Kind = Kind.STATEMENT
    unit: str = ""
    counted: str = ""

    @property
    def types(self) -> tuple[Type, ...]:
        """What a number that answers may be, the likeliest first; none where no number does."""
        return TYPES.get(self.kind, ())

    def fitting(self, printed: Sequence[Candidate], among: Sequence[Candidate]) -> list[Candidate]:
        """Those numbers that can answer: of the kind, and with the measure word asked for if any ``among`` has it."""
        if any(map(self.counts, among)):
            return [each for each in printed if self.counts(each)]
        return [each for each in printed if each.type in self.types]

    def rules_out(self, told: Sequence[Candidate], printed: Sequence[Candidate]) -> bool:
        """Whether a stretch that tells these numbers can't answer.

        So where how many is asked and it tells days and hours alone, where how long is asked and it tells anything but
        time (10册 for 借期多长), and where it counts something else though print has the very thing: 四股匝道 beside
        六车道 for 几条车道.
        """
        if told and self.kind is Kind.HOW_LONG:
            return all(each.type in _NO_TIME for each in told)
        if not told or self.unit in _UNITS_OF_TIME or {Type.DATE, Type.CLOCK} & set(self.types):
            return False
        if any(map(self.names, printed)) and any(map(self._is_count, told)):
            return not any(map(self.names, told))
        return all(each.type in (Type.DATE, Type.CLOCK) for each in told)

    def counts(self, candidate: Candidate) -> bool:
        """Whether a number has the measure word asked for, one of its like, or one that print uses for it."""
        return self._is_count(candidate) and (unit_fit(self.unit, candidate.unit) > 0 or candidate.unit in self.counted)

    def names(self, candidate: Candidate) -> bool:
        """Whether a number has the very measure word asked for, or one that print uses for what is counted."""
        return self._is_count(candidate) and (
            unit_fit(self.unit, candidate.unit) == 1.0 or candidate.unit in self.counted
        )

    def _is_count(self, candidate: Candidate) -> bool:
        return candidate.type is Type.QUANTITY and Type.QUANTITY in self.types and bool(candidate.unit)


def wanted_by(query: Query) -> Wanted:
    """What can answer a question."""
    behind = (query.folded[query.slot[1] :] if query.slot else "").strip()[:COUNTED_CHARS]
    names_nothing = query.unit == ANY_UNIT and (not behind or "的" in behind)
    return Wanted(query.kind, "" if names_nothing else query.unit, behind)


def unit_fit(asked: str, printed: str) -> float:
    """1 where the measure words agree, 0.5 where they count the same things, 0 where one is unknown, else -1."""
    if not asked or not printed:
        return 0.0
    if printed.startswith(asked) or asked.startswith(printed):
        return 1.0
    return 0.5 if count_the_same(asked, printed) else -1.0


def fits(candidate: Candidate, kind: Kind, unit: str) -> float:
    """How well a candidate fits the kind and the measure word asked for: 0 (not at all) to 1."""
    wanted = TYPES.get(kind, ())
    if candidate.type not in wanted:
        return 0.0
    place = 1.0 if candidate.type is wanted[0] else 0.4
    return max(0.1, place + 0.5 * min(unit_fit(unit, candidate.unit), 0.0))


def new_numbers(query: Query, text: str) -> Iterator[Candidate]:
    """Numbers of a folded text that the question does not name itself: only these can answer it."""
    return (each for each in numbers(text) if text[slice(*each.span)] not in query.folded)
