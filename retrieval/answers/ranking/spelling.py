"""Typing slips: a word that the archive does not print, and a printed one that sounds like it or is one edit away.

A noisy channel (Kernighan, Church & Gale 1990, "A Spelling Correction Program Based on a Noisy Channel Model"): how
much likelier a stretch of the question becomes by the archive's own words, less the price of the slip. Counts are those
of the published postings, steadied by the background. Only characters that go with neither neighbour are doubted.
Whether a slip is believed is decided by what the question then finds: see ``convinces``.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, starmap
from operator import attrgetter

import numpy as np

from retrieval.answers.question.query import Correction
from retrieval.answers.ranking.coverage import occurrences_of
from retrieval.answers.ranking.idf import PAIR, RAREST, background, text_key
from retrieval.answers.ranking.ranked import Ranked
from retrieval.answers.ranking.terms import LIGHT
from retrieval.domain import Span
from retrieval.index.engine import Generation
from retrieval.language.characters import HAN, is_han
from retrieval.language.folding import folded
from retrieval.language.homophones import sound_alikes

LONGEST_WORD_CHARS = 4
"""Characters of a word that is looked up; by hand, 2026-11."""
AROUND = 4
"""Characters to each side of a slip whose words may change with it; by hand, 2026-11."""
WORD = 5.7
"""Log of how many words an article has: the price of one more word, and what stands side by side by chance;
by hand, 2026-11."""
COMMONEST = 0.98
"""Share of articles above which a character is as common as can be; by hand, 2026-11."""
CHANCE = 0.3
"""Share of neighbours in a text that stand side by side by chance, as words do; by hand, 2026-11."""
BACKGROUND_WEIGHT = 200.0
"""Articles that the background counts for; fewer than for idf, for here the archive's own names matter most;
by hand, 2026-11."""
STRANGE = 1.5
"""Log of how much oftener than by chance a character must stand beside a neighbour not to be doubted;
by hand, 2026-11."""
GRAMMAR = 1.5
"""How much stronger the bond with a character that serves grammar must be; by hand, 2026-11."""
BOUND = 3.0
"""Log of how much oftener than by chance two characters stand side by side that are of one word; by hand, 2026-11."""
WIDENED_CHARS = 3
"""Characters up to which a word is widened; by hand, 2026-11."""
STRANGEST = -1.0
"""Below this one is as strange as the other: then the rarer character is doubted first; by hand, 2026-11."""
DOUBTED = 4
"""Characters that are doubted at most; by hand, 2026-11."""
UNKNOWN_KEY = 0
"""A key that the background does not hold."""
KEPT_REPLACEMENTS = 4
"""Replacements of one character that are weighed; by hand, 2026-11."""
BLUR = 1.5
"""Price of a blurred sound, in nats; one of the same sound is free; by hand, 2026-11."""
WRONG, MISSING, EXTRA, SWAPPED = 4.0, 1.5, 7.0, 1.0
"""Prices of a wrong, a missing and an extra character and of two in the wrong order; by hand, 2026-11."""
_CONTEXT_OF: Mapping[float, Sequence[tuple[int, int]]] = {
    WRONG: ((3, 0), (1, 1), (0, 3)),
    MISSING: ((2, 1), (1, 2)),
}
"""How many characters before and after must be printed around another character."""
NEARBY = 10
"""Articles in whose text words are looked for that are one edit away; by hand, 2026-11."""
MORE = 0.01
"""Share of the question's words that must be found beyond those found as it was typed; by hand, 2026-11."""
LIKELY = 3.0
"""Gain, in nats, from which a slip is tried; by hand, 2026-11."""

_HAN_WORDS = re.compile(f"[{HAN}]{{2,}}")


@dataclass(frozen=True, slots=True)
class _Stranger:
    """A character ``at`` a place of a run that goes with neither neighbour.

    ``bond`` is the stronger of its bonds, ``rate`` how often an article holds it.
    """

    run: str
    at: int
    in_grammar: bool
    bond: float
    rate: float


