"""The published view: what readers may open and are sent is one generation's articles, less what is withdrawn now.

Whatever was read into the archive since, was refused by the gate, waits, or was rolled back: readers see none of it.
The texts are the archive's, which keeps every version of an article; which of them count, the generation says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from retrieval.domain import Article, Byline, Edition, Headline, Passage
from retrieval.editions.store.archive import Archive, ArchiveCounts
from retrieval.editions.store.article_rows import ArticleRows
from retrieval.editions.store.rows import ARTICLE_ID, IS_NOT_WITHDRAWN, byline_of
from retrieval.errors import Damaged, NotShown
from retrieval.index.contents import changed_since_indexed
from retrieval.index.engine import Generation

EDITIONS = """SELECT e.id, e.paper, e.date FROM editions e
  WHERE EXISTS (SELECT 1 FROM articles a WHERE a.edition_id = e.id)
  ORDER BY e.date IS NULL, e.date DESC, e.paper, e.id"""
VERSIONS_OF_EDITION = """SELECT a.id, a.edition_id FROM articles o JOIN articles a ON a.story = o.story
  WHERE o.edition_id = ?"""
PLACES = "SELECT a.id, a.edition_id, a.page, a.source_id FROM articles a"
PRINTED_PLACES = """SELECT a.id, e.date, e.paper, a.page, coalesce(r.byline, a.byline)
  FROM articles a JOIN editions e ON e.id = a.edition_id LEFT JOIN articles r ON r.id = a.root ORDER BY a.id"""
HEADLINES = """SELECT a.id, a.headline, e.paper, e.date, a.page
  FROM articles a JOIN editions e ON e.id = a.edition_id WHERE a.headline IS NOT NULL AND a.continues IS NULL
  ORDER BY e.date IS NULL, e.date DESC, a.id"""
WITHDRAWN = "SELECT a.id FROM articles a WHERE a.withdrawn IS NOT NULL"


@dataclass(frozen=True, slots=True)
class PrintedPlace:
    """When, where and by whom an article was printed."""

    article_id: int
    date: date | None
    paper: str | None
    page: str | None
    byline: Byline


class Members(Container[int]):
    """The ids of the articles that a generation holds: a byte for each id up to the last one."""

    def __init__(self, ids: NDArray[np.int64]) -> None:
        """``ids`` ascend from 1."""
        flags = np.zeros(int(ids[-1]) + 1 if len(ids) else 1, dtype=np.bool_)
        flags[ids] = True
        self._flags = flags.tobytes()

    def __contains__(self, article_id: object) -> bool:
        return isinstance(article_id, int) and 0 < article_id < len(self._flags) and self._flags[article_id] == 1


_MEMBERS: WeakKeyDictionary[Generation, Members] = WeakKeyDictionary()
"""Of the generations that are open: every question asks for them."""


def members_of(generation: Generation) -> Members:
    """The articles of an open generation."""
    members = _MEMBERS.get(generation)
    if members is None:
        members = _MEMBERS[generation] = Members(generation.contents().article_ids)
    return members


class Papers(Protocol):
    """Gives the published view of open generations, where there is no archive."""

    def paper(self, generation: Generation) -> Published:
        """What readers see of a generation now."""
        ...


def published_view(texts: Archive | Papers, generation: Generation) -> Published:
    """What readers see of an open generation; its texts are the archive's, or come from elsewhere."""
    return Published(texts, generation) if isinstance(texts, Archive) else texts.paper(generation)


