"""JSON lines: whatever ``json`` of the standard library says of a line is what must have been read of it."""

# ruff: noqa: E501 - lists of material are read whole
from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from random import Random

from retrieval.editions.base.decoding import detect
from retrieval.editions.base.draft import ArticleDraft, EditionDefaults, SourceFile
from retrieval.editions.base.entities import entity_character
from retrieval.editions.layout.block_patterns import same_words
from retrieval.editions.sources.field_names import Field, field_called
from retrieval.editions.sources.files import read_file
from retrieval.errors import BadInput
from tests.fuzz import material
from tests.fuzz.accounting import check_draft, check_once, check_refusal, dense, written

KEYS = ("id", "headline", "title", "kicker", "subhead", "paper", "date", "page", "byline", "url", "body", "", "\u202e")
WRONG = (
    "null", "true", "1", "-0", "1.5", "1e999", "-1e-999", "NaN", "Infinity", "[]", "{}", '""', '"  "', "9" * 400, "9" * 5000, "[" * 40 + "]" * 40,
    "[" * 900 + "]" * 900, "[" * 980 + "]" * 980, '{"a":' * 800 + "1" + "}" * 800, "[" * 5000 + "]" * 5000, "[" * 3000, '["a"]', '{"body":"x"}',
    "nul", "'x'", "01", "+1", "0x1", '"\\x"', '"\\u12"', '"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"', '"\t"', '"', "", "undefined",
)  # fmt: skip
DATES = (
    "2022-12-08",
    "2022/12/8",
    "20221208",
    "2022年12月8日",
    "2022-12-08T08:00:00Z",
    "2023-02-30",
    "0000-01-01",
    "9999-12-31",
    "昨天",
    "²⁰²²",
)
PAGES = ("3", "03", "A3", "第三版", "头版", "要闻", "0", "999999", "x" * 41, "三十十版", "Ａ０３", "-1")
JOINTS = ('": "', '":', ",", "{", "}", "}{", "[", "\ufeff", "//x", "\x0b", "\x00", "\\", '"')


_SIGNS = "[], \t\r\n\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u3000"
"""What may stand around the values of a line: white space, and the signs of an array."""
_TAG = re.compile("<[^<>]*>")
ESCAPED_TWICE = re.compile(r"(?:\\r)?\\n")
_ENTITY = re.compile(
    r"&(?:amp;)*(?:#?\w{1,40};"
    r"|(?:nbsp|ldquo|rdquo|lsquo|rsquo|middot|mdash|hellip|emsp|ensp|bull|quot)(?![A-Za-z0-9;=]))"
)
"""Also those that pages write without a semicolon."""


class Lines:
    """A small file of JSON lines each time."""

    name = "jsonl"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def case(self, rng: Random) -> bytes:
        end = rng.choice(("\n", "\n", "\r\n", "\n\n"))
        lines = [_line(rng) for _ in range(rng.choice((1, 1, 1, 1, 2, 3)))]
        data = material.encoded(rng, end.join(lines) + rng.choice(("", end)))
        return material.spoiled(rng, data) if rng.random() < 0.2 else data

    def check(self, data: bytes, rng: Random) -> str:
        """Read the case and hold it against the rules. Returns what came of it."""
        path = written(self._folder, "lines.jsonl", data)
        shown, lines = "a/lines.jsonl", data.split(b"\n")
        try:
            reading = read_file(SourceFile(shown, path, Path("lines.jsonl"), size=len(data)), EditionDefaults())
            items = [item for item in reading.items if isinstance(item, ArticleDraft | BadInput)]
        except BadInput as error:
            check_refusal(error, shown, len(lines))
            return error.code
        drafts = [item for item in items if isinstance(item, ArticleDraft)]
        for item in items:
            if isinstance(item, BadInput):
                check_refusal(item, shown, len(lines))
                assert item.line, "a bad line says which one it is"
        check_once(drafts)
        _check_lines(data, items, rng)
        return "read" if len(drafts) == len(items) else "some lines"


def _check_lines(data: bytes, items: list[ArticleDraft | BadInput], rng: Random) -> None:
    coding, at = detect(data)
    left = iter(items)
    for number, raw in enumerate(data[at:].split(b"\n"), 1):
        if not raw.decode(coding.value, "replace").strip():
            continue
        for value in _loaded(raw, coding.value):
            _check_item(next(left), value, number, data, rng)
    assert next(left, None) is None, "more items than lines"


def _check_item(item: ArticleDraft | BadInput, value: object, number: int, data: bytes, rng: Random) -> None:
    if isinstance(item, BadInput):
        assert item.line == number, f"line {number} is called {item.line}"
        if item.code == "json" and "character that no text has" not in item.detail:
            assert not isinstance(value, dict), f"{item} though json reads it"
        return
    assert isinstance(value, dict), "an article where there is no object"
    read = [each for each in _objects(value) if any(says(item.body, text) for text in _bodies(each))]
    assert read, "the body is lost or changed"
    titles = [text for each in read for text in _titles(each)]
    assert not titles or any(says(item.headline or "", text) for text in titles), "the headline is lost or changed"
    check_draft(item, data, rng)


