"""Gathers the blocks of one article (``ArticleBuilder``) and makes the article draft of them (``build``)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from retrieval.domain import ArticleKind, Byline
from retrieval.editions.base.draft import ArticleDraft, EditionDefaults
from retrieval.editions.base.source_text import concatenate
from retrieval.editions.layout import block_patterns, bylines
from retrieval.editions.layout.block_patterns import title_number
from retrieval.editions.layout.blocks import Block
from retrieval.editions.layout.column_joins import BodyPart, repair
from retrieval.editions.layout.credits import merge
from retrieval.editions.layout.titles import Titles, classify_titles
from retrieval.language.imprints import Imprint
from retrieval.language.jump_labels import JumpLabel, outgoing

MOST_TITLES = 12
"""Lines above one report that are taken for its titles; where there are more, they are a list; by hand, 2026-11."""
MOST_BEFORE_REPORT = 5
"""Paragraphs among which the one is sought that opens the report; by hand, 2026-11."""


@dataclass(slots=True)
class ArticleBuilder:
    """An article while its blocks are being gathered. ``filed``: it has its place in the printed order."""

    titles: list[Block] = field(default_factory=list)
    parts: list[BodyPart] = field(default_factory=list)
    credits: list[Byline] = field(default_factory=list)
    rows: int = 0
    label: JumpLabel | None = None
    imprint: Imprint | None = None
    photo: bool = False
    filed: bool = False

    @property
    def empty(self) -> bool:
        return not (self.titles or self.parts)

    @property
    def waits_for_text(self) -> bool:
        """Has titles, and nothing under them yet."""
        return bool(self.titles) and not self.parts

    @property
    def is_signed(self) -> bool:
        """Has titles and a reporter's name below them, so that text comes next."""
        return self.waits_for_text and any(credit.reporters for credit in self.credits)

    @property
    def has_all_titles(self) -> bool:
        """Has as many titles as an article can have."""
        return len(self.titles) >= MOST_TITLES

    @property
    def is_story(self) -> bool:
        """Has text that is known to belong together: under titles, or behind a label."""
        return bool(self.parts) and bool(self.titles or self.label)

    @property
    def mostly_rows(self) -> bool:
        return self.rows > 0 and self.rows * 2 >= len(self.parts)

    @property
    def level(self) -> int:
        """The highest rank among its headings, 0 where it has none."""
        return min((block.level for block in self.titles if block.level), default=0)


@dataclass(frozen=True, slots=True)
class Segmented:
    """The articles of a page in printed order, and titles that no text stands under (they make no article)."""

    drafts: tuple[ArticleDraft, ...]
    bare_titles: tuple[str, ...]


def build(builders: list[ArticleBuilder], stated: EditionDefaults) -> Segmented:
    """Make articles of what was gathered."""
    drafts: list[ArticleDraft] = []
    bare_titles: list[str] = []
    _drop_numbers(builders)
    for builder in builders:
        if not builder.parts:
            demote_titles(builder)
        if builder.parts:
            drafts.append(_draft(builder, stated))
        else:
            bare_titles += [block.text for block in builder.titles]
    return Segmented(tuple(drafts), tuple(bare_titles))


def _drop_numbers(builders: list[ArticleBuilder]) -> None:
    """Numbers that count the articles of a page up from one are no part of their titles."""
    numbered = [builder for builder in builders if builder.titles and title_number(builder.titles[0].text)]
    counted = [title_number(builder.titles[0].text) or (0, 0) for builder in numbered]
    if len(numbered) < 2 or [number for number, _ in counted] != list(range(1, len(numbered) + 1)):
        return
    for builder, (_, start) in zip(numbered, counted, strict=True):
        first = builder.titles[0]
        bare = replace(first, source=first.source.cut(start, len(first.text)))
        builder.titles = [bare, *builder.titles[1:]]


def demote_titles(builder: ArticleBuilder) -> None:
    """Lines below a title with no other text are no subheads: they are the text (telephone numbers, winners, rows)."""
    top = _titles_above_plain(builder.titles)
    lines = builder.titles[top:]
    if any(block.level for block in lines):
        return
    builder.titles = builder.titles[:top]
    if author := _author_of(lines):
        builder.credits.append(Byline(reporters=(author,)))
        lines = lines[1:]
    builder.parts = [BodyPart(block.source, fixed=True) for block in lines]
    builder.rows = sum(block_patterns.is_row(block.text) for block in lines)


def _author_of(lines: list[Block]) -> str | None:
    """The name above lines of another kind: those of a poem, say. Of several names none is the author's."""
    author = bylines.bare_name(lines[0].text) if len(lines) > 1 else None
    return author if author and bylines.bare_name(lines[1].text) is None else None


def _titles_above_plain(titles: list[Block]) -> int:
    """How many titles stand above the first plain line that is not itself at the top."""
    for at, block in enumerate(titles):
        if at and not block.level:
            return at
    return len(titles)


def _draft(builder: ArticleBuilder, stated: EditionDefaults) -> ArticleDraft:
    paragraphs, joins = repair(builder.parts)
    texts = [paragraph.text for paragraph in paragraphs]
    body = concatenate(paragraphs, "\n")
    titles = classify_titles(builder.titles)
    label = builder.label
    printed = builder.imprint or Imprint()
    return ArticleDraft(
        headline=titles.headline,
        kicker=titles.kicker,
        subhead=titles.subhead,
        byline=_article_byline(builder, texts),
        kind=_article_kind(builder, titles, body.text),
        body=body.text,
        pieces=body.pieces,
        joins=joins,
        paper=printed.paper or stated.paper,
        date=printed.day or stated.date,
        page=printed.page or stated.page,
        jump=label.label if label else None,
        from_page=label.page if label else None,
        to_page=_last_outgoing(texts),
    )


def _last_outgoing(paragraphs: list[str]) -> str | None:
    """The page that the last of the labels leads to."""
    for text in reversed(paragraphs):
        if page := outgoing(text):
            return page
    return None


def _article_byline(builder: ArticleBuilder, paragraphs: list[str]) -> Byline:
    opening = bylines.opening_byline(_first_of_report(paragraphs))
    closing = [bylines.closing_byline(text) for text in paragraphs]
    return merge([opening, *builder.credits, *closing, bylines.signature(paragraphs[-1])])


def _first_of_report(paragraphs: list[str]) -> str:
    """The paragraph that the report opens with: captions may stand before it."""
    for paragraph in paragraphs[:MOST_BEFORE_REPORT]:
        if block_patterns.opens_report(paragraph):
            return paragraph
    return paragraphs[0]


def _article_kind(builder: ArticleBuilder, titles: Titles, body: str) -> ArticleKind:
    if builder.label is not None:
        return ArticleKind.JUMP
    if builder.photo:
        return ArticleKind.PHOTO
    if block_patterns.is_correction(titles.headline, body):
        return ArticleKind.CORRECTION
    if builder.mostly_rows:
        return ArticleKind.TABLE
    return ArticleKind.PHOTO if _is_lone_photo(builder, body) else ArticleKind.REPORT


def _is_lone_photo(builder: ArticleBuilder, body: str) -> bool:
    """Whether the one paragraph is a caption."""
    return len(builder.parts) == 1 and (block_patterns.is_caption(body) or _only_photographers(builder, body))


def _only_photographers(builder: ArticleBuilder, body: str) -> bool:
    credit = merge([*builder.credits, bylines.closing_byline(body)])
    return bool(credit.photographers) and not credit.reporters and not block_patterns.opens_report(body)
