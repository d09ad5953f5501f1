"""The cross-encoder itself, over a tiny model of random weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from embeddings.cross_encoder import LONGEST, CrossEncoderReranker
from embeddings.encoder import EncoderUnavailable

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"工资老板明天有雨"]


def saved(folder: Path, *, labels: int = 1, places: int = 32) -> Path:
    """A model as the hub would hold it, that takes ``places`` tokens."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
        max_position_embeddings=places,
    )  # fmt: skip
    config.num_labels = labels
    BertForSequenceClassification(config).save_pretrained(folder)
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    BertTokenizer(vocab_file=str(folder / "vocab.txt"), model_max_length=places).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def reranker(tmp_path_factory: pytest.TempPathFactory) -> CrossEncoderReranker:
    return CrossEncoderReranker(str(saved(tmp_path_factory.mktemp("cross") / "tiny")))


def test_each_passage_has_a_score_in_its_place(reranker: CrossEncoderReranker) -> None:
    passages = ["老板", "明天有雨", "工资", ""]
    scores = reranker.scores("工资", passages)
    assert scores.dtype == np.float32
    assert (scores.shape, scores.flags.c_contiguous) == ((4,), True)
    turned = reranker.scores("工资", passages[::-1])
    assert np.allclose(turned[::-1], scores, atol=1e-5)
    assert reranker.scores("工资", []).shape == (0,)


def test_what_is_no_number_is_no_reason(reranker: CrossEncoderReranker, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(pairs: list[tuple[str, str]], **options: object) -> np.ndarray:
        return np.array([[np.nan], [2.0]])[: len(pairs)]

    monkeypatch.setattr(reranker._model, "predict", broken)
    assert reranker.scores("工资", ["老板", "工资"]).tolist() == [0.0, 2.0]


def test_it_reads_no_more_than_the_model_takes(reranker: CrossEncoderReranker, tmp_path: Path) -> None:
    assert reranker._model.max_seq_length == 32
    long = CrossEncoderReranker(str(saved(tmp_path / "long", places=2 * LONGEST)))
    assert long._model.max_seq_length == LONGEST
    assert np.isfinite(reranker.scores("工资" * 100, ["老板" * 100, "\ud800"])).all()


def test_the_fingerprint_bears_the_name_of_the_folder(reranker: CrossEncoderReranker, tmp_path: Path) -> None:
    assert reranker.fingerprint.startswith("tiny-")
    assert CrossEncoderReranker(reranker.name).fingerprint == reranker.fingerprint
    other = saved(tmp_path / "tiny", places=40)
    assert CrossEncoderReranker(str(other)).fingerprint != reranker.fingerprint


def test_a_model_that_gives_several_numbers_is_named(tmp_path: Path) -> None:
    folder = saved(tmp_path / "two", labels=2)
    with pytest.raises(EncoderUnavailable, match=r"two: gives 2 numbers for a passage.*BAOWEN_RERANKER"):
        CrossEncoderReranker(str(folder))
