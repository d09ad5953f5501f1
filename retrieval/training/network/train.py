"""Train the networks of a pack.

    python -m retrieval.training.network.train PACK OUT --reader 5 --smaller 1 --encoder 2

The numbers are minutes: the learning rate falls to nothing by then, however many steps that is on the machine at hand.
In turn: the reader; a smaller one, taught by it; the encoder. Each is written to a folder of its own in ``OUT``, with
its origin. What is written already is not trained again, and a checkpoint is gone on from.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from huggingface_hub import save_torch_state_dict
from tokenizers import Tokenizer
from torch import Tensor, nn

from embeddings.training.origin import origin_of
from retrieval.training.network.asked import is_develop
from retrieval.training.network.batches import Batcher, BatchT, EncoderBatch, ReaderBatch, drawn_batches
from retrieval.training.network.examples import ExampleSource, Prepared, TrainingGroup
from retrieval.training.network.losses import contrast, distilled_loss, reading_loss
from retrieval.training.network.model import DROPOUT, Embedder, Reader, embedder_from_base, from_base, load_learned
from retrieval.training.network.pack import ORIGIN_FILE, read_pack, write_base
from retrieval.training.network.served import load_served
from retrieval.training.network.steps import Progress, optimizer_of, rate_at, tell

SEED = 20261127
CHECKPOINT_S = 600
TOLD_S = 20
MEASURED = 600
"""Questions that are measured on at the beginning and at the end."""
MEASURED_GROUPS = 32
PART_SIZE = "15MB"
"""Of one file of weights at most."""
TAUGHT = 1.0
"""Of the loss of what a larger network says, beside that of what is right."""


@dataclass(frozen=True, slots=True)
class Workbench:
    """What every network's training shares."""

    source: ExampleSource
    asked: Sequence[Prepared]
    develop: Sequence[TrainingGroup]
    tokenizer: Tokenizer
    device: torch.device
    workers: int

    def batches(self, groups: int, kind: type[BatchT]) -> Iterator[BatchT]:
        """Batches without end, on the device."""
        drawn = drawn_batches(self.source, self.asked, self.tokenizer, groups, kind, self.workers)
        return (batch.to(self.device) for batch in drawn)


class Course:
    """A network's way through its time: the optimizer, how long it has learned, and its checkpoint."""

    def __init__(self, module: nn.Module, folder: Path, *, seconds: float, rate: float) -> None:
        self._module, self._checkpoint = module, folder / "checkpoint.pt"
        self._optimizer = optimizer_of(module, rate)
        self._seconds, self._rate = seconds, rate
        self.steps, self._before = 0, 0.0
        folder.mkdir(parents=True, exist_ok=True)
        if self._checkpoint.exists():
            state = torch.load(self._checkpoint, weights_only=True)
            module.load_state_dict(state["module"])
            self._optimizer.load_state_dict(state["optimizer"])
            self.steps, self._before = state["steps"], state["seconds"]
        self._begun = time.monotonic()

    @property
    def passed_s(self) -> float:
        return self._before + time.monotonic() - self._begun

    @property
    def share(self) -> float:
        """How much of the time is over, 0 … 1."""
        return min(1.0, self.passed_s / self._seconds) if self._seconds else 1.0

    def step(self, loss: Tensor) -> None:
        """Learn from one batch's loss."""
        for part in self._optimizer.param_groups:
            part["lr"] = rate_at(1000 * self.share, 1000, self._rate)
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]  # the library leaves it without types
        torch.nn.utils.clip_grad_norm_(self._module.parameters(), 1.0)
        self._optimizer.step()
        self.steps += 1

    def save(self) -> None:
        """Write the checkpoint; a killed run keeps the one before."""
        state = {
            "module": self._module.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "steps": self.steps,
            "seconds": self.passed_s,
        }
        torch.save(state, self._checkpoint.with_suffix(".new"))
        self._checkpoint.with_suffix(".new").replace(self._checkpoint)


def learn(course: Course, batches: Iterator[BatchT], loss_of: Callable[[BatchT], Tensor], workbench: Workbench) -> None:
    """Take steps until the time is over."""
    progress, told, saved = Progress(), time.monotonic(), time.monotonic()
    for batch in batches:
        if course.share >= 1:
            break
        with torch.autocast(workbench.device.type, dtype=torch.bfloat16):
            loss = loss_of(batch)
        course.step(loss)
        now = time.monotonic()
        progress.add(1)
        if now - told > TOLD_S:
            progress.loss(loss.item())
            tell(f"step {course.steps} {course.share:.2f} {progress}")
            told = now
        if now - saved > CHECKPOINT_S:
            course.save()
            saved = now


