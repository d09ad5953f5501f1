"""Groups as tensors: what one step of the reader, and one of the encoder, is computed from."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Self, TypeVar

import torch
from tokenizers import Encoding, Tokenizer
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from embeddings.neural_encoder import PASSAGE, QUERY
from retrieval.answers.models.network import QUESTION_TOKENS, SEPARATOR, TOKENS
from retrieval.domain import Span
from retrieval.training.network.base import PAD
from retrieval.training.network.examples import ExampleSource, Prepared, TrainingGroup, Window

ENCODED_TOKENS = 176
"""Tokens of a text that the encoder sees in training; longer windows are cut."""
SORTED_GROUPS = 1024
"""About so many groups are sorted by length first, to pad less."""


@dataclass(frozen=True, slots=True)
class _Tensors:
    """Tensors by name, which go to a device together."""

    def to(self, device: torch.device) -> Self:
        return type(self)(*(getattr(self, each.name).to(device, non_blocking=True) for each in fields(self)))


@dataclass(frozen=True, slots=True)
class ReaderBatch(_Tensors):
    """``ids``, ``mask``: (rows, tokens). ``group``, ``place``: the number of each row's group, and its place there.

    ``right``: 1, 0, or -1 (unknown). ``start``, ``end``: the token of each row's answer, 0 where it holds none.
    """

    ids: Tensor
    mask: Tensor
    group: Tensor
    place: Tensor
    right: Tensor
    start: Tensor
    end: Tensor


@dataclass(frozen=True, slots=True)
class EncoderBatch(_Tensors):
    """Questions (n, tokens) and windows (n + wrong, tokens): window *i* is right for question *i*.

    ``owners``: (n + wrong,), the text that a window is of, less than 0 for the wrong ones, each its own.
    """

    question_ids: Tensor
    question_mask: Tensor
    window_ids: Tensor
    window_mask: Tensor
    owners: Tensor


class Batcher:
    """Makes batches of groups; ``tokenizer`` cuts questions and windows as serving does."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._tokenizer.no_truncation()

    def reader_batch(self, groups: Sequence[TrainingGroup]) -> ReaderBatch:
        """Rows of several groups, padded to the longest."""
        rows = [
            (number, place, group.question, window)
            for number, group in enumerate(groups)
            for place, window in enumerate(group.windows)
        ]
        self._tokenizer.enable_truncation(TOKENS, strategy="only_second")
        pairs = [(self._shortened(question), window.printed) for _, _, question, window in rows]
        encodings = self._tokenizer.encode_batch(pairs)
        ids, mask = _padded([each.ids for each in encodings])
        spans = [
            token_span(encoding, _behind(window.span, len(window.head)))
            for encoding, (_, _, _, window) in zip(encodings, rows, strict=True)
        ]
        right = [-1 if window.right is None else int(window.right) for _, _, _, window in rows]
        return ReaderBatch(
            ids,
            mask,
            torch.tensor([number for number, _, _, _ in rows]),
            torch.tensor([place for _, place, _, _ in rows]),
            torch.tensor(right),
            torch.tensor([start for start, _ in spans]),
            torch.tensor([end for _, end in spans]),
        )

    def encoder_batch(self, groups: Sequence[TrainingGroup]) -> EncoderBatch:
        """Of groups whose first window is right; windows stand below their headlines, as an archive encodes them."""
        windows = [group.windows[0] for group in groups]
        windows += [window for group in groups for window in group.windows[1:]]
        owners = [group.owner for group in groups] + [-1 - number for number in range(len(windows) - len(groups))]
        self._tokenizer.enable_truncation(ENCODED_TOKENS)
        questions = self._tokenizer.encode_batch([QUERY + group.question for group in groups])
        encoded = self._tokenizer.encode_batch([PASSAGE + below_headline(window) for window in windows])
        return EncoderBatch(
            *_padded([each.ids for each in questions]), *_padded([each.ids for each in encoded]), torch.tensor(owners)
        )

    def _shortened(self, question: str) -> str:
        """The question is cut first, the window last."""
        short = self._tokenizer.encode(question, add_special_tokens=False)
        return question if len(short.ids) <= QUESTION_TOKENS else question[: short.offsets[QUESTION_TOKENS - 1][1]]


