"""Reads an HTML file: the article of a digital edition, or one of a web site."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from retrieval.domain import ArticleKind, Byline
from retrieval.editions.base.decoding import decode
from retrieval.editions.base.draft import ArticleDraft, EditionDefaults, FileReading, PageListing, SourceFile
from retrieval.editions.html.edition_article import edition_article
from retrieval.editions.html.edition_page import ARTICLE_FILE, PAGE_FILE
from retrieval.editions.html.paragraphs import HtmlParagraph
from retrieval.editions.html.placed_tree import PlacedTree
from retrieval.editions.html.web_article import web_article
from retrieval.editions.layout import block_patterns, bylines
from retrieval.editions.layout.blocks import PARAGRAPH_INDENT, Block
from retrieval.editions.layout.credits import merge
from retrieval.editions.layout.segment import segment
from retrieval.editions.sources.article_head import ArticleHead, StatedValue
from retrieval.editions.sources.field_names import Field, field_called
from retrieval.editions.sources.labelled import web_line
from retrieval.editions.sources.metadata import first_known
from retrieval.editions.sources.page import agreed_edition
from retrieval.errors import BadInput
from retrieval.language.advertisements import titles_advertisement
from retrieval.language.page_names import stated_page
from retrieval.language.stated_dates import stated_day

HTML_SUFFIXES = frozenset({".htm", ".html"})
LARGEST_HTML = 4 * 1024 * 1024
"""Bytes of an HTML file; an article has some 20 kB, the page of a web site up to 1 MB; by hand, 2026-11."""
_NUMBER_IN_ID = re.compile(r"\d+")
_NO_TITLES = ("无标题", "無標題")
"""What systems state for articles that have no headline."""
NO_LISTING = PageListing(EditionDefaults())


@dataclass(frozen=True, slots=True)
class _HtmlArticle:
    """What a file states of its article, the paragraphs of its text, and those around it."""

    head: ArticleHead
    body: Sequence[HtmlParagraph]
    above: Sequence[HtmlParagraph]
    around: Sequence[HtmlParagraph]
    format: str
    remarks: tuple[str, ...]


def read_html(file: SourceFile, data: bytes, outside: EditionDefaults) -> FileReading:
    """Read an article; what nothing in the file states is taken from the page that lists it, then from ``outside``.

    Raises:
        BadInput: no text, in a coding that is not read, or a web page without an article.

    """
    path = Path(file.shown)
    opened = FileReading(file, "epaper", hashlib.sha256(data).hexdigest(), len(data), outside, iter(()))
    decoded = decode(data, path)
    if PAGE_FILE.fullmatch(file.absolute.name):
        return replace(opened, without="a page of a digital edition, which leads to articles in other files")
    tree = PlacedTree(decoded)
    article = _edition_article(tree, _id_in(file)) or _web_article(tree, decoded.text)
    if article is None:
        return _without_article(opened, tree)
    listing = file.listing or NO_LISTING
    printed = agreed_edition(_lines_beside(article))
    own = first_known(article.head.edition(path), printed)
    stated = first_known(own, listing.stated, outside, article.head.weak_edition())
    remarks = (*article.remarks, *_article_remarks(own, listing, stated, article.format))
    read = replace(opened, format=article.format, stated=stated, area=listing.area, remarks=remarks)
    if not article.body and tree.unread:
        raise BadInput("no_text", path, f"broken markup: {tree.unread} characters of the file are in no element")
    without = _no_report(article)
    if without is not None:
        return replace(read, without=without)
    drafts = list(_drafts(article, stated))
    if not drafts:  # an imprint, a name: what stands around a text that isn't there
        return replace(read, without=_nothing_under(article))
    return replace(read, items=iter([replace(draft, area=listing.area) for draft in drafts]))


def _id_in(file: SourceFile) -> dict[str, str]:
    """The id that the name of an edition's article has: content_52014.htm."""
    found = ARTICLE_FILE.fullmatch(file.absolute.name)
    return {"id": found["id"]} if found and _NUMBER_IN_ID.search(found["id"]) else {}


def _edition_article(tree: PlacedTree, known: dict[str, str]) -> _HtmlArticle | None:
    """The article of a digital edition; ``known`` is what its file doesn't have to state."""
    found = edition_article(tree)
    if found is None:
        return None
    remarks = [*_of_tree(tree)]
    if found.unclosed:
        remarks.append("nothing marks where the text ends; it was read to the end of the element around it")
    return _HtmlArticle(_head_of(known | found.fields), found.body, found.above, found.around, "epaper", tuple(remarks))


def _web_article(tree: PlacedTree, text: str) -> _HtmlArticle | None:
    found = web_article(tree, text)
    if found is None:
        return None
    remarks = [f"a web article, told from its page by {found.found_by}", *_of_tree(tree)]
    if found.missing:
        remarks.append(f"{found.missing} characters of the article are not among what the page shows")
    head = _with_line_of_web(_head_of(found.fields), [*found.above, *found.body[:1]])
    body = found.body[1:] if len(found.body) > 1 and web_line(found.body[0].text, 1) else found.body
    return _HtmlArticle(head, body, (), (), "web", tuple(remarks))


