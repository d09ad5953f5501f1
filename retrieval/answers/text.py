"""Text as the answering steps see it: folded without changing its length, cut into sentences.

``fold`` of the index may change a text's length; evidence must map back to printed characters, so that here every
character is folded on its own: full-width → half-width, lower case, traditional → simplified, all one to one.
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from retrieval.domain import Span
from retrieval.index.tokenizer import fold

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

_SENTENCE = re.compile(r"(?:[。！？!?]+|…+)[”’\"'）)】」』]*|\n")
_PART = re.compile(r"[；;]+[”’\"'）)】」』]*")
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


def codes(text: str) -> Codes:
    """Folded code points, one for each character of ``text``; shape ``(len(text),)``."""
    raw = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    folded = raw.astype(np.uint32)
    plain = folded < _TABLE_SIZE
    folded[plain] = _table()[folded[plain]]
    return folded


def folded(text: str) -> str:
    """``text`` folded character by character; the same length."""
    return codes(text).astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def bare(text: str) -> str:
    """``text`` folded, letters and digits only: what answers are compared by."""
    return "".join(char for char in folded(text) if char.isalnum())


def sentences(text: str) -> list[Span]:
    """Spans of whole sentences in order, without white space at their ends; they never cross a line break."""
    spans: list[Span] = []
    for start, end in _cut(text, 0, len(text), _SENTENCE):
        if end - start > LONG_SENTENCE:
            spans += _cut(text, start, end, _PART)
        else:
            spans.append((start, end))
    return [trimmed for span in spans if (trimmed := trim(text, *span))[0] < trimmed[1]]


def trim(text: str, start: int, end: int) -> Span:
    """The span without white space at its ends."""
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))


def _cut(text: str, start: int, end: int, pattern: re.Pattern[str]) -> list[Span]:
    spans = []
    for found in pattern.finditer(text, start, end):
        spans.append((start, found.end()))
        start = found.end()
    if start < end:
        spans.append((start, end))
    return spans
