"""The blocks of a page with what their text shows, to be asked about by position. ``segment`` decides on these."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from retrieval.domain import Byline
from retrieval.editions.layout import block_patterns, bylines
from retrieval.editions.layout.block_patterns import is_finished, title_number
from retrieval.editions.layout.blocks import Block
from retrieval.editions.layout.column_joins import BodyPart, repair
from retrieval.editions.layout.furniture import is_furniture, may_be_furniture
from retrieval.language.characters import COUNTED, is_han
from retrieval.language.folding import legible
from retrieval.language.imprints import Imprint, imprint_in
from retrieval.language.jump_labels import JumpLabel, incoming, incoming_at_end
from retrieval.language.page_names import names_page_and_section
from retrieval.language.remembered import remembered

WIDE_GAP_LINES = 3
"""Empty lines that set a plain line apart as the title of something new; by hand, 2026-11."""
MOST_TITLE_LINES = 6
"""Plain lines above one report that may be its titles; by hand, 2026-11."""
MOST_CAPTION_BLOCKS = 3
"""Blocks of caption of a photo story, above its one credit; by hand, 2026-11."""
LONGEST_FIRST_HEADLINE = 80
"""Characters of a headline that is known by its place; by hand, 2026-11."""
HEADLINE_ENDS = "！？!?”』」》）)…"
"""What a headline that reads like a sentence may end with; a full stop ends text."""
LEAST_SECTION_REPORTS, LONGEST_SECTION_NAME = 2, 6
"""Headings of lower rank below the heading of a section, and its characters; by hand, 2026-11."""


_BRIEFS = re.compile(
    rf"(?:.{{0,4}}(?:简讯|短讯|快讯|速览|速递|集萃|集锦|简明新闻|一句话新闻)|.{{0,8}}[{COUNTED}\d]{{1,2}}则)$"
)
"""What short reports with numbers stand under."""
RULE_BETWEEN = re.compile(r"(?:[-*_=—─━~·.…]\s*){3,}")
"""A line that is a rule."""


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block with what its text shows. ``aside``: the page's furniture and the people of the desk.

    ``imprint`` is what furniture says of paper, day and page. ``opens``: it reads like the opening of a report.
    """

    block: Block
    label: JumpLabel | None
    credit: Byline | None
    aside: bool
    title: bool
    imprint: Imprint | None = None
    opens: bool = False

    @property
    def text(self) -> str:
        return self.block.text

    @property
    def heading(self) -> bool:
        return self.block.level > 0 and not self.aside and self.credit is None

    @property
    def only_text(self) -> bool:
        """Can be nothing else than text."""
        return not any((self.heading, self.block.row, self.label, self.credit, self.aside, self.title))

    @property
    def opens_report(self) -> bool:
        return not self.heading and self.credit is None and self.opens


def view_of(block: Block) -> BlockView:
    """What one block shows."""
    if block.level:
        text, imprint = block.text, imprint_in(block.text)
        credit = bylines.credit_line(text)
        label = incoming(text) or incoming_at_end(text)
        aside = imprint is not None or names_page_and_section(text)
        opens = block_patterns.opens_report(text)
        return BlockView(block, label, credit, aside, title=False, imprint=imprint, opens=opens)
    signs = _signs_of(block.text)
    title = signs.title and not block.row
    return BlockView(block, signs.label, signs.credit, signs.aside, title, signs.imprint, signs.opens)


@dataclass(frozen=True, slots=True)
class _Signs:
    """What a plain line shows, whatever stands around it."""

    label: JumpLabel | None
    credit: Byline | None
    aside: bool
    title: bool
    imprint: Imprint | None
    opens: bool


@remembered
def _signs_of(text: str) -> _Signs:
    label = incoming(text)
    aside = is_furniture(text)
    credit = None if aside else bylines.credit_line(text)
    is_known = any((label, credit, aside))
    title = not is_known and block_patterns.is_title_like(text)
    return _Signs(label, credit, aside, title, imprint_in(text), block_patterns.opens_report(text))


