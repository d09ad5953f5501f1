"""The blocks of a page with what their text shows, to be asked about by position. ``segment`` decides on these."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.domain import Byline
from retrieval.editions.layout import block_patterns, bylines
from retrieval.editions.layout.blocks import Block
from retrieval.editions.layout.column_joins import BodyPart, repair
from retrieval.language.page_names import JumpLabel, incoming, incoming_at_end

WIDE_GAP_LINES = 3
"""Empty lines that set a plain line apart as the title of something new; by hand, 2026-11."""
MOST_TITLE_LINES = 6
"""Plain lines above one report that may be its titles; by hand, 2026-11."""
MOST_CAPTION_BLOCKS = 3
"""Blocks of caption of a photo story, above its one credit; by hand, 2026-11."""


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block with what can be told from its text alone. ``aside``: rules, page numbers, the people of the desk."""

    block: Block
    label: JumpLabel | None
    credit: Byline | None
    aside: bool
    title: bool

    @property
    def text(self) -> str:
        return self.block.text

    @property
    def heading(self) -> bool:
        return self.block.level > 0

    @property
    def only_text(self) -> bool:
        """Can be nothing else than text."""
        return not any((self.heading, self.block.row, self.label, self.credit, self.aside, self.title))

    @property
    def opens_report(self) -> bool:
        return not self.heading and self.credit is None and block_patterns.opens_report(self.text)


def view_of(block: Block) -> BlockView:
    """What one block shows."""
    text = block.text
    if block.level:
        return BlockView(block, incoming(text) or incoming_at_end(text), None, aside=False, title=False)
    label = incoming(text)
    credit = bylines.credit_line(text)
    aside = block_patterns.is_furniture(text) or bylines.is_imprint(text)
    is_known = any((block.row, label, credit, aside))
    return BlockView(block, label, credit, aside, title=not is_known and block_patterns.is_title_like(text))


class PageView:
    """The blocks of a page, to be asked about by position."""

    def __init__(self, blocks: list[Block]) -> None:
        self._views = [view_of(block) for block in blocks if block.text]

    def __len__(self) -> int:
        return len(self._views)

    def __getitem__(self, at: int) -> BlockView:
        return self._views[at]

    def blocks(self, start: int, end: int) -> list[Block]:
        return [view.block for view in self._views[start:end]]

    def is_text(self, at: int) -> bool:
        """Whether there is a block at all, and one that can only be text."""
        return at < len(self) and self[at].only_text

    def is_heading(self, at: int) -> bool:
        return at < len(self) and self[at].heading

    def opens_report(self, at: int) -> bool:
        """Whether a report begins here: 本报讯 …, or a reporter's name with text below it."""
        if at >= len(self):
            return False
        view = self[at]
        if view.credit is None:
            return view.opens_report
        return bool(view.credit.reporters) and self.is_text(at + 1)

    def titles_end(self, at: int) -> int:
        """Where the run of plain title lines that begins at ``at`` ends, at the latest after ``MOST_TITLE_LINES``."""
        end = at + 1
        while end < min(at + MOST_TITLE_LINES, len(self)) and self[end].title and self[end].block.gap < WIDE_GAP_LINES:
            end += 1
        return end

    def photo_credit(self, at: int) -> int | None:
        """The position of the photographer's credit under one caption (perhaps cut) that begins at ``at``."""
        position = self._credit_below(at)
        if position is None or not self._names_photographer(position):
            return None
        captions = [BodyPart(block.source) for block in self.blocks(at, position)]
        is_one = len(captions) > 0 and len(repair(captions)[0]) == 1
        return position if is_one else None

    def _credit_below(self, at: int) -> int | None:
        """The first credit, at most so far below as captions reach; None where something else begins before it."""
        for position in range(at, min(at + MOST_CAPTION_BLOCKS + 1, len(self))):
            view = self[position]
            if view.credit is not None:
                return position
            if view.heading or view.label or view.opens_report:
                return None
        return None

    def _names_photographer(self, at: int) -> bool:
        credit = self[at].credit
        return credit is not None and bool(credit.photographers)
