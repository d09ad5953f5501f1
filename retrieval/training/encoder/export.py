"""Write a trained encoder as the files that serve it: ``python -m retrieval.training.encoder.export BASE RUN… OUT``.

``OUT`` gets ``encoder.onnx`` (int8 matrices; the table of pieces in the base's own four bits), ``tokenizer.json`` and
``config.json``. Where the weights came from stands in ``encoder.onnx`` itself, under ``origin``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import opencc
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from embeddings.neural_encoder import PASSAGE, NeuralEncoder
from embeddings.neural_folder import CONFIG_FILE, NETWORK_FILE, PIECES_FILE
from retrieval.training.encoder.model import Embedder, embedder_from_base, vectors_of
from retrieval.training.network.base import SAMPLES
from retrieval.training.network.export import export_module, quantize_matrices, replace_look_up, table_of

SERVED_TOKENS = 192
"""Tokens of a text that are seen: passages of 250 characters below their headline have about 170."""
BLOCK = 32
"""Values of the table that share a scale, as in the base."""
LARGEST_STEP = 8
"""Four bits hold -8 … 7."""
OPERATORS = "com.microsoft"
"""ONNX Runtime's own operators, of which the look-up in four bits is one."""
IDEOGRAPHS = range(0x3400, 0xA000)


class Served(nn.Module):
    """``ids`` of one text, shape (1, tokens) → its unit vector, shape (1, dim): nothing is padded or masked."""

    def __init__(self, embedder: Embedder, tokens: int) -> None:
        """``tokens``: of a text at most; places beyond them are given up."""
        super().__init__()
        self.body = embedder.body
        places = self.body.embeddings.position_embeddings
        places.weight = nn.Parameter(places.weight[:tokens].clone())

    def forward(self, ids: Tensor) -> Tensor:
        return functional.normalize(self.body(input_ids=ids).last_hidden_state.mean(dim=1), dim=-1)


def four_bits(weights: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    """Steps of -8 … 7, shape of ``weights``, and the scale of each ``BLOCK`` of them.

    The value furthest from 0 is step -8, so that a table that was in these four bits before comes back as it was.
    """
    blocks = weights.reshape(len(weights), -1, BLOCK)
    furthest = np.take_along_axis(blocks, np.abs(blocks).argmax(axis=-1, keepdims=True), axis=-1)
    scales = (furthest / -LARGEST_STEP).astype(np.float16)
    wide = scales.astype(np.float32)
    steps = np.divide(blocks, wide, out=np.zeros_like(blocks), where=wide != 0)
    clipped = np.clip(np.rint(steps), -LARGEST_STEP, LARGEST_STEP - 1).astype(np.int8)
    return clipped.reshape(weights.shape), scales[..., 0]


def table_in_four_bits(model: onnx.ModelProto) -> None:
    """The embedding table as steps and scales, which are multiplied when they are looked up."""
    graph = model.graph
    table, gather = table_of(graph)
    steps, scales = four_bits(numpy_helper.to_array(table))
    nibbles = steps.astype(np.uint8) & 15
    packed = nibbles[:, ::2] | (nibbles[:, 1::2] << 4)
    held = helper.make_tensor("table_steps", TensorProto.INT4, steps.shape, packed.tobytes(), raw=True)
    graph.initializer.extend([held, numpy_helper.from_array(scales, "table_scales")])
    look_up = helper.make_node(
        "GatherBlockQuantized",
        ["table_steps", gather.input[1], "table_scales"],
        ["table_picked"],
        domain=OPERATORS,
        gather_axis=0,
        quantize_axis=1,
        block_size=BLOCK,
    )
    widen = helper.make_node("Cast", ["table_picked"], [gather.output[0]], to=TensorProto.FLOAT)
    replace_look_up(graph, table, gather, [look_up, widen])
    model.opset_import.append(helper.make_opsetid(OPERATORS, 1))


def mean_of(runs: Sequence[Path]) -> dict[str, Tensor]:
    """The mean of what runs from the same base learned (Wortsman et al. 2022, "Model soups")."""
    states = [torch.load(run / "checkpoint.pt", weights_only=True)["embedder"] for run in runs]
    return {name: torch.stack([state[name].float() for state in states]).mean(dim=0) for name in states[0]}


def write_network(embedder: Embedder, tokens: int, file: Path, origin: str) -> None:
    """``encoder.onnx``, with ``origin`` (JSON, a record for each run) in it."""
    with tempfile.TemporaryDirectory() as passing:
        whole, partly = Path(passing) / "whole.onnx", Path(passing) / "int8.onnx"
        axes = {0: 1, 1: torch.export.Dim("tokens", max=tokens)}
        export_module(Served(embedder, tokens), whole, {"ids": torch.ones((1, 9), dtype=torch.long)}, axes, ["vector"])
        quantize_matrices(whole, partly)
        model = onnx.load(str(partly))
    table_in_four_bits(model)
    helper.set_model_props(model, {"origin": origin})
    onnx.save(model, str(file))


def known_simplified(pieces: Mapping[str, int]) -> dict[str, str]:
    """Traditional ideographs → simplified ones that the tokenizer knows, character by character."""
    convert = opencc.OpenCC("t2s").convert
    found: dict[str, str] = {}
    for char in map(chr, IDEOGRAPHS):
        other = convert(unicodedata.normalize("NFKC", char))
        if len(other) == 1 and other != char and other in pieces:
            found[char] = other
    return found


def write_config(out: Path, dim: int, tokens: int) -> None:
    """``config.json`` for the two files that are there already."""
    pieces = Tokenizer.from_file(str(out / PIECES_FILE)).get_vocab()
    folded = known_simplified(pieces)
    digests = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in (NETWORK_FILE, PIECES_FILE)}
    record = {
        "dim": dim,
        "tokens": tokens,
        "traditional": "".join(folded),
        "simplified": "".join(folded.values()),
        "sha256": digests,
    }
    (out / CONFIG_FILE).write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def least_cosine(embedder: Embedder, folder: Path, texts: Sequence[str]) -> float:
    """The least cosine between torch's vector of a text and the written file's."""
    tokenizer = Tokenizer.from_file(str(folder / PIECES_FILE))
    with torch.no_grad():
        right = vectors_of(embedder.eval(), tokenizer, [PASSAGE + text for text in texts]).numpy()
    written = NeuralEncoder(folder, threads=1).encode_passages(texts)
    return float((right * written).sum(axis=1).min())


def main(words: Sequence[str] | None = None) -> None:
    """Parse the command line, or ``words``, and export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", type=Path)
    parser.add_argument("runs", type=Path, nargs="+", help="folders that training wrote; of several the mean is taken")
    parser.add_argument("out", type=Path)
    parser.add_argument("--layers", type=int, default=6)
    given = parser.parse_args(words)
    torch.set_num_threads(1)
    embedder = embedder_from_base(given.base, given.layers)
    embedder.load_state_dict(mean_of(given.runs))
    given.out.mkdir(parents=True, exist_ok=True)
    shutil.copy(given.base / "tokenizer.json", given.out / PIECES_FILE)
    origins = [json.loads((run / "origin.json").read_text(encoding="utf-8")) for run in given.runs]
    write_network(embedder, SERVED_TOKENS, given.out / NETWORK_FILE, json.dumps(origins, ensure_ascii=False))
    write_config(given.out, embedder.body.config.hidden_size, SERVED_TOKENS)
    size = (given.out / NETWORK_FILE).stat().st_size
    sys.stdout.write(f"{size} bytes; least cosine to torch {least_cosine(embedder, given.out, SAMPLES):.3f}\n")


if __name__ == "__main__":
    main()
