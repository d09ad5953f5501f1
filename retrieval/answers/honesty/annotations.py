"""What belongs beside a citation: where else the report was printed, that it is an earlier one, what corrects it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retrieval.answers.honesty.citation import notice_citation
from retrieval.answers.honesty.draft import Related
from retrieval.domain import Article, Citation
from retrieval.editions.store.archive import Archive


def annotated(citations: Sequence[Citation], related: Related, archive: Archive) -> tuple[Citation, ...]:
    """The citations with what belongs beside them. The other printings stand with an article's first citation only.

    A notice that stands under the article that it corrects is not cited a second time, unless it comes first.
    """
    told: set[int] = set()
    result: list[Citation] = []
    every = with_notices(citations, archive)
    notices = {notice.article_id for citation in every for notice in citation.corrections}
    for citation in every:
        if result and citation.article_id in notices:
            continue  # it is quoted with the article that it corrects
        number = citation.article_id
        also = () if number in told else related.also.get(number, ())
        told.add(number)
        result.append(replace(citation, also=also, earlier=number in related.earlier))
    return tuple(result)


def notices_of(article: Article, archive: Archive) -> tuple[Citation, ...]:
    """The notices that correct an article, quoted word for word."""
    numbers = archive.corrections.notices([article.id]).get(article.id, [])
    articles, passages = archive.articles_by_id(numbers), archive.passages_of(numbers)
    return tuple(
        notice_citation(articles[number], passages[number], article.headline)
        for number in numbers
        if number in articles and number in passages
    )


def with_notices(citations: Sequence[Citation], archive: Archive) -> tuple[Citation, ...]:
    """The citations with the notices that correct their articles, quoted word for word."""
    notices = archive.corrections.notices([citation.article_id for citation in citations])
    if not notices:
        return tuple(citations)
    wanted = sorted({number for numbers in notices.values() for number in numbers})
    articles, passages = archive.articles_by_id(wanted), archive.passages_of(wanted)
    return tuple(
        replace(
            citation,
            corrections=tuple(
                notice_citation(articles[number], passages[number], citation.headline)
                for number in notices.get(citation.article_id, ())
                if number in articles and number in passages
            ),
        )
        for citation in citations
    )
