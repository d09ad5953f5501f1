"""Stories that jump to another page: which part continues which, decided anew whenever an edition changes.

The printed labels (下转第4版 … 上接第1版) narrow the choice; where they leave several, the wording decides, and
only with a clear margin. A fragment whose beginning is not certain stays without a headline.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log
from pathlib import PurePath

from retrieval.editions.layout.block_patterns import is_finished
from retrieval.language.characters import HAN

# A fragment's share of rare wording found in its beginning: the least that counts, and how clearly it must lead.
LEAST_SHARE = 0.04
LEAST_SHARE_UNLABELLED = 0.06
CLEAR_LEAD = 1.4
ENUMERATION = 0.3
SAME_TITLE = 1.0

_HAN = re.compile(rf"[{HAN}]+")
_SCHEMES = (
    re.compile(r"(?:^|[。；;：:\n）)\s])([一二三四五六七八九十])(?:是|要)"),
    re.compile(r"第([一二三四五六七八九十])[，,、]"),
    re.compile(r"(?:^|\n)[（(]([一二三四五六七八九十])[）)]"),
    re.compile(r"(?:^|\n)([一二三四五六七八九十])、"),
)
_ORDER = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Part:
    """A live article of one edition, as far as linking needs it. ``group``: parts of different groups never meet."""

    id: int
    page: str | None
    from_page: str | None
    to_page: str | None
    title: str
    body: str
    group: str = ""


def relink(connection: sqlite3.Connection, editions: Iterable[int]) -> tuple[int, int]:
    """Set ``continues`` and ``root`` of all jump fragments of these editions; returns how many are joined, unknown."""
    joined = unknown = 0
    for edition in sorted(editions):
        parts = _load(connection, edition)
        links = link(parts)
        for part in parts:
            if part.from_page is None:
                continue
            parent = links.get(part.id)
            joined, unknown = joined + (parent is not None), unknown + (parent is None)
            connection.execute(
                "UPDATE articles SET continues = ?, root = ? WHERE id = ?", (parent, _root(part.id, links), part.id)
            )
    return joined, unknown


def link(parts: Sequence[Part]) -> dict[int, int]:
    """Fragment id → id of the part that it continues, for those where that is certain."""
    links: dict[int, int] = {}
    taken: set[int] = set()
    fragments = [part for part in parts if part.from_page is not None]
    if not fragments:
        return links
    wording = _Wording(parts)
    choices = {fragment.id: _candidates(fragment, parts) for fragment in fragments}
    waiting = fragments
    while waiting:
        found = _surest(waiting, choices, taken, wording)
        if found is None:
            break
        fragment, parent = found
        links[fragment.id] = parent.id
        taken.add(parent.id)
        waiting = [part for part in waiting if part.id != fragment.id]
    return links


def _candidates(fragment: Part, parts: Sequence[Part]) -> list[Part]:
    """Parts on the page that the label names, without those whose own label leads elsewhere."""
    here = [
        part
        for part in parts
        if part.group == fragment.group
        and part.id != fragment.id
        and part.page == fragment.from_page
        and part.page != fragment.page
        and (part.to_page is None or fragment.page is None or part.to_page == fragment.page)
    ]
    return [part for part in here if part.to_page] or [part for part in here if _breaks_off(part, fragment)]


def _breaks_off(part: Part, fragment: Part) -> bool:
    """Without a label of its own, only an article that stops in the middle of something is continued elsewhere."""
    if fragment.title and fragment.title == part.title:
        return True
    return not is_finished(part.body.rsplit("\n", 1)[-1]) or _enumeration_goes_on(part.body, fragment.body)


def _surest(
    waiting: list[Part], choices: dict[int, list[Part]], taken: set[int], wording: _Wording
) -> tuple[Part, Part] | None:
    """The pair that is certain now: the only one that the labels allow, or the clear leader by wording."""
    best: tuple[float, Part, Part] | None = None
    for fragment in waiting:
        free = [part for part in choices[fragment.id] if part.id not in taken]
        if len(free) == 1 and free[0].to_page and _only_claim(fragment, free[0], waiting, choices):
            return fragment, free[0]
        scored = sorted(((wording.evidence(fragment, part), part) for part in free), key=lambda s: (-s[0], s[1].id))
        if not scored:
            continue
        score, part = scored[0]
        least = LEAST_SHARE if part.to_page else LEAST_SHARE_UNLABELLED
        rivals = [
            wording.evidence(other, part) for other in waiting if other.id != fragment.id and part in choices[other.id]
        ]
        second = max([s for s, _ in scored[1:]] + rivals, default=0.0)
        if score >= least and score >= CLEAR_LEAD * second and (best is None or score > best[0]):
            best = (score, fragment, part)
    return (best[1], best[2]) if best else None


def _only_claim(fragment: Part, parent: Part, waiting: list[Part], choices: dict[int, list[Part]]) -> bool:
    return not any(parent in choices[other.id] for other in waiting if other.id != fragment.id)


class _Wording:
    """How much of a fragment's rare wording (pairs and triples of characters) stands in another part."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._grams = {part.id: _grams(part.title + "\n" + part.body) for part in parts}
        seen = Counter(gram for grams in self._grams.values() for gram in grams)
        self._weight = {gram: log((len(parts) + 1) / count) for gram, count in seen.items()}

    def evidence(self, fragment: Part, part: Part) -> float:
        """0 … about 1; see the constants for what the extras are worth."""
        mine = self._grams[fragment.id]
        total = sum(self._weight[gram] for gram in mine)
        shared = sum(self._weight[gram] for gram in mine & self._grams[part.id])
        score = shared / total if total else 0.0
        if _enumeration_goes_on(part.body, fragment.body):
            score += ENUMERATION
        if fragment.title and fragment.title == part.title:
            score += SAME_TITLE
        return score


