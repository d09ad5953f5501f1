"""An article of a web site that no digital edition marks: by what its JSON-LD states, or by trafilatura.

Both only say which text is the article's. The text itself is that of the page, paragraph by paragraph, so that its
bytes are known.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile
from typing import Any

from lxml import etree

from retrieval.editions.html.edition_article import plain_value
from retrieval.editions.html.paragraphs import HtmlParagraph, paragraphs
from retrieval.editions.html.placed_tree import PlacedTree, StepKind
from retrieval.editions.html.seen_titles import longest_title
from retrieval.editions.layout.block_patterns import same_words

LARGEST_EXTRACTED = 2 * 1024 * 1024
MOST_ELEMENTS = 20_000
"""Characters and elements of a page that is given to trafilatura; a long article has some 200 kB and 3,000; by hand,
2026-11."""
SURE_CHARS = 12
"""Characters of a paragraph from which it may be found further on; a shorter one must come next; by hand, 2026-11."""
MOST_COMPARED = 50_000_000
"""Characters that are looked through for paragraphs, over and over: a tenth of a second; by hand, 2026-11."""
MOST_NESTED = 8
"""Levels of JSON-LD in which the article is sought; by hand, 2026-11."""
LINES_ABOVE = 6
"""Paragraphs before the text among which stands who wrote it and when; by hand, 2026-11."""

_ARTICLE_TYPES = (
    "article", "newsarticle", "reportagenewsarticle", "opinionnewsarticle", "analysisnewsarticle", "blogposting",
)  # fmt: skip


_NAME_OF_SITE = re.compile(r"[-_|｜–—]|$")
"""What parts a title from the name of its site."""
_META_NAMES = {
    "og:title": "title",
    "og:url": "url",
    "og:site_name": "source",
    "author": "author",
    "article:author": "author",
    "og:article:author": "author",
    "article:published_time": "date",
    "og:release_date": "date",
    "publishdate": "date",
    "pubdate": "date",
    "contentsource": "source",
}


@dataclass(frozen=True, slots=True)
class WebArticle:
    """``fields`` by the keys of ``sources.field_names``; ``found_by`` says what told the article from its page.

    ``missing`` counts characters of the article that the page doesn't show. ``above`` are the lines before the text.
    """

    fields: dict[str, str]
    body: tuple[HtmlParagraph, ...]
    found_by: str
    missing: int = 0
    above: tuple[HtmlParagraph, ...] = ()


def web_article(tree: PlacedTree, text: str) -> WebArticle | None:
    """The article of a page whose source is ``text``; None where there is none."""
    fields, wanted, found_by = _told_by(tree, text)
    shown = paragraphs(tree.steps)
    body, missing = _paragraphs_that_say(dense_text(wanted), shown)
    if _leads_elsewhere(body):
        return None
    fields |= _shown_headline(shown, fields.get("title", ""))
    body = _without_surroundings(body, fields) or list(body)
    if "title" not in fields and body[0].level:
        fields["title"] = body[0].text
    above = [paragraph for paragraph in shown if paragraph.at < body[0].at][-LINES_ABOVE:]
    return WebArticle(fields, tuple(body), found_by, missing, tuple(above))


def _told_by(tree: PlacedTree, text: str) -> tuple[dict[str, str], str, str]:
    """Fields and text of the article as JSON-LD states them, else as trafilatura finds them; and which of them did."""
    stated = next(_stated_articles(tree), {})
    fields = _meta_fields(tree) | _linked_fields(stated)
    wanted = plain_value(_stated_text(stated.get("articleBody")))
    if wanted:
        return fields, wanted, "JSON-LD"
    extracted = _extracted(tree, text)
    found_by = "JSON-LD and trafilatura" if stated else "trafilatura"
    return _extracted_fields(extracted) | fields, extracted.get("text", ""), found_by


def _leads_elsewhere(body: Sequence[HtmlParagraph]) -> bool:
    """Whether what was found is mostly links, or nothing."""
    return 2 * sum(each.in_links for each in body) >= sum(len(each.text) for each in body)


def _shown_headline(shown: Sequence[HtmlParagraph], title: str) -> dict[str, str]:
    """The heading, else the line, that the title of the page begins with: 轮渡复航_苇州在线."""
    words = dense_text(title)
    begun = [line for line in shown if words.startswith(dense_text(line.text)) and not line.linked]
    return longest_title(line.text for line in _sure_headlines(begun, words))


def _sure_headlines(begun: Sequence[HtmlParagraph], title: str) -> list[HtmlParagraph]:
    """Of lines that the title begins with the headings, else those that the name of the site follows."""
    headings = [line for line in begun if line.level]
    return headings or [line for line in begun if _parts_from_site(line, title)]


def _parts_from_site(line: HtmlParagraph, title: str) -> bool:
    """Whether nothing but the name of a site stands behind a line in the title."""
    return _NAME_OF_SITE.match(title.removeprefix(dense_text(line.text))) is not None


def dense_text(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def _without_surroundings(body: Sequence[HtmlParagraph], fields: Mapping[str, str]) -> list[HtmlParagraph]:
    """Without links before and behind (新闻 视频, 打印), and without what stands above the headline in short pages."""
    kept = list(dropwhile(_is_linked, _below_headline(body, fields.get("title", ""))))
    return list(dropwhile(_is_linked, reversed(kept)))[::-1]


def _below_headline(body: Sequence[HtmlParagraph], title: str) -> Sequence[HtmlParagraph]:
    """The paragraphs behind the last that repeats the headline; all, where none does."""
    heads = [at for at, each in enumerate(body[: LINES_ABOVE + 1]) if _repeats_headline(each.text, title)]
    return body[max(heads, default=-1) + 1 :] or body


def _repeats_headline(line: str, title: str) -> bool:
    """Whether a line is the headline once more; with a full stop it is a sentence of the text."""
    return same_words(line, title) and not line.endswith("。")


def _is_linked(paragraph: HtmlParagraph) -> bool:
    return paragraph.linked


def _meta_fields(tree: PlacedTree) -> dict[str, str]:
    """What the head of the page states in ``<meta>`` elements."""
    found: dict[str, str] = {}
    for key, value in filter(all, _meta_statements(tree)):
        found.setdefault(key, value)
    if "://" in found.get("author", ""):  # the address of somebody's account
        del found["author"]
    return found


def _meta_statements(tree: PlacedTree) -> Iterator[tuple[str, str]]:
    """The key and the value of each ``<meta>`` element; no key for a name that is not read."""
    for step in tree.steps:
        if step.kind is StepKind.START and step.tag == "meta":
            name = _attribute(step.element, "property") or _attribute(step.element, "name")
            yield _META_NAMES.get(name.lower(), ""), plain_value(_attribute(step.element, "content"))


def _attribute(element: etree._Element, name: str) -> str:
    return (element.get(name) or "").strip()


def _paragraphs_that_say(wanted: str, found: Sequence[HtmlParagraph]) -> tuple[list[HtmlParagraph], int]:
    """The paragraphs that make up a text, and how many characters of it are in none."""
    chosen: list[HtmlParagraph] = []
    at = taken = compared = 0
    for paragraph in found:
        words = dense_text(paragraph.text)
        place = at if wanted.startswith(words, at) else -1
        if place < 0 and len(words) >= SURE_CHARS and compared < MOST_COMPARED:
            place = wanted.find(words, at)
            compared += (place if place >= 0 else len(wanted)) - at
        if words and place >= 0:
            chosen.append(paragraph)
            at = place + len(words)
            taken += len(words)
    return chosen, len(wanted) - taken


def _stated_articles(tree: PlacedTree) -> Iterator[dict[str, Any]]:
    if tree.root is None:
        return
    for script in tree.root.iter("script"):
        if (script.get("type") or "").strip().lower() == "application/ld+json":
            yield from _articles_in(_json_of(script), MOST_NESTED)


def _json_of(script: etree._Element) -> object:
    try:
        return json.loads(script.text or "", strict=False)
    except (ValueError, RecursionError):
        return None


def _articles_in(value: object, levels: int) -> Iterator[dict[str, Any]]:
    """The objects of an article's type, outermost first."""
    if levels <= 0:
        return
    if isinstance(value, list):
        for each in value:
            yield from _articles_in(each, levels - 1)
    elif isinstance(value, dict):
        if any(kind.lower() in _ARTICLE_TYPES for kind in _texts_of(value.get("@type"))):
            yield value
        yield from _articles_in(value.get("@graph"), levels - 1)


