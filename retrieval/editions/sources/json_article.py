"""One JSON object that holds an article: what its keys state, and its text with the place of each character.

Values are texts, lists of texts, and the lists of objects that ninjs (IPTC's "News in JSON") has from version 2 on:
``headlines`` and ``bodies``, each with a ``role`` and a ``value``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from retrieval.domain import Coding, Span
from retrieval.editions.base.draft import EditionDefaults, PublicationStatus
from retrieval.editions.base.field_limits import LONGEST_FIELDS, too_long
from retrieval.editions.base.indents import indented_paragraphs
from retrieval.editions.base.json_text import JsonObject, NoObject, json_source_text, parse_object, value_spans
from retrieval.editions.base.markup import has_markup, marked_lines
from retrieval.editions.base.source_text import SourceText
from retrieval.editions.sources.field_names import FIELD_NAMES, Field, field_called, keys_for, known_key
from retrieval.editions.sources.json_values import (
    block_text,
    first_text_of,
    is_blocks,
    is_list_of,
    key_inside,
    plain_page_of,
    plain_value_of,
)
from retrieval.editions.sources.metadata import text_value
from retrieval.errors import BadInput
from retrieval.language.characters import SENTENCE_ENDS

MOST_PARAGRAPHS = 100_000
"""Lines of a body; by hand, 2026-11."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_ESCAPED_END = re.compile(r"(?:\\r)?\\n")
_ESCAPED_END_OF_SENTENCE = re.compile(rf"[{SENTENCE_ENDS}”）](?:\\r)?\\n")
_STATUS_KEY = known_key("pubstatus")
_PICTURED = frozenset({"picture", "graphic", "video", "audio"})
_CAPTIONS = ("descriptioncaption", "descriptiontext", "descriptions")
"""What holds the words of a ninjs object whose type is one of ``_PICTURED``, and which has no body."""
_DESCRIPTIONS = frozenset({"desc", "description"})
"""What holds the text in feeds that have no other key for one, and a summary where they have."""
_OF_QUESTIONS = frozenset({"question", "answers"})
"""Keys of a question with its answers, as ``baowen eval`` reads them: its ``article`` names one, and is none."""
_ROLES = {
    Field.KICKER: ("kicker", "intro", "overline", "pretitle", "introtitle"),
    Field.SUBHEAD: ("subhead", "subheadline", "subtitle", "deck", "secondary", "sub"),
}
_LISTS = frozenset({"headlines", "infosource", "infosources"})
_WEB = frozenset({"web", "html", "article"})
NOTHING_AROUND = EditionDefaults()