def read_right(reader: Reader, workbench: Workbench) -> dict[str, float]:
    """On questions left for measuring: right window first among its group, exact spans, "none" told apart."""
    reader.eval()
    counts = dict.fromkeys(("answered", "first", "exact", "unanswered", "none"), 0)
    batcher = Batcher(Tokenizer.from_str(workbench.tokenizer.to_str()))
    for at in range(0, len(workbench.develop), MEASURED_GROUPS):
        batch = batcher.reader_batch(workbench.develop[at : at + MEASURED_GROUPS]).to(workbench.device)
        with torch.no_grad(), torch.autocast(workbench.device.type, dtype=torch.bfloat16):
            relevance, starts, ends = reader(batch.ids, batch.mask)
        leaders = (batch.place == 0).nonzero().squeeze(-1).tolist()
        found = list(zip(starts.argmax(1).tolist(), ends.argmax(1).tolist(), strict=True))
        places = list(zip(batch.start.tolist(), batch.end.tolist(), strict=True))
        for row in leaders:
            mine = batch.group == batch.group[row]
            if batch.right[row] == 1:
                counts["answered"] += 1
                counts["first"] += int(relevance[row] >= relevance[mine].max())
                counts["exact"] += found[row] == places[row]
            else:
                counts["unanswered"] += 1
                counts["none"] += found[row][0] == 0
    reader.train()
    shares = {name: counts[name] / max(1, counts["answered"]) for name in ("first", "exact")}
    return shares | {"none": counts["none"] / max(1, counts["unanswered"]), "of": len(workbench.develop)}


def ranked_first(embedder: Embedder, workbench: Workbench) -> dict[str, float]:
    """Each question against the windows of all: how often its own text is first, and the mean of 1 / rank."""
    groups = [group for group in workbench.develop if group.windows[0].right]
    batch = Batcher(Tokenizer.from_str(workbench.tokenizer.to_str())).encoder_batch(groups).to(workbench.device)
    embedder.eval()
    with torch.no_grad(), torch.autocast(workbench.device.type, dtype=torch.bfloat16):
        questions = embedder(batch.question_ids, batch.question_mask)
        windows = [
            embedder(batch.window_ids[at : at + 64], batch.window_mask[at : at + 64])
            for at in range(0, len(batch.window_ids), 64)
        ]
    embedder.train()
    scores = questions.float() @ torch.cat(windows).float().T
    own = batch.owners[: len(groups), None] == batch.owners[None, :]
    best = scores.masked_fill(~own, -2).max(dim=1, keepdim=True).values
    ranks = 1 + ((scores > best) & ~own).sum(dim=1).float()
    return {
        "first": float((ranks == 1).float().mean()),
        "mrr": float((1 / ranks).mean()),
        "of": len(groups),
        "windows": len(batch.owners),
    }


def trained_reader(workbench: Workbench, base: Path, folder: Path, given: argparse.Namespace) -> Reader:
    """The reader, from the base, or from one that ships."""
    reader = from_base(base, given.layers, given.dropout)
    if given.onward:
        load_served(reader, given.onward)
    reader = reader.to(workbench.device)
    if written(folder):
        load_learned(reader, folder)
        return reader
    tell(f"before: {read_right(reader, workbench)}")
    course = Course(reader, folder, seconds=60 * given.reader, rate=given.rate)

    def loss_of(batch: ReaderBatch) -> Tensor:
        return reading_loss(reader(batch.ids, batch.mask), batch)

    learn(course, workbench.batches(given.groups, ReaderBatch), loss_of, workbench)
    finish(reader, folder, given, f"{course.steps} steps {read_right(reader, workbench)}", before=given.onward)
    return reader


def taught_reader(workbench: Workbench, teacher: Reader, folder: Path, given: argparse.Namespace) -> None:
    """A reader with fewer layers, taught by the whole one (Hinton et al. 2015)."""
    reader = teacher.smaller(given.smaller_layers).to(workbench.device)
    teacher.eval()
    course = Course(reader, folder, seconds=60 * given.smaller, rate=given.rate)

    def loss_of(batch: ReaderBatch) -> Tensor:
        with torch.no_grad():
            taught = teacher(batch.ids, batch.mask)
        scores = reader(batch.ids, batch.mask)
        return reading_loss(scores, batch) + TAUGHT * distilled_loss(scores, taught, batch.mask)

    learn(course, workbench.batches(given.groups, ReaderBatch), loss_of, workbench)
    finish(reader, folder, given, f"{course.steps} steps {read_right(reader, workbench)}")


