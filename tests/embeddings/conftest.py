"""Encoders to test: the bundled folder by both roads, and a tiny transformer that is built and saved here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from embeddings.static_encoder import BUNDLED

CHARACTERS = "老板拖欠工资哪个部门管市农民薪治理北京天气明雨转晴今年小学入地铁线开通的了在是，。？"
VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *dict.fromkeys(CHARACTERS)]


@pytest.fixture(scope="session")
def tiny_transformer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of 32 dimensions with random weights, a WordPiece vocabulary and prompts, as the hub would hold it."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    folder = tmp_path_factory.mktemp("tiny")
    body = folder / "body"
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(VOCABULARY),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(body)
    words = folder / "vocab.txt"
    words.write_text("\n".join(VOCABULARY), encoding="utf-8")
    BertTokenizer(vocab_file=str(words), tokenize_chinese_chars=True).save_pretrained(body)
    transformer = Transformer(str(body))
    model = SentenceTransformer(
        modules=[transformer, Pooling(transformer.get_embedding_dimension(), "mean")],
        prompts={"query": "哪个：", "document": ""},
        device="cpu",
    )
    model.save(str(folder / "model"), create_model_card=False)
    return folder / "model"


@pytest.fixture(scope="session")
def bundled_folder() -> Path:
    return BUNDLED


@pytest.fixture(scope="session")
def other_prompts(tiny_transformer: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same weights with another question prompt."""
    import shutil

    folder = tmp_path_factory.mktemp("other") / "model"
    shutil.copytree(tiny_transformer, folder)
    path = folder / "config_sentence_transformers.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    config["prompts"]["query"] = "今年："
    path.write_text(json.dumps(config, ensure_ascii=False), encoding="utf-8")
    return folder
