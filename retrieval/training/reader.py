"""Train the reader, and write it as arrays: ``python -m retrieval.training.reader SHARED``.

Torch takes part here alone; ``retrieval/answers/models/reader.py`` walks the same layers with numpy (``tests/answers``:
equal to 1e-3). The loss is the negative logarithm of the probability of every place where the answer stands (Clark &
Gardner 2018, "Simple and Effective Multi-Paragraph Reading Comprehension", eq. 2), with one more place for "not here".
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.data import DataLoader, IterableDataset

from embeddings.opening import BUNDLED, open_encoder
from retrieval.answers.models.reader import FEATURES, WEIGHTS, Side
from retrieval.language.folding import codes
from retrieval.language.tokenizer import Tokenizer
from retrieval.training.examples import examples, terse
from retrieval.training.reader_samples import Sample, Sampler, news, split, wrong_excerpts

CHARACTERS = 4500
TABLE = 64
WIDTH = 72
KERNEL = 3
DILATIONS = (1, 2, 4, 8, 16, 1)
DROPOUT = 0.15
BATCH = 48
SORTED = 10
"""Batches that are drawn together and sorted by length."""
MADE = 0.45
"""Share of made questions at the beginning; it falls to a third of that."""
SEED = 20261123


OnStep = Callable[[int, float], None]


class Batch(NamedTuple):
    """Texts side by side: ids (batch, characters), features (batch, characters, ``FEATURES``), mask of what is text."""

    ids: Tensor
    features: Tensor
    mask: Tensor


class Gated(nn.Module):
    """A residual block: layer norm, dilated convolution, gate (GLU)."""

    def __init__(self, kernel: int, dilation: int) -> None:
        super().__init__()
        self.kernel, self.dilation = kernel, dilation
        self.norm = nn.LayerNorm(WIDTH)
        self.convolution = nn.Linear(kernel * WIDTH, 2 * WIDTH)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, rows: Tensor, mask: Tensor) -> Tensor:
        inside = self.dropout(self.norm(rows)) * mask[..., None]
        # One product over shifted copies: faster on a processor than a dilated convolution.
        reach, size = self.kernel // 2 * self.dilation, rows.shape[1]
        padded = functional.pad(inside, (0, 0, reach, reach))
        taps = [padded[:, at * self.dilation : at * self.dilation + size] for at in range(self.kernel)]
        value, gate = self.convolution(torch.cat(taps, dim=2)).chunk(2, dim=2)
        result: Tensor = rows + value * torch.sigmoid(gate)
        return result


class Network(nn.Module):
    """The reader with weights that can be trained."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        self.table = nn.Embedding(len(table), TABLE, _weight=table)
        self.enter = nn.Linear(TABLE + FEATURES, WIDTH)
        self.shared = nn.ModuleList(Gated(KERNEL, 1) for _ in range(2))
        self.look = nn.Parameter(torch.eye(WIDTH))
        self.weigh = nn.Parameter(torch.zeros(WIDTH))
        self.join = nn.Linear(4 * WIDTH, WIDTH)
        self.deep = nn.ModuleList(Gated(3, dilation) for dilation in DILATIONS)
        self.last = nn.LayerNorm(WIDTH)
        self.starts = nn.Parameter(torch.randn(WIDTH) * 0.05)
        self.ends = nn.Parameter(torch.randn(WIDTH) * 0.05)
        self.nowhere = nn.Parameter(torch.zeros(WIDTH))
        self.nowhere_bias = nn.Parameter(torch.zeros(()))
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, asked: Batch, text: Batch) -> tuple[Tensor, Tensor]:
        """Logarithms of the probabilities of start and end, shape (batch, characters + 1): the last is "not here"."""
        near, rows = self._enter(asked), self._enter(text)
        likeness = (rows @ self.look) @ near.transpose(1, 2) / WIDTH**0.5
        likeness = likeness.masked_fill(~asked.mask[:, None, :], -1e4)
        found = torch.softmax(likeness, dim=2) @ near
        weights = (near @ self.weigh).masked_fill(~asked.mask, -1e4)
        whole = torch.softmax(weights, dim=1)[:, None, :] @ near
        rows = self.join(self.dropout(torch.cat([rows, found, rows * found, rows * whole], dim=2)))
        for block in self.deep:
            rows = block(rows, text.mask)
        rows = self.last(rows)
        none = (whole[:, 0] @ self.nowhere + self.nowhere_bias)[:, None]
        heads = (
            torch.cat([(rows @ head).masked_fill(~text.mask, -1e4), none], dim=1) for head in (self.starts, self.ends)
        )
        starts, ends = (functional.log_softmax(head, dim=1) for head in heads)
        return starts, ends

    def _enter(self, side: Batch) -> Tensor:
        rows: Tensor = self.enter(torch.cat([self.dropout(self.table(side.ids)), side.features], dim=2))
        for block in self.shared:
            rows = block(rows, side.mask)
        return rows


