"""What tells the sentence that answers from the others of its article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from retrieval.answers.question.answer_types import TYPES, fits, new_numbers
from retrieval.answers.question.kinds import Kind
from retrieval.answers.question.query import Query
from retrieval.answers.ranking.article_features import side_by_side
from retrieval.answers.ranking.coverage import Coverage, Layout, held_by
from retrieval.answers.ranking.terms import Terms
from retrieval.language.alignment import Pattern

SENTENCE_FEATURES = (
    "pairs", "meaning", "chars", "words", "pairs_of_best", "meaning_of_best", "chars_of_best",
    "meaning_before", "meaning_after", "meaning_with_before", "meaning_with_after", "pairs_with_before",
    "pairs_with_after", "in_order", "longest_run", "length", "place", "first", "fit", "fitting", "wants_number",
    "quoted", "enumerates", "top_word", "numbers", "who", "list", "why", "how", "question_length",
    "local", "local_of_best", "asked_held",
)  # fmt: skip
"""Names of the columns, in order."""

_Each = TypeVar("_Each", np.float32, np.bool_)

_BETWEEN = " 的是有了为"
_BEFORE_SLOT, _AFTER_SLOT = 6, 2
"""Characters that may stand between the asking words and the end of a word before them, or the start of one behind;
by hand, 2026-11."""
_COUNTING = frozenset({Kind.COUNT, Kind.AMOUNT, Kind.LIST})
_NAMING = frozenset({Kind.WHO, Kind.ORG, Kind.WHERE})
_TELLING_HOW = frozenset({Kind.HOW, Kind.YES_NO})
_QUOTES = re.compile('[“《"]')


def sentence_features(
    query: Query, terms: Terms, layout: Layout, coverage: Coverage, documents: Sequence[int]
) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Sentence numbers of these documents, and a row for each, shape ``(sentences, len(SENTENCE_FEATURES))``."""
    turns = layout.sentence_turns.tolist()
    ranges: list[NDArray[np.intp]] = []
    blocks: list[NDArray[np.float32]] = []
    for number in documents:
        ranges.append(np.arange(turns[number], turns[number + 1]))
        blocks.append(_document_features(query, terms, layout, coverage, ranges[-1]))
    return np.concatenate(ranges), np.concatenate(blocks)


def _document_features(
    query: Query, terms: Terms, layout: Layout, coverage: Coverage, rows: NDArray[np.intp]
) -> NDArray[np.float32]:
    pairs, meaning = coverage.pairs_sentence[rows], coverage.meaning_sentence[rows]
    chars, words = coverage.chars_sentence[rows], coverage.words_sentence[rows]
    held_words, held_pairs = coverage.meaning_sentences[:, rows], coverage.pair_sentences[:, rows]
    texts = layout.sentence_texts(rows.tolist())
    pattern = Pattern(query.content)
    fit, fitting = _typed(query, texts)
    size, kind = len(rows), query.kind
    local = _local(terms, held_words)
    columns = (
        pairs, meaning, chars, words, _of_best(pairs), _of_best(meaning), _of_best(chars),
        _shifted(meaning, 1), _shifted(meaning, -1),
        terms.word_weights @ _with(held_words, 1), terms.word_weights @ _with(held_words, -1),
        terms.pair_weights @ _with(held_pairs, 1), terms.pair_weights @ _with(held_pairs, -1),
        list(map(pattern.in_order, texts)), _longest_runs(pattern, texts, chars),
        np.log1p(list(map(len, texts))),
        np.arange(size) / max(size, 1), np.arange(size) == 0,
        fit, fitting, np.full(size, kind in TYPES),
        [_QUOTES.search(text) is not None for text in texts],
        [text.count("、") for text in texts],
        held_by(held_words, terms.most_telling[0], unknown=0.0),
        np.array(list(map(terms.numbers_held, texts))) / max(len(terms.numbers), 1),
        np.full(size, kind in _NAMING), np.full(size, kind is Kind.LIST),
        np.full(size, kind is Kind.WHY), np.full(size, kind in _TELLING_HOW),
        np.full(size, terms.length),
        local, _of_best(local), held_by(held_words, asked_word(query, terms), unknown=0.5),
    )  # fmt: skip
    return side_by_side(columns)


