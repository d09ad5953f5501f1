"""Links jump fragments (上接第1版 …) to the articles on other pages that they continue.

The printed labels (下转第4版 … 上接第1版) narrow the choice; where they leave several, the wording decides, and
only with a clear margin. A fragment whose beginning is not certain stays without a headline.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

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


def link(parts: Sequence[JumpPart]) -> dict[int, int]:
    """Fragment id → id of the part that it continues, for those where that is certain."""
    fragments = [part for part in parts if part.from_page is not None]
    return _Linking(fragments, parts).links() if fragments else {}


def _candidates(fragment: JumpPart, parts: Sequence[JumpPart]) -> list[JumpPart]:
    """Parts on the page that the label names, without those whose own label leads elsewhere."""
    here = [part for part in parts if _may_begin(part, fragment)]
    labelled = [part for part in here if part.to_page]
    return labelled or [part for part in here if _breaks_off(part, fragment)]


def _may_begin(part: JumpPart, fragment: JumpPart) -> bool:
    return _is_on_named_page(part, fragment) and _label_allows(part, fragment)


def _is_on_named_page(part: JumpPart, fragment: JumpPart) -> bool:
    if part.group != fragment.group or part.id == fragment.id:
        return False
    return part.page == fragment.from_page and part.page != fragment.page


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
    """The fragments that wait for their beginning, and the parts that each of them may continue."""

    def __init__(self, fragments: list[JumpPart], parts: Sequence[JumpPart]) -> None:
        self._waiting = fragments
        self._fragments = {fragment.id: fragment for fragment in fragments}
        self._choices = {fragment.id: _candidates(fragment, parts) for fragment in fragments}
        self._wording = _Wording(parts)
        self._links: dict[int, int] = {}

    def links(self) -> dict[int, int]:
        """Settle one claim after another, the surest first: each narrows the choice for the rest."""
        while found := self._surest():
            self._links[found.fragment.id] = found.parent.id
            self._waiting = [part for part in self._waiting if part.id != found.fragment.id]
        return self._links

    def _surest(self) -> _Claim | None:
        """The claim that is certain now: the only one that the labels allow, or the clear leader by wording."""
        best: _Claim | None = None
        for fragment in self._waiting:
            free = [part for part in self._choices[fragment.id] if self._is_free(part, fragment)]
            if self._is_only_claim(fragment, free):
                return self._claim(fragment, free[0])
            leader = self._clear_leader(fragment, free)
            if leader is not None and (best is None or leader.evidence > best.evidence):
                best = leader
        return best

    def _is_free(self, part: JumpPart, fragment: JumpPart) -> bool:
        """Whether a part has no such continuation yet, and does not itself continue the fragment in the end."""
        taken = [self._fragments[id_] for id_, parent in self._links.items() if parent == part.id]
        if any(_compete(other, fragment, part) for other in taken):
            return False
        before: int | None = part.id
        while before is not None and before != fragment.id:
            before = self._links.get(before)
        return before is None

    def _is_only_claim(self, fragment: JumpPart, free: list[JumpPart]) -> bool:
        """Whether one part alone has a label that fits, and nobody else may continue it."""
        if len(free) != 1 or not free[0].to_page:
            return False
        return not self._rivals(fragment, free[0])

    def _clear_leader(self, fragment: JumpPart, free: list[JumpPart]) -> _Claim | None:
        """The claim on the part that has most of the fragment's wording.

        None unless the evidence is enough, and clearly more than that for any other part and for any other fragment.
        """
        if not free:
            return None
        best, *others = sorted((self._claim(fragment, part) for part in free), key=_surest_first)
        others += [self._claim(rival, best.parent) for rival in self._rivals(fragment, best.parent)]
        second = max((other.evidence for other in others), default=0.0)
        is_clear = best.evidence >= best.least_evidence and best.evidence >= CLEAR_LEAD * second
        return best if is_clear else None

    def _rivals(self, fragment: JumpPart, part: JumpPart) -> list[JumpPart]:
        """The other fragments that may continue the part in this one's place."""
        return [
            other
            for other in self._waiting
            if other.id != fragment.id and part in self._choices[other.id] and _compete(other, fragment, part)
        ]

    def _claim(self, fragment: JumpPart, part: JumpPart) -> _Claim:
        return _Claim(fragment, part, self._wording.evidence(fragment, part))


def _surest_first(claim: _Claim) -> tuple[float, int]:
    return -claim.evidence, claim.parent.id


class _Wording:
    """How much of a fragment's rare wording (pairs and triples of characters) stands in another part."""

    def __init__(self, parts: Sequence[JumpPart]) -> None:
        self._grams = {part.id: _wording_grams(part.title + "\n" + part.body) for part in parts}
        seen = Counter(gram for grams in self._grams.values() for gram in grams)
        self._weight = {gram: log((len(parts) + 1) / count) for gram, count in seen.items()}

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
        total = sum(self._weight[gram] for gram in mine)
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


def first_part(part_id: int, links: Mapping[int, int]) -> int | None:
    """The first part of the chain; None for a part that continues nothing."""
    chain = chain_to_beginning(part_id, links)
    return chain[-1] if chain else None


def chain_to_beginning(part_id: int, links: Mapping[int, int]) -> list[int]:
    """The parts that a part continues, nearest first, each once."""
    chain: list[int] = []
    at = links.get(part_id)
    while at is not None and at != part_id and at not in chain:
        chain.append(at)
        at = links.get(at)
    return chain
