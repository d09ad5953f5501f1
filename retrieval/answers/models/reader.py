"""A small network that reads an excerpt beside a question: how likely each stretch of it is the answer.

Characters of both are looked up in a table; layers of gated convolutions (Dauphin et al. 2017, "Language Modeling with
Gated Convolutional Networks") see their surroundings, and every character of the excerpt looks for its like in the
question (the aligned embedding of Chen et al. 2017, "Reading Wikipedia to Answer Open-Domain Questions"). Two scores a
character come out: that the answer starts, and that it ends there. Trained in ``retrieval/answers/training``; here
numpy alone walks the layers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.domain import Span

WEIGHTS = Path(__file__).parent / "weights" / "reader.npz"
LONGEST_EXCERPT = 400
"""Characters of an excerpt that are read; what stands beyond them is not."""
LONGEST_QUESTION = 80
LONGEST_ANSWER = 48
"""Characters of the longest answer."""
FEATURES = 13
"""Columns of ``Side.features``."""
SHARED = 2
"""Layers that questions and excerpts have in common."""
SUREST = 6.0
"""Log-odds beyond this, either way, say no more."""
UNREAD = -15.0
"""What stands for the logarithm of a probability beyond what was read."""
_DIGIT, _LATIN, _HAN, _LETTER = 1, 2, 4, 8
"""What a character is, as bits: a digit, an ASCII letter, a Han character, any letter or digit."""

Matrix = NDArray[np.float32]
Ids = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """A text as the network sees it: folded code points (n,), and features (n, ``FEATURES``)."""

    codes: NDArray[np.uint32]
    features: Matrix


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the network says of an excerpt: logarithms of probabilities that the answer starts and ends at a character.

    ``nowhere`` is the logarithm of the probability that the excerpt holds no answer.
    """

    starts: Matrix
    ends: Matrix
    nowhere: float

    @property
    def odds(self) -> float:
        """Logarithm of the odds that the excerpt holds an answer, between ``-SUREST`` and ``SUREST``."""
        missing = min(max(float(np.exp(self.nowhere)), 1e-6), 1 - 1e-6)
        return float(np.clip(np.log1p(-missing) - np.log(missing), -SUREST, SUREST))

    def score(self, span: Span) -> float:
        """The score of a stretch, a logarithm of a probability; what was not read has a very low one."""
        return self.start(span) + self.end(span)

    def start(self, span: Span) -> float:
        """Logarithm of the probability that the answer starts where a stretch does."""
        return float(self.starts[span[0]]) if span[0] < len(self.starts) else UNREAD

    def end(self, span: Span) -> float:
        """Logarithm of the probability that the answer ends where a stretch does."""
        return float(self.ends[span[1] - 1]) if span[1] <= len(self.ends) else UNREAD

    def best(self, count: int) -> list[Span]:
        """The likeliest stretches of at most ``LONGEST_ANSWER`` characters, best first, ties by place."""
        size = len(self.starts)
        if not size or count < 1:
            return []
        # One row for each start, one column for each length.
        beyond = np.full(LONGEST_ANSWER - 1, -np.inf, dtype=np.float32)
        ends = np.lib.stride_tricks.sliding_window_view(np.concatenate([self.ends, beyond]), LONGEST_ANSWER)
        sums = (self.starts[:, None] + ends).ravel()
        least = np.partition(sums, -count)[-count] if count < len(sums) else -np.inf
        best = np.flatnonzero(sums >= least)
        best = best[np.argsort(-sums[best], kind="stable")][:count]
        places = zip(*np.divmod(best[np.isfinite(sums[best])], LONGEST_ANSWER), strict=True)
        return [(int(start), int(start + more) + 1) for start, more in places]


class _Kinds(dict[str, int]):
    """What characters are, found out once for each."""

    def __missing__(self, char: str) -> int:
        kind = _DIGIT * char.isdigit() + _LATIN * (char.isascii() and char.isalpha())
        kind += _HAN * ("一" <= char <= "龥") + _LETTER * char.isalnum()
        self[char] = kind
        return kind


_KINDS = _Kinds()


def sides(question: str, slot: Span | None, excerpt: str, words: Sequence[Span]) -> tuple[Side, Side]:
    """Question and excerpt, both folded, as the network sees them; ``words`` are spans of the excerpt's words."""
    question, excerpt = question[:LONGEST_QUESTION], excerpt[:LONGEST_EXCERPT]
    asked = np.zeros(len(question), dtype=bool)
    if slot is not None:
        asked[slot[0] : slot[1]] = True
    asking = "".join(char if not flag else "\0" for char, flag in zip(question, asked, strict=True))
    begun, ended = np.zeros(len(excerpt), dtype=bool), np.zeros(len(excerpt), dtype=bool)
    for start, end in words:
        if end <= len(excerpt):
            begun[start] = ended[end - 1] = True
    return (
        Side(_codes(question), _features(asking, excerpt, asked, np.zeros_like(asked))),
        Side(_codes(excerpt), _features(excerpt, asking, begun, ended)),
    )


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint32)


