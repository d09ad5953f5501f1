"""Questions on the paper itself: who wrote it, who took the picture, on which page, on which day."""

from __future__ import annotations

from itertools import islice

from retrieval.answers.question.kinds import Kind
from retrieval.answers.question.query import Query
from retrieval.answers.ranking.coverage import Document
from retrieval.answers.ranking.excerpt import Excerpt
from retrieval.answers.spans.extract import ShortAnswer
from retrieval.domain import Article, Byline, Filters, Passage, Span
from retrieval.editions.store.archive import Archive
from retrieval.language.numbers import Type
from retrieval.language.sentences import sentences

WALKED = 400
"""Articles of the newest editions that are looked through where a question names no subject."""
GENERIC = frozenset(
    (
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
    )
)
PAGE_NOTE = "这篇报道登在{place}。"
DATE_NOTE = "这篇报道登在{day}的报纸上。"
NAMES_NOTE = {Kind.AUTHOR: "这篇报道的署名：{names}。", Kind.PHOTOGRAPHER: "照片的署名：{names}。"}


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


def names_a_subject(query: Query, words: tuple[str, ...]) -> bool:
    """Whether the question says which article it means."""
    return any(word not in GENERIC and len(word) > 1 for word in words)


def listed(archive: Archive, where: Filters, wanted: int) -> list[Document]:
    """What stands in the editions, on the pages or under the names that a question limits itself to."""
    found = list(islice(archive.articles(where=where), wanted))
    passages = archive.passages_of([article.id for article in found])
    return [Document(article, tuple(passages[article.id])) for article in found if article.id in passages]


def newest(archive: Archive, kind: Kind, where: Filters, wanted: int) -> list[Document]:
    """Articles of the newest edition that can answer where no subject is named."""
    found = [article for article in islice(archive.articles(where=where), WALKED) if can_answer(kind, article)]
    found = [article for article in found if article.edition_id == found[0].edition_id][: wanted + 1]
    passages = archive.passages_of([article.id for article in found])
    return [Document(article, tuple(passages[article.id])) for article in found if article.id in passages]


def printed_byline(kind: Kind, document: Document) -> tuple[Excerpt, ShortAnswer] | None:
    """The sentence that prints the names asked for, and the names in it; None where the body does not print them."""
    names = names_asked(kind, document.article.byline)
    for passage in document.passages:
        for span in sentences(passage.text):
            found = _run_of_names(passage.text, span, names)
            if found:
                inside = (found[0] - span[0], found[1] - span[0])
                return Excerpt(passage, span, (inside,)), ShortAnswer(inside, 1.0, Type.PERSON, 1.0)
    return None


def opening(document: Document) -> Excerpt:
    """The first sentence, where there is nothing better to show."""
    passage: Passage = document.passages[0]
    span = sentences(passage.text)[0]
    return Excerpt(passage, span, ())


def place_note(kind: Kind, article: Article) -> str | None:
    """The page, the day or the byline in words, where they are not printed in a paragraph that could be quoted."""
    if kind in NAMES_NOTE and (names := names_asked(kind, article.byline)):
        return NAMES_NOTE[kind].format(names="、".join(names))
    if kind is Kind.PAGE and article.page:
        day = f"{article.date.year}年{article.date.month}月{article.date.day}日" if article.date else ""
        return PAGE_NOTE.format(place=f"{day}第{article.page}版")
    if kind is Kind.ISSUE_DATE and article.date:
        return DATE_NOTE.format(day=f"{article.date.year}年{article.date.month}月{article.date.day}日")
    return None


def _run_of_names(text: str, span: Span, names: tuple[str, ...]) -> Span | None:
    """From the first name to the last that stands right behind the one before, with only signs between."""
    if not names:
        return None
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
