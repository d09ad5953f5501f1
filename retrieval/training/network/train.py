"""Train the network: ``python -m retrieval.training.network.train SHARED/data BASE OUT``.

Runs in bf16 on the CPU, writes checkpoints every few minutes and goes on from them when called again. The loss is the
cross-entropy of the right window's relevance among its group, of each window's relevance by itself (so that scores of
different questions can be compared), and of where the answer starts and ends.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Encoding, Tokenizer
from torch import Tensor
from torch.nn import functional

from retrieval.answers.models.network import QUESTION_TOKENS, TOKENS
from retrieval.domain import Span
from retrieval.training.network.asked import TrainingQuestion, is_develop
from retrieval.training.network.examples import NEGATIVES, ExampleSource, TrainingGroup
from retrieval.training.network.model import Reader, from_base
from retrieval.training.network.steps import Progress, optimizer_of, rate_at, tell
from retrieval.training.origin import origin_of

RATE = 1.2e-4
SEED = 20261127
GROUPS = 8
"""Groups of a step; with their windows about 30 rows."""
CHECKPOINT_S = 600
MEASURED = 300
"""Questions that are measured on at every checkpoint."""
TOLD_STEPS = 50
SPAN_WEIGHT = 0.5
"""Of the loss of where the answer stands, beside relevance."""
OWN_REPEATS = 2
"""How often a question of our own comes for each time another one does, unless told otherwise: they are worded as
people type.
"""


@dataclass(frozen=True, slots=True)
class Batch:
    """``ids``, ``mask``: (rows, tokens). ``group``: the number of each row's group. ``right``: 1, 0, or -1 (unknown).

    ``start``, ``end``: the token of each row's answer, 0 where it holds none.
    """

    ids: Tensor
    mask: Tensor
    group: Tensor
    right: Tensor
    start: Tensor
    end: Tensor


def encoded(tokenizer: Tokenizer, question: str, text: str) -> Encoding:
    """Question and window as one sequence; the question is cut first, the window last."""
    short = tokenizer.encode(question, add_special_tokens=False)
    if len(short.ids) > QUESTION_TOKENS:
        question = question[: short.offsets[QUESTION_TOKENS - 1][1]]
    return tokenizer.encode(question, text)


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


def batch_of(tokenizer: Tokenizer, groups: Sequence[TrainingGroup]) -> Batch:
    """Rows of several groups, padded to the longest."""
    rows = [(number, group.question, window) for number, group in enumerate(groups) for window in group.windows]
    encodings = [encoded(tokenizer, question, window.text) for _, question, window in rows]
    width = min(TOKENS, max(len(each.ids) for each in encodings))
    ids = torch.ones((len(rows), width), dtype=torch.long)
    mask = torch.zeros((len(rows), width), dtype=torch.long)
    start, end = torch.zeros(len(rows), dtype=torch.long), torch.zeros(len(rows), dtype=torch.long)
    for number, (encoding, (_, _, window)) in enumerate(zip(encodings, rows, strict=True)):
        length = min(width, len(encoding.ids))
        ids[number, :length] = torch.tensor(encoding.ids[:length])
        mask[number, :length] = 1
        first, last = token_span(encoding, window.span)
        if last < length:
            start[number], end[number] = first, last
    right = [-1 if window.right is None else int(window.right) for _, _, window in rows]
    return Batch(ids, mask, torch.tensor([row[0] for row in rows]), torch.tensor(right), start, end)


def loss_of(reader: Reader, batch: Batch, span_weight: float = SPAN_WEIGHT) -> Tensor:
    """See the head of this module."""
    relevance, starts, ends = reader(batch.ids, batch.mask)
    relevance, starts, ends = relevance.float(), starts.float(), ends.float()
    known = (batch.right >= 0).float()
    each = functional.binary_cross_entropy_with_logits(relevance, batch.right.float().clamp(min=0), reduction="none")
    alone = (each * known).sum() / known.sum().clamp(min=1)
    among: list[Tensor] = []
    for number in range(int(batch.group.max()) + 1):
        rows = (batch.group == number).nonzero().squeeze(-1)
        if len(rows) > 1:
            among.append(functional.cross_entropy(relevance[rows].unsqueeze(0), torch.zeros(1, dtype=torch.long)))
    # Where the right window's span is not known (headlines, statutes) nothing is learned of spans.
    read = ((batch.start > 0) | (batch.right <= 0)).float()
    places = functional.cross_entropy(starts, batch.start, reduction="none")
    places = places + functional.cross_entropy(ends, batch.end, reduction="none")
    spans = (places * read).sum() / read.sum().clamp(min=1)
    total = alone + span_weight * spans
    return total + torch.stack(among).mean() if among else total


def order_of(source: ExampleSource, seed: int, repeats: int = OWN_REPEATS) -> list[TrainingQuestion]:
    """The questions of one pass, our own several times, without those left for measuring."""
    train = [each for each in source.asked if not is_develop(each)]
    repeated = [each for each in train for _ in range(repeats if each.source == "own" else 1)]
    random.Random(seed).shuffle(repeated)  # noqa: S311 - an order of examples
    return repeated


def measured_questions(source: ExampleSource) -> list[TrainingQuestion]:
    """Of the questions of our own that are left for measuring, ``MEASURED`` from all files alike."""
    left = [each for each in source.asked if is_develop(each)]
    return random.Random(SEED).sample(left, min(MEASURED, len(left)))  # noqa: S311 - draws examples


def batches(
    tokenizer: Tokenizer, source: ExampleSource, asked: Sequence[TrainingQuestion], groups: int
) -> Iterator[Batch]:
    """Steps over the questions in order; 16 steps' groups are sorted by length first, to pad less."""
    pending: list[TrainingGroup] = []
    for group in source.groups(asked):
        pending.append(group)
        if len(pending) == 16 * groups:
            yield from _sorted_batches(tokenizer, pending, groups)
            pending = []
    if pending:
        yield from _sorted_batches(tokenizer, pending, groups)


