"""One article of a digital edition (``content_52014.htm``): what its file states, and its text.

Founder's system, by which most Chinese papers publish, states everything twice or more: in a comment
(``enpproperty``), in elements of its own (``founder-title``), and on the page as it is seen. The surest comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.domain import Coding, Span
from retrieval.editions.base.decoding import Decoded
from retrieval.editions.html.paragraphs import HtmlParagraph, paragraphs
from retrieval.editions.html.placed_tree import PlacedTree, StepKind
from retrieval.editions.html.seen_titles import TITLES_BEFORE_BODY, titles_above

BODY_IDS = (
    "ozoom", "articlecontent", "article-content", "content_text", "contenttext", "zoom", "neirong", "bd_content",
)  # fmt: skip
"""What the element around the text is called where nothing else marks it, in small letters."""

_BODY_OPENS, _BODY_CLOSES = "enpcontent", "/enpcontent"
_PROPERTIES = re.compile(r"\s*enpproperty\b")
_PROPERTY_NAMES = {
    "articleid": "id",
    "date": "date",
    "author": "author",
    "title": "title",
    "introtitle": "introtitle",
    "subtitle": "subtitle",
    "nodesearchname": "page",
    "url": "url",
    "sourcename": "source",
}
_ELEMENT_NAMES = {
    "founder-title": "title",
    "founder-introtitle": "introtitle",
    "founder-subtitle": "subtitle",
    "founder-author": "author",
    "founder-date": "date",
}


@dataclass(frozen=True, slots=True)
class EditionArticle:
    """``fields`` by the keys of ``sources.field_names``; ``above`` are the paragraphs before the text.

    ``around`` are all that stand outside the text. ``unclosed``: nothing says where the text ends.
    """

    fields: dict[str, str]
    body: tuple[HtmlParagraph, ...]
    above: tuple[HtmlParagraph, ...]
    around: tuple[HtmlParagraph, ...]
    unclosed: bool = False


def edition_article(tree: PlacedTree) -> EditionArticle | None:
    """Read the file; None where nothing in it marks the article of a digital edition."""
    fields = _element_values(tree) | _properties(tree)
    sections, unclosed = _sections(tree)
    if not fields and not sections:
        return None
    body = [paragraph for start, end in sections for paragraph in paragraphs(tree.steps, start, end)]
    first = sections[0][0] if sections else len(tree.steps)
    last = sections[-1][1] if sections else len(tree.steps)
    above = paragraphs(tree.steps, 0, first)
    around = [*above, *paragraphs(tree.steps, last)]
    known = _address_of_page(tree) | titles_above(tree, above) | fields
    return EditionArticle(known, tuple(body), tuple(above[-TITLES_BEFORE_BODY:]), tuple(around), unclosed)


def plain_value(written: str) -> str:
    """A value that is written as HTML, without tags and entities; its lines are parted by a space."""
    if "<" not in written and "&" not in written:
        return " ".join(written.split())
    tree = PlacedTree(Decoded(written, 0, Coding.UTF8))
    return " ".join(" ".join(paragraph.text.split()) for paragraph in paragraphs(tree.steps))


def _properties(tree: PlacedTree) -> dict[str, str]:
    """What the comment states; several of them, where one is empty, one after the other."""
    found: dict[str, str] = {}
    for step in tree.steps:
        if step.kind is StepKind.COMMENT and step.text and _PROPERTIES.match(step.text.text):
            for name, key in _PROPERTY_NAMES.items():
                value = plain_value(_property(step.text.text, name))
                if value:
                    found.setdefault(key, value)
    return found


def _property(comment: str, name: str) -> str:
    opening = re.compile(f"<{name}>", re.IGNORECASE).search(comment)
    closing = re.compile(f"</{name}>", re.IGNORECASE).search(comment, opening.end()) if opening else None
    return comment[opening.end() : closing.start()] if opening and closing else ""


def _element_values(tree: PlacedTree) -> dict[str, str]:
    """What Founder's own elements state."""
    found: dict[str, str] = {}
    for at, step in enumerate(tree.steps):
        key = _ELEMENT_NAMES.get(step.tag) if step.kind is StepKind.START else None
        if key is not None and key not in found:
            lines = paragraphs(tree.steps, at, tree.end_of(step.element))
            value = " ".join(" ".join(line.text.split()) for line in lines)
            if value:
                found[key] = value
    return found


def _address_of_page(tree: PlacedTree) -> dict[str, str]:
    """Where the page says that it is found: ``<link rel="canonical">``, ``og:url``."""
    for step in tree.steps:
        if step.kind is not StepKind.START or step.tag not in {"link", "meta"}:
            continue
        named = (step.element.get("rel") or step.element.get("property") or "").strip().lower()
        address = (step.element.get("href") or step.element.get("content") or "").strip()
        if named in {"canonical", "og:url"} and address.startswith(("http://", "https://")):
            return {"url": address}
    return {}


def _sections(tree: PlacedTree) -> tuple[list[Span], bool]:
    """The steps of the text, and whether it is not known where it ends."""
    spans, unclosed = _marked_sections(tree)
    if not spans:
        spans, unclosed = list(_element_sections(tree, "founder-content")), False
    if not spans:
        spans = list(_named_section(tree))
    return list(_without_repeats(tree, spans)), unclosed


def _marked_sections(tree: PlacedTree) -> tuple[list[Span], bool]:
    """What stands between the comments. Where the closing one is missing, the text ends with the element around it."""
    spans: list[Span] = []
    start: int | None = None
    for at, step in enumerate(tree.steps):
        if step.kind is not StepKind.COMMENT or step.text is None:
            continue
        words = step.text.text.strip().lower()
        if words == _BODY_OPENS and start is None:
            start = at
        elif words == _BODY_CLOSES and start is not None:
            spans.append((start, at))
            start = None
    if start is not None:
        spans.append((start, tree.end_of(tree.steps[start].element.getparent())))
    return spans, start is not None


def _element_sections(tree: PlacedTree, tag: str) -> Iterator[Span]:
    reached = 0
    for at, step in enumerate(tree.steps):
        if step.kind is StepKind.START and step.tag == tag and at >= reached:
            reached = tree.end_of(step.element)
            yield at, reached


def _named_section(tree: PlacedTree) -> Iterator[Span]:
    """The element that is called like those around texts; the first of the surest name."""
    named: dict[str, int] = {}
    for at, step in enumerate(tree.steps):
        if step.kind is StepKind.START:
            named.setdefault((step.element.get("id") or "").lower(), at)
    known = next((named[name] for name in BODY_IDS if name in named), None)
    if known is not None:
        yield known, tree.end_of(tree.steps[known].element)


def _without_repeats(tree: PlacedTree, spans: list[Span]) -> Iterator[Span]:
    """The stretches that hold text, each text once: some sites have it a second time for telephones."""
    seen: set[str] = set()
    for start, end in spans:
        text = "".join(step.text.text for step in tree.steps[start:end] if step.kind is StepKind.TEXT and step.text)
        words = "".join(text.split())
        if words and words not in seen:
            seen.add(words)
            yield start, end