def _with_line_of_web(head: ArticleHead, lines: Sequence[HtmlParagraph]) -> ArticleHead:
    """What is stated, and what a line about the text says besides: 2025-04-08 06:10　来源：苇州日报　作者：柏念."""
    known = {field_called(value.key) for value in head.values}
    said = next(filter(None, (web_line(line.text, 1) for line in reversed(lines))), ArticleHead())
    return head.joined_with(ArticleHead.of(value for value in said.values if field_called(value.key) not in known))


def _of_tree(tree: PlacedTree) -> Iterator[str]:
    """What broken markup has cost."""
    if tree.unplaced:
        yield f"broken markup: {tree.unplaced} characters were not found again in the file and are left out"
    if tree.unread:
        yield f"broken markup: {tree.unread} characters of the file are in no element and are left out"


def _head_of(fields: dict[str, str]) -> ArticleHead:
    """What is stated, without dates and pages that are none."""
    values = dict(fields)
    if not _is_day(values.get("date", "")):
        values.pop("date", None)
    if values.get("title") in _NO_TITLES:
        values.pop("title")
    page = stated_page(values.pop("page", "")) or ""
    return ArticleHead.of(StatedValue(key, value, 1) for key, value in {**values, "page": page}.items())


def _is_day(text: str) -> bool:
    try:
        return stated_day(text) is not None
    except ValueError:
        return False


def _lines_beside(article: _HtmlArticle) -> list[str]:
    """The lines of the page as it is seen that are no links: imprint and running head stand among them."""
    return [paragraph.text for paragraph in (*article.around, *article.body) if not paragraph.linked]


def _without_article(opened: FileReading, tree: PlacedTree) -> FileReading:
    """A page that leads elsewhere holds no article, and that is no fault; any other should hold one."""
    links = sum(1 for step in tree.steps if step.tag in {"a", "frame", "iframe"})
    if links or opened.file.absolute.stem.lower() in {"index", "default"}:
        return replace(opened, format="web", without="no article was found; the page leads to others")
    raise BadInput("no_text", opened.file.shown, "no article text was found on the page")


def _no_report(article: _HtmlArticle) -> str | None:
    """Why the article is none that readers are told of; None where it is one."""
    title = article.head.text(Field.HEADLINE) or ""
    chars = sum(len(paragraph.text) for paragraph in article.body)
    if titles_advertisement(title):
        return f"an advertisement ({title}) with {chars} characters of text"
    return None if article.body else _nothing_under(article)


def _nothing_under(article: _HtmlArticle) -> str:
    title = article.head.text(Field.HEADLINE)
    return f"no text under the title {title[:40]!r}" if title else "neither a title nor text: a picture alone"


def _article_remarks(
    own: EditionDefaults, listing: PageListing, stated: EditionDefaults, format_: str
) -> Iterator[str]:
    yield from listing.remarks
    if own.page and listing.stated.page and own.page != listing.stated.page:
        yield f"it says page {own.page}, the page that lists it says page {listing.stated.page}"
    if stated.page is None and format_ == "epaper":
        yield "no page number was found"
    if stated.date is None:
        yield "no date was found"


def _drafts(article: _HtmlArticle, stated: EditionDefaults) -> Iterator[ArticleDraft]:
    """The article; the label of a continuation in the middle of its text begins another part."""
    blocks = [_block(paragraph) for paragraph in article.body]
    titles = _titles(article)
    while len(blocks) > 1 and any(_repeats_title(blocks[0].text, title) for title in titles):
        blocks = blocks[1:]
    credits = list(_credits_above(article))
    for draft in segment(blocks, stated, one_report=True, titled=True).drafts:
        whole = article.head.applied_to(draft)
        yield replace(whole, byline=merge([whole.byline, *credits]), kind=_kind(whole))


def _titles(article: _HtmlArticle) -> list[str]:
    """What stands above the article, as far as it is stated."""
    said = (article.head.text(field) for field in (Field.KICKER, Field.HEADLINE, Field.SUBHEAD))
    return [title for title in said if title]


def _credits_above(article: _HtmlArticle) -> Iterator[Byline]:
    """Who made it, by the lines before the text that are neither links nor titles: 记者走基层 is a kicker."""
    titles = _titles(article)
    for paragraph in article.above:
        credit = bylines.credit_line(paragraph.text)
        is_title = any(block_patterns.same_words(paragraph.text, title) for title in titles)
        if credit is not None and not paragraph.linked and not is_title:
            yield credit


def _repeats_title(text: str, title: str) -> bool:
    """Whether a line is the headline once more; with a full stop it is a sentence of the text."""
    return block_patterns.same_words(text, title) and not text.endswith("。")


def _block(paragraph: HtmlParagraph) -> Block:
    opens = not paragraph.row
    return Block(
        paragraph.source, 1, row=paragraph.row, indent=PARAGRAPH_INDENT, opens=opens, bold=paragraph.bold, level=0
    )


def _kind(draft: ArticleDraft) -> ArticleKind:
    if draft.kind is ArticleKind.REPORT and block_patterns.is_correction(draft.headline, draft.body):
        return ArticleKind.CORRECTION
    return draft.kind