def _features(text: str, other: str, first: NDArray[np.bool_], second: NDArray[np.bool_]) -> Matrix:
    """For each character: what it is, and how far it stands in a run that the other text has too."""
    size = len(text)
    kinds = [_KINDS[char] for char in text]
    there = set(other)
    run = np.zeros(size, dtype=np.float32)
    start = 0
    while start < size:
        end = start
        if text[start] in there:
            while end < size and (kinds[end] & _LETTER or text[end] == "_") and text[start : end + 1] in other:
                end += 1
            run[start:end] = end - start
        start = max(end, start + 1)
    kind = np.array(kinds, dtype=np.uint8)
    shared = np.fromiter(map(there.__contains__, text), dtype=bool, count=size)
    rows = np.zeros((size, FEATURES), dtype=np.float32)
    columns = (
        run > 0, run > 1, run > 2, np.minimum(run, 6) / 6,
        np.append(run[1:] > 1, False)[:size], np.append(False, run[:-1] > 1)[:size], first, second,
        kind & _DIGIT > 0, kind & _LATIN > 0, kind & _HAN > 0, kind & _LETTER == 0, shared & (kind & _LETTER > 0),
    )  # fmt: skip
    for number, column in enumerate(columns):
        rows[:, number] = column
    return rows


class Reader:
    """The network. Safe to call from several threads.

    Weights by name: ``codes`` (known code points, ascending), ``table`` (1 + codes, width), ``enter``, ``shared``,
    ``join``, ``deep`` (layers), ``starts``, ``ends``, ``nowhere``; see ``retrieval/training/reader.py``.
    """

    def __init__(self, path: Path = WEIGHTS) -> None:
        with np.load(path, allow_pickle=False) as file:
            self._codes: NDArray[np.uint32] = file["codes"]
            self._weights: dict[str, Any] = {
                name: file[name].astype(np.float32) for name in file.files if name not in {"codes", "dilations"}
            }
            self._dilations: list[int] = file["dilations"].tolist()
        deep = [f"deep.{number}" for number in range(len(self._dilations))]
        for name in (*(f"shared.{number}" for number in range(SHARED)), *deep):
            self._weights[f"{name}.weight"] *= np.float32(0.5)  # as ``_gated`` takes them
            self._weights[f"{name}.bias"] *= np.float32(0.5)
        scale = self._weights.pop("table_scale")
        self._table: Matrix = self._weights.pop("table") * scale[:, None]

    def read(self, question: str, slot: Span | None, excerpt: str, words: Sequence[Span]) -> Reading:
        """Read a folded excerpt beside a folded question whose asking words stand at ``slot``."""
        return self.read_all(question, slot, [(excerpt, words)])[0]

    def read_all(
        self, question: str, slot: Span | None, excerpts: Sequence[tuple[str, Sequence[Span]]]
    ) -> list[Reading]:
        """``read`` each of these excerpts, given with their words; together takes less time than one by one."""
        if not question:
            return [_UNREADABLE] * len(excerpts)
        read = iter(self._read([sides(question, slot, *excerpt) for excerpt in excerpts if excerpt[0]]))
        return [next(read) if excerpt[0] else _UNREADABLE for excerpt in excerpts]

    def _read(self, pairs: Sequence[tuple[Side, Side]]) -> list[Reading]:
        """Questions and excerpts, none empty: rows of all of them stand in one matrix, each text in its own stretch."""
        if not pairs:
            return []
        weights = self._weights
        asked, printed = zip(*pairs, strict=True)
        stretches = _stretches([len(side.codes) for side in (*asked, *printed)])
        rows = self._shared((*asked, *printed), stretches)
        texts = rows[stretches[len(pairs)][0] :]
        looks = texts @ weights["look"]
        joined = np.empty((len(texts), 4 * texts.shape[1]), dtype=np.float32)
        parts = np.split(joined, 4, axis=1)
        stretches, near = _stretches([len(side.codes) for side in printed]), stretches[: len(pairs)]
        wholes = []
        for (start, end), question in zip(stretches, (rows[first:last] for first, last in near), strict=True):
            likeness = looks[start:end] @ question.T / np.float32(np.sqrt(question.shape[1]))
            wholes.append(_softmax(question @ weights["weigh"])[None, :] @ question)
            parts[1][start:end] = _softmax(likeness) @ question
            np.multiply(texts[start:end], wholes[-1], out=parts[3][start:end])
        parts[0][:] = texts
        np.multiply(texts, parts[1], out=parts[2])
        rows = _linear(joined, weights, "join")
        for number, dilation in enumerate(self._dilations):
            rows += _gated(rows, weights, f"deep.{number}", dilation, stretches)
        rows = _normed(rows, weights, "last")
        starts, ends = rows @ weights["starts"], rows @ weights["ends"]
        return [
            _reading(starts[low:high], ends[low:high], float((whole @ weights["nowhere"])[0] + weights["nowhere_bias"]))
            for (low, high), whole in zip(stretches, wholes, strict=True)
        ]

    def _shared(self, sides: Sequence[Side], stretches: Sequence[Span]) -> Matrix:
        """The layers that questions and excerpts have in common: rows of all of them, one for each character."""
        codes = np.concatenate([side.codes for side in sides])
        place = np.minimum(np.searchsorted(self._codes, codes), len(self._codes) - 1)
        ids = np.where(self._codes[place] == codes, place + 1, 0)
        features = np.concatenate([side.features for side in sides])
        rows = _linear(np.concatenate([self._table[ids], features], axis=1), self._weights, "enter")
        for number in range(SHARED):
            rows += _gated(rows, self._weights, f"shared.{number}", 1, stretches)
        return rows


