"""A matter that went on: where two editions print different values for what was asked, the newer one comes first.

Most different values are about different matters, so that this asks for much: reports of different days about one
matter (``matters.py``), the same words of the question around both values, like sentences or the word asked about right
beside both, values of one form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from retrieval.answers.beside import Company
from retrieval.answers.cite import headline
from retrieval.answers.matters import akin, dice, pairs, same_matter, told_apart
from retrieval.answers.ranked import Quotation, Ranked, quotations
from retrieval.answers.sentence_features import asked_word
from retrieval.answers.short_answer import ShortAnswer
from retrieval.answers.spans_numbers import Type, numbers
from retrieval.answers.text import folded, sentences
from retrieval.domain import Article, Headline

LOOKED_AT = 8
"""Candidates besides the first that may print another value."""
EARLIER = 2
"""Most earlier reports that are cited for their other value."""
READ = 0.5
"""Confidence that a value must have to be held against another one."""
SAME_SENTENCE = 0.5
"""Share of pairs of characters (Dice) that the sentences around two values have in common."""
LONGEST_VALUE = 16
"""Characters of a value."""
NAMED = 3
"""Words that a question must have for reports under different headlines to be held against each other."""
SAME_WORDS = 0.95
"""Share of the question's weight around the first value that stands around the other one too."""
VALUES = frozenset({Type.DURATION, Type.MONEY, Type.RATIO, Type.AGE, Type.DATE, Type.CLOCK, Type.QUANTITY, Type.NUMBER})

_NUMBER = re.compile(r"[\d.,]+|[零〇一二两三四五六七八九十百千万亿半几]+")
_BECAME = re.compile(r"[由从自].*[至到为](.+)")
_BEFORE = re.compile(r"[由从自](?:原来|原先|原有|此前|目前|现行|现在|过去|最初)?的?$")
_CHANGE = re.compile(r"[^\d,，。;；]{0,8}?[至到为]")
_FORMERLY = re.compile(r"原[来先有]|此前|之前|以前|过去|曾")
_RELATIVE = re.compile(r"[昨今明前当次同去上下本这后]")
_SIGN = re.compile(r"[,，。;；:：!！?？、\n]")
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
    def around(self) -> str:
        """The headline, and the sentence that the value stands in."""
        return f"{folded(self.article.headline or '')} {self.sentence}"

    @property
    def clause(self) -> str:
        """The words between the signs around the value."""
        text, (start, end) = folded(self.quotation.excerpt.text), self.short.span
        first = max((found.end() for found in _SIGN.finditer(text, 0, start)), default=0)
        last = _SIGN.search(text, end)
        return text[first : last.start() if last else len(text)]

    @property
    def sentence(self) -> str:
        """The sentence that the value stands in."""
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
    if told.short:
        told = replace(told, short=_what_came_of_it(ranked, told.quotations[0], told.short))
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
        if not akin(own.article, article) and not same_matter(own.article, article):
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
    if told_apart(own.article, other.article, (own.sentence, other.sentence)) or not _same_words(ranked, own, other):
        return None
    beside = _beside_asked(ranked, own, other)
    if same_matter(own.article, other.article):
        return other if beside or _alike(own, other) else None
    return other if beside and all(_whole_question(ranked, each) for each in (own, other)) else None


def _alike(own: Reading, other: Reading) -> bool:
    """Whether both values stand in like sentences."""
    return dice(pairs(_form(own.sentence)), pairs(_form(other.sentence))) >= SAME_SENTENCE


def _beside_asked(ranked: Ranked, own: Reading, other: Reading) -> bool:
    """Whether both values stand right beside the word asked about (期限 in 期限多久)."""
    asked = asked_word(ranked.query, ranked.terms)
    if asked is None:
        return False
    forms = (ranked.terms.words[asked], *ranked.terms.printed[asked])
    return all(any(form in reading.clause for form in forms) for reading in (own, other))


def _whole_question(ranked: Ranked, reading: Reading) -> bool:
    """Whether all that was asked, which must name its subject, stands around a value."""
    held = _held(ranked, reading)
    weights: list[float] = ranked.terms.word_weights.tolist()
    covered = sum(weight for weight, has in zip(weights, held, strict=True) if has)
    named = sum(has and len(word) > 1 for word, has in zip(ranked.terms.words, held, strict=True))
    return named >= NAMED and covered >= SAME_WORDS * sum(weights)


def _best_of(ranked: Ranked, number: int) -> Quotation | None:
    """The best excerpt of a document."""
    return next(iter(quotations(ranked, number)), None)


def _what_came_of_it(ranked: Ranked, quotation: Quotation, short: ShortAnswer) -> ShortAnswer:
    """The short answer; where it is the value before a change (由60天延长至90天), the value after it.

    Not where the question asks for what was before.
    """
    text, (start, end) = folded(quotation.excerpt.text), short.span
    change = _CHANGE.match(text, end)
    if not change or not _BEFORE.search(text, 0, start) or _FORMERLY.search(ranked.query.folded):
        return short
    form, first = _form(text[start:end]), change.end()
    for after in numbers(text[first : first + LONGEST_VALUE]):
        if after.span[0] == 0 and _form(text[first : first + after.span[1]]) == form:
            return replace(short, span=(first, first + after.span[1]))
    return short


def _reading(ranked: Ranked, quotation: Quotation, short: ShortAnswer) -> Reading | None:
    """The one value that a short answer prints; of 由60天延长至90天 what came of it. None where it prints several."""
    short = _what_came_of_it(ranked, quotation, short)
    article = ranked.pool.documents[quotation.document].article
    printed = folded(quotation.excerpt.text)[slice(*short.span)]
    became = _BECAME.fullmatch(printed)
    values = list(numbers(became[1] if became else printed))
    if article.date is None or len(values) != 1 or values[0].type not in VALUES:
        return None
    value = _plain((became[1] if became else printed)[slice(*values[0].span)])
    return None if _RELATIVE.match(value) else Reading(quotation, short, article, article.date, values[0].type, value)


def _same_words(ranked: Ranked, own: Reading, other: Reading) -> bool:
    """Whether what was asked stands around both values: in the sentence or the headline."""
    held = [_held(ranked, reading) for reading in (own, other)]
    weights: list[float] = ranked.terms.word_weights.tolist()
    wanted = sum(weight for weight, has in zip(weights, held[0], strict=True) if has)
    both = sum(weight for weight, mine, theirs in zip(weights, *held, strict=True) if mine and theirs)
    return wanted > 0 and both >= SAME_WORDS * wanted


def _held(ranked: Ranked, reading: Reading) -> list[bool]:
    """Which words of the question stand around a value."""
    words = zip(ranked.terms.words, ranked.terms.printed, strict=True)
    return [word in reading.around or any(form in reading.around for form in forms) for word, forms in words]


def _plain(value: str) -> str:
    """Without white space; single Chinese numerals as digits."""
    text = "".join(value.split())
    return _NUMBER.sub(
        lambda found: found.group().translate(_DIGITS) if len(found.group()) == 1 else found.group(), text
    )


def _form(text: str) -> str:
    """Numbers masked, so that only their form counts."""
    return _NUMBER.sub("#", text)
