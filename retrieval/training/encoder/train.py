"""Train the neural encoder: ``python -m retrieval.training.encoder.train SHARED/data BASE OUT``.

Questions are brought near the windows that answer them (InfoNCE, van den Oord et al. 2018): among all windows of the
step, and among all questions for a window. A checkpoint in ``OUT`` is gone on from. ``--minutes`` holds a run to the
clock: the learning rate falls to nothing by then, however many steps that is.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from embeddings.neural_encoder import PASSAGE, QUERY
from embeddings.opening import open_encoder
from retrieval.training.encoder.model import Embedder, embedder_from_base, vectors_of
from retrieval.training.encoder.pairs import Group, PairSource
from retrieval.training.network.asked import TrainingQuestion, is_develop
from retrieval.training.network.steps import Progress, optimizer_of, rate_at, tell
from retrieval.training.origin import origin_of

ENCODER_SEED = 20261201
STEP_GROUPS = 32
TOP_RATE = 1e-4
SCALE = 30.0
"""Inverse temperature of the softmax over cosines; by hand, 2026-11."""
TRAINED_TOKENS = 96
"""Tokens of a text in training; longer windows are cut."""
CHECKPOINTS_S = 300
TOLD_EVERY = 20
DEVELOP_QUESTIONS, DEVELOP_WRONG = 150, 4
"""Questions of our own that are measured on, and the wrong windows that each of them brings along."""


def contrast(questions: Tensor, windows: Tensor, owners: Tensor) -> Tensor:
    """The loss; window *i* is right for question *i*, those behind the last question are wrong ones.

    ``questions``: (n, dim); ``windows``: (n + wrong, dim), rows of length 1. ``owners``: (n + wrong,), the text that a
    window is of: another window of a question's own text is neither right nor wrong.
    """
    count = len(questions)
    scores = SCALE * questions @ windows.T
    right = torch.arange(count)
    same = owners[:count, None] == owners[None, :]
    same[right, right] = False
    scores = scores.masked_fill(same, -1e4)
    return (functional.cross_entropy(scores, right) + functional.cross_entropy(scores[:, :count].T, right)) / 2


def step_loss(embedder: Embedder, tokenizer: Tokenizer, groups: Sequence[Group]) -> Tensor:
    """Of one step's groups."""
    questions = vectors_of(embedder, tokenizer, [QUERY + group.question for group in groups])
    texts = [group.right for group in groups] + [text for group in groups for text in group.wrong]
    # Wrong windows may answer other questions of the step no more than chance has it: each has an owner of its own.
    owners = [group.owner for group in groups] + [-1 - number for number in range(len(texts) - len(groups))]
    return contrast(
        questions, vectors_of(embedder, tokenizer, [PASSAGE + text for text in texts]), torch.tensor(owners)
    )


def encoder_order(asked: Sequence[TrainingQuestion], seed: int) -> list[TrainingQuestion]:
    """The questions of one pass, without those that are left for measuring."""
    train = [each for each in asked if not is_develop(each)]
    random.Random(seed).shuffle(train)  # noqa: S311 - an order of examples
    return train


def develop_groups(source: PairSource) -> list[Group]:
    """Groups of questions that are left for measuring."""
    left = [each for each in source.asked if is_develop(each)]
    chosen = random.Random(ENCODER_SEED).sample(left, min(DEVELOP_QUESTIONS, len(left)))  # noqa: S311 - draws examples
    return list(source.groups(chosen, DEVELOP_WRONG))


def ranked_first(embedder: Embedder, tokenizer: Tokenizer, groups: Sequence[Group]) -> dict[str, float]:
    """Each question against the windows of all groups: how often its own text is first, and the mean of 1 / rank."""
    texts = [group.right for group in groups] + [text for group in groups for text in group.wrong]
    owners = torch.tensor([group.owner for group in groups] + [-1] * (len(texts) - len(groups)))
    embedder.eval()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        questions = vectors_of(embedder, tokenizer, [QUERY + group.question for group in groups])
        scores = questions @ vectors_of(embedder, tokenizer, [PASSAGE + text for text in texts]).T
    embedder.train()
    own = owners[: len(groups), None] == owners[None, :]
    best = scores.masked_fill(~own, -2).max(dim=1, keepdim=True).values
    ranks = 1 + ((scores > best) & ~own).sum(dim=1).float()
    return {
        "first": float((ranks == 1).float().mean()),
        "mrr": float((1 / ranks).mean()),
        "of": len(groups),
        "windows": len(texts),
    }