def _objects(value: dict[str, object]) -> Iterator[dict[str, object]]:
    """An object and those that it wraps."""
    yield value
    for said in value.values():
        if isinstance(said, dict):
            yield from _objects(said)


def _bodies(value: dict[str, object]) -> Iterator[str]:
    """What an object gives as bodies: texts, and lists of paragraphs."""
    for key, said in value.items():
        if field_called(key) is Field.BODY:
            text = "\n".join(map(str, said)) if isinstance(said, list) else str(said)
            yield text
            yield _without_titles(ESCAPED_TWICE.sub("\n", text), value)


def _without_titles(text: str, value: dict[str, object]) -> str:
    """A text without the titles of the article that it begins with, which may hold markup where they are stated."""
    fields = {Field.HEADLINE, Field.KICKER, Field.SUBHEAD}
    stated = [str(said) for key, said in value.items() if field_called(key) in fields]
    titles = [*stated, *(_TAG.sub("", unescape(unescape(_TAG.sub("", title)))) for title in stated)]
    lines = [line for line in text.splitlines() if line.strip()]
    while len(lines) > 1 and any(same_words(lines[0], title) for title in titles):
        lines.pop(0)
    return "\n".join(lines)


def _titles(value: dict[str, object]) -> Iterator[str]:
    """What may be read as the headline; a list of one text is that text."""
    for key, said in value.items():
        text = said[0] if isinstance(said, list) and len(said) == 1 and isinstance(said[0], str) else said
        if _is_title(key, text) and text == text:  # not NaN, which says nothing
            yield str(int(text)) if isinstance(text, float) and text > 0 and text.is_integer() else str(text)


def says(read: str, given: str) -> bool:
    """Whether it is what the line gives: sign for sign, or where that has markup, in its order with no sign more."""
    if not set("<&") & set(given):
        return dense(read) == dense(given)
    for _ in range(2):  # an entity may be written with entities
        given = _ENTITY.sub(lambda found: entity_character(found[0]) or found[0], given)
    left = iter(dense(given))
    return all(sign in left for sign in dense(read))


def _is_title(key: str, said: object) -> bool:
    """Whether it may be read as the headline: a text, or a number, which is one as it is written."""
    is_read = isinstance(said, str | int | float) and not isinstance(said, bool)
    return field_called(key) is Field.HEADLINE and is_read and bool(str(said).strip())


def _loaded(raw: bytes, coding: str) -> list[object]:
    """The values of the line as the standard library reads them, signs of arrays passed over; None for what it can't."""
    try:
        text = raw.decode(coding).strip(" \t\r")
    except UnicodeDecodeError:
        return [None]
    if text.startswith("{") and text.endswith("}"):
        return [_value_of(text)]
    values: list[object] = []
    rest = text.lstrip(_SIGNS)
    while rest:
        try:
            value, end = json.JSONDecoder(strict=False).raw_decode(rest)
        except (ValueError, RecursionError):
            return [None]
        values.append(value)
        rest = rest[end:].lstrip(_SIGNS)
    return values


def _value_of(text: str) -> object:
    try:
        return json.loads(text, strict=False)  # tabs and other signs that nothing escapes are read
    except (ValueError, RecursionError):
        return None


def _line(rng: Random) -> str:
    if rng.random() < 0.04:
        return rng.choice((*WRONG, " ", "{}", "[{}]", "\ufeff{}", '{"body": "x"} {"body": "y"}', "{" * 2000))
    keys = rng.sample(KEYS, rng.randint(0, 5)) + ["body"] * (rng.random() < 0.95)
    rng.shuffle(keys)
    space = rng.choice(("", " ", "  ", "\t", "\r"))
    fields = [f"{quoted(rng, key)}{space}:{space}{_value(rng, key)}" for key in keys]
    line = "{" + f",{space}".join(fields) + "}"
    if rng.random() < 0.1:
        at = rng.randint(0, len(line))
        line = line[:at] + rng.choice(JOINTS) + line[at + rng.randint(0, 2) :]
    return line[: rng.randint(0, len(line))] if rng.random() < 0.03 else line


def _value(rng: Random, key: str) -> str:
    chance = rng.random()
    if chance < (0.03 if key == "body" else 0.12):
        return rng.choice(WRONG)
    if key == "date":
        return quoted(rng, rng.choice(DATES))
    if key == "page":
        return quoted(rng, rng.choice(PAGES))
    return quoted(rng, material.page(rng) if key == "body" and chance < 0.3 else material.text(rng, 6))


def quoted(rng: Random, value: str) -> str:
    """A JSON text, with some of its characters escaped in one of the ways there are."""
    chance = rng.random()
    if chance < 0.5 or (len(value) > 5000 and chance < 0.97):
        return json.dumps(value, ensure_ascii=False)
    if chance < 0.7:
        return json.dumps(value, ensure_ascii=True)
    share = rng.random()
    return (
        '"'
        + "".join(_escaped(c) if rng.random() < share else json.dumps(c, ensure_ascii=False)[1:-1] for c in value)
        + '"'
    )


def _escaped(character: str) -> str:
    if character in '/"\\':
        return "\\" + character
    return json.dumps(character)[1:-1] if ord(character) > 0x7E else f"\\u{ord(character):04X}"
