"""Text → index terms: the same folding and the same terms for what is indexed and for what is asked.

``fold`` brings writings of one thing together: NFKC (full-width forms, compatibility characters), lower case,
traditional → simplified (OpenCC ``t2s``), every kind of white space and unprintable characters → one space.

Two kinds of terms are made from folded text:

- *grams*: every Han character, every pair of neighbours, and whole runs of digits or Latin letters. A run counts as one
  neighbour, so pairs cross the border of Han characters and digits (``8月``, ``2022年``). Punctuation and spaces break.
- *words*: jieba's words for search (long words also give the shorter ones inside them), and the same runs.

jieba runs as ``rjieba`` (the same algorithm in Rust, 20 times faster, no start-up) where that is installed. It sees
runs of Han characters only: there, and only there, the two give the same words.
"""

from __future__ import annotations

import hashlib
import logging
import re
import tempfile
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from operator import add
from pathlib import Path
from typing import Any, NamedTuple

from retrieval.language.characters import (
    DICTIONARY_HAN,
    ENCLOSED,
    HAN,
    KANA,
    RADICALS,
    SUPERSCRIPTS,
    ZERO_WIDTH_PATTERN,
    with_zeros,
)

TERM_RULES = 2
"""Grows with every change of ``fold``, ``grams`` or ``words`` that changes terms."""

LONGEST_RUN = 64
"""Characters of a run of digits or letters that count; what is longer (encoded data) is cut; by hand,
2026-11."""

_DIGIT_RUN = r"[0-9]+(?:\.[0-9]+)*%?"
_SEGMENTS = re.compile(rf"(?:[{HAN}{KANA}]+|{_DIGIT_RUN}|[^\W_])+")
_GRAM_UNITS = re.compile(rf"[{HAN}{KANA}]|{_DIGIT_RUN}|[^\W_{HAN}{KANA}0-9]+")
_WORDLIKE = re.compile(rf"([{DICTIONARY_HAN}]+)|([{HAN}{KANA}]|{_DIGIT_RUN}|[^\W_{HAN}{KANA}0-9]+)")
_PURE = re.compile(rf"[{HAN}{KANA}]+")
_FULL_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {"\u3000": " "}
_CONTROL_CHARS = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\ud800-\udfff]")
# A superscript behind a letter belongs to a unit (m²); any other, and the number of an item, says nothing.
_NUMBER_MARKS = re.compile(f"(?<![A-Za-z])[{SUPERSCRIPTS}]+|[{ENCLOSED}]")
_RADICAL_TABLE = str.maketrans(RADICALS)
_RARE = re.compile(f"[{SUPERSCRIPTS}{ENCLOSED}{''.join(RADICALS)}]")
_FOREIGN_MARK = "\x01"


@lru_cache(maxsize=1)
def _simplifier() -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert


def fold(text: str) -> str:
    """The form that terms are made from. Its length may differ: use it for terms only, never for offsets."""
    printable = _CONTROL_CHARS.sub(" ", ZERO_WIDTH_PATTERN.sub("", text))
    if _RARE.search(printable):
        printable = _NUMBER_MARKS.sub(" ", printable).translate(_RADICAL_TABLE)
    printable = with_zeros(printable)
    for wide, narrow in _FULL_WIDTH.items():  # NFKC would do the same, but slowly: every comma is one
        if wide in printable:
            printable = printable.replace(wide, narrow)
    lower = unicodedata.normalize("NFKC", printable).lower()
    return " ".join(_simplifier()(lower).split())


class JoinedTerms(NamedTuple):
    """Grams and words of a text, with single spaces between them."""

    grams: str
    words: str


class Tokenizer:
    """Makes terms. Safe to call from several threads.

    ``cache_dir`` is a private folder where the pure-Python jieba keeps its dictionary between starts; it is made when
    needed. Without one the dictionary is built anew (about a second) and kept in memory only.
    """

    def __init__(self, cache_dir: Path | None = None, *, prefer_rust: bool = True) -> None:
        self.cache_dir, self.prefer_rust = cache_dir, prefer_rust
        self._cut = (prefer_rust and _rust_cutter()) or _python_cutter(cache_dir)

    @property
    def fingerprint(self) -> str:
        """Changes whenever terms could: our rules, the Unicode tables, the conversion tables."""
        import opencc

        made_of = (
            f"terms {TERM_RULES}; unicode {unicodedata.unidata_version}; opencc t2s {opencc.__version__}; jieba search"
        )
        return hashlib.sha256(made_of.encode()).hexdigest()[:16]

    def grams(self, text: str) -> list[str]:
        """Characters, runs and pairs of neighbours, of the folded text; repeats are kept."""
        return _grams(fold(text))

    def words(self, text: str) -> list[str]:
        """Words for search of the folded text, in order; repeats are kept."""
        return self._words(fold(text))

    def terms(self, text: str) -> tuple[list[str], list[str]]:
        """``(grams(text), words(text))`` with the text folded once."""
        folded = fold(text)
        return _grams(folded), self._words(folded)

    def joined_terms(self, text: str) -> JoinedTerms:
        """``terms(text)`` as they are written: no term holds a space."""
        grams, words = self.terms(text)
        return JoinedTerms(" ".join(grams), " ".join(words))

    def _words(self, folded: str) -> list[str]:
        pieces = _WORDLIKE.findall(folded)
        runs = (run[:LONGEST_RUN] for _, run in pieces if run)
        # One call for the whole text: spaces keep its pieces apart, a mark stands for what jieba must not see.
        words = self._cut(" ".join([known or _FOREIGN_MARK for known, _ in pieces]))
        return [next(runs) if word == _FOREIGN_MARK else word for word in words if word != " "]


def _grams(folded: str) -> list[str]:
    """Units and pairs of neighbouring units, of one stretch without breaks after the other."""
    grams: list[str] = []
    for segment in _SEGMENTS.findall(folded):
        whole = _PURE.fullmatch(segment)
        units = list(segment) if whole else [unit[:LONGEST_RUN] for unit in _GRAM_UNITS.findall(segment)]
        grams += units
        grams += map(add, units, units[1:])
    return grams


def _rust_cutter() -> Callable[[str], list[str]] | None:
    try:
        import rjieba
    except ImportError:
        return None
    # The dictionary that the import built, which nothing here adds words to: another one would cost its time again.
    cut: Callable[[str], list[str]] = rjieba.cut_for_search
    return cut


def _python_cutter(cache_dir: Path | None) -> Callable[[str], list[str]]:
    """An own jieba: words that others add to the shared one don't reach us; its cache lies in no shared folder."""
    import jieba

    jieba.default_logger.setLevel(logging.WARNING)
    own: Any = jieba.Tokenizer()
    if cache_dir is None:
        with tempfile.TemporaryDirectory() as private:
            own.tmp_dir = private
            own.initialize()
    else:
        cache_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        own.tmp_dir = str(cache_dir)
        own.initialize()
    cut: Callable[[str], list[str]] = own.lcut_for_search
    return cut