class Drawn(IterableDataset[list[Sample]]):
    """Batches of samples, made in another process; ``share`` of made questions falls over ``steps``."""

    def __init__(self, sampler: Sampler, steps: int) -> None:
        self.sampler, self.steps = sampler, steps

    def __iter__(self) -> Iterator[list[Sample]]:
        torch.set_num_threads(1)
        for step in range(0, self.steps, SORTED):
            share = MADE * (1 - 0.67 * step / self.steps)
            # Texts of one length together: padding would cost a third of the work.
            drawn = sorted((self._draw(share) for _ in range(SORTED * BATCH)), key=lambda each: len(each.text.codes))
            batches = [drawn[at : at + BATCH] for at in range(0, len(drawn), BATCH)]
            self.sampler.random.shuffle(batches)
            yield from batches

    def _draw(self, share: float) -> Sample:
        while True:
            made = self.sampler.random.random() < share
            sample = self.sampler.made() if made else self.sampler.asked()
            if sample is not None and len(sample.question.codes) and len(sample.text.codes):
                return sample


def characters(texts: Sequence[str]) -> NDArray[np.uint32]:
    """Code points of the commonest folded characters, ascending."""
    counts = np.bincount(codes("".join(text[:1500] for text in texts)))
    chosen = np.argsort(-counts, kind="stable")[:CHARACTERS]
    return np.sort(chosen[counts[chosen] > 0]).astype(np.uint32)


def start_table(known: NDArray[np.uint32]) -> Tensor:
    """(1 + characters, ``TABLE``): the bundled encoder's single characters on their first principal axes."""
    vectors = open_encoder(BUNDLED).encode_passages([chr(code) for code in known.tolist()])
    centred = vectors - vectors.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    table = centred @ axes[:TABLE].T
    table *= 0.5 / max(float(table.std()), 1e-6)
    return torch.from_numpy(np.concatenate([np.zeros((1, TABLE), np.float32), table]).astype(np.float32))


def batched(samples: Sequence[Sample], known: NDArray[np.uint32]) -> tuple[Batch, Batch, Tensor, Tensor]:
    """Padded tensors of the two sides, and masks of right starts and ends (the last column: not here)."""
    asked = _padded([sample.question for sample in samples], known)
    text = _padded([sample.text for sample in samples], known)
    starts = torch.zeros(len(samples), text.ids.shape[1] + 1, dtype=torch.bool)
    ends = torch.zeros_like(starts)
    for row, sample in enumerate(samples):
        for start, end in sample.spans:
            starts[row, start] = ends[row, end - 1] = True
        starts[row, -1] = ends[row, -1] = not sample.spans
    return asked, text, starts, ends


def _padded(sides: Sequence[Side], known: NDArray[np.uint32]) -> Batch:
    longest = max(len(side.codes) for side in sides)
    ids = np.zeros((len(sides), longest), np.int64)
    features = np.zeros((len(sides), longest, FEATURES), np.float32)
    mask = np.zeros((len(sides), longest), bool)
    for row, side in enumerate(sides):
        size = len(side.codes)
        place = np.minimum(np.searchsorted(known, side.codes), len(known) - 1)
        ids[row, :size] = np.where(known[place] == side.codes, place + 1, 0)
        features[row, :size] = side.features
        mask[row, :size] = True
    return Batch(torch.from_numpy(ids), torch.from_numpy(features), torch.from_numpy(mask))


def loss_of(starts: Tensor, ends: Tensor, right_starts: Tensor, right_ends: Tensor) -> Tensor:
    """Mean negative logarithm of the probability of any right place."""
    first = torch.logsumexp(starts.masked_fill(~right_starts, -1e4), dim=1)
    last = torch.logsumexp(ends.masked_fill(~right_ends, -1e4), dim=1)
    return -(first + last).mean()


