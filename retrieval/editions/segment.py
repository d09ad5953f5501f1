"""Blocks of a page → articles: where each begins, what stands above it, who made it, what it is.

The page is read from top to bottom. At each block the first sign that fits decides; headings come first, then the
labels of jump fragments, credits, lines that look like titles, and everything else is text.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from retrieval.domain import ArticleKind, Byline
from retrieval.editions import bylines, signs
from retrieval.editions.blocks import Block
from retrieval.editions.draft import Draft, EditionDefaults
from retrieval.editions.joins import Part, repair
from retrieval.editions.pages import Incoming, incoming, incoming_at_end, outgoing
from retrieval.editions.printed import glue
from retrieval.editions.titles import Titles, tell_apart

# Below a heading of this rank (###) a report is only begun by what opens a report; else it is a crosshead.
CROSSHEAD_LEVEL = 3
# This many empty lines set a plain line apart as the title of something new.
WIDE_GAP = 3


@dataclass(slots=True)
class _Sheaf:
    """An article while its blocks are being gathered."""

    titles: list[Block] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    credits: list[Byline] = field(default_factory=list)
    rows: int = 0
    label: Incoming | None = None
    photo: bool = False
    filed: bool = False

    @property
    def level(self) -> int:
        return min((block.level for block in self.titles if block.level), default=0)


@dataclass(frozen=True, slots=True)
class Segmented:
    """The articles of a page in printed order, and titles that no text stands under (they make no article)."""

    drafts: tuple[Draft, ...]
    bare_titles: tuple[str, ...]


def segment(blocks: list[Block], stated: EditionDefaults) -> Segmented:
    """Part a page into articles; ``stated`` gives them paper, date and page."""
    sheaves = _Segmenter(blocks).sheaves()
    bare = tuple(block.text for sheaf in sheaves if not sheaf.parts for block in sheaf.titles)
    return Segmented(tuple(_draft(sheaf, stated) for sheaf in sheaves if sheaf.parts), bare)


class _Segmenter:
    """Walks over the blocks of one page."""

    def __init__(self, blocks: list[Block]) -> None:
        self.blocks = [block for block in blocks if block.text]
        self.done: list[_Sheaf] = []
        self.sheaf = _Sheaf()
        self.interrupted: _Sheaf | None = None  # the article in whose columns a photo story stands

    def sheaves(self) -> list[_Sheaf]:
        at = 0
        while at < len(self.blocks):
            at = self._take(at)
        self._begin()
        return self.done

    def _begin(self) -> _Sheaf:
        """Close the article at hand and start another."""
        if (self.sheaf.titles or self.sheaf.parts) and not self.sheaf.filed:
            self.sheaf.filed = True
            self.done.append(self.sheaf)
        self.sheaf = _Sheaf()
        self.interrupted = None
        return self.sheaf

    def _take(self, at: int) -> int:
        """Read the block at ``at`` (and what belongs to it); returns where to go on."""
        block = self.blocks[at]
        if block.level:
            return self._heading(at)
        label = incoming(block.text)
        if label is not None:
            return self._fragment(at, label)
        if signs.is_furniture(block.text) or bylines.is_imprint(block.text):
            return at + 1
        credit = bylines.credit_line(block.text)
        if credit is not None and (self.sheaf.titles or self.sheaf.parts):
            self.sheaf.credits.append(credit)
            return at + 1
        if not block.row and signs.is_title_like(block.text):
            return self._title(at)
        return self._text(at)

    def _heading(self, at: int) -> int:
        block = self.blocks[at]
        label = incoming(block.text) or incoming_at_end(block.text)
        if label is not None:
            return self._marked_fragment(at, label)
        if self.sheaf.parts and self._is_marked_crosshead(at):
            self.sheaf.parts.append(Part(block.printed, fixed=True))
            return at + 1
        waits = self.sheaf.label is not None and not self.sheaf.parts
        sheaf = self.sheaf if waits else self._begin()
        while at < len(self.blocks) and self.blocks[at].level and not _has_label(self.blocks[at].text):
            sheaf.titles.append(self.blocks[at])
            at += 1
        return at

    def _is_marked_crosshead(self, at: int) -> bool:
        level, following = self.blocks[at].level, at + 1
        if signs.is_item(self.blocks[at].text) and following < len(self.blocks):
            return not self._opens(following)
        if level < CROSSHEAD_LEVEL or level <= self.sheaf.level:
            return False
        return following < len(self.blocks) and not self.blocks[following].level and not self._opens(following)

    def _fragment(self, at: int, label: Incoming) -> int:
        """A part of an article from another page. Titles with no text of their own above it are its own."""
        if self.sheaf.parts or not self.sheaf.titles:
            self._begin()
        self.sheaf.label = label
        self.sheaf.parts.append(Part(self.blocks[at].printed, fixed=label.end >= len(self.blocks[at].text)))
        return at + 1

    def _marked_fragment(self, at: int, label: Incoming) -> int:
        """The label stands in a heading, alone or with the title that the part has on this page."""
        block = self.blocks[at]
        if self.sheaf.parts or not self.sheaf.titles:
            self._begin()
        self.sheaf.label = label
        title = glue([block.printed.cut(0, label.start), block.printed.cut(label.end, len(block.text))]).strip()
        if title.text:
            self.sheaf.titles.append(Block(title, block.line, block.gap, block.level))
        return at + 1

    def _title(self, at: int) -> int:
        """One or several plain lines that look like titles."""
        end = at
        while end < len(self.blocks) and self._plain_title(end) and (end == at or self.blocks[end].gap < WIDE_GAP):
            end += 1
        run = self.blocks[at:end]
        if self.sheaf.titles and not self.sheaf.parts:
            if any(block.level for block in self.sheaf.titles) and self._is_photo_story(at, end):
                return self._start_photo(at, end)
            self.sheaf.titles += run
            return end
        if self._is_photo_story(at, end):
            return self._start_photo(at, end)
        if self._begins_article(at, end):
            self._begin().titles += run
            return end
        if self._runs_on(at) or end == len(self.blocks):
            return self._text(at)
        return self._crosshead(at)

    def _plain_title(self, at: int) -> bool:
        block = self.blocks[at]
        return (
            not block.level
            and not block.row
            and incoming(block.text) is None
            and bylines.credit_line(block.text) is None
            and not signs.is_furniture(block.text)
            and not bylines.is_imprint(block.text)
            and signs.is_title_like(block.text)
        )

    def _begins_article(self, at: int, end: int) -> bool:
        if end >= len(self.blocks):
            return False
        first, after = self.blocks[at], self.blocks[end]
        if not self.sheaf.parts and not self.sheaf.titles:
            return True
        if self._opens(end) or incoming(after.text) is not None or signs.is_correction(first.text, ""):
            return True
        if self._runs_on(at) or after.level:
            return False
        return first.gap >= WIDE_GAP or (
            after.row and not signs.is_row(first.text) and not first.text.startswith(("附", "表"))
        )

    def _opens(self, at: int) -> bool:
        """Whether the block opens a report: 本报讯 …, or a credit with text below it."""
        block = self.blocks[at]
        if block.level:
            return False
        if signs.opens_report(block.text):
            return True
        credit = bylines.credit_line(block.text)
        return (
            credit is not None
            and bool(credit.reporters)
            and at + 1 < len(self.blocks)
            and not self.blocks[at + 1].level
        )

    def _is_photo_story(self, at: int, end: int) -> bool:
        """A title, one caption (perhaps cut), a photographer's credit."""
        if end - at > 2 or (self._runs_on(at) and self.blocks[at].gap < WIDE_GAP):
            return False
        for position in range(end, min(end + 4, len(self.blocks))):
            block = self.blocks[position]
            credit = bylines.credit_line(block.text)
            if credit is not None and not block.level:
                captions = [Part(b.printed) for b in self.blocks[end:position]]
                return bool(credit.photographers) and bool(captions) and len(repair(captions)[0]) == 1
            if block.level or incoming(block.text) is not None or signs.opens_report(block.text):
                return False
        return False

    def _start_photo(self, at: int, end: int) -> int:
        interrupted = self.interrupted if self.sheaf.photo else self.sheaf
        sheaf = self._begin()
        if interrupted is not None and interrupted.parts and (interrupted.titles or interrupted.label):
            self.interrupted = interrupted
        sheaf.titles += self.blocks[at:end]
        sheaf.photo = True
        while bylines.credit_line(self.blocks[end].text) is None:
            sheaf.parts.append(Part(self.blocks[end].printed))
            end += 1
        sheaf.credits.append(bylines.credit_line(self.blocks[end].text) or Byline())
        return end + 1

    def _runs_on(self, at: int) -> bool:
        """Whether the block is more likely the rest of a cut paragraph than a title."""
        parts = self.sheaf.parts
        if not parts or parts[-1].fixed or self.blocks[at].level:
            return False
        return not signs.is_finished(parts[-1].text) and outgoing(parts[-1].text) is None and len(parts[-1].text) >= 20

    def _crosshead(self, at: int) -> int:
        block = self.blocks[at]
        following = self.blocks[at + 1] if at + 1 < len(self.blocks) else None
        fixed = signs.is_crosshead(block.text) and not (
            following is not None and not following.level and signs.cannot_start(following.text)
        )
        self.sheaf.parts.append(Part(block.printed, fixed=fixed))
        return at + 1

    def _text(self, at: int) -> int:
        block = self.blocks[at]
        if self.sheaf.parts and signs.leads_item(block.text):
            self._begin()  # one of several short items under a common heading
        elif self.sheaf.photo and self.sheaf.credits:
            self._go_on_after_photo(signs.is_caption(block.text))
        self.sheaf.rows += block.row
        self.sheaf.parts.append(Part(block.printed, fixed=block.row or signs.is_caption(block.text)))
        return at + 1

    def _go_on_after_photo(self, is_caption: bool) -> None:
        """A photo story ends with its credit: what follows is the next picture's caption or the article around it."""
        interrupted = self.interrupted
        self._begin()
        if interrupted is not None and not is_caption:
            self.sheaf = interrupted