class Corrector:
    """Looks for slips in one question, against one generation."""

    def __init__(self, generation: Generation, counts: dict[str, float] | None = None) -> None:
        """``counts`` are those that earlier questions looked up in the same generation; they are added to."""
        self._generation = generation
        self._total = generation.manifest.articles + BACKGROUND_WEIGHT
        self._counts = {} if counts is None else counts

    def slip(self, content: str, text: str = "") -> Correction | None:
        """The likeliest slip in a folded question; None where nothing is doubtful, or nothing fits.

        Words of the same sound are looked for in the whole archive, and words one edit away in ``text`` (folded).
        """
        doubts = self.doubts(content)
        found: list[Correction] = []
        for run, at in doubts:
            found += self._by_sound(run, at)
        for run, at in doubts if text else ():
            found += self._by_edit(run, at, text)
        likeliest = min(found, key=lambda each: (-each.gain, each.meant), default=None)
        return likeliest if likeliest and likeliest.gain >= LIKELY else None

    def doubts(self, content: str) -> list[tuple[str, int]]:
        """Places ``(run of Han characters, index)`` that go with neither neighbour, the strangest first."""
        runs = _HAN_WORDS.findall(content)
        parts: list[str] = []
        for run in runs:
            parts += _parts(run, 1, PAIR)
        self._look_up(parts)
        strange = list(chain.from_iterable(map(self._strange, runs)))
        strange.sort(key=attrgetter("in_grammar", "bond", "rate"))
        return [(each.run, each.at) for each in strange[:DOUBTED]]

    def _strange(self, run: str) -> list[_Stranger]:
        """Characters of a run that go with neither neighbour, in order."""
        weak: dict[int, float] = {}
        for at in range(len(run)):
            bond = self._vouched(run, at)
            if bond < STRANGE:
                weak[at] = bond
        found: list[_Stranger] = []
        for at, bond in weak.items():
            # Those that serve grammar stand alone; they are doubted only beside another doubtful one (超是 → 超市).
            if run[at] not in LIGHT or at - 1 in weak or at + 1 in weak:
                found.append(_Stranger(run, at, run[at] in LIGHT, max(bond, STRANGEST), self._rate(run[at])))
        return found

    def _vouched(self, run: str, at: int) -> float:
        """The stronger bond of a character with its neighbours; those that serve grammar stand beside anything."""
        left, right = run[at - 1 : at], run[at + 1 : at + 2]
        return max(
            self._bond(left, run[at]) - GRAMMAR * (left in LIGHT),
            self._bond(run[at], right) - GRAMMAR * (right in LIGHT),
        )

    def _by_sound(self, run: str, at: int) -> Iterator[Correction]:
        same, near = sound_alikes(run[at])
        left, right = run[at - 1 : at], run[at + 1 : at + 2]
        at_home = self._at_home((*same, *near), left, right)
        at_home.sort(key=lambda each: (-self._chain(left + each + right), each))
        for char in at_home[:KEPT_REPLACEMENTS]:
            yield self._weighed(run, (at, at + 1), char, BLUR if char in near else 0.0)

    def _at_home(self, chars: Sequence[str], left: str, right: str) -> list[str]:
        """Those of these characters that the archive prints beside one of two neighbours."""
        pairs = {char: _parts(left + char + right, PAIR, PAIR) for char in chars}
        self._look_up(chain.from_iterable(pairs.values()))
        known = [char for char, own in pairs.items() if any(map(self._in_archive, own))]
        self._look_up(known)
        return [char for char in known if self._printed(left, char) or self._printed(char, right)]

    def _by_edit(self, run: str, at: int, text: str) -> Iterator[Correction]:
        for span, before, after, price in _gaps(run, at):
            for char in self._fillers(run[slice(*span)], before, after, text):
                yield self._weighed(run, span, char, price)
        for span, replacement, price in _regroupings(run, at):
            around = run[max(0, span[0] - 2) : span[0]] + replacement + run[span[1] : span[1] + 2]
            if any(part in text for part in _parts(around, 3, 3)):
                yield self._weighed(run, span, replacement, price)

    def _fillers(self, typed: str, before: str, after: str, text: str) -> list[str]:
        """Characters that a text prints between two stretches instead of what was typed, the commonest first."""
        found = Counter(_between(text, before, after))
        found.pop(typed, None)
        likely = list(found)
        if before and after:
            likely = self._at_home_between(before[-1], likely, after[0])
        return sorted(likely, key=lambda each: (-found[each], each))[:KEPT_REPLACEMENTS]

    def _at_home_between(self, left: str, chars: Sequence[str], right: str) -> list[str]:
        """Those of these characters that the archive prints beside both neighbours."""
        wanted: list[str] = []
        for char in chars:
            wanted += (char, left + char, char + right)
        self._look_up(wanted)
        return [char for char in chars if self._printed(left, char) and self._printed(char, right)]

    def _weighed(self, run: str, span: Span, replacement: str, price: float) -> Correction:
        """What replacing ``run[span]`` gains, and the words that change by it."""
        low, high = max(0, span[0] - AROUND), min(len(run), span[1] + AROUND)
        typed, head, tail = run[low:high], run[low : span[0]], run[span[1] : high]
        meant = head + replacement + tail
        self._look_up_words(typed, meant)
        before, _ = self._cut(typed)
        after, words = self._cut(meant)
        gain = (before - after + self._chain(meant) - self._chain(typed)) / 2 - price
        first, last = self._widened(meant, *_reaching_over(words, len(head), len(meant) - len(tail)))
        stood = typed[first : len(typed) - (len(meant) - last)]
        return Correction(stood, meant[first:last], gain)

    def _look_up_words(self, typed: str, meant: str) -> None:
        """Counts of all that may be a word in either text."""
        self._look_up((*_parts(typed, 1, PAIR), *_parts(meant, 1, PAIR)))
        longer = (*_parts(typed, PAIR + 1, LONGEST_WORD_CHARS), *_parts(meant, PAIR + 1, LONGEST_WORD_CHARS))
        self._look_up(filter(self._may_be_printed, longer))

    def _may_be_printed(self, word: str) -> bool:
        """An article that holds a word holds its pairs: where one of them is not printed, no article does."""
        return all(map(self._in_archive, _parts(word, PAIR, PAIR)))

    def _in_archive(self, term: str) -> bool:
        return self._counts[term] >= 1

    def _widened(self, text: str, first: int, last: int) -> Span:
        """A word of one or two characters with what is bound to it (底捞 → 海底捞): fit to be shown and found again."""
        while last - first < WIDENED_CHARS and self._inside_word(text, first):
            first -= 1
        while last - first < WIDENED_CHARS and self._inside_word(text, last):
            last += 1
        if last - first > 1:
            return first, last
        return (first - 1, last) if first else (first, min(last + 1, len(text)))

    def _inside_word(self, text: str, at: int) -> bool:
        """Whether the characters before and behind a place are of one word."""
        pair = text[at - 1 : at + 1]
        return len(pair) == PAIR and LIGHT.isdisjoint(pair) and self._bond(*pair) > BOUND

    def _cut(self, text: str) -> tuple[float, list[Span]]:
        """Least cost of a text as a row of words (unigram model, Viterbi), and where the words stand."""
        best = [0.0] + [math.inf] * len(text)
        back = [0] * (len(text) + 1)
        for end in range(1, len(text) + 1):
            for start in range(max(0, end - LONGEST_WORD_CHARS), end):
                cost = best[start] + self._price(text[start:end])
                if cost < best[end]:
                    best[end], back[end] = cost, start
        words, end = [], len(text)
        while end:
            words.append((back[end], end))
            end = back[end]
        return best[-1], words[::-1]

    def _price(self, word: str) -> float:
        """Cost of a word; what nobody prints, or was not looked up, is none."""
        if len(word) > 1 and self._counts.get(word, 0.0) < 2 * BACKGROUND_WEIGHT * RAREST:
            return math.inf
        return WORD - math.log(self._counts[word] / self._total)

    def _chain(self, text: str) -> float:
        """Log-likelihood of a text as a chain of characters, each bound to the one before or there by chance."""
        single = sum(math.log(self._rate(char)) - WORD for char in text)
        bonds = starmap(self._bond, pairwise(text))
        return single + sum(math.log(CHANCE + (1 - CHANCE) * math.exp(bond)) for bond in bonds)

    def _bond(self, first: str, second: str) -> float:
        """Log of how much oftener than by chance two characters stand side by side; -inf at the end of a run."""
        if not first or not second or self._counts[first + second] < 2 * BACKGROUND_WEIGHT * RAREST:
            return -math.inf
        return WORD + math.log(self._rate(first + second) / (self._rate(first) * self._rate(second)))

    def _printed(self, first: str, second: str) -> bool:
        """Whether the archive prints two characters side by side, oftener than by chance."""
        return bool(first and second) and self._in_archive(first + second) and self._bond(first, second) > STRANGE

    def _rate(self, term: str) -> float:
        """How often an article holds a term, from the share of articles that hold it (as of a Poisson process)."""
        return -math.log1p(-min(self._counts[term] / self._total, COMMONEST))

    def _look_up(self, terms: Iterable[str]) -> None:
        """Counts of terms."""
        new = [term for term in dict.fromkeys(terms) if term not in self._counts]
        if not new:
            return
        for term, count, share in zip(new, self._generation.document_frequencies(new), _pair_shares(new), strict=True):
            self._counts[term] = count + BACKGROUND_WEIGHT * share


