"""The transformer on ONNX Runtime and OpenVINO: the vectors of torch, and clear words where that can't be.

Collected by ``test_runtimes.py`` in a process of its own.
"""

from __future__ import annotations

import re
import sys
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from bot.messages import Exit, exit_code, explain
from bot.settings import Settings
from bot.wiring import Newsroom
from embeddings.encoder import Backend, BackendMissing, EncoderUnavailable
from embeddings.opening import open_encoder

SAMPLES = Path(__file__).resolve().parents[2] / "examples/editions"
TEXTS = ["老板拖欠工资哪个部门管？", "北京", "", " ", "今年小学入学在哪个" * 30, "plain words", "天气明雨转晴"]
LACKING = [
    backend
    for backend, modules in {"onnx": ("onnxruntime", "onnxscript"), "openvino": ("openvino", "onnxscript")}.items()
    if not all(map(find_spec, modules))
]


@pytest.fixture(scope="session")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exports")


@pytest.fixture(params=["onnx", "openvino"])
def backend(request: pytest.FixtureRequest) -> Backend:
    if request.param in LACKING:
        pytest.skip(f"the extra is not installed: pip install 'baowen[{request.param}]'")
    chosen: Backend = request.param
    return chosen


def test_it_gives_the_vectors_of_torch(tiny_transformer, backend, exports) -> None:
    torch_s = open_encoder(str(tiny_transformer))
    other = open_encoder(str(tiny_transformer), backend=backend, exports=exports)
    assert other.dim == torch_s.dim
    assert np.abs(other.encode_queries(TEXTS) - torch_s.encode_queries(TEXTS)).max() < 1e-4
    assert np.abs(other.encode_passages(TEXTS) - torch_s.encode_passages(TEXTS)).max() < 1e-4
    assert np.abs(other.encode_passages(TEXTS)[1] - other.encode_passages(TEXTS[1:2])[0]).max() < 1e-5
    assert other.fingerprint != torch_s.fingerprint


def test_the_transformer_is_gone_from_torch_and_exported_once(tiny_transformer, backend, exports) -> None:
    from embeddings.sentence_encoder import SentenceEncoder  # loads torch, as opening one does

    first = open_encoder(str(tiny_transformer), backend=backend, exports=exports)
    assert isinstance(first, SentenceEncoder)
    assert not list(first._model.parameters())
    kept = {path: path.stat().st_mtime_ns for path in exports.iterdir()}
    assert sum(path.name.startswith(first.fingerprint) for path in kept) == 1
    again = open_encoder(str(tiny_transformer), backend=backend, exports=exports)
    assert again.fingerprint == first.fingerprint
    assert {path: path.stat().st_mtime_ns for path in exports.iterdir()} == kept


def test_a_damaged_export_is_named(tiny_transformer, backend, exports, tmp_path) -> None:
    name = kept_file(tiny_transformer, backend, exports).name
    (tmp_path / name).write_bytes(b"no graph")
    with pytest.raises(
        EncoderUnavailable, match=rf"delete {re.escape(str(tmp_path / name))}.*unset BAOWEN_MODEL_BACKEND"
    ):
        open_encoder(str(tiny_transformer), backend=backend, exports=tmp_path)


def test_an_export_of_other_weights_is_refused(tiny_transformer, backend, exports, tmp_path) -> None:
    import onnx

    file = kept_file(tiny_transformer, backend, exports)
    graph = onnx.load(file)
    words = next(each for each in graph.graph.initializer if "word_embeddings" in each.name)
    words.CopyFrom(onnx.numpy_helper.from_array(onnx.numpy_helper.to_array(words) * np.float32(1.5), words.name))
    onnx.save(graph, tmp_path / file.name)
    with pytest.raises(EncoderUnavailable, match=rf"other vectors than torch.*{re.escape(file.name)}; delete"):
        open_encoder(str(tiny_transformer), backend=backend, exports=tmp_path)


def test_the_setting_reaches_the_answers(tiny_transformer, tmp_path) -> None:
    if "onnx" in LACKING:
        pytest.skip("the extra is not installed: pip install 'baowen[onnx]'")
    settings = Settings(data=tmp_path, model=str(tiny_transformer), model_backend="onnx", offline=True)
    room = Newsroom(settings, create=True)
    try:
        room.index([SAMPLES])
        assert room.ask("朝阳区转贷期限多久", today=date(2025, 3, 14)).citations
    finally:
        room.close()
    assert [path.suffix for path in (tmp_path / "cache").glob("model-*")] == [".onnx"]


@pytest.mark.parametrize(("backend", "module"), [("onnx", "onnxruntime"), ("openvino", "openvino")])
def test_a_runtime_that_is_not_installed_is_named(tiny_transformer, backend, module, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)  # what Python takes for not installed
    with pytest.raises(BackendMissing, match=rf"{module}.*pip install .*\[{backend}\].*BAOWEN_MODEL_BACKEND") as caught:
        open_encoder(str(tiny_transformer), backend=backend)
    said = explain(caught.value)
    assert f"BAOWEN_MODEL_BACKEND={backend} 需要的 {module} 没有安装" in said
    assert f"pip install -c constraints.txt -e '.[{backend}]'" in said
    assert exit_code(caught.value) == Exit.ENCODER


def test_without_torch_s_exporter_the_extra_is_named_too(tiny_transformer, monkeypatch) -> None:
    if "onnx" in LACKING:
        pytest.skip("the extra is not installed: pip install 'baowen[onnx]'")
    monkeypatch.setitem(sys.modules, "onnxscript", None)
    with pytest.raises(BackendMissing, match="onnxscript"):
        open_encoder(str(tiny_transformer), backend="onnx")


def kept_file(model: Path, backend: Backend, exports: Path) -> Path:
    fingerprint = open_encoder(str(model), backend=backend, exports=exports).fingerprint
    return next(path for path in exports.iterdir() if path.name.startswith(fingerprint))
