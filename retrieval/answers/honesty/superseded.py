"""Superseded values: where two editions print different values for what was asked, the newer one comes first.

Most different values are about different things, so this asks for much: reports of different days on one topic, the
same words of the question around both values, like sentences or the word asked about right beside both, values of one
form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.answers.honesty.citation import headline
from retrieval.answers.honesty.decision import SURE_VALUE
from retrieval.answers.honesty.draft import Related
from retrieval.answers.honesty.recognised import legible_short
from retrieval.answers.honesty.same_topic import akin, same_matter, told_apart
from retrieval.answers.ranking.ranked import Ranked
from retrieval.answers.ranking.rerank import Leaders, ReadQuotation
from retrieval.answers.ranking.sentence_features import asked_word
from retrieval.answers.spans.changes import form, value_now
from retrieval.answers.spans.extract import ShortAnswer
from retrieval.answers.spans.values import PrintedValue, comparable, value_of
from retrieval.domain import Article, Headline
from retrieval.language.bigrams import bigrams, dice
from retrieval.language.characters import CHINESE_DIGITS, CHINESE_SCALES
from retrieval.language.folding import folded

OTHER_REPORTS = 8
"""Candidates besides the first that may print another value; by hand, 2026-11."""
EARLIER_CITED = 2
"""Most earlier reports that are cited for their other value; by hand, 2026-11."""
SAME_SENTENCE = 0.5
"""Share of pairs of characters (Dice) that the sentences around two values have in common; by hand, 2026-11."""
NAMED_WORDS = 3
"""Words that a question must have for reports under different headlines to be held against each other;
by hand, 2026-11."""
SAME_WORDS = 0.95
"""Share of the question's weight around the first value that stands around the other one too; by hand, 2026-11."""

_IN_NUMBERS = rf"[\d{CHINESE_DIGITS}{CHINESE_SCALES}]"
_NUMBER_BEFORE = rf"(?<!{_IN_NUMBERS})(?<!\d[.,])"
_NUMBER_BEHIND = rf"(?!(?<={_IN_NUMBERS})(?:{_IN_NUMBERS}|\.\d|,\d{{3}}(?!\d)))"
"""A number only goes on behind a value that ends with one: 每60天一次 has 60天."""


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """What is to be cited, the short answer in the first of it, and what is related to it."""

    excerpts: tuple[ReadQuotation, ...]
    short: ShortAnswer | None
    related: Related


def newest_first(leaders: Leaders, found: Selection, repeats: Sequence[int]) -> Selection:
    """The same where one value is printed; else the newest report with its value, then the earlier ones, then the rest.

    ``repeats`` are numbers of documents that print (nearly) the same report as the first.
    """
    values = _values(leaders, found, (*repeats, *leaders.ranked.order[:OTHER_REPORTS]))
    if not values:
        return found
    excerpts = _values_first(found.excerpts, values)
    earlier = frozenset(each.article.id for each in values[1:])
    also = _also(leaders, found, values, repeats)
    return Selection(excerpts, values[0].short, Related(also, earlier))


def _values_first(excerpts: Sequence[ReadQuotation], values: Sequence[PrintedValue]) -> tuple[ReadQuotation, ...]:
    """The excerpts with these values, then the others."""
    by_place: dict[tuple[int, int], ReadQuotation] = {}
    for read in (*(each.read for each in values), *excerpts):
        by_place.setdefault((read.document, read.quotation.sentence), read)
    return tuple(by_place.values())


def _also(
    leaders: Leaders, found: Selection, values: Sequence[PrintedValue], repeats: Sequence[int]
) -> Mapping[int, tuple[Headline, ...]]:
    """Other printings of each report that give its value."""
    cited = {each.article.id for each in values}
    printings = leaders.ranked.pool.articles((*repeats, found.excerpts[0].document))
    uncited = [article for article in printings if article.id not in cited]
    also = dict(found.related.also)
    for each in values:
        also[each.article.id] = _printings_of(each.value, uncited)
    return also


def _printings_of(value: str, articles: Sequence[Article]) -> tuple[Headline, ...]:
    return tuple(headline(article) for article in articles if _gives(comparable(folded(article.body)), value))


