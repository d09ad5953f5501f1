"""Which printed things can answer which kind of question."""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.answers.question.kinds import Kind
from retrieval.answers.question.query import Query
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

_SAME_UNIT = (
    frozenset({"个", "名", "位", "人", "人次", "口"}),
    frozenset("个所家座处项种类条件张辆台例起场届本册"),
    frozenset({"公里", "千米", "米"}),
    frozenset({"度", "℃", "°c", "摄氏度"}),
)  # fmt: skip


def unit_fit(asked: str, printed: str) -> float:
    """1 where the measure words agree, 0.5 where they count the same things, 0 where one is unknown, else -1."""
    if not asked or not printed:
        return 0.0
    if printed.startswith(asked) or asked.startswith(printed):
        return 1.0
    return 0.5 if _counts_the_same(asked, printed) else -1.0


def _counts_the_same(asked: str, printed: str) -> bool:
    return any(asked in units and printed in units for units in _SAME_UNIT)


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
