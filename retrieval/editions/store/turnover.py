"""What one set of articles has that another has not, as people are told it: what comes, what is reworded, what goes."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from retrieval.domain import Edition, Headline
from retrieval.editions.store.database import Database, translated

TURNED = """SELECT a.id, a.story, a.hash, a.continues IS NULL, coalesce(r.headline, a.headline, a.jump), a.page,
    e.id, e.paper, e.date
  FROM articles a JOIN editions e ON e.id = a.edition_id LEFT JOIN articles r ON r.id = a.root
  WHERE a.withdrawn IS NULL AND a.id IN (SELECT value FROM json_each(?))
  ORDER BY e.date IS NULL, e.date DESC, e.paper, e.id, a.page_order IS NULL, a.page_order, a.source_id, a.ordinal"""


@dataclass(frozen=True, slots=True)
class EditionTurnover:
    """What becomes of one edition: articles that come, that are worded anew (as they are then), and that go."""

    edition: Edition
    came: tuple[Headline, ...] = ()
    reworded: tuple[Headline, ...] = ()
    went: tuple[Headline, ...] = ()


@dataclass(frozen=True, slots=True)
class Turnover:
    """What a publishing or a rollback changes for readers, newest edition first; false where that is nothing."""

    editions: tuple[EditionTurnover, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.editions)


NOTHING_TURNED = Turnover()


@dataclass(frozen=True, slots=True)
class _Version:
    """One version of an article. ``whole`` is False for a part that continues another."""

    id: int
    story: int
    digest: bytes
    whole: bool
    headline: str | None
    page: str | None
    edition: Edition

    def same_wording(self, other: _Version) -> bool:
        return (self.digest, self.headline) == (other.digest, other.headline)

    def pointer(self) -> Headline:
        return Headline(self.id, self.headline, self.edition.paper, self.edition.date, self.page)


def turnover(database: Database, before: Collection[int], after: Collection[int]) -> Turnover:
    """How readers see the paper change from the articles ``before`` to those ``after``, both ids.

    A continuation counts with its article, unless it alone was worded anew.
    """
    new = _versions(database, set(after) - set(before))
    old = {version.story: version for version in _versions(database, set(before) - set(after))}
    came = [version for version in new if version.story not in old]
    reworded = [each for each in new if each.story in old and not each.same_wording(old[each.story])]
    stories = {version.story for version in new}
    went = [version for version in old.values() if version.story not in stories]
    return _by_edition(_first_parts(came), reworded, _first_parts(went))


def _by_edition(came: list[_Version], reworded: list[_Version], went: list[_Version]) -> Turnover:
    grouped = [_grouped(came), _grouped(reworded), _grouped(went)]
    found: list[EditionTurnover] = []
    for edition in sorted(set().union(*grouped), key=_newest_first):
        found.append(EditionTurnover(edition, *(tuple(each.get(edition, ())) for each in grouped)))
    return Turnover(tuple(found))


def _grouped(versions: Iterable[_Version]) -> dict[Edition, list[Headline]]:
    grouped: dict[Edition, list[Headline]] = {}
    for version in versions:
        grouped.setdefault(version.edition, []).append(version.pointer())
    return grouped


def _first_parts(versions: Iterable[_Version]) -> list[_Version]:
    return [version for version in versions if version.whole]


def _versions(database: Database, ids: Collection[int]) -> list[_Version]:
    """These versions in printed order."""
    with translated(database.path):
        rows = database.connection().execute(TURNED, (json.dumps(sorted(ids)),)).fetchall()
    found: list[_Version] = []
    for id_, story, digest, whole, headline, page, edition, paper, day in rows:
        printed = Edition(edition, paper, date.fromisoformat(day) if day else None)
        found.append(_Version(id_, story, digest, bool(whole), headline, page, printed))
    return found


def _newest_first(edition: Edition) -> tuple[bool, int, str, int]:
    day = edition.date.toordinal() if edition.date else 0
    return edition.date is None, -day, edition.paper or "", edition.id
