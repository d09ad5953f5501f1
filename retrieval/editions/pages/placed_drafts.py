"""Articles of a printed page → drafts, with pieces that lie in the extraction and places on the page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from retrieval.domain import Coding, Piece
from retrieval.editions.base.draft import ArticleDraft, EditionDefaults
from retrieval.editions.base.extraction import ExtractedLine, ExtractedSheet
from retrieval.editions.base.source_text import SourceText, concatenate
from retrieval.editions.layout.article_builder import ArticleBuilder, Segmented, build
from retrieval.editions.layout.blocks import Block
from retrieval.editions.layout.bylines import credit_line
from retrieval.editions.layout.column_joins import BodyPart
from retrieval.editions.pages.column_blocks import column_blocks
from retrieval.editions.pages.line_paragraphs import LineParagraph, line_paragraphs
from retrieval.editions.pages.page_articles import PlacedArticle, place_articles
from retrieval.editions.pages.page_head import read_head, without_furniture
from retrieval.editions.pages.page_parts import BodyType, PagePart, Role, body_type
from retrieval.editions.pages.reading_order import ColumnLefts
from retrieval.editions.pages.sheet import Sheet, TypeLine, around, shared_length
from retrieval.errors import BadInput
from retrieval.language.jump_labels import incoming, incoming_at_end
from retrieval.printed import Box, PageArea, PrintedLine, corners

MOST_PRINTED_LINES = 4000
"""Lines, or pieces of them, of one page; a page of share prices has 2,000; by hand, 2026-11."""
SAME_TITLE_SIZE, SAME_TITLE_SIZE_RECOGNISED = 0.97, 0.85
"""Share of the largest title's size from which another one is as large; measured on a picture; by hand, 2026-11."""


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """What a page holds: articles, titles without text, the lines for the extraction; ``known`` is the dated page."""

    drafts: tuple[ArticleDraft, ...]
    bare_titles: tuple[str, ...]
    sheet: ExtractedSheet
    known: EditionDefaults


def read_sheet(sheet: Sheet, stated: EditionDefaults, start: int) -> ReadSheet:
    """Read a page whose first line begins at character ``start`` of the extraction.

    What the head of the page prints counts before what is ``stated``.

    Raises:
        BadInput: ``too_large``, for more lines than any page has.

    """
    if len(sheet.lines) > MOST_PRINTED_LINES:
        detail = (
            f"page {sheet.number}: {len(sheet.lines)} separate pieces of text; at most {MOST_PRINTED_LINES} are read"
        )
        raise BadInput("too_large", "", detail)
    furniture, others = without_furniture(sheet.lines, sheet, body_type(column_blocks(sheet.lines, sheet.rules)))
    head = read_head(furniture)
    known = EditionDefaults(head.paper or stated.paper, head.day or stated.date, head.page or stated.page)
    articles, body = place_articles(others, sheet)
    writer = _ExtractionWriter(start)
    for line in sorted(furniture, key=lambda line: (line.top, line.left)):
        writer.write(line)
    drafts: list[ArticleDraft] = []
    bare_titles: list[str] = []
    for article in articles:
        made = _made_of(article, body, writer, known)
        drafts += [_with_places(draft, article, writer, sheet) for draft in made.drafts]
        bare_titles += made.bare_titles
    extracted = ExtractedSheet(sheet.number, sheet.size, tuple(writer.lines))
    return ReadSheet(tuple(drafts), tuple(bare_titles), extracted, known)


class _ExtractionWriter:
    """Writes lines into the extraction, one after the other, and knows where each stands."""

    def __init__(self, start: int) -> None:
        self.lines: list[ExtractedLine] = []
        self._starts: list[int] = []
        self._next = start

    def write(self, line: TypeLine) -> SourceText:
        """The text of a line with its place in the extraction."""
        self._starts.append(self._next)
        self.lines.append(ExtractedLine(line.text, line.seen or line.box, line.confidence))
        source = SourceText.run(line.text, self._next, Coding.EXTRACTED)
        self._next += len(line.text) + 1
        return source

    def lines_of(self, piece: Piece) -> Iterator[PrintedLine]:
        """The printed lines that a piece of a body lies in; a piece never reaches over a line's end."""
        number = bisect_right(self._starts, piece.source_start) - 1
        line, start = self.lines[number], piece.start - (piece.source_start - self._starts[number])
        whole = PrintedLine(start, start + len(line.text), line.box, line.confidence)
        yield whole.part(piece.start, piece.end)