class EncoderRun:
    """A training run: the encoder, how many steps and seconds are done, and the checkpoint it goes on from."""

    def __init__(self, arguments: argparse.Namespace, questions: int) -> None:
        """``questions`` make up one pass."""
        self.steps: int = arguments.steps or questions // STEP_GROUPS
        self._seconds: float = 60.0 * arguments.minutes
        self.embedder = embedder_from_base(arguments.base, arguments.layers)
        self._optimizer = optimizer_of(self.embedder, arguments.rate)
        self._rate = arguments.rate
        self._checkpoint = arguments.out / "checkpoint.pt"
        self.done = 0
        self._before = 0.0
        if self._checkpoint.exists():
            state = torch.load(self._checkpoint, weights_only=True)
            self.embedder.load_state_dict(state["embedder"])
            self._optimizer.load_state_dict(state["optimizer"])
            self.done, self._before = state["step"], state["seconds"]
        self._begun = time.monotonic()

    @property
    def share(self) -> float:
        """How much of the run is done, by steps or by the clock, whichever is further: 0 … 1."""
        return min(1.0, max(self.done / self.steps, self._passed / self._seconds))

    @property
    def _passed(self) -> float:
        return self._before + time.monotonic() - self._begun

    def step(self, tokenizer: Tokenizer, groups: Sequence[Group]) -> float:
        """Learn from some groups; their loss."""
        for part in self._optimizer.param_groups:
            part["lr"] = rate_at(self.share * self.steps, self.steps, self._rate)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = step_loss(self.embedder, tokenizer, groups)
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]  # the library leaves it without types
        torch.nn.utils.clip_grad_norm_(self.embedder.parameters(), 1.0)
        self._optimizer.step()
        self.done += 1
        return loss.item()

    def save(self) -> None:
        """Write the checkpoint; a killed run keeps the one before."""
        state = {
            "embedder": self.embedder.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "step": self.done,
            "seconds": self._passed,
        }
        torch.save(state, self._checkpoint.with_suffix(".new"))
        self._checkpoint.with_suffix(".new").replace(self._checkpoint)


def train_encoder(arguments: argparse.Namespace) -> None:
    """Train until all steps are done or the time is up."""
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    arguments.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(arguments.base / "tokenizer.json"))
    tokenizer.enable_truncation(TRAINED_TOKENS)
    source = PairSource(
        arguments.data,
        arguments.own,
        open_encoder(),
        arguments.seed,
        headlines=arguments.headlines,
        news=arguments.news,
        pairs=arguments.pairs,
        negatives=arguments.negatives,
    )
    asked, develop = encoder_order(source.asked, arguments.seed), develop_groups(source)
    run = EncoderRun(arguments, len(asked))
    record = json.dumps(encoder_origin(arguments, source), ensure_ascii=False, indent=1)
    (arguments.out / "origin.json").write_text(record, encoding="utf-8")
    tell(f"{len(asked)} questions, {run.steps} steps, from step {run.done}; {len(develop)} to measure on")
    tell(f"step {run.done} {ranked_first(run.embedder, tokenizer, develop)}")
    progress, saved = Progress(), time.monotonic()
    while run.share < 1:
        drawn = source.groups(asked[run.done * STEP_GROUPS % len(asked) :])
        while groups := list(islice(drawn, STEP_GROUPS)):
            progress.add(run.step(tokenizer, groups), sum(2 + len(group.wrong) for group in groups))
            if run.done % TOLD_EVERY == 0:
                tell(f"step {run.done} {run.share:.2f} {progress}")
            if time.monotonic() - saved > CHECKPOINTS_S or run.share >= 1:
                run.save()
                saved = time.monotonic()
            if run.share >= 1:
                break
    tell(f"step {run.done} {ranked_first(run.embedder, tokenizer, develop)}")


def encoder_origin(arguments: argparse.Namespace, source: PairSource) -> dict[str, Any]:
    """What the weights came from."""
    counts = Counter(each.source for each in source.asked)
    files = [*sorted((arguments.data / "pairs").glob("*.xz")), arguments.data / "news/crud_rag_news.jsonl.xz"]
    inputs = [*files, arguments.base / "model.safetensors", *arguments.own]
    module = "retrieval.training.encoder.train"
    return origin_of(module, seed=arguments.seed, inputs=inputs, questions=counts)


def main(words: Sequence[str] | None = None) -> None:
    """Parse the command line, or ``words``, and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--own", type=Path, nargs="*", default=[], help="files of our own questions")
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--steps", type=int, help="over which the rate falls to nothing; default: one pass")
    parser.add_argument("--minutes", type=float, default=40.0, help="after which training ends in any case")
    parser.add_argument("--rate", type=float, default=TOP_RATE)
    parser.add_argument("--negatives", type=float, default=0.5, help="wrong windows beside the right one")
    parser.add_argument("--headlines", type=int, default=2000)
    parser.add_argument("--news", type=int, default=6000, help="articles in which wrong windows are found too")
    parser.add_argument("--pairs", type=float, default=0.25, help="share of the question sets that is taken")
    parser.add_argument("--seed", type=int, default=ENCODER_SEED, help="of the order and of what is drawn")
    parser.add_argument("--threads", type=int, default=1)
    train_encoder(parser.parse_args(words))


if __name__ == "__main__":
    main()