def _longest_runs(pattern: Pattern, texts: Sequence[str], chars: NDArray[np.float32]) -> NDArray[np.float64]:
    """Longest run of the question that each text holds; ``chars`` says which ones hold any of it."""
    runs = np.zeros(len(texts))
    for number in np.flatnonzero(chars > 0).tolist():
        runs[number] = pattern.longest_run(texts[number])
    return runs


def _local(terms: Terms, held: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Coverage with weights that fall with the share of this article's sentences that hold a word.

    What the whole article is about (its headline's words) tells none of its sentences from the others.
    """
    size = held.shape[1]
    rarity = np.log((size + 1) / (held.sum(axis=1) + 0.5)) / np.log((size + 1) / 1.5)
    weights = terms.word_weights * np.clip(rarity, 0.05, 1.0).astype(np.float32)
    shares: NDArray[np.float32] = (weights @ held).astype(np.float32)
    return shares


def asked_word(query: Query, terms: Terms) -> int | None:
    """The word that the asking words ask about: the nearest before them, else the nearest after.

    What is counted stands right after them (多少名员工). None where there is neither.
    """
    if query.slot is None:
        return None
    start, end = query.slot
    before, after = _last_before(query.content, start, terms.words), _first_after(query.content, end, terms.words)
    if after and after[0] == end and query.kind in _COUNTING:
        return after[1]
    nearest = before or after
    return nearest[1] if nearest else None


def _last_before(content: str, start: int, words: Sequence[str]) -> tuple[int, int] | None:
    """Where the last word before the asking words ends, and its number."""
    found: list[tuple[int, int]] = []
    for number, word in enumerate(words):
        end = content.rfind(word, 0, start) + len(word)
        if len(word) > 1 and start - _BEFORE_SLOT <= end <= start and not content[end:start].strip(_BETWEEN):
            found.append((end, number))
    return max(found, default=None)


def _first_after(content: str, end: int, words: Sequence[str]) -> tuple[int, int] | None:
    """Where the first word right behind the asking words begins, and its number."""
    found: list[tuple[int, int]] = []
    for number, word in enumerate(words):
        start = content.find(word, end)
        if len(word) > 1 and 0 <= start - end <= _AFTER_SLOT:
            found.append((start, number))
    return min(found, default=None)


def _typed(query: Query, texts: Sequence[str]) -> tuple[list[float], list[int]]:
    """For each sentence the best fit of a number in it that the question does not name, and how many fit."""
    if query.kind not in TYPES:
        return [0.0] * len(texts), [0] * len(texts)
    best, count = [], []
    for text in texts:
        found = [value for each in new_numbers(query, text) if (value := fits(each, query.kind, query.unit)) > 0]
        best.append(max(found, default=0.0))
        count.append(min(len(found), 5))
    return best, count


def _of_best(values: NDArray[np.float32]) -> NDArray[np.float32]:
    top = float(values.max(initial=0.0))
    return values / np.float32(top) if top > 0 else values


def _shifted(values: NDArray[_Each], by: int) -> NDArray[_Each]:
    """The neighbour's value: ``by`` 1 is the sentence before, -1 the one after."""
    moved = np.zeros_like(values)
    if by > 0:
        moved[..., by:] = values[..., :-by]
    else:
        moved[..., :by] = values[..., -by:]
    return moved


def _with(held: NDArray[np.bool_], by: int) -> NDArray[np.bool_]:
    """What a sentence holds together with its neighbour."""
    together = held.copy()
    together |= _shifted(held, by)
    return together
