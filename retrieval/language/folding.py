"""Folds text character by character, so that its length and offsets stay the same.

``tokenizer.fold`` may change a text's length; evidence must map back to printed characters, so that here every
character is folded on its own: full-width → half-width, lower case, traditional → simplified, all one to one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from retrieval.language.characters import (
    CHINESE_DIGITS,
    CIRCLES,
    ENCLOSED,
    FIRST_RADICAL,
    LAST_RADICAL,
    SUPERSCRIPTS,
    VERTICAL_FORMS,
    ZERO_WIDTH_PATTERN,
)
from retrieval.language.tokenizer import fold

Codes = NDArray[np.uint32]

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
_UNKNOWN = 0xFFFFFFFF
"""No code point: stands for a character that was not met yet."""
_NEVER_DIGITS = re.compile(f"[{SUPERSCRIPTS}{ENCLOSED}]")
"""What would become a digit, and is none."""
_FIRST_CIRCLE, _SECOND_CIRCLE = map(ord, CIRCLES)
_CHINESE_DIGIT_CODES = frozenset(map(ord, CHINESE_DIGITS))
_ZERO = ord("〇")


class _FoldTable:
    """Folded code points by printed ones, worked out when a character is first met: to do so for all takes long.

    Safe to use from several threads: what two of them work out is the same.
    """

    def __init__(self) -> None:
        self._folded = np.full(_TABLE_SIZE, _UNKNOWN, dtype=np.uint32)
        for char, sign in _FOLDED_SIGNS.items():
            self._folded[ord(char)] = ord(sign)
        for char, sign in VERTICAL_FORMS.items():
            self._folded[ord(char)] = ord(_FOLDED_SIGNS.get(sign, sign))
        self._folded[0x3000] = 0x20
        self._folded[-1] = _TABLE_SIZE - 1  # what lies above is looked up here

    def take(self, printed: Codes) -> Codes:
        """Folded code points of printed ones below ``_TABLE_SIZE``; what lies above gets any."""
        found = self._folded.take(printed, mode="clip")
        if found.max(initial=0) < _UNKNOWN:
            return found
        self._learn(set(printed[found == _UNKNOWN].tolist()))
        return self._folded.take(printed, mode="clip")

    def _learn(self, codes_met: set[int]) -> None:
        known = {code: code for code in codes_met}
        chars = [chr(code) for code in known if _is_folded(code)]
        if chars:
            for char, single in zip(chars, fold(" ".join(chars)).split(" "), strict=True):
                if len(single) == 1 and ord(single) < _TABLE_SIZE:
                    known[ord(char)] = ord(single)
        for code, as_folded in known.items():
            self._folded[code] = as_folded


def _is_folded(code: int) -> bool:
    """Whether a character that folds to one other may stand at a code point."""
    char = chr(code)
    if FIRST_RADICAL <= code <= LAST_RADICAL:
        return bool(unicodedata.name(char, ""))
    in_print = any(low <= code <= high for low, high in _FOLDED_RANGES)
    return in_print and char.isalnum() and not _NEVER_DIGITS.match(char)


@lru_cache(maxsize=1)
def _fold_table() -> _FoldTable:
    return _FoldTable()


def printed_codes(text: str) -> Codes:
    """Code points as printed, one for each character of ``text``; shape ``(len(text),)``, read-only."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def codes(text: str) -> Codes:
    """Folded code points, one for each character of ``text``; shape ``(len(text),)``."""
    return fold_codes(printed_codes(text))


def fold_codes(printed: Codes) -> Codes:
    """Folded code points of printed ones, the same shape."""
    folded = _fold_table().take(printed)
    if printed.max(initial=0) >= _TABLE_SIZE:
        folded = np.where(printed < _TABLE_SIZE, folded, printed)
    for circle in np.flatnonzero((printed == _FIRST_CIRCLE) | (printed == _SECOND_CIRCLE)).tolist():
        if circle and folded[circle - 1] in _CHINESE_DIGIT_CODES:
            folded[circle] = _ZERO
    return folded


def folded(text: str) -> str:
    """``text`` folded character by character; the same length."""
    return codes(text).astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


_HAN_LIKE = ((FIRST_RADICAL, LAST_RADICAL), (0x3400, 0x9FFF), (0xF900, 0xFAFF))
"""Code points that ``simplified`` may change: radicals, ideographs, compatibility ideographs."""
_RADICAL_SIGN = re.compile(f"[{chr(FIRST_RADICAL)}-{chr(LAST_RADICAL)}]")


@lru_cache(maxsize=1)
def _simple_forms() -> dict[int, int]:
    """Traditional characters and radicals → the simplified ideograph of each, where that is one character; signs of
    upright print → those of lines.
    """
    printed = np.concatenate([np.arange(low, high + 1, dtype=np.uint32) for low, high in _HAN_LIKE])
    simple = _fold_table().take(printed)
    changed = simple != printed
    forms = dict(zip(printed[changed].tolist(), simple[changed].tolist(), strict=True))
    return forms | {ord(char): ord(sign) for char, sign in VERTICAL_FORMS.items()}


@lru_cache(maxsize=1)
def _has_other_forms() -> re.Pattern[str]:
    return re.compile("[" + "".join(map(chr, _simple_forms())) + "]")


def simplified(text: str) -> str:
    """``text`` in simplified characters, radicals as ideographs, upright signs as those of lines; the same length."""
    return text.translate(_simple_forms()) if _has_other_forms().search(text) else text


def ideographs(text: str) -> str:
    """``text`` with the radicals that stand for ideographs as those; the same length."""
    return _RADICAL_SIGN.sub(lambda found: folded(found[0]), text)


def legible(text: str) -> str:
    """``simplified`` without the characters of no width: what patterns of print are held against. Not for offsets."""
    return ZERO_WIDTH_PATTERN.sub("", simplified(text))


def bare(text: str) -> str:
    """``text`` folded, letters and digits only: what answers are compared by."""
    return "".join(char for char in folded(text) if char.isalnum())
