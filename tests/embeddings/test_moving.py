"""What stands in for a transformer, and what can't be moved. The runtimes themselves: ``runtimes_apart.py``."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from embeddings.encoder import Backend, BackendMissing, EncoderUnavailable
from embeddings.ngrams import Ngrams
from embeddings.runtimes import NEEDED, OUTPUT, Elsewhere, Feed, move, need
from embeddings.static_module import StaticNgrams, as_model


def test_torch_needs_no_extra() -> None:
    need("torch")


@pytest.mark.parametrize(("backend", "module"), [(name, each) for name, needed in NEEDED.items() for each in needed])
def test_each_library_that_is_not_there_is_named(
    backend: Backend, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for each in NEEDED[backend]:
        monkeypatch.setitem(sys.modules, each, None if each == module else SimpleNamespace(__spec__=object()))
    with pytest.raises(BackendMissing, match=rf"\[{backend}\]") as caught:
        need(backend)
    assert (caught.value.backend, caught.value.module) == (backend, module)


def test_what_is_elsewhere_is_called_alike_and_holds_no_weights() -> None:
    given: list[Feed] = []

    def run(feed: Feed) -> np.ndarray:
        given.append(feed)
        return np.full((1, 2, 3), 0.5, dtype=np.float32)

    config = object()
    body = Elsewhere(run, ("attention_mask", "input_ids"), config)
    ids, mask = torch.tensor([[5, 6]]), torch.tensor([[1, 0]])
    found = body(input_ids=ids, attention_mask=mask, token_type_ids=ids, return_dict=True, texts=["工资"])
    assert set(found) == {OUTPUT}
    assert torch.equal(found[OUTPUT], torch.full((1, 2, 3), 0.5))
    (feed,) = given
    assert list(feed) == ["attention_mask", "input_ids"]
    assert np.array_equal(feed["input_ids"], [[5, 6]])
    assert (list(body.parameters()), body.config) == ([], config)


def test_an_input_that_is_missing_is_not_made_up() -> None:
    body = Elsewhere(lambda feed: np.zeros((1, 1, 1), dtype=np.float32), ("input_ids",), None)
    with pytest.raises(KeyError, match="input_ids"):
        body(attention_mask=torch.tensor([[1]]))


@pytest.mark.parametrize("backend", ["onnx", "openvino"])
def test_a_model_without_a_transformer_stays_where_it_is(backend: Backend) -> None:
    fold = np.zeros(65536, dtype=np.uint16)
    fold[ord("工")] = 1
    model = as_model(StaticNgrams(Ngrams(fold, np.array([1], dtype=np.int64)), torch.ones((1, 2))))
    before = model[0]
    with pytest.raises(EncoderUnavailable, match=rf"no transformer for {backend}; unset BAOWEN_MODEL_BACKEND"):
        move(model, backend, None)
    assert model[0] is before
