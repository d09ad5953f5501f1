"""The picture of the page on which an article stands: a scan, the one beside an e-paper, or a PDF's page drawn."""

from __future__ import annotations

import logging
import re
from collections import deque
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from retrieval.domain import Article
from retrieval.editions.base.file_names import on_disk
from retrieval.editions.base.plain_files import open_plain
from retrieval.editions.html.edition_page import file_called
from retrieval.editions.pages.page_process import shown_page
from retrieval.editions.sources.printed_pages import PDF_SUFFIXES, PICTURE_SUFFIXES
from retrieval.editions.store.archive import Archive
from retrieval.editions.store.verify import KeptSources
from retrieval.errors import BadInput, UnknownRecord
from retrieval.printed import PagePicture

LARGEST_SHOWN = 32 * 2**20
"""Bytes of a picture that is shown; a page scanned at 300 dpi has some 10 MB; by hand, 2026-12."""
PICTURE_SIGNATURES: Mapping[bytes, str] = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
"""How the pictures begin that are shown, and their media types: what a file is called says nothing of what it holds."""
log = logging.getLogger(__name__)

_INSIDE_EDITION = re.compile(r"[\d-]+|html?|content|layout")
"""Folders that an e-paper makes for its days and kinds of files; its pictures lie beside them."""


def page_picture(archive: Archive, article: Article, kept_sources: str | None = None) -> PagePicture | None:
    """The picture of an article's page; None where none was delivered, it is gone, or is not what was delivered.

    ``kept_sources`` as in ``verify.disagreements``.
    """
    if article.area is None or not has_page_picture(archive, article):
        return None
    if article.area.picture is None and _is_pdf(article):
        return _drawn(_file_as_read(archive, article, kept_sources), article.area.sheet, article.source_file)
    beside = _picture_beside(archive, article)
    content = _bounded(beside) if beside else _scanned_page(archive, article, kept_sources)
    kinds = [kind for begins, kind in PICTURE_SIGNATURES.items() if content is not None and content.startswith(begins)]
    return PagePicture(content, kinds[0]) if content is not None and kinds else None


def has_page_picture(archive: Archive, article: Article) -> bool:
    """Whether there is likely to be a picture; no file is opened."""
    if article.area is None:
        return False
    if article.area.picture is None and _is_pdf(article):
        return find_spec("pypdfium2") is not None
    if article.area.picture is None:
        return Path(article.source_file).suffix.lower() in PICTURE_SUFFIXES
    beside = _picture_beside(archive, article)
    return beside is not None and beside.is_file()


def _is_pdf(article: Article) -> bool:
    return Path(article.source_file).suffix.lower() in PDF_SUFFIXES


def _drawn(pdf: bytes | None, number: int, shown: str) -> PagePicture | None:
    """A page of a PDF, drawn."""
    try:
        return PagePicture(shown_page(pdf, number, shown), "image/jpeg") if pdf is not None else None
    except BadInput as error:
        log.warning("%s", error)
        return None


def _scanned_page(archive: Archive, article: Article, kept_sources: str | None) -> bytes | None:
    """The file that is itself the picture, unless it is too large to be shown."""
    raw = _file_as_read(archive, article, kept_sources)
    return raw if raw is not None and len(raw) <= LARGEST_SHOWN else None


def _file_as_read(archive: Archive, article: Article, kept_sources: str | None) -> bytes | None:
    """The file from which the article was read, as long as it is the same."""
    sources = KeptSources(archive, kept_sources)
    try:
        deque(sources.look_at(article.source_id), maxlen=0)
    except UnknownRecord:
        return None
    finally:
        sources.close()
    return sources.bytes_of(article.source_id)


def _picture_beside(archive: Archive, article: Article) -> Path | None:
    """Where an e-paper's page says that its picture lies: nowhere outside the folder of the paper's editions."""
    if article.area is None or article.area.picture is None:
        return None
    called = file_called(article.area.picture)
    if Path(called).suffix.lower() not in PICTURE_SUFFIXES:
        return None
    try:
        folder = on_disk(archive.source(article.source_id).absolute).parent.resolve()
        found = (folder / called.lstrip("/")).resolve()
    except (UnknownRecord, OSError, RuntimeError, ValueError):
        return None
    top = folder
    while _INSIDE_EDITION.fullmatch(top.name):
        top = top.parent
    return found if found.is_relative_to(top) else None


def _bounded(path: Path) -> bytes | None:
    """The bytes of a plain file that is not too large; no link is followed."""
    try:
        with open_plain(path) as file:
            content = file.read(LARGEST_SHOWN + 1)
    except OSError:
        return None
    return content if len(content) <= LARGEST_SHOWN else None