def below_headline(window: Window) -> str:
    """A window as an archive has it encoded."""
    return f"{window.head.removesuffix(SEPARATOR)}\n{window.text}" if window.head else window.text


def token_span(encoding: Encoding, span: Span | None) -> tuple[int, int]:
    """The first and the last token of a span of the window; (0, 0) where there is none, or it was cut off."""
    if span is None:
        return 0, 0
    inside = [
        number
        for number, (place, sequence) in enumerate(zip(encoding.offsets, encoding.sequence_ids, strict=True))
        if sequence == 1 and place[0] < span[1] and span[0] < place[1] and encoding.tokens[number] != "▁"
    ]
    return (inside[0], inside[-1]) if inside else (0, 0)


def _behind(span: Span | None, by: int) -> Span | None:
    return None if span is None else (span[0] + by, span[1] + by)


def _padded(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Ids and mask, both (rows, tokens of the longest)."""
    width = max(map(len, rows))
    ids = torch.full((len(rows), width), PAD)
    mask = torch.zeros((len(rows), width), dtype=torch.long)
    for number, row in enumerate(rows):
        ids[number, : len(row)] = torch.tensor(row)
        mask[number, : len(row)] = 1
    return ids, mask


BatchT = TypeVar("BatchT", ReaderBatch, EncoderBatch)


class _Drawn(IterableDataset[BatchT]):
    """Batches without end; each process draws from its own share of the questions."""

    def __init__(
        self, source: ExampleSource, asked: Sequence[Prepared], tokenizer: bytes, groups: int, kind: type[BatchT]
    ) -> None:
        self._source, self._asked, self._tokenizer, self._groups = source, asked, tokenizer, groups
        self._kind: type[BatchT] = kind

    def __iter__(self) -> Iterator[BatchT]:
        info = get_worker_info()
        number, count, seed = (info.id, info.num_workers, info.seed) if info else (0, 1, torch.initial_seed())
        self._source.reseed(seed)
        order = random.Random(seed)  # noqa: S311 - an order of examples
        batcher = Batcher(Tokenizer.from_str(self._tokenizer.decode()))
        mine = list(self._asked[number::count])
        steps = max(1, SORTED_GROUPS // self._groups)
        pending: list[TrainingGroup] = []
        while True:
            order.shuffle(mine)
            for group in self._source.groups(mine):
                if self._kind is ReaderBatch or group.windows[0].right:
                    pending.append(group)
                if len(pending) == steps * self._groups:
                    yield from self._batches(batcher, pending, order)
                    pending = []

    def _batches(self, batcher: Batcher, pending: list[TrainingGroup], order: random.Random) -> Iterator[BatchT]:
        pending.sort(key=lambda group: max(len(window.text) for window in group.windows))
        parts = [pending[at : at + self._groups] for at in range(0, len(pending), self._groups)]
        order.shuffle(parts)
        made = batcher.reader_batch if self._kind is ReaderBatch else batcher.encoder_batch
        for part in parts:
            yield made(part)  # type: ignore[misc]


def drawn_batches(
    source: ExampleSource,
    asked: Sequence[Prepared],
    tokenizer: Tokenizer,
    groups: int,
    kind: type[BatchT],
    workers: int,
) -> Iterator[BatchT]:
    """Batches of ``groups`` groups without end, drawn by ``workers`` other processes, or none."""
    drawn = _Drawn(source, asked, tokenizer.to_str().encode(), groups, kind)
    loader: DataLoader[BatchT] = DataLoader(
        drawn, batch_size=None, num_workers=workers, multiprocessing_context="fork" if workers else None
    )
    return iter(loader)
