"""Reads articles from JSON: an object a line, or an array of them. ``field_names`` says what their keys are called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from retrieval.domain import ArticleKind, Byline, Coding, Span
from retrieval.editions.base.draft import ArticleDraft, EditionDefaults, PublicationStatus, ReadItem, StatusNotice
from retrieval.editions.base.json_text import NoObject, value_end
from retrieval.editions.base.line_reading import RawLine
from retrieval.editions.base.source_text import SourceText, concatenate
from retrieval.editions.layout import block_patterns, bylines
from retrieval.editions.layout.column_joins import BodyPart, repair
from retrieval.editions.layout.credits import merge
from retrieval.editions.sources.article_head import StatedValue, stated_date
from retrieval.editions.sources.field_names import Field
from retrieval.editions.sources.json_article import JsonArticle, JsonBody, parsed_article
from retrieval.editions.sources.json_columns import articles_in_columns
from retrieval.editions.sources.json_values import is_bulk_action
from retrieval.editions.sources.json_wrappers import articles_within, with_parts
from retrieval.editions.sources.metadata import edition_of_source, first_known, parse_page
from retrieval.errors import BadInput
from retrieval.language.jump_labels import incoming, outgoing

_BETWEEN_VALUES = re.compile("[\\[\\],\\s\x1e]*")
"""The last is what parts the texts of a JSON text sequence (RFC 7464)."""
_NEXT_OBJECT = re.compile(r"^\{", re.MULTILINE)
LONGEST_LINE = 8 * 1024 * 1024
"""Bytes; a book has some 1 MB; by hand, 2026-11."""
MOST_WRAPPED = 4
"""Objects and lists around the articles of a server's answer; by hand, 2026-11."""
HOPELESS_VALUES, HOPELESS_SHARE = 100_000, 0.9
"""Bad values, and their share of all, from which a file holds no articles and the rest is not looked at; by hand,
2026-11."""


def read_lines(lines: Iterable[RawLine], coding: Coding, path: Path, stated: EditionDefaults) -> Iterator[ReadItem]:
    """A draft for each good line, a BadInput for each bad one; empty lines are nothing.

    ``stated`` (flags, path) holds where a line says nothing itself.
    """
    for line in lines:
        yield from _read_line(line, coding, path, stated)


def unless_hopeless(found: Iterable[ReadItem], path: Path) -> Iterator[ReadItem]:
    """What was found, up to where it is plain that the file holds something else than articles."""
    bad = 0
    for number, item in enumerate(found, 1):
        yield item
        bad += isinstance(item, BadInput)
        if bad >= HOPELESS_VALUES and bad > HOPELESS_SHARE * number:
            yield BadInput("json", path, f"{bad} of {number} can't be read; the rest is not looked at")
            return


def _read_line(line: RawLine, coding: Coding, path: Path, stated: EditionDefaults) -> Iterator[ReadItem]:
    if line.raw is None:
        yield BadInput("too_large", path, f"the line is longer than {LONGEST_LINE} bytes", line=line.number)
        return
    try:
        text = _decode(line.raw, line.at, line.number, coding, path)
    except BadInput as error:
        yield error.kept()
        return
    for start, end in _values_in_line(text):
        at = line.at + coding.width(text[:start])
        try:
            yield from _items_of(parsed_article(text[start:end], at, line.number, coding, path), stated)
        except BadInput as error:
            yield error.kept()


def _values_in_line(text: str) -> list[Span]:
    """Where the values of a line stand: one as a rule, several where it is a whole array; none in an empty line.

    Signs of an array around them (``[{…},``) are left out. A line with anything else is one text, to be refused.
    """
    whole = text.strip(" \t\r\n")
    if not whole or (whole.startswith("{") and whole.endswith("}")):
        return [(0, len(text))] if whole else []
    found: list[Span] = []
    at = _behind_signs(text, 0)
    try:
        while at < len(text):
            end = value_end(text, at)
            found.append((at, end))
            at = _behind_signs(text, end)
    except NoObject:
        return [(0, len(text))]
    return found


def _behind_signs(text: str, at: int) -> int:
    return _BETWEEN_VALUES.match(text, at).end()  # type: ignore[union-attr]  # it matches the empty text too


def goes_over_lines(data: bytes, start: int, coding: Coding) -> bool:
    """Whether the first object of a file goes over several lines, as in JSON that is written for people to read."""
    text = data[start:].decode(coding.value, errors="replace")
    at = _behind_signs(text, 0)
    try:
        return "\n" in text[at : value_end(text, at, strict=True)]
    except NoObject:
        return False


def read_values(data: bytes, start: int, coding: Coding, path: Path, stated: EditionDefaults) -> Iterator[ReadItem]:
    """The same of an array of objects, or of objects over several lines.

    What stands before a break in it is read, and what stands behind it from the next object on that begins a line.
    """
    text = _decode(data[start:], start, 1, coding, path)
    at, byte, number, done = 0, start, 1, 0
    while True:
        at = _behind_signs(text, at)
        byte += coding.width(text[done:at])
        number += text.count("\n", done, at)
        done = at
        if at >= len(text):
            return
        try:
            end = value_end(text, at)
            yield from _items_of(parsed_article(text[at:end], byte, number, coding, path), stated)
        except NoObject as error:
            yield BadInput("json", path, f"{error} at character {error.at + 1}", line=number)
            following = _NEXT_OBJECT.search(text, at + 1)
            if following is None:
                return
            end = following.start()
        except BadInput as error:
            yield error.kept()
        at = end


