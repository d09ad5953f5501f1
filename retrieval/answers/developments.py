"""A matter that went on: where two editions print different values for what was asked, the newer one comes first.

Most different values are about different matters, so that this asks for much: reports of different days under like
headlines (or nearly the same report), the same words of the question around both values, like sentences, values of one
form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.answers.beside import Company
from retrieval.answers.cite import headline
from retrieval.answers.ranked import Quotation, Ranked, quotations
from retrieval.answers.short_answer import ShortAnswer
from retrieval.answers.spans_numbers import Type, numbers
from retrieval.answers.text import folded, sentences
from retrieval.domain import Article, Headline
from retrieval.editions.likeness import same_report, shingles

LOOKED_AT = 8
"""Candidates besides the first that may print another value."""
EARLIER = 2
"""Most earlier reports that are cited for their other value."""
READ = 0.5
"""Confidence that a value must have to be held against another one."""
SAME_HEADLINE, SAME_SENTENCE = 0.5, 0.5
"""Share of pairs of characters (Dice) that two headlines, and the sentences around two values, have in common."""
SAME_WORDS = 0.95
"""Share of the question's weight around the first value that stands around the other one too."""
VALUES = frozenset({Type.DURATION, Type.MONEY, Type.RATIO, Type.AGE, Type.DATE, Type.CLOCK, Type.QUANTITY, Type.NUMBER})

_NUMBER = re.compile(r"[\d.,]+|[零〇一二两三四五六七八九十百千万亿半几]+")
_BECAME = re.compile(r"[由从自].*[至到为](.+)")
_RELATIVE = re.compile(r"[昨今明前当次同去上下本这后]")
_DIGITS = str.maketrans("零〇一二两三四五六七八九", "001223456789")

Read = Callable[[Quotation], ShortAnswer | None]


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A quotation with the value that it gives: its type, and the value in a form that can be compared."""

    quotation: Quotation
    short: ShortAnswer
    article: Article
    day: date
    type: Type
    value: str

    @property
    def sentence(self) -> str:
        """The words around the value."""
        text = folded(self.quotation.excerpt.text)
        for start, end in sentences(text):
            if start <= self.short.span[0] < end:
                return text[start:end]
        return text


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What is to be cited, the best short answer in the first of it, and by article id its other printings.

    ``said`` is the confidence in a like sentence that gives another value; the surer of both counts.
    """

    quotations: tuple[Quotation, ...]
    short: ShortAnswer | None
    also: Mapping[int, tuple[Headline, ...]]
    earlier: frozenset[int] = frozenset()
    said: float = 0.0

    @property
    def sure(self) -> float:
        """Confidence in the short answer."""
        return max(self.short.confidence, self.said) if self.short else 0.0

    @property
    def company(self) -> Company:
        return Company(self.also, self.earlier)


def newest_first(ranked: Ranked, told: Told, repeats: Sequence[int], read: Read, limit: int) -> Told:
    """The same where one value is printed; else the newest report with its value, then the earlier ones, then the rest.

    ``repeats`` are numbers of documents that print (nearly) the same report as the first; ``read`` finds the value in a
    quotation; ``limit`` is the most quotations.
    """
    readings = _readings(ranked, told, (*repeats, *ranked.order[:LOOKED_AT]), read)
    if not readings:
        return told
    taken = {(each.quotation.document, each.quotation.sentence) for each in readings}
    rest = [each for each in told.quotations if (each.document, each.sentence) not in taken]
    quotations = [*(each.quotation for each in readings), *rest]
    cited = {each.article.id for each in readings}
    printings = [ranked.pool.documents[number].article for number in (*repeats, told.quotations[0].document)]
    also = dict(told.also)
    for each in readings:
        same = [other for other in printings if other.id not in cited and each.value in _plain(folded(other.body))]
        also[each.article.id] = tuple(headline(other) for other in same)
    earlier = frozenset(cited - {readings[0].article.id})
    said = max(each.short.confidence for each in readings)
    return Told(tuple(quotations[:limit]), readings[0].short, also, earlier, said)