def _between(text: str, before: str, after: str) -> Iterator[str]:
    """Han characters that stand right between two stretches, of which one may be empty.

    Plain finding: the stretches are new in every question, and compiling a pattern for each took longest of all.
    """
    known, shift = (before, len(before)) if before else (after, -1)
    for at in occurrences_of(known, text):
        place = at + shift
        char = text[place : place + 1]
        if is_han(char) and text.startswith(after, place + 1):
            yield char


def _gaps(run: str, at: int) -> Iterator[tuple[Span, str, str, float]]:
    """Where another character may belong: ``(span to replace, text before it, text after it, price)``."""
    for start, end, price in ((at, at + 1, WRONG), (at, at, MISSING), (at + 1, at + 1, MISSING)):
        for left, right in _CONTEXT_OF[price]:
            before, after = run[max(0, start - left) : start], run[end : end + right]
            if len(before) == left and len(after) == right:
                yield (start, end), before, after, price


def _regroupings(run: str, at: int) -> Iterator[tuple[Span, str, float]]:
    """A character too many, and neighbours that changed places: ``(span to replace, replacement, price)``."""
    yield (at, at + 1), "", EXTRA
    if at:
        yield (at - 1, at + 1), run[at] + run[at - 1], SWAPPED
    if at + 1 < len(run):
        yield (at, at + 2), run[at + 1] + run[at], SWAPPED


