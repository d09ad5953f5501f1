"""Digital editions among the files: which page lists which article, where it stands there, and what is only linked.

The pages (``node_2.htm``) are read before anything else. They hold no articles; what they say goes with the files that
they lead to. Page files that lie beside articles, and were not given with them, are read too.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from retrieval.editions.base.decoding import decode
from retrieval.editions.base.draft import EditionDefaults, PageListing, SourceFile
from retrieval.editions.html.edition_page import ARTICLE_FILE, PAGE_FILE, EditionPage, edition_page, file_called
from retrieval.editions.html.placed_tree import PlacedTree
from retrieval.editions.sources.files import file_bytes
from retrieval.editions.sources.html_files import HTML_SUFFIXES, LARGEST_HTML
from retrieval.editions.sources.metadata import first_known
from retrieval.editions.sources.paths import from_path
from retrieval.errors import BadInput
from retrieval.language.page_names import names_page_file
from retrieval.printed import PageArea

MOST_BESIDE = 400
"""Page files in a folder that are looked at although they were not given; by hand, 2026-11."""
IN_EDITION = "the picture or PDF of a page whose articles are read from the digital edition"

FoundFile = SourceFile | BadInput


def with_digital_editions(found: Sequence[FoundFile]) -> list[FoundFile]:
    """The files, each with what pages of digital editions say of it; the pages themselves are not read for articles."""
    files = [file for file in found if isinstance(file, SourceFile)]
    pages = [*_pages_among(files)]
    if not pages:
        return list(found)
    editions = _Editions(files)
    for page in pages:
        editions.read(page)
    return [editions.marked(file) if isinstance(file, SourceFile) else file for file in found]


def _pages_among(files: Sequence[SourceFile]) -> Iterator[SourceFile]:
    """Pages by their names, those that lie beside articles, and what may be a page by its map."""
    pages = list(filter(_is_page, files))
    articles = list(filter(_may_be_article, files))
    yield from pages
    yield from _pages_beside(articles, {page.stored for page in pages})
    yield from (file for file in articles if names_page_file(file.absolute.stem))


@dataclass(slots=True)
class _Listed:
    """What pages say of one article, in the order in which they were read."""

    pages: list[EditionDefaults] = field(default_factory=list)
    areas: list[PageArea | None] = field(default_factory=list)

    def listing(self) -> PageListing:
        """The first page that the article has a place on, else the first that lists it."""
        at = next((at for at, area in enumerate(self.areas) if area is not None), 0)
        names = list(dict.fromkeys(page.page or "?" for page in self.pages))
        taken = self.pages[at].page or "?"
        remarks = (f"listed on pages {', '.join(names)}; taken for one of page {taken}",) if len(names) > 1 else ()
        return PageListing(self.pages[at], self.areas[at], remarks)


class _Editions:
    """Reads page files, one after the other, and knows what they say of the files that were given."""

    def __init__(self, files: Sequence[SourceFile]) -> None:
        self._given = {file.stored for file in files}
        self._in_small = {stored.lower(): stored for stored in self._given}
        self._called: dict[str, list[str]] = defaultdict(list)
        for stored in self._given:
            self._called[PurePosixPath(stored).name.lower()].append(stored)
        self._listed: dict[str, _Listed] = defaultdict(_Listed)
        self._linked: set[str] = set()
        self._told: dict[str, tuple[str, ...]] = {}

    def read(self, file: SourceFile) -> None:
        """Take one page in. One that can't be read is read again as a file, and reported then."""
        try:
            tree = PlacedTree(decode(file_bytes(file, LARGEST_HTML), Path(file.shown)))
            place = from_path(file.below, Path(file.stored)).stated
        except BadInput:
            return
        finally:
            if file.container is not None:
                file.container.close()
        page = edition_page(tree, file.absolute.name)
        if not _is_page(file) and not self._shows_articles(file, page):
            return
        said = first_known(EditionDefaults(page.said.paper, page.said.day, page.said.page), replace(place, page=None))
        self._told[file.stored] = tuple(self._take(file, page, said))

    def marked(self, file: SourceFile) -> SourceFile:
        """The file with what was found out about it."""
        if file.stored in self._told:
            return replace(file, passed_over=self._told[file.stored])
        if file.stored in self._linked:
            return replace(file, passed_over=(IN_EDITION,))
        listed = self._listed.get(file.stored)
        return replace(file, listing=listed.listing()) if listed is not None else file

    def _shows_articles(self, file: SourceFile, page: EditionPage) -> bool:
        """Whether the map of a numbered page leads to files that were given: a page, whatever its file is called."""
        if page.said.page is None:
            return False
        return any(area is not None and self._target(file, address) for address, area in page.areas.items())

    def _take(self, file: SourceFile, page: EditionPage, said: EditionDefaults) -> Iterator[str]:
        """Keep what a page says of others; what the operator should know of it."""
        self._linked.update(filter(None, (self._target(file, address) for address in page.pictures)))
        found, missing = self._areas_of_files(file, page)
        for target, areas in found.items():
            self._listed[target].pages.append(said)
            self._listed[target].areas.append(_together(areas))
        called = f"page {said.page}" if said.page else "a page whose number was not found"
        yield (
            f"{called} of a digital edition, which lists {len(found)} articles"
            if found
            else f"{called}, without articles"
        )
        if missing:
            some = ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")
            yield f"{len(missing)} listed files are not among those given: {some}"

    def _areas_of_files(self, file: SourceFile, page: EditionPage) -> tuple[dict[str, list[PageArea]], list[str]]:
        """Where on a page each file stands that it leads to, and the names of files that were not given."""
        found: dict[str, list[PageArea]] = defaultdict(list)
        missing: list[str] = []
        for address, area in page.areas.items():
            target = self._target(file, address)
            if target is None:
                missing.append(PurePosixPath(file_called(address)).name)
            else:
                found[target] += [area] if area is not None else []
        return found, missing

    def _target(self, page: SourceFile, address: str) -> str | None:
        """The file that an address leads to, among those that were given."""
        path = file_called(address)
        if not path:
            return None
        near = posixpath.normpath(posixpath.join(posixpath.dirname(page.stored), path))
        if near in self._given:
            return near
        if near.lower() in self._in_small:  # servers that mind no case have links in any
            return self._in_small[near.lower()]
        alike = self._called.get(PurePosixPath(path).name.lower(), [])
        ends = "/" + "/".join(PurePosixPath(path).parts[-3:]).lstrip("/")
        same = [stored for stored in alike if stored.lower().endswith(ends.lower())] or alike
        return same[0] if len(same) == 1 else None


