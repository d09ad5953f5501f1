"""Write a reader of torch's exporter anew: ``python -m retrieval.training.network.rewrite BASE OLD OUT``.

Its int8 matrices keep their values; its table comes from the base again, in four bits. ``OUT`` gets ``reader.onnx``,
the tokenizer, and ``origin.json`` with this command added to it.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper
from safetensors.numpy import load_file
from transformers import BertConfig

from embeddings.training.origin import origin_of
from retrieval.training.network.graph import reader_graph

MATRICES = ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
            "intermediate.dense", "output.dense")  # fmt: skip
TABLE = "embeddings.word_embeddings.weight"


def weights_of_file(file: Path) -> dict[str, np.ndarray]:
    """The weights of an exported reader, in single precision, by their names in torch; without the table."""
    graph = onnx.load(str(file)).graph
    held = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    made = {name: node for node in graph.node for name in node.output}
    users = {name: node for node in graph.node for name in node.input}
    weights = {name: value for name, value in held.items() if name.startswith(("body.", "relevance.b", "span.b"))}
    products = [node for node in graph.node if node.op_type == "MatMulInteger"]
    for number, node in enumerate(products):
        product = users[users[node.output[0]].output[0]]
        (scaled,) = [name for name in product.input if made[name].op_type == "Mul"]
        (scale,) = [held[name] for name in made[scaled].input if name in held]
        matrix = ((held[node.input[1]].astype(np.float32) - held[node.input[3]].astype(np.float32)) * scale).T
        layer, which = divmod(number, len(MATRICES))
        head = {1: "relevance.weight", 2: "span.weight"}.get(len(matrix))
        weights[head or f"body.encoder.layer.{layer}.{MATRICES[which]}.weight"] = matrix
    return weights


def main() -> None:
    """Parse the command line and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", type=Path)
    parser.add_argument("old", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    weights = weights_of_file(given.old / "reader.onnx")
    weights[f"body.{TABLE}"] = load_file(given.base / "model.safetensors")[TABLE]
    origin = json.loads((given.old / "origin.json").read_text(encoding="utf-8"))
    inputs = [given.old / "reader.onnx", given.base / "model.safetensors"]
    origin["rewritten"] = origin_of("retrieval.training.network.rewrite", seed=0, inputs=inputs, questions={})
    given.out.mkdir(parents=True, exist_ok=True)
    onnx.save(reader_graph(weights, BertConfig.from_pretrained(given.base)), str(given.out / "reader.onnx"))
    shutil.copy(given.old / "tokenizer.json", given.out / "tokenizer.json")
    text = json.dumps(origin, ensure_ascii=False, indent=1) + "\n"
    (given.out / "origin.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
