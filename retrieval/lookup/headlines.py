"""Headlines as somebody types them: by any of their characters, or by the first letters of their sounds (hnms)."""

from __future__ import annotations

import re
import threading
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice, product

from retrieval.domain import Headline
from retrieval.index.published import Published
from retrieval.language.folding import folded
from retrieval.language.homophones import first_letters

LONGEST_TYPED = 40
"""Characters that are looked at."""
LEAST_LATIN_ONLY = 2
"""Letters from which initials are looked for: one alone stands in every headline."""
MOST_READINGS = 8
"""Ways to read one headline that are kept, of characters that have several sounds; by hand, 2026-12."""
_LATIN_ONLY = re.compile(r"[a-z]+")


class _Lines:
    """Lines that belong to headlines, in one text: to look through it is one search in C."""

    def __init__(self, lines: Iterable[tuple[int, str]]) -> None:
        """Each line with the number of its headline; no line holds a line break."""
        pairs = list(lines)
        self._owners = [number for number, _ in pairs]
        self._text = "\n".join(line for _, line in pairs)
        self._starts = list(accumulate((len(line) + 1 for _, line in pairs), initial=0))

    def holding(self, wanted: str) -> Iterator[int]:
        """The headlines with a line that holds the text, in order, perhaps repeatedly."""
        at = self._text.find(wanted)
        while at >= 0:
            line = bisect_right(self._starts, at) - 1
            yield self._owners[line]
            at = self._text.find(wanted, self._starts[line + 1])


@dataclass(frozen=True, slots=True, eq=False)
class HeadlineTable:
    """All headlines of one generation, the newest first."""

    headlines: tuple[Headline, ...]
    printed: _Lines
    initials: _Lines

    def matching(self, typed: str) -> Iterator[Headline]:
        """Those that hold what was typed, each once: by their characters before those by their initials."""
        wanted = _typed_key(typed)
        if not wanted:
            return
        numbers = self.printed.holding(wanted)
        yield from map(self.headlines.__getitem__, dict.fromkeys(numbers))
        if _LATIN_ONLY.fullmatch(wanted) and len(wanted) >= LEAST_LATIN_ONLY:
            known = set(self.printed.holding(wanted))
            sounding = dict.fromkeys(each for each in self.initials.holding(wanted) if each not in known)
            yield from map(self.headlines.__getitem__, sounding)


def headline_table(headlines: Iterable[Headline]) -> HeadlineTable:
    """The table of these headlines, given in the order in which they are to be found."""
    kept = tuple(headlines)
    keys = [_typed_key(each.headline or "") for each in kept]
    readings = ((number, line) for number, key in enumerate(keys) for line in _initials(key))
    return HeadlineTable(kept, _Lines(enumerate(keys)), _Lines(readings))


def _typed_key(text: str) -> str:
    """Letters, digits and characters alone, folded: what signs and spaces are typed makes no difference."""
    return "".join(char for char in folded(text) if char.isalnum())


def _initials(key: str) -> Iterator[str]:
    """The first letters of a headline's sounds, in each of the ways to read it; at most ``MOST_READINGS``."""
    letters = [first_letters(char) or char for char in key]
    return map("".join, islice(product(*letters), MOST_READINGS))


class HeadlineLookup:
    """Finds headlines in what is published. Keeps the table of the generation asked last; safe from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: tuple[str, HeadlineTable] | None = None

    def find(self, paper: Published, typed: str, most: int) -> Sequence[Headline]:
        """Up to ``most`` headlines that hold what was typed, the newest first; those withdrawn since left out."""
        found = self._table(paper).matching(typed[:LONGEST_TYPED])
        chosen: list[Headline] = []
        while len(chosen) < most and (some := list(islice(found, most))):
            live = paper.live([each.article_id for each in some])
            chosen += [each for each in some if each.article_id in live]
        return chosen[:most]

    def _table(self, paper: Published) -> HeadlineTable:
        with self._lock:
            if self._kept is None or self._kept[0] != paper.id:
                self._kept = paper.id, headline_table(paper.headlines())
            return self._kept[1]
