"""The served file in int8, over a network small enough to be written by hand.

Exporting from torch is tested from end to end in ``test_network.py``, in a process of its own.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from retrieval.training.network.export import OUTPUTS, apart, quantize
from retrieval.training.network.model import Reader

WORDS, WIDTH = 60, 16


class Small(Reader):
    """A look-up and one matrix: relevance of the first token, starts and ends of all."""

    def __init__(self, table: np.ndarray, weights: np.ndarray) -> None:
        nn.Module.__init__(self)
        self.table, self.weights = torch.from_numpy(table), torch.from_numpy(weights)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        made = self.table[ids] @ self.weights
        return made[:, 0, 0], made[..., 1], made[..., 2]


def saved(table: np.ndarray, weights: np.ndarray, file: Path) -> Path:
    """The same network as an ONNX file."""
    numbers = {f"n{number}": np.array(number, dtype=np.int64) for number in range(3)}
    held = {"table": table, "weights": weights} | numbers
    nodes = [
        helper.make_node("Gather", ["table", "ids"], ["picked"]),
        helper.make_node("MatMul", ["picked", "weights"], ["made"]),
        helper.make_node("Gather", ["made", "n0"], ["first"], axis=1),
        helper.make_node("Gather", ["first", "n0"], ["relevance"], axis=1),
        helper.make_node("Gather", ["made", "n1"], ["starts"], axis=2),
        helper.make_node("Gather", ["made", "n2"], ["ends"], axis=2),
    ]
    shape = ["rows", "tokens"]
    graph = helper.make_graph(
        nodes,
        "small",
        [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("ids", "mask")],
        [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, shape[: 1 if name == "relevance" else 2])
            for name in OUTPUTS
        ],
        [numpy_helper.from_array(value, name) for name, value in held.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    onnx.save(model, str(file))
    return file


@pytest.fixture(scope="module")
def table() -> np.ndarray:
    found: np.ndarray = np.random.default_rng(1).normal(size=(WORDS, WIDTH)).astype(np.float32)
    found[0] = 0
    found[1] *= 100
    return found


@pytest.fixture(scope="module")
def weights() -> np.ndarray:
    found: np.ndarray = np.random.default_rng(2).normal(size=(WIDTH, 3)).astype(np.float32)
    return found


@pytest.fixture(scope="module")
def small(table: np.ndarray, weights: np.ndarray, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    quantize(saved(table, weights, folder / "whole.onnx"), folder / "int8.onnx")
    return folder


@pytest.fixture(scope="module")
def ids() -> np.ndarray:
    found: np.ndarray = np.random.default_rng(3).integers(2, WORDS, (40, 7)).astype(np.int64)
    return found


def held(file: Path) -> dict[str, np.ndarray]:
    return {each.name: numpy_helper.to_array(each) for each in onnx.load(str(file)).graph.initializer}


def test_each_row_of_the_table_has_a_scale_of_its_own(small: Path, table: np.ndarray) -> None:
    found = held(small / "int8.onnx")
    rows, scale = found["table_rows"], found["table_scale"]
    assert rows.dtype == np.int8
    assert (rows.shape, scale.shape) == (table.shape, (WORDS, 1))
    assert (np.abs(rows * scale - table) <= scale / 2 + 1e-7).all()
    assert (np.abs(rows[1:]).max(axis=1) == 127).all()
    assert not rows[0].any(), "a row of zeros stays one"


def test_no_matrix_is_left_as_it_was(small: Path) -> None:
    found = held(small / "int8.onnx")
    assert "table" not in found
    assert "weights" not in found
    assert not [name for name, value in found.items() if value.dtype == np.float32 and value.size > WORDS]


def test_it_answers_as_torch_does(small: Path, table: np.ndarray, weights: np.ndarray, ids: np.ndarray) -> None:
    mask = np.ones_like(ids)
    far, same = apart(Small(table, weights), small / "whole.onnx", ids, mask)
    assert far == pytest.approx(0, abs=1e-5)
    assert same == 1.0
    far, same = apart(Small(table, weights), small / "int8.onnx", ids, mask)
    assert 0 < far < 0.1
    assert same > 0.9


def test_other_weights_are_far_apart(small: Path, table: np.ndarray, weights: np.ndarray, ids: np.ndarray) -> None:
    far, same = apart(Small(table, -weights), small / "int8.onnx", ids, np.ones_like(ids))
    assert far > 1
    assert same < 0.1
