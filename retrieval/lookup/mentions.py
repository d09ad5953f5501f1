"""Every mention: all passages that print the words, in order of time. Complete and exact; nothing is ranked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from retrieval.answers.honesty.citation import citation
from retrieval.answers.ranking.excerpt import grow, marked
from retrieval.domain import NO_FILTERS, Article, Citation, Filters, Passage, Span
from retrieval.index.contents import headline_text
from retrieval.index.published import Published
from retrieval.language.folding import folded
from retrieval.language.phrases import Phrase, phrases
from retrieval.language.sentences import sentences

ARTICLES_AT_ONCE = 500
"""Articles whose texts are in memory together; by hand, 2026-11."""

Order: TypeAlias = Literal["oldest", "newest"]


@dataclass(frozen=True, slots=True)
class MentionPlace:
    """A passage that prints the words, or the first one of an article that has them in its headlines alone."""

    passage_id: int
    article_id: int
    day: date | None
    in_headline: bool


@dataclass(frozen=True, slots=True)
class PrintedMention:
    """A mention as a citation, the words marked; ``first`` where it is the first one that was printed."""

    citation: Citation
    in_headline: bool
    first: bool


@dataclass(frozen=True, slots=True)
class Mentions:
    """One page of the mentions, and what there is of them in all.

    ``by_month`` counts them by ``yyyy-mm``, ``by_day`` by ``yyyy-mm-dd``, in order of time; those of undated editions
    are in ``total`` alone.
    """

    words: tuple[str, ...]
    total: int
    articles: int
    by_month: tuple[tuple[str, int], ...]
    by_day: tuple[tuple[str, int], ...]
    shown: tuple[PrintedMention, ...]


def mentions_of(
    paper: Published,
    words: str,
    where: Filters = NO_FILTERS,
    *,
    order: Order = "oldest",
    start: int = 0,
    most: int = 20,
) -> Mentions:
    """The mentions of words within limits, ``most`` of them from number ``start`` (0 is the first) on.

    All words must stand in the passage (or in the headlines); those in quotation marks side by side. Undated mentions
    come last in either order. The first printing is looked for in the whole archive, whatever the limits.
    """
    wanted = phrases(words)
    every = sorted(_places(paper, wanted), key=_in_time)
    first = next((place.passage_id for place in every if place.day is not None), None)
    within = _places_within(paper, wanted, every, where) if where else every
    ordered = within if order == "oldest" else _latest_first(within)
    days = Counter(place.day.isoformat() for place in within if place.day)
    months = Counter(place.day.isoformat()[:7] for place in within if place.day)
    return Mentions(
        words=tuple(each.text for each in wanted),
        total=len(within),
        articles=len({place.article_id for place in within}),
        by_month=tuple(sorted(months.items())),
        by_day=tuple(sorted(days.items())),
        shown=tuple(_mentions_shown(paper, wanted, ordered[start : start + most], first)),
    )


def _in_time(place: MentionPlace) -> tuple[bool, date, int, int]:
    return place.day is None, place.day or date.max, place.article_id, place.passage_id


def _latest_first(places: Sequence[MentionPlace]) -> list[MentionPlace]:
    """By day, the newest first; what stands in one edition keeps its order, what is undated stays last."""
    return sorted(places, key=lambda place: -(place.day.toordinal() if place.day else 0))


def _articles_with_all(paper: Published, wanted: Sequence[Phrase], where: Filters) -> list[int]:
    """Ids of the articles that may hold all phrases, ascending."""
    sets = [set(paper.generation.articles_holding(each.text, where).tolist()) for each in wanted]
    return sorted(set.intersection(*sets)) if sets else []


def _places_within(
    paper: Published, wanted: Sequence[Phrase], places: Sequence[MentionPlace], where: Filters
) -> list[MentionPlace]:
    allowed = set(_articles_with_all(paper, wanted, where))
    return [place for place in places if place.article_id in allowed]


def _places(paper: Published, wanted: Sequence[Phrase]) -> Iterator[MentionPlace]:
    """All mentions, in no particular order."""
    holders = _articles_with_all(paper, wanted, NO_FILTERS)
    for at in range(0, len(holders), ARTICLES_AT_ONCE):
        articles = paper.articles_by_id(holders[at : at + ARTICLES_AT_ONCE])
        passages = paper.passages_within(articles.values())
        for id_, article in articles.items():
            yield from _places_in(article, passages.get(id_, []), wanted)


def _places_in(article: Article, passages: Sequence[Passage], wanted: Sequence[Phrase]) -> Iterator[MentionPlace]:
    texts = (folded(passage.text) for passage in passages)
    held = [each for each, text in zip(passages, texts, strict=True) if _holds_each(text, wanted)]
    for passage in held:
        yield MentionPlace(passage.id, article.id, article.date, in_headline=False)
    if passages and not held and _holds_each(folded(headline_text(article)), wanted):
        yield MentionPlace(passages[0].id, article.id, article.date, in_headline=True)


def _holds_each(plain: str, wanted: Sequence[Phrase]) -> bool:
    return all(each.pattern.search(plain) for each in wanted)


def _mentions_shown(
    paper: Published, wanted: Sequence[Phrase], places: Sequence[MentionPlace], first: int | None
) -> Iterator[PrintedMention]:
    """The mentions that readers still may see."""
    passages = paper.passages([place.passage_id for place in places])
    articles = paper.articles_by_id([place.article_id for place in places])
    for place in places:
        passage, article = passages.get(place.passage_id), articles.get(place.article_id)
        if passage is not None and article is not None:
            quoted = _mention_citation(article, passage, wanted)
            yield PrintedMention(quoted, place.in_headline, place.passage_id == first)


def _mention_citation(article: Article, passage: Passage, wanted: Sequence[Phrase]) -> Citation:
    """The sentence that prints the first of the words and what has room around it; the words are its evidence."""
    plain = folded(passage.text)
    spans = sorted(span for each in wanted for span in each.spans_in_folded(plain))
    core = _sentence_at(passage.text, spans[0][0] if spans else 0)
    return citation(article, marked(grow(passage, core, {}, with_byline=True), spans), 0.0)


def _sentence_at(text: str, at: int) -> Span:
    """The sentence in which a character stands; the first one where it stands in none."""
    found = sentences(text)
    return next((span for span in found if span[0] <= at < span[1]), found[0] if found else (0, len(text)))