def _together(areas: list[PageArea]) -> PageArea | None:
    """One area of the outlines of several."""
    if not areas:
        return None
    return replace(areas[0], outlines=tuple(outline for area in areas for outline in area.outlines))


def _is_page(file: SourceFile) -> bool:
    return PAGE_FILE.fullmatch(file.absolute.name) is not None


def _may_be_article(file: SourceFile) -> bool:
    return file.absolute.suffix.lower() in HTML_SUFFIXES and not _is_page(file)


def _pages_beside(articles: Iterable[SourceFile], known: set[str]) -> Iterator[SourceFile]:
    """Page files on the disk that were not given: beside articles, and where layout and content lie apart."""
    folders: dict[Path, SourceFile] = {}
    for article in articles:
        if article.container is None:
            folders.setdefault(article.absolute.parent, article)
    for folder, article in folders.items():
        for place in (folder, _counterpart(folder, "content", "layout")):
            for path in _page_files(place):
                if str(path) not in known:
                    below = article.below.parent / path.name
                    yield SourceFile(str(path), path, below, size=path.stat().st_size)


def articles_of_pages(given: Iterable[Path], known: Iterable[Path]) -> list[Path]:
    """Those of the ``known`` files that pages among the ``given`` ones may say something of."""
    pages = [path for path in given if PAGE_FILE.fullmatch(path.name)]
    folders = {page.parent for page in pages} | {_counterpart(page.parent, "layout", "content") for page in pages}
    return [path for path in known if path.parent in folders and ARTICLE_FILE.fullmatch(path.name)]


def _counterpart(folder: Path, name: str, other: str) -> Path | None:
    """…/content/202604/08 → …/layout/202604/08, and the other way round; None where no folder has that name."""
    parts = list(folder.parts)
    if name not in parts:
        return None
    at = len(parts) - 1 - parts[::-1].index(name)
    return Path(*parts[:at], other, *parts[at + 1 :])


def _page_files(folder: Path | None) -> list[Path]:
    if folder is None:
        return []
    try:
        named = [path for path in folder.iterdir() if PAGE_FILE.fullmatch(path.name) and not path.is_symlink()]
    except OSError:
        return []
    return sorted(filter(Path.is_file, named))[:MOST_BESIDE]
