"""Links jump fragments (上接第1版 …) to the articles on other pages that they continue.

The printed labels (下转第4版 … 上接第1版) narrow the choice; where they leave several, the wording decides, and
only with a clear margin. A fragment whose beginning is not certain stays without a headline.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from math import inf, log
from typing import NamedTuple

from retrieval.editions.base.jump_part import JumpPart
from retrieval.editions.layout.block_patterns import is_finished
from retrieval.language.characters import COUNTED, HAN

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
MOST_FROM_A_PAGE, MOST_ON_A_PAGE = 60, 200
"""Fragments that go on from one page, and articles on it; more are on no printed page, and nothing is certain among
them; by hand, 2026-11."""

_HAN_RUN = re.compile(rf"[{HAN}]+")
_SCHEMES = (
    re.compile(rf"(?:^|[。；;：:\n）)\s])([{COUNTED}])(?:是|要)"),
    re.compile(rf"第([{COUNTED}])[，,、]"),
    re.compile(rf"(?:^|\n)[（(]([{COUNTED}])[）)]"),
    re.compile(rf"(?:^|\n)([{COUNTED}])、"),
)


@dataclass(frozen=True, slots=True)
class _Claim:
    """A fragment, a part that it may continue, and how much of its wording says so."""

    fragment: JumpPart
    parent: JumpPart
    evidence: float

    @property
    def least_evidence(self) -> float:
        return LEAST_SHARE if self.parent.to_page else LEAST_SHARE_UNLABELLED


class _Certain(NamedTuple):
    """A claim that is certain, to be settled in the order of these: by what labels say first, then by evidence.

    ``number`` is the fragment's, ``turn`` counts what was found certain, so that no two are compared by their claims.
    """

    doubt: float
    number: int
    turn: int
    claim: _Claim


def link(parts: Sequence[JumpPart]) -> dict[int, int]:
    """Fragment id → id of the part that it continues, for those where that is certain."""
    fragments = [part for part in parts if part.from_page is not None]
    return _Linking(fragments, _claims(fragments, parts)).links() if fragments else {}


def _claims(fragments: list[JumpPart], parts: Sequence[JumpPart]) -> dict[int, list[_Claim]]:
    """Fragment id → the parts that it may continue, the surest first."""
    wording = _Wording(parts)
    on_page: dict[tuple[str, str | None], list[JumpPart]] = {}
    for part in parts:
        on_page.setdefault((part.group, part.page), []).append(part)
    naming = Counter(map(_page_named_by, fragments))
    found: dict[int, list[_Claim]] = {}
    for fragment in fragments:
        page = _page_named_by(fragment)
        here = on_page.get(page, [])
        is_printed = naming[page] <= MOST_FROM_A_PAGE and len(here) <= MOST_ON_A_PAGE
        choices = _candidates(fragment, here) if is_printed else []
        claims = [_Claim(fragment, part, wording.evidence(fragment, part)) for part in choices]
        found[fragment.id] = sorted(claims, key=_surest_first)
    return found


def _page_named_by(fragment: JumpPart) -> tuple[str, str | None]:
    return fragment.group, fragment.from_page


def _candidates(fragment: JumpPart, here: list[JumpPart]) -> list[JumpPart]:
    """Parts on the page that the label names, without those whose own label leads elsewhere."""
    allowed = [part for part in here if part.page != fragment.page and _label_allows(part, fragment)]
    labelled = [part for part in allowed if part.to_page]
    return labelled or [part for part in allowed if _breaks_off(part, fragment)]


def _label_allows(part: JumpPart, fragment: JumpPart) -> bool:
    return part.to_page is None or fragment.page is None or fragment.page in part.to_pages


def _breaks_off(part: JumpPart, fragment: JumpPart) -> bool:
    """Without a label of its own, only an article that stops in the middle of something is continued elsewhere."""
    if fragment.shares_title(part):
        return True
    return not is_finished(part.body.rsplit("\n", 1)[-1]) or _enumeration_continues(part.body, fragment.body)


def _compete(one: JumpPart, other: JumpPart, part: JumpPart) -> bool:
    """Whether a part has one continuation for both; not where its label names both their pages (下转第四、五版)."""
    return one.page == other.page or not {one.page, other.page} <= set(part.to_pages)


class _Linking:
    """Settles one claim after another, the surest first: each narrows the choice for the rest.

    What was found of a fragment is kept until a claim is settled that has to do with it.
    """

    def __init__(self, fragments: list[JumpPart], claims: Mapping[int, list[_Claim]]) -> None:
        self._claims = claims
        self._order = {fragment.id: number for number, fragment in enumerate(fragments)}
        self._waiting = {fragment.id: fragment for fragment in fragments}
        self._beside: dict[tuple[str, str | None], list[int]] = {}
        for fragment in fragments:
            self._beside.setdefault(_page_named_by(fragment), []).append(fragment.id)
        self._on_part: dict[int, list[_Claim]] = {}
        for claim in sorted((each for of_one in claims.values() for each in of_one), key=_surest_first):
            self._on_part.setdefault(claim.parent.id, []).append(claim)
        self._taken: dict[int, list[JumpPart]] = {}
        self._links: dict[int, int] = {}
        self._above: dict[int, int] = {}  # part → one that it continues in the end, nearer or farther up its chain
        self._certain: dict[int, _Certain] = {}
        self._queue: list[_Certain] = []
        self._turns = count()

    def links(self) -> dict[int, int]:
        for fragment in list(self._waiting):
            self._consider(fragment)
        while self._queue:
            found = heappop(self._queue)
            if self._certain.get(found.claim.fragment.id) is found:
                self._settle(found.claim)
        return self._links

    def _settle(self, claim: _Claim) -> None:
        fragment, parent = claim.fragment, claim.parent
        self._links[fragment.id] = self._above[fragment.id] = parent.id
        self._taken.setdefault(parent.id, []).append(fragment)
        del self._waiting[fragment.id], self._certain[fragment.id]
        for other in {*self._beside[_page_named_by(fragment)], self._beginning(parent.id)} & self._waiting.keys():
            self._consider(other)

    def _consider(self, fragment: int) -> None:
        """Look anew what is certain of a fragment."""
        self._certain.pop(fragment, None)
        found = self._certain_of(fragment)
        if found is not None:
            self._certain[fragment] = found
            heappush(self._queue, found)

    def _certain_of(self, fragment: int) -> _Certain | None:
        """The claim that is certain now: the only one that the labels allow, or the clear leader by wording.

        The leader has enough evidence, and clearly more than other parts and other fragments that may continue it.
        """
        free = (claim for claim in self._claims[fragment] if self._is_free(claim))
        best, second = next(free, None), next(free, None)
        if best is None:
            return None
        rival = self._rival(best)
        if best.parent.to_page and second is None and rival is None:
            return _Certain(-inf, self._order[fragment], next(self._turns), best)
        others = max((other.evidence for other in (second, rival) if other is not None), default=0.0)
        is_clear = best.evidence >= best.least_evidence and best.evidence >= CLEAR_LEAD * others
        return _Certain(-best.evidence, self._order[fragment], next(self._turns), best) if is_clear else None

    def _is_free(self, claim: _Claim) -> bool:
        """Whether a part has no such continuation yet, and does not itself continue the fragment in the end."""
        fragment, part = claim.fragment, claim.parent
        if any(_compete(other, fragment, part) for other in self._taken.get(part.id, ())):
            return False
        return self._beginning(part.id) != fragment.id

    def _beginning(self, part: int) -> int:
        """The first part of the chain in which a part stands now."""
        passed: list[int] = []
        while part in self._above:
            passed.append(part)
            part = self._above[part]
        for each in passed:
            self._above[each] = part
        return part

    def _rival(self, claim: _Claim) -> _Claim | None:
        """The surest claim of another fragment that may continue the part in this one's place."""
        fragment, part = claim.fragment, claim.parent
        for other in self._on_part[part.id]:
            waits = other.fragment.id in self._waiting and other.fragment.id != fragment.id
            if waits and _compete(other.fragment, fragment, part):
                return other
        return None


