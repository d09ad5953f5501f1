"""Blocks of a page → articles: where each begins, what stands above it, who made it, what it is.

The page is read from top to bottom. At each block the first rule that fits decides: headings, labels of jump
fragments, credits, lines that look like titles; everything else is text.
"""

from __future__ import annotations

from retrieval.domain import Byline
from retrieval.editions.base.draft import EditionDefaults
from retrieval.editions.base.source_text import concatenate
from retrieval.editions.layout import block_patterns, bylines
from retrieval.editions.layout.article_builder import ArticleBuilder, Segmented, build, demote_titles
from retrieval.editions.layout.blocks import Block
from retrieval.editions.layout.column_joins import BodyPart
from retrieval.editions.layout.credits import merge, task_alone, with_task
from retrieval.editions.layout.page_view import MOST_CAPTION_BLOCKS, WIDE_GAP_LINES, PageView
from retrieval.language.jump_labels import JumpLabel

CROSSHEAD_LEVEL = 3
"""Rank of headings (###) from which they are crossheads unless a report opens below them; by hand, 2026-11."""
SHORTEST_CUT = 20
"""Characters below which a part without a full stop is a line of its own, not a paragraph that a column's end cut; by
hand, 2026-11."""


def segment(
    blocks: list[Block], stated: EditionDefaults, *, one_report: bool = False, titled: bool = False
) -> Segmented:
    """Part a page into articles; ``stated`` gives them paper, date and page where the page prints no imprint.

    ``one_report``: the file is known to hold one report, so that what looks like a title in it is a crosshead.
    ``titled``: its headline is known too, and stands elsewhere.
    """
    return build(_Segmenter(PageView(blocks), one_report=one_report, titled=titled).builders(), stated)