def _gives(text: str, value: str) -> bool:
    """Whether a text prints a value whole (6个 is not in 26个), and not only as what it was before a change."""
    whole = re.compile(f"{_NUMBER_BEFORE}{re.escape(value)}{_NUMBER_BEHIND}")
    return any(value_now(text, found.span()) == found.span() for found in whole.finditer(text))


def _values(leaders: Leaders, found: Selection, others: Sequence[int]) -> tuple[PrintedValue, ...]:
    """Values of one thing printed on different days, newest first; empty where there is one only."""
    own = _sure_value(leaders.ranked, found.excerpts[0], found.short)
    if own is None:
        return ()
    values = {own.value: own}
    days: set[date | None] = {None, own.day}
    for number in dict.fromkeys(others):
        article = leaders.ranked.pool.documents[number].article
        if article.date in days or not _on_one_topic(own.article, article):
            continue
        other = _other_value(leaders, own, number)
        if other is not None and other.value not in values:
            values[other.value] = other
            days.add(other.day)
    newest = sorted(values.values(), key=lambda each: each.day, reverse=True)[: 1 + EARLIER_CITED]
    return tuple(newest) if len(newest) > 1 and own in newest else ()


def _on_one_topic(one: Article, other: Article) -> bool:
    return akin(one, other) or same_matter(one, other)


def _other_value(leaders: Leaders, own: PrintedValue, number: int) -> PrintedValue | None:
    """What another document says in its place, if that is a value of the same form in a like sentence."""
    ranked = leaders.ranked
    best = next(iter(leaders.excerpts(number)), None)
    if best is None or best.reading is None:
        return None
    other = _sure_value(ranked, best, legible_short(ranked, best))
    return other if other and _replaces(own, other) and _of_one_thing(ranked, own, other) else None


def _sure_value(ranked: Ranked, read: ReadQuotation, short: ShortAnswer | None) -> PrintedValue | None:
    """The value of a short answer that is sure enough to be held against another one."""
    return value_of(ranked, read, short) if short and short.confidence >= SURE_VALUE else None


def _replaces(own: PrintedValue, other: PrintedValue) -> bool:
    """Whether one value could stand in the place of the other: not the same, but of the same type and form."""
    return other.type is own.type and form(other.value) == form(own.value) and other.value != own.value


def _of_one_thing(ranked: Ranked, own: PrintedValue, other: PrintedValue) -> bool:
    """Whether both values are told of the same thing."""
    if told_apart(own.article, other.article, (own.sentence, other.sentence)) or not _same_words(ranked, own, other):
        return False
    beside = _beside_asked(ranked, own, other)
    if same_matter(own.article, other.article):
        return beside or _alike(own, other)
    return beside and _whole_question(ranked, own) and _whole_question(ranked, other)


def _alike(own: PrintedValue, other: PrintedValue) -> bool:
    """Whether both values stand in like sentences."""
    return dice(bigrams(form(own.sentence)), bigrams(form(other.sentence))) >= SAME_SENTENCE


def _beside_asked(ranked: Ranked, own: PrintedValue, other: PrintedValue) -> bool:
    """Whether both values stand right beside the word asked about (期限 in 期限多久)."""
    asked = asked_word(ranked.query, ranked.terms)
    if asked is None:
        return False
    forms = (ranked.terms.words[asked], *ranked.terms.printed[asked])
    return _holds_any(own.clause, forms) and _holds_any(other.clause, forms)


def _holds_any(text: str, words: Sequence[str]) -> bool:
    return any(word in text for word in words)


def _whole_question(ranked: Ranked, value: PrintedValue) -> bool:
    """Whether all that was asked, which must name its subject, stands around a value."""
    held, weights = ranked.terms.held(value.around), ranked.terms.word_weights
    named = sum(has and len(word) > 1 for word, has in zip(ranked.terms.words, held.tolist(), strict=True))
    return named >= NAMED_WORDS and float(weights @ held) >= SAME_WORDS * float(weights.sum())


def _same_words(ranked: Ranked, own: PrintedValue, other: PrintedValue) -> bool:
    """Whether what was asked stands around both values: in the sentence or the headline."""
    mine, theirs = ranked.terms.held(own.around), ranked.terms.held(other.around)
    wanted = float(ranked.terms.word_weights @ mine)
    return wanted > 0 and float(ranked.terms.word_weights @ (mine & theirs)) >= SAME_WORDS * wanted
