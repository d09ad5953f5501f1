"""The network's training from end to end on a few made-up texts: examples, steps, going on, export, same answers."""

from __future__ import annotations

import json
import lzma
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertModel

from retrieval.answers.models.network import Network
from retrieval.training.network.examples import window_around, windows
from retrieval.training.network.negatives import Haystack
from retrieval.training.network.train import batch_of, token_span

ROOT = Path(__file__).resolve().parents[2]
PASSAGES = [
    (
        "北门早市几点收摊",
        "北门早市搬进了新棚。摊位增加到120个，每天上午10点收摊。管理费每月80元，由街道收取。",
        "上午10点",
    ),
    ("苇塘公园栽了多少棵树", "苇塘公园昨天重新开放。园内新栽树木360棵，修了两座木桥。游客可以从东门进入。", "360棵"),
    ("谁负责修南桥", "南桥从下周起封闭。工程由市政二公司负责，工期45天。行人可以走旁边的便桥。", "市政二公司"),
]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder laid out like the shared data, with texts of our own."""
    data = tmp_path_factory.mktemp("shared") / "data"
    rows = [{"query": q, "passage": p, "answer": a, "answers": [a]} for q, p, a in PASSAGES]
    news = [
        {"title": f"第{n}号消息", "date": "2025-04-08", "body": f"{p}{n}号街道另有安排，居民请看通知。" * 3, "line": n}
        for n, (_, p, _) in enumerate(PASSAGES * 4)
    ]
    files: dict[str, Sequence[Mapping[str, object]]] = {
        "pairs/cmrc2018_train": rows, "pairs/squad2_zh_dev_mt": rows, "pairs/nlpcc_kbqa": rows,
        "pairs/squad2_zh_dev_mt_unanswerable": [{"query": "南桥几号拆", "passage": PASSAGES[2][1]}],
        "pairs/stard_statute": [{"query": "便桥归谁管", "passage": PASSAGES[2][1]}],
        "pairs/crud_origtitle_body": [{"query": "苇塘公园开放", "passage": PASSAGES[1][1] * 4, "doc_line": 1}],
        "pairs/xinhua_title_body": [], "news/crud_rag_news": news,
        "news/crud_event_news": [{"id": "1", "body": "无关的事", "heldout": True, "date": "", "title": ""}],
    }  # fmt: skip
    for name, records in files.items():
        path = data / f"{name}.jsonl.xz"
        path.parent.mkdir(parents=True, exist_ok=True)
        with lzma.open(path, "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    return data


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base of two tiny layers, with one piece a character."""
    folder = tmp_path_factory.mktemp("base")
    chars = sorted(
        {char for q, p, _ in PASSAGES for char in q + p} | set("0123456789第号消息街道另有安排居民请看通知拆归：")
    )
    pieces = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", -9.0), ("▁", -2.0)]
    pieces += [(char, -3.0) for char in chars]
    made = Tokenizer(models.Unigram(pieces, unk_id=3, byte_fallback=False))
    made.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=False)
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B:1 </s>:1", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    made.save(str(folder / "tokenizer.json"))
    config = BertConfig(
        vocab_size=len(pieces), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64,
        max_position_embeddings=300, pad_token_id=1,
    )  # fmt: skip
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    return folder


def run(module: str, *arguments: object) -> str:
    command = [sys.executable, "-m", f"retrieval.training.network.{module}", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def trained(shared: Path, base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network of four steps, the last two gone on with from a checkpoint, and exported into ``out``."""
    folder = tmp_path_factory.mktemp("trained")
    own = folder / "own.jsonl"
    lines = [
        {"line": 0, "question": "早市收摊时间", "span": [16, 18]},
        {"line": 10, "question": "早市几个摊", "span": None},
    ]
    own.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in lines), encoding="utf-8")
    settings = ("--own", own, "--layers", 2, "--made", 2, "--headlines", 1, "--news", 6, "--groups", 2, "--threads", 1)
    run("train", shared, base, folder / "run", *settings, "--steps", 2)
    told = run("train", shared, base, folder / "run", *settings, "--steps", 4)
    assert "from step 2" in told
    assert "step 4 {" in told
    told = run("export", base, folder / "run", folder / "out", "--layers", 2)
    assert float(told.split("relevance is ")[1].split(" ")[0]) < 0.2
    return folder


def test_weights_say_what_they_were_made_of(trained) -> None:
    record = json.loads((trained / "out" / "origin.json").read_text(encoding="utf-8"))
    assert record["seed"]
    assert record["inputs"]["own.jsonl"]
    assert record["questions"]["own"] == 2


def test_what_was_exported_reads_within_the_excerpt(trained) -> None:
    network = Network(trained / "out", threads=1, budget_s=30.0)
    question, passage, _ = PASSAGES[0]
    (reading,) = network.read(question, [("早市", passage)]) or []
    assert len(reading.starts) == len(reading.spans)
    assert all(0 <= start < end <= len(passage) for start, end in reading.spans)


def test_windows_hold_whole_sentences_and_all_of_the_text() -> None:
    text = PASSAGES[0][1]
    found = windows(text, 30)
    assert "".join(text[slice(*span)] for span in found) == text
    assert all(text[end - 1] == "。" for _, end in found)


def test_a_window_around_an_answer_holds_it() -> None:
    import random

    text = PASSAGES[1][1]
    at = text.index("360棵")
    for seed in range(20):
        start, end = window_around(text, (at, at + 4), 30, random.Random(seed))
        assert start <= at and at + 4 <= end


def test_the_span_of_a_batch_is_the_answer(base) -> None:
    from retrieval.training.network.examples import TrainingGroup, Window

    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    question, passage, answer = PASSAGES[1]
    at = passage.index(answer)
    group = TrainingGroup(
        question, (Window(passage, (at, at + len(answer)), True), Window("南桥。", None, False)), "own"
    )
    batch = batch_of(tokenizer, [group])
    encoding = tokenizer.encode(question, passage)
    first, last = int(batch.start[0]), int(batch.end[0])
    assert passage[encoding.offsets[first][0] : encoding.offsets[last][1]] == answer
    assert token_span(encoding, None) == (0, 0)
    assert batch.right.tolist() == [1, 0]
    assert int(batch.start[1]) == 0


def test_negatives_share_words_and_come_from_elsewhere() -> None:
    found = Haystack((number, "", passage) for number, (_, passage, _) in enumerate(PASSAGES))
    texts = [text for _, text in found.nearest(PASSAGES[0][0], 2, owner=1)]
    assert texts[0] == PASSAGES[0][1]
    assert PASSAGES[1][1] not in texts
    assert found.nearest("", 2, owner=0) == []


def test_a_reading_does_not_depend_on_what_is_read_beside_it(trained) -> None:
    network = Network(trained / "out", threads=1, budget_s=30.0)
    question, passage, _ = PASSAGES[2]
    (alone,) = network.read(question, [("", passage)]) or []
    beside = (network.read(question, [("", passage), ("", passage * 2)]) or [])[0]
    assert alone.relevance == pytest.approx(beside.relevance, abs=0.15)
    assert np.abs(alone.starts - beside.starts).max() < 0.3


def test_a_batch_over_its_budget_was_not_read(trained) -> None:
    network = Network(trained / "out", threads=1, budget_s=1e-5)
    assert network.read("谁负责修南桥", [("", PASSAGES[2][1] * 3)] * 400) is None