def trained_encoder(workbench: Workbench, base: Path, folder: Path, given: argparse.Namespace) -> None:
    """The encoder, from the base."""
    embedder = embedder_from_base(base, given.encoder_layers).to(workbench.device)
    tell(f"before: {ranked_first(embedder, workbench)}")
    course = Course(embedder, folder, seconds=60 * given.encoder, rate=given.rate)

    def loss_of(batch: EncoderBatch) -> Tensor:
        questions = embedder(batch.question_ids, batch.question_mask)
        return contrast(questions, embedder(batch.window_ids, batch.window_mask), batch.owners)

    learn(course, workbench.batches(given.encoder_groups, EncoderBatch), loss_of, workbench)
    finish(embedder, folder, given, f"{course.steps} steps {ranked_first(embedder, workbench)}")


def written(folder: Path) -> bool:
    """Whether a network is trained to its end."""
    return (folder / ORIGIN_FILE).exists()


def finish(
    module: nn.Module, folder: Path, given: argparse.Namespace, told: str, *, before: Path | None = None
) -> None:
    """Write what was learned (half precision, without the base's table of pieces) and where it came from.

    ``before`` is the file that it went on from, whose own origin is kept in this one.
    """
    tell(f"{folder.name}: {told}")
    learned = {name for name, value in module.named_parameters() if value.requires_grad}
    state = {name: value.half().cpu() for name, value in module.state_dict().items() if name in learned}
    save_torch_state_dict(state, str(folder), max_shard_size=PART_SIZE)
    (folder / "checkpoint.pt").unlink(missing_ok=True)
    packed = json.loads((given.pack / ORIGIN_FILE).read_text(encoding="utf-8"))
    inputs = [before] if before else []
    origin = origin_of("retrieval.training.network.train", seed=SEED, inputs=inputs, questions=packed["questions"])
    record = origin | {"pack": packed, "told": told}
    if before:
        record["went_on_from"] = json.loads((before.parent / ORIGIN_FILE).read_text(encoding="utf-8"))
    (folder / ORIGIN_FILE).write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def workbench_of(given: argparse.Namespace) -> Workbench:
    """Read the pack."""
    source = ExampleSource(read_pack(given.pack), SEED, negatives=given.negatives)
    left = [each for each in source.questions if is_develop(each.asked)]
    chosen = random.Random(SEED).sample(left, min(MEASURED, len(left)))  # noqa: S311 - draws examples
    return Workbench(
        source,
        [
            each
            for each in source.questions
            if not is_develop(each.asked)
            for _ in range(given.own_repeats if each.asked.source == "own" else 1)
        ],
        list(source.groups(chosen, exchanged=0)),
        Tokenizer.from_file(str(given.pack / "tokenizer.json")),
        torch.device(given.device),
        given.workers,
    )


def train(given: argparse.Namespace) -> None:
    """All that minutes are given for."""
    torch.manual_seed(SEED)
    torch.set_num_threads(given.threads)
    torch.set_float32_matmul_precision("high")
    workbench = workbench_of(given)
    tell(f"{len(workbench.asked)} questions, {len(workbench.develop)} to measure on, {workbench.device}")
    base = given.out / "base"
    write_base(given.pack, base)
    if given.reader or given.smaller:
        reader = trained_reader(workbench, base, given.out / "reader", given)
        if given.smaller and not written(given.out / "smaller"):
            taught_reader(workbench, reader, given.out / "smaller", given)
    if given.encoder and not written(given.out / "encoder"):
        trained_encoder(workbench, base, given.out / "encoder", given)


def main(words: Sequence[str] | None = None) -> None:
    """Parse the command line, or ``words``, and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack", type=Path, help="the folder that retrieval.training.network.pack wrote")
    parser.add_argument("out", type=Path)
    for name, told in (("reader", "the reader"), ("smaller", "the smaller one"), ("encoder", "the encoder")):
        parser.add_argument(f"--{name}", type=float, default=0.0, help=f"minutes for {told}")
    parser.add_argument("--onward", type=Path, help="the reader.onnx that the reader goes on from, not the base")
    parser.add_argument("--layers", type=int, default=12)
    parser.add_argument("--smaller-layers", type=int, default=6)
    parser.add_argument("--encoder-layers", type=int, default=6)
    parser.add_argument("--groups", type=int, default=64, help="questions of a reader's step")
    parser.add_argument("--encoder-groups", type=int, default=384, help="questions of an encoder's step")
    parser.add_argument("--negatives", type=float, default=3.0, help="wrong windows beside the right one")
    parser.add_argument(
        "--own-repeats",
        type=int,
        default=2,
        help="how often those of our own come",
    )
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--dropout", type=float, default=DROPOUT, help="of the reader; 0 takes half the time on a CPU")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--workers", type=int, default=0, help="processes that draw examples")
    parser.add_argument("--threads", type=int, default=2)
    train(parser.parse_args(words))


if __name__ == "__main__":
    main()
