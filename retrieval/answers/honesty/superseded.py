"""A matter that went on: where two editions print different values for what was asked, the newer one comes first.

Most different values are about different matters, so that this asks for much: reports of different days about one
matter (``matters.py``), the same words of the question around both values, like sentences or the word asked about right
beside both, values of one form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from retrieval.answers.honesty.citation import headline
from retrieval.answers.honesty.draft import Related
from retrieval.answers.honesty.same_topic import akin, same_matter, told_apart
from retrieval.answers.ranking.ranked import Quotation, Ranked, quotations
from retrieval.answers.ranking.sentence_features import asked_word
from retrieval.answers.spans.extract import ShortAnswer
from retrieval.answers.spans.values import Reading, comparable, form, reading_of, what_came_of_it
from retrieval.domain import Headline
from retrieval.language.bigrams import bigrams, dice
from retrieval.language.folding import folded

LOOKED_AT = 8
"""Candidates besides the first that may print another value."""
EARLIER = 2
"""Most earlier reports that are cited for their other value."""
READ = 0.5
"""Confidence that a value must have to be held against another one."""
SAME_SENTENCE = 0.5
"""Share of pairs of characters (Dice) that the sentences around two values have in common."""
NAMED = 3
"""Words that a question must have for reports under different headlines to be held against each other."""
SAME_WORDS = 0.95
"""Share of the question's weight around the first value that stands around the other one too."""
Read = Callable[[Quotation], ShortAnswer | None]


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
        return max(self.short.sure, self.said) if self.short else 0.0

    @property
    def related(self) -> Related:
        return Related(self.also, self.earlier)


def newest_first(ranked: Ranked, told: Told, repeats: Sequence[int], read: Read, limit: int) -> Told:
    """The same where one value is printed; else the newest report with its value, then the earlier ones, then the rest.

    ``repeats`` are numbers of documents that print (nearly) the same report as the first; ``read`` finds the value in a
    quotation; ``limit`` is the most quotations.
    """
    if told.short:
        told = replace(told, short=what_came_of_it(ranked, told.quotations[0], told.short))
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
        same = [other for other in printings if other.id not in cited and each.value in comparable(folded(other.body))]
        also[each.article.id] = tuple(headline(other) for other in same)
    earlier = frozenset(cited - {readings[0].article.id})
    said = max(each.short.sure for each in readings)
    return Told(tuple(quotations[:limit]), readings[0].short, also, earlier, said)


def _readings(ranked: Ranked, told: Told, others: Sequence[int], read: Read) -> tuple[Reading, ...]:
    """Readings of one matter on different days, newest first; empty where there is one only."""
    first, short = told.quotations[0], told.short
    own = reading_of(ranked, first, short) if short and short.confidence >= READ else None
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
    other = reading_of(ranked, from_it, short)
    if other is None or other.type is not own.type or form(other.value) != form(own.value) or other.value == own.value:
        return None
    if told_apart(own.article, other.article, (own.sentence, other.sentence)) or not _same_words(ranked, own, other):
        return None
    beside = _beside_asked(ranked, own, other)
    if same_matter(own.article, other.article):
        return other if beside or _alike(own, other) else None
    return other if beside and all(_whole_question(ranked, each) for each in (own, other)) else None


def _alike(own: Reading, other: Reading) -> bool:
    """Whether both values stand in like sentences."""
    return dice(bigrams(form(own.sentence)), bigrams(form(other.sentence))) >= SAME_SENTENCE


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
