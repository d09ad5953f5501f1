"""One page of a digital edition (``node_2.htm``): which page it is, its picture, and the articles it leads to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from lxml import etree

from retrieval.editions.html.paragraphs import paragraphs
from retrieval.editions.html.placed_tree import PlacedTree, StepKind
from retrieval.language.imprints import Imprint, first_said, items_in_head
from retrieval.language.page_names import labelled_page, page_beside_section
from retrieval.printed import PageArea, Place

PAGE_FILE = re.compile(r"(?:node_[\w-]+|nbs\.[\w.-]+)\.html?", re.IGNORECASE)
ARTICLE_FILE = re.compile(r"(?:(?:content|c|con|article)[_-]|nw\.)(?P<id>[\w.-]+)\.html?", re.IGNORECASE)
"""``node_2.htm`` and ``content_52014.htm``; or ``nbs.D110000xx_03.htm`` and ``nw.D110000xx_20170722_1-03.htm``."""
MOST_CORNERS = 400
"""Corners of an outline that are kept; by hand, 2026-11."""
LONGEST_HEAD = 60
"""Characters of a line that says which page it is; by hand, 2026-11."""

_COORDINATE = re.compile(r"-?\d+(?:\.\d+)?")
_PERCENT_PLACE = re.compile(
    r"""['"]?x['"]?\s*:\s*['"]?(-?[\d.]+)%?['"]?\s*,\s*['"]?y['"]?\s*:\s*['"]?(-?[\d.]+)""", re.IGNORECASE
)
_PIXELS = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:px)?\s*", re.IGNORECASE)
_LEADS_TO_PDF = re.compile(r"\.pdf$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class EditionPage:
    """``areas`` leads from the addresses of articles, as written and in the order of the page, to where they stand.

    An article that is only listed has no area. ``pictures`` are the addresses of the page's picture and PDF.
    """

    said: Imprint
    areas: dict[str, PageArea | None]
    pictures: tuple[str, ...] = ()


def edition_page(tree: PlacedTree, name: str) -> EditionPage:
    """Read the file called ``name``."""
    elements = [step.element for step in tree.steps if step.kind is StepKind.START]
    picture = _picture(elements)
    source = picture.get("src") if picture is not None else None
    areas = _areas(elements, picture)
    links = (element.get("href") or "" for element in elements if element.tag == "a")
    pictures = dict.fromkeys([source, *filter(_LEADS_TO_PDF.search, links)])
    return EditionPage(_said(tree, elements, name), areas, tuple(filter(None, pictures)))


def _areas(elements: list[etree._Element], picture: etree._Element | None) -> dict[str, PageArea | None]:
    """Where on the page each article stands that it leads to; None where it doesn't say."""
    source = picture.get("src") if picture is not None else None
    percent = any(element.get("xy") for element in elements)
    size = (100.0, 100.0) if percent else _picture_size(picture)
    areas: dict[str, PageArea | None] = {}
    for address, outlines in _outlines(elements).items():
        areas[address] = PageArea(tuple(outlines), size, picture=source) if outlines else None
    for address in _linked_articles(elements):
        areas.setdefault(address, None)
    return areas


def _linked_articles(elements: list[etree._Element]) -> Iterator[str]:
    """The addresses of articles that links lead to."""
    addresses = (_address(element) for element in elements if element.tag == "a")
    return filter(_is_article, addresses)


def file_called(address: str) -> str:
    """The path in an address, without what follows ``?`` and ``#``; "" for scripts and for what is no address."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    return unquote(parts.path) if parts.scheme in {"", "http", "https"} else ""


def _is_article(address: str) -> bool:
    return bool(ARTICLE_FILE.fullmatch(PurePosixPath(file_called(address)).name))


def _address(element: etree._Element) -> str:
    """Where an element leads to, if to a file: none to a place of this page, and none to another page."""
    address = (element.get("href") or "").strip()
    name = PurePosixPath(file_called(address)).name
    return "" if not name or PAGE_FILE.fullmatch(name) else address


def _outlines(elements: list[etree._Element]) -> dict[str, list[tuple[Place, ...]]]:
    """The polygons of each article that the map of the picture leads to."""
    found: dict[str, list[tuple[Place, ...]]] = defaultdict(list)
    for element in elements:
        address = _address(element)
        if not address or not (element.tag == "area" or element.get("xy")):
            continue
        outline = _outline(element)
        if len(outline) >= 3:
            found[address].append(outline)
        else:
            found.setdefault(address, [])
    return found


def _outline(element: etree._Element) -> tuple[Place, ...]:
    in_percent = element.get("xy")
    if in_percent:
        return _outline_in_percent(in_percent)
    numbers = list(map(_float, _COORDINATE.findall(element.get("coords") or "")))
    if (element.get("shape") or "").lower().startswith("rect") or len(numbers) == 4:
        left, top, right, bottom = [*numbers, 0.0, 0.0, 0.0, 0.0][:4]
        return (left, top), (right, top), (right, bottom), (left, bottom)
    return tuple(zip(numbers[::2], numbers[1::2], strict=False))[:MOST_CORNERS]


def _outline_in_percent(written: str) -> tuple[Place, ...]:
    places = [(_float(x), _float(y)) for x, y in _PERCENT_PLACE.findall(written)]
    return tuple(places[:MOST_CORNERS])


def _float(written: str) -> float:
    try:
        return float(written)
    except ValueError:
        return 0.0


def _picture(elements: list[etree._Element]) -> etree._Element | None:
    """The picture of the page: that which the map belongs to."""
    return next((element for element in elements if element.tag == "img" and element.get("usemap")), None)


def _picture_size(picture: etree._Element | None) -> Place | None:
    if picture is None:
        return None
    size = _pixels(picture, "width"), _pixels(picture, "height")
    return size if all(size) else None


def _pixels(picture: etree._Element, name: str) -> float:
    """The number that an attribute states, 0 where it states none."""
    found = _PIXELS.fullmatch(picture.get(name) or "")
    return float(found[1]) if found else 0.0


def _said(tree: PlacedTree, elements: list[etree._Element], name: str) -> Imprint:
    """Paper, day and page as the page itself says them: on its own link, else where no link is, else in its title."""
    heads = list(_head_cells(tree))
    seen, title = first_said(map(items_in_head, heads)), items_in_head(tree.plain("title"))
    lines = [*_own_links(elements, name), *heads]
    labels = chain(map(labelled_page, lines), map(page_beside_section, lines))
    page = next(filter(None, labels), None)
    return Imprint(title.paper or seen.paper, seen.day or title.day, page or title.page)


def _head_cells(tree: PlacedTree) -> Iterator[str]:
    """The short lines of a page that are no links, cell by cell."""
    for line in paragraphs(tree.steps):
        if not line.linked and len(line.text) <= LONGEST_HEAD:
            yield from line.text.split("\t")


def _own_links(elements: list[etree._Element], name: str) -> Iterator[str]:
    """The words of links that lead to the page itself: all pages are listed on each of them."""
    for element in elements:
        if element.tag == "a" and PurePosixPath(file_called(element.get("href") or "")).name == name:
            text = "".join(map(str, element.itertext()))
            if len(text) <= LONGEST_HEAD:
                yield text
