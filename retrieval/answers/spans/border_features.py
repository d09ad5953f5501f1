"""What stands at the borders of a printed stretch and inside it, beside what the question has at its asking words.

``span_features`` tells where a stretch stands; these columns tell whether it is cut where an answer is: before a verb,
after a preposition, with the noun that was asked for, and how much of what the reader says lies within it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.answers.models.reader import Reading
from retrieval.answers.question.query import Query
from retrieval.domain import Span
from retrieval.language.names import by_sound
from retrieval.language.numbers import Candidate
from retrieval.language.word_classes import WordClass, class_of

BORDER_FEATURES = (
    "class_before", "class_first", "class_last", "class_after", "word_begins", "word_ends", "words_inside",
    "verbs_inside", "binders_inside", "particles_inside", "commas_inside", "names_inside", "verb_first", "brackets",
    "asked_left", "asked_right", "holds_left", "holds_right", "left_light", "read_rank", "read_share", "read_alike",
    "start_gap", "end_gap", "start_inside", "end_inside", "overlap", "expected_overlap", "estimate_before",
    "list_goes_on", "sign_before", "sign_after", "question_length", "asked_length", "sound_begins", "sound_ends",
    "sound_cut",
)  # fmt: skip
"""Names of the columns, in order."""

LONGEST = 8
"""Characters beside the asking words that are looked for beside a candidate."""
LEADERS = 16
"""Candidates that the reader likes best, over which the overlap is expected."""
_ESTIMATE = re.compile("(?:至少|大约|约|超过|近|逾|超|不到|接近|最多|不足|平均|将近|多达|高达)$")
_LIGHT = '是为在于有了的由被将把和与向对叫做:: “"《'
_OPEN, _CLOSE = "(（“《「【[", ")）”》」】]"
_BRACKET = re.compile(f"[{re.escape(_OPEN + _CLOSE)}]")
_NAMES = frozenset({WordClass.PERSON, WordClass.PLACE, WordClass.ORG, WordClass.UNKNOWN})


@dataclass(frozen=True, slots=True, eq=False)
class _Tokens:
    """Words and single signs of a text in order. ``at`` gives for each character the token that it is in.

    ``inside`` counts, up to each character, tokens begun: of all, verbs, binders, particles, names, commas; shape
    ``(6, characters + 1)``.
    """

    classes: NDArray[np.int64]
    begins: NDArray[np.bool_]
    ends: NDArray[np.bool_]
    at: NDArray[np.int64]
    inside: NDArray[np.int64]


def border_features(
    query: Query, text: str, words: Sequence[Span], candidates: Sequence[Candidate], reading: Reading
) -> NDArray[np.float32]:
    """One row for each candidate of a folded text, shape ``(candidates, len(BORDER_FEATURES))``."""
    if not candidates:
        return np.zeros((0, len(BORDER_FEATURES)), dtype=np.float32)
    tokens = _tokens(text, words)
    starts = np.array([each.span[0] for each in candidates])
    ends = np.array([each.span[1] for each in candidates])
    columns = [
        *_words_of(tokens, starts, ends),
        *_asked(query, text, candidates),
        *_read(reading, starts, ends),
        *_beside(text, candidates),
        np.full(len(candidates), len(query.folded)),
        np.full(len(candidates), query.slot[1] - query.slot[0] if query.slot else 0),
        *_sounds(text, starts, ends),
    ]
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def _tokens(text: str, words: Sequence[Span]) -> _Tokens:
    size = len(text)
    spans, at = [], 0
    for start, end in [*words, (size, size)]:
        spans += [(place, place + 1) for place in range(at, start)]
        at = end
        if start < end:
            spans.append((start, end))
    classes = np.array([class_of(text[start:end]) for start, end in spans] or [0])
    begins, ends_ = np.zeros(size + 1, bool), np.zeros(size + 1, bool)
    owner = np.zeros(size + 1, np.int64)
    for number, (start, end) in enumerate(spans):
        begins[start] = ends_[end] = True
        owner[start:end] = number
    kind = np.where(begins[:size], classes[owner[:size]], -1)
    comma = np.array([char in ",，;；。" for char in text], dtype=bool)
    flags = np.stack(
        [
            kind >= 0, kind == WordClass.VERB, kind >= WordClass.CONJUNCTION, kind == WordClass.PARTICLE,
            np.isin(kind, list(_NAMES)), comma,
        ]
    )  # fmt: skip
    inside = np.concatenate([np.zeros((len(flags), 1), np.int64), np.cumsum(flags, axis=1)], axis=1)
    return _Tokens(classes, begins, ends_, owner, inside)


def _words_of(tokens: _Tokens, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> list[NDArray[np.float32]]:
    """Classes at the borders, whether these are borders of words, and how many words of which class stand inside."""
    size = len(tokens.at) - 1
    before = np.where(starts > 0, tokens.classes[tokens.at[starts - 1]], -1)
    after = np.where(ends < size, tokens.classes[tokens.at[np.minimum(ends, size - 1)]], -1)
    first, last = tokens.classes[tokens.at[starts]], tokens.classes[tokens.at[ends - 1]]
    counts = tokens.inside[:, ends] - tokens.inside[:, starts]
    total, verbs, binders, particles, names, commas = counts
    found = [before, first, last, after, tokens.begins[starts], tokens.ends[ends], total, verbs, binders, particles]
    found += [commas, names, first == WordClass.VERB]
    return [np.asarray(each, dtype=np.float32) for each in found]


def _asked(query: Query, text: str, candidates: Sequence[Candidate]) -> list[list[float]]:
    """Brackets left open, and what of the question's words beside its asking words stands beside, or in, each one."""
    start, end = query.slot or (len(query.folded), len(query.folded))
    left = query.folded[max(0, start - LONGEST) : start].rstrip(_LIGHT)
    right = query.folded[end : end + LONGEST].rstrip("?？。的 ").lstrip("的 ")
    brackets, beside_left, beside_right, holds_left, holds_right, light = [], [], [], [], [], []
    for each in candidates:
        first, last = each.span
        own = text[first:last]
        printed = text[max(0, first - LONGEST - 2) : first]
        bare = printed.rstrip(_LIGHT)
        brackets.append(float(_open(own)))
        beside_left.append(float(_common_suffix(left, bare)))
        beside_right.append(float(_common_prefix(right, text[last : last + LONGEST].lstrip('的”"》'))))
        holds_left.append(float(_overhang(left, own)))
        holds_right.append(float(_overhang(own, right)))
        light.append(float(len(printed) - len(bare)))
    return [brackets, beside_left, beside_right, holds_left, holds_right, light]


