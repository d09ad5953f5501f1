"""Reads articles from JSON lines.

A line is ``{"id"?, "headline"|"title", "date"?, "page"?, "paper"?, "byline"?, "url"?, "body"}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from retrieval.domain import ArticleKind, Byline, Coding
from retrieval.editions.base.draft import ArticleDraft, EditionDefaults
from retrieval.editions.base.json_text import JsonObject, NoObject, json_source_text, parse_object
from retrieval.editions.base.source_text import SourceText, concatenate
from retrieval.editions.layout import block_patterns, bylines
from retrieval.editions.layout.column_joins import BodyPart, repair
from retrieval.editions.sources.metadata import first_known, parse_date, parse_page, text_value
from retrieval.errors import BadInput
from retrieval.language.page_names import incoming, outgoing

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_HEADLINE_KEYS = ("headline", "title")
LONGEST_LINE = 32 * 1024 * 1024
"""Bytes; by hand, 2026-11."""


def read_lines(
    data: bytes, start: int, coding: Coding, path: Path, stated: EditionDefaults
) -> Iterator[ArticleDraft | BadInput]:
    """A draft for each good line, a BadInput for each bad one; empty lines are nothing. Bytes count from ``start``.

    ``stated`` (flags, path) holds where a line says nothing itself.
    """
    at, number = start, 0
    while at < len(data):
        end = data.find(b"\n", at)
        end = len(data) if end < 0 else end
        number += 1
        try:
            draft = _read_line(data[at:end], at, number, coding, path, stated)
        except BadInput as error:
            yield error
        else:
            if draft is not None:
                yield draft
        at = end + 1


def _read_line(
    raw: bytes, at: int, number: int, coding: Coding, path: Path, stated: EditionDefaults
) -> ArticleDraft | None:
    line = _decode(raw, at, number, coding, path)
    if not line.strip():
        return None
    try:
        found = parse_object(line)
    except NoObject as error:
        raise BadInput("json", path, f"{error} at character {error.at + 1}", line=number) from None
    body, joins = _body(found, line, at, number, coding, path)
    known = first_known(_stated(found.values, path, number), stated)
    external = text_value(found.values, ("id",), path, number)
    url = text_value(found.values, ("url",), path, number)
    headline = text_value(found.values, _HEADLINE_KEYS, path, number)
    label = incoming(body.text)
    title = headline[1] if headline else None
    return ArticleDraft(
        headline=title,
        kicker=_optional_text(found.values, "kicker", path, number),
        subhead=_optional_text(found.values, "subhead", path, number),
        byline=_line_byline(found.values, body.text, path, number),
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
        external_id=external[1] if external else None,
        url=url[1] if url else None,
    )


def _decode(raw: bytes, at: int, number: int, coding: Coding, path: Path) -> str:
    if len(raw) > LONGEST_LINE:
        raise BadInput("too_large", path, f"the line is longer than {LONGEST_LINE} bytes", line=number)
    try:
        line = raw.decode(coding.value)
    except UnicodeDecodeError as error:
        detail = f"byte {at + error.start} (0x{raw[error.start]:02x}) is not valid {coding.value.upper()}"
        raise BadInput("encoding", path, detail, line=number) from None
    if coding is Coding.GB18030 and line.encode("gb18030") != raw:
        raise BadInput("encoding", path, "bytes that do not survive GB18030", line=number)
    return line


def _body(found: JsonObject, line: str, at: int, number: int, coding: Coding, path: Path) -> tuple[SourceText, int]:
    value = found.values.get("body")
    if value is None:
        raise BadInput("field", path, "there is no body", line=number, key="body")
    if not isinstance(value, str):
        raise BadInput("field", path, f"{str(value)[:40]!r} must be a text", line=number, key="body")
    if not value.strip():
        raise BadInput("field", path, "the body is empty", line=number, key="body")
    for key, text in found.values.items():
        if isinstance(text, str) and _UNSTORABLE.search(text):
            raise BadInput(
                "json", path, "a character that no text has (NUL or half a surrogate pair)", line=number, key=key
            )
    text = json_source_text(value, line, found.spans["body"], at, coding)
    paragraphs, joins = _body_paragraphs(text)
    return concatenate(paragraphs, "\n"), joins


def _body_paragraphs(body: SourceText) -> tuple[list[SourceText], int]:
    """Each line is a paragraph. Where empty lines part them, as in an extracted page, column cuts are repaired too."""
    lines = [line.strip() for line in body.lines()]
    filled = [line for line in lines if line.text]
    if len(filled) > 1 and len(lines) >= 2 * len(filled) - 1:
        return repair([BodyPart(line, fixed=_is_fixed(line.text)) for line in filled])
    return filled, 0


def _is_fixed(text: str) -> bool:
    return block_patterns.is_row(text) or block_patterns.is_caption(text) or block_patterns.is_crosshead(text)


def _stated(values: dict[str, object], path: Path, line: int) -> EditionDefaults:
    day = text_value(values, ("date",), path, line)
    page = text_value(values, ("page",), path, line)
    return EditionDefaults(
        _optional_text(values, "paper", path, line),
        parse_date(day[1], path, line=line) if day else None,
        parse_page(page[1], path, line=line) if page else None,
    )


def _optional_text(values: dict[str, object], key: str, path: Path, line: int) -> str | None:
    found = text_value(values, (key,), path, line)
    return found[1] if found else None


def _line_byline(values: dict[str, object], body: str, path: Path, line: int) -> Byline:
    stated = text_value(values, ("byline",), path, line)
    if stated:
        return bylines.stated_byline(stated[1])
    first, _, _ = body.partition("\n")
    credit = bylines.credit_line(first) if len(first) <= 80 else None
    return bylines.merge([credit or bylines.opening_byline(first[:160]), bylines.closing_byline(body[-100:])])


def _line_kind(headline: str | None, body: str, *, is_fragment: bool) -> ArticleKind:
    if is_fragment:
        return ArticleKind.JUMP
    return ArticleKind.CORRECTION if block_patterns.is_correction(headline, body) else ArticleKind.REPORT
