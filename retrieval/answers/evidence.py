"""Where the terms of a question stand in the candidate articles: one pass over all of them together.

The passages of all candidates are laid out in one array of folded code points. From the places where terms occur come
presence matrices (term x sentence, term x window, term x article), and products of weights with them are every
coverage that ranking, excerpts and honesty use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.answers.frequencies import Keys, pair_key
from retrieval.answers.terms import Terms
from retrieval.answers.text import codes, sentences
from retrieval.domain import Article, Passage, Span

BLOCK = 10
"""Characters; windows begin at every block."""
WINDOW = 15
"""Blocks of the wide window: 150 characters, the width of an excerpt."""
NARROW = 6
"""Blocks of the narrow window: 60 characters, a sentence."""
LONGEST = 6000
"""Characters of one article that are looked at."""

Rows = NDArray[np.intp]
Scores = NDArray[np.float32]
Presence = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Document:
    """A candidate: the article and its passages in order."""

    article: Article
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A whole sentence of a candidate; ``span`` counts characters of its passage."""

    document: int
    passage: Passage
    span: Span

    @property
    def text(self) -> str:
        return self.passage.text[self.span[0] : self.span[1]]


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """All candidates side by side. ``text`` is folded; documents begin at whole blocks and lie a window apart.

    ``sentence_of`` gives the sentence of each character, -1 between sentences. ``starts`` are the first characters of
    the documents, with the end of the last.
    """

    text: str
    codes: NDArray[np.uint32]
    sentences: tuple[Sentence, ...]
    sentence_of: NDArray[np.int32]
    sentence_starts: Rows
    first_sentence: Rows
    starts: Rows

    @property
    def documents(self) -> int:
        return len(self.starts) - 1


def lay_out(documents: Sequence[Document]) -> Layout:
    """The passages of these documents in one folded text."""
    parts: list[str] = []
    found: list[Sentence] = []
    places: list[int] = []
    starts, first = [0], []
    at = 0
    for number, document in enumerate(documents):
        first.append(len(found))
        used = 0
        for passage in document.passages:
            if used + len(passage.text) > LONGEST and used:
                break
            for span in sentences(passage.text):
                found.append(Sentence(number, passage, span))
                places.append(at + used + span[0])
            parts.append(passage.text + "\n")
            used += len(passage.text) + 1
        pad = -used % BLOCK + WINDOW * BLOCK
        parts.append("\n" * pad)
        at += used + pad
        starts.append(at)
    numbers = codes("".join(parts))
    owner = np.full(at, -1, dtype=np.int32)
    for index, (place, sentence) in enumerate(zip(places, found, strict=True)):
        owner[place : place + sentence.span[1] - sentence.span[0]] = index
    text = numbers.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    as_rows = (np.array(values, dtype=np.intp) for values in (places, first, starts))
    return Layout(text, numbers, tuple(found), owner, *as_rows)


