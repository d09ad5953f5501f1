"""Where the terms of a question stand in the candidate articles: one pass over all of them together.

The passages of all candidates are laid out in one array of folded code points. From the places where terms occur come
presence matrices (term x sentence, term x window, term x article), and products of weights with them are every
coverage that ranking, excerpts and honesty use.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import overload

import numpy as np
from numpy.typing import NDArray

from retrieval.answers.ranking.idf import PAIR, Keys, single_keys, text_key
from retrieval.answers.ranking.terms import Terms
from retrieval.domain import Article, Passage, Span
from retrieval.language.folding import fold_codes, printed_codes
from retrieval.language.sentences import sentence_bounds

BLOCK_CHARS = 10
"""Characters; windows begin at every block; by hand, 2026-11."""
WIDE_BLOCKS = 15
"""Blocks of the wide window: 150 characters, the width of an excerpt; by hand, 2026-11."""
NARROW_BLOCKS = 6
"""Blocks of the narrow window: 60 characters, a sentence; by hand, 2026-11."""
LONGEST_ARTICLE_CHARS = 6000
"""Characters of one article that are looked at; by hand, 2026-11."""

RowNumbers = NDArray[np.intp]
CoverageScores = NDArray[np.float32]
Presence = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Document:
    """A candidate: the article and its passages in order."""

    article: Article
    passages: tuple[Passage, ...]

    @property
    def length(self) -> int:
        """Characters of its passages."""
        return sum(len(passage.text) for passage in self.passages)


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
class Sentences(Sequence[Sentence]):
    """The sentences of a layout in order. A record is made when it is asked for: of most only the place counts.

    ``document[i]`` and ``passage[i]`` are where a sentence stands, ``spans[i]`` counts characters of its passage.
    """

    document: list[int]
    passage: list[int]
    spans: list[Span]
    passages: list[Passage]

    def __len__(self) -> int:
        return len(self.spans)

    @overload
    def __getitem__(self, number: int) -> Sentence: ...
    @overload
    def __getitem__(self, number: slice) -> list[Sentence]: ...
    def __getitem__(self, number: int | slice) -> Sentence | list[Sentence]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        return Sentence(self.document[number], self.passages[self.passage[number]], self.spans[number])


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """All candidates side by side. ``text`` is folded; documents begin at whole blocks and lie a window apart.

    ``sentence_of`` gives the sentence of each character, -1 between sentences; ``sentence_starts`` and
    ``sentence_ends`` are its first character and the one behind its last. ``first_sentence`` is the number of each
    document's first sentence. ``starts`` are the first characters of the documents, with the end of the last;
    ``document_of`` is the document of each block.
    """

    text: str
    codes: NDArray[np.uint32]
    sentences: Sentences
    sentence_of: NDArray[np.int32]
    sentence_starts: RowNumbers
    sentence_ends: RowNumbers
    first_sentence: RowNumbers
    starts: RowNumbers
    document_of: RowNumbers

    @property
    def documents(self) -> int:
        return len(self.starts) - 1

    @property
    def sentence_turns(self) -> RowNumbers:
        """Numbers at which each document's sentences begin, with the end of the last."""
        return np.append(self.first_sentence, len(self.sentences))

    def sentence_texts(self, numbers: Sequence[int]) -> list[str]:
        """Folded texts of these sentences."""
        return [self.text[self.sentence_starts[number] : self.sentence_ends[number]] for number in numbers]


