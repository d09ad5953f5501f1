"""Cuts an article's body into passages, the units that are indexed and cited; every character is in exactly one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from retrieval.domain import Span
from retrieval.language.characters import CLOSING, ELLIPSIS, PAUSES, SEMICOLONS, SENTENCE_ENDS

SHORT_PASSAGE = 40
"""Characters below which a paragraph is put with a neighbour; by hand, 2026-11."""
TARGET_PASSAGE = 250
"""Characters of the parts that a long paragraph is split into, about; by hand, 2026-11."""
LONG_PASSAGE = 330
"""Characters above which a paragraph is split; by hand, 2026-11."""
SHORT_REMAINDER = 80
"""Characters below which the part that a split leaves over goes with the part before it; by hand, 2026-11."""

_SENTENCE_BREAK = re.compile(rf"(?:[{SENTENCE_ENDS}{SEMICOLONS}]|{ELLIPSIS}{{1,2}}|\.(?=\s))+[{CLOSING}]*")
_CLAUSE_BREAK = re.compile(rf"[{PAUSES}\s]+")
_SENTENCE_ENDS_WITH = SENTENCE_ENDS + SEMICOLONS + ELLIPSIS + "”）)"


def passages(body: str) -> list[Span]:
    """Spans of the body, in order. Each white-space-free character belongs to exactly one; none has white space at
    its ends; a span may hold the line break between paragraphs that were put together.
    """
    units = [part for paragraph in _paragraph_spans(body) for part in _split(body, paragraph)]
    return _merge(body, units)


def _paragraph_spans(body: str) -> list[Span]:
    spans: list[Span] = []
    start = 0
    for line in body.split("\n"):
        spans.append(_trim(body, start, start + len(line)))
        start += len(line) + 1
    return _filled(spans)


def _split(body: str, span: Span) -> list[Span]:
    """A long paragraph in parts that end with sentences; a sentence that is too long itself, at a clause."""
    if _length(span) <= LONG_PASSAGE:
        return [span]
    sentences: list[Span] = []
    for sentence in _cuts(body, span, _SENTENCE_BREAK):
        sentences += _short_enough(body, sentence)
    return _filled(_trim(body, start, end) for start, end in _gather(sentences))


def _short_enough(body: str, span: Span) -> list[Span]:
    if _length(span) <= LONG_PASSAGE:
        return [span]
    parts: list[Span] = []
    for start, end in _gather(_cuts(body, span, _CLAUSE_BREAK)):
        parts += [(at, min(at + TARGET_PASSAGE, end)) for at in range(start, end, TARGET_PASSAGE)]
    return parts


def _cuts(body: str, span: Span, end: re.Pattern[str]) -> list[Span]:
    spans: list[Span] = []
    start = span[0]
    for found in end.finditer(body, span[0], span[1]):
        spans.append((start, found.end()))
        start = found.end()
    if start < span[1]:
        spans.append((start, span[1]))
    return spans


def _gather(parts: list[Span]) -> list[Span]:
    """Neighbouring parts together, so that passages of about TARGET and of about the same length come out."""
    enough = _even_length(parts[-1][1] - parts[0][0])
    gathered = [parts[0]]
    for part in parts[1:]:
        together = _joined(gathered[-1], part)
        has_room = _length(gathered[-1]) < enough and _length(together) <= TARGET_PASSAGE + SHORT_PASSAGE
        if has_room or (part is parts[-1] and _is_remainder(part, together)):
            gathered[-1] = together
        else:
            gathered.append(part)
    return gathered


def _even_length(whole: int) -> float:
    """How long the parts are when so many characters are cut into equal ones of about TARGET."""
    return whole / max(1, round(whole / TARGET_PASSAGE))


def _is_remainder(part: Span, together: Span) -> bool:
    """Whether the last part is too short to stand alone and may make the one before it a little too long."""
    return _length(part) < SHORT_REMAINDER and _fits(together)


def _merge(body: str, units: list[Span]) -> list[Span]:
    """Put short paragraphs with a neighbour: lines without a full stop (crossheads, rows) with what follows."""
    merged: list[Span] = []
    open_short = False  # the last passage is too short to stand alone
    for unit in units:
        closes = _is_short(unit) and _ends_sentence(body, unit)
        if merged and (open_short or closes) and _fits(_joined(merged[-1], unit)):
            merged[-1] = _joined(merged[-1], unit)
        else:
            merged.append(unit)
        open_short = _is_short(merged[-1]) or (_is_short(unit) and not closes)
    return _without_short_end(merged)


def _without_short_end(merged: list[Span]) -> list[Span]:
    """Nothing follows on a short last passage: it goes with the one before."""
    if len(merged) > 1 and _is_short(merged[-1]):
        together = _joined(merged[-2], merged[-1])
        if _fits(together):
            return [*merged[:-2], together]
    return merged


def _ends_sentence(body: str, span: Span) -> bool:
    return body[span[1] - 1] in _SENTENCE_ENDS_WITH


def _length(span: Span) -> int:
    return span[1] - span[0]


def _is_short(span: Span) -> bool:
    return _length(span) < SHORT_PASSAGE


def _fits(span: Span) -> bool:
    """Whether a passage that was put together is not too long."""
    return _length(span) <= LONG_PASSAGE + SHORT_PASSAGE


def _joined(one: Span, following: Span) -> Span:
    return one[0], following[1]


def _filled(spans: Iterable[Span]) -> list[Span]:
    return [(start, end) for start, end in spans if start < end]


def _trim(body: str, start: int, end: int) -> Span:
    text = body[start:end]
    return start + len(text) - len(text.lstrip()), end - (len(text) - len(text.rstrip()))