def _grams(text: str) -> frozenset[str]:
    found: set[str] = set()
    for run in _HAN.findall(text):
        for size in (2, 3):
            found.update(run[at : at + size] for at in range(len(run) - size + 1))
    return frozenset(found)


def _enumeration_goes_on(before: str, after: str) -> bool:
    """``一是…二是…三是…`` before, ``四是…`` after."""
    for scheme in _SCHEMES:
        last = [_ORDER.index(sign) for sign in scheme.findall(before)]
        first = [_ORDER.index(sign) for sign in scheme.findall(after)]
        if last and first and first[0] == last[-1] + 1:
            return True
    return False


def _root(part_id: int, links: dict[int, int]) -> int | None:
    """The first part of the chain; None for a part that continues nothing."""
    seen = {part_id}
    at = links.get(part_id)
    while at is not None and at in links and at not in seen:
        seen.add(at)
        at = links[at]
    return at


def _load(connection: sqlite3.Connection, edition: int) -> list[Part]:
    """The edition's parts that matter: those on pages that some fragment continues, and the fragments.

    Without a date "the edition" is only what lies in one folder.
    """
    dated = connection.execute("SELECT date IS NOT NULL FROM editions WHERE id = ?", (edition,)).fetchone()[0]
    rows = connection.execute(
        "SELECT a.id, a.page, a.from_page, a.to_page, coalesce(a.headline, ''), a.body, s.absolute"
        " FROM articles a JOIN sources s ON s.id = a.source_id WHERE a.retired IS NULL AND a.edition_id = ?"
        " AND (a.from_page IS NOT NULL OR a.page IN (SELECT from_page FROM articles WHERE retired IS NULL"
        " AND edition_id = ? AND from_page IS NOT NULL)) ORDER BY a.id",
        (edition, edition),
    )
    return [
        Part(id_, page, from_page, to_page, title, body, "" if dated else str(PurePath(absolute).parent))
        for id_, page, from_page, to_page, title, body, absolute in rows
    ]