def _open(own: str) -> bool:
    if not _BRACKET.search(own):
        return False
    return sum(own.count(char) for char in _OPEN) != sum(own.count(char) for char in _CLOSE)


def _common_suffix(one: str, other: str) -> int:
    size = 0
    while size < min(len(one), len(other)) and one[-1 - size] == other[-1 - size]:
        size += 1
    return size


def _common_prefix(one: str, other: str) -> int:
    size = 0
    while size < min(len(one), len(other)) and one[size] == other[size]:
        size += 1
    return size


def _overhang(one: str, other: str) -> int:
    """Length of the longest end of ``one`` that ``other`` begins with."""
    return next((size for size in range(min(len(one), len(other)), 0, -1) if one.endswith(other[:size])), 0)


def _read(reading: Reading, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> list[NDArray[np.float32]]:
    """How the reader likes each candidate beside the others, and how much of what it says lies within."""
    size = len(reading.starts)
    first = np.append(reading.starts, np.float32(-15.0))[np.minimum(starts, size)]
    last = np.append(reading.ends, np.float32(-15.0))[np.minimum(ends - 1, size)]
    score = first + last
    order = np.argsort(-score, kind="stable")
    rank = np.empty(len(score))
    rank[order] = np.arange(len(score))
    raised = np.exp(score - score.max())
    leaders = order[:LEADERS]
    weights = raised[leaders] / raised[leaders].sum()
    overlap = _overlaps(starts, ends, starts[leaders], ends[leaders])
    # Mass of what begins, and what ends, up to each character.
    begun = np.concatenate([[0.0], np.cumsum(np.exp(reading.starts))])
    ended = np.concatenate([[0.0], np.cumsum(np.exp(reading.ends))])
    low, high = np.minimum(starts, size), np.minimum(ends, size)
    columns = [
        rank, np.log(raised / raised.sum() + 1e-9), np.log(overlap @ weights + 1e-6),
        reading.starts.max(initial=-15.0) - first, reading.ends.max(initial=-15.0) - last,
        begun[high] - begun[low], ended[high] - ended[low], overlap[:, 0], overlap @ weights,
    ]  # fmt: skip
    return [np.asarray(each, dtype=np.float32) for each in columns]


def _overlaps(
    starts: NDArray[np.int64], ends: NDArray[np.int64], others: NDArray[np.int64], other_ends: NDArray[np.int64]
) -> NDArray[np.float64]:
    """F1 of the characters that stretches share with others, shape ``(stretches, others)``."""
    shared = np.minimum(ends[:, None], other_ends[None]) - np.maximum(starts[:, None], others[None])
    total = (ends - starts)[:, None] + (other_ends - others)[None]
    shares: NDArray[np.float64] = 2 * np.maximum(shared, 0) / total
    return shares


def _beside(text: str, candidates: Sequence[Candidate]) -> list[list[float]]:
    estimate, goes_on, before, after = [], [], [], []
    for each in candidates:
        first, last = each.span
        estimate.append(float(_ESTIMATE.search(text, max(0, first - 3), first) is not None))
        previous, following = text[first - 1 : first], text[last : last + 1]
        goes_on.append(float(previous == "、" or following == "、") + 2.0 * (following == "等"))
        before.append(float(not previous.isalnum()))
        after.append(float(not following.isalnum()))
    return [estimate, goes_on, before, after]


def _sounds(text: str, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> list[NDArray[np.bool_]]:
    """Whether a name written by its sound begins or ends where a candidate does, and whether one is cut."""
    begun, ended, within = (np.zeros(len(text) + 1, bool) for _ in range(3))
    for start, end in by_sound(text):
        begun[start] = ended[end] = True
        within[start + 1 : end] = True
    return [begun[starts], ended[ends], within[starts] | within[ends]]
