"""Titles of an article as its page shows them: in headings, in elements with a telling class, in the file's title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from lxml import etree

from retrieval.editions.html.paragraphs import HtmlParagraph
from retrieval.editions.html.placed_tree import PlacedTree
from retrieval.editions.layout.bylines import credit_line

TITLES_BEFORE_BODY = 12
"""Paragraphs before the text among which its titles and credits stand; by hand, 2026-11."""
SHORTEST_TITLE = 2
"""Characters of a headline that is known by the title of its file; by hand, 2026-11."""
MOST_LINES_OF_TITLE = 3
"""Lines of an element that is one title; by hand, 2026-11."""

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CLASSES = {
    "introtitle": "yinti yt jianti jiantitle introtitle kicker kickertitle pretitle leadtitle toptitle overline meiti",
    "title": "title biaoti bt headline maintitle zhengti zhuti zhubiaoti articletitle newstitle",
    "subtitle": "futi ft subtitle subhead subheadline subheading fubiaoti subbiaoti sectitle",
}
_KEY_OF_CLASS = {name: key for key, names in _CLASSES.items() for name in names.split()}
_SIGNS_IN_CLASS = re.compile(r"[-_]")


def titles_above(tree: PlacedTree, above: Sequence[HtmlParagraph]) -> dict[str, str]:
    """Kicker, headline and subhead among the paragraphs before a text; what headings say is the surest."""
    last = [line for line in above[-TITLES_BEFORE_BODY:] if not line.linked]
    return _by_class(tree, last) | _by_title_of_file(tree, last) | _by_headings(tree, last)


def _by_headings(tree: PlacedTree, lines: Sequence[HtmlParagraph]) -> dict[str, str]:
    """The highest heading is the headline, others stand above and below it."""
    headings = list(_headings(tree, lines))
    if not headings:
        return {}
    levels, texts = zip(*headings, strict=True)
    at = levels.index(min(levels))
    titles = {"introtitle": " ".join(texts[:at]), "title": texts[at], "subtitle": " ".join(texts[at + 1 :])}
    return {key: text for key, text in titles.items() if text}


def _headings(tree: PlacedTree, lines: Sequence[HtmlParagraph]) -> Iterator[tuple[int, str]]:
    """Rank and words of each heading, line breaks in it or not; those with the names of reporters are none."""
    for _, group in groupby(lines, key=lambda line: _heading_around(tree, line)):
        parts = list(group)
        if parts[0].level and any(credit_line(part.text) is None for part in parts):
            yield parts[0].level, _lines_as_title(parts)


def _heading_around(tree: PlacedTree, line: HtmlParagraph) -> etree._Element | None:
    return next((element for element in _around(tree, line) if str(element.tag).lower() in _HEADINGS), None)


def _around(tree: PlacedTree, line: HtmlParagraph) -> Iterator[etree._Element]:
    """The elements around the beginning of a line, innermost first."""
    element = tree.steps[line.at].element
    yield element
    yield from element.iterancestors()


def _by_class(tree: PlacedTree, lines: Sequence[HtmlParagraph]) -> dict[str, str]:
    """What elements hold whose class or id says which title they are: ``<p class="yinti">``."""
    found: dict[str, str] = {}
    for named, group in groupby(lines, key=lambda line: _named_around(tree, line)):
        parts = list(group)
        if named is None or len(parts) > MOST_LINES_OF_TITLE:
            continue
        if all(credit_line(part.text) is None for part in parts):
            found[named[1]] = _lines_as_title(parts)
    return found


def _named_around(tree: PlacedTree, line: HtmlParagraph) -> tuple[etree._Element, str] | None:
    """The innermost element around a line that a class or id names a title, and which one."""
    named = ((element, _named_title(element)) for element in _around(tree, line))
    return next(((element, key) for element, key in named if key), None)


def _named_title(element: etree._Element) -> str | None:
    """Which title the classes and the id of an element name."""
    words = " ".join(element.get(name, "") for name in ("class", "id")).lower().split()
    return next(filter(None, (_KEY_OF_CLASS.get(_SIGNS_IN_CLASS.sub("", word)) for word in words)), None)


def _by_title_of_file(tree: PlacedTree, lines: Sequence[HtmlParagraph]) -> dict[str, str]:
    """The line before the text that the title of the file begins with: old pages mark no headings."""
    title = "".join(tree.plain("title").split())
    texts = (line.text for line in lines)
    return longest_title(
        text for text in texts if len(text) >= SHORTEST_TITLE and title.startswith("".join(text.split()))
    )


def longest_title(texts: Iterable[str]) -> dict[str, str]:
    """The longest text as the headline; nothing where there is none."""
    title = " ".join(max(texts, key=len, default="").split())
    return {"title": title} if title else {}


def _lines_as_title(parts: Sequence[HtmlParagraph]) -> str:
    return " ".join(" ".join(part.text.split()) for part in parts)