def _reaching_over(words: Sequence[Span], start: int, end: int) -> Span:
    """From where the word begins that holds one place of a text to where the word ends that holds another."""
    first, last = words[0][0], words[-1][1]
    for begun, ended in words:
        if begun <= start:
            first = begun
        if ended >= end:
            last = min(last, ended)
    return first, last


def _parts(text: str, shortest: int, longest: int) -> list[str]:
    """All stretches of a text of these lengths, the shorter ones first."""
    sizes = range(shortest, longest + 1)
    return [text[start : start + size] for size in sizes for start in range(len(text) - size + 1)]


def _pair_shares(terms: Sequence[str]) -> list[float]:
    """Shares of the background's articles that hold each term; it knows single characters and pairs only."""
    keys = np.array(list(map(_background_key, terms)), dtype=np.uint64)
    shares: list[float] = background().share(keys).tolist()
    return shares


def _background_key(term: str) -> int:
    return text_key(term) if len(term) <= PAIR else UNKNOWN_KEY


def holds_all(typed: Ranked | None) -> bool:
    """Whether the first article holds the whole question as it was typed, so that no slip could convince."""
    return typed is not None and float(_found_share(typed)) >= 1 - MORE


def _found_share(ranked: Ranked) -> np.float32:
    """Share of the question's words, by weight, that the first article holds."""
    share: np.float32 = ranked.coverage.meaning_document[ranked.order[0]]
    return share


def convinces(slip: Correction, typed: Ranked | None, meant: Ranked) -> bool:
    """Whether the question finds more with the slip put right: the word itself, and no less of the others."""
    if not _held(slip.meant, meant):
        return False
    if typed is None:
        return True
    return bool(_found_share(meant) > _found_share(typed) + MORE) and not _held(slip.typed, typed)


def _held(word: str, ranked: Ranked) -> bool:
    """Whether the first article holds a word."""
    return word in _text(ranked, ranked.order[0])


def nearby(ranked: Ranked | None) -> str:
    """Text of the first articles: where words are looked for that are one edit away."""
    return "\n".join(_text(ranked, number) for number in ranked.order[:NEARBY]) if ranked else ""


def _text(ranked: Ranked, number: int) -> str:
    start, end = ranked.layout.starts[number : number + 2].tolist()
    return folded(ranked.pool.documents[number].article.headline or "") + "\n" + ranked.layout.text[start:end]