class _Segmenter:
    """Goes over the blocks of one page. Each ``_take…`` reads from a position and returns where to go on."""

    def __init__(self, page: PageView, *, one_report: bool, titled: bool) -> None:
        self.page = page
        self.one_report, self.titled = one_report, titled
        self.done: list[ArticleBuilder] = []
        self.article = ArticleBuilder()
        self.interrupted: ArticleBuilder | None = None  # the article in whose columns a photo story stands

    def builders(self) -> list[ArticleBuilder]:
        at = 0
        while at < len(self.page):
            at = self._take(at)
        self._begin()
        return self.done

    def _begin(self) -> ArticleBuilder:
        """Close the article at hand and start another."""
        if not self.article.empty and not self.article.filed:
            self.article.filed = True
            self.done.append(self.article)
        above = self.article.credits if self.article.empty else []
        self.article = ArticleBuilder(credits=above)
        self.interrupted = None
        return self.article

    def _take(self, at: int) -> int:
        view = self.page[at]
        if self._takes_task(view.text):
            return at + 1
        if view.heading:
            return self._take_heading(at)
        if view.label is not None:
            return self._take_fragment(at, view.label)
        if view.aside:
            return self._take_furniture(at)
        if view.credit is not None and (self.titled or not self.article.empty):
            self.article.credits.append(view.credit)
            return at + 1
        if view.credit is not None and self._stands_above_titles(at):
            self.article.credits.append(view.credit)
            return at + 1
        if self._is_first_headline(at):
            self.article.titles.append(view.block)
            return at + 1
        return self._take_titles(at) if view.title else self._take_text(at)

    def _stands_above_titles(self, at: int) -> bool:
        """Whether the page begins with a credit, and the title that it belongs to stands below."""
        if self.done or at + 1 >= len(self.page):
            return False
        return self.page[at + 1].title or self.page[at + 1].heading

    def _takes_task(self, text: str) -> bool:
        """A line that only says what those did who are named in the lines above it: 文/图."""
        if self.article.parts or not self.article.credits or task_alone(text) is None:
            return False
        self.article.credits = [with_task(credit, text) for credit in self.article.credits]
        return True

    def _take_furniture(self, at: int) -> int:
        """An imprint says where the article at hand was printed; all other furniture says nothing."""
        imprint = self.page[at].imprint
        if imprint is not None and not self.article.empty and self.article.imprint is None:
            self.article.imprint = imprint
        return at + 1

    def _is_first_headline(self, at: int) -> bool:
        """Whether it is the first line of the file and its headline, whatever signs it holds."""
        if self.titled or self.done or not self.article.empty:
            return False
        return self.page.is_first_headline(at, one_report=self.one_report)

    def _take_heading(self, at: int) -> int:
        view = self.page[at]
        if view.label is not None:
            return self._take_marked_fragment(at, view.label)
        if self.titled or (self.article.parts and (self.one_report or self._is_marked_crosshead(at))):
            self.article.parts.append(_part(view.block, fixed=True))
            return at + 1
        return self._take_marked_titles(at)

    def _take_marked_titles(self, at: int) -> int:
        """Headings in succession: of the fragment that waits for its titles, else of a new article."""
        waits = self.article.label is not None and not self.article.parts
        builder = self.article if waits else self._begin()
        while self.page.is_heading(at) and self.page[at].label is None:
            builder = self._begin() if builder.has_all_titles else builder
            builder.titles.append(self.page[at].block)
            at += 1
        return at

    def _is_marked_crosshead(self, at: int) -> bool:
        if at + 1 >= len(self.page) or self.page.is_heading(at + 1) or self.page.opens_report(at + 1):
            return False
        if self.page.is_numbered_title(at):
            return False
        return block_patterns.is_item(self.page[at].text) or self._ranks_below_titles(self.page[at].block.level)

    def _ranks_below_titles(self, level: int) -> bool:
        return level >= CROSSHEAD_LEVEL and level > self.article.level

    def _take_fragment(self, at: int, label: JumpLabel) -> int:
        """The label stands before the text of the part, or alone."""
        block = self.page[at].block
        self._start_fragment(label)
        self.article.parts.append(_part(block, fixed=label.end >= len(block.text)))
        return at + 1

    def _start_fragment(self, label: JumpLabel) -> None:
        """A part of an article from another page. Titles with no text of their own above it are its own."""
        if self.article.parts or not self.article.titles:
            self._begin()
        self.article.label = label

    def _take_marked_fragment(self, at: int, label: JumpLabel) -> int:
        """The label stands in a heading, alone or with the title that the part has on this page."""
        block = self.page[at].block
        self._start_fragment(label)
        title = concatenate([block.source.cut(0, label.start), block.source.cut(label.end, len(block.text))]).strip()
        if title.text:
            self.article.titles.append(Block(title, block.line, block.gap, block.level))
        return at + 1

    def _take_titles(self, at: int) -> int:
        """One or several plain lines that look like titles: of a report, of a photo story, or inside an article."""
        if self.page.is_numbered_title(at) and not self.one_report:
            self._begin().titles.append(self.page[at].block)
            return at + 1
        end = self.page.titles_end(at)
        if self.article.waits_for_text and self.article.has_all_titles:
            demote_titles(self.article)
            return self._take_text(at)
        if self.one_report and (self.article.parts or self.titled):
            return self._take_text(at)
        if self.article.is_signed and not self.page.opens_report(end) and not self.page.is_behind_rule(at):
            return self._take_text(at)
        if self._is_photo_story(at, end):
            return self._take_photo_story(at, end)
        if self.article.waits_for_text or self._begins_article(at, end):
            return self._take_report_titles(at, end)
        if self._runs_on(at):
            return self._take_text(at)
        self.article.parts.append(_part(self.page[at].block, fixed=self._is_crosshead(at)))
        return at + 1

    def _take_report_titles(self, at: int, end: int) -> int:
        builder = self.article if self.article.waits_for_text else self._begin()
        builder.titles += self.page.blocks(at, end)
        self._take_signature(end)
        return end

    def _begins_article(self, at: int, end: int) -> bool:
        if end >= len(self.page):
            return False
        if self.article.empty or self._surely_begins(at, end):
            return True
        if self._runs_on(at) or self.page[end].heading:
            return False
        return self.page[at].block.gap >= WIDE_GAP_LINES or self._names_table(at, end)

    def _surely_begins(self, at: int, end: int) -> bool:
        """Whether what the lines say, or what stands below them, leaves no doubt that an article begins."""
        if self.page.opens_report(end) or self.page[end].label is not None or self.page.shows_picture_first(end):
            return True
        if (self.page.is_behind_rule(at) or self._is_signed_off(at)) and self.page.is_text(end):
            return True
        if self.page.names_author(at, end):
            return True
        return block_patterns.is_correction(self.page[at].text, "")

    def _is_signed_off(self, at: int) -> bool:
        """Whether a line with reporters' names stands right above, and text of theirs above it."""
        credit = self.page[at - 1].credit if at else None
        return credit is not None and bool(credit.reporters) and not credit.photographers and bool(self.article.parts)

    def _names_table(self, at: int, end: int) -> bool:
        """Whether a table of its own begins below the lines, and none that belongs to the article above."""
        text = self.page[at].text
        return self.page[end].block.row and not block_patterns.is_row(text) and not text.startswith(("附", "表"))

    def _take_signature(self, end: int) -> None:
        """A name alone between the titles and the text is the author's."""
        titles = self.article.titles
        if len(titles) < 2 or titles[-1].level or not self.page.is_text(end):
            return
        author = bylines.bare_name(titles[-1].text)
        if author:
            titles.pop()
            self.article.credits.append(Byline(reporters=(author,)))

    def _is_photo_story(self, at: int, end: int) -> bool:
        if self.one_report or end - at > 2 or (self.article.waits_for_text and not self.article.level):
            return False
        if self.page.photo_credit(end) is None or self.page.shows_picture_first(end) or self._is_bold_crosshead(at):
            return False
        return self.page[at].block.gap >= WIDE_GAP_LINES or not self._runs_on(at)

    def _is_bold_crosshead(self, at: int) -> bool:
        """Whether a line is bold inside an article whose headline is marked as one."""
        return self.page[at].block.bold and self.article.level > 0 and bool(self.article.parts)

    def _take_photo_story(self, at: int, end: int) -> int:
        around = self._article_around()
        builder = self._begin()
        self.interrupted = around
        builder.photo = True
        builder.titles += self.page.blocks(at, end)
        credit = self.page.photo_credit(end) or end
        builder.parts += [_part(view.block) for view in self.page.views(end, credit) if not view.aside]
        builder.credits.append(self.page[credit].credit or Byline())
        return credit + 1

    def _article_around(self) -> ArticleBuilder | None:
        """The article in whose columns a photo story that begins here would stand."""
        around = self.interrupted if self.article.photo else self.article
        return around if around is not None and around.is_story else None

    def _runs_on(self, at: int) -> bool:
        """Whether the block is more likely the rest of a cut paragraph than a title."""
        if not self.article.parts or self.article.parts[-1].fixed or self.page[at].heading:
            return False
        if self.page[at].block.opens or self.page[at].block.bold:
            return False
        return _is_cut(self.article.parts[-1].text)

    def _is_crosshead(self, at: int) -> bool:
        if not block_patterns.is_crosshead(self.page[at].text):
            return False
        following = self.page[at + 1] if at + 1 < len(self.page) else None
        return following is None or following.heading or not block_patterns.cannot_start(following.text)

    def _take_text(self, at: int) -> int:
        block = self.page[at].block
        is_caption = block_patterns.is_caption(block.text)
        if self.article.parts and block_patterns.leads_item(block.text) and not self._has_only_picture():
            self._begin()  # one of several short items under a common heading
        elif self.article.photo and self.article.credits:
            self._go_on_after_photo(is_caption)
        self.article.rows += block.row
        stands_alone = self.one_report or self.article.is_signed
        fixed = is_caption or (stands_alone and self.page[at].title and self._is_crosshead(at))
        self.article.parts.append(_part(block, fixed=fixed))
        return at + 1

    def _has_only_picture(self) -> bool:
        """Whether nothing stands below the titles so far but captions: the report is still to come.

        Always so in a file of one report, where nothing begins another.
        """
        if self.one_report:
            return True
        credit = merge(self.article.credits)
        is_picture = bool(credit.photographers) and not credit.reporters
        parts = self.article.parts
        if not self.article.titles or self.article.photo or len(parts) > MOST_CAPTION_BLOCKS:
            return False
        return is_picture or all(_is_caption(part.text) for part in parts)

    def _go_on_after_photo(self, is_caption: bool) -> None:
        """A photo story ends with its credit: what follows is the next picture's caption or the article around it."""
        around = self.interrupted
        self._begin()
        if around is not None and not is_caption:
            self.article = around


def _is_caption(text: str) -> bool:
    """Speaks of a picture, or ends with who took it."""
    return block_patterns.is_caption(text) or bool(bylines.closing_byline(text).photographers)


def _part(block: Block, *, fixed: bool = False) -> BodyPart:
    """The block as text of an article."""
    return BodyPart(block.source, fixed or block.row or block.bold, block.opens)


def _is_cut(text: str) -> bool:
    """Whether a column's end may have cut the paragraph here."""
    if len(text) < SHORTEST_CUT and text[-1] not in "，、,（(“《":
        return False
    return not block_patterns.is_finished(text) and not block_patterns.ends_with_label(text)
