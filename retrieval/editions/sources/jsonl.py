"""Reads articles from JSON: an object a line, or an array of them. ``field_names`` says what their keys are called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from retrieval.domain import ArticleKind, Byline, Coding
from retrieval.editions.base.draft import ArticleDraft, EditionDefaults
from retrieval.editions.base.field_limits import LONGEST_FIELDS, too_long
from retrieval.editions.base.json_text import JsonObject, NoObject, json_source_text, parse_object, value_end
from retrieval.editions.base.line_reading import RawLine
from retrieval.editions.base.source_text import SourceText, concatenate
from retrieval.editions.layout import block_patterns, bylines
from retrieval.editions.layout.column_joins import BodyPart, repair
from retrieval.editions.layout.credits import merge
from retrieval.editions.sources.article_head import StatedValue, stated_date
from retrieval.editions.sources.field_names import FIELD_NAMES, Field, keys_for
from retrieval.editions.sources.metadata import first_known, parse_page, text_value
from retrieval.errors import BadInput
from retrieval.language.jump_labels import incoming, outgoing
from retrieval.language.paper_names import is_paper_name

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_BETWEEN_VALUES = re.compile(r"[\[\],\s]*")
LONGEST_LINE = 8 * 1024 * 1024
"""Bytes; a book has some 1 MB; by hand, 2026-11."""
MOST_PARAGRAPHS = 100_000
"""Lines of a body; by hand, 2026-11."""
HOPELESS_VALUES, HOPELESS_SHARE = 100_000, 0.9
"""Bad values, and their share of all, from which a file holds no articles and the rest is not looked at; by hand,
2026-11."""


def read_lines(
    lines: Iterable[RawLine], coding: Coding, path: Path, stated: EditionDefaults
) -> Iterator[ArticleDraft | BadInput]:
    """A draft for each good line, a BadInput for each bad one; empty lines are nothing.

    ``stated`` (flags, path) holds where a line says nothing itself.
    """
    for line in lines:
        found = _read_line(line, coding, path, stated)
        if found is not None:
            yield found


def unless_hopeless(found: Iterable[ArticleDraft | BadInput], path: Path) -> Iterator[ArticleDraft | BadInput]:
    """What was found, up to where it is plain that the file holds something else than articles."""
    bad = 0
    for number, item in enumerate(found, 1):
        yield item
        bad += isinstance(item, BadInput)
        if bad >= HOPELESS_VALUES and bad > HOPELESS_SHARE * number:
            yield BadInput("json", path, f"{bad} of {number} can't be read; the rest is not looked at")
            return


def _read_line(line: RawLine, coding: Coding, path: Path, stated: EditionDefaults) -> ArticleDraft | BadInput | None:
    if line.raw is None:
        return BadInput("too_large", path, f"the line is longer than {LONGEST_LINE} bytes", line=line.number)
    try:
        text = _decode(line.raw, line.at, line.number, coding, path)
        return _draft_of(_parsed(text, line.at, line.number, coding, path), stated) if text.strip() else None
    except BadInput as error:
        return error.kept()


def read_values(
    data: bytes, start: int, coding: Coding, path: Path, stated: EditionDefaults
) -> Iterator[ArticleDraft | BadInput]:
    """The same of an array of objects, or of objects over several lines; what stands before a break in it is read."""
    text = _decode(data[start:], start, 1, coding, path)
    at, byte, number, done = 0, start, 1, 0
    while True:
        at = _BETWEEN_VALUES.match(text, at).end()  # type: ignore[union-attr]  # it matches the empty text too
        byte += coding.width(text[done:at])
        number += text.count("\n", done, at)
        done = at
        if at >= len(text):
            return
        try:
            end = value_end(text, at)
            yield _draft_of(_parsed(text[at:end], byte, number, coding, path), stated)
        except NoObject as error:
            yield BadInput("json", path, f"{error} at character {error.at + 1}", line=number)
            return
        except BadInput as error:
            yield error.kept()
        at = end


@dataclass(frozen=True, slots=True)
class _JsonLine:
    """A line that holds an object: its ``text`` begins at byte ``at`` of the file."""

    found: JsonObject
    text: str
    at: int
    number: int
    coding: Coding
    path: Path

    def stated(self, field: Field) -> str | None:
        """What the surest of the keys says that names the field and says anything."""
        found = text_value(self.found.values, self.keys(field), self.path, self.number)
        return self._fitting(field, *found) if found else None

    def _fitting(self, field: Field, key: str, text: str) -> str:
        """The value, where it is not too long to be that field."""
        if len(text) > LONGEST_FIELDS.get(field, len(text)):
            raise too_long(field, text, str(self.path), line=self.number, key=key)
        return text

    def keys(self, field: Field) -> tuple[str, ...]:
        return tuple(keys_for(field, list(self.found.values)))

    def day(self, key: str) -> str:
        found = text_value(self.found.values, (key,), self.path, self.number)
        return found[1] if found else ""

    def names(self) -> str | None:
        """Who wrote it: a text, or a list of names."""
        for key in self.keys(Field.BYLINE):
            value = self.found.values[key]
            if isinstance(value, list) and all(isinstance(name, str) for name in value):
                return self._fitting(Field.BYLINE, key, "、".join(value)) or None
        return self.stated(Field.BYLINE)

    def refusal(self, code: str, detail: str, key: str) -> BadInput:
        return BadInput(code, self.path, detail, line=self.number, key=key)


def _parsed(line: str, at: int, number: int, coding: Coding, path: Path) -> _JsonLine:
    try:
        return _JsonLine(parse_object(line), line, at, number, coding, path)
    except NoObject as error:
        raise BadInput("json", path, f"{error} at character {error.at + 1}", line=number) from None


def _draft_of(line: _JsonLine, stated: EditionDefaults) -> ArticleDraft:
    body, joins = _body(line)
    known = first_known(_stated(line), stated, EditionDefaults(line.stated(Field.SOURCE)))
    external, url = line.stated(Field.ID), line.stated(Field.URL)
    title = line.stated(Field.HEADLINE)
    label = incoming(body.text)
    return ArticleDraft(
        headline=title,
        kicker=line.stated(Field.KICKER),
        subhead=line.stated(Field.SUBHEAD),
        byline=_line_byline(line.names(), body.text),
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
        external_id=external,
        url=url,
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


def _body(line: _JsonLine) -> tuple[SourceText, int]:
    key = _body_key(line)
    value = line.found.values[key]
    if not isinstance(value, str):
        raise line.refusal("field", f"{str(value)[:40]!r} must be a text", key)
    if not value.strip():
        raise line.refusal("field", "the body is empty", key)
    if value.count("\n") > MOST_PARAGRAPHS:
        raise line.refusal("too_large", f"more than {MOST_PARAGRAPHS} lines, which are read at most", key)
    _refuse_unstorable(line)
    text = json_source_text(value, line.text, line.found.spans[key], line.at, line.coding)
    paragraphs, joins = _body_paragraphs(text)
    return concatenate(paragraphs, "\n"), joins


def _body_key(line: _JsonLine) -> str:
    """The key of the text: the surest that holds any."""
    keys = [key for key in line.keys(Field.BODY) if line.found.values[key] is not None]
    if not keys:
        here = ", ".join(key[:20] for key in list(line.found.values)[:12])
        read = ", ".join(FIELD_NAMES[Field.BODY][:5])
        raise line.refusal("field", f"there is no body; keys here: {here}; read as one: {read}", "body")
    return next((key for key in keys if str(line.found.values[key]).strip()), keys[0])


def _refuse_unstorable(line: _JsonLine) -> None:
    for key, value in line.found.values.items():
        if isinstance(value, str) and _UNSTORABLE.search(value):
            raise line.refusal("json", "a character that no text has (NUL or half a surrogate pair)", key)


def _body_paragraphs(body: SourceText) -> tuple[list[SourceText], int]:
    """Each line is a paragraph. Where empty lines part them, as in an extracted page, column cuts are repaired too."""
    lines = [line.strip() for line in body.lines()]
    filled = [line for line in lines if line.text]
    if len(filled) < 2 or len(lines) < 2 * len(filled) - 1:
        return filled, 0
    return repair([BodyPart(line, fixed=_is_fixed(line.text)) for line in filled])


def _is_fixed(text: str) -> bool:
    return block_patterns.is_row(text) or block_patterns.is_caption(text) or block_patterns.is_crosshead(text)


def _stated(line: _JsonLine) -> EditionDefaults:
    source = line.stated(Field.SOURCE)
    days = [StatedValue(key, line.day(key), line.number) for key in line.keys(Field.DATE)]
    return EditionDefaults(
        line.stated(Field.PAPER) or (source if source and is_paper_name(source) else None),
        stated_date([day for day in days if day.text], line.path),
        parse_page(line.stated(Field.PAGE) or "", line.path, line=line.number),
    )


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