def _made_of(article: PlacedArticle, body: BodyType, writer: _ExtractionWriter, stated: EditionDefaults) -> Segmented:
    """The draft of an article; nothing but a bare title where it has no text."""
    builder = ArticleBuilder()
    _take_titles(article, builder, writer)
    for paragraph in line_paragraphs(article.text, ColumnLefts(article.text, body)):
        _take_paragraph(paragraph, builder, writer)
    for caption in article.captions:
        builder.parts.append(BodyPart(_running_text(caption.lines, writer), fixed=True))
    return build([builder], stated)


def _take_titles(article: PlacedArticle, builder: ArticleBuilder, writer: _ExtractionWriter) -> None:
    """Titles by rank: the largest are headlines. Credits among them say who made the report."""
    titles = [part for part in article.titles if part.role is Role.TITLE]
    largest = max((part.size for part in titles), default=0.0)
    for part in sorted(article.titles, key=lambda part: (part.top, part.left)):
        source = _running_text(part.lines, writer)
        credit = credit_line(source.text) if part.role is Role.CREDIT else None
        if credit is not None:
            builder.credits.append(credit)
            continue
        source = _without_label(source, builder)
        if source.text:
            rank = 1 if part.size > _same_title_size(part) * largest else 2
            builder.titles.append(Block(source, 1, level=rank))


def _same_title_size(part: PagePart) -> float:
    return SAME_TITLE_SIZE if part.lines[0].confidence is None else SAME_TITLE_SIZE_RECOGNISED


def _without_label(title: SourceText, builder: ArticleBuilder) -> SourceText:
    """A title without the label that says which page it goes on from."""
    label = incoming(title.text) or incoming_at_end(title.text)
    if label is None:
        return title
    builder.label = label
    return concatenate([title.cut(0, label.start), title.cut(label.end, len(title.text))]).strip()


def _take_paragraph(paragraph: LineParagraph, builder: ArticleBuilder, writer: _ExtractionWriter) -> None:
    source = _running_text(paragraph.lines, writer)
    credit = None if paragraph.rest or paragraph.row else credit_line(source.text)
    if credit is not None:
        builder.credits.append(credit)
        return
    label = None if builder.parts else incoming(source.text)
    if label is not None:
        builder.label = label
    builder.rows += paragraph.row
    fixed = paragraph.crosshead or paragraph.row or (label is not None and label.end >= len(source.text))
    builder.parts.append(BodyPart(source, fixed, opens=not paragraph.rest, rest=paragraph.rest))


def _running_text(lines: Sequence[TypeLine], writer: _ExtractionWriter) -> SourceText:
    """Lines as one text. Latin words that a line's end parts stay parted."""
    joined = writer.write(lines[0])
    for line in lines[1:]:
        between = " " if _parts_words(joined.text, line.text) else ""
        joined = concatenate([joined, writer.write(line)], between)
    return joined


def _parts_words(before: str, after: str) -> bool:
    return (before[-1] + after[0]).isascii() and before[-1].isalpha() and after[0].isalpha()


def _with_places(draft: ArticleDraft, article: PlacedArticle, writer: _ExtractionWriter, sheet: Sheet) -> ArticleDraft:
    """The draft with its place on the page."""
    lines = tuple(line for piece in draft.pieces for line in writer.lines_of(piece))
    outlines = tuple(corners(box) for box in _column_boxes(article))
    return replace(draft, area=PageArea(outlines, sheet.size, sheet.number), lines=lines)


def _column_boxes(article: PlacedArticle) -> Iterator[Box]:
    """The titles as one box, and a box for each column of text."""
    if article.titles:
        yield around([_seen_box(part) for part in article.titles])
    columns: list[list[Box]] = []
    for part in (*article.text, *article.captions):
        box = _seen_box(part)
        home = next((column for column in columns if shared_length(box, around(column)) > 0), None)
        if home is None:
            columns.append([box])
        else:
            home.append(box)
    yield from map(around, columns)


def _seen_box(part: PagePart) -> Box:
    """The box on the picture, where the page was straightened."""
    return around([line.seen or line.box for line in part.lines])
