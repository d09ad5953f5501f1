"""Write the table of characters by their sound, from pypinyin's readings.

    python -m retrieval.training.homophones [--out FILE]

A file, for the library takes a second to load its dictionaries and the readings of characters never change.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PHRASES_DICT

from retrieval.answers.ranking.idf import background
from retrieval.language.characters import HAN
from retrieval.language.homophones import SOUNDS

_HAN = re.compile(f"[{HAN}]+")
USED = 0.1
"""Share of a character's phrases in which a further reading must be heard to count."""


def characters() -> list[str]:
    """The simplified characters of GB 2312, those that many articles print first."""
    chars = list(_gb2312())
    shares = background().share(np.array(list(map(ord, chars)), dtype=np.uint64))
    return [char for _, char in sorted(zip((-shares).tolist(), chars, strict=True))]


def _gb2312() -> Iterator[str]:
    """Its Han characters; not all places are taken."""
    for row, cell in product(range(0xB0, 0xF8), range(0xA1, 0xFF)):
        yield from bytes([row, cell]).decode("gb2312", "ignore")


def readings() -> dict[str, Counter[str]]:
    """Toneless readings of each character in the phrases that the library knows, with their numbers."""
    found: dict[str, Counter[str]] = {}
    for phrase in filter(_HAN.fullmatch, PHRASES_DICT):
        for char, syllable in zip(phrase, lazy_pinyin(phrase, style=Style.NORMAL), strict=True):
            found.setdefault(char, Counter())[syllable] += 1
    return found


def sound_table() -> str:
    """Lines of a toneless syllable, a space, and its characters, commonest first."""
    by_sound: dict[str, list[str]] = {}
    used = readings()
    for char in characters():
        for syllable in _sounds_like(char, used.get(char, Counter())):
            by_sound.setdefault(syllable, []).append(char)
    return "".join(f"{syllable} {''.join(chars)}\n" for syllable, chars in sorted(by_sound.items()))


def _sounds_like(char: str, counts: Counter[str]) -> list[str]:
    """The reading of a character by itself, then those that its phrases often have; only what letters can write."""
    alone = lazy_pinyin(char, style=Style.NORMAL)[0]
    in_phrases = sorted(each for each, count in counts.items() if count >= USED * counts.total())
    return [each for each in dict.fromkeys([alone, *in_phrases]) if each.isascii() and each.isalpha()]


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=SOUNDS, help="a file (default: the one that ships)")
    out: Path = parser.parse_args().out
    out.write_text(sound_table(), encoding="utf-8")


if __name__ == "__main__":
    main()