def _sorted_batches(tokenizer: Tokenizer, pending: list[TrainingGroup], groups: int) -> Iterator[Batch]:
    pending.sort(key=lambda group: max(len(window.text) for window in group.windows))
    parts = [pending[at : at + groups] for at in range(0, len(pending), groups)]
    random.Random(len(pending)).shuffle(parts)  # noqa: S311 - an order of steps
    for part in parts:
        yield batch_of(tokenizer, part)


def measured(reader: Reader, tokenizer: Tokenizer, groups: Sequence[TrainingGroup]) -> dict[str, float]:
    """On groups of our own that are left for measuring: first among the group, exact spans, "none" told apart."""
    reader.eval()
    first = exact = answered = none = unanswered = 0
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for group in groups:
            batch = batch_of(tokenizer, [group])
            relevance, starts, ends = reader(batch.ids, batch.mask)
            start, end = int(starts[0].argmax()), int(ends[0].argmax())
            if group.windows[0].right:
                answered += 1
                first += int(relevance.argmax()) == 0
                exact += (start, end) == (int(batch.start[0]), int(batch.end[0]))
            else:
                unanswered += 1
                none += start == 0
    reader.train()
    return {
        "first": first / max(1, answered),
        "exact": exact / max(1, answered),
        "none": none / max(1, unanswered),
        "answered": answered,
        "unanswered": unanswered,
    }


def origin(arguments: argparse.Namespace, source: ExampleSource) -> dict[str, Any]:
    """What the weights came from."""
    counts: dict[str, int] = {}
    for each in source.asked:
        counts[each.source] = counts.get(each.source, 0) + 1
    files = [*sorted((arguments.data / "pairs").glob("*.xz")), arguments.data / "news/crud_rag_news.jsonl.xz"]
    module = "retrieval.training.network.train"
    return origin_of(module, seed=SEED, inputs=[*files, *arguments.own], questions=counts)