def _readings(ranked: Ranked, told: Told, others: Sequence[int], read: Read) -> tuple[Reading, ...]:
    """Readings of one matter on different days, newest first; empty where there is one only."""
    first, short = told.quotations[0], told.short
    own = _reading(ranked, first, short) if short and short.confidence >= READ else None
    if own is None:
        return ()
    found = [own]
    for number in dict.fromkeys(others):
        article = ranked.pool.documents[number].article
        if number == first.document or article.date in {None, *(each.day for each in found)}:
            continue
        if not _same_matter(own.article, article):
            continue
        other = _other_value(ranked, own, number, read)
        if other is not None and other.value not in {each.value for each in found}:
            found.append(other)
    found.sort(key=lambda each: each.day, reverse=True)
    newest = found[: 1 + EARLIER]
    return tuple(newest) if len(newest) > 1 and own in newest else ()


def _other_value(ranked: Ranked, own: Reading, number: int, read: Read) -> Reading | None:
    """What another document says in its place, if that is a value of the same form in a like sentence."""
    from_it = _best_of(ranked, number)
    short = read(from_it) if from_it else None
    if from_it is None or short is None or short.confidence < READ:
        return None
    other = _reading(ranked, from_it, short)
    if (
        other is None
        or other.type is not own.type
        or _form(other.value) != _form(own.value)
        or other.value == own.value
    ):
        return None
    alike = _dice(_form(own.sentence), _form(other.sentence)) >= SAME_SENTENCE
    return other if alike and _same_words(ranked, own, other) else None


def _best_of(ranked: Ranked, number: int) -> Quotation | None:
    """The best excerpt of a document."""
    return next(iter(quotations(ranked, number)), None)


def _reading(ranked: Ranked, quotation: Quotation, short: ShortAnswer) -> Reading | None:
    """The one value that a short answer prints; of 由60天延长至90天 what came of it. None where it prints several."""
    article = ranked.pool.documents[quotation.document].article
    printed = folded(quotation.excerpt.text)[slice(*short.span)]
    became = _BECAME.fullmatch(printed)
    values = list(numbers(became[1] if became else printed))
    if article.date is None or len(values) != 1 or values[0].type not in VALUES:
        return None
    value = _plain((became[1] if became else printed)[slice(*values[0].span)])
    return None if _RELATIVE.match(value) else Reading(quotation, short, article, article.date, values[0].type, value)


def _same_matter(one: Article, other: Article) -> bool:
    if same_report(shingles(one.body), shingles(other.body)):
        return True
    titles = [_form(folded(article.headline or "")) for article in (one, other)]
    return all(titles) and _dice(*titles) >= SAME_HEADLINE


def _same_words(ranked: Ranked, own: Reading, other: Reading) -> bool:
    """Whether what was asked stands around both values: in the sentence or the headline."""
    held = []
    for reading in (own, other):
        around = reading.sentence + folded(reading.article.headline or "")
        words = zip(ranked.terms.words, ranked.terms.printed, strict=True)
        held.append([word in around or any(form in around for form in forms) for word, forms in words])
    weights: list[float] = ranked.terms.word_weights.tolist()
    wanted = sum(weight for weight, has in zip(weights, held[0], strict=True) if has)
    both = sum(weight for weight, mine, theirs in zip(weights, *held, strict=True) if mine and theirs)
    return wanted > 0 and both >= SAME_WORDS * wanted


def _plain(value: str) -> str:
    """Without white space; single Chinese numerals as digits."""
    text = "".join(value.split())
    return _NUMBER.sub(
        lambda found: found.group().translate(_DIGITS) if len(found.group()) == 1 else found.group(), text
    )


def _form(text: str) -> str:
    """Numbers masked, so that only their form counts."""
    return _NUMBER.sub("#", text)


def _dice(one: str, other: str) -> float:
    left, right = _pairs(one), _pairs(other)
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))
