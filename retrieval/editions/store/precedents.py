"""What a file that was read takes the place of: what the same file, page, articles or content gave before.

A file that is given again stands for itself, a page file for its page whatever it is called, and what states too little
to tell is recognised by what it says (``recognition.py``). Several files of one call may be parts of one page: they
leave each other alone, unless one says what another says. Files of one folder are told apart by their names alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from retrieval.editions.base.draft import ArticleDraft, EditionDefaults, FileReading, ReadItem
from retrieval.editions.store.read_before import KnownArticle, LiveArticle
from retrieval.editions.store.recognition import recognise
from retrieval.editions.store.writer import Writer
from retrieval.language.revision_marks import is_revision

BY_ID = frozenset({"jsonl", "epaper", "web"})
"""Formats of files that stand for themselves: their articles are known by the ids that they state."""


@dataclass(frozen=True, slots=True)
class Precedents:
    """The live articles whose place a file takes, and its items with what is known of them from those.

    ``versions`` are the numbers of items that are an article of before, with its id. ``replaces_page`` says that the
    file has taken the place of others, and is no part beside them.
    """

    before: list[LiveArticle]
    items: Iterator[ReadItem]
    versions: Mapping[int, int] = field(default_factory=dict)
    replaces_page: bool = False


def precedents(writer: Writer, reading: FileReading, given: Collection[str]) -> Precedents:
    """What a file takes the place of; ``given`` are the paths of all files of this call."""
    before = writer.live_of_file(reading.file.stored)
    if reading.format in BY_ID:
        return Precedents(before or writer.live_of_duplicate(reading), reading.items)
    page = _others_of_page(writer, reading.stands_for, reading.file.stored)
    beside = [live for live in page if writer.path_of(live.source_id) in given]
    before += [live for live in page if live not in beside]
    before = before or writer.live_of_duplicate(reading)
    items = list(reading.items)
    drafts = [item for item in items if isinstance(item, ArticleDraft)]
    if len(drafts) < len(items) or (before and not beside and all(map(_is_fully_stated, drafts))):
        return Precedents(before, iter(items))
    known = _not_beside(writer, reading.file.stored, given, writer.known(drafts))
    return _recognised(writer, reading.file.stored, drafts, before, known)


def _recognised(
    writer: Writer, path: str, drafts: list[ArticleDraft], before: list[LiveArticle], known: list[KnownArticle]
) -> Precedents:
    """What the file at ``path`` takes the place of beside ``before``, by what its articles say."""
    again = recognise(writer, path, drafts, known)
    if again is None:
        return Precedents(before, iter(drafts))
    ids = {live.id for live in before}
    others = [live for live in again.before if live.id not in ids]
    return Precedents([*before, *others], iter(again.drafts), again.versions, replaces_page=True)


def _others_of_page(writer: Writer, page: EditionDefaults | None, path: str) -> list[LiveArticle]:
    """What is live of a page from other files than the one at ``path``."""
    if page is None:
        return []
    return [live for live in writer.live_of_page(page) if writer.path_of(live.source_id) != path]


def _not_beside(writer: Writer, path: str, given: Collection[str], known: list[KnownArticle]) -> list[KnownArticle]:
    """Without articles of other files that lie in the folder of the one at ``path``: who keeps both means both.

    A name that says that its file was corrected means one of them.
    """
    if is_revision(PurePath(path).stem):
        return known
    others = {each.source_id: writer.path_of(each.source_id) for each in known}
    return [each for each in known if not _stands_beside(others[each.source_id], path, given)]


def _stands_beside(other: str, path: str, given: Collection[str]) -> bool:
    """Whether another file lies in the folder of the one at ``path`` still."""
    if other == path or PurePath(other).parent != PurePath(path).parent:
        return False
    return other in given or Path(other).exists()


def _is_fully_stated(draft: ArticleDraft) -> bool:
    """Whether paper, day and page are stated."""
    return None not in {draft.paper, draft.date, draft.page}
