"""Write a trained network as the files that serve it: ``python -m retrieval.training.network.export BASE RUN OUT``.

``OUT`` gets ``reader.onnx`` (int8 matrices, the embedding table in the base's own four bits), ``tokenizer.json`` and
``origin.json``. The file is held against torch: same answers, scores a little apart.

Two grids are tried, and the nearer one is taken. Weights that were learned onward from a file lie near its grid and
would be rounded back to where they were: of such a reader relevance was .54 from torch's on that grid, .03 on another
one (133 windows, 2026-11).
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from torch import nn

from retrieval.training.network.graph import LARGEST_INT8, reader_graph
from retrieval.training.network.model import Reader, from_base, load_learned

GRIDS = (LARGEST_INT8, 121)
"""What the largest number of a matrix's column becomes; by hand, 2026-11."""
OUTPUTS = ("relevance", "starts", "ends")
COMPARED_SHAPE = (8, 120)
"""Rows and tokens of what the file is held against torch on."""


def weights_of(module: nn.Module) -> dict[str, NDArray[np.float32]]:
    """Every weight of a network, by its name."""
    return {name: value.detach().float().numpy() for name, value in module.state_dict().items()}


def apart(reader: Reader, file: Path, ids: NDArray[np.int64]) -> tuple[float, float]:
    """How far the file's relevance is from torch's on average, and the share of rows whose span is the same."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    relevance, starts, ends = session.run(list(OUTPUTS), {"ids": ids})
    rows = torch.from_numpy(ids)
    with torch.no_grad():
        right = [each.float().numpy() for each in reader.eval()(rows, torch.ones_like(rows))]
    same = (starts.argmax(1) == right[1].argmax(1)) & (ends.argmax(1) == right[2].argmax(1))
    return float(np.abs(relevance - right[0]).mean()), float(same.mean())


def write_nearest(reader: Reader, file: Path, ids: NDArray[np.int64]) -> tuple[float, float]:
    """Write the reader on the grid on which it is the least apart from torch; how far that is (``apart``)."""
    tried: list[tuple[tuple[float, float], bytes]] = []
    for steps in GRIDS:
        onnx.save(reader_graph(weights_of(reader), reader.body.config, steps), str(file))
        tried.append((apart(reader, file, ids), file.read_bytes()))
    nearest, written = min(tried, key=lambda each: each[0][0])
    file.write_bytes(written)
    return nearest


def main(words: Sequence[str] | None = None) -> None:
    """Parse the command line, or ``words``, and export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", type=Path)
    parser.add_argument("run", type=Path, help="the folder that training wrote")
    parser.add_argument("out", type=Path)
    parser.add_argument("--layers", type=int, default=12)
    given = parser.parse_args(words)
    torch.set_num_threads(1)
    reader = from_base(given.base, given.layers)
    load_learned(reader, given.run)
    given.out.mkdir(parents=True, exist_ok=True)
    file = given.out / "reader.onnx"
    shutil.copy(given.base / "tokenizer.json", given.out / "tokenizer.json")
    shutil.copy(given.run / "origin.json", given.out / "origin.json")
    ids = np.random.default_rng(0).integers(4, reader.body.config.vocab_size, COMPARED_SHAPE).astype(np.int64)
    ids[:, 0] = 0
    far, same = write_nearest(reader, file, ids)
    sys.stdout.write(
        f"{file.stat().st_size} bytes; relevance is {far:.3f} apart, {same:.3f} of the spans are the same\n"
    )


if __name__ == "__main__":
    main()