@dataclass(frozen=True, slots=True)
class PlacedValue:
    """A text of a JSON object, and its characters in the line, quotes included."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class JsonBody:
    """The lines of a text, empty ones too. ``parted``: tags or a list say where its paragraphs end."""

    lines: tuple[SourceText, ...]
    parted: bool = False


@dataclass(frozen=True, slots=True)
class JsonArticle:
    """An object in a line. The line's ``text`` begins at byte ``at`` of the file; ``number`` counts lines from 1.

    ``around`` is what objects around it say of it; ``beside_articles``: others have texts where it has a description,
    which is none then.
    """

    found: JsonObject
    text: str
    at: int
    number: int
    coding: Coding
    path: Path
    around: EditionDefaults = NOTHING_AROUND
    beside_articles: bool = False

    @property
    def is_article(self) -> bool:
        """Whether it has what may be a body; objects under a key of that name hold one of their own."""
        return any(not _wraps(self.found.values[key]) for key in self._body_keys())

    @property
    def is_described(self) -> bool:
        """Whether it has a headline and a description, which is the text where there is no other."""
        return not self.beside_articles and bool(self._descriptions()) and self.stated(Field.HEADLINE) is not None

    @property
    def status(self) -> PublicationStatus | None:
        """What it states of its publication; None where it says nothing, or nothing that is known."""
        value = next((value for key, value in self.found.values.items() if known_key(key) == _STATUS_KEY), None)
        known = {"cancelled": PublicationStatus.CANCELED} | {each.value: each for each in PublicationStatus}
        return known.get(value.strip().lower()) if isinstance(value, str) else None

    def stated(self, field: Field) -> str | None:
        """What the surest of the keys says that names the field and says anything, without markup."""
        if (told := self._of_list(field)) is not None:
            return told
        keys = tuple(key for key in self.keys(field) if known_key(key) not in _LISTS)
        values = self.found.values
        if field is Field.PAGE:
            values = {key: first_text_of(values[key]) for key in keys}
        found = text_value(values, keys, self.path, self.number)
        return self._fitting(field, *found) or None if found else None

    def keys(self, field: Field) -> tuple[str, ...]:
        return tuple(keys_for(field, list(self.found.values)))

    def keys_alike(self, name: str) -> tuple[str, ...]:
        """The keys that name the same field as another one."""
        field = field_called(name)
        return self.keys(field) if field is not None else ()

    def day(self, key: str) -> str:
        found = text_value(self.found.values, (key,), self.path, self.number)
        return found[1] if found else ""

    def names(self) -> str | None:
        """Who wrote it: a text, or a list of names."""
        for key in self.keys(Field.BYLINE):
            value = self.found.values[key]
            if isinstance(value, str) and value.strip():
                break
            if value and is_list_of(value, str):
                return self._fitting(Field.BYLINE, key, "、".join(value)) or None
        return self.stated(Field.BYLINE)

    def body(self) -> JsonBody:
        """The lines of the text, empty ones too; of several texts one after the other.

        Raises:
            BadInput: there is none, or what is there is no text that can be kept.

        """
        key, texts = self._body_texts()
        if sum(value.text.count("\n") + 1 for value in texts) > MOST_PARAGRAPHS:
            raise self.refusal("too_large", f"more than {MOST_PARAGRAPHS} lines, which are read at most", key)
        self._refuse_unstorable(key, texts)
        if len(texts) == 1:
            (value,) = texts
            return _text_lines(json_source_text(value.text, self.text, value.span, self.at, self.coding))
        lines = [line for source in self._placed(texts) for line in _text_lines(source).lines]
        return JsonBody(tuple(lines), parted=True)

    def _placed(self, values: list[PlacedValue]) -> Iterator[SourceText]:
        """Texts, in the order of the line, with their places in the file."""
        reached, byte = 0, self.at
        for value in values:
            start, end = value.span
            byte += self.coding.width(self.text[reached:start])
            reached = start
            yield json_source_text(value.text, self.text[start:end], (0, end - start), byte, self.coding)

    def refusal(self, code: str, detail: str, key: str) -> BadInput:
        return BadInput(code, self.path, detail, line=self.number, key=key)

    def _fitting(self, field: Field, key: str, text: str) -> str:
        """The value, where it is not too long to be that field."""
        if len(text) > LONGEST_FIELDS.get(field, len(text)):
            raise too_long(field, text, str(self.path), line=self.number, key=key)
        return _without_markup(text) if field is not Field.URL and has_markup(text) else text

    def _of_list(self, field: Field) -> str | None:
        """What the lists of ninjs say of a field: headlines by their role, names of sources, addresses."""
        for key, value in self.found.values.items():
            for item in value if isinstance(value, list) else ():
                told = _of_item(field, known_key(key), item)
                if told:
                    return self._fitting(field, key, told)
        return None

    def _body_keys(self) -> list[str]:
        """The keys that may hold the text, the surest first."""
        keys = [key for key in self.keys(Field.BODY) if self.found.values[key] is not None]
        if self.found.values.keys() >= _OF_QUESTIONS:
            keys = [key for key in keys if known_key(key) != "article"]
        if keys or str(self.found.values.get("type")).lower() not in _PICTURED:
            return keys
        return [key for name in _CAPTIONS for key in self.found.values if known_key(key) == name]

    def _descriptions(self) -> list[str]:
        values = self.found.values
        return [key for key in values if known_key(key) in _DESCRIPTIONS and isinstance(values[key], str)]

    def _body_texts(self) -> tuple[str, list[PlacedValue]]:
        """The texts of the surest key that holds any. Raises ``BadInput`` where none does."""
        keys = [*self._body_keys(), *(self._descriptions() if self.is_described else [])]
        if not keys:
            raise self._without_body()
        for key in keys:
            texts = [value for value in self._texts_of(key) if value.text.strip()]
            if texts:
                return key, texts
        raise self.refusal("field", "the body is empty", keys[0])

    def _without_body(self) -> BadInput:
        if not self.found.values:
            return self.refusal("field", "the object has no keys", "body")
        here = ", ".join(key[:20] for key in list(self.found.values)[:12])
        read = ", ".join(FIELD_NAMES[Field.BODY][:5])
        return self.refusal("field", f"there is no body; keys here: {here}; read as one: {read}", "body")

    def _texts_of(self, key: str) -> list[PlacedValue]:
        value, span = self.found.values[key], self.found.spans[key]
        if isinstance(value, str):
            return [PlacedValue(value, span)]
        if is_list_of(value, str):
            spans = value_spans(self.text, span)
            return [PlacedValue(item, place) for item, place in zip(value, spans, strict=True)]
        if is_blocks(value):
            return self._blocks(value, span)
        if is_list_of(value, dict):
            return self._best_version(value, span)
        if (inner_key := key_inside(value)) is not None:
            return self._inside(span, inner_key)
        raise self.refusal("field", f"{str(value)[:40]!r} must be a text", key)

    def _blocks(self, blocks: list[dict[str, object]], span: Span) -> list[PlacedValue]:
        """The words of the blocks that have any, in their order."""
        spans = value_spans(self.text, span)
        found = [(place, block_text(block)) for place, block in zip(spans, blocks, strict=True)]
        return [text for place, key in found if key is not None for text in self._inside(place, key)]

    def _inside(self, span: Span, key: str) -> list[PlacedValue]:
        """The text under a key of the object at a place of the line, if it is one."""
        inner = parse_object(self.text[slice(*span)])
        start, end = inner.spans[key]
        value = inner.values[key]
        return [PlacedValue(value, (span[0] + start, span[0] + end))] if isinstance(value, str) else []

    def _best_version(self, versions: list[dict[str, object]], span: Span) -> list[PlacedValue]:
        """One of several versions of the text: that with paragraphs, else the main one, else the first."""
        spans = list(value_spans(self.text, span))
        told = [at for at, version in enumerate(versions) if isinstance(version.get("value"), str)]
        if not told:
            return []
        best = min(told, key=lambda at: (not _is_html(versions[at]), versions[at].get("role") != "main", at))
        return self._inside(spans[best], "value")

    def _refuse_unstorable(self, key: str, texts: list[PlacedValue]) -> None:
        values = {name: value for name, value in self.found.values.items() if isinstance(value, str)}
        for name, value in [*values.items(), *((key, text.text) for text in texts)]:
            if _UNSTORABLE.search(value):
                raise self.refusal("json", "a character that no text has (NUL or half a surrogate pair)", name)


def parsed_article(text: str, at: int, number: int, coding: Coding, path: Path) -> JsonArticle:
    """The object that a text is. Raises ``BadInput`` where it is none."""
    try:
        found = parse_object(text)
    except NoObject as error:
        raise BadInput("json", path, f"{error} at character {error.at + 1}", line=number) from None
    values = {key: value_as_read(key, value) for key, value in found.values.items()}
    return JsonArticle(replace(found, values=values), text, at, number, coding, path)


def value_as_read(key: str, value: object) -> object:
    """A value as a text or number. Left as it is: a text, which needs its place, and lists of ninjs, with roles."""
    field = field_called(key)
    if field in {Field.BODY, None} or known_key(key) in _LISTS:
        return value
    return plain_page_of(value) if field is Field.PAGE else plain_value_of(value)


def _without_markup(text: str) -> str:
    lines = (line.source.text.strip() for line in marked_lines(SourceText.run(text, 0, Coding.EXTRACTED)))
    return " ".join(filter(None, lines))


def _text_lines(source: SourceText) -> JsonBody:
    if has_markup(source.text):
        marked = marked_lines(source)
        lines = tuple(part.strip() for line in marked for part in _indented_parts(line.source))
        return JsonBody(lines, any(line.broken for line in marked))
    return JsonBody(tuple(part.strip() for line in _lines_as_written(source) for part in _indented_parts(line)))


def _lines_as_written(source: SourceText) -> list[SourceText]:
    r"""The lines of a text; one whose line ends were escaped twice prints them as ``\n``."""
    if "\n" in source.text or not _ESCAPED_END_OF_SENTENCE.search(source.text):
        return source.lines()
    ends = [found.span() for found in _ESCAPED_END.finditer(source.text)]
    starts = [0, *(end for _, end in ends)]
    return source.parts(zip(starts, [*(start for start, _ in ends), len(source.text)], strict=True))


def _indented_parts(line: SourceText) -> list[SourceText]:
    """The paragraphs of a line that indents alone part."""
    return line.parts(indented_paragraphs(line.text))


def _wraps(value: object) -> bool:
    """Whether a value is an object, or a list of others than versions or blocks of a text."""
    if is_blocks(value) or key_inside(value) is not None:
        return False
    items = value if isinstance(value, list) else [value]
    return any(isinstance(item, dict) and "value" not in item for item in items)


def _is_html(version: dict[str, object]) -> bool:
    kind = version.get("contentType", version.get("contenttype", ""))
    return "html" in str(kind).lower()


def _of_item(field: Field, key: str, item: object) -> str | None:
    """What one object of a ninjs list says of a field."""
    says = _ITEMS.get(key)
    return says(field, item) if says and isinstance(item, dict) else None


def _said_by_headline(field: Field, item: Mapping[str, object]) -> str | None:
    role, value = str(item.get("role") or "main").lower(), item.get("value")
    wanted = _ROLES.get(field, ("main",) if field is Field.HEADLINE else ())
    return value.strip() if isinstance(value, str) and role in wanted else None


def _said_by_other_id(field: Field, item: Mapping[str, object]) -> str | None:
    is_page = field is Field.PAGE and str(item.get("role")).lower() == "printpage"
    return _stripped_text(item.get("value")) if is_page else None


def _said_by_source(field: Field, item: Mapping[str, object]) -> str | None:
    return _stripped_text(item.get("name")) if field is Field.SOURCE else None


def _said_by_rendition(field: Field, item: Mapping[str, object]) -> str | None:
    return _stripped_text(item.get("href")) if field is Field.URL and item.get("name") in _WEB else None


def _stripped_text(value: object) -> str | None:
    return str(value or "").strip() or None


_ITEMS: Mapping[str, Callable[[Field, Mapping[str, object]], str | None]] = {
    "headlines": _said_by_headline,
    "altids": _said_by_other_id,
    "infosources": _said_by_source,
    "infosource": _said_by_source,
    "renditions": _said_by_rendition,
}
"""The lists of ninjs 2 and 3 whose objects say something of an article, and what each says."""
