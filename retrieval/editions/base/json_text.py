r"""JSON objects parsed with the place of each value in the file, escapes included.

``json.loads`` forgets positions, so the object's top level is walked here and only its values are given to the
standard library's scanner. A text with ``\n``, ``\"`` or ``\uXXXX`` is cut into pieces by how it is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.domain import Coding, Piece, Span
from retrieval.editions.base.source_text import SourceText

_JSON_SPACE = re.compile(r"[ \t\r\n]*")
_ESCAPES = re.compile(r"(?:\\u[0-9a-fA-F]{4})+|\\[^u]")
_DECODER = json.JSONDecoder(strict=False)
"""Exports that escape nothing leave tabs and line ends in texts as they are."""
_STRICT = json.JSONDecoder()


class NoObject(ValueError):
    """The text is no JSON object; ``at`` is the character where that shows."""

    def __init__(self, reason: str, at: int) -> None:
        super().__init__(reason)
        self.at = at


@dataclass(frozen=True, slots=True)
class JsonObject:
    """``values`` as ``json.loads`` gives them; ``spans`` the characters of each value in the line, quotes included."""

    values: dict[str, object]
    spans: dict[str, tuple[int, int]]


def parse_object(line: str) -> JsonObject:
    """Read one JSON object.

    Raises:
        NoObject: where the text is cut off, is no JSON, or is another kind of value.

    """
    at = _skip_space(line, 0)
    if not line.startswith("{", at):
        raise NoObject("not a JSON object", at)
    values: dict[str, object] = {}
    spans: dict[str, tuple[int, int]] = {}
    at = _skip_space(line, at + 1)
    while not line.startswith("}", at):
        key, start = _key(line, at)
        values[key], end = _json_value(line, start)
        spans[key] = (start, end)
        at = _next_member(line, _skip_space(line, end))
    if _skip_space(line, at + 1) != len(line):
        raise NoObject("text after the object", at + 1)
    return JsonObject(values, spans)


def value_spans(text: str, span: Span) -> Iterator[Span]:
    """The characters of each value of the array at a span of a text, which is known to be one."""
    at = _skip_space(text, span[0] + 1)
    while at < span[1] - 1:
        end = value_end(text, at)
        yield at, end
        at = _skip_space(text, _skip_space(text, end) + 1)


def value_end(text: str, at: int, *, strict: bool = False) -> int:
    """Where the JSON value that begins at ``at`` ends. Raises ``NoObject`` where there is none.

    ``strict``: no line ends in its texts.
    """
    return _json_value(text, at, _STRICT if strict else _DECODER)[1]


def _key(line: str, at: int) -> tuple[str, int]:
    """The key that begins here, and where its value begins."""
    _expect('"', "a key", line, at)
    key, at = _json_value(line, at)
    at = _skip_space(line, at)
    _expect(":", "':'", line, at)
    return str(key), _skip_space(line, at + 1)


def _next_member(line: str, at: int) -> int:
    """Where the key behind the comma begins, or the bracket that closes the object."""
    if not line.startswith(",", at):
        _expect("}", "',' or '}'", line, at)
        return at
    at = _skip_space(line, at + 1)
    _expect('"', "a key", line, at)
    return at


def _expect(sign: str, what: str, line: str, at: int) -> None:
    if not line.startswith(sign, at):
        raise NoObject(_what_is_missing(what, line, at), at)


def json_source_text(value: str, line: str, span: tuple[int, int], line_start: int, coding: Coding) -> SourceText:
    """A text value with its places in the file; the line's first character stands at byte ``line_start``."""
    start, end = span[0] + 1, span[1] - 1
    byte = line_start + coding.width(line[:start])
    if end - start == len(value):
        return SourceText.run(value, byte, coding)
    pieces: list[Piece] = []
    at = start
    length = 0
    for found in _ESCAPES.finditer(line, start, end):
        length, byte = _add_piece(pieces, length, byte, found.start() - at, line[at : found.start()], coding)
        escape = _escape_piece(found[0], length, byte)
        pieces.append(escape)
        length = escape.end
        byte += len(found[0])
        at = found.end()
    _add_piece(pieces, length, byte, end - at, line[at:end], coding)
    return SourceText(value, tuple(pieces))


def _escape_piece(escape: str, length: int, byte: int) -> Piece:
    r"""One short escape (``\n``), or a run of ``\uXXXX``, in which two may stand for one character."""
    if escape[1] != "u":
        return Piece(length, length + 1, byte, Coding.JSON_SHORT)
    return Piece(length, length + len(json.loads(f'"{escape}"')), byte, Coding.JSON_UNICODE)


def _add_piece(pieces: list[Piece], length: int, byte: int, count: int, plain: str, coding: Coding) -> tuple[int, int]:
    if not count:
        return length, byte
    pieces.append(Piece(length, length + count, byte, coding))
    return length + count, byte + coding.width(plain)


def _skip_space(line: str, at: int) -> int:
    found = _JSON_SPACE.match(line, at)
    return found.end() if found else at


def _json_value(line: str, at: int, decoder: json.JSONDecoder = _DECODER) -> tuple[object, int]:
    try:
        value, end = decoder.raw_decode(line, at)
    except json.JSONDecodeError as error:
        if error.msg.startswith("Unterminated"):
            raise NoObject("a text has no end (truncated line?)", error.pos) from None
        raise NoObject(_what_is_missing("a value", line, error.pos), error.pos) from None
    except (ValueError, RecursionError) as error:
        raise NoObject(f"value out of bounds ({type(error).__name__})", at) from None
    return value, end


def _what_is_missing(what: str, line: str, at: int) -> str:
    return "the object has no end (truncated line?)" if at >= len(line.rstrip()) else f"expected {what}"