@dataclass(frozen=True, slots=True, eq=False)
class Occurrences:
    """Where a group of terms stands: ``term[i]`` occurs at character ``place[i]`` of the layout."""

    term: Rows
    place: Rows
    count: int

    def in_sentences(self, layout: Layout) -> Presence:
        """Which term stands in which sentence, shape ``(terms, sentences)``."""
        owner = layout.sentence_of[self.place]
        inside = owner >= 0
        return _presence(self.term[inside], owner[inside], self.count, len(layout.sentences))

    def in_documents(self, layout: Layout) -> Presence:
        """Which term stands in which document, shape ``(terms, documents)``."""
        owner = np.searchsorted(layout.starts, self.place, side="right") - 1
        return _presence(self.term, owner, self.count, layout.documents)

    def in_windows(self, layout: Layout, blocks: int) -> Presence:
        """Which term stands in the window that begins at each block, shape ``(terms, blocks of the layout)``."""
        here = _presence(self.term, self.place // BLOCK, self.count, int(layout.starts[-1]) // BLOCK)
        sums = np.zeros((self.count, here.shape[1] + blocks), dtype=np.int16)
        np.cumsum(here, axis=1, out=sums[:, blocks:])
        sums[:, :blocks] = 0
        ends = np.minimum(np.arange(here.shape[1]) + 2 * blocks - 1, here.shape[1] + blocks - 1)
        return sums[:, ends] > sums[:, np.arange(here.shape[1]) + blocks - 1]


def pairs_in(layout: Layout, keys: Keys) -> Occurrences:
    """Occurrences of pairs of neighbouring characters."""
    numbers = layout.codes.astype(np.uint64)
    return _occurrences(pair_key(numbers[:-1], numbers[1:]), keys)


def chars_in(layout: Layout, keys: Keys) -> Occurrences:
    """Occurrences of single characters."""
    return _occurrences(layout.codes.astype(np.uint64), keys)


def words_in(layout: Layout, words: Sequence[str]) -> Occurrences:
    """Occurrences of words, as parts of the text."""
    term, place = [], []
    for number, word in enumerate(words):
        at = layout.text.find(word)
        while at >= 0:
            term.append(number)
            place.append(at)
            at = layout.text.find(word, at + 1)
    return Occurrences(np.array(term, dtype=np.intp), np.array(place, dtype=np.intp), len(words))


def either(words: Occurrences, forms: Occurrences) -> Occurrences:
    """Occurrences of words in either form; both groups number their terms alike."""
    if not len(forms.term):
        return words
    return Occurrences(
        np.concatenate([words.term, forms.term]), np.concatenate([words.place, forms.place]), words.count
    )


def printed_in(layout: Layout, printed: Sequence[Sequence[str]]) -> Occurrences:
    """Occurrences of the printed forms of each word, under the number of the word."""
    owner = [number for number, forms in enumerate(printed) for _ in forms]
    found = words_in(layout, [form for forms in printed for form in forms])
    return Occurrences(np.array(owner, dtype=np.intp)[found.term], found.place, len(printed))


def best_windows(weights: Scores, presence: Presence, layout: Layout) -> Scores:
    """The best window of each document: its share of the weights, shape ``(documents,)``."""
    return _best_by_document(weights @ presence, layout.starts[:-1] // BLOCK)


def _best_by_document(scores: Scores, starts: Rows) -> Scores:
    best: Scores = np.maximum.reduceat(scores, starts).astype(np.float32)
    return best


def _occurrences(stream: Keys, keys: Keys) -> Occurrences:
    if not len(keys) or not len(stream):
        none = np.zeros(0, dtype=np.intp)
        return Occurrences(none, none, len(keys))
    terms = np.minimum(np.searchsorted(keys, stream), len(keys) - 1)
    place = np.flatnonzero(keys[terms] == stream)
    return Occurrences(terms[place], place, len(keys))


def _presence(term: Rows, owner: NDArray[np.integer], count: int, owners: int) -> Presence:
    flat = np.zeros(count * owners, dtype=bool)
    flat[term * owners + owner] = True
    return flat.reshape(count, owners)


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """What share of the question's weight each sentence, window and document holds, by group of terms.

    ``meaning`` counts a word also where one of its printed forms stands.
    """

    pairs_sentence: Scores
    chars_sentence: Scores
    words_sentence: Scores
    pairs_document: Scores
    chars_document: Scores
    words_document: Scores
    pairs_wide: Scores
    pairs_narrow: Scores
    chars_wide: Scores
    words_wide: Scores
    meaning_sentence: Scores
    meaning_document: Scores
    meaning_wide: Scores
    pair_sentences: Presence
    word_sentences: Presence
    meaning_sentences: Presence
    word_documents: Presence


def cover(terms: Terms, layout: Layout) -> Coverage:
    """Every coverage of one question over its candidates."""
    pairs, chars = pairs_in(layout, terms.pairs), chars_in(layout, terms.chars)
    words = words_in(layout, terms.words)
    pair_sentences, word_sentences = pairs.in_sentences(layout), words.in_sentences(layout)
    word_documents = words.in_documents(layout)
    meant = either(words, printed_in(layout, terms.printed))
    meaning_sentences = meant.in_sentences(layout)
    return Coverage(
        pairs_sentence=terms.pair_weights @ pair_sentences,
        chars_sentence=terms.char_weights @ chars.in_sentences(layout),
        words_sentence=terms.word_weights @ word_sentences,
        pairs_document=terms.pair_weights @ pairs.in_documents(layout),
        chars_document=terms.char_weights @ chars.in_documents(layout),
        words_document=terms.word_weights @ word_documents,
        pairs_wide=best_windows(terms.pair_weights, pairs.in_windows(layout, WINDOW), layout),
        pairs_narrow=best_windows(terms.pair_weights, pairs.in_windows(layout, NARROW), layout),
        chars_wide=best_windows(terms.char_weights, chars.in_windows(layout, WINDOW), layout),
        words_wide=best_windows(terms.word_weights, words.in_windows(layout, WINDOW), layout),
        meaning_sentence=terms.word_weights @ meaning_sentences,
        meaning_document=terms.word_weights @ meant.in_documents(layout),
        meaning_wide=best_windows(terms.word_weights, meant.in_windows(layout, WINDOW), layout),
        pair_sentences=pair_sentences,
        word_sentences=word_sentences,
        meaning_sentences=meaning_sentences,
        word_documents=word_documents,
    )