class Published(ArticleRows):
    """What readers see of one open generation, safe from several threads.

    It serves for as long as the generation is leased; withdrawals count from the moment they are made.
    """

    def __init__(self, archive: Archive, generation: Generation) -> None:
        super().__init__(archive.database, IS_NOT_WITHDRAWN, members_of(generation))
        self.generation, self._archive = generation, archive

    @property
    def revision(self) -> int:
        """A number that changes with every decision and reading."""
        return self._archive.revision()

    @property
    def id(self) -> str:
        """The generation's id."""
        return self.generation.manifest.id

    def article_ids(self) -> list[int]:
        """The ids of all articles that the generation holds, ascending, those withdrawn since among them."""
        return [int(id_) for id_ in self.generation.contents().article_ids]

    def editions(self) -> list[Edition]:
        """Editions of which readers see anything, newest first, undated ones last."""
        seen = {place[1] for place in self._places()}
        return [edition for edition in self._all_editions() if edition.id in seen]

    def edition_now(self, edition_id: int) -> Edition:
        """The edition of that id, or the one in which most of its reports stand now.

        Raises:
            Withdrawn: it was withdrawn.
            NotShown: readers see nothing of it any more, or not yet.
            UnknownRecord: there never was one.

        """
        versions = self._only_held(self._rows(f"{VERSIONS_OF_EDITION} AND {IS_NOT_WITHDRAWN}", (edition_id,)))
        editions = Counter(edition for _, edition in versions)
        if editions:
            now = edition_id if edition_id in editions else editions.most_common(1)[0][0]
            return self._withdrawals.edition_of(now)
        if withdrawal := self._withdrawals.of_edition(edition_id):
            raise withdrawal.error(f"edition {edition_id}")
        self._withdrawals.edition_of(edition_id)
        raise NotShown(f"no edition {edition_id}")

    def newest_date(self) -> date | None:
        """The date of the newest edition of which readers see anything; None where no edition has a date."""
        for edition in self._all_editions():
            if edition.date is not None and self._shows_any(edition.id):
                return edition.date
        return None

    def _shows_any(self, edition_id: int) -> bool:
        rows = self._rows(f"{ARTICLE_ID} WHERE {IS_NOT_WITHDRAWN} AND a.edition_id = ?", (edition_id,))
        return any(self._holds(id_) for (id_,) in rows)

    def counts(self) -> ArchiveCounts:
        """How much readers see; ``withdrawn`` is what of this generation was withdrawn since."""
        places = self._places()
        editions = {edition for _, edition, _, _ in places}
        pages = {(edition, page) for _, edition, page, _ in places if page is not None}
        sources = {source for _, _, _, source in places}
        return ArchiveCounts(
            editions=len(editions),
            pages=len(pages),
            articles=len(places),
            passages=self.generation.manifest.passages - self._withdrawn_passages(),
            sources=len(sources),
            withdrawn=self.generation.manifest.articles - len(places),
        )

    def printed_places(self) -> Iterator[PrintedPlace]:
        """Of all articles that the generation holds, by ascending id, those withdrawn since among them."""
        for id_, day, paper, page, byline in self._only_held(self._rows(PRINTED_PLACES)):
            yield PrintedPlace(id_, date.fromisoformat(day) if day else None, paper, page, byline_of(byline))

    def headlines(self) -> Iterator[Headline]:
        """Of all articles that the generation holds, the newest first, those withdrawn since among them."""
        for id_, headline, paper, day, page in self._only_held(self._rows(HEADLINES)):
            yield Headline(id_, headline, paper, date.fromisoformat(day) if day else None, page)

    def withdrawn_ids(self) -> list[int]:
        """The ids of articles that the generation holds and readers no longer see."""
        return [row[0] for row in self._only_held(self._rows(WITHDRAWN))]

    def check(self, cited: Sequence[tuple[Passage, Article]]) -> None:
        """Raise ``Damaged`` where what is to be cited is not what was published."""
        if changed := changed_since_indexed(self.generation.contents(), cited):
            raise Damaged(f"archive: passage {changed[0]} is not what was published")

    def _withdrawn_passages(self) -> int:
        rows = self._rows(
            "SELECT p.article_id FROM passages p JOIN articles a ON a.id = p.article_id WHERE a.withdrawn IS NOT NULL"
        )
        return len(self._only_held(rows))

    def _all_editions(self) -> Iterator[Edition]:
        for id_, paper, day in self._rows(EDITIONS):
            yield Edition(id_, paper, date.fromisoformat(day) if day else None)

    def _places(self) -> list[tuple[Any, ...]]:
        """(article, edition, page, source) of all that readers see."""
        return self._only_held(self._rows(f"{PLACES} WHERE {IS_NOT_WITHDRAWN}"))
