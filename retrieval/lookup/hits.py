"""An article that was found as readers see it: its best passage as a citation, the words of the query marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from retrieval.answers.honesty.citation import citation
from retrieval.answers.ranking.candidates import unsearched, with_passages
from retrieval.answers.ranking.coverage import Document
from retrieval.answers.ranking.excerpt import Excerpt, grow, marked
from retrieval.answers.ranking.ranked import quotations, rank
from retrieval.answers.ranking.rerank import Leaders
from retrieval.answers.ranking.terms import Terms
from retrieval.domain import Citation, Passage, Span
from retrieval.index.published import Published
from retrieval.language.folding import folded
from retrieval.language.phrases import Phrase, phrase
from retrieval.language.sentences import sentences


def hits(paper: Published, article_ids: Sequence[int], leaders: Leaders | None) -> tuple[Citation, ...]:
    """Those of these articles that readers still see, in order; without ``leaders`` each by its opening words."""
    articles = paper.articles_by_id(article_ids)
    documents = with_passages(articles.values(), paper.passages_within(articles.values()))
    if leaders is None:
        excerpts = [_opening(document.passages[0]) for document in documents]
    else:
        excerpts = _excerpts(documents, leaders)
        words = _words_to_mark(leaders.ranked.terms)
        excerpts = [marked(each, _spans_of(words, each.passage.text)) for each in excerpts]
    found = list(zip(excerpts, (document.article for document in documents), strict=True))
    paper.check([(excerpt.passage, article) for excerpt, article in found])
    return tuple(citation(article, excerpt, 0.0) for excerpt, article in found)


def _opening(passage: Passage) -> Excerpt:
    """The first sentences of a passage; nothing in them was looked for."""
    spans = sentences(passage.text)
    begun = grow(passage, spans[0], {}, spans=spans) if spans else Excerpt(passage, (0, len(passage.text)), ())
    return Excerpt(passage, begun.span, ())


def _excerpts(documents: Sequence[Document], leaders: Leaders) -> list[Excerpt]:
    """The best excerpt of each document: as it was read, else by its sentences."""
    numbers = {id_: number for number, id_ in enumerate(leaders.ranked.pool.article_ids)}
    others = [each for each in documents if each.article.id not in numbers]
    behind = {each.article.id: number for number, each in enumerate(others)}
    alone = rank(leaders.ranked.query, leaders.ranked.terms, unsearched(others)) if others else None
    chosen: list[Excerpt] = []
    for document in documents:
        id_ = document.article.id
        if alone is not None and id_ in behind:
            best = quotations(alone, behind[id_])
        else:
            best = [each.quotation for each in leaders.excerpts(numbers[id_])]
        chosen.append(best[0].excerpt if best else _opening(document.passages[0]))
    return chosen


def _words_to_mark(terms: Terms) -> tuple[Phrase, ...]:
    """The words of a query and their printed forms; single characters stand everywhere and are not marked."""
    words = dict.fromkeys(chain(terms.words, *terms.printed, terms.numbers))
    return tuple(phrase(word) for word in words if len(word) > 1 or word.isdecimal())


def _spans_of(words: Sequence[Phrase], text: str) -> tuple[Span, ...]:
    """Where the words stand, those that touch as one."""
    plain = folded(text)
    return tuple(_joined_spans(sorted(span for word in words for span in word.spans_in_folded(plain))))


def _joined_spans(spans: Sequence[Span]) -> Iterator[Span]:
    """Spans in order, those that touch or overlap put together."""
    if not spans:
        return
    start, end = spans[0]
    for low, high in spans[1:]:
        if low > end:
            yield start, end
            start, end = low, high
        end = max(end, high)
    yield start, end
