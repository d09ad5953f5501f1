"""Reads a page, or one article of it, from a text file: what it states, and its articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import TypeVar

from retrieval.editions.base.collector import collector_paused
from retrieval.editions.base.decoding import decode
from retrieval.editions.base.draft import ArticleDraft, EditionDefaults
from retrieval.editions.layout.block_patterns import same_words
from retrieval.editions.layout.blocks import Block, Line, blocks_of, split_lines
from retrieval.editions.layout.furniture import is_furniture
from retrieval.editions.layout.segment import segment
from retrieval.editions.sources.article_head import ArticleHead
from retrieval.editions.sources.field_names import Field
from retrieval.editions.sources.front_matter import FRONT_MATTER_LINES, front_matter
from retrieval.editions.sources.labelled import labelled_records, web_head
from retrieval.editions.sources.metadata import first_known
from retrieval.editions.sources.paths import PathStates
from retrieval.errors import BadInput
from retrieval.language.imprints import imprint_in, items_in_head

Said = TypeVar("Said", str, date)

MOST_HEAD_LINES = 5
"""Lines of the running head of a page; by hand, 2026-11."""
MOST_PAGE_LINES = 100_000
"""Lines of a text file: some thousand make a page of the largest papers, and each takes time however short it is;
by hand, 2026-11."""


@dataclass(frozen=True, slots=True)
class PageText:
    """What a text file holds. ``one_report``: it is an article of its page, and does not stand for the page."""

    stated: EditionDefaults
    drafts: tuple[ArticleDraft, ...]
    bare_titles: tuple[str, ...]
    one_report: bool


@collector_paused()
def read_page(data: bytes, path: Path, flags: EditionDefaults, place: PathStates) -> PageText:
    """Read a text file; what nothing in it states is taken from ``flags``, then from its ``place``.

    Raises:
        BadInput: no text or too many lines of it, a coding that is not read, stated values that are no date or page.

    """
    outside = first_known(flags, place.stated)
    decoded = decode(data, path)
    _refuse_too_many_lines(decoded.text, path)
    lines = split_lines(decoded)
    head, taken = front_matter([line.lead + line.text for line in lines[:FRONT_MATTER_LINES]])
    lines = lines[taken:]
    records = [] if head else labelled_records(lines)
    if records:
        parts = [_read_part(record.head, record.lines, path, outside, one_report=True) for record in records]
    else:
        found, lines = _without_web_line(lines)
        one_report = place.one_report or head.is_of_one_article or bool(found)
        parts = [_read_part(head.joined_with(found), lines, path, outside, one_report=one_report)]
    page = _joined_parts(parts)
    if not page.drafts:
        raise BadInput("empty", path, "no article text was found")
    return page


def _joined_parts(parts: Sequence[PageText]) -> PageText:
    """The parts as one page, which states what the first of them states."""
    return PageText(
        parts[0].stated,
        tuple(draft for part in parts for draft in part.drafts),
        tuple(title for part in parts for title in part.bare_titles),
        all(part.one_report for part in parts),
    )


def _refuse_too_many_lines(text: str, path: Path) -> None:
    count = text.count("\n") + text.count("\r") - text.count("\r\n")
    if count > MOST_PAGE_LINES:
        raise BadInput("too_large", path, f"{count} lines; at most {MOST_PAGE_LINES} are read")


def _read_part(
    head: ArticleHead, lines: list[Line], path: Path, outside: EditionDefaults, *, one_report: bool
) -> PageText:
    blocks = blocks_of(lines)
    one_report = one_report and _may_be_one(blocks, head)
    if one_report:
        blocks = _without_stated_title(blocks, head)
    printed = agreed_edition(block.text for block in blocks)
    stated = first_known(head.edition(path), printed, outside, _running_head(blocks), head.weak_edition())
    titled = one_report and head.is_of_one_article
    found = segment(blocks, stated, one_report=one_report, titled=titled)
    drafts = found.drafts
    if len(drafts) == 1:
        drafts = (head.applied_to(drafts[0]),)
    return PageText(stated, drafts, found.bare_titles, one_report)


def _running_head(blocks: list[Block]) -> EditionDefaults:
    """What the furniture above everything else says of paper, day and page, each perhaps on a line of its own."""
    above = list(takewhile(lambda block: is_furniture(block.text), blocks))
    said = items_in_head(" ".join(block.text for block in above[:MOST_HEAD_LINES]))
    return EditionDefaults(said.paper, said.day, said.page)


def _may_be_one(blocks: list[Block], head: ArticleHead) -> bool:
    """Whether the file may hold one report: no second headline of the highest rank, or front matter states one."""
    ranks = Counter(block.level for block in blocks if block.level)
    return head.is_of_one_article or not ranks or ranks[min(ranks)] == 1


def _without_stated_title(blocks: list[Block], head: ArticleHead) -> list[Block]:
    """The blocks without the line that repeats the stated headline."""
    title = head.text(Field.HEADLINE)
    if title is not None and blocks and same_words(blocks[0].text, title):
        return blocks[1:]
    return blocks


def _without_web_line(lines: list[Line]) -> tuple[ArticleHead, list[Line]]:
    """What the line of time, source and author states, and the lines without it."""
    found, places = web_head(lines)
    return found, [
        replace(line, source=line.source.cut(0, 0)) if at in places else line for at, line in enumerate(lines)
    ]


def agreed_edition(lines: Iterable[str]) -> EditionDefaults:
    """What the imprints among the lines of a page say, as far as they agree."""
    imprints = [imprint for imprint in map(imprint_in, lines) if imprint is not None]
    return EditionDefaults(
        _agreed(imprint.paper for imprint in imprints),
        _agreed(imprint.day for imprint in imprints),
        _agreed(imprint.page for imprint in imprints),
    )


def _agreed(values: Iterable[Said | None]) -> Said | None:
    said = {value for value in values if value is not None}
    return said.pop() if len(said) == 1 else None
