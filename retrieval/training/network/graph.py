"""The networks as operators of ONNX Runtime, written from their weights.

Matrices are int8 with a scale for each column; what they are multiplied with is rounded to int8 as it comes, with a
scale for each token (Dettmers et al. 2022, "LLM.int8()", section 2.1: vector-wise quantisation). With one scale for all
tokens, as ONNX Runtime's own quantiser has it, the large numbers of a few tokens round the others away (Bondarenko et
al. 2021, "Understanding and Overcoming the Challenges of Efficient Transformer Quantization"): of 120 excerpts the
likeliest stretch was that of single precision for .69 so, and for .92 with a scale for each token (2026-11).

Nothing is masked: each text is computed by itself, without padding.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any, TypeAlias

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from transformers import BertConfig

from retrieval.training.network.base import WEIGHTS_A_SCALE
from retrieval.training.network.pack import four_bits, two_in_a_byte

OPSET, IR_VERSION = 20, 10
RUNTIMES_OWN = "com.microsoft"
"""Domain of ONNX Runtime's own operators."""
RUNTIMES_OPERATORS = frozenset(["DynamicQuantizeMatMul", "GatherBlockQuantized", "MultiHeadAttention"])
LARGEST_INT8 = 127
LEAST_SCALE = 1e-12
"""Of a column that is all zeros, which has no scale of its own."""
Weights: TypeAlias = Mapping[str, NDArray[np.float32]]
"""Of a ``BertModel``, and of heads on it, by the names and in the shapes that torch gives them: (outputs, inputs)."""


class Graph:
    """Operators in the order in which they run, and the constants that they read. Values are known by name."""

    def __init__(self, steps: int = LARGEST_INT8) -> None:
        """``steps`` is what the largest number of a matrix's column becomes in int8."""
        self._steps = steps
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []
        self._numbers = count()
        self._last_axis = self.constant(np.array([-1], dtype=np.int64))

    def constant(self, value: NDArray[np.generic]) -> str:
        name = self._name("c")
        self._constants.append(numpy_helper.from_array(np.asarray(value, order="C"), name))
        return name

    def apply(self, operator: str, *inputs: str, into: str = "", **attributes: int | float) -> str:
        """The value of an operator, named ``into`` where it is an output of the whole."""
        return self._append(operator, inputs, [into or self._name("v")], attributes)[0]

    def split(self, value: str, parts: int) -> list[str]:
        """Parts of the same size, along the last axis."""
        names = [self._name("v") for _ in range(parts)]
        return self._append("Split", [value], names, {"axis": -1, "num_outputs": parts})

    def largest(self, value: str) -> str:
        """Of each token the largest number, by its size."""
        return self.apply("ReduceMax", self.apply("Abs", value), self._last_axis, keepdims=1)

    def length(self, value: str) -> str:
        """Of each vector its Euclidean length."""
        return self.apply("ReduceL2", value, self._last_axis, keepdims=1)

    def flat(self, value: str, into: str) -> str:
        """Without its last axis, which holds one number."""
        return self.apply("Squeeze", value, self._last_axis, into=into)

    def multiplied(self, value: str, weight: NDArray[np.float32], bias: NDArray[np.float32]) -> str:
        """``value`` times a matrix in int8, plus a bias.

        Each token is scaled to a largest number of 1 before it is rounded, and back after it was multiplied.
        """
        columns, scales = int8_columns(weight, self._steps)
        largest = self.largest(value)
        scaled = self.apply("Div", value, largest)
        made = self.apply("DynamicQuantizeMatMul", scaled, self.constant(columns), self.constant(scales))
        return self.apply("Add", self.apply("Mul", made, largest), self.constant(bias))

    def multiplied_exactly(self, value: str, weight: NDArray[np.float32], bias: NDArray[np.float32]) -> str:
        """The same in single precision, for the few columns of a head."""
        return self.apply("Add", self.apply("MatMul", value, self.constant(weight.T)), self.constant(bias))

    def looked_up(self, table: NDArray[np.float32]) -> str:
        """The rows of ``ids`` in a table that is held in four bits, as the base has it."""
        steps, scales = four_bits(table)
        name = self._name("c")
        packed = two_in_a_byte(steps).tobytes()
        self._constants.append(helper.make_tensor(name, TensorProto.INT4, steps.shape, packed, raw=True))
        inputs = (name, "ids", self.constant(scales))
        picked = self.apply("GatherBlockQuantized", *inputs, quantize_axis=1, block_size=WEIGHTS_A_SCALE)
        return self.apply("Cast", picked, to=TensorProto.FLOAT)

    def model(self, rows: int | str, outputs: Mapping[str, tuple[int | str, ...]]) -> onnx.ModelProto:
        """Everything that was applied, from ``ids`` of shape (rows, tokens) to the outputs, by name and shape."""
        graph = helper.make_graph(
            self._nodes,
            "network",
            [helper.make_tensor_value_info("ids", TensorProto.INT64, (rows, "tokens"))],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs.items()],
            self._constants,
        )
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(RUNTIMES_OWN, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)

    def _append(
        self, operator: str, inputs: tuple[str, ...] | list[str], outputs: list[str], attributes: Mapping[str, Any]
    ) -> list[str]:
        domain = RUNTIMES_OWN if operator in RUNTIMES_OPERATORS else ""
        self._nodes.append(helper.make_node(operator, inputs, outputs, domain=domain, **attributes))
        return outputs

    def _name(self, kind: str) -> str:
        return f"{kind}{next(self._numbers)}"


