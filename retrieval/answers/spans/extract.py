"""The short answer: the stretch of an excerpt that the network points at, whole as it is printed, or none.

The network decides; the rules here only keep what it points at from being cut: a number keeps its digits and its unit,
brackets come in pairs, signs do not stand at the ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answers.models.network import Reading
from retrieval.answers.question.answer_types import TYPES
from retrieval.answers.question.kinds import NUMERIC, Kind
from retrieval.answers.question.query import Query
from retrieval.answers.ranking.rerank import ReadQuotation
from retrieval.answers.spans.changes import asks_of_before, became, value_now
from retrieval.domain import Span
from retrieval.language.characters import CLAUSE_ENDS, ESTIMATES_BEFORE, PAIRS
from retrieval.language.numbers import Type, numbers

LOOKED_AT_SPANS = 16
"""Likeliest stretches of the network that are weighed against each other."""
NEARLY_THE_SAME = 0.8
"""F1 of the characters in common from which two stretches count as one with doubtful borders; by hand, 2026-11."""
LONGEST_SHORT_CHARS = 60
"""Characters of a short answer; what is longer is better read in its excerpt."""
MOST_REPAIRS = 8
"""How often a stretch is repaired until nothing of it is left to repair."""
LONGEST_NOUN_CHARS = 4
"""Characters of what is counted, behind a number, that need not be said again; by hand, 2026-11."""
_STRIPPED = " \u3000\n、·" + CLAUSE_ENDS
_PARTICLES = "的了"
"""What the network's pieces may have behind the answer, and no answer ends with."""
_CHANGES_A_NUMBER = re.compile(f"{ESTIMATES_BEFORE}|[每第最共各满]|免费|不|无")
_CLAUSE_SIGNS = CLAUSE_ENDS + "\n"
_ITEM_SIGNS = _CLAUSE_SIGNS + "、 \u3000"
_CLOSING_OF = PAIRS
_OPENING_OF = {closing: opening for opening, closing in PAIRS.items()}


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """``span`` counts characters of the excerpt.

    ``confidence`` (0 … 1) is how likely this stretch, or one that is nearly the same, is the answer, if there is one.
    """

    span: Span
    confidence: float
    type: Type = Type.PHRASE


def short_of(query: Query, read: ReadQuotation) -> ShortAnswer | None:
    """What a read excerpt answers in short; None also where it was not read."""
    if read.reading is None:
        return None
    return short_answer(read.quotation.folded, read.reading, query.kind, now=not asks_of_before(query.folded))


def short_answer(text: str, reading: Reading, kind: Kind = Kind.STATEMENT, *, now: bool = True) -> ShortAnswer | None:
    """The best stretch of a folded excerpt; None where none can be shown by itself.

    Stretches that differ a little at their borders speak for each other, and with ``now`` a value for what became of
    it: the one counts that most probability lies on or near.
    """
    likely = _of_the_kind(text, _whole_stretches(text, reading, now), kind)
    if kind in NUMERIC:
        likely = _by_number(text, likely)
    if not likely:
        return None
    best, confidence = _most_agreed(likely)
    span = _as_asked(text, best, kind)
    return ShortAnswer(span, confidence, _type_of(text[slice(*span)]))


def _whole_stretches(text: str, reading: Reading, now: bool) -> dict[Span, float]:
    """The network's likeliest stretches made whole, and how likely each is."""
    likely: dict[Span, float] = {}
    for span, probability in reading.best(LOOKED_AT_SPANS):
        whole = whole_span(text, span)
        if whole is not None:
            meant = value_now(text, whole) if now else whole
            likely[meant] = likely.get(meant, 0.0) + probability
    return likely


def _of_the_kind(text: str, likely: dict[Span, float], kind: Kind) -> dict[Span, float]:
    """Where numbers of a type are asked for, only stretches that hold one: 30天 and not 10册 for 多久."""
    wanted = TYPES.get(kind, ())
    held = {span: likely[span] for span in likely if _holds_number(text[slice(*span)], wanted)}
    return held or likely


def _by_number(text: str, likely: dict[Span, float]) -> dict[Span, float]:
    """Stretches that say one number speak together: 56个, 56个小区, 每人45元; the likeliest form of each is shown."""
    forms: dict[Span, dict[Span, float]] = {}
    for span, probability in likely.items():
        told = became(text, span)
        alone = _number_alone(text, told)
        same = forms.setdefault(_only_number(text, told) or told, {})
        same[alone] = same.get(alone, 0.0) + probability
    together: dict[Span, float] = {}
    for same in forms.values():
        together[max(same, key=lambda form: (same[form], form))] = sum(same.values())
    return together


def _holds_number(text: str, wanted: Sequence[Type]) -> bool:
    return any(number.type in wanted for number in numbers(text))


def _most_agreed(likely: dict[Span, float]) -> tuple[Span, float]:
    """The stretch that most probability lies on or near, and how much of it (0 … 1)."""
    best, most = next(iter(likely)), -1.0
    for span in sorted(likely, key=lambda each: (likely[each], each), reverse=True):
        near = _probability_near(span, likely)
        if near > most:
            best, most = span, near
    return best, min(most, 1.0)


