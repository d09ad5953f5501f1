"""Characters that sound alike, for those who type by sound: 管 → 馆, and with blurred sounds 资 → 志."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path

SOUNDS = Path(__file__).parent / "data" / "homophones.txt"
"""Lines of a toneless syllable and its characters, commonest first; written by ``retrieval/training/homophones.py``."""
MOST_SAME_SOUND = 40
"""Characters of the same sound that are looked at; by hand, 2026-11."""
MOST_BLURRED_SOUND = 25
"""Characters of a blurred sound that are looked at; by hand, 2026-11."""

_BLURRED = ((re.compile(r"^([zcs])h"), r"\1"), (re.compile(r"^n(?=.)"), "l"), (re.compile(r"([aei])ng$"), r"\1n"))
"""zh/z, ch/c, sh/s, n/l, ang/an, eng/en, ing/in: what many speakers do not keep apart."""


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, str], dict[str, str], dict[str, list[str]]]:
    """Syllable → characters, blurred syllable → characters, character → syllables."""
    lines = (line.split(" ") for line in SOUNDS.read_text(encoding="utf-8").splitlines())
    same = dict(lines)
    groups: dict[str, list[str]] = {}
    syllables: dict[str, list[str]] = {}
    for syllable, chars in same.items():
        groups.setdefault(blurred(syllable), []).append(chars)
        for char in chars:
            syllables.setdefault(char, []).append(syllable)
    near = {blur: _in_turns(alike) for blur, alike in groups.items()}
    return same, near, syllables


def _in_turns(groups: Sequence[str]) -> str:
    """The first characters of all groups, then the second ones, and so on."""
    return "".join(map("".join, zip_longest(*groups, fillvalue="")))


def blurred(syllable: str) -> str:
    """The syllable without the differences that many speakers do not hear."""
    for pattern, plain in _BLURRED:
        syllable = pattern.sub(plain, syllable)
    return syllable


@lru_cache(maxsize=1024)
def sound_alikes(char: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """``(of the same sound, of a blurred sound)``; tones do not count, and the character itself is in neither."""
    same, near, syllables = _tables()
    own = syllables.get(char, [])
    alike = dict.fromkeys(other for syllable in own for other in same[syllable][:MOST_SAME_SOUND] if other != char)
    blur = dict.fromkeys(
        other for syllable in own for other in near[blurred(syllable)] if other != char and other not in alike
    )
    return tuple(alike), tuple(blur)[:MOST_BLURRED_SOUND]


@lru_cache(maxsize=8192)
def first_letters(char: str) -> str:
    """The letters with which the sounds of a character begin, without repeats: 长 → cz; empty for what has none."""
    return "".join(dict.fromkeys(syllable[0] for syllable in _tables()[2].get(char, [])))
