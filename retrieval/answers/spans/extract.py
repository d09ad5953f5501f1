"""The short answer: the stretch of an excerpt that the network points at, whole as it is printed, or none.

The network decides; the rules here only keep what it points at from being cut: a number keeps its digits and its unit,
brackets come in pairs, signs do not stand at the ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.answers.models.network import Reading
from retrieval.answers.question.answer_types import Wanted, wanted_by
from retrieval.answers.question.kinds import NUMERIC, Kind
from retrieval.answers.question.query import Query
from retrieval.answers.ranking.rerank import ReadQuotation
from retrieval.answers.spans.borders import whole_span
from retrieval.answers.spans.changes import asks_of_before, became, value_now
from retrieval.answers.spans.extent import with_how_many
from retrieval.answers.spans.limits import limit_asked, limit_of
from retrieval.answers.spans.ranges import End, end_asked, end_of
from retrieval.domain import Span
from retrieval.language.characters import ESTIMATES_BEFORE
from retrieval.language.numbers import Type, numbers
from retrieval.language.sentences import sentences

ANYTHING = Wanted()
ASK_FOR_TIME = frozenset([Kind.TIME, Kind.WHEN, Kind.STATEMENT])
LOOKED_AT_SPANS = 16
"""Likeliest stretches of the network that are weighed against each other; by hand, 2026-11."""
NEARLY_THE_SAME = 0.8
"""F1 of the characters in common from which two stretches count as one with doubtful borders; by hand, 2026-11."""
ONLY_COUNT = 0.98
"""Confidence of the only number with the measure word asked for: it was right for 54 of 54 questions of
``benchmarks/short_answers.py``'s *develop* halves whose passage printed the answer."""
LEAST_FITTING = 0.3
"""Share of what is likely that must hold a number asked for, else the kind was misread; the best of 0 … 0.7 there;
by hand, 2026-11."""
LONGEST_NOUN_CHARS = 4
"""Characters of what is counted, behind a number, that need not be said again; by hand, 2026-11."""
_CHANGES_A_NUMBER = re.compile(f"{ESTIMATES_BEFORE}|[每第最共各满]|免费|不|无")


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
    return short_in(query, read.quotation.folded, read.reading) if read.reading else None


def short_in(query: Query, text: str, reading: Reading) -> ShortAnswer | None:
    """What a folded text, of which a reading speaks, answers in short."""
    now, limit = not asks_of_before(query.folded), limit_asked(query.folded)
    end = end_asked(query.folded) if query.kind in ASK_FOR_TIME else None
    short = short_answer(text, reading, wanted_by(query), now=now, limit=limit, end=end)
    return short if short and _is_said_of(query.named, text, short.span) else None


def short_answer(
    text: str,
    reading: Reading,
    wanted: Wanted = ANYTHING,
    *,
    now: bool = True,
    limit: re.Pattern[str] | None = None,
    end: End | None = None,
) -> ShortAnswer | None:
    """The best stretch of a folded excerpt; None where none can be shown by itself.

    A value speaks with ``now`` for what became of it, and with ``limit`` a number for the one that its sentence calls
    the highest or the least. With ``end`` a range of time is told by that end of it.
    """
    likely = _whole_stretches(text, reading, now)
    if wanted.types:
        likely = _that_can_answer(text, likely, wanted)
        if limit is not None:
            likely = _called_so(text, likely, limit, now)
    if wanted.kind in NUMERIC:
        likely = _by_number(text, likely)
    if not likely:
        return None
    best = max(likely, key=lambda span: (likely[span], span))
    confidence = _likely_nearly_so(likely, best)
    if confidence >= LEAST_FITTING * sum(likely.values()) and _is_the_only_count(text, best, wanted):
        confidence = max(confidence, ONLY_COUNT)
    told = end_of(text, best, end) if end else with_how_many(text, best)
    return ShortAnswer(told, confidence, _type_of(text[slice(*told)]))


def _is_said_of(named: str, text: str, span: Span) -> bool:
    """Whether the sentence of a stretch prints what a follow-up names: 90天 of a loan's term is not its 利率."""
    return not named or any(start <= span[0] < end and named in text[start:end] for start, end in sentences(text))


def _is_the_only_count(text: str, span: Span, wanted: Wanted) -> bool:
    """Whether a stretch is the one number that is printed with the measure word asked for."""
    counts = {text[slice(*each.span)] for each in numbers(text) if wanted.counts(each)}
    return counts == {text[slice(*span)]}


def _whole_stretches(text: str, reading: Reading, now: bool) -> dict[Span, float]:
    """The network's likeliest stretches made whole, and how likely each is."""
    likely: dict[Span, float] = {}
    for span, probability in reading.best(LOOKED_AT_SPANS):
        whole = whole_span(text, span)
        if whole is not None:
            meant = value_now(text, whole) if now else whole
            likely[meant] = likely.get(meant, 0.0) + probability
    return likely


def _that_can_answer(text: str, likely: dict[Span, float], wanted: Wanted) -> dict[Span, float]:
    """Stretches that hold a number asked for, 30天 and not 10册 for 多久; of several the one with the measure word."""
    printed = numbers(text)
    fitting: dict[Span, float] = {}
    left: dict[Span, float] = {}
    for span, probability in likely.items():
        within = [each for each in printed if span[0] <= each.span[0] and each.span[1] <= span[1]]
        if wanted.rules_out(within, printed):
            continue
        left[span] = probability
        asked = wanted.fitting(within, printed)
        if asked:
            one_of_several = len(asked) == 1 < len(within) and wanted.counts(asked[0])
            told = asked[0].span if one_of_several else span
            fitting[told] = fitting.get(told, 0.0) + probability
    return fitting if sum(fitting.values()) >= LEAST_FITTING * sum(left.values()) else left


def _called_so(text: str, likely: dict[Span, float], limit: re.Pattern[str], now: bool) -> dict[Span, float]:
    """Numbers give what is likely of them to the one that their sentence calls the limit: 12万元 to 合计最高18万元.

    With ``now`` to what it became: 最高额度由500万元提高到800万元.
    """
    meant: dict[Span, float] = {}
    for span, probability in likely.items():
        named = limit_of(text, span, limit)
        told = value_now(text, named) if now else named
        meant[told] = meant.get(told, 0.0) + probability
    return meant


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


def _likely_nearly_so(likely: dict[Span, float], best: Span) -> float:
    """How likely a stretch is, or another one that differs a little at its borders (0 … 1)."""
    return min(1.0, sum(likely[other] for other in likely if _f1(best, other) >= NEARLY_THE_SAME))


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


def _type_of(text: str) -> Type:
    for each in numbers(text):
        if each.span == (0, len(text)):
            return each.type
    return Type.PHRASE
