"""Objects around articles in JSON: answers of servers, dumps of search engines, a page or an edition as one object.

What such an object says of paper, day and page holds for the articles in it. Its title is that of a list, and never an
article's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain
from operator import itemgetter

from retrieval.domain import Span
from retrieval.editions.base.draft import EditionDefaults
from retrieval.editions.base.json_text import JsonObject, value_spans
from retrieval.editions.sources.field_names import Field, field_called, known_key
from retrieval.editions.sources.json_article import JsonArticle, parsed_article
from retrieval.editions.sources.metadata import first_known
from retrieval.language.page_names import labelled_page, page_name
from retrieval.language.paper_names import is_paper_name
from retrieval.language.stated_dates import stated_day

_ASIDE = frozenset({"associations", "renditions"})
"""Keys of objects and lists that go with an article and are none."""
_METADATA = frozenset({"meta", "metadata", "info", "attributes", "attrs", "properties", "extra", "base", "baseinfo"})
"""Keys of objects that say more of the article around them."""
_ISSUE_KEYS = "date publish_date pub_date date_published 日期 出版日期 见报日期 刊发日期 刊登日期 报纸日期"
_DAY_OF_ISSUE = frozenset(map(known_key, _ISSUE_KEYS.split()))
"""Keys that mean the day of an edition around articles too; ``time`` of a server's answer is that of the answer."""


def articles_within(article: JsonArticle, levels: int) -> Iterator[JsonArticle]:
    """The articles that an object wraps, and what has a headline and no text among them or beside a description; none
    if it is one.

    ``levels`` is how deep they are sought.
    """
    inner = list(_objects_in(article)) if levels > 0 else []
    has_articles = any(each.is_article for each in inner)
    for each in inner:
        yield from _read_of(each, levels, has_articles)


def _read_of(inner: JsonArticle, levels: int, beside_articles: bool) -> Iterator[JsonArticle]:
    """An object that is an article, else those in it, else what has a title and no text and may lack one."""
    if inner.is_article or inner.status is not None:
        yield inner
        return
    within = list(articles_within(inner, levels - 1))
    yield from within
    if not within and (inner.is_described or (beside_articles and inner.stated(Field.HEADLINE))):
        yield replace(inner, beside_articles=beside_articles)


def with_parts(article: JsonArticle) -> JsonArticle:
    """An article whose text or metadata are objects of their own under it: ``{"title": …, "detail": {"content": …}}``.

    What it states itself counts more.
    """
    if not article.keys(Field.HEADLINE):
        return article
    values, spans = dict(article.found.values), dict(article.found.spans)
    for name, told, span in _said_in_parts(article):
        if not any(values[key] for key in article.keys_alike(name)):
            values[name], spans[name] = told, span
    return replace(article, found=JsonObject(values, spans))


def _said_in_parts(article: JsonArticle) -> Iterator[tuple[str, object, Span]]:
    """The fields that objects under the article state, each with its key and its place in the article's text."""
    for key, value in article.found.values.items():
        if isinstance(value, dict) and _says_more(article, key, value):
            yield from _fields_at(article, article.found.spans[key])


def _fields_at(article: JsonArticle, span: Span) -> Iterator[tuple[str, object, Span]]:
    inner = parsed_article(article.text[slice(*span)], 0, article.number, article.coding, article.path)
    for name, (start, end) in inner.found.spans.items():
        if field_called(name) is not None and inner.found.values[name]:
            yield name, inner.found.values[name], (span[0] + start, span[0] + end)


def _says_more(article: JsonArticle, key: str, value: dict[str, object]) -> bool:
    """Whether an object says more of the article around it: it has metadata, or the text that the article lacks."""
    named = {field_called(name) for name in value}
    if Field.HEADLINE in named or field_called(key) is not None:
        return False
    return known_key(key) in _METADATA or (Field.BODY in named and not article.is_article)


def _objects_in(article: JsonArticle) -> Iterator[JsonArticle]:
    """The objects that are values of an object, or stand in its lists, each with its place in the file."""
    reached, byte, number = 0, article.at, article.number
    around = first_known(_said_of_all(article), article.around)
    for start, end in _object_spans(article):
        passed = article.text[reached:start]
        reached, byte, number = start, byte + article.coding.width(passed), number + passed.count("\n")
        inner = parsed_article(article.text[start:end], byte, number, article.coding, article.path)
        yield replace(with_parts(inner), around=around)


def _object_spans(article: JsonArticle) -> Iterator[Span]:
    """Where the objects stand, in the order of the file: keys that come twice, and parts, stand in another one."""
    reached = 0
    for key, span in sorted(article.found.spans.items(), key=itemgetter(1)):
        if known_key(key) in _ASIDE or field_called(key) is Field.BYLINE or span[0] < reached:
            continue
        reached = span[1]
        if article.text.startswith("{", span[0]):  # not by its value: of a paper or a page that is its name
            yield span
        elif article.text.startswith("[", span[0]):
            yield from (each for each in value_spans(article.text, span) if article.text.startswith("{", each[0]))


def _said_of_all(wrapper: JsonArticle) -> EditionDefaults:
    """Paper, day and page that an object states of the articles in it."""
    named = (text for _, text in _texts(wrapper, Field.PAPER))
    sources = (text for _, text in _texts(wrapper, Field.SOURCE) if is_paper_name(text))
    paper = next(chain(named, sources), None)
    days = (_day(text) for key, text in _texts(wrapper, Field.DATE) if known_key(key) in _DAY_OF_ISSUE)
    pages = (_page(key, text) for key, text in _texts(wrapper, Field.PAGE))
    return EditionDefaults(paper, next(filter(None, days), None), next(filter(None, pages), None))


def _texts(wrapper: JsonArticle, field: Field) -> Iterator[tuple[str, str]]:
    for key in wrapper.keys(field):
        value = wrapper.found.values[key]
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            yield key, str(value).strip()


def _day(text: str) -> date | None:
    try:
        return stated_day(text)
    except ValueError:
        return None


def _page(key: str, text: str) -> str | None:
    """The page; a bare number under a Latin key counts the pages of a server's answer (``{"page": 1, "total": 20}``),
    but not one like 03.
    """
    if key.isascii() and text.isdecimal() and not text.startswith("0"):
        return None
    return page_name(text) or labelled_page(text)