class Run:
    """A training run: the network, how many of its steps are done, and the checkpoint it goes on from."""

    def __init__(self, arguments: argparse.Namespace, questions: int) -> None:
        """``questions`` make up one pass."""
        self.steps = arguments.steps or -(-questions // arguments.groups)
        self.stop = min(arguments.stop or self.steps, self.steps)
        self.done = 0
        self.reader = from_base(arguments.base, arguments.layers)
        if arguments.start:
            self.reader.load_state_dict(torch.load(arguments.start, weights_only=True)["reader"])
        self._optimizer = optimizer_of(self.reader, arguments.rate)
        self._rate, self._span_weight = arguments.rate, arguments.span_weight
        self._checkpoint = arguments.out / "checkpoint.pt"
        if self._checkpoint.exists():
            self._resume()

    def step(self, batch: Batch) -> float:
        """Learn from one batch; its loss."""
        for part in self._optimizer.param_groups:
            part["lr"] = rate_at(self.done, self.steps, self._rate)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = loss_of(self.reader, batch, self._span_weight)
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]  # the library leaves it without types
        torch.nn.utils.clip_grad_norm_(self.reader.parameters(), 1.0)
        self._optimizer.step()
        self.done += 1
        return loss.item()

    def save(self) -> None:
        """Write the checkpoint; a killed run keeps the one before."""
        state = {"reader": self.reader.state_dict(), "optimizer": self._optimizer.state_dict(), "step": self.done}
        torch.save(state, self._checkpoint.with_suffix(".new"))
        self._checkpoint.with_suffix(".new").replace(self._checkpoint)

    def _resume(self) -> None:
        state = torch.load(self._checkpoint, weights_only=True)
        self.reader.load_state_dict(state["reader"])
        self._optimizer.load_state_dict(state["optimizer"])
        self.done = state["step"]


def train(arguments: argparse.Namespace) -> None:
    """Train until all steps are done; a checkpoint in ``out`` is gone on from."""
    torch.manual_seed(SEED)
    torch.set_num_threads(arguments.threads)
    arguments.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(arguments.base / "tokenizer.json"))
    tokenizer.enable_truncation(TOKENS, strategy="only_second")
    source = _source(arguments)
    asked = order_of(source, arguments.seed, arguments.own_repeats)
    develop = list(source.groups(measured_questions(source), exchanged=0))
    run = Run(arguments, len(asked))
    (arguments.out / "origin.json").write_text(
        json.dumps(origin(arguments, source), ensure_ascii=False, indent=1), encoding="utf-8"
    )
    tell(f"{len(asked)} questions, {run.steps} steps, from step {run.done}; {len(develop)} to measure on")
    progress, saved = Progress(), time.monotonic()
    while run.done < run.stop:
        left = asked[(run.done * arguments.groups) % len(asked) :]
        for batch in batches(tokenizer, source, left, arguments.groups):
            progress.add(run.step(batch), len(batch.ids))
            if run.done % TOLD_STEPS == 0:
                tell(f"step {run.done}/{run.steps} {progress}")
            if time.monotonic() - saved > CHECKPOINT_S or run.done >= run.stop:
                run.save()
                tell(f"step {run.done} {measured(run.reader, tokenizer, develop)}")
                saved = time.monotonic()
            if run.done >= run.stop:
                break


def _source(arguments: argparse.Namespace) -> ExampleSource:
    return ExampleSource(
        arguments.data,
        arguments.own,
        arguments.seed,
        made=arguments.made,
        headlines=arguments.headlines,
        news=arguments.news,
        pairs=arguments.pairs,
        negatives=arguments.negatives,
    )


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--own", type=Path, nargs="*", default=[], help="files of our own questions")
    parser.add_argument("--own-repeats", type=int, default=OWN_REPEATS)
    parser.add_argument("--layers", type=int, default=12)
    parser.add_argument("--start", type=Path, help="a checkpoint whose weights to start from")
    parser.add_argument("--steps", type=int, help="over which the rate falls to nothing; default: one pass")
    parser.add_argument("--stop", type=int, help="stop after so many steps already, to go on with other data")
    parser.add_argument("--groups", type=int, default=GROUPS)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--negatives", type=float, default=NEGATIVES, help="wrong windows beside the right one")
    parser.add_argument("--span-weight", type=float, default=SPAN_WEIGHT)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--made", type=int, default=4000)
    parser.add_argument("--headlines", type=int, default=4000)
    parser.add_argument("--news", type=int, default=20000)
    parser.add_argument("--pairs", type=float, default=1.0, help="share of the question sets that is taken")
    parser.add_argument("--threads", type=int, default=2)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
