"""Write all that training needs into one small folder: ``python -m retrieval.training.network.pack DATA BASE OUT``.

It can be carried to a machine with an accelerator, which needs nothing else but this repository: the base in its own
four bits, the questions, and the texts that they and the wrong windows are drawn from.
"""

from __future__ import annotations

import argparse
import json
import lzma
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from torch import Tensor

from embeddings.training.origin import origin_of
from retrieval.training.network.asked import AskedText, TrainingQuestion
from retrieval.training.network.base import WEIGHTS_A_SCALE
from retrieval.training.network.examples import Prepared, Window, material, prepared

PACK_SEED = 20261127
TEXTS_FILE, WINDOWS_FILE, ASKED_FILE = "texts.jsonl.xz", "windows.jsonl.xz", "asked.jsonl.xz"
BASE_FILE, ORIGIN_FILE = "base.safetensors", "origin.json"
COPIED = ("config.json", "tokenizer.json")
LARGEST_STEP = 8
"""Four bits hold -8 … 7."""


def four_bits(weights: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    """Steps of -8 … 7, shape of ``weights``, and the scale of each ``WEIGHTS_A_SCALE`` of them.

    The value furthest from 0 is step -8, so that a matrix that was in these four bits before comes back as it was.
    """
    blocks = weights.reshape(len(weights), -1, WEIGHTS_A_SCALE)
    furthest = np.take_along_axis(blocks, np.abs(blocks).argmax(axis=-1, keepdims=True), axis=-1)
    scales = (furthest / -LARGEST_STEP).astype(np.float16)
    wide = scales.astype(np.float32)
    steps = np.divide(blocks, wide, out=np.zeros_like(blocks), where=wide != 0)
    clipped = np.clip(np.rint(steps), -LARGEST_STEP, LARGEST_STEP - 1).astype(np.int8)
    return clipped.reshape(weights.shape), scales[..., 0]


def two_in_a_byte(steps: NDArray[np.int8]) -> NDArray[np.uint8]:
    """Neighbouring steps of four bits in one byte, the first one in its low half."""
    nibbles = steps.astype(np.uint8) & 15
    return (nibbles[:, ::2] | (nibbles[:, 1::2] << 4)).astype(np.uint8)


def packed_base(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The matrices that the wheel holds in four bits as steps and scales, all else as it is."""
    made: dict[str, Tensor] = {}
    for name, value in state.items():
        if value.ndim == 2 and ("word_embeddings" in name or "encoder.layer" in name):
            steps, scales = four_bits(value.numpy())
            made[f"{name}.steps"] = torch.from_numpy(two_in_a_byte(steps))
            made[f"{name}.scales"] = torch.from_numpy(scales)
        else:
            made[name] = value
    return made


def unpacked_base(made: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The base's float32 values again."""
    state: dict[str, Tensor] = {}
    for name, value in made.items():
        if name.endswith(".steps"):
            whole = name.removesuffix(".steps")
            halves = torch.stack([value & 15, value >> 4], dim=-1).flatten(1).to(torch.int16)
            steps = torch.where(halves > LARGEST_STEP - 1, halves - 2 * LARGEST_STEP, halves).float()
            scales = made[f"{whole}.scales"].float()
            state[whole] = (steps.reshape(*scales.shape, WEIGHTS_A_SCALE) * scales[..., None]).flatten(1)
        elif not name.endswith(".scales"):
            state[name] = value
    return state


def write_base(pack: Path, folder: Path) -> None:
    """Write the base of a pack as the folder that transformers opens."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in COPIED:
        shutil.copy(pack / name, folder / name)
    state = unpacked_base(load_file(pack / BASE_FILE))
    save_file(
        {name: value.contiguous() for name, value in state.items()}, folder / "model.safetensors", {"format": "pt"}
    )


def write_pack(questions: Sequence[Prepared], base: Path, out: Path, origin: Mapping[str, Any]) -> None:
    """The folder; the base's values come back exactly, or a ValueError is raised."""
    out.mkdir(parents=True, exist_ok=True)
    state = load_file(base / "model.safetensors")
    made = packed_base(state)
    again = unpacked_base(made)
    apart = [name for name, value in state.items() if not torch.equal(value, again[name])]
    if apart:
        raise ValueError(f"{base}: {apart[0]} is not in four bits")
    save_file(made, out / BASE_FILE)
    for name in COPIED:
        shutil.copy(base / name, out / name)
    texts = {each.asked.passage.number: each.asked.passage for each in questions}
    _write_rows(out / TEXTS_FILE, map(astuple, texts.values()))
    windows = {(window.head, window.text): 0 for each in questions for window in each.near}
    for number, window in enumerate(windows):
        windows[window] = number
    _write_rows(out / WINDOWS_FILE, windows)
    _write_rows(out / ASKED_FILE, (_row_of(each, windows) for each in questions))
    (out / ORIGIN_FILE).write_text(json.dumps(origin, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _row_of(each: Prepared, windows: Mapping[tuple[str, str], int]) -> list[Any]:
    asked = each.asked
    near = [windows[window.head, window.text] for window in each.near]
    told = [asked.question, asked.passage.number, asked.span, asked.source, asked.answerable, asked.line]
    return [*told, near, each.others]


def read_pack(pack: Path) -> list[Prepared]:
    """The questions, as they were packed."""
    texts = {number: AskedText(text, headline, number) for text, headline, number in _packed_rows(pack / TEXTS_FILE)}
    windows = [Window(head, text, None, False) for head, text in _packed_rows(pack / WINDOWS_FILE)]
    found: list[Prepared] = []
    for question, number, span, source, answerable, line, near, others in _packed_rows(pack / ASKED_FILE):
        place = (span[0], span[1]) if span else None
        asked = TrainingQuestion(question, texts[number], place, source, answerable, line)
        found.append(Prepared(asked, tuple(windows[each] for each in near), tuple(others)))
    return found


def _write_rows(file: Path, rows: Iterable[Sequence[Any]]) -> None:
    with lzma.open(file, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _packed_rows(file: Path) -> Iterator[list[Any]]:
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def main(words: Sequence[str] | None = None) -> None:
    """Parse the command line, or ``words``, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the shared folder's data")
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--own", type=Path, nargs="*", default=[], help="files of our own questions")
    parser.add_argument("--made", type=int, default=8000, help="questions made from printed sentences")
    parser.add_argument("--headlines", type=int, default=8000, help="headlines that are taken as questions")
    parser.add_argument("--news", type=int, default=16000, help="articles in which wrong windows are found")
    parser.add_argument("--pairs", type=float, default=1.0, help="share of the question sets that is taken")
    given = parser.parse_args(words)
    drawn = material(
        given.data, given.own, PACK_SEED, made=given.made, headlines=given.headlines, news=given.news, pairs=given.pairs
    )
    inputs = [
        *sorted((given.data / "pairs").glob("*.xz")),
        given.data / "news/crud_rag_news.jsonl.xz",
        given.base / "model.safetensors",
        *given.own,
    ]
    counts = Counter(each.source for each in drawn.asked)
    origin = origin_of("retrieval.training.network.pack", seed=PACK_SEED, inputs=inputs, questions=counts)
    write_pack(list(prepared(drawn, PACK_SEED)), given.base, given.out, origin)
    size = sum(file.stat().st_size for file in given.out.iterdir())
    sys.stdout.write(f"{len(drawn.asked)} questions, {len(drawn.passages)} texts, {size} bytes: {dict(counts)}\n")


if __name__ == "__main__":
    main()
