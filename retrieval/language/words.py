"""Spans of the words of a text, side by side (the tokenizer's words for search overlap)."""

from __future__ import annotations

from retrieval.domain import Span
from retrieval.language.tokenizer import Tokenizer


def word_spans(folded: str, tokenizer: Tokenizer) -> list[Span]:
    """Spans of whole words in order, none over another. Words for search give the parts of a long word before it."""
    spans: list[Span] = []
    at = 0
    for word in tokenizer.words(folded):
        while at < len(folded) and not folded.startswith(word, at) and folded[at] in " \n":
            at += 1
        start = _start(folded, word, spans, at)
        if start is None:
            continue
        while spans and spans[-1][1] > start:
            spans.pop()
        spans.append((start, start + len(word)))
        at = start + len(word)
    return spans


def _start(folded: str, word: str, spans: list[Span], at: int) -> int | None:
    """Where a word begins: after the last one, over the last ones if it ends no earlier, or a little further on."""
    if folded.startswith(word, at):
        return at
    for first, _ in reversed(spans[-6:]):
        if first + len(word) >= at and folded.startswith(word, first):
            return first
    ahead = folded.find(word, at, at + len(word) + 12)
    skipped = folded[at:ahead] if ahead >= 0 else ""
    return ahead if ahead >= 0 and not any(char.isalnum() for char in skipped) else None
