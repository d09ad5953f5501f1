"""Links jump fragments (上接第1版 …) to the articles on other pages that they continue.

The printed labels (下转第4版 … 上接第1版) narrow the choice; where they leave several, the wording decides, and
only with a clear margin. A fragment whose beginning is not certain stays without a headline.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from retrieval.editions.layout.block_patterns import is_finished
from retrieval.language.characters import HAN

LEAST_SHARE = 0.04
"""Share of a fragment's rare wording that must stand in its beginning; by hand, 2026-11."""
LEAST_SHARE_UNLABELLED = 0.06
"""The same where the beginning has no label of its own; by hand, 2026-11."""
CLEAR_LEAD = 1.4
"""How many times the evidence for the second choice the first must have; by hand, 2026-11."""
ENUMERATION_BONUS = 0.3
"""Evidence that an enumeration goes on (一是… | 二是…), in shares of wording; by hand, 2026-11."""
SAME_TITLE_BONUS = 1.0
"""Evidence that both have one title, in shares of wording; by hand, 2026-11."""

_HAN_RUN = re.compile(rf"[{HAN}]+")
_SCHEMES = (
    re.compile(r"(?:^|[。；;：:\n）)\s])([一二三四五六七八九十])(?:是|要)"),
    re.compile(r"第([一二三四五六七八九十])[，,、]"),
    re.compile(r"(?:^|\n)[（(]([一二三四五六七八九十])[）)]"),
    re.compile(r"(?:^|\n)([一二三四五六七八九十])、"),
)
_ORDER = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class JumpPart:
    """A live article of one edition, as far as linking needs it. ``group``: parts of different groups never meet."""

    id: int
    page: str | None
    from_page: str | None
    to_page: str | None
    title: str
    body: str
    group: str = ""


def link(parts: Sequence[JumpPart]) -> dict[int, int]:
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


def _candidates(fragment: JumpPart, parts: Sequence[JumpPart]) -> list[JumpPart]:
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


def _breaks_off(part: JumpPart, fragment: JumpPart) -> bool:
    """Without a label of its own, only an article that stops in the middle of something is continued elsewhere."""
    if fragment.title and fragment.title == part.title:
        return True
    return not is_finished(part.body.rsplit("\n", 1)[-1]) or _enumeration_continues(part.body, fragment.body)


def _surest(
    waiting: list[JumpPart], choices: dict[int, list[JumpPart]], taken: set[int], wording: _Wording
) -> tuple[JumpPart, JumpPart] | None:
    """The pair that is certain now: the only one that the labels allow, or the clear leader by wording."""
    best: tuple[float, JumpPart, JumpPart] | None = None
    for fragment in waiting:
        free = [part for part in choices[fragment.id] if part.id not in taken]
        if len(free) == 1 and free[0].to_page and _only_claim(fragment, free[0], waiting, choices):
            return fragment, free[0]
        leader = _clear_leader(fragment, free, waiting, choices, wording)
        if leader is not None and (best is None or leader[0] > best[0]):
            best = (leader[0], fragment, leader[1])
    return (best[1], best[2]) if best else None


def _clear_leader(
    fragment: JumpPart,
    free: list[JumpPart],
    waiting: list[JumpPart],
    choices: dict[int, list[JumpPart]],
    wording: _Wording,
) -> tuple[float, JumpPart] | None:
    """The evidence for the part that has most of the fragment's wording, and that part.

    None unless the evidence is enough, and clearly more than that for any other part and for any other fragment.
    """
    if not free:
        return None
    scored = sorted(((wording.evidence(fragment, part), part) for part in free), key=lambda s: (-s[0], s[1].id))
    score, part = scored[0]
    rivals = [other for other in waiting if other.id != fragment.id and part in choices[other.id]]
    second = scored[1][0] if len(scored) > 1 else 0.0
    second = max([second, *(wording.evidence(rival, part) for rival in rivals)])
    least = LEAST_SHARE if part.to_page else LEAST_SHARE_UNLABELLED
    return (score, part) if score >= least and score >= CLEAR_LEAD * second else None


def _only_claim(
    fragment: JumpPart, parent: JumpPart, waiting: list[JumpPart], choices: dict[int, list[JumpPart]]
) -> bool:
    return not any(parent in choices[other.id] for other in waiting if other.id != fragment.id)


class _Wording:
    """How much of a fragment's rare wording (pairs and triples of characters) stands in another part."""

    def __init__(self, parts: Sequence[JumpPart]) -> None:
        self._grams = {part.id: _wording_grams(part.title + "\n" + part.body) for part in parts}
        seen = Counter(gram for grams in self._grams.values() for gram in grams)
        self._weight = {gram: log((len(parts) + 1) / count) for gram, count in seen.items()}

    def evidence(self, fragment: JumpPart, part: JumpPart) -> float:
        """0 … about 1; see the constants for what the extras are worth."""
        mine = self._grams[fragment.id]
        total = sum(self._weight[gram] for gram in mine)
        shared = sum(self._weight[gram] for gram in mine & self._grams[part.id])
        score = shared / total if total else 0.0
        if _enumeration_continues(part.body, fragment.body):
            score += ENUMERATION_BONUS
        if fragment.title and fragment.title == part.title:
            score += SAME_TITLE_BONUS
        return score


def _wording_grams(text: str) -> frozenset[str]:
    found: set[str] = set()
    for run in _HAN_RUN.findall(text):
        for size in (2, 3):
            found.update(run[at : at + size] for at in range(len(run) - size + 1))
    return frozenset(found)


def _enumeration_continues(before: str, after: str) -> bool:
    """``一是…二是…三是…`` before, ``四是…`` after."""
    for scheme in _SCHEMES:
        last = [_ORDER.index(sign) for sign in scheme.findall(before)]
        first = [_ORDER.index(sign) for sign in scheme.findall(after)]
        if last and first and first[0] == last[-1] + 1:
            return True
    return False


def first_part(part_id: int, links: dict[int, int]) -> int | None:
    """The first part of the chain; None for a part that continues nothing."""
    seen = {part_id}
    at = links.get(part_id)
    while at is not None and at in links and at not in seen:
        seen.add(at)
        at = links[at]
    return at
