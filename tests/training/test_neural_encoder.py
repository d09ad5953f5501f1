"""The neural encoder's training from end to end on a few made-up reports: groups, steps, going on, export, serving."""

from __future__ import annotations

import contextlib
import io
import json
import lzma
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertModel

from embeddings.neural_encoder import NeuralEncoder
from embeddings.opening import open_encoder
from retrieval.training.encoder import export, train
from retrieval.training.encoder.export import BLOCK, four_bits, known_simplified
from retrieval.training.encoder.model import embedder_from_base, vectors_of
from retrieval.training.encoder.pairs import PairSource
from retrieval.training.encoder.train import contrast
from tests.training.stories import Story, stories

LAYERS = 3
TOLD = "年月日地方新闻，。0123456789號门門"


@pytest.fixture(scope="module")
def reports() -> list[Story]:
    return stories(24, seed=3)


@pytest.fixture(scope="module")
def shared(reports: list[Story], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder laid out like the shared data."""
    data = tmp_path_factory.mktemp("shared") / "data"
    asked = [(story, *question) for story in reports[:8] for question in story.asked]
    rows = [{"query": text, "passage": story.body, "answer": story.body[slice(*span)]} for story, text, span in asked]
    news = [
        {"title": story.headline, "date": "2025-04-08", "body": story.body, "line": line}
        for line, story in enumerate(reports)
    ]
    titled = [{"query": story.headline, "passage": story.body} for story in reports[:4]]
    files: dict[str, Sequence[Mapping[str, object]]] = {
        "pairs/cmrc2018_train": rows, "pairs/squad2_zh_dev_mt": [], "pairs/nlpcc_kbqa": [],
        "pairs/squad2_zh_dev_mt_unanswerable": [{"query": reports[0].unanswered, "passage": reports[0].body}],
        "pairs/stard_statute": [], "pairs/crud_origtitle_body": titled, "pairs/xinhua_title_body": [],
        "news/crud_rag_news": news,
        "news/crud_event_news": [{"id": "1", "body": "无关的事", "heldout": True, "date": "", "title": ""}],
    }  # fmt: skip
    for name, records in files.items():
        path = data / f"{name}.jsonl.xz"
        path.parent.mkdir(parents=True, exist_ok=True)
        with lzma.open(path, "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    return data


@pytest.fixture(scope="module")
def own(reports: list[Story], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Questions of our own over the reports; those of every tenth line are left for measuring."""
    file = tmp_path_factory.mktemp("own") / "own.jsonl"
    records: list[Mapping[str, object]] = []
    for line, story in enumerate(reports):
        records += [{"line": line, "question": text, "span": span} for text, span in story.asked]
        records.append({"line": line, "question": story.unanswered, "span": None})
    file.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def base(reports: list[Story], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base of four tiny layers, with one piece a character."""
    folder = tmp_path_factory.mktemp("base")
    texts = [story.headline + story.body + story.unanswered + "".join(q for q, _ in story.asked) for story in reports]
    chars = sorted({char for text in texts for char in text} | set("query: passage" + TOLD))
    pieces = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", -9.0), ("▁", -2.0)]
    pieces += [(char, -3.0) for char in chars if char != " "]
    made = Tokenizer(models.Unigram(pieces, unk_id=3, byte_fallback=False))
    made.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=False)
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B:1 </s>:1", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    made.save(str(folder / "tokenizer.json"))
    torch.manual_seed(5)
    config = BertConfig(
        vocab_size=len(pieces), hidden_size=64, num_hidden_layers=4, num_attention_heads=2, intermediate_size=64,
        max_position_embeddings=300, pad_token_id=1,
    )  # fmt: skip
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def trained(shared: Path, own: Path, base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encoder of a few steps, the last ones gone on with from a checkpoint, and exported into ``out``."""
    folder = tmp_path_factory.mktemp("trained")
    settings = ["--own", own, "--layers", LAYERS, "--pairs", 1, "--headlines", 2, "--news", 6, "--rate", 3e-3]

    def steps(count: int) -> str:
        words = [shared, base, folder / "run", *settings, "--steps", count]
        with contextlib.redirect_stdout(io.StringIO()) as told:
            train.main(list(map(str, words)))
        return told.getvalue()

    assert "from step 0" in steps(4)
    told = steps(12)
    assert "from step 4" in told
    before, after = (float(line.split("'mrr': ")[1].split(",")[0]) for line in told.splitlines() if "'mrr'" in line)
    assert after > before
    export.main(list(map(str, [base, folder / "run", folder / "run", folder / "out", "--layers", LAYERS])))
    return folder


@pytest.fixture(scope="module")
def source(shared: Path, own: Path) -> PairSource:
    return PairSource(shared, [own], open_encoder(), 7, headlines=2, news=6, pairs=1.0, negatives=1.0)


def test_a_right_window_prints_the_answer_and_a_wrong_one_does_not(source: PairSource, reports: list[Story]) -> None:
    asked = [each for each in source.asked if each.source == "own"]
    assert len(asked) == sum(len(story.asked) for story in reports)
    wrong = 0
    for each, group in zip(asked, source.groups(asked), strict=True):
        answer = each.passage.text[slice(*each.span)] if each.span else "none"
        assert answer in group.right
        assert not [text for text in group.wrong if answer in text]
        wrong += len(group.wrong)
    assert wrong > len(asked) / 2
    assert [group for group in source.groups(asked) if "\n" in group.right]


def test_nothing_is_learned_from_what_has_no_answer(source: PairSource, reports: list[Story]) -> None:
    assert not {each.question for each in source.asked} & {story.unanswered for story in reports}


def test_another_window_of_the_same_text_is_neither_right_nor_wrong() -> None:
    questions = torch.eye(4)[:2]
    windows = torch.stack([questions[0], questions[1], questions[0]])
    apart = contrast(questions, windows, torch.tensor([5, 6, 7]))
    same = contrast(questions, windows, torch.tensor([5, 6, 5]))
    assert float(same) < 1e-3
    assert float(apart) > 0.1


def test_a_vector_does_not_depend_on_what_it_is_computed_beside(base: Path) -> None:
    embedder, tokenizer = embedder_from_base(base, LAYERS).eval(), Tokenizer.from_file(str(base / "tokenizer.json"))
    texts = ["苇塘公园", "苇塘公园这个月新添路灯20盏，放在入口一侧。", "路灯"] * 8
    with torch.no_grad():
        together = vectors_of(embedder, tokenizer, texts)
        alone = torch.cat([vectors_of(embedder, tokenizer, [text]) for text in texts])
    assert torch.allclose(together, alone, atol=1e-5)
    assert torch.allclose(together.norm(dim=1), torch.ones(len(texts)))


def test_the_lowest_layers_stay_and_the_last_one_too(base: Path) -> None:
    whole, cut = embedder_from_base(base, 4).body.state_dict(), embedder_from_base(base, LAYERS).body.state_dict()
    for now, before in enumerate((0, 1, 3)):
        name = "encoder.layer.{}.output.dense.weight"
        assert torch.equal(cut[name.format(now)], whole[name.format(before)])
    assert name.format(LAYERS) not in cut


def test_four_bits_give_back_what_was_in_four_bits() -> None:
    draw = np.random.default_rng(1)
    steps = draw.integers(-8, 8, (50, 3 * BLOCK)).astype(np.int8)
    steps[:, ::BLOCK] = -8
    scales = draw.normal(size=(50, 3)).astype(np.float16)
    table = (steps.reshape(50, 3, BLOCK) * scales[..., None].astype(np.float32)).astype(np.float32)
    again, found = four_bits(table.reshape(50, 3 * BLOCK))
    assert np.array_equal(again, steps)
    assert np.array_equal(found, scales)
    assert not four_bits(np.zeros((2, BLOCK), np.float32))[0].any()


def test_traditional_characters_become_those_that_are_known() -> None:
    assert known_simplified({"门": 1, "号": 2}) == {"門": "门", "號": "号"}


def test_what_was_exported_serves(trained: Path, base: Path) -> None:
    served = open_encoder(str(trained / "out"))
    assert isinstance(served, NeuralEncoder)
    embedder = embedder_from_base(base, LAYERS).eval()
    embedder.load_state_dict(torch.load(trained / "run" / "checkpoint.pt", weights_only=True)["embedder"])
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    texts = ["苇塘公园这个月新添路灯20盏，放在入口一侧。", "工程一共要做30天"]
    with torch.no_grad():
        right = vectors_of(embedder, tokenizer, [f"passage: {text}" for text in texts]).numpy()
    assert ((served.encode_passages(texts) * right).sum(axis=1) > 0.97).all()
    assert np.allclose(served.encode_queries(["北門"]), served.encode_queries(["北门"]))


def test_the_file_says_what_it_was_made_of(trained: Path) -> None:
    held = {each.key: each.value for each in onnx.load(str(trained / "out" / "encoder.onnx")).metadata_props}
    record, again = json.loads(held["origin"])
    assert record == again
    assert record["command"].startswith("python -m retrieval.training.encoder.train")
    assert record["seed"]
    assert record["inputs"]["own.jsonl"]
    assert record["inputs"]["model.safetensors"]
    assert record["questions"]["own"] > 100


def test_no_path_of_this_machine_is_in_the_file(trained: Path) -> None:
    network = (trained / "out" / "encoder.onnx").read_bytes()
    assert b"site-packages" not in network
    assert random.__file__.encode() not in network
