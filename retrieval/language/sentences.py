"""Cuts text into sentences.

Long sentences are also cut at semicolons; quotation marks and brackets that close behind a stop belong to its sentence.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from retrieval.domain import Span
from retrieval.language.characters import CLOSING, ELLIPSIS, SEMICOLONS, SENTENCE_ENDS
from retrieval.language.folding import Codes, printed_codes

Places = NDArray[np.intp]

_KIND_TABLE_SIZE = 0x10000
_LAST_SPACE = 0x3000
_STOP_KIND, _DOTS_KIND, _BREAK_KIND, _SEMICOLON_KIND, _CLOSER_KIND, _SPACE_KIND = range(1, 7)
"""Kinds of characters that sentences are cut by; 0 is every other character."""
_CHARS_OF_KIND = {
    _STOP_KIND: SENTENCE_ENDS,
    _DOTS_KIND: ELLIPSIS,
    _BREAK_KIND: "\n",
    _SEMICOLON_KIND: SEMICOLONS,
    _CLOSER_KIND: CLOSING,
}
LONG_SENTENCE = 120
"""Characters above which a sentence is also cut at semicolons; by hand, 2026-11."""


@lru_cache(maxsize=1)
def _kind_table() -> NDArray[np.uint8]:
    kinds = np.zeros(_KIND_TABLE_SIZE, dtype=np.uint8)
    kinds[[code for code in range(_LAST_SPACE + 1) if chr(code).isspace()]] = _SPACE_KIND
    for kind, chars in _CHARS_OF_KIND.items():
        kinds[[ord(char) for char in chars]] = kind
    return kinds


def sentences(text: str) -> list[Span]:
    """Spans of whole sentences in order, without white space at their ends; they never cross a line break."""
    starts, ends = sentence_bounds(printed_codes(text))
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def sentence_bounds(printed: Codes) -> tuple[Places, Places]:
    """Starts and ends of ``sentences`` of a text of any length, given as printed code points."""
    kinds = np.append(_kind_table().take(printed, mode="clip"), np.uint8(0))
    ends = (_ends(kinds, _STOP_KIND), _ends(kinds, _DOTS_KIND), np.flatnonzero(kinds == _BREAK_KIND) + 1)
    cuts = np.sort(np.concatenate([*ends, [len(printed)]]))
    long = np.diff(cuts, prepend=0) > LONG_SENTENCE
    if long.any():
        parts = _ends(kinds, _SEMICOLON_KIND)
        cuts = np.sort(np.concatenate([cuts, parts[long[np.searchsorted(cuts, parts)]]]))
    # What is not white space: its first and its last character between two cuts.
    solid = np.flatnonzero((kinds[:-1] != _SPACE_KIND) & (kinds[:-1] != _BREAK_KIND))
    before = np.searchsorted(solid, cuts)
    first, last = np.concatenate([[0], before[:-1]]), before - 1
    whole = first <= last
    return solid[first[whole]], solid[last[whole]] + 1


def _ends(kinds: NDArray[np.uint8], kind: int) -> Places:
    """Behind each run of a kind of signs, and behind the quotation marks and brackets that close after it."""
    ends = np.flatnonzero((kinds[:-1] == kind) & (kinds[1:] != kind)) + 1
    while (closing := kinds[ends] == _CLOSER_KIND).any():
        ends = ends + closing
    return ends


def trim(text: str, start: int, end: int) -> Span:
    """The span without white space at its ends."""
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))
