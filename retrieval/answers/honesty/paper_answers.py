"""Questions on the paper itself: who wrote it, who took the picture, on which page, on which day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from retrieval.answers.honesty.citation import headline
from retrieval.answers.honesty.decision import MEANT_SHARE, MOST_CITED
from retrieval.answers.honesty.draft import Draft, Evidence
from retrieval.answers.honesty.duplicates import without_repeats
from retrieval.answers.question.kinds import Kind
from retrieval.answers.question.query import Query
from retrieval.answers.ranking.article_features import headline_share
from retrieval.answers.ranking.candidates import with_passages
from retrieval.answers.ranking.coverage import Document
from retrieval.answers.ranking.excerpt import Excerpt
from retrieval.answers.ranking.ranked import Ranked
from retrieval.answers.ranking.terms import terms_of
from retrieval.answers.spans.extract import ShortAnswer
from retrieval.domain import AnswerStatus, Article, Byline, Filters, Headline, Note, NoteCode, Passage, Span
from retrieval.index.engine import Generation
from retrieval.index.published import Published
from retrieval.language.numbers import Type
from retrieval.language.sentences import sentences
from retrieval.language.tokenizer import Tokenizer

NEAREST_MEANT = 3
"""Headlines offered where no article can be meant; by hand, 2026-11."""
WALKED = 400
"""Articles of the newest editions that are looked through where a question names no subject; by hand, 2026-11."""
GENERIC = frozenset(
    [
        "照片",
        "图片",
        "摄影",
        "拍摄",
        "配图",
        "报道",
        "文章",
        "新闻",
        "稿子",
        "记者",
        "这张",
        "那张",
        "这篇",
        "那篇",
        "作者",
        "讲了",
        "说了",
        "内容",
        "主要",
        "刊登",
        "头条",
        "消息",
        "事情",
        "重要",
        "大事",
    ]
)
"""Words that name no subject: every report is a 报道."""


def names_asked(kind: Kind, byline: Byline) -> tuple[str, ...]:
    """The names that a byline gives for the role asked for."""
    if kind is Kind.PHOTOGRAPHER:
        return byline.photographers
    return (byline.reporters or byline.correspondents) if kind is Kind.AUTHOR else ()


def can_answer(kind: Kind, article: Article) -> bool:
    """Whether what is known of an article answers a question of this kind."""
    if kind is Kind.PAGE:
        return article.page is not None
    return article.date is not None if kind is Kind.ISSUE_DATE else bool(names_asked(kind, article.byline))


def names_no_subject(query: Query, tokenizer: Tokenizer, generation: Generation) -> bool:
    """Whether a question asks of the paper itself, or of what stands in it, and names no matter."""
    if not query.about_the_paper and not query.about_an_edition:
        return False
    return query.names_only_where or not names_a_subject(terms_of(query, tokenizer, generation).words)


def of_person(query: Query, person: str, paper: Published, where: Filters) -> Draft:
    """The reports and pictures of somebody whom a question merely names: 林小舟, 林小舟拍了什么."""
    return _listing(query, _listed(paper, replace(where, people=(person,))))


def without_subject(query: Query, paper: Published, where: Filters) -> Draft:
    """What an edition, a page or a reporter has, where the question names nothing else."""
    if query.about_the_paper and not query.names_only_where:
        return _from_newest(query, _newest(paper, query.kind, where))
    return _listing(query, _listed(paper, where))


def about_article(query: Query, paper: Published, article_id: int) -> Draft:
    """The byline, page or date of the article that the question before was answered from."""
    articles, passages = paper.articles_by_id([article_id]), paper.passages_of([article_id])
    return _from_newest(query, with_passages(articles.values(), passages))


def about(ranked: Ranked) -> Draft:
    """The byline, page or date of the article that the question means."""
    documents, held = ranked.pool.documents, ranked.coverage.meaning_document
    meant = _meant_document(ranked)
    if meant is None:
        nearest = without_repeats(documents, ranked.order, NEAREST_MEANT)
        return Draft(ranked.query, nearest=tuple(map(headline, ranked.pool.articles(nearest))))
    found = _from_newest(ranked.query, [documents[meant]])
    return replace(found, confidence=round(float(held[meant]), 3))


def _meant_document(ranked: Ranked) -> int | None:
    """The document whose byline, page or date is asked for; None where none holds enough of the question."""
    documents, held = ranked.pool.documents, ranked.coverage.meaning_document
    able: list[int] = []
    for number in ranked.order:
        if held[number] >= MEANT_SHARE and can_answer(ranked.query.kind, documents[number].article):
            able.append(number)

    def heading(number: int) -> float:
        share = headline_share(ranked.terms, documents[number].article)
        return share if share >= MEANT_SHARE else 0.0

    # Who asks for the report on something means the one that it heads, not one that speaks of it too.
    return max(able, key=heading, default=None)


def names_a_subject(words: tuple[str, ...]) -> bool:
    """Whether these words of a question say which article it means."""
    return any(word not in GENERIC and len(word) > 1 for word in words)


def printed_byline(kind: Kind, document: Document) -> tuple[Excerpt, ShortAnswer] | None:
    """The sentence that prints the names asked for, and the names in it; None where the body does not print them."""
    names = names_asked(kind, document.article.byline)
    if not names:
        return None
    for passage in document.passages:
        for span in sentences(passage.text):
            found = _run_of_names(passage.text, span, names)
            if found:
                inside = (found[0] - span[0], found[1] - span[0])
                return Excerpt(passage, span, (inside,)), ShortAnswer(inside, 1.0, Type.PERSON)
    return None


def opening(document: Document) -> Excerpt:
    """The first sentence, where there is nothing better to show."""
    passage: Passage = document.passages[0]
    span = sentences(passage.text)[0]
    return Excerpt(passage, span, ())


def place_note(kind: Kind, article: Article) -> Note | None:
    """The page, the day or the byline, where they are not printed in a paragraph that could be quoted."""
    names = names_asked(kind, article.byline)
    if names:
        return Note(NoteCode.BY if kind is Kind.AUTHOR else NoteCode.PICTURE_BY, names=names)
    if kind is Kind.PAGE and article.page:
        return Note(NoteCode.ON_PAGE, day=article.date, page=article.page)
    if kind is Kind.ISSUE_DATE and article.date:
        return Note(NoteCode.ON_DAY, day=article.date)
    return None


def _run_of_names(text: str, span: Span, names: tuple[str, ...]) -> Span | None:
    """From the first name to the last that stands right behind the one before, with only signs between."""
    start = text.find(names[0], *span)
    if start < 0:
        return None
    end = start + len(names[0])
    for name in names[1:]:
        at = text.find(name, end, span[1])
        if at < 0 or text[end:at].strip(" 、,，\u3000"):
            break
        end = at + len(name)
    return start, end


def _listed(paper: Published, where: Filters) -> tuple[Document, ...]:
    """What stands in the editions, on the pages or under the names that a question limits itself to."""
    return _with_their_passages(paper, list(islice(paper.articles(where=where), MOST_CITED)))


def _newest(paper: Published, kind: Kind, where: Filters) -> tuple[Document, ...]:
    """Articles of the newest edition that can answer where no subject is named."""
    able: list[Article] = []
    for article in islice(paper.articles(where=where), WALKED):
        if can_answer(kind, article) and (not able or article.edition_id == able[0].edition_id):
            able.append(article)
    return _with_their_passages(paper, able[:MOST_CITED])


def _with_their_passages(paper: Published, articles: Sequence[Article]) -> tuple[Document, ...]:
    """Articles with their passages."""
    return with_passages(articles, paper.passages_of([article.id for article in articles]))


def _listing(query: Query, documents: Sequence[Document]) -> Draft:
    if not documents:
        return Draft(query, notes=(Note(NoteCode.NONE_THERE),))
    day = place_note(query.kind, documents[0].article) if query.kind is Kind.ISSUE_DATE else None
    evidence: list[Evidence] = []
    named: list[Headline] = []
    for document in documents:
        evidence.append(Evidence(document, opening(document), 1.0))
        named.append(headline(document.article))
    return Draft(
        query,
        evidence=tuple(evidence),
        status=AnswerStatus.ANSWERED,
        confidence=1.0,
        notes=(day,) if day else (),
        nearest=tuple(named),
    )


def _from_newest(query: Query, documents: Sequence[Document]) -> Draft:
    """Bylines of these articles: an answer where there is one article, else a choice."""
    if not documents:
        return Draft(query)
    if len(documents) > 1:
        evidence = tuple(_byline_or_opening(query.kind, document)[0] for document in documents)
        return Draft(query, evidence, AnswerStatus.RELATED_ONLY, 0.5)
    shown, short = _byline_or_opening(query.kind, documents[0])
    note = None if short else place_note(query.kind, documents[0].article)
    return Draft(query, (shown,), AnswerStatus.ANSWERED, 1.0, short, notes=(note,) if note else ())


def _byline_or_opening(kind: Kind, document: Document) -> tuple[Evidence, ShortAnswer | None]:
    """The byline where the body prints it, else the opening alone."""
    printed = printed_byline(kind, document)
    excerpt, short = printed or (opening(document), None)
    return Evidence(document, excerpt, 1.0), short
