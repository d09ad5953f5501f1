"""The networks as ONNX Runtime's operators: held against torch, over networks whose weights are drawn by chance."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from numpy.typing import NDArray
from onnx import TensorProto
from torch.nn import functional
from transformers import BertConfig, BertModel

from retrieval.training.network.base import WEIGHTS_A_SCALE
from retrieval.training.network.export import OUTPUTS, apart, weights_of
from retrieval.training.network.graph import (
    Graph,
    encoder_graph,
    int8_columns,
    reader_graph,
)
from retrieval.training.network.model import Embedder, Reader

CONFIG = BertConfig(
    vocab_size=60,
    hidden_size=WEIGHTS_A_SCALE,
    num_hidden_layers=3,
    num_attention_heads=4,
    intermediate_size=2 * WEIGHTS_A_SCALE,
    max_position_embeddings=40,
    layer_norm_eps=1e-12,
)


def drawn(seed: int) -> Reader:
    """A reader of random weights, with a table that four bits hold as it is."""
    torch.manual_seed(seed)
    reader = Reader(BertModel(CONFIG, add_pooling_layer=False))
    with torch.no_grad():
        for parameter in reader.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.3)
        steps = torch.randint(-8, 8, (CONFIG.vocab_size, CONFIG.hidden_size)).float()
        steps[:, 0] = -8
        reader.body.embeddings.word_embeddings.weight.copy_(steps / 16)
    return reader.eval()


@pytest.fixture(scope="module")
def reader() -> Reader:
    return drawn(1)


@pytest.fixture(scope="module")
def ids() -> NDArray[np.int64]:
    return np.random.default_rng(3).integers(0, CONFIG.vocab_size, (40, 12)).astype(np.int64)


@pytest.fixture(scope="module")
def file(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("graph") / "reader.onnx"
    onnx.save(reader_graph(weights_of(reader), CONFIG), str(file))
    return file


def test_it_answers_as_torch_does(reader: Reader, file: Path, ids: NDArray[np.int64]) -> None:
    far, same = apart(reader, file, ids)
    assert 0 < far < 0.05
    assert same > 0.5, "of stretches that are nearly as likely"
    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    found = session.run(list(OUTPUTS), {"ids": ids})
    rows = torch.from_numpy(ids)
    with torch.no_grad():
        right = reader(rows, torch.ones_like(rows))
    for value, exact in zip(found, right, strict=True):
        assert np.corrcoef(value.ravel(), exact.numpy().ravel())[0, 1] > 0.99


def test_other_weights_are_far_apart(file: Path, ids: NDArray[np.int64]) -> None:
    far, same = apart(drawn(2), file, ids)
    assert far > 0.5
    assert same < 0.3


def test_no_matrix_is_left_as_it_was(reader: Reader, file: Path) -> None:
    wide = [each for each in onnx.load(str(file)).graph.initializer if each.data_type == TensorProto.FLOAT]
    places = CONFIG.max_position_embeddings * CONFIG.hidden_size
    assert max(int(np.prod(each.dims)) for each in wide) == places, "but the places'"


def test_a_table_in_four_bits_comes_back_as_it_was(reader: Reader) -> None:
    table = weights_of(reader)["body.embeddings.word_embeddings.weight"]
    graph = Graph()
    graph.apply("Identity", graph.looked_up(table), into="rows")
    model = graph.model(1, {"rows": (1, "tokens", CONFIG.hidden_size)})
    asked = np.array([[0, 7, 59]], dtype=np.int64)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    assert np.array_equal(session.run(["rows"], {"ids": asked})[0][0], table[asked[0]])


def product(values: NDArray[np.float32], weight: NDArray[np.float32]) -> NDArray[np.float32]:
    """``values`` times a matrix, as the graph multiplies."""
    graph = Graph()
    bias = np.zeros(len(weight), np.float32)
    made = graph.multiplied(graph.apply("Gather", graph.constant(values), "ids"), weight, bias)
    graph.apply("Identity", made, into="made")
    model = graph.model(1, {"made": (1, "tokens", len(weight))})
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    found: NDArray[np.float32] = session.run(["made"], {"ids": np.arange(len(values))[None]})[0][0]
    return found


def test_one_token_of_large_numbers_does_not_round_the_others_away() -> None:
    draw = np.random.default_rng(1)
    weight = draw.normal(size=(24, 64)).astype(np.float32)
    values = draw.normal(size=(10, 64)).astype(np.float32)
    quiet = product(values, weight)
    values[0] *= 1000
    loud = product(values, weight)
    right = values @ weight.T
    assert np.abs(quiet[1:] - right[1:]).max() < 0.3
    assert np.abs(loud[1:] - quiet[1:]).max() < 0.1
    assert np.abs(loud[0] / right[0] - 1).max() < 0.3


def test_each_column_has_a_scale_of_its_own() -> None:
    weight = np.random.default_rng(2).normal(size=(5, 16)).astype(np.float32)
    weight[1] *= 100
    weight[2] = 0
    columns, scales = int8_columns(weight)
    assert columns.dtype == np.int8
    assert (columns.shape, scales.shape) == ((16, 5), (5,))
    assert (np.abs(columns.T * scales[:, None] - weight) <= scales[:, None] / 2 + 1e-7).all()
    assert (np.abs(columns[:, [0, 1, 3, 4]]).max(axis=0) == 127).all()
    assert not columns[:, 2].any(), "a column of zeros stays one"


def test_a_file_of_an_encoder_gives_the_mean_at_length_one(reader: Reader) -> None:
    model = encoder_graph(weights_of(Embedder(reader.body)), CONFIG, tokens=20)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    asked = np.array([[1, 5, 9, 2]], dtype=np.int64)
    (vector,) = session.run(["vector"], {"ids": asked})[0]
    with torch.no_grad():
        hidden = reader.body(input_ids=torch.from_numpy(asked)).last_hidden_state
    right = functional.normalize(hidden.mean(dim=1), dim=-1)[0].numpy()
    assert float(np.linalg.norm(vector)) == pytest.approx(1, abs=1e-5)
    assert float(vector @ right) > 0.99
    with pytest.raises(Exception, match="21"):
        session.run(["vector"], {"ids": np.ones((1, 21), dtype=np.int64)})
