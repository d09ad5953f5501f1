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
_FOLD_TABLE_SIZE = 0x10000
_NEVER_DIGITS = re.compile(f"[{SUPERSCRIPTS}{ENCLOSED}]")
"""What would become a digit, and is none."""
_CIRCLES = np.array([ord(circle) for circle in CIRCLES], dtype=np.uint32)
_CHINESE_DIGIT_CODES = frozenset(map(ord, CHINESE_DIGITS))
_ZERO = ord("〇")


@lru_cache(maxsize=1)
def _fold_table() -> Codes:
    table = np.arange(_FOLD_TABLE_SIZE, dtype=np.uint32)
    codes_printed = [code for low, high in _FOLDED_RANGES for code in range(low, high + 1)]
    chars = [chr(code) for code in codes_printed if chr(code).isalnum() and not _NEVER_DIGITS.match(chr(code))]
    chars += [chr(code) for code in range(FIRST_RADICAL, LAST_RADICAL + 1) if unicodedata.name(chr(code), "")]
    for char, single in zip(chars, fold(" ".join(chars)).split(" "), strict=True):
        if len(single) == 1 and ord(single) < _FOLD_TABLE_SIZE:
            table[ord(char)] = ord(single)
    for char, sign in _FOLDED_SIGNS.items():
        table[ord(char)] = ord(sign)
    table[0x3000] = 0x20
    return table


def printed_codes(text: str) -> Codes:
    """Code points as printed, one for each character of ``text``; shape ``(len(text),)``, read-only."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def codes(text: str) -> Codes:
    """Folded code points, one for each character of ``text``; shape ``(len(text),)``."""
    return fold_codes(printed_codes(text))


def fold_codes(printed: Codes) -> Codes:
    """Folded code points of printed ones, the same shape."""
    folded = _fold_table().take(printed, mode="clip")
    if printed.max(initial=0) >= _FOLD_TABLE_SIZE:
        folded = np.where(printed < _FOLD_TABLE_SIZE, folded, printed)
    for circle in np.flatnonzero(np.isin(printed, _CIRCLES)).tolist():
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
    """Traditional characters and radicals → the simplified ideograph of each, where that is one character."""
    table = _fold_table()
    return {code: int(table[code]) for low, high in _HAN_LIKE for code in range(low, high + 1) if table[code] != code}


@lru_cache(maxsize=1)
def _has_other_forms() -> re.Pattern[str]:
    return re.compile("[" + "".join(map(chr, _simple_forms())) + "]")


def simplified(text: str) -> str:
    """``text`` in simplified characters, radicals as ideographs, everything else as printed; the same length."""
    return text.translate(_simple_forms()) if _has_other_forms().search(text) else text


def ideographs(text: str) -> str:
    """``text`` with the radicals that stand for ideographs as those; the same length."""
    if not _RADICAL_SIGN.search(text):
        return text
    table = _fold_table()
    return _RADICAL_SIGN.sub(lambda found: chr(int(table[ord(found[0])])), text)


def legible(text: str) -> str:
    """``simplified`` without the characters of no width: what patterns of print are held against. Not for offsets."""
    return ZERO_WIDTH_PATTERN.sub("", simplified(text))


def bare(text: str) -> str:
    """``text`` folded, letters and digits only: what answers are compared by."""
    return "".join(char for char in folded(text) if char.isalnum())
