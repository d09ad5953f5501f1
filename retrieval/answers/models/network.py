"""The network that reads an excerpt beside a question: is it about what is asked, where is the answer, is there none.

One cross-encoder with three outputs (``retrieval/training/network/model.py``), served as int8 by ONNX Runtime. It is
opened at the first question and kept. Excerpts are read each by itself, several at once: padded to the longest in one
batch they take half as long again. What takes longer than its budget is given up, and then nothing was read.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.onnx_runtime import quiet_onnxruntime
from retrieval.domain import Span
from retrieval.language.characters import RADICALS

NETWORK = Path(__file__).parent / "weights" / "network"
"""Holds ``reader.onnx``, ``tokenizer.json`` and ``origin.json``."""
QUESTION_TOKENS, TOKENS = 48, 256
"""Tokens of a question, and of question and excerpt together, as in training; by hand, 2026-11."""
HEADLINE_CHARS = 36
"""Characters of the headline that stands before an excerpt, as in training; by hand, 2026-11."""
SEPARATOR = "："
LONGEST_ANSWER_TOKENS = 40
"""Tokens of a stretch that may answer; by hand, 2026-11."""
ODDS_LIMIT = 12.0
"""Log-odds beyond this, either way, say no more; by hand, 2026-11."""
_MASKED = -1e9
"""Log-odds of what can't be an end: its probability is 0 in single precision."""
_RADICALS = str.maketrans(RADICALS)
"""Radicals that PDFs give for ideographs are no pieces of the tokenizer; one stands for one."""

Vector = NDArray[np.float32]


