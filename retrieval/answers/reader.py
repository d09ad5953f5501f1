"""A small network that reads an excerpt beside a question: how likely each stretch of it is the answer.

Characters of both are looked up in a table; layers of gated convolutions (Dauphin et al. 2017, "Language Modeling with
Gated Convolutional Networks") see their surroundings, and every character of the excerpt looks for its like in the
question (the aligned embedding of Chen et al. 2017, "Reading Wikipedia to Answer Open-Domain Questions"). Two scores a
character come out: that the answer starts, and that it ends there. Trained in ``retrieval/answers/training``; here
numpy alone walks the layers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.domain import Span

WEIGHTS = Path(__file__).parent / "model" / "reader.npz"
LONGEST_EXCERPT = 400
"""Characters of an excerpt that are read; what stands beyond them is not."""
LONGEST_QUESTION = 80
LONGEST_ANSWER = 48
"""Characters of the longest answer."""
FEATURES = 13
"""Columns of ``Side.features``."""
UNREAD = -15.0
"""What stands for the logarithm of a probability beyond what was read."""
_WORD = re.compile(r"\w")
_HAN = re.compile(r"[一-龥]")

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
        if not size:
            return []
        sums = self.starts[:, None] + self.ends[None, :]
        length = np.arange(size)[None, :] - np.arange(size)[:, None]
        sums[(length < 0) | (length >= LONGEST_ANSWER)] = -np.inf
        order = np.argsort(-sums, axis=None, kind="stable")[:count]
        return [(int(place) // size, int(place) % size + 1) for place in order if np.isfinite(sums.flat[place])]


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
    run = np.zeros(size, dtype=np.float32)
    start = 0
    while start < size:
        end = start
        while end < size and _WORD.match(text[end]) and text[start : end + 1] in other:
            end += 1
        run[start:end] = np.maximum(run[start:end], end - start)
        start = max(end, start + 1)
    columns = (
        run > 0, run > 1, run > 2, np.minimum(run, 6) / 6,
        np.concatenate([run[1:] > 1, [False]])[:size], np.concatenate([[False], run[:-1] > 1])[:size],
        first, second,
        [char.isdigit() for char in text], [char.isascii() and char.isalpha() for char in text],
        [_HAN.match(char) is not None for char in text], [not char.isalnum() for char in text],
        [char in other and char.isalnum() for char in text],
    )  # fmt: skip
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1).reshape(size, FEATURES)


class Reader:
    """The network. Safe to call from several threads.

    Weights by name: ``codes`` (known code points, ascending), ``table`` (1 + codes, width), ``enter``, ``shared``,
    ``join``, ``deep`` (layers), ``starts``, ``ends``, ``nowhere``; see ``retrieval/answers/training/reader.py``.
    """

    def __init__(self, path: Path = WEIGHTS) -> None:
        with np.load(path, allow_pickle=False) as file:
            self._codes: NDArray[np.uint32] = file["codes"]
            self._weights: dict[str, Any] = {
                name: file[name].astype(np.float32) for name in file.files if name not in {"codes", "dilations"}
            }
            self._dilations: list[int] = file["dilations"].tolist()
        scale = self._weights.pop("table_scale")
        self._table: Matrix = self._weights.pop("table") * scale[:, None]

    def read(self, question: str, slot: Span | None, excerpt: str, words: Sequence[Span]) -> Reading:
        """Read a folded excerpt beside a folded question whose asking words stand at ``slot``."""
        asked, printed = sides(question, slot, excerpt, words)
        if not len(asked.codes) or not len(printed.codes):
            return Reading(np.zeros(0, np.float32), np.zeros(0, np.float32), 0.0)
        near, text = self._shared(asked), self._shared(printed)
        weights = self._weights
        likeness = (text @ weights["look"]) @ near.T / np.float32(np.sqrt(near.shape[1]))
        found = _softmax(likeness) @ near
        whole = _softmax(near @ weights["weigh"])[None, :] @ near
        joined = np.concatenate([text, found, text * found, text * whole], axis=1)
        rows = _linear(joined, weights, "join")
        for number, dilation in enumerate(self._dilations):
            rows = rows + _gated(rows, weights, f"deep.{number}", dilation)
        rows = _normed(rows, weights, "last")
        starts, ends = rows @ weights["starts"], rows @ weights["ends"]
        none = float((whole @ weights["nowhere"])[0] + weights["nowhere_bias"])
        starts, ends = _log_softmax(np.append(starts, none)), _log_softmax(np.append(ends, none))
        return Reading(starts[:-1], ends[:-1], float(starts[-1] + ends[-1]) / 2)

    def _shared(self, side: Side) -> Matrix:
        place = np.minimum(np.searchsorted(self._codes, side.codes), len(self._codes) - 1)
        ids = np.where(self._codes[place] == side.codes, place + 1, 0)
        rows = _linear(np.concatenate([self._table[ids], side.features], axis=1), self._weights, "enter")
        for number in range(2):
            rows = rows + _gated(rows, self._weights, f"shared.{number}", 1)
        return rows


def _linear(rows: Matrix, weights: dict[str, Matrix], name: str) -> Matrix:
    result: Matrix = rows @ weights[f"{name}.weight"] + weights[f"{name}.bias"]
    return result


def _normed(rows: Matrix, weights: dict[str, Matrix], name: str) -> Matrix:
    """Layer normalisation (Ba et al. 2016)."""
    centred = rows - rows.mean(axis=1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + np.float32(1e-5))
    result: Matrix = centred / spread * weights[f"{name}.gain"] + weights[f"{name}.shift"]
    return result


def _gated(rows: Matrix, weights: dict[str, Matrix], name: str, dilation: int) -> Matrix:
    """A normalised, dilated convolution with a gate. Its weight has shape (kernel, width, 2 * width)."""
    kernel = weights[f"{name}.weight"]
    reach = len(kernel) // 2 * dilation
    normed = _normed(rows, weights, name)
    padded = np.pad(normed, ((reach, reach), (0, 0)))
    taps = [padded[at * dilation : at * dilation + len(rows)] for at in range(len(kernel))]
    both = np.concatenate(taps, axis=1) @ kernel.reshape(-1, kernel.shape[2]) + weights[f"{name}.bias"]
    half = both.shape[1] // 2
    result: Matrix = both[:, :half] / (1 + np.exp(-both[:, half:]))
    return result


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
