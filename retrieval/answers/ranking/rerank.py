"""Read the excerpts of the leading articles, and put in front what the network holds to be about the question.

The light ranking sees words and their places; the network reads question and excerpt together. Reading costs some
milliseconds an excerpt, so only the leaders' best excerpts are read, and no more once one of them surely answers.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeAlias

from retrieval.answers.models.network import Network, Reading
from retrieval.answers.ranking.ranked import Quotation, Ranked, best_first, quotations
from retrieval.answers.timing import stage
from retrieval.domain import Article

RERANK_WEIGHTS_FILE = Path(__file__).parents[1] / "models" / "weights" / "rerank.json"
LEADER_MARGIN = 6.0
"""How far behind the best an article may lie, by the light ranking, to be read; by hand, 2026-11."""
Depth: TypeAlias = Literal["full", "light", "off"]
PLANS: Mapping[Depth, tuple[int, ...]] = {"full": (3, 2, 2, 1, 1, 1, 1, 1), "light": (2, 1, 1), "off": (1,)}
"""How many excerpts of each leader are looked at, in their order; the length is how many leaders are."""
READ_FIRST, SURELY_ANSWERS = 5, 4.0
"""The most promising excerpts are read first, and the others only where none of these answers by so much log-odds.

Of our own questions over news, 498 that have an answer, 7.1 excerpts are read so, and 5 for half of them, where there
are 9.6: an excerpt with the answer comes first for .681 as it does where all are read, and is among three for .797
(.803); measured 2026-11. At log-odds of 2 and with eight at most, .675 and .781.
"""


@dataclass(frozen=True, slots=True)
class RerankWeights:
    """What an excerpt is worth: its article's light score, and these times what was found in it.

    ``sentence`` weighs the score of its best sentence, ``relevance`` and ``odds`` the network's log-odds that it is
    about what is asked, and that it answers. Chosen by ``retrieval/training/decision.py``, whose command and set stand
    in the file.
    """

    sentence: float
    relevance: float
    odds: float


@dataclass(frozen=True, slots=True, eq=False)
class ReadQuotation:
    """An excerpt, what the network says of it (None where it was not read), and its worth among all excerpts.

    ``light`` is the score of its article before anything was read.
    """

    quotation: Quotation
    reading: Reading | None
    light: float
    value: float

    @property
    def document(self) -> int:
        return self.quotation.document


@dataclass(frozen=True, slots=True, eq=False)
class Leaders:
    """``ranked`` in its final order, and the read excerpts of the leading documents, best first."""

    ranked: Ranked
    read: Mapping[int, tuple[ReadQuotation, ...]]
    weights: RerankWeights

    def excerpts(self, document: int, wanted: int = 1) -> list[ReadQuotation]:
        """The best excerpts of a document; those of one that was not read by their sentences alone."""
        if document in self.read:
            return list(self.read[document][:wanted])
        own = quotations(self.ranked, document, wanted)
        light = float(self.ranked.scores[document])
        return [ReadQuotation(each, None, light, light + self.weights.sentence * each.score) for each in own]


@lru_cache(maxsize=1)
def shipped_weights() -> RerankWeights:
    """Those in the package."""
    return RerankWeights(**json.loads(RERANK_WEIGHTS_FILE.read_text(encoding="utf-8"))["weights"])


def unread(ranked: Ranked) -> Leaders:
    """The candidates in the light order, none of them read."""
    return Leaders(ranked, {}, shipped_weights())


@stage("rerank")
def read_leaders(
    ranked: Ranked, network: Network | None, plan: Sequence[int], weights: RerankWeights | None = None
) -> Leaders:
    """The leaders in the order that reading makes of them; in the light order where nothing could be read.

    ``plan`` says how many excerpts of each leader are read.
    """
    weights = weights or shipped_weights()
    found = _excerpts_to_read(ranked, plan, weights)
    readings = _readings(ranked, network, found) if network else [None] * len(found)
    read: list[ReadQuotation] = []
    for quotation, reading in zip(found, readings, strict=True):
        light = float(ranked.scores[quotation.document])
        read.append(ReadQuotation(quotation, reading, light, light + _found(quotation, reading, weights)))
    by_document = _by_document(read)
    return Leaders(_reordered(ranked, by_document), by_document, weights)


def _excerpts_to_read(ranked: Ranked, plan: Sequence[int], weights: RerankWeights) -> list[Quotation]:
    """The excerpts of the leaders that are not too far behind the best, the most promising first."""
    best = float(ranked.scores[ranked.order[0]])
    found: list[Quotation] = []
    for number, wanted in zip(ranked.order, plan, strict=False):
        if best - float(ranked.scores[number]) < LEADER_MARGIN:
            found += quotations(ranked, number, wanted)
    return sorted(found, key=lambda each: -float(ranked.scores[each.document]) - _found(each, None, weights))


def _readings(ranked: Ranked, network: Network, found: Sequence[Quotation]) -> list[Reading | None]:
    """What the network says of each excerpt; None for those that were not read."""
    began = time.perf_counter()
    pairs = [_pair(ranked, each) for each in found]
    readings = network.read(ranked.query.spoken, pairs[:READ_FIRST]) or []
    if readings and not any(each.odds >= SURELY_ANSWERS for each in readings):
        spent_s = time.perf_counter() - began
        readings += network.read(ranked.query.spoken, pairs[READ_FIRST:], spent_s=spent_s) or []
    return [*readings, *([None] * (len(found) - len(readings)))]


def _by_document(read: Sequence[ReadQuotation]) -> dict[int, tuple[ReadQuotation, ...]]:
    """The excerpts of each document, best first, read ones before others; where any were read, of no other document."""
    found: dict[int, tuple[ReadQuotation, ...]] = {}
    for each in sorted(read, key=lambda each: (each.reading is None, -each.value)):
        found[each.document] = (*found.get(each.document, ()), each)
    if all(each.reading is None for each in read):
        return found
    return {document: own for document, own in found.items() if own[0].reading is not None}


def _pair(ranked: Ranked, quotation: Quotation) -> tuple[str, str]:
    return headline_of(ranked.pool.documents[quotation.document].article), quotation.excerpt.text


def headline_of(article: Article) -> str:
    """What stands before an excerpt when it is read: the headline, or the first clause where there is none."""
    if article.headline:
        return article.headline
    clause = article.body.find("，", 8, 36)
    return article.body[: clause if clause > 0 else 24].split("\n")[0]


def _found(quotation: Quotation, reading: Reading | None, weights: RerankWeights) -> float:
    """What is found in an excerpt adds to its article's light score."""
    found = weights.sentence * quotation.score
    if reading is not None:
        found += weights.relevance * reading.relevance + weights.odds * reading.odds
    return found


def _reordered(ranked: Ranked, read: Mapping[int, Sequence[ReadQuotation]]) -> Ranked:
    """The leaders by their best excerpts, raised together so that none falls behind an article not looked at."""
    scores = ranked.scores.copy()
    raised = max(float(scores[number]) - own[0].value for number, own in read.items())
    for number, own in read.items():
        scores[number] = own[0].value + raised
    return replace(ranked, order=best_first(scores, ranked.pool), scores=scores)
