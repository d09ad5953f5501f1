"""Text as the answering steps see it: folded without changing its length, cut into sentences.

``fold`` of the index may change a text's length; evidence must map back to printed characters, so that here every
character is folded on its own: full-width → half-width, lower case, traditional → simplified, all one to one.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from retrieval.domain import Span
from retrieval.language.tokenizer import fold

Codes = NDArray[np.uint32]
Places = NDArray[np.intp]

# What is printed in newspapers: Latin to enclosed forms, CJK, compatibility ideographs, half- and full-width forms.
_FOLDED_RANGES = ((0x21, 0x24FF), (0x2E80, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0xFF00, 0xFFEE))
_FOLDED_SIGNS = {
    "，": ",",
    "：": ":",
    "；": ";",
    "？": "?",
    "！": "!",
    "（": "(",
    "）": ")",
    "％": "%",
    "．": ".",
    "～": "~",
}
_TABLE_SIZE = 0x10000
_LAST_SPACE = 0x3000

_STOPS, _DOTS, _BREAK, _PARTS, _CLOSERS, _SPACE = range(1, 7)
"""Kinds of characters that sentences are cut by; 0 is every other character."""
_KINDS = {_STOPS: "。！？!?", _DOTS: "…", _BREAK: "\n", _PARTS: "；;", _CLOSERS: "”’\"'）)】」』"}
LONG_SENTENCE = 120
"""Characters above which a sentence is also cut at semicolons."""


@lru_cache(maxsize=1)
def _table() -> Codes:
    table = np.arange(_TABLE_SIZE, dtype=np.uint32)
    chars = [chr(code) for low, high in _FOLDED_RANGES for code in range(low, high + 1) if chr(code).isalnum()]
    for char, single in zip(chars, fold(" ".join(chars)).split(" "), strict=True):
        if len(single) == 1 and ord(single) < _TABLE_SIZE:
            table[ord(char)] = ord(single)
    for char, sign in _FOLDED_SIGNS.items():
        table[ord(char)] = ord(sign)
    table[0x3000] = 0x20
    return table


@lru_cache(maxsize=1)
def _kinds() -> NDArray[np.uint8]:
    kinds = np.zeros(_TABLE_SIZE, dtype=np.uint8)
    kinds[[code for code in range(_LAST_SPACE + 1) if chr(code).isspace()]] = _SPACE
    for kind, chars in _KINDS.items():
        kinds[[ord(char) for char in chars]] = kind
    return kinds


def printed_codes(text: str) -> Codes:
    """Code points as printed, one for each character of ``text``; shape ``(len(text),)``, read-only."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def codes(text: str) -> Codes:
    """Folded code points, one for each character of ``text``; shape ``(len(text),)``."""
    return fold_codes(printed_codes(text))


def fold_codes(printed: Codes) -> Codes:
    """Folded code points of printed ones, the same shape."""
    folded = _table().take(printed, mode="clip")
    if printed.max(initial=0) >= _TABLE_SIZE:
        folded = np.where(printed < _TABLE_SIZE, folded, printed)
    return folded


def folded(text: str) -> str:
    """``text`` folded character by character; the same length."""
    return codes(text).astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def bare(text: str) -> str:
    """``text`` folded, letters and digits only: what answers are compared by."""
    return "".join(char for char in folded(text) if char.isalnum())


def sentences(text: str) -> list[Span]:
    """Spans of whole sentences in order, without white space at their ends; they never cross a line break."""
    starts, ends = sentence_bounds(printed_codes(text))
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def sentence_bounds(printed: Codes) -> tuple[Places, Places]:
    """Starts and ends of ``sentences`` of a text of any length, given as printed code points."""
    kinds = np.append(_kinds().take(printed, mode="clip"), np.uint8(0))
    ends = (_ends(kinds, _STOPS), _ends(kinds, _DOTS), np.flatnonzero(kinds == _BREAK) + 1)
    cuts = np.sort(np.concatenate([*ends, [len(printed)]]))
    long = np.diff(cuts, prepend=0) > LONG_SENTENCE
    if long.any():
        parts = _ends(kinds, _PARTS)
        cuts = np.sort(np.concatenate([cuts, parts[long[np.searchsorted(cuts, parts)]]]))
    # What is not white space: its first and its last character between two cuts.
    solid = np.flatnonzero((kinds[:-1] != _SPACE) & (kinds[:-1] != _BREAK))
    before = np.searchsorted(solid, cuts)
    first, last = np.concatenate([[0], before[:-1]]), before - 1
    whole = first <= last
    return solid[first[whole]], solid[last[whole]] + 1


def _ends(kinds: NDArray[np.uint8], kind: int) -> Places:
    """Behind each run of a kind of signs, and behind the quotation marks and brackets that close after it."""
    ends = np.flatnonzero((kinds[:-1] == kind) & (kinds[1:] != kind)) + 1
    while (closing := kinds[ends] == _CLOSERS).any():
        ends = ends + closing
    return ends


def trim(text: str, start: int, end: int) -> Span:
    """The span without white space at its ends."""
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))
