"""Write a trained encoder as the files that serve it.

    python -m retrieval.training.network.export_encoder BASE RUN OUT

``OUT`` gets ``encoder.onnx`` (int8 matrices; the table of pieces in the base's own four bits), ``tokenizer.json`` and
``config.json``. Where the weights came from stands in ``encoder.onnx`` itself, under ``origin``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

import onnx
import opencc
import torch
from onnx import helper
from tokenizers import Tokenizer

from embeddings.neural_encoder import PASSAGE, NeuralEncoder
from embeddings.neural_folder import CONFIG_FILE, NETWORK_FILE, PIECES_FILE
from retrieval.training.network.base import SAMPLES
from retrieval.training.network.export import weights_of
from retrieval.training.network.graph import encoder_graph
from retrieval.training.network.model import Embedder, embedder_from_base, load_learned
from retrieval.training.network.pack import ORIGIN_FILE

SERVED_TOKENS = 192
"""Tokens of a text that are seen: passages of 250 characters below their headline have about 170."""
IDEOGRAPHS = range(0x3400, 0xA000)


def write_network(embedder: Embedder, tokens: int, file: Path, origin: str) -> None:
    """``encoder.onnx``, with ``origin`` (JSON) in it."""
    model = encoder_graph(weights_of(embedder), embedder.body.config, tokens)
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
    embedder.eval()
    written = NeuralEncoder(folder, threads=1).encode_passages(texts)
    cosines: list[float] = []
    for text, vector in zip(texts, written, strict=True):
        ids = torch.tensor([tokenizer.encode(PASSAGE + text).ids])
        with torch.no_grad():
            right = embedder(ids, torch.ones_like(ids))[0].numpy()
        cosines.append(float(right @ vector))
    return min(cosines)


def main(words: Sequence[str] | None = None) -> None:
    """Parse the command line, or ``words``, and export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", type=Path)
    parser.add_argument("run", type=Path, help="the folder that training wrote")
    parser.add_argument("out", type=Path)
    parser.add_argument("--layers", type=int, default=6)
    given = parser.parse_args(words)
    torch.set_num_threads(1)
    embedder = embedder_from_base(given.base, given.layers)
    load_learned(embedder, given.run)
    given.out.mkdir(parents=True, exist_ok=True)
    shutil.copy(given.base / "tokenizer.json", given.out / PIECES_FILE)
    origin = json.loads((given.run / ORIGIN_FILE).read_text(encoding="utf-8"))
    write_network(embedder, SERVED_TOKENS, given.out / NETWORK_FILE, json.dumps(origin, ensure_ascii=False))
    write_config(given.out, embedder.body.config.hidden_size, SERVED_TOKENS)
    size = (given.out / NETWORK_FILE).stat().st_size
    sys.stdout.write(f"{size} bytes; least cosine to torch {least_cosine(embedder, given.out, SAMPLES):.3f}\n")


if __name__ == "__main__":
    main()