def lay_out(documents: Sequence[Document]) -> Layout:
    """The passages of these documents in one folded text."""
    parts: list[str] = []
    passages: list[Passage] = []
    owners: list[int] = []
    places: list[int] = []
    starts = [0]
    for number, document in enumerate(documents):
        used = 0
        for passage in _passages_looked_at(document):
            passages.append(passage)
            owners.append(number)
            places.append(starts[-1] + used)
            parts += (passage.text, "\n")
            used += len(passage.text) + 1
        pad = -used % BLOCK_CHARS + WIDE_BLOCKS * BLOCK_CHARS
        parts.append(" " * (pad - 1) + "\n")  # one line break only: at each of them a sentence may end
        starts.append(starts[-1] + used + pad)
    printed = printed_codes("".join(parts))
    # Line breaks lie between passages, and no sentence crosses one: all are cut at once.
    first, last = sentence_bounds(printed)
    own = np.searchsorted(places, first, side="right") - 1
    before = np.array(places, dtype=np.intp)[own]
    numbers = fold_codes(printed)
    return Layout(
        text=numbers.astype("<u4", copy=False).tobytes().decode("utf-32-le", "surrogatepass"),
        codes=numbers,
        sentences=Sentences(
            np.array(owners, dtype=np.intp)[own].tolist(),
            own.tolist(),
            list(zip((first - before).tolist(), (last - before).tolist(), strict=True)),
            passages,
        ),
        sentence_of=_owned(first, last, starts[-1]),
        sentence_starts=first,
        sentence_ends=last,
        first_sentence=np.searchsorted(first, starts[:-1]),
        starts=np.array(starts, dtype=np.intp),
        document_of=np.repeat(np.arange(len(documents)), np.diff(starts) // BLOCK_CHARS),
    )


def _passages_looked_at(document: Document) -> Iterator[Passage]:
    """The passages that are looked at: the first one, and as many more as are not too long together."""
    used = 0
    for passage in document.passages:
        if used and used + len(passage.text) > LONGEST_ARTICLE_CHARS:
            break
        yield passage
        used += len(passage.text) + 1


def _owned(first: RowNumbers, last: RowNumbers, size: int) -> NDArray[np.int32]:
    """The number of the stretch that each of ``size`` characters stands in, -1 between stretches."""
    turns = np.stack([first, last], axis=1).ravel()
    owner = np.full(len(turns) + 1, -1, dtype=np.int32)
    owner[1::2] = np.arange(len(first))
    return np.repeat(owner, np.diff(turns, prepend=0, append=size))


@dataclass(frozen=True, slots=True, eq=False)
class Occurrences:
    """Where a group of terms stands: ``term[i]`` occurs at character ``place[i]`` of the layout."""

    term: RowNumbers
    place: RowNumbers
    count: int

    def places(self, term: int) -> RowNumbers:
        """Where one term stands."""
        places: RowNumbers = self.place[self.term == term]
        return places

    def in_sentences(self, layout: Layout) -> Presence:
        """Which term stands in which sentence, shape ``(terms, sentences)``."""
        owner = layout.sentence_of[self.place]
        inside = owner >= 0
        return _presence(self.term[inside], owner[inside], self.count, len(layout.sentences))

    def in_documents(self, layout: Layout) -> Presence:
        """Which term stands in which document, shape ``(terms, documents)``."""
        return _presence(self.term, layout.document_of[self.place // BLOCK_CHARS], self.count, layout.documents)

    def in_windows(self, layout: Layout, *widths: int) -> list[Presence]:
        """For each width (blocks, rising): which term stands in the window from each block, ``(terms, blocks)``."""
        window = _presence(self.term, self.place // BLOCK_CHARS, self.count, len(layout.document_of))
        reach, found = 1, []
        for width in widths:
            while reach < width:  # two windows side by side, or overlapping, are a longer one
                step = min(reach, width - reach)
                longer = window.copy()
                longer[:, :-step] |= window[:, step:]
                window, reach = longer, reach + step
            found.append(window)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Grams:
    """Where pairs of neighbouring characters and single characters stand; ``numbers`` gives their terms by key."""

    pairs: Occurrences
    chars: Occurrences
    numbers: dict[int, int]

    def places(self, gram: str) -> RowNumbers | None:
        """Where a character or a pair stands; None where it is none of these."""
        number = self.numbers.get(text_key(gram))
        group = self.pairs if len(gram) > 1 else self.chars
        return None if number is None else group.places(number)


def grams_in(layout: Layout, pairs: Keys, chars: Keys) -> Grams:
    """Occurrences of pairs of neighbouring characters, and of single characters."""
    first, second = single_keys(pairs)
    counting = np.concatenate([chars, first, second])
    # A number for each character that counts, 0 for all others: looked up, for sorting 100,000 characters takes longer.
    number = np.zeros(max(layout.codes.max(initial=0), int(counting.max(initial=0))) + 1, dtype=np.int32)
    number[counting] = 1
    known = np.flatnonzero(number)
    number[known] = np.arange(1, len(known) + 1, dtype=np.int32)
    text = number.take(layout.codes)
    place = np.flatnonzero(text)
    here = text[place]
    single = np.full(len(known) + 1, -1, dtype=np.intp)
    single[number[chars]] = np.arange(len(chars))
    paired = np.full((len(known) + 1) ** 2, -1, dtype=np.intp)
    paired[number[first].astype(np.intp) * (len(known) + 1) + number[second]] = np.arange(len(pairs))
    # No character that counts stands last: line breaks do.
    return Grams(
        _of_terms(paired[here.astype(np.intp) * (len(known) + 1) + text[place + 1]], place, len(pairs)),
        _of_terms(single[here], place, len(chars)),
        _numbers_of_keys(pairs) | _numbers_of_keys(chars),
    )


def _numbers_of_keys(keys: Keys) -> dict[int, int]:
    return dict(zip(keys.tolist(), range(len(keys)), strict=True))


def _of_terms(term: RowNumbers, place: RowNumbers, count: int) -> Occurrences:
    """Without the places where no term stands (-1)."""
    held = np.flatnonzero(term >= 0)
    return Occurrences(term[held], place[held], count)


def words_in(layout: Layout, words: Sequence[str], grams: Grams) -> Occurrences:
    """Occurrences of words, as parts of the text; ``grams`` are those of the question."""
    places = [_places_of(layout.text, word, grams) for word in words]
    term = np.repeat(np.arange(len(words)), list(map(len, places)))
    return Occurrences(term, np.concatenate([*places, np.zeros(0, dtype=np.intp)]), len(words))


def _places_of(text: str, word: str, grams: Grams) -> RowNumbers:
    begun = grams.places(word[:PAIR])
    if begun is None:
        return np.array(list(occurrences_of(word, text)), dtype=np.intp)
    if len(word) <= PAIR:
        return begun
    return np.array([place for place in begun.tolist() if text.startswith(word, place)], dtype=np.intp)


def occurrences_of(word: str, text: str) -> Iterator[int]:
    """Where a word stands in a text, by plain finding: no pattern must be compiled for it."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def either(words: Occurrences, forms: Occurrences) -> Occurrences:
    """Occurrences of words in either form; both groups number their terms alike."""
    if not len(forms.term):
        return words
    return Occurrences(
        np.concatenate([words.term, forms.term]), np.concatenate([words.place, forms.place]), words.count
    )


def printed_in(layout: Layout, printed: Sequence[Sequence[str]], grams: Grams) -> Occurrences:
    """Occurrences of the printed forms of each word, under the number of the word."""
    found = words_in(layout, list(chain.from_iterable(printed)), grams)
    owner = np.repeat(np.arange(len(printed)), list(map(len, printed)))
    return Occurrences(owner[found.term], found.place, len(printed))


def best_windows(weights: CoverageScores, presence: Presence, layout: Layout) -> CoverageScores:
    """The best window of each document: its share of the weights, shape ``(documents,)``."""
    return _best_by_document(weights @ presence, layout.starts[:-1] // BLOCK_CHARS)


def _best_by_document(scores: CoverageScores, starts: RowNumbers) -> CoverageScores:
    best: CoverageScores = np.maximum.reduceat(scores, starts).astype(np.float32)
    return best


def _presence(term: RowNumbers, owner: NDArray[np.integer], count: int, owners: int) -> Presence:
    flat = np.zeros(count * owners, dtype=bool)
    flat[term * owners + owner] = True
    return flat.reshape(count, owners)


def held_by(presence: Presence, term: int | None, *, unknown: float = 0.0) -> Presence | NDArray[np.float64]:
    """Where a term stands, a row of ``presence``; ``unknown`` everywhere for no term."""
    return np.full(presence.shape[1], unknown) if term is None else presence[term]


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """What share of the question's weight each sentence, window and document holds, by group of terms.

    ``meaning`` counts a word also where one of its printed forms stands.
    """

    pairs_sentence: CoverageScores
    chars_sentence: CoverageScores
    words_sentence: CoverageScores
    pairs_document: CoverageScores
    chars_document: CoverageScores
    words_document: CoverageScores
    pairs_wide: CoverageScores
    pairs_narrow: CoverageScores
    chars_wide: CoverageScores
    words_wide: CoverageScores
    meaning_sentence: CoverageScores
    meaning_document: CoverageScores
    meaning_wide: CoverageScores
    pair_sentences: Presence
    word_sentences: Presence
    meaning_sentences: Presence
    word_documents: Presence


def cover(terms: Terms, layout: Layout) -> Coverage:
    """Every coverage of one question over its candidates."""
    grams = grams_in(layout, terms.pairs, terms.chars)
    pairs, chars, words = grams.pairs, grams.chars, words_in(layout, terms.words, grams)
    pair_sentences, word_sentences = pairs.in_sentences(layout), words.in_sentences(layout)
    word_documents = words.in_documents(layout)
    meant = either(words, printed_in(layout, terms.printed, grams))
    meaning_sentences = meant.in_sentences(layout)
    pairs_narrow, pairs_wide = pairs.in_windows(layout, NARROW_BLOCKS, WIDE_BLOCKS)
    (chars_wide,), (words_wide,) = chars.in_windows(layout, WIDE_BLOCKS), words.in_windows(layout, WIDE_BLOCKS)
    (meaning_wide,) = (words_wide,) if meant is words else meant.in_windows(layout, WIDE_BLOCKS)
    return Coverage(
        pairs_sentence=terms.pair_weights @ pair_sentences,
        chars_sentence=terms.char_weights @ chars.in_sentences(layout),
        words_sentence=terms.word_weights @ word_sentences,
        pairs_document=terms.pair_weights @ pairs.in_documents(layout),
        chars_document=terms.char_weights @ chars.in_documents(layout),
        words_document=terms.word_weights @ word_documents,
        pairs_wide=best_windows(terms.pair_weights, pairs_wide, layout),
        pairs_narrow=best_windows(terms.pair_weights, pairs_narrow, layout),
        chars_wide=best_windows(terms.char_weights, chars_wide, layout),
        words_wide=best_windows(terms.word_weights, words_wide, layout),
        meaning_sentence=terms.word_weights @ meaning_sentences,
        meaning_document=terms.word_weights @ meant.in_documents(layout),
        meaning_wide=best_windows(terms.word_weights, meaning_wide, layout),
        pair_sentences=pair_sentences,
        word_sentences=word_sentences,
        meaning_sentences=meaning_sentences,
        word_documents=word_documents,
    )
