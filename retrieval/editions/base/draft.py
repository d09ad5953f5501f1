"""What reading a file gives: the file, its stated metadata, and article drafts that have no id yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

from retrieval.domain import ArticleKind, Byline, Piece
from retrieval.editions.base.extraction import Extraction
from retrieval.editions.base.file_names import shown_name
from retrieval.editions.base.zips import Zip
from retrieval.errors import BadInput
from retrieval.printed import PageArea, PrintedLine


@dataclass(frozen=True, slots=True)
class EditionDefaults:
    """What the operator says about the files of one call; None where nothing was said."""

    paper: str | None = None
    date: date | None = None
    page: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """An article as read. ``jump`` is the printed label that names the page it continues (``from_page``).

    ``to_page`` is the page named by a label such as 下转第4版. Other fields as in ``domain.Article``.
    """

    headline: str | None
    kicker: str | None
    subhead: str | None
    byline: Byline
    kind: ArticleKind
    body: str
    pieces: tuple[Piece, ...]
    joins: int
    paper: str | None
    date: date | None
    page: str | None
    jump: str | None = None
    from_page: str | None = None
    to_page: str | None = None
    external_id: str | None = None
    url: str | None = None
    area: PageArea | None = None
    lines: tuple[PrintedLine, ...] = ()


class PublicationStatus(StrEnum):
    """What a news agency says of an article: whether it may be published."""

    USABLE = "usable"
    WITHHELD = "withheld"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True)
class StatusNotice:
    """What a delivery says of the article of an id that it gave, now or earlier. ``line`` counts from 1."""

    external_id: str
    status: PublicationStatus
    line: int


@dataclass(frozen=True, slots=True)
class PageListing:
    """What the page of a digital edition says of an article in a file of its own: where it was printed.

    ``area`` is its place on the page. ``remarks`` are what the operator should know of it, in short English sentences.
    """

    stated: EditionDefaults
    area: PageArea | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to be read: ``shown`` is its path as the operator wrote it, ``absolute`` opens it from anywhere.

    ``below`` is the path below the folder that was given (or the path itself), as text: edition metadata is sought
    there. ``container`` is the zip that the file is a member of; ``shown`` and ``absolute`` then name the member
    behind it. ``size`` is in bytes, as it was when the file was found. ``passed_over`` says why the file is not read
    for articles: a picture or a PDF that lies among pages, a page that only leads to articles. ``listing`` is what such
    a page says of the article in this file.
    """

    shown: str
    absolute: Path
    below: Path
    container: Zip | None = None
    size: int = 0
    passed_over: tuple[str, ...] = ()
    listing: PageListing | None = None

    @property
    def stored(self) -> str:
        """How the archive names it: ``absolute`` as text, whatever coding the name has on the disk."""
        return shown_name(self.absolute)


ReadItem: TypeAlias = ArticleDraft | StatusNotice | BadInput
"""What a file holds: an article, what is said of one, or a line that can't be read."""


@dataclass(frozen=True, slots=True)
class FileReading:
    """A file that could be read. ``items`` yields drafts, and a BadInput for each line that is none.

    ``stated`` is what was known of paper, day and page when it was opened; ``stands_for`` the page that it is, where it
    is one page of a paper. ``bare_titles`` are titles that no text stands under, ``remarks`` what else the operator
    should know, in short English sentences. ``extraction`` is what the pieces of the drafts lie in where the file has
    no text of its own (``Coding.EXTRACTED``). ``area`` is the place on the page that another file tells of its article.
    ``without`` says why the file holds no article where that is no fault: an advertisement, a list of links. Where
    reading takes long, ``later`` reads on: until then there are no items.
    """

    file: SourceFile
    format: str
    sha256: str
    size: int
    stated: EditionDefaults
    items: Iterator[ReadItem]
    bare_titles: tuple[str, ...] = ()
    extraction: Extraction | None = None
    stands_for: EditionDefaults | None = None
    remarks: tuple[str, ...] = ()
    area: PageArea | None = None
    without: str | None = None
    later: Callable[[], FileReading] | None = None

    def read_on(self) -> FileReading:
        """The reading with its items. Raises ``BadInput`` where the file can't be read after all."""
        return self.later() if self.later is not None else self
