"""The weights of a reader that ships, read back from its operators, so that training can go on from them.

Matrices come back as they were rounded, to int8 with a scale for each column; all else as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor

from retrieval.training.network.model import Reader

PARTS_OF_A_LAYER = 4
"""Matrices of a layer in ``graph.hidden_states``: queries with keys and values, their mix, wider, and back."""
MATRICES = ("attention.output.dense", "intermediate.dense", "output.dense")
ATTENDED = tuple(f"attention.self.{name}" for name in ("query", "key", "value"))
NORMS_OF_A_LAYER = ("attention.output.LayerNorm", "output.LayerNorm")
Held: TypeAlias = Mapping[str, NDArray[Any]]
"""Constants of a graph by name."""


def load_served(reader: Reader, file: Path) -> None:
    """Take the weights of ``file``, which ``graph.reader_graph`` wrote of a reader of the same shape.

    A ValueError where it is of another shape. The table of pieces stays: it is the base's.
    """
    graph = onnx.load(str(file)).graph
    constants = (each for each in graph.initializer if each.data_type != onnx.TensorProto.INT4)
    held = {each.name: numpy_helper.to_array(each) for each in constants}
    state = dict(_layers(graph, held)) | dict(_norms(graph, held)) | dict(_heads(graph, held))
    state["body.embeddings.position_embeddings.weight"] = _table_of_places(graph, held, reader)
    named = {name: torch.from_numpy(np.array(value, dtype=np.float32)) for name, value in state.items()}
    _take(reader, named, file)


def _take(reader: Reader, state: Mapping[str, Tensor], file: Path) -> None:
    learned = {name: value.shape for name, value in reader.named_parameters() if value.requires_grad}
    learned.pop("body.embeddings.token_type_embeddings.weight", None)
    for name, shape in learned.items():
        if name not in state or state[name].shape != shape:
            raise ValueError(f"{file}: {name} is missing, or of another shape than {tuple(shape)}")
    reader.load_state_dict(state, strict=False)


def _layers(graph: onnx.GraphProto, held: Held) -> Iterator[tuple[str, NDArray[np.float32]]]:
    users = {name: node for node in graph.node for name in node.input}
    products = [node for node in graph.node if node.op_type == "DynamicQuantizeMatMul"]
    for number, node in enumerate(products):
        layer, part = divmod(number, PARTS_OF_A_LAYER)
        columns, scales = held[node.input[1]], held[node.input[2]]
        weight = (columns.astype(np.float32) * scales).T
        bias = held[users[users[node.output[0]].output[0]].input[1]]
        names = MATRICES[part - 1 : part] if part else ATTENDED
        for name, rows, own in zip(names, np.split(weight, len(names)), np.split(bias, len(names)), strict=True):
            yield f"body.encoder.layer.{layer}.{name}.weight", rows
            yield f"body.encoder.layer.{layer}.{name}.bias", own


def _norms(graph: onnx.GraphProto, held: Held) -> Iterator[tuple[str, NDArray[np.float32]]]:
    first, *others = (node for node in graph.node if node.op_type == "LayerNormalization")
    named = [("body.embeddings.LayerNorm", first)]
    for number, node in enumerate(others):
        layer, part = divmod(number, len(NORMS_OF_A_LAYER))
        named.append((f"body.encoder.layer.{layer}.{NORMS_OF_A_LAYER[part]}", node))
    for name, node in named:
        yield f"{name}.weight", held[node.input[1]]
        yield f"{name}.bias", held[node.input[2]]


def _heads(graph: onnx.GraphProto, held: Held) -> Iterator[tuple[str, NDArray[np.float32]]]:
    users = {name: node for node in graph.node for name in node.input}
    products = [node for node in graph.node if node.op_type == "MatMul"]
    for name, node in zip(("relevance", "span"), products, strict=True):
        yield f"{name}.weight", held[node.input[1]].T
        yield f"{name}.bias", held[users[node.output[0]].input[1]]


def _table_of_places(graph: onnx.GraphProto, held: Held, reader: Reader) -> NDArray[np.float32]:
    """The table of places, without what the file has added to it: that of the kind of text."""
    (summed,) = (held[node.input[0]] for node in graph.node if node.op_type == "Slice" and node.input[0] in held)
    kind = reader.body.embeddings.token_type_embeddings.weight[0].detach().numpy()
    places: NDArray[np.float32] = summed - kind
    return places