def _linked_fields(stated: dict[str, Any]) -> dict[str, str]:
    values = {
        "title": stated.get("headline") or stated.get("name"),
        "subtitle": stated.get("alternativeHeadline"),
        "date": stated.get("datePublished"),
        "author": stated.get("author"),
        "source": stated.get("publisher"),
        "page": stated.get("printPage"),
        "url": stated.get("url") or stated.get("mainEntityOfPage"),
    }
    plain = {key: plain_value("、".join(_texts_of(value))) for key, value in values.items()}
    return {key: value for key, value in plain.items() if value}


def _texts_of(value: object) -> list[str]:
    """The words of a value: a text, a number, what is named so, or several of them."""
    if isinstance(value, str | int) and not isinstance(value, bool):
        return [str(value)]
    if isinstance(value, dict):
        return _texts_of(value.get("name") or value.get("@id"))
    return [text for each in value for text in _texts_of(each)] if isinstance(value, list) else []


def _stated_text(value: object) -> str:
    return "\n".join(_texts_of(value))


def _extracted(tree: PlacedTree, text: str) -> dict[str, str]:
    """What trafilatura takes for the article; nothing of pages that are too large for it."""
    if len(text) > LARGEST_EXTRACTED or len(tree.steps) > 2 * MOST_ELEMENTS:
        return {}
    import trafilatura  # takes half a second, and few files need it

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.bare_extraction(
            text,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            date_extraction_params={"extensive_search": False},
        )
    except Exception:  # whatever broken markup makes the library raise: to us the page has no article
        return {}
    if found is None:
        return {}
    names = ("text", "title", "author", "date", "sitename", "url")
    return {name: str(value) for name in names if (value := getattr(found, name, None))}


def _extracted_fields(extracted: dict[str, str]) -> dict[str, str]:
    names = {"title": "title", "author": "author", "date": "date", "sitename": "source", "url": "url"}
    return {key: extracted[name] for name, key in names.items() if name in extracted}
