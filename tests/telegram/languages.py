"""Which words of a message are in another language than its reader's, beside what the paper or the reader wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from opencc import OpenCC

from bot.lang import Lang

HAN = re.compile(r"[\u3400-\u9fff]+")
ENGLISH = re.compile(r"[A-Za-z]{3,}(?:[ ,]+[A-Za-z]{2,})+")
"""Two words of English in a row; single ones are names and addresses."""
MARKS = re.compile("[【】‹›│┆]")


@cache
def converter(name: str) -> OpenCC:
    return OpenCC(name)


def foreign(text: str, lang: Lang, printed: Iterable[str]) -> list[str]:
    """What is left of a text in another language when everything ``printed`` is taken out."""
    text = MARKS.sub("", text)
    for words in sorted(printed, key=len, reverse=True):
        text = text.replace(words, " ")
    if lang == "en":
        return HAN.findall(text)
    # Converted character by character, so that only the script counts and no choice of words.
    convert = converter("t2s" if lang == "zh-hans" else "s2t").convert
    return [char for char in text if convert(char) != char and char not in SAME] + ENGLISH.findall(text)


SAME = "里面台只后出群"
"""Characters that both scripts use, each for words of its own."""
