"""Write the table of common words by their class: ``python -m retrieval.training.word_classes``.

From jieba's dictionary (MIT): its tags, brought to a few classes. ``--out FILE`` writes it elsewhere.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import jieba

from retrieval.language.word_classes import WORD_CLASSES_FILE, WordClass

COMMON_WORDS = 100
"""Least count of a word in jieba's dictionary."""
_BY_TAG = {
    "vn": WordClass.NOUN, "an": WordClass.NOUN, "ad": WordClass.ADVERB,
    "nr": WordClass.PERSON, "ns": WordClass.PLACE, "nt": WordClass.ORG, "n": WordClass.NOUN, "v": WordClass.VERB,
    "p": WordClass.PREPOSITION, "c": WordClass.CONJUNCTION, "d": WordClass.ADVERB, "r": WordClass.PRONOUN,
    "u": WordClass.PARTICLE, "y": WordClass.PARTICLE, "zg": WordClass.ADVERB, "a": WordClass.ADJECTIVE,
    "b": WordClass.ADJECTIVE, "z": WordClass.ADJECTIVE, "m": WordClass.NUMBER, "q": WordClass.MEASURE,
    "t": WordClass.TIME, "f": WordClass.DIRECTION, "s": WordClass.DIRECTION,
}  # fmt: skip
"""jieba's tags by their first letters, the longest that fits."""


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=WORD_CLASSES_FILE, help="a file (default: the one that ships)")
    out: Path = parser.parse_args().out
    by_class = _words_by_class()
    lines = (f"{each.name.lower()} {' '.join(sorted(by_class[each]))}\n" for each in WordClass if each in by_class)
    out.write_text("".join(lines), encoding="utf-8")


def _words_by_class() -> dict[WordClass, list[str]]:
    by_class: dict[WordClass, list[str]] = defaultdict(list)
    for word, tag in _common():
        if found := _BY_TAG.get(tag[:2]) or _BY_TAG.get(tag[:1]):
            by_class[found].append(word)
    return by_class


def _common() -> Iterator[tuple[str, str]]:
    """Words and tags of the dictionary."""
    for line in (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, tag = line.split()
        if int(count) >= COMMON_WORDS:
            yield word, tag


if __name__ == "__main__":
    main()
