"""Word classes (noun, verb, preposition …) from a table of common words; what it doesn't hold is mostly a name."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from pathlib import Path

_OWN_PLACES_LIST = "本市 我市 全市 本省 我省 全省 本区 我区 全区 本县 我县 全县 本地 当地 全国 我国"
OWN_PLACES = frozenset(_OWN_PLACES_LIST.split())
"""What papers call the place they are printed in, and the places around it."""
WORD_CLASSES_FILE = Path(__file__).parent / "data" / "word_classes.txt"


class WordClass(IntEnum):
    """Classes ordered so that neighbours are used alike: nominal ones first, function words last."""

    SIGN = 0
    ASCII = 1
    NUMBER = 2
    MEASURE = 3
    TIME = 4
    PERSON = 5
    PLACE = 6
    ORG = 7
    UNKNOWN = 8
    NOUN = 9
    ADJECTIVE = 10
    DIRECTION = 11
    PRONOUN = 12
    VERB = 13
    ADVERB = 14
    PARTICLE = 15
    CONJUNCTION = 16
    PREPOSITION = 17


@lru_cache(maxsize=1)
def _word_classes() -> dict[str, int]:
    found: dict[str, int] = {}
    for line in WORD_CLASSES_FILE.read_text(encoding="utf-8").splitlines():
        name, *words = line.split(" ")
        found |= dict.fromkeys(words, int(WordClass[name.upper()]))
    return found


def class_of(word: str) -> int:
    """The class of a folded word."""
    number = _word_classes().get(word)
    if number is not None:
        return number
    if not word or not word[0].isalnum():
        return int(WordClass.SIGN)
    if word[0].isdigit():
        return int(WordClass.NUMBER)
    return int(WordClass.ASCII if word.isascii() else WordClass.UNKNOWN)


def is_common_word(word: str) -> bool:
    """Whether the table holds a folded word."""
    return word in _word_classes()


def is_place(word: str) -> bool:
    """Whether a folded word says where and nothing else: 北京, 本市."""
    return word in OWN_PLACES or class_of(word) == WordClass.PLACE