def export(network: Network, known: NDArray[np.uint32], path: Path) -> None:
    """Write the weights as ``Reader`` reads them: the table in eight bits, the rest as float16."""
    table = network.table.weight.detach().numpy()
    scale = np.maximum(np.abs(table).max(axis=1), 1e-6) / 127
    arrays: dict[str, NDArray[Any]] = {
        "codes": known, "dilations": np.array(DILATIONS), "table_scale": scale.astype(np.float16),
        "table": np.rint(table / scale[:, None]).astype(np.int8),
    }  # fmt: skip
    for name in ("look", "weigh", "starts", "ends", "nowhere", "nowhere_bias"):
        arrays[name] = getattr(network, name).detach().numpy()
    for name in ("enter", "join"):
        layer = getattr(network, name)
        arrays[f"{name}.weight"], arrays[f"{name}.bias"] = layer.weight.detach().numpy().T, layer.bias.detach().numpy()
    for name in ("shared", "deep"):
        for number, block in enumerate(getattr(network, name)):
            own = f"{name}.{number}"
            arrays[f"{own}.gain"], arrays[f"{own}.shift"] = _norm(block.norm)
            weight = block.convolution.weight.detach().numpy().T
            arrays[f"{own}.weight"] = weight.reshape(block.kernel, WIDTH, 2 * WIDTH)
            arrays[f"{own}.bias"] = block.convolution.bias.detach().numpy()
    arrays["last.gain"], arrays["last.shift"] = _norm(network.last)
    small = {name: each.astype(np.float16) if each.dtype == np.float32 else each for name, each in arrays.items()}
    np.savez_compressed(path, allow_pickle=False, **small)


def restore(network: Network, path: Path) -> None:
    """Go on from weights that ``export`` wrote."""
    with np.load(path, allow_pickle=False) as file:
        state = {"table.weight": file["table"].astype(np.float32) * file["table_scale"].astype(np.float32)[:, None]}
        for name in file.files:
            if name in {"codes", "dilations", "table", "table_scale"}:
                continue
            value, own = file[name].astype(np.float32), name
            for short, long in ((".gain", ".norm.weight"), (".shift", ".norm.bias")):
                own = own.replace(short, long if not name.startswith("last") else long.removeprefix(".norm"))
            if name.startswith(("shared", "deep")) and name.endswith((".weight", ".bias")):
                own = name.replace(".weight", ".convolution.weight").replace(".bias", ".convolution.bias")
                value = value.reshape(-1, 2 * WIDTH).T if name.endswith(".weight") else value
            elif name in {"enter.weight", "join.weight"}:
                value = value.T
            state[own] = value
    network.load_state_dict({name: torch.from_numpy(np.ascontiguousarray(value)) for name, value in state.items()})


def _norm(layer: nn.LayerNorm) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    return layer.weight.detach().numpy(), layer.bias.detach().numpy()


def train(network: Network, drawn: Drawn, known: NDArray[np.uint32], rate: float, on_step: OnStep) -> None:
    """Adam with a warm-up and a cosine decay."""
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.01, betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda step: min(1.0, (step + 1) / 200) * (0.02 + 0.98 * 0.5 * (1 + np.cos(np.pi * step / drawn.steps))),
    )
    network.train()
    for step, samples in enumerate(DataLoader(drawn, batch_size=None, num_workers=1, prefetch_factor=8)):
        asked, text, right_starts, right_ends = batched(samples, known)
        starts, ends = network(asked, text)
        loss = loss_of(starts, ends, right_starts, right_ends)
        optimiser.zero_grad()
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        schedule.step()
        on_step(step, loss.item())


def main() -> None:
    """Train and write the file that ships."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--start", type=Path, help="go on from these weights")
    parser.add_argument("--wrong", type=Path, help="wrong excerpts, as the ranking's training writes them")
    parser.add_argument("--terse", action="store_true", help="learn from answers that say no more than was asked")
    given = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    _, found = examples(given.shared)
    seen, _ = split(found)
    articles = news(given.shared)
    known = characters([*articles[::3], *{each.passage for each in seen}])
    network = Network(start_table(known))
    if given.start:
        restore(network, given.start)
    asked = terse(seen) if given.terse else seen
    draw = random.Random(SEED + bool(given.start))  # noqa: S311 - a repeatable draw, no secret
    wrong = wrong_excerpts(given.wrong) if given.wrong else {}
    drawn = Drawn(Sampler(asked, articles, Tokenizer(), draw, wrong=wrong), given.steps)
    begun, losses = time.monotonic(), [0.0]

    def on_step(step: int, loss: float) -> None:
        losses.append(loss)
        if step % 100 == 99:
            sys.stdout.write(f"{step + 1} loss {np.mean(losses[-100:]):.3f} {time.monotonic() - begun:.0f} s\n")
            sys.stdout.flush()
        if step % 1000 == 999:
            export(network, known, given.out)

    train(network, drawn, known, given.rate, on_step)
    network.eval()
    export(network, known, given.out)


if __name__ == "__main__":
    main()
