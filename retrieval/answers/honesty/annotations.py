"""What belongs beside a citation: where else the report was printed, that it is an earlier one, what corrects it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from retrieval.answers.honesty.citation import notice_citation
from retrieval.answers.honesty.draft import Related
from retrieval.answers.ranking.candidates import with_passages
from retrieval.answers.ranking.coverage import Document
from retrieval.domain import Article, Citation
from retrieval.index.published import Published


def annotated(citations: Sequence[Citation], related: Related, paper: Published) -> tuple[Citation, ...]:
    """The citations with what belongs beside them. The other printings stand with an article's first citation only.

    A notice that stands under the article that it corrects is not cited a second time, unless it comes first.
    """
    also = dict(related.also)
    result: list[Citation] = []
    for citation in _not_quoted_twice(with_notices(citations, paper)):
        number = citation.article_id
        result.append(replace(citation, also=also.pop(number, ()), earlier=number in related.earlier))
    return tuple(result)


def _not_quoted_twice(citations: Sequence[Citation]) -> Iterator[Citation]:
    """All but the notices that stand under the articles that they correct; the first one stays in any case."""
    under: set[int] = set()
    for citation in citations:
        under.update(notice.article_id for notice in citation.corrections)
    yield from citations[:1]
    for citation in citations[1:]:
        if citation.article_id not in under:
            yield citation


def notices_of(article: Article, paper: Published) -> tuple[Citation, ...]:
    """The notices that correct an article, quoted word for word."""
    numbers = paper.notices_of([article.id]).get(article.id, [])
    return _quoted_notices(_documents_by_id(numbers, paper), numbers, article.headline)


def with_notices(citations: Sequence[Citation], paper: Published) -> tuple[Citation, ...]:
    """The citations with the notices that correct their articles, quoted word for word."""
    notices = paper.notices_of([citation.article_id for citation in citations])
    if not notices:
        return tuple(citations)
    documents = _documents_by_id(sorted(set(chain.from_iterable(notices.values()))), paper)
    result: list[Citation] = []
    for citation in citations:
        quoted = _quoted_notices(documents, notices.get(citation.article_id, ()), citation.headline)
        result.append(replace(citation, corrections=quoted))
    return tuple(result)


def _documents_by_id(numbers: Sequence[int], paper: Published) -> dict[int, Document]:
    articles = paper.articles_by_id(numbers).values()
    return {document.article.id: document for document in with_passages(articles, paper.passages_of(numbers))}


def _quoted_notices(notices: Mapping[int, Document], numbers: Iterable[int], about: str | None) -> tuple[Citation, ...]:
    """Those of these notices that readers see, as they speak of the article under a headline."""
    quoted: list[Citation] = []
    for number in numbers:
        if number in notices:
            quoted.append(notice_citation(notices[number].article, notices[number].passages, about))
    return tuple(quoted)