_UNREADABLE = Reading(np.zeros(0, np.float32), np.zeros(0, np.float32), 0.0)


def _reading(starts: Matrix, ends: Matrix, none: float) -> Reading:
    starts, ends = _log_softmax(np.append(starts, none)), _log_softmax(np.append(ends, none))
    return Reading(starts[:-1], ends[:-1], float(starts[-1] + ends[-1]) / 2)


def _stretches(sizes: Sequence[int]) -> list[Span]:
    """Where texts of these sizes stand, one behind the other."""
    return list(pairwise(accumulate(sizes, initial=0)))


def _linear(rows: Matrix, weights: dict[str, Matrix], name: str) -> Matrix:
    result: Matrix = rows @ weights[f"{name}.weight"] + weights[f"{name}.bias"]
    return result


def _normed(rows: Matrix, weights: dict[str, Matrix], name: str) -> Matrix:
    """Layer normalisation (Ba et al. 2016)."""
    width = rows.shape[1]
    # Products take half the time of sums along the short rows.
    centred: Matrix = rows - (rows @ np.full(width, 1 / width, dtype=np.float32))[:, None]
    spread = np.sqrt(np.einsum("ij,ij->i", centred, centred) / np.float32(width) + np.float32(1e-5))
    centred *= (1 / spread)[:, None]
    centred *= weights[f"{name}.gain"]
    centred += weights[f"{name}.shift"]
    return centred


def _gated(rows: Matrix, weights: dict[str, Matrix], name: str, dilation: int, stretches: Sequence[Span]) -> Matrix:
    """A normalised, dilated convolution with a gate, over each stretch by itself.

    Its weight has shape (kernel, width, 2 * width): what goes through, and the gate. Both come halved, see ``Reader``:
    a * sigmoid(x) is a / 2 * (1 + tanh(x / 2)), which takes fewer steps.
    """
    kernel = weights[f"{name}.weight"]
    seen = _surroundings(_normed(rows, weights, name), len(kernel), dilation, stretches)
    both = seen @ kernel.reshape(-1, kernel.shape[2])
    both += weights[f"{name}.bias"]
    half = both.shape[1] // 2
    gated: Matrix = np.tanh(both[:, half:])
    gated += 1
    gated *= both[:, :half]
    return gated


def _surroundings(rows: Matrix, kernel: int, dilation: int, stretches: Sequence[Span]) -> Matrix:
    """Beside each row those ``dilation`` away, 0 beyond its stretch; shape ``(rows, kernel * width)``."""
    count, width = rows.shape
    seen = np.empty((count, kernel, width), dtype=np.float32)
    for tap in range(kernel):
        away = (tap - kernel // 2) * dilation
        low, high = min(max(0, -away), count), max(min(count, count - away), 0)
        seen[low:high, tap] = rows[low + away : high + away]
        for start, end in stretches:
            beyond = slice(max(start, end - away), end) if away > 0 else slice(start, min(end, start - away))
            seen[beyond, tap] = 0
    return seen.reshape(count, kernel * width)


def _softmax(rows: Matrix) -> Matrix:
    raised = np.exp(rows - rows.max(axis=-1, keepdims=True))
    result: Matrix = raised / raised.sum(axis=-1, keepdims=True)
    return result


def _log_softmax(row: Matrix) -> Matrix:
    centred = row - row.max()
    result: Matrix = (centred - np.log(np.exp(centred).sum())).astype(np.float32)
    return result


@lru_cache(maxsize=1)
def reader() -> Reader:
    """The network that ships."""
    return Reader()