def int8_columns(
    weight: NDArray[np.float32], steps: int = LARGEST_INT8
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """A matrix (outputs, inputs) as int8 (inputs, outputs), and a scale for each output.

    ``steps`` is what the largest of an output becomes.
    """
    scales = np.maximum(np.abs(weight).max(axis=1) / steps, LEAST_SCALE).astype(np.float32)
    return np.rint(weight / scales[:, None]).astype(np.int8).T, scales


def hidden_states(graph: Graph, weights: Weights, config: BertConfig, tokens: int) -> str:
    """What a BERT's last layer says of ``ids``: (rows, tokens, width). Texts are of one kind and ``tokens`` at most."""
    hidden = _embedded(graph, weights, config, tokens)
    for number in range(config.num_hidden_layers):
        own = _of(weights, f"encoder.layer.{number}.")
        attended = _attended(graph, _of(own, "attention.self."), hidden, config.num_attention_heads)
        hidden = _added(graph, _of(own, "attention.output."), attended, hidden, config.layer_norm_eps)
        widened = graph.multiplied(hidden, own["intermediate.dense.weight"], own["intermediate.dense.bias"])
        hidden = _added(graph, _of(own, "output."), graph.apply("Gelu", widened), hidden, config.layer_norm_eps)
    return hidden


def _embedded(graph: Graph, weights: Weights, config: BertConfig, tokens: int) -> str:
    own = _of(weights, "embeddings.")
    places = own["position_embeddings.weight"][:tokens] + own["token_type_embeddings.weight"][0]
    zero, one, two = (graph.constant(np.array([number], dtype=np.int64)) for number in range(3))
    count_of_tokens = graph.apply("Slice", graph.apply("Shape", "ids"), one, two)
    placed = graph.apply("Slice", graph.constant(places), zero, count_of_tokens)
    summed = graph.apply("Add", graph.looked_up(own["word_embeddings.weight"]), placed)
    return _normalised(graph, _of(own, "LayerNorm."), summed, config.layer_norm_eps)


def _attended(graph: Graph, own: Weights, hidden: str, heads: int) -> str:
    """Queries, keys and values in one multiplication, and each head's mix of the values."""
    names = ("query", "key", "value")
    weight = np.concatenate([own[f"{name}.weight"] for name in names])
    bias = np.concatenate([own[f"{name}.bias"] for name in names])
    parts = graph.split(graph.multiplied(hidden, weight, bias), len(names))
    return graph.apply("MultiHeadAttention", *parts, num_heads=heads)


def _added(graph: Graph, own: Weights, value: str, hidden: str, epsilon: float) -> str:
    made = graph.multiplied(value, own["dense.weight"], own["dense.bias"])
    return _normalised(graph, _of(own, "LayerNorm."), graph.apply("Add", made, hidden), epsilon)


def _normalised(graph: Graph, own: Weights, value: str, epsilon: float) -> str:
    scale, bias = graph.constant(own["weight"]), graph.constant(own["bias"])
    return graph.apply("LayerNormalization", value, scale, bias, epsilon=epsilon)


def _of(weights: Weights, prefix: str) -> Weights:
    return {name.removeprefix(prefix): value for name, value in weights.items() if name.startswith(prefix)}


def reader_graph(weights: Weights, config: BertConfig, steps: int = LARGEST_INT8) -> onnx.ModelProto:
    """A ``Reader``: ``ids`` (rows, tokens) → ``relevance`` (rows,), ``starts`` and ``ends`` (rows, tokens).

    ``steps``: see ``int8_columns``.
    """
    graph = Graph(steps)
    hidden = hidden_states(graph, _of(weights, "body."), config, config.max_position_embeddings)
    first = graph.apply("Gather", hidden, graph.constant(np.array(0, dtype=np.int64)), axis=1)
    relevance = graph.multiplied_exactly(first, weights["relevance.weight"], weights["relevance.bias"])
    graph.flat(relevance, "relevance")
    starts, ends = graph.split(graph.multiplied_exactly(hidden, weights["span.weight"], weights["span.bias"]), 2)
    graph.flat(starts, "starts")
    graph.flat(ends, "ends")
    return graph.model("rows", {"relevance": ("rows",), "starts": ("rows", "tokens"), "ends": ("rows", "tokens")})


def encoder_graph(weights: Weights, config: BertConfig, tokens: int) -> onnx.ModelProto:
    """An ``Embedder``: ``ids`` of one text, (1, tokens) → its unit ``vector`` (1, dim).

    Places beyond ``tokens`` are given up.
    """
    graph = Graph()
    hidden = hidden_states(graph, _of(weights, "body."), config, tokens)
    mean = graph.apply("ReduceMean", hidden, graph.constant(np.array([1], dtype=np.int64)), keepdims=0)
    graph.apply("Div", mean, graph.length(mean), into="vector")
    return graph.model(1, {"vector": (1, config.hidden_size)})