def _items_of(article: JsonArticle, stated: EditionDefaults) -> Iterator[ReadItem]:
    """The article, or those that the object wraps, each with what is said of its publication."""
    if is_bulk_action(article.found.values):
        return
    for each in _articles_of(with_parts(article)):
        try:
            for row in articles_in_columns(each) or [each]:
                yield from _items_of_row(row, stated)
        except BadInput as error:
            yield error.kept()


def _articles_of(article: JsonArticle) -> list[JsonArticle]:
    """Those that the object wraps, else the object. Where any has a text, a description elsewhere is no article."""
    if article.is_article or article.status or articles_in_columns(article):
        return [article]
    inner = list(articles_within(article, MOST_WRAPPED))
    with_texts = [each for each in inner if each.is_article or each.status or each.beside_articles]
    return with_texts or inner or [article]


def _items_of_row(article: JsonArticle, stated: EditionDefaults) -> Iterator[ReadItem]:
    try:
        yield from _items_of_one(article, stated)
    except BadInput as error:
        yield error.kept()


def _items_of_one(article: JsonArticle, stated: EditionDefaults) -> Iterator[ReadItem]:
    status = article.status
    if article.is_article or status is None:
        yield _draft_of(article, stated)
    if status is None:
        return
    external = article.stated(Field.ID)
    if external is not None:
        yield StatusNotice(external, status, article.number)
    elif status is not PublicationStatus.USABLE:
        raise article.refusal("field", f"{status} without an id: nobody can tell of which article", "uri")


def _draft_of(article: JsonArticle, stated: EditionDefaults) -> ArticleDraft:
    body, joins = _body(article)
    known = first_known(_stated(article), article.around, stated, EditionDefaults(article.stated(Field.SOURCE)))
    title = article.stated(Field.HEADLINE)
    label = incoming(body.text)
    return ArticleDraft(
        headline=title,
        kicker=article.stated(Field.KICKER),
        subhead=article.stated(Field.SUBHEAD),
        byline=_line_byline(article.names(), body.text),
        kind=_line_kind(title, body.text, is_fragment=label is not None),
        body=body.text,
        pieces=body.pieces,
        joins=joins,
        paper=known.paper,
        date=known.date,
        page=known.page,
        jump=label.label if label else None,
        from_page=label.page if label else None,
        to_page=outgoing(body.text),
        external_id=article.stated(Field.ID),
        url=article.stated(Field.URL),
    )


def _decode(raw: bytes, at: int, number: int, coding: Coding, path: Path) -> str:
    try:
        line = raw.decode(coding.value)
    except UnicodeDecodeError as error:
        detail = f"byte {at + error.start} (0x{raw[error.start]:02x}) is not valid {coding.value.upper()}"
        raise BadInput("encoding", path, detail, line=number) from None
    if coding is Coding.GB18030 and line.encode("gb18030") != raw:
        raise BadInput("encoding", path, "bytes that do not survive GB18030", line=number)
    return line


def _body(article: JsonArticle) -> tuple[SourceText, int]:
    paragraphs, joins = _body_paragraphs(article.body())
    titles = [article.stated(field) or "" for field in (Field.KICKER, Field.HEADLINE, Field.SUBHEAD)]
    while len(paragraphs) > 1 and any(_repeats(paragraphs[0].text, title) for title in titles):
        paragraphs = paragraphs[1:]
    if not paragraphs:
        raise article.refusal("field", "the body is empty but for markup", "body")
    return concatenate(paragraphs, "\n"), joins


def _repeats(line: str, title: str) -> bool:
    """Whether a line is a title once more; with a full stop it is a sentence of the text."""
    return block_patterns.same_words(line, title) and not line.endswith("。")


def _body_paragraphs(body: JsonBody) -> tuple[list[SourceText], int]:
    """Each line is a paragraph. Where empty lines part them, as in an extracted page, column cuts are repaired too."""
    filled = [line for line in body.lines if line.text]
    if body.parted or len(filled) < 2 or len(body.lines) < 2 * len(filled) - 1:
        return filled, 0
    return repair([BodyPart(line, fixed=_is_fixed(line.text)) for line in filled])


def _is_fixed(text: str) -> bool:
    return block_patterns.is_row(text) or block_patterns.is_caption(text) or block_patterns.is_crosshead(text)


def _stated(line: JsonArticle) -> EditionDefaults:
    days = [StatedValue(key, line.day(key), line.number) for key in line.keys(Field.DATE)]
    stated = EditionDefaults(
        line.stated(Field.PAPER),
        stated_date([day for day in days if day.text], line.path),
        parse_page(line.stated(Field.PAGE) or "", line.path, line=line.number),
    )
    return first_known(stated, edition_of_source(line.stated(Field.SOURCE)))


def _line_byline(stated: str | None, body: str) -> Byline:
    if stated:
        return bylines.stated_byline(stated)
    first, _, _ = body.partition("\n")
    credit = bylines.credit_line(first) if len(first) <= 80 else None
    return merge([credit or bylines.opening_byline(first[:160]), bylines.closing_byline(body[-100:])])


def _line_kind(headline: str | None, body: str, *, is_fragment: bool) -> ArticleKind:
    if is_fragment:
        return ArticleKind.JUMP
    return ArticleKind.CORRECTION if block_patterns.is_correction(headline, body) else ArticleKind.REPORT