def _views(blocks: list[Block]) -> list[BlockView]:
    views = _without_indented_titles([view_of(block) for block in blocks if block.text])
    views = _sections_aside(views)
    if _numbered_titles(views) and _names_briefs(views[0]):
        views[0] = _set_aside(views[0])
    for order in (range(1, len(views)), range(len(views) - 2, -1, -1)):
        for at in order:
            beside = views[at - order.step]
            if beside.aside and _is_only_furniture(views[at]):
                views[at] = _set_aside(views[at])
    return views


def _without_indented_titles(views: list[BlockView]) -> list[BlockView]:
    """Lines set in like the page's paragraphs are no titles, where titles are set otherwise."""
    indents = Counter(view.block.indent for view in views if view.block.opens and is_finished(view.text))
    if not indents:
        return views
    usual = indents.most_common(1)[0][0]
    if not any(view.heading or (view.title and view.block.indent != usual) for view in views):
        return views
    return [
        replace(view, title=False) if view.title and view.block.opens and view.block.indent == usual else view
        for view in views
    ]


def _sections_aside(views: list[BlockView]) -> list[BlockView]:
    """Headings that only say where on the page or in the paper one is: 民生 above the headings of its reports."""
    kept = list(views)
    for at, view in enumerate(views[:-1]):
        if view.heading and views[at + 1].heading and (may_be_furniture(view.text) or _is_section_of(views, at)):
            kept[at] = _set_aside(view)
    return kept


def _is_section_of(views: list[BlockView], at: int) -> bool:
    """Whether the headings of lower rank below a short one are those of reports, each with its text."""
    level, below = views[at].block.level, views[at + 1].block.level
    reports = 0
    for position in range(at + 1, len(views)):
        view = views[position]
        if not view.heading:
            continue
        if view.block.level <= level:
            break
        if view.block.level == below:
            following = views[position + 1] if position + 1 < len(views) else None
            if following is None or following.heading:
                return False
            reports += 1
    text = views[at].text
    return reports >= LEAST_SECTION_REPORTS and len(text) <= LONGEST_SECTION_NAME and is_han(text)


def _caption_ends(views: list[BlockView]) -> list[int | None]:
    """For each view the first one, from it on, that no caption reaches over: a credit, or where something begins."""
    ends: list[int | None] = [None] * len(views)
    end = None
    for at in range(len(views) - 1, -1, -1):
        view = views[at]
        if view.credit is not None or view.heading or view.label or view.opens_report:
            end = at
        ends[at] = end
    return ends


def _numbered_titles(views: list[BlockView]) -> frozenset[int]:
    """Positions of titles that count up from one, each with text below it, where the page begins with the first.

    Behind a headline or a text they are the crossheads of that article.
    """
    first = next((at for at, view in enumerate(views) if not view.aside and not _names_briefs(view)), 0)
    found: list[int] = []
    for at in range(first, len(views) - 1):
        is_title, follows_text = (
            views[at].title or views[at].heading,
            not (views[at + 1].title or views[at + 1].heading),
        )
        number = title_number(views[at].text) if is_title and follows_text else None
        if number is not None and number[0] == len(found) + 1:
            found.append(at)
        if not found:
            break
    return frozenset(found) if len(found) > 1 else frozenset()


def _names_briefs(view: BlockView) -> bool:
    return _BRIEFS.fullmatch(legible(view.text)) is not None


def _set_aside(view: BlockView) -> BlockView:
    return replace(view, aside=True, title=False, credit=None)


def _is_only_furniture(view: BlockView) -> bool:
    """Whether it may be furniture and is nothing that belongs to an article."""
    if view.aside or view.label is not None or view.block.row or view.block.level:
        return False
    return may_be_furniture(view.text)


