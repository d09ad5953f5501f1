"""Whether a sentence was printed word for word: then where; else the nearest printed one and how it differs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import accumulate

from retrieval.answers.honesty.citation import citation
from retrieval.answers.ranking.excerpt import Excerpt
from retrieval.domain import Article, Citation, Passage, Span
from retrieval.index.published import Published
from retrieval.language.bigrams import bigrams
from retrieval.language.characters import CLAUSE_ENDS, CLOSING, PAIRS, ZERO_WIDTH_PATTERN
from retrieval.language.differences import Stretch, set_side_by_side
from retrieval.language.folding import folded
from retrieval.language.phrases import NUMBER_BEFORE, NUMBER_BEHIND
from retrieval.language.sentences import sentences

LEAST_QUOTE_CHARS, LONGEST_QUOTE_CHARS = 4, 500
"""Letters and digits below which anything is printed somewhere; characters that are looked at; by hand, 2026-11."""
NEAREST_ARTICLES = 12
"""Articles whose sentences are compared where the words were not printed; by hand, 2026-11."""
LEAST_LIKENESS = 0.6
"""Share of the quotation's characters that the nearest sentence must have in the same order; by hand, 2026-11."""
LEAST_SHARED_PAIRS = 0.3
"""Share of its pairs of characters from which a sentence is compared at all; by hand, 2026-11."""
MOST_PLACES = 20
"""Places that are told of one quotation; by hand, 2026-11."""
_TELLING = re.compile(r"[^\W_]|(?<=\d)%|(?<=\d)[\W_]+(?=\d)")
"""Characters that make the words of a quotation, in folded text."""


class QuoteVerdict(StrEnum):
    """What became of a check."""

    PRINTED = "printed"
    DIFFERS = "differs"
    NOT_PRINTED = "not_printed"
    TOO_SHORT = "too_short"


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """What the paper printed of a quotation.

    ``places`` are where it is printed word for word, the oldest first: white space, full-width forms and traditional
    characters apart; ``same_signs`` is False where punctuation differs too. Of one that differs the single place is the
    nearest printed wording, and ``stretches`` set the quotation (before) beside it (after).
    """

    quote: str
    verdict: QuoteVerdict
    places: tuple[Citation, ...] = ()
    same_signs: bool = True
    stretches: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class _Plain:
    """A text without white space and signs but those inside numbers, folded; ``at`` are its characters' places."""

    text: str
    at: tuple[int, ...]


def check_quote(paper: Published, quote: str) -> QuoteCheck:
    """Look a quotation up in what is published."""
    text = _unquoted(ZERO_WIDTH_PATTERN.sub("", quote[:LONGEST_QUOTE_CHARS]).strip())
    wanted = _telling_chars(text).text
    if len(wanted) < LEAST_QUOTE_CHARS:
        return QuoteCheck(text, QuoteVerdict.TOO_SHORT)
    candidates = _articles_to_read(paper, text)
    places = list(_printed_places(paper, candidates, wanted))
    if places:
        same = any(_with_signs(text) in _with_signs(place.excerpt) for place in places)
        return QuoteCheck(text, QuoteVerdict.PRINTED, tuple(_oldest_first(places)), same_signs=same)
    nearest = _nearest_wording(paper, candidates, text)
    if nearest is None:
        return QuoteCheck(text, QuoteVerdict.NOT_PRINTED)
    return QuoteCheck(text, QuoteVerdict.DIFFERS, (nearest,), stretches=tuple(set_side_by_side(text, nearest.excerpt)))


def _unquoted(text: str) -> str:
    """A text without the quotation marks that it stands in as a whole."""
    inside = text[1:-1]
    in_quotes = len(text) > 1 and (PAIRS.get(text[0]) == text[-1] or (text[0] == text[-1] == '"'))
    return inside.strip() if in_quotes and text[-1] not in inside else text


def _telling_chars(text: str) -> _Plain:
    """Letters and digits, and the signs that make numbers of digits: 2.5 is not 25."""
    plain = folded(text)
    at = tuple(place for found in _TELLING.finditer(plain) for place in range(*found.span()))
    return _Plain("".join(map(plain.__getitem__, at)), at)


def _with_signs(text: str) -> str:
    """A text as printed but for white space, folded; a sign that ends it is nobody's mistake."""
    return "".join(folded(text).split()).rstrip(CLAUSE_ENDS + CLOSING)


