"""What tells the sentence that answers from the others of its article."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.answers.question.answer_types import TYPES, fits, new_numbers
from retrieval.answers.question.kinds import Kind
from retrieval.answers.question.query import Query
from retrieval.answers.ranking.coverage import Coverage, Layout
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

_BETWEEN = " 的是有了为"


def sentence_features(
    query: Query, terms: Terms, layout: Layout, coverage: Coverage, documents: Sequence[int]
) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Sentence numbers of these documents, and a row for each, shape ``(sentences, len(SENTENCE_FEATURES))``."""
    ends = [*layout.first_sentence.tolist()[1:], len(layout.sentences)]
    ranges = [np.arange(layout.first_sentence[number], ends[number]) for number in documents]
    blocks = [_document_features(query, terms, layout, coverage, rows) for rows in ranges]
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
    size = len(rows)
    local = _local(terms, held_words)
    asked = asked_word(query, terms)
    kind = query.kind
    top = int(np.argmax(terms.word_weights)) if terms.words else -1
    columns = (
        pairs, meaning, chars, words, _of_best(pairs), _of_best(meaning), _of_best(chars),
        _shifted(meaning, 1), _shifted(meaning, -1),
        terms.word_weights @ _with(held_words, 1), terms.word_weights @ _with(held_words, -1),
        terms.pair_weights @ _with(held_pairs, 1), terms.pair_weights @ _with(held_pairs, -1),
        [pattern.in_order(text) for text in texts],
        [pattern.longest_run(text) if value > 0 else 0.0 for text, value in zip(texts, chars.tolist(), strict=True)],
        np.log1p([len(text) for text in texts]),
        np.arange(size) / max(size, 1), np.arange(size) == 0,
        fit, fitting, np.full(size, kind in TYPES),
        ["“" in text or "《" in text or '"' in text for text in texts],
        [text.count("、") for text in texts],
        held_words[top] if top >= 0 else np.zeros(size),
        [sum(number in text for number in terms.numbers) / max(len(terms.numbers), 1) for text in texts],
        np.full(size, kind in {Kind.WHO, Kind.ORG, Kind.WHERE}), np.full(size, kind is Kind.LIST),
        np.full(size, kind is Kind.WHY), np.full(size, kind in {Kind.HOW, Kind.YES_NO}),
        np.full(size, terms.length),
        local, _of_best(local), held_words[asked] if asked is not None else np.full(size, 0.5),
    )  # fmt: skip
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


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
    before, after = [], []
    for number, word in enumerate(terms.words):
        if len(word) < 2:
            continue
        last = query.content.rfind(word, 0, start) + len(word)
        if start - 6 <= last <= start and not query.content[last:start].strip(_BETWEEN):
            before.append((last, number))
        place = query.content.find(word, end)
        if 0 <= place - end <= 2:
            after.append((place, number))
    counted = query.kind in {Kind.COUNT, Kind.AMOUNT, Kind.LIST} and after and min(after)[0] == end
    if before and not counted:
        return max(before)[1]
    return min(after)[1] if after else None


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


def _shifted(values: NDArray[np.float32], by: int) -> NDArray[np.float32]:
    """The neighbour's value: ``by`` 1 is the sentence before, -1 the one after."""
    moved = np.zeros_like(values)
    if by > 0:
        moved[by:] = values[:-by]
    else:
        moved[:by] = values[-by:]
    return moved


def _with(held: NDArray[np.bool_], by: int) -> NDArray[np.bool_]:
    """What a sentence holds together with its neighbour."""
    together = held.copy()
    if by > 0:
        together[:, by:] |= held[:, :-by]
    else:
        together[:, :by] |= held[:, -by:]
    return together
