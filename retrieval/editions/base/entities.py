"""HTML entities in a text (&ldquo; &#12290; &#xFF0C; &amp;nbsp;), each as the one character that it stands for."""

from __future__ import annotations

import html
import json
import re
from functools import lru_cache

from retrieval.domain import Coding, Piece
from retrieval.editions.base.source_text import SourceText, concatenate

LONGEST_ENTITY = 64
"""Characters, with every ampersand that was escaped again; by hand, 2026-11."""
CACHED_ENTITIES = 256
"""A text repeats a few of them; by hand, 2026-11."""

_ENTITY = re.compile(
    r"&(?:amp;){0,4}(?:#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};"
    r"|(?:nbsp|ldquo|rdquo|lsquo|rsquo|middot|mdash|hellip|emsp|ensp|bull|quot)(?![A-Za-z0-9;=]))"
)
_NO_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd\ufffe\uffff]")


@lru_cache(maxsize=CACHED_ENTITIES)
def entity_character(written: str) -> str | None:
    """The one character that an entity stands for, written plainly or in a JSON text; None where it is none."""
    if len(written) > LONGEST_ENTITY:
        return None
    if "\\" in written:
        written = str(json.loads(f'"{written}"'))
    for _ in range(5):
        character = html.unescape(written)
        if character == written:
            break
        written = character
    return written if len(written) == 1 and not _NO_CHARACTER.match(written) else None


def without_entities(source: SourceText) -> SourceText:
    """The text with a character in the place of each entity; what only looks like one stays."""
    if "&" not in source.text:
        return source
    found = [(match.span(), entity_character(match[0])) for match in _ENTITY.finditer(source.text)]
    known = [(span, character) for span, character in found if character is not None]
    if not known:
        return source
    spans, at = [], 0
    for (start, end), _ in known:
        spans += [(at, start), (start, end)]
        at = end
    parts = source.parts([*spans, (at, len(source.text))])
    for number, (_, character) in enumerate(known):
        parts[2 * number + 1] = _written_as(parts[2 * number + 1], character)
    return concatenate(parts)


def _written_as(entity: SourceText, character: str) -> SourceText:
    """The character, standing where the entity does; the entity where it is not one stretch of the file."""
    place = entity.source_span()
    if place is None:
        return entity
    start, end = place
    return SourceText(character, (Piece(0, 1, start, Coding.ENTITY, end - start),))
