from __future__ import annotations

import numpy as np
import pytest

from embeddings.encoder import EncoderUnavailable
from embeddings.opening import open_encoder


def test_question_prompt_is_used_for_questions_only(tiny_transformer) -> None:
    encoder = open_encoder(str(tiny_transformer))
    question = encoder.encode_queries(["拖欠工资"])
    assert np.abs(question - encoder.encode_passages(["哪个：拖欠工资"])).max() < 1e-5
    assert np.abs(question - encoder.encode_passages(["拖欠工资"])).max() > 1e-3


def test_prompts_are_part_of_the_fingerprint(tiny_transformer, other_prompts) -> None:
    first, second = open_encoder(str(tiny_transformer)), open_encoder(str(other_prompts))
    assert first.fingerprint != second.fingerprint
    assert first.fingerprint == open_encoder(str(tiny_transformer)).fingerprint


def test_a_folder_may_not_run_its_own_code(bundled_folder) -> None:
    from embeddings.sentence_encoder import SentenceEncoder

    with pytest.raises(EncoderUnavailable, match="not part of Sentence Transformers"):
        SentenceEncoder(str(bundled_folder))


@pytest.mark.parametrize("name", ["./no-such-folder", "/no/such/folder", "a/b/c"])
def test_a_missing_folder_is_named_with_the_way_out(name) -> None:
    with pytest.raises(EncoderUnavailable, match=r"no such folder.*BAOWEN_MODEL"):
        open_encoder(name)


def test_offline_a_model_outside_the_cache_is_named_with_the_way_out(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(EncoderUnavailable, match=r"hf download example/absent"):
        open_encoder("example/absent", offline=True)


def test_an_empty_folder_is_no_model(tmp_path) -> None:
    with pytest.raises(EncoderUnavailable, match="check the folder"):
        open_encoder(str(tmp_path))


@pytest.mark.parametrize(("backend", "module"), [("onnx", "onnxruntime"), ("openvino", "openvino")])
def test_a_runtime_that_is_not_installed_is_named(tiny_transformer, backend, module) -> None:
    from importlib.util import find_spec

    if find_spec(module):
        pytest.skip(f"{module} is installed here")
    with pytest.raises(EncoderUnavailable, match="pip install"):
        open_encoder(str(tiny_transformer), backend=backend)
