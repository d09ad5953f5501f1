"""What the path of a file says: paper, date, page, and whether the file holds one article of its page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from retrieval.editions.base.draft import EditionDefaults
from retrieval.editions.sources.metadata import day_below, day_in
from retrieval.language.folding import simplified
from retrieval.language.page_names import is_section, labelled_page, page_name, without_page_label
from retrieval.language.paper_names import is_paper_name, paper_name_in

NEAREST_FOLDERS = 5
"""Folders above a file that are looked at, and one less above one that was named itself; by hand, 2026-11."""
LONGEST_PAGE_FOLDER = 24
"""Characters of a folder that a page is called by; by hand, 2026-11."""

_TOKEN_BREAK = re.compile(r"[-_\s.、，,()（）【】\[\]：:·+&]+")
_PAGE_TOKEN = re.compile(r"(?:page|node|p|版)?([A-Za-z]?叠?\d{1,3})", re.IGNORECASE)
_PAGE_FOLDER = re.compile(
    r"(?:(?:page|p|版面?)[-_ ]?(\d{1,3})|([A-Z]\d{1,2})(?:[-_ ：:·]+.*)?|(\d{1,2}))", re.IGNORECASE
)
_NUMBER_BEFORE_WORDS = re.compile(r"^([A-Za-z]?\d{1,3})(?=[^\dA-Za-z])")
_NUMBER_BEHIND_WORDS = re.compile(r"([^\dA-Za-z]+)([A-Za-z]?\d{1,3})")
_NO_PAGE_AHEAD = frozenset({"content", "article", "news", "id", "art"})
_ARTICLE_THEN_PAGE = re.compile(r"^nw\.", re.IGNORECASE)
"""People's Daily's old names: nw.D110000renmrb_20140408_2-03 is the second article of page 3."""


@dataclass(frozen=True, slots=True)
class PathStates:
    """``one_report``: the file is one of several that the page was exported as."""

    stated: EditionDefaults
    one_report: bool = False


def from_path(below: Path, absolute: Path) -> PathStates:
    """What folders and file name say, nearest first. ``below`` limits how far up is looked: never above it,
    except for the folders around a file that was named itself.

    Raises:
        BadInput: ``field``, where the path spells a day that no calendar has.

    """
    is_alone = len(below.parts) <= 1
    folders = list(absolute.parent.parts[1 - NEAREST_FOLDERS :] if is_alone else below.parent.parts[-NEAREST_FOLDERS:])
    stem = absolute.stem
    day, rest = day_in(stem, absolute)
    edition: list[str] = []
    if day is None:
        day, edition = _day_in_folders(folders, absolute)
    name = _FileName.of(stem, rest, dated=day is not None)
    page, one_report = _page_and_share(name, _page_of_folders(folders, edition))
    return PathStates(EditionDefaults(_paper_in([stem, *reversed(folders)]), day, page), one_report)


def from_words(text: str, path: Path) -> EditionDefaults:
    """What a line such as 「临江日报 2025-03-16 第3版」 says. ``path`` is what errors call it.

    Raises:
        BadInput: ``field``, where it spells a day that no calendar has.

    """
    day, rest = day_in(text, path)
    return EditionDefaults(paper_name_in(rest), day, labelled_page(rest))


@dataclass(frozen=True, slots=True)
class _FileName:
    """What a file's name says when date and paper are taken out of it.

    ``labelled``: the page is called one (第3版); ``numbered``: an article's number stands beside it; ``worded``: words
    do that are no section's name.
    """

    page: str | None = None
    labelled: bool = False
    numbered: bool = False
    worded: bool = False

    @classmethod
    def of(cls, stem: str, rest: str, *, dated: bool) -> _FileName:
        page = labelled_page(rest)
        tokens = _tokens(without_page_label(rest))
        words = [_NUMBER_BEFORE_WORDS.sub("", token) for token in tokens if not token.isascii()]
        worded = any(not _is_known_word(word) for word in words)
        numbers = _page_tokens(tokens)
        if page is not None:
            return cls(page, labelled=True, numbered=bool(numbers), worded=worded)
        if not dated or not numbers:
            return cls(numbered=bool(numbers), worded=worded)
        if _ARTICLE_THEN_PAGE.match(stem) and len(numbers) > 1:
            return cls(page_name(numbers[1]), numbered=True)
        if worded and len(numbers) == 1 and numbers[0].isdigit():
            return cls(numbered=True, worded=True)  # 02 夜校: the page or the article, nobody knows
        return cls(page_name(numbers[0]), numbered=len(numbers) > 1, worded=worded)


def _tokens(text: str) -> list[str]:
    """The parts of a name; a number right behind the name of a paper is one of its own: 苇州日报T12."""
    parts: list[str] = []
    for token in filter(None, _TOKEN_BREAK.split(text)):
        found = _NUMBER_BEHIND_WORDS.fullmatch(token)
        parts += [found[1], found[2]] if found and (is_paper_name(found[1]) or is_section(found[1])) else [token]
    return parts


def _page_tokens(tokens: list[str]) -> list[str]:
    """Numbers that may be those of a page or an article; those of articles counted over years are none."""
    found: list[str] = []
    before = ""
    for token in tokens:
        number = _PAGE_TOKEN.fullmatch(token) or _NUMBER_BEFORE_WORDS.match(token)
        if number and before.lower() not in _NO_PAGE_AHEAD:
            found.append(number[1])
        before = token
    return found


def _is_known_word(word: str) -> bool:
    return not word or is_section(word) or paper_name_in(word) is not None


def _page_and_share(name: _FileName, folder: str | None) -> tuple[str | None, bool]:
    """The page, and whether the file holds one of its articles only."""
    share = name.numbered or name.worded
    if folder is None:
        return name.page, name.page is not None and share
    if name.labelled or (name.page == folder and not folder.isdigit()):
        return name.page, share
    return folder, True


def _page_of_folders(folders: list[str], edition: list[str]) -> str | None:
    """The page that a folder is called by: 第05版：民生; in the folder of an ``edition`` also A03 and 05."""
    for folder in reversed(folders):
        page = labelled_page(folder) if len(folder) <= LONGEST_PAGE_FOLDER else None
        if page is None and folder in edition:
            found = _PAGE_FOLDER.fullmatch(folder)
            page = page_name(found[1] or found[2] or found[3]) if found else None
        if page is not None:
            return page
    return None


def _day_in_folders(folders: list[str], path: Path) -> tuple[date | None, list[str]]:
    """The date that the nearest folder spells, alone or with the two above it (2022/12/08), and the folders below."""
    for depth in range(len(folders), 0, -1):
        day, _ = day_in(folders[depth - 1], path)
        day = day or day_below(folders[max(0, depth - 3) : depth], path)
        if day is not None:
            return day, folders[depth:]
    return None, []


def _paper_in(names: list[str]) -> str | None:
    """The nearest name that holds one; 教育周刊 is what a page is called by."""
    found = filter(None, map(paper_name_in, names))
    return next((name for name in found if not is_section(simplified(name))), None)
