"""The optional reranker: a cross-encoder of a folder through the real loading code."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from embeddings.encoder import EncoderUnavailable
from embeddings.opening import open_reranker
from embeddings.reranker import Reranker

ROOT = Path(__file__).resolve().parents[2]
CHARACTERS = "老板拖欠工资哪个部门管市农民薪治理北京天气明雨转晴，。？"
VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *dict.fromkeys(CHARACTERS)]
PASSAGES = ["农民工薪资由市里管", "北京明天雨转晴", "老板", ""]


def _saved(folder: Path, labels: int, seed: int = 7) -> Path:
    """A cross-encoder of 32 dimensions with random weights, as the hub would hold it."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(VOCABULARY), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64,
        max_position_embeddings=64,
    )  # fmt: skip
    config.num_labels = labels
    BertForSequenceClassification(config).save_pretrained(folder)
    words = folder / "vocab.txt"
    words.write_text("\n".join(VOCABULARY), encoding="utf-8")
    BertTokenizer(vocab_file=str(words), tokenize_chinese_chars=True, model_max_length=64).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def tiny(tmp_path_factory) -> Path:
    return _saved(tmp_path_factory.mktemp("tiny-reranker"), 1)


def opened(folder: Path) -> Reranker:
    reranker = open_reranker(str(folder))
    assert reranker is not None
    return reranker


def test_scores_keep_their_contract(tiny) -> None:
    reranker = opened(tiny)
    scores = reranker.scores("老板拖欠工资哪个部门管", PASSAGES)
    assert scores.shape == (4,)
    assert scores.dtype == np.float32
    assert np.isfinite(scores).all()
    assert len(set(scores.tolist())) > 1
    alone = [reranker.scores("老板拖欠工资哪个部门管", [each])[0] for each in PASSAGES]
    assert np.allclose(scores, alone, atol=1e-4)
    assert reranker.scores("问", []).shape == (0,)


def test_long_and_broken_texts_are_read(tiny) -> None:
    assert np.isfinite(opened(tiny).scores("工资" * 300, ["\ud800工资" * 300, "\x00"])).all()


def test_threads_may_share_it(tiny) -> None:
    reranker = opened(tiny)
    expected = reranker.scores("工资", PASSAGES)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: reranker.scores("工资", PASSAGES), range(8)))
    assert all(np.allclose(each, expected, atol=1e-4) for each in found)


def test_the_fingerprint_follows_the_weights(tiny, tmp_path) -> None:
    other = _saved(tmp_path / tiny.name, 1, seed=8)
    assert opened(tiny).fingerprint == opened(tiny).fingerprint
    assert opened(tiny).fingerprint != opened(other).fingerprint


def test_a_model_with_several_outputs_is_refused(tmp_path) -> None:
    with pytest.raises(EncoderUnavailable, match=r"3 numbers.*BAOWEN_RERANKER"):
        open_reranker(str(_saved(tmp_path / "three", 3)))


@pytest.mark.parametrize("name", ["./no-such-folder", "/no/such/folder", "a/b/c"])
def test_a_missing_folder_is_named_with_the_way_out(name) -> None:
    with pytest.raises(EncoderUnavailable, match=r"no such folder.*BAOWEN_RERANKER"):
        open_reranker(name)


def test_an_empty_folder_is_no_model(tmp_path) -> None:
    with pytest.raises(EncoderUnavailable, match="check the folder"):
        open_reranker(str(tmp_path))


def test_offline_a_model_outside_the_cache_is_named_with_the_way_out() -> None:
    with pytest.raises(EncoderUnavailable, match="hf download example/absent-reranker"):
        open_reranker("example/absent-reranker", offline=True)


def test_without_one_nothing_heavy_is_loaded() -> None:
    code = (
        "import sys; from embeddings.opening import open_reranker\n"
        "assert open_reranker(None) is None and open_reranker('') is None and 'torch' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
