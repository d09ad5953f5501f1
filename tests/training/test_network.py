"""The networks' training from end to end on a few made-up reports: pack, steps, going on, export, serving."""

from __future__ import annotations

import contextlib
import io
import json
import random
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from tokenizers import Tokenizer
from torch import nn

from embeddings.neural_encoder import NeuralEncoder
from embeddings.opening import open_encoder
from retrieval.answers.models.network import Network
from retrieval.training.network import export, export_encoder, pack, train
from retrieval.training.network.base import WEIGHTS_A_SCALE
from retrieval.training.network.batches import Batcher, EncoderBatch, ReaderBatch, drawn_batches, token_span
from retrieval.training.network.examples import ExampleSource, TrainingGroup, Window, window_around, windows
from retrieval.training.network.export_encoder import known_simplified
from retrieval.training.network.losses import contrast, distilled_loss, reading_loss
from retrieval.training.network.model import embedder_from_base, from_base, load_learned
from retrieval.training.network.negatives import Haystack
from retrieval.training.network.pack import four_bits, read_pack
from retrieval.training.network.served import load_served
from retrieval.training.network.train import Course
from tests.training.stories import Story, stories
from tests.training.tiny import write_own, write_shared, write_tiny_base

TEXT = "苇塘公园昨天重新开放。园内新栽树木360棵，修了两座木桥。游客可以从东门进入。"


@pytest.fixture(scope="module")
def reports() -> list[Story]:
    return stories(24, seed=3)


