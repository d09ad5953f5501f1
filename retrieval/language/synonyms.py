"""Everyday words and what papers print for them: 闺女 → 女儿, 逮 → 抓获. Used beside the typed words, never instead."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from retrieval.domain import Span

LEXICON = Path(__file__).parent / "data" / "synonyms.txt"
"""Lines of a spoken form, a tab, printed forms; written by hand for this project."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """An everyday word in a question, and the printed forms that may stand for it."""

    span: Span
    printed: tuple[str, ...]


@lru_cache(maxsize=1)
def _lexicon() -> tuple[dict[str, tuple[str, ...]], int]:
    lines = LEXICON.read_text(encoding="utf-8").splitlines()
    entries = (line.split("\t") for line in lines if line and not line.startswith("#"))
    known = {spoken: tuple(printed.split()) for spoken, printed in entries}
    return known, max(map(len, known))


def spoken_words(folded: str) -> list[Spoken]:
    """Everyday words of a folded text in order, the longest first where several begin at one place."""
    known, longest = _lexicon()
    found: list[Spoken] = []
    at = 0
    while at < len(folded):
        length = next((n for n in range(min(longest, len(folded) - at), 0, -1) if folded[at : at + n] in known), 0)
        if length:
            found.append(Spoken((at, at + length), known[folded[at : at + length]]))
        at += max(length, 1)
    return found


@lru_cache(maxsize=1)
def _by_printed() -> dict[str, tuple[str, ...]]:
    spoken: dict[str, list[str]] = {}
    for form, printed in _lexicon()[0].items():
        for each in printed:
            spoken.setdefault(each, []).append(form)
    return {word: tuple(forms) for word, forms in spoken.items()}


def spoken_for(printed: str) -> tuple[str, ...]:
    """Everyday words for a printed one, in the order of the lexicon."""
    return _by_printed().get(printed, ())