def _articles_to_read(paper: Published, text: str) -> list[Article]:
    """Every article that holds all pairs of characters of the text, and those that hold most of its words."""
    holding = paper.generation.articles_holding(text).tolist()
    by_article = [hit.id for hit in paper.generation.lexical_articles(text, NEAREST_ARTICLES)]
    found = [hit.id for hit in paper.generation.lexical_passages(text, NEAREST_ARTICLES)]
    by_passage = paper.owners(found).values()
    return list(paper.articles_by_id(list(dict.fromkeys([*holding, *by_passage, *by_article]))).values())


def _printed_places(paper: Published, articles: Sequence[Article], wanted: str) -> Iterator[Citation]:
    """Where the letters stand side by side, once in each article: in one passage, else over the ends of several."""
    passages = paper.passages_within(articles)
    for article in articles:
        span = _span_of(article.body, wanted)
        if span is not None:
            quoted = _place_of(article, passages.get(article.id, []), span)
            if quoted is not None:
                yield quoted


def _span_of(body: str, wanted: str) -> Span | None:
    """The stretch of a body whose letters are those, with the signs that close it."""
    letters = _telling_chars(body)
    before = NUMBER_BEFORE if wanted[0].isdecimal() else ""
    behind = NUMBER_BEHIND if wanted[-1].isdecimal() else ""
    found = re.search(before + re.escape(wanted) + behind, letters.text)
    if found is None:
        return None
    return letters.at[found.start()], _with_end_signs(body, letters.at[found.end() - 1] + 1)


def _with_end_signs(text: str, end: int) -> int:
    """Behind the signs that end a clause at ``end``."""
    while end < len(text) and text[end] in CLAUSE_ENDS + CLOSING:
        end += 1
    return end


def _place_of(article: Article, passages: Sequence[Passage], span: Span) -> Citation | None:
    """A stretch of the body as a citation; of one that runs over several passages they are quoted as one."""
    touched = [each for each in passages if each.start < span[1] and span[0] < each.end]
    if not touched:
        return None
    first, last = touched[0], touched[-1]
    start, end = max(span[0], first.start), min(span[1], last.end)
    whole = replace(first, end=last.end, text=article.body[first.start : last.end])
    inside = (start - first.start, end - first.start)
    return citation(article, Excerpt(whole, inside, ((0, end - start),)), 1.0)


def _oldest_first(places: Iterable[Citation]) -> list[Citation]:
    dated = sorted(places, key=lambda place: (place.date is None, str(place.date), place.article_id))
    return dated[:MOST_PLACES]


def _nearest_wording(paper: Published, articles: Sequence[Article], text: str) -> Citation | None:
    """The printed sentences that are most like the text; None where none is like it."""
    passages = paper.passages_within(articles)
    best, likeness = None, LEAST_LIKENESS
    wanted = bigrams(_telling_chars(text).text)
    for article in articles:
        for span in _sentence_runs(article.body, text):
            share = len(wanted & bigrams(_telling_chars(article.body[slice(*span)]).text)) / max(1, len(wanted))
            if share < LEAST_SHARED_PAIRS:
                continue
            found, like = _likest_part(article.body, span, text)
            if like > likeness:
                best, likeness = (article, found), like
    return _place_of(best[0], passages.get(best[0].id, []), best[1]) if best else None


def _sentence_runs(body: str, text: str) -> Iterator[Span]:
    """As many neighbouring sentences as the text has, from each sentence on."""
    spans = sentences(body)
    count = max(1, len(sentences(text)))
    for number in range(max(1, len(spans) - count + 1)):
        if spans[number : number + count]:
            yield spans[number][0], spans[number : number + count][-1][1]


def _likest_part(body: str, window: Span, text: str) -> tuple[Span, float]:
    """The clauses of a window that the text speaks of, and how much of the text they have in order."""
    printed = body[slice(*window)]
    blocks = SequenceMatcher(None, folded(text), folded(printed), autojunk=False).get_matching_blocks()
    telling = [block for block in blocks if block.size > 1]
    if not telling:
        return window, 0.0
    shared = sum(block.size for block in telling) / len(text)
    starts = [0, *_clause_ends(printed)]
    start = max(at for at in starts if at <= telling[0].b)
    end = next((at for at in starts[1:] if at >= telling[-1].b + telling[-1].size), len(printed))
    return (window[0] + start, window[0] + _with_end_signs(printed, end)), shared


def _clause_ends(text: str) -> list[int]:
    """Behind each sign that ends a clause."""
    return [end for end, char in zip(accumulate(map(len, text)), text, strict=True) if char in CLAUSE_ENDS]