def _probability_near(span: Span, likely: dict[Span, float]) -> float:
    near = 0.0
    for other, probability in likely.items():
        if _f1(span, other) >= NEARLY_THE_SAME:
            near += probability
    return near


def _as_asked(text: str, span: Span, kind: Kind) -> Span:
    """A number alone where one is asked for, the whole clause where yes or no is, an enumeration with all its items."""
    if kind in NUMERIC:
        return span
    wider = _clause(text, span) if kind is Kind.YES_NO else _enumeration(text, span)
    return whole_span(text, wider) or span


def _clause(text: str, span: Span) -> Span:
    """What stands between the signs around a stretch: 免费 says less than 所有场馆免费入场."""
    start, end = span
    while start > 0 and text[start - 1] not in _CLAUSE_SIGNS:
        start -= 1
    while end < len(text) and text[end] not in _CLAUSE_SIGNS:
        end += 1
    return start, end


def _enumeration(text: str, span: Span) -> Span:
    """With the items that stand before it and behind it, each parted by 、; one that was cut in the middle is whole."""
    start, end = span
    if "、" in text[start:end]:
        low, high = _item_start(text, start), _item_end(text, end)
        start = low if text[:low].endswith("、") else start
        end = high if text[high:].startswith("、") else end
    while text[start - 1 : start] == "、":
        start = _item_start(text, start - 1)
    while text[end : end + 1] == "、":
        end = _item_end(text, end + 1)
    return start, end


def _item_start(text: str, at: int) -> int:
    """Where the item of an enumeration begins that reaches up to ``at``."""
    while at > 0 and text[at - 1] not in _ITEM_SIGNS:
        at -= 1
    return at


def _item_end(text: str, at: int) -> int:
    """Where the item of an enumeration ends that holds, or begins at, ``at``."""
    while at < len(text) and text[at] not in _ITEM_SIGNS + "等":
        at += 1
    return at


def _number_alone(text: str, span: Span) -> Span:
    """座位320个 → 320个: the one number of a stretch, unless words around it change what it says."""
    number = _only_number(text, span)
    if number is None:
        return span
    around = f"{text[span[0] : number[0]]} {text[number[1] : span[1]]}"
    changed = _CHANGES_A_NUMBER.search(around) or span[1] - number[1] > LONGEST_NOUN_CHARS
    return span if changed else number


def _only_number(text: str, span: Span) -> Span | None:
    found = numbers(text[slice(*span)])
    return (span[0] + found[0].span[0], span[0] + found[0].span[1]) if len(found) == 1 else None


def _f1(one: Span, other: Span) -> float:
    """F1 of the characters that two stretches have in common."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return 2 * shared / (one[1] - one[0] + other[1] - other[0]) if shared > 0 else 0.0


def whole_span(text: str, span: Span) -> Span | None:
    """The stretch without signs at its ends, with whole numbers and paired brackets; None where that can't be had."""
    for _ in range(MOST_REPAIRS):
        start, end = _stripped(text, *span)
        if start >= end:
            return None
        whole = _paired(text, *_with_whole_numbers(text, start, end))
        if whole == span:
            return span if _can_be_shown(text, span) else None
        span = whole  # where one bracket was cut off, another sign may stand at the end
    return None


def _can_be_shown(text: str, span: Span) -> bool:
    return span[1] - span[0] <= LONGEST_SHORT_CHARS and "\n" not in text[slice(*span)]


def _with_whole_numbers(text: str, start: int, end: int) -> Span:
    for each in numbers(text):
        low, high = each.span
        if low < start < high or low < end < high:
            start, end = min(start, low), max(end, high)
    return start, end


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in _STRIPPED:
        start += 1
    while start < end and text[end - 1] in _STRIPPED + _PARTICLES:
        end -= 1
    return start, end


def _paired(text: str, start: int, end: int) -> Span:
    """With the other half of a bracket that stands right beside, without a half that has none."""
    unclosed, unopened = _halves(text[start:end])
    if unclosed and text[end : end + 1] == _CLOSING_OF.get(text[start + unclosed[-1]]):
        return start, end + 1
    if unopened and start and text[start - 1] == _OPENING_OF.get(text[start + unopened[0]]):
        return start - 1, end
    return _without_halves(start, end, unclosed, unopened)


def _without_halves(start: int, end: int, unclosed: list[int], unopened: list[int]) -> Span:
    """What is left when brackets go that lack their other half; places count from ``start``."""
    if unclosed and unclosed[0] == 0:
        return start + 1, end
    if unopened and unopened[-1] == end - start - 1:
        return start, end - 1
    if unclosed:
        return start, start + unclosed[0]
    return (start + unopened[-1] + 1, end) if unopened else (start, end)


def _halves(text: str) -> tuple[list[int], list[int]]:
    """Places of opening signs without their closing ones, and the other way round."""
    opened: list[int] = []
    unopened: list[int] = []
    for at, char in enumerate(text):
        opening = _OPENING_OF.get(char)
        if opening is None:
            opened += [at] if char in _CLOSING_OF else []
        elif opened and text[opened[-1]] == opening:
            opened.pop()
        else:
            unopened.append(at)
    return opened, unopened


def _type_of(text: str) -> Type:
    for each in numbers(text):
        if each.span == (0, len(text)):
            return each.type
    return Type.PHRASE