def _has_label(text: str) -> bool:
    return incoming(text) is not None or incoming_at_end(text) is not None


def _draft(sheaf: _Sheaf, stated: EditionDefaults) -> Draft:
    """The finished article."""
    paragraphs, joins = repair(sheaf.parts)
    body = glue(paragraphs, "\n")
    titles = tell_apart(sheaf.titles)
    return Draft(
        headline=titles.headline,
        kicker=titles.kicker,
        subhead=titles.subhead,
        byline=_byline(sheaf, [p.text for p in paragraphs]),
        kind=_kind(sheaf, titles, body.text),
        body=body.text,
        pieces=body.pieces,
        joins=joins,
        paper=stated.paper,
        date=stated.date,
        page=stated.page,
        jump=sheaf.label.label if sheaf.label else None,
        from_page=sheaf.label.page if sheaf.label else None,
        to_page=next((page for p in reversed(paragraphs) if (page := outgoing(p.text))), None),
    )


def _byline(sheaf: _Sheaf, paragraphs: list[str]) -> Byline:
    inside = [bylines.opening_byline(paragraphs[0])]
    inside += [bylines.closing_byline(text) for text in paragraphs]
    return bylines.merge([inside[0], *sheaf.credits, *inside[1:]])


def _kind(sheaf: _Sheaf, titles: Titles, body: str) -> ArticleKind:
    if sheaf.label is not None:
        return ArticleKind.JUMP
    if sheaf.photo:
        return ArticleKind.PHOTO
    if signs.is_correction(titles.headline, body):
        return ArticleKind.CORRECTION
    if sheaf.rows and sheaf.rows * 2 >= len(sheaf.parts):
        return ArticleKind.TABLE
    only_photo = len(sheaf.parts) == 1 and (signs.is_caption(body) or _only_photographers(sheaf, body))
    return ArticleKind.PHOTO if only_photo else ArticleKind.REPORT


def _only_photographers(sheaf: _Sheaf, body: str) -> bool:
    credit = bylines.merge([*sheaf.credits, bylines.closing_byline(body)])
    return bool(credit.photographers) and not credit.reporters and not signs.opens_report(body)
