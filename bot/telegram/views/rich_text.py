"""Writes rich text for Telegram: a small model of runs and blocks, its HTML, and cutting it into messages.

The model is cut, never the HTML, so no tag, entity or surrogate pair can come apart. Lengths are UTF-16 units of the
HTML as sent; what Telegram counts after parsing is never longer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape

from retrieval.domain import Span
from retrieval.language.characters import PAUSES, SEMICOLONS, SENTENCE_ENDS

MESSAGE_UNITS = 4096
# A cut looks for a good place in the last part of the room, best kind first.
BREAKS = ("\n", SENTENCE_ENDS + SEMICOLONS, PAUSES + " ")
SEARCHED_PART = 0.4
# Control characters Telegram refuses or drops, lone surrogates, and characters that turn the direction of what follows.
HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
# Characters that belong to the one before: a cut never falls before them.
CLINGING = re.compile("[\u0300-\u036f\u200d\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style. ``mark`` is for the words that were asked for; ``link`` is an address."""

    text: str
    bold: bool = False
    italic: bool = False
    mark: bool = False
    link: str | None = None


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Runs that stand together; ``quote`` makes a quotation of them, ``folded`` one that opens when it is tapped."""

    runs: tuple[Run, ...]
    quote: bool = False
    folded: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def marked(self) -> bool:
        return any(run.mark for run in self.runs)


EMPTY = TextBlock(())


def plain(text: str, *, bold: bool = False, italic: bool = False, link: str | None = None) -> TextBlock:
    """A block of one run."""
    return TextBlock((Run(text, bold=bold, italic=italic, link=link),))


def marked(text: str, spans: Iterable[Span]) -> TextBlock:
    """``text`` with ``spans`` (characters, end exclusive) marked; spans may touch or overlap."""
    runs: list[Run] = []
    position = 0
    for start, end in merged(spans, len(text)):
        runs += [Run(text[position:start]), Run(text[start:end], mark=True)]
        position = end
    runs.append(Run(text[position:]))
    return TextBlock(tuple(run for run in runs if run.text))


def quotation(text: str, spans: Iterable[Span], *, folded: bool) -> TextBlock:
    """The same as a quotation, which shows its first lines only where it is ``folded``."""
    return replace(marked(text, spans), quote=True, folded=folded)


def merged(spans: Iterable[Span], length: int) -> list[Span]:
    """Spans inside ``[0, length)``, ascending, without overlap."""
    result: list[Span] = []
    for start, end in sorted((max(0, start), min(end, length)) for start, end in spans):
        if start >= end:
            continue
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def units(text: str) -> int:
    """Length in UTF-16 units, as Telegram counts."""
    return len(text) + sum(char > "\uffff" for char in text)


def safe(text: str) -> str:
    """``text`` with characters that could harm replaced by U+FFFD, one for one; everything else stays verbatim."""
    return HARMFUL.sub("\N{REPLACEMENT CHARACTER}", text)


def html(blocks: Sequence[TextBlock]) -> str:
    """The blocks as Telegram HTML, one per line."""
    return "\n".join(_block_html(block) for block in blocks)


def _block_html(block: TextBlock) -> str:
    inner = "".join(_run_html(run) for run in block.runs)
    if not block.quote or not inner:
        return inner
    return f"<blockquote{' expandable' if block.folded else ''}>{inner}</blockquote>"


def _run_html(run: Run) -> str:
    text = escape(safe(run.text))
    if not text:
        return ""
    if run.bold or run.mark:
        text = f"<b>{text}</b>"
    if run.italic:
        text = f"<i>{text}</i>"
    return f'<a href="{escape(run.link)}">{text}</a>' if run.link else text


def paged(blocks: Sequence[TextBlock], limit: int = MESSAGE_UNITS) -> list[list[TextBlock]]:
    """Lay ``blocks`` out on as few pages as keep their order, each at most ``limit`` units; at least one page."""
    pages: list[list[TextBlock]] = [[]]
    used = 0
    waiting = list(reversed(blocks))
    while waiting:
        block = waiting.pop()
        need = units(_block_html(block)) + (1 if pages[-1] else 0)
        if used + need <= limit:
            pages[-1].append(block)
            used += need
        elif pages[-1]:
            pages.append([])
            used = 0
            waiting.append(block)
        else:
            head, tail = cut(block, limit)
            waiting += [tail, head]
    return [_trimmed(page) for page in pages]


def first_page(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """What fits into one message; the rest is left out."""
    return paged(blocks)[0]


def without_doubled_gaps(blocks: Iterable[TextBlock]) -> list[TextBlock]:
    """The blocks with one empty line where several stand, and none at either end."""
    kept: list[TextBlock] = []
    for block in blocks:
        if block.text.strip() or (kept and kept[-1].text.strip()):
            kept.append(block)
    return _trimmed(kept)


def _trimmed(page: list[TextBlock]) -> list[TextBlock]:
    """Without empty lines at either end."""
    while page and not page[0].text.strip():
        page = page[1:]
    while page and not page[-1].text.strip():
        page = page[:-1]
    return page


def cut(block: TextBlock, limit: int) -> tuple[TextBlock, TextBlock]:
    """Cut a block that is longer than ``limit`` units at the best place; the head fits and is not empty."""
    text = block.text
    low, high = 1, len(text) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if units(_block_html(_part(block, 0, middle))) <= limit:
            low = middle
        else:
            high = middle - 1
    place = _good_place(text, low)
    return _part(block, 0, place), _part(block, place, len(text))


def _good_place(text: str, most: int) -> int:
    least = max(1, int(most * (1 - SEARCHED_PART)))
    for kind in BREAKS:
        place = max((text.rfind(char, least - 1, most) for char in kind), default=-1)
        if place >= 0:
            return place + 1
    place = most
    while place > least and (CLINGING.match(text[place]) or text[place - 1] == "\u200d"):
        place -= 1
    return place


def _part(block: TextBlock, start: int, end: int) -> TextBlock:
    runs, position = [], 0
    for run in block.runs:
        piece = run.text[max(0, start - position) : max(0, end - position)]
        position += len(run.text)
        if piece:
            runs.append(replace(run, text=piece))
    return replace(block, runs=tuple(runs))