class PageView:
    """The blocks of a page, to be asked about by position."""

    def __init__(self, blocks: list[Block]) -> None:
        self._views = _views(blocks)
        self._has_headings = any(view.heading for view in self._views)
        self._caption_ends = _caption_ends(self._views)
        self._numbered = _numbered_titles(self._views)

    def __len__(self) -> int:
        return len(self._views)

    def __getitem__(self, at: int) -> BlockView:
        return self._views[at]

    def views(self, start: int, end: int) -> list[BlockView]:
        return self._views[start:end]

    def blocks(self, start: int, end: int) -> list[Block]:
        return [view.block for view in self._views[start:end]]

    def is_text(self, at: int) -> bool:
        """Whether there is a block at all, and one that can only be text."""
        return at < len(self._views) and self._views[at].only_text

    def is_heading(self, at: int) -> bool:
        return at < len(self._views) and self._views[at].heading

    def opens_report(self, at: int) -> bool:
        """Whether a report begins here: 本报讯 …, or a reporter's name with text below it."""
        if at >= len(self._views):
            return False
        view = self._views[at]
        if view.credit is None:
            return view.opens_report
        return bool(view.credit.reporters or view.credit.correspondents) and self.is_text(at + 1)

    def is_behind_rule(self, at: int) -> bool:
        """Whether a rule parts it from what stands above, in a page that marks no headings."""
        if at == 0 or not RULE_BETWEEN.fullmatch(self[at - 1].text):
            return False
        return not self._has_headings

    def is_numbered_title(self, at: int) -> bool:
        """Whether it is one of the numbered titles of short reports that make up the page."""
        return at in self._numbered

    def names_author(self, at: int, end: int) -> bool:
        """Whether the last of the plain lines from ``at`` to ``end`` is a name and nothing else, with text below it.

        In a page with headings the name belongs to one of these.
        """
        if end - at < 2 or end - at > 3 or not self.is_text(end) or bylines.bare_name(self[end - 1].text) is None:
            return False
        return not self._has_headings

    def is_first_headline(self, at: int, *, one_report: bool) -> bool:
        """Whether a plain line at the top of the file is its headline, whatever signs it holds.

        In a page with headings none is. Elsewhere it stands apart from the text, and doesn't read like a paragraph of
        it, unless the file is known to hold ``one_report``.
        """
        following = self._above_text(at)
        if following is None or not self._may_be_headline(at) or self._has_headings:
            return False
        if one_report or following.credit is not None or following.imprint is not None:
            return True
        view = self[at]
        is_apart = following.block.gap > 0 or (following.block.opens and not view.block.opens)
        return is_apart and (view.title or view.text[-1] in HEADLINE_ENDS)

    def _above_text(self, at: int) -> BlockView | None:
        """What follows a line, furniture passed over; None where no text stands below it."""
        below = [other for other in self._views[at + 1 :] if not other.aside or other.imprint is not None]
        has_text = any(not other.aside and not other.credit for other in below)
        return below[0] if has_text else None

    def _may_be_headline(self, at: int) -> bool:
        view = self[at]
        if view.block.row or view.opens_report or block_patterns.is_caption(view.text) or not view.text:
            return False
        return len(view.text) <= LONGEST_FIRST_HEADLINE and not block_patterns.cannot_start(view.text)

    def shows_picture_first(self, at: int) -> bool:
        """Whether a caption with the photographer's credit begins here, and below it the report that it belongs to."""
        credit = self.photo_credit(at)
        if credit is None or credit + 1 >= len(self):
            return False
        return block_patterns.leads_item(self[credit + 1].text)

    def titles_end(self, at: int) -> int:
        """Where the run of plain title lines that begins at ``at`` ends, at the latest after ``MOST_TITLE_LINES``."""
        last = min(at + MOST_TITLE_LINES, len(self._views))
        for end in range(at + 1, last):
            view = self._views[end]
            if not view.title or view.block.gap >= WIDE_GAP_LINES:
                return end
        return max(last, at + 1)

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
        end = self._caption_ends[at] if at < len(self._views) else None
        if end is None or end > at + MOST_CAPTION_BLOCKS or self._views[end].credit is None:
            return None
        return end

    def _names_photographer(self, at: int) -> bool:
        credit = self[at].credit
        return credit is not None and bool(credit.photographers)
