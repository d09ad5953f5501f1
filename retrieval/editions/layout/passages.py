"""Cuts an article's body into passages, the units that are indexed and cited; every character is in exactly one."""

from __future__ import annotations

import re

from retrieval.domain import Span
from retrieval.language.characters import CLOSING, ELLIPSIS, SEMICOLONS, SENTENCE_ENDS

SHORT_PASSAGE = 40
"""Characters below which a paragraph is put with a neighbour; by hand, 2026-11."""
TARGET_PASSAGE = 250
"""Characters of the parts that a long paragraph is split into, about; by hand, 2026-11."""
LONG_PASSAGE = 330
"""Characters above which a paragraph is split; by hand, 2026-11."""
SHORT_REMAINDER = 80
"""Characters below which the part that a split leaves over goes with the part before it; by hand, 2026-11."""

_SENTENCE_BREAK = re.compile(rf"(?:[{SENTENCE_ENDS}{SEMICOLONS}]|{ELLIPSIS}{{1,2}}|\.(?=\s))+[{CLOSING}]*")
_CLAUSE_BREAK = re.compile(r"[，、,：:\s]+")


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
        span = _trim(body, start, start + len(line))
        if span[0] < span[1]:
            spans.append(span)
        start += len(line) + 1
    return spans


def _split(body: str, span: Span) -> list[Span]:
    """A long paragraph in parts that end with sentences; a sentence that is too long itself, at a clause."""
    if span[1] - span[0] <= LONG_PASSAGE:
        return [span]
    sentences: list[Span] = []
    for sentence in _cuts(body, span, _SENTENCE_BREAK):
        sentences += _short_enough(body, sentence)
    trimmed = [_trim(body, start, end) for start, end in _gather(sentences)]
    return [(start, end) for start, end in trimmed if start < end]


def _short_enough(body: str, span: Span) -> list[Span]:
    if span[1] - span[0] <= LONG_PASSAGE:
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
    whole = parts[-1][1] - parts[0][0]
    enough = whole / max(1, round(whole / TARGET_PASSAGE))
    gathered: list[Span] = []
    for part in parts:
        if not gathered:
            gathered.append(part)
            continue
        start, end = gathered[-1]
        together = part[1] - start
        fits = end - start < enough and together <= TARGET_PASSAGE + SHORT_PASSAGE
        is_remainder = (
            part is parts[-1] and part[1] - part[0] < SHORT_REMAINDER and together <= LONG_PASSAGE + SHORT_PASSAGE
        )
        if fits or is_remainder:
            gathered[-1] = (start, part[1])
        else:
            gathered.append(part)
    return gathered


def _merge(body: str, units: list[Span]) -> list[Span]:
    """Put short paragraphs with a neighbour: lines without a full stop (crossheads, rows) with what follows."""
    merged: list[Span] = []
    open_short = False  # the last passage is too short to stand alone
    for unit in units:
        length = unit[1] - unit[0]
        last = merged[-1] if merged else None
        fits = last is not None and unit[1] - last[0] <= LONG_PASSAGE + SHORT_PASSAGE
        backward = length < SHORT_PASSAGE and body[unit[1] - 1] in "。！？!?；;…”）)"
        if last is not None and fits and (open_short or backward):
            merged[-1] = (last[0], unit[1])
        else:
            merged.append(unit)
        open_short = merged[-1][1] - merged[-1][0] < SHORT_PASSAGE or (length < SHORT_PASSAGE and not backward)
    if (
        len(merged) > 1
        and merged[-1][1] - merged[-1][0] < SHORT_PASSAGE
        and merged[-1][1] - merged[-2][0] <= LONG_PASSAGE + SHORT_PASSAGE
    ):
        merged[-2:] = [(merged[-2][0], merged[-1][1])]
    return merged


def _trim(body: str, start: int, end: int) -> Span:
    text = body[start:end]
    return start + len(text) - len(text.lstrip()), end - (len(text) - len(text.rstrip()))
