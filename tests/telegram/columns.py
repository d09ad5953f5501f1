"""A message as a narrow phone shows it: wrapped at a number of columns, wide characters taking two."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from tests.telegram.double.rules import JSON

PHONE_COLUMNS = 36
MARKS = {"bold": ("【", "】"), "text_link": ("‹", "›")}
OPENING, CLOSING = "\ue000", "\ue010"
"""The first private characters that stand for the marks while lines are wrapped."""
BARS = {"blockquote": "│", "expandable_blockquote": "┆"}
"""What stands before the lines of a quotation: an open one, and one that shows its first lines until it is tapped."""


def width(char: str) -> int:
    if unicodedata.combining(char) or "\ue000" <= char < "\ue020":
        return 0  # the latter stand for marks
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def wrapped(text: str, columns: int = PHONE_COLUMNS) -> list[str]:
    """The lines of a text; words are not kept whole, as Chinese has none to keep."""
    lines: list[str] = []
    for line in text.split("\n"):
        used, shown = 0, ""
        for char in line:
            if used + width(char) > columns:
                lines.append(shown)
                used, shown = 0, ""
            used, shown = used + width(char), shown + char
        lines.append(shown)
    return lines


def drawn(message: JSON, columns: int = PHONE_COLUMNS) -> list[str]:
    """The lines of a message with its quotations, links and bold words drawn in; the marks take no room."""
    lines: list[str] = []
    for bar, text in _stretches(message):
        lines += [bar + line for line in wrapped(_with_marks(text, message), columns)]
    return [_marked(line) for line in lines]


def _stretches(message: JSON) -> Iterator[tuple[str, tuple[int, int]]]:
    """Quotations and what stands between them, as spans of UTF-16 units, without the line breaks around them."""
    coded: bytes = message["text"].encode("utf-16-le")
    position = 0
    for quote in (each for each in message["entities"] if each["type"] in BARS):
        if quote["offset"] > position:
            yield "", (position, quote["offset"] - 1)
        end = quote["offset"] + quote["length"]
        yield BARS[quote["type"]], (quote["offset"], end)
        position = end + 1
    if position < len(coded) // 2:
        yield "", (position, len(coded) // 2)


def _with_marks(span: tuple[int, int], message: JSON) -> str:
    """The text of a span with private characters where marks belong."""
    coded: bytes = message["text"].encode("utf-16-le")
    places: list[tuple[int, int, str]] = []
    for number, kind in enumerate(MARKS):
        for entity in (each for each in message["entities"] if each["type"] == kind):
            places.append((entity["offset"], 1, chr(ord(OPENING) + number)))
            places.append((entity["offset"] + entity["length"], 0, chr(ord(CLOSING) + number)))
    result, position = "", span[0]
    for place, _, mark in sorted(places):
        if span[0] <= place <= span[1]:
            result += coded[2 * position : 2 * place].decode("utf-16-le") + mark
            position = place
    return result + coded[2 * position : 2 * span[1]].decode("utf-16-le")


def _marked(line: str) -> str:
    for number, (opening, closing) in enumerate(MARKS.values()):
        line = line.replace(chr(ord(OPENING) + number), opening).replace(chr(ord(CLOSING) + number), closing)
    return line