def _surest_first(claim: _Claim) -> tuple[float, int]:
    return -claim.evidence, claim.parent.id


class _Wording:
    """How much of a fragment's rare wording (pairs and triples of characters) stands in another part."""

    def __init__(self, parts: Sequence[JumpPart]) -> None:
        self._grams = {part.id: _wording_grams(part.title + "\n" + part.body) for part in parts}
        seen = Counter(gram for grams in self._grams.values() for gram in grams)
        self._weight = {gram: log((len(parts) + 1) / times) for gram, times in seen.items()}
        self._totals: dict[int, float] = {}

    def evidence(self, fragment: JumpPart, part: JumpPart) -> float:
        """0 … about 1; see the constants for what the extras are worth."""
        score = self._shared_wording(fragment, part)
        if _enumeration_continues(part.body, fragment.body):
            score += ENUMERATION_BONUS
        if fragment.shares_title(part):
            score += SAME_TITLE_BONUS
        return score

    def _shared_wording(self, fragment: JumpPart, part: JumpPart) -> float:
        mine = self._grams[fragment.id]
        if fragment.id not in self._totals:
            self._totals[fragment.id] = sum(self._weight[gram] for gram in mine)
        total = self._totals[fragment.id]
        shared = sum(self._weight[gram] for gram in mine & self._grams[part.id])
        return shared / total if total else 0.0


def _wording_grams(text: str) -> frozenset[str]:
    found: set[str] = set()
    for run in _HAN_RUN.findall(text):
        for size in (2, 3):
            found.update(run[at : at + size] for at in range(len(run) - size + 1))
    return frozenset(found)


def _enumeration_continues(before: str, after: str) -> bool:
    """``一是…二是…三是…`` before, ``四是…`` after."""
    return any(_next_item_opens(scheme, before, after) for scheme in _SCHEMES)


def _next_item_opens(scheme: re.Pattern[str], before: str, after: str) -> bool:
    """Whether the first number after is the one that follows on the last before."""
    first = scheme.search(after)
    counted = scheme.findall(before) if first else []
    if not first or not counted:
        return False
    return COUNTED.index(first[1]) == COUNTED.index(counted[-1]) + 1


def chains(links: Mapping[int, int]) -> dict[int, tuple[int, int]]:
    """Part id → the first part of its chain, and how many parts it stands behind; for all that continue another."""
    found: dict[int, tuple[int, int]] = {}
    for part in links:
        passed: list[int] = []
        at = part
        while at in links and at not in found:
            passed.append(at)
            at = links[at]
        first, behind = found.get(at, (at, 0))
        for each in reversed(passed):
            behind += 1
            found[each] = first, behind
    return found