class Encoding(Protocol):
    """What of a tokenizer's result is looked at: offsets count characters of the sequence a token belongs to."""

    @property
    def ids(self) -> list[int]: ...
    @property
    def offsets(self) -> list[tuple[int, int]]: ...
    @property
    def sequence_ids(self) -> list[int | None]: ...


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the network says of one excerpt.

    ``relevance`` is the log-odds that it is about what is asked. ``starts`` and ``ends``, shape ``(tokens,)``, are
    logarithms of the probability that the answer starts and ends at a token; ``spans`` are the tokens' characters in
    the excerpt. ``nowhere`` is the logarithm of the probability that the excerpt does not answer.
    """

    relevance: float
    starts: Vector
    ends: Vector
    spans: tuple[Span, ...]
    nowhere: float

    @property
    def odds(self) -> float:
        """Log-odds that the excerpt answers, between ``-ODDS_LIMIT`` and ``ODDS_LIMIT``."""
        missing = float(np.exp(self.nowhere))
        missing = min(max(missing, 1e-9), 1 - 1e-9)
        return float(np.clip(np.log1p(-missing) - np.log(missing), -ODDS_LIMIT, ODDS_LIMIT))

    def best(self, count: int) -> list[tuple[Span, float]]:
        """The likeliest stretches, best first: characters of the excerpt, and how likely each is among all (0 … 1)."""
        size = len(self.starts)
        if not size or count < 1:
            return []
        sums = self.starts[:, None] + self.ends[None, :]
        ahead = np.arange(size)[None, :] - np.arange(size)[:, None]
        sums = np.where((ahead >= 0) & (ahead < LONGEST_ANSWER_TOKENS), sums, np.float32(_MASKED)).ravel()
        likely = np.exp(sums - sums.max())
        likely /= likely.sum()
        found: list[tuple[Span, float]] = []
        for at in np.argsort(-sums, kind="stable")[:count].tolist():
            if sums[at] > _MASKED / 2:
                found.append(((self.spans[at // size][0], self.spans[at % size][1]), float(likely[at])))
        return found


class Network:
    """Reads excerpts. Safe to call from several threads."""

    def __init__(self, folder: Path, *, threads: int, budget_s: float) -> None:
        """``threads`` read excerpts at once; those of a question that take longer than ``budget_s`` are given up."""
        from tokenizers import Tokenizer

        onnxruntime = quiet_onnxruntime()

        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 4  # what was given up is no error
        self._session: Any = onnxruntime.InferenceSession(
            str(folder / "reader.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._options = onnxruntime.RunOptions
        self._readers = ThreadPoolExecutor(threads, thread_name_prefix="reading")
        self._budget_s = budget_s

    def read(self, question: str, excerpts: Sequence[tuple[str, str]], *, spent_s: float = 0.0) -> list[Reading] | None:
        """What each (headline, excerpt) says; None where the budget, of which ``spent_s`` are gone, was not enough."""
        if not excerpts:
            return []
        asked = self._shortened(question)
        heads: list[str] = []
        pairs: list[tuple[str, str]] = []
        for headline, text in excerpts:
            heads.append(_head(headline, text))
            pairs.append((asked, (heads[-1] + text).translate(_RADICALS)))
        encodings = self._tokenizer.encode_batch(pairs)
        outputs = self._run_all(encodings, self._budget_s - spent_s)
        if outputs is None:
            return None
        readings: list[Reading] = []
        for encoding, head, (relevance, starts, ends) in zip(encodings, heads, outputs, strict=True):
            readings.append(_reading(float(relevance[0]), starts[0], ends[0], encoding, len(head)))
        return readings

    def _shortened(self, question: str) -> str:
        encoding = self._tokenizer.encode(question, add_special_tokens=False)
        if len(encoding.ids) <= QUESTION_TOKENS:
            return question
        return question[: encoding.offsets[QUESTION_TOKENS - 1][1]]

    def _run_all(self, encodings: Sequence[Encoding], budget_s: float) -> list[list[Vector]] | None:
        """Relevance, starts and ends of each; None where the budget was not enough."""
        options = self._options()

        def give_up() -> None:
            options.terminate = True

        timer = threading.Timer(max(budget_s, 0.0), give_up)
        timer.start()
        try:
            return list(self._readers.map(partial(self._run, options), encodings))
        except Exception:
            if options.terminate:
                return None
            raise
        finally:
            timer.cancel()

    def _run(self, options: object, encoding: Encoding) -> list[Vector]:
        result: list[Vector] = self._session.run(["relevance", "starts", "ends"], _feed(encoding), options)
        return result


def _feed(encoding: Encoding) -> dict[str, NDArray[np.int64]]:
    """The ids, of shape ``(1, tokens)``."""
    kept = list(encoding.ids[:TOKENS])
    kept[-1] = encoding.ids[-1]  # what ends every sequence
    return {"ids": np.array([kept], dtype=np.int64)}


def _head(headline: str, text: str) -> str:
    """What stands before the excerpt: the headline, unless the excerpt begins with it."""
    short = headline[:HEADLINE_CHARS]
    return short + SEPARATOR if short and not text.startswith(short) else ""


def _reading(relevance: float, starts: Vector, ends: Vector, encoding: Encoding, shift: int) -> Reading:
    """Only tokens of the excerpt itself count: neither the question's nor the headline's."""
    tokens: list[int] = []
    spans: list[Span] = []
    length = min(TOKENS, len(encoding.ids))
    for token in range(min(length, TOKENS - 1)):
        start, end = encoding.offsets[token]
        if encoding.sequence_ids[token] == 1 and start >= shift and end > start:
            tokens.append(token)
            spans.append((start - shift, end - shift))
    log_starts, log_ends = _log_softmax(starts[:length]), _log_softmax(ends[:length])
    nowhere = float(np.log(0.5 * (np.exp(log_starts[0]) + np.exp(log_ends[0]))))
    return Reading(relevance, log_starts[tokens], log_ends[tokens], tuple(spans), nowhere)


def _log_softmax(scores: Vector) -> Vector:
    shifted = scores - scores.max()
    result: Vector = shifted - np.log(np.exp(shifted).sum())
    return result


@lru_cache(maxsize=1)
def network(threads: int, budget_s: float) -> Network:
    """The shipped network, opened once."""
    return Network(NETWORK, threads=threads, budget_s=budget_s)
