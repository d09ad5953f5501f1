"""What ``segment`` gathers for one article, and how that becomes the article."""

from __future__ import annotations

from dataclasses import dataclass, field

from retrieval.domain import ArticleKind, Byline
from retrieval.editions.base.draft import ArticleDraft, EditionDefaults
from retrieval.editions.base.source_text import concatenate
from retrieval.editions.layout import block_patterns, bylines
from retrieval.editions.layout.blocks import Block
from retrieval.editions.layout.column_joins import BodyPart, repair
from retrieval.editions.layout.titles import Titles, classify_titles
from retrieval.language.page_names import JumpLabel, outgoing


@dataclass(slots=True)
class ArticleBuilder:
    """An article while its blocks are being gathered. ``filed``: it has its place in the printed order."""

    titles: list[Block] = field(default_factory=list)
    parts: list[BodyPart] = field(default_factory=list)
    credits: list[Byline] = field(default_factory=list)
    rows: int = 0
    label: JumpLabel | None = None
    photo: bool = False
    filed: bool = False

    @property
    def empty(self) -> bool:
        return not (self.titles or self.parts)

    @property
    def level(self) -> int:
        """The highest rank among its headings, 0 where it has none."""
        return min((block.level for block in self.titles if block.level), default=0)


@dataclass(frozen=True, slots=True)
class Segmented:
    """The articles of a page in printed order, and titles that no text stands under (they make no article)."""

    drafts: tuple[ArticleDraft, ...]
    bare_titles: tuple[str, ...]


def build(sheaves: list[ArticleBuilder], stated: EditionDefaults) -> Segmented:
    """Make articles of what was gathered."""
    for sheaf in sheaves:
        if not sheaf.parts:
            _demote_titles(sheaf)
    bare = tuple(block.text for sheaf in sheaves if not sheaf.parts for block in sheaf.titles)
    return Segmented(tuple(_draft(sheaf, stated) for sheaf in sheaves if sheaf.parts), bare)


def _demote_titles(sheaf: ArticleBuilder) -> None:
    """Lines below a title with no other text are no subheads: they are the text (telephone numbers, winners, rows)."""
    top = next((n for n, block in enumerate(sheaf.titles) if not block.level and n), len(sheaf.titles))
    lines = sheaf.titles[top:]
    if any(block.level for block in lines):
        return
    sheaf.titles = sheaf.titles[:top]
    sheaf.parts = [BodyPart(block.printed, fixed=True) for block in lines]
    sheaf.rows = sum(block_patterns.is_row(block.text) for block in lines)


def _draft(sheaf: ArticleBuilder, stated: EditionDefaults) -> ArticleDraft:
    paragraphs, joins = repair(sheaf.parts)
    body = concatenate(paragraphs, "\n")
    titles = classify_titles(sheaf.titles)
    return ArticleDraft(
        headline=titles.headline,
        kicker=titles.kicker,
        subhead=titles.subhead,
        byline=_article_byline(sheaf, [paragraph.text for paragraph in paragraphs]),
        kind=_article_kind(sheaf, titles, body.text),
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


def _article_byline(sheaf: ArticleBuilder, paragraphs: list[str]) -> Byline:
    opening = bylines.opening_byline(paragraphs[0])
    return bylines.merge([opening, *sheaf.credits, *(bylines.closing_byline(text) for text in paragraphs)])


def _article_kind(sheaf: ArticleBuilder, titles: Titles, body: str) -> ArticleKind:
    if sheaf.label is not None:
        return ArticleKind.JUMP
    if sheaf.photo:
        return ArticleKind.PHOTO
    if block_patterns.is_correction(titles.headline, body):
        return ArticleKind.CORRECTION
    if sheaf.rows and sheaf.rows * 2 >= len(sheaf.parts):
        return ArticleKind.TABLE
    only_photo = len(sheaf.parts) == 1 and (block_patterns.is_caption(body) or _only_photographers(sheaf, body))
    return ArticleKind.PHOTO if only_photo else ArticleKind.REPORT


def _only_photographers(sheaf: ArticleBuilder, body: str) -> bool:
    credit = bylines.merge([*sheaf.credits, bylines.closing_byline(body)])
    return bool(credit.photographers) and not credit.reporters and not block_patterns.opens_report(body)