@pytest.fixture(scope="module")
def folder(reports: list[Story], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data, base, and the pack of both."""
    folder = tmp_path_factory.mktemp("networks")
    write_shared(folder / "data", reports)
    write_own(folder / "own.jsonl", reports)
    write_tiny_base(folder / "base", reports)
    settings = ["--own", folder / "own.jsonl", "--headlines", 2, "--news", 6, "--made", 3]
    with contextlib.redirect_stdout(io.StringIO()):
        pack.main(list(map(str, [folder / "data", folder / "base", folder / "pack", *settings])))
    return folder


@pytest.fixture(scope="module")
def trained(folder: Path) -> str:
    """All three networks, trained for a second or two, and exported; what was told."""
    minutes = ["--reader", 0.04, "--smaller", 0.02, "--encoder", 0.04, "--rate", 3e-3, "--device", "cpu"]
    sizes = ["--layers", 3, "--smaller-layers", 2, "--encoder-layers", 3, "--groups", 4, "--encoder-groups", 8]
    with contextlib.redirect_stdout(io.StringIO()) as told:
        train.main(list(map(str, [folder / "pack", folder, *minutes, *sizes, "--threads", 1])))
        encoder = [folder / "base", folder / "encoder", folder / "served-encoder", "--layers", 3]
        export_encoder.main(list(map(str, encoder)))
        for name, layers in (("reader", 3), ("smaller", 2)):
            export.main(list(map(str, [folder / "base", folder / name, folder / f"served-{name}", "--layers", layers])))
    return told.getvalue()


def test_what_is_served_is_what_was_trained(trained: str) -> None:
    far = [
        float(line.split("relevance is ")[1].split(" ")[0]) for line in trained.splitlines() if "relevance is" in line
    ]
    assert len(far) == 2
    assert max(far) < 0.2


def test_weights_say_what_they_were_made_of(folder: Path, trained: str) -> None:
    for name in ("reader", "smaller"):
        record = json.loads((folder / f"served-{name}" / "origin.json").read_text(encoding="utf-8"))
        assert record["command"].startswith("python -m retrieval.training.network.train")
        assert record["seed"]
        assert record["pack"]["inputs"]["own.jsonl"]
        assert record["pack"]["inputs"]["model.safetensors"]
        assert record["questions"]["own"] > 100
        assert record["told"] in trained


@pytest.mark.parametrize("name", ["reader", "smaller"])
def test_what_was_exported_reads_within_the_excerpt(
    name: str, folder: Path, trained: str, reports: list[Story]
) -> None:
    network = Network(folder / f"served-{name}", threads=1, budget_s=30.0)
    story = reports[0]
    (reading,) = network.read(story.asked[0][0], [(story.headline, story.body[:150])]) or []
    assert len(reading.starts) == len(reading.spans)
    assert all(0 <= start < end <= 150 for start, end in reading.spans)


def test_a_network_that_is_written_is_not_trained_again(folder: Path, trained: str) -> None:
    before = {file: file.stat().st_mtime_ns for file in folder.glob("*/model*.safetensors")}
    with contextlib.redirect_stdout(io.StringIO()) as told:
        train.main(
            [str(folder / "pack"), str(folder), "--reader", "5", "--encoder", "5", "--layers", "3", "--device", "cpu"]
        )
    assert "step" not in told.getvalue()
    assert {file: file.stat().st_mtime_ns for file in before if file.parent.name != "base"} == {
        file: at for file, at in before.items() if file.parent.name != "base"
    }


def test_training_goes_on_from_what_ships(folder: Path, trained: str) -> None:
    file = folder / "served-reader" / "reader.onnx"
    reader = from_base(folder / "base", 3)
    ids = np.random.default_rng(1).integers(4, reader.body.config.vocab_size, (8, 40)).astype(np.int64)
    at_first, _ = export.apart(reader, file, ids)
    load_served(reader, file)
    far, same = export.apart(reader, file, ids)
    assert far < min(0.1, at_first / 3)
    assert same > 0.8
    settings = ["--reader", 0.02, "--onward", file, "--layers", 3, "--groups", 4, "--device", "cpu", "--threads", 1]
    with contextlib.redirect_stdout(io.StringIO()) as told:
        train.main(list(map(str, [folder / "pack", folder / "onward", *settings])))
    assert "before: {'first'" in told.getvalue()
    origin, before = (
        json.loads((place / "origin.json").read_text(encoding="utf-8"))
        for place in (folder / "onward/reader", folder / "served-reader")
    )
    assert origin["told"] in told.getvalue()
    assert origin["went_on_from"] == before
    assert "reader.onnx" in origin["inputs"]


def test_what_ships_in_another_shape_is_told(folder: Path, trained: str) -> None:
    with pytest.raises(ValueError, match=r"reader\.onnx: body\.encoder\.layer\.3\..* missing"):
        load_served(from_base(folder / "base", 4), folder / "served-reader" / "reader.onnx")


def test_a_course_goes_on_from_its_checkpoint(tmp_path: Path) -> None:
    torch.manual_seed(1)
    module = nn.Linear(3, 1)
    course = Course(module, tmp_path, seconds=1000.0, rate=0.1)
    for _ in range(3):
        course.step(module(torch.ones(3)).square().sum())
    course.save()
    again = nn.Linear(3, 1)
    resumed = Course(again, tmp_path, seconds=1000.0, rate=0.1)
    assert resumed.steps == 3
    assert resumed.passed_s >= course.passed_s - 1
    assert torch.equal(again.weight, module.weight)


def test_what_is_learned_of_another_shape_is_told(folder: Path, trained: str) -> None:
    with pytest.raises(ValueError, match="missing"):
        load_learned(from_base(folder / "base", 4), folder / "smaller")


def test_a_pack_gives_back_the_questions(folder: Path, reports: list[Story]) -> None:
    questions = read_pack(folder / "pack")
    own = [each for each in questions if each.asked.source == "own"]
    assert len(own) == sum(len(story.asked) + 1 for story in reports)
    for each in own:
        answer = each.asked.passage.text[slice(*each.asked.span)] if each.asked.span else ""
        assert not [window for window in each.near if len(answer) > 1 and answer in window.text]
    assert [each for each in own if each.near]
    assert not [each for each in own if not each.asked.answerable and (each.near or each.others)]


def test_the_right_window_prints_the_answer_and_wrong_ones_do_not(folder: Path) -> None:
    source = ExampleSource(read_pack(folder / "pack"), 7, negatives=2.0)
    asked = [each for each in source.questions if each.asked.answerable and each.asked.span]
    wrong = 0
    for each, group in zip(asked, source.groups(asked, exchanged=0), strict=True):
        right, *others = group.windows
        assert right.span is not None
        answer = each.asked.passage.text[slice(*each.asked.span)] if each.asked.span else ""
        assert right.text[slice(*right.span)] == answer
        assert not [window for window in others if len(answer) > 1 and answer in window.text]
        wrong += len(others)
    assert wrong > len(asked) / 2


def test_a_question_about_another_thing_has_no_answer(folder: Path) -> None:
    source = ExampleSource(read_pack(folder / "pack"), 7)
    asked = [each for each in source.questions if each.others]
    for each, group in zip(asked, source.groups(asked, exchanged=1), strict=True):
        assert group.question in each.others
        assert [(window.span, window.right) for window in group.windows] == [(None, False)]


def test_batches_are_drawn_by_other_processes(folder: Path) -> None:
    source = ExampleSource(read_pack(folder / "pack"), 7)
    tokenizer = Tokenizer.from_file(str(folder / "base" / "tokenizer.json"))
    reading = next(drawn_batches(source, source.questions, tokenizer, 4, ReaderBatch, 2))
    assert int(reading.group.max()) == 3
    encoding = next(drawn_batches(source, source.questions, tokenizer, 4, EncoderBatch, 0))
    assert len(encoding.question_ids) == 4
    assert len(encoding.owners) == len(encoding.window_ids) >= 4


def test_windows_hold_whole_sentences_and_all_of_the_text() -> None:
    found = windows(TEXT, 30)
    assert "".join(TEXT[slice(*span)] for span in found) == TEXT
    assert all(TEXT[end - 1] == "。" for _, end in found)


def test_a_window_around_an_answer_holds_it() -> None:
    at = TEXT.index("360棵")
    for seed in range(20):
        start, end = window_around(TEXT, (at, at + 4), 30, random.Random(seed))
        assert start <= at and at + 4 <= end


def test_the_span_of_a_batch_is_the_answer(folder: Path, reports: list[Story]) -> None:
    tokenizer = Tokenizer.from_file(str(folder / "base" / "tokenizer.json"))
    story = reports[0]
    question, span = story.asked[0]
    right, wrong = Window("一则消息：", story.body, span, True), Window("", "工程一共要做30天。", None, False)
    batch = Batcher(tokenizer).reader_batch([TrainingGroup(question, (right, wrong), "own", 1)])
    answer = "".join(str(tokenizer.id_to_token(int(each))) for each in batch.ids[0, batch.start[0] : batch.end[0] + 1])
    assert answer == story.body[slice(*span)]
    assert (int(batch.start[1]), int(batch.end[1])) == (0, 0)
    assert token_span(tokenizer.encode(question, right.printed), None) == (0, 0)


def test_a_right_reading_costs_less_than_a_wrong_one() -> None:
    batch = ReaderBatch(
        ids=torch.ones((3, 5)), mask=torch.ones((3, 5)), group=torch.tensor([0, 0, 1]), place=torch.tensor([0, 1, 0]),
        right=torch.tensor([1, 0, -1]), start=torch.tensor([2, 0, 0]), end=torch.tensor([3, 0, 0]),
    )  # fmt: skip
    places = torch.zeros((3, 5))
    starts, ends = places.clone(), places.clone()
    starts[0, 2] = ends[0, 3] = starts[1:, 0] = ends[1:, 0] = starts[2, 0] = 9.0
    right = (torch.tensor([4.0, -4.0, 0.0]), starts, ends)
    wrong = (torch.tensor([-4.0, 4.0, 0.0]), ends.roll(1, 1), starts.roll(1, 1))
    assert float(reading_loss(right, batch)) < 0.1 < 4 < float(reading_loss(wrong, batch))
    assert float(distilled_loss(right, right, batch.mask)) < 1e-6 < float(distilled_loss(wrong, right, batch.mask))


def test_another_window_of_the_same_text_is_neither_right_nor_wrong() -> None:
    questions = torch.eye(4)[:2]
    found = torch.stack([questions[0], questions[1], questions[0]])
    apart = contrast(questions, found, torch.tensor([5, 6, 7]))
    same = contrast(questions, found, torch.tensor([5, 6, 5]))
    assert float(same) < 1e-3
    assert float(apart) > 0.1


def test_near_windows_are_of_other_passages_and_share_words() -> None:
    shown = [(0, "", "苇塘公园新栽树木360棵"), (1, "", "南桥封闭施工四十五天"), (2, "公园：", "苇塘公园修了木桥")]
    found = Haystack(shown).nearest("苇塘公园栽了多少棵树", 2, owner=0)
    assert found[0] == ("公园：", "苇塘公园修了木桥")
    assert all("360" not in text for _, text in found)


def test_a_reading_does_not_depend_on_what_is_read_beside_it(folder: Path, trained: str, reports: list[Story]) -> None:
    network = Network(folder / "served-reader", threads=1, budget_s=30.0)
    question, body = reports[2].asked[0][0], reports[2].body[:120]
    (alone,) = network.read(question, [("", body)]) or []
    beside = (network.read(question, [("", body), ("", body + reports[3].body[:80])]) or [])[0]
    assert alone.relevance == pytest.approx(beside.relevance, abs=0.15)
    assert np.abs(alone.starts - beside.starts).max() < 0.3


def test_a_batch_over_its_budget_was_not_read(folder: Path, trained: str) -> None:
    network = Network(folder / "served-reader", threads=1, budget_s=1e-5)
    assert network.read("谁负责修南桥", [("", TEXT * 3)] * 400) is None


def test_the_lowest_layers_stay_and_the_last_one_too(folder: Path) -> None:
    whole = embedder_from_base(folder / "base", 4).body.state_dict()
    cut = embedder_from_base(folder / "base", 3).body.state_dict()
    name = "encoder.layer.{}.output.dense.weight"
    for now, before in enumerate((0, 1, 3)):
        assert torch.equal(cut[name.format(now)], whole[name.format(before)])
    assert name.format(3) not in cut


def test_four_bits_give_back_what_was_in_four_bits() -> None:
    draw = np.random.default_rng(1)
    steps = draw.integers(-8, 8, (50, 3 * WEIGHTS_A_SCALE)).astype(np.int8)
    steps[:, ::WEIGHTS_A_SCALE] = -8
    scales = draw.normal(size=(50, 3)).astype(np.float16)
    table = (steps.reshape(50, 3, WEIGHTS_A_SCALE) * scales[..., None].astype(np.float32)).astype(np.float32)
    again, found = four_bits(table.reshape(50, 3 * WEIGHTS_A_SCALE))
    assert np.array_equal(again, steps)
    assert np.array_equal(found, scales)
    assert not four_bits(np.zeros((2, WEIGHTS_A_SCALE), np.float32))[0].any()


def test_traditional_characters_become_those_that_are_known() -> None:
    assert known_simplified({"门": 1, "号": 2}) == {"門": "门", "號": "号"}


def test_the_encoder_that_was_exported_serves(folder: Path, trained: str) -> None:
    served = open_encoder(str(folder / "served-encoder"))
    assert isinstance(served, NeuralEncoder)
    embedder = embedder_from_base(folder / "base", 3).eval()
    load_learned(embedder, folder / "encoder")
    tokenizer = Tokenizer.from_file(str(folder / "base" / "tokenizer.json"))
    texts = ["苇塘公园这个月新添路灯20盏，放在入口一侧。", "工程一共要做30天"]
    for text, vector in zip(texts, served.encode_passages(texts), strict=True):
        ids = torch.tensor([tokenizer.encode(f"passage: {text}").ids])
        with torch.no_grad():
            assert float(embedder(ids, torch.ones_like(ids))[0].numpy() @ vector) > 0.97
    assert np.allclose(served.encode_queries(["北門"]), served.encode_queries(["北门"]))


def test_the_encoders_file_says_what_it_was_made_of_and_nothing_of_this_machine(folder: Path, trained: str) -> None:
    file = folder / "served-encoder" / "encoder.onnx"
    held = {each.key: each.value for each in onnx.load(str(file)).metadata_props}
    assert json.loads(held["origin"])["pack"]["inputs"]["own.jsonl"]
    assert b"site-packages" not in file.read_bytes()
    assert random.__file__.encode() not in file.read_bytes()
