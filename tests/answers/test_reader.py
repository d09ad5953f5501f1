"""The reader: both ways of walking it agree, what it reads stays within bounds, training is repeatable."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.answers.models.reader import LONGEST_ANSWER, LONGEST_EXCERPT, UNREAD, WEIGHTS, Reader, reader, sides
from retrieval.answers.question.kinds import find_slot
from retrieval.language.folding import folded
from retrieval.language.tokenizer import Tokenizer
from retrieval.language.words import word_spans
from retrieval.training.examples import Example
from retrieval.training.reader_samples import Sampler, best_place, occurrences, split

TEXT = "城东图书馆新馆将于下月1日开门迎客。新馆位于槐树街12号,总建筑面积3.6万平方米,馆长赵明亮介绍,总投资2.4亿元。"
QUESTION = "城东图书馆新馆在哪条街?"


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer()


def read(question: str, text: str, tokenizer: Tokenizer, by: Reader | None = None):
    question, text = folded(question), folded(text)
    slot = find_slot(question)
    return (by or reader()).read(question, slot.span if slot else None, text, word_spans(text, tokenizer))


@pytest.mark.parametrize(
    ("question", "answer"), [("图书馆新馆总投资多少?", "2.4亿元"), ("新馆什么时候开门?", "下月1日")]
)
def test_it_points_at_what_is_asked_for(question: str, answer: str, tokenizer) -> None:
    best = read(question, TEXT, tokenizer).best(3)
    assert answer in [folded(TEXT)[start:end] for start, end in best]


def test_excerpts_read_together_are_read_alike(tokenizer) -> None:
    question = folded(QUESTION)
    texts = [folded(text) for text in (TEXT, "", "馆长赵明亮介绍。" * 60, "一")]
    excerpts = [(text, word_spans(text, tokenizer)) for text in texts]
    together = reader().read_all(question, find_slot(question).span, excerpts)
    for found, excerpt in zip(together, excerpts, strict=True):
        alone = reader().read(question, find_slot(question).span, *excerpt)
        assert found.starts == pytest.approx(alone.starts, abs=1e-4)
        assert found.ends == pytest.approx(alone.ends, abs=1e-4)
        assert found.nowhere == pytest.approx(alone.nowhere, abs=1e-4)
    assert reader().read_all("", None, excerpts)[0].best(3) == []


def test_the_best_stretches_are_the_likeliest_of_all(tokenizer) -> None:
    found = read(QUESTION, TEXT, tokenizer)
    size = len(found.starts)
    every = [(start, end) for start in range(size) for end in range(start + 1, min(start + LONGEST_ANSWER, size) + 1)]
    every.sort(key=lambda span: (-(found.starts[span[0]] + found.ends[span[1] - 1]), span))
    assert found.best(8) == every[:8]
    assert len(found.best(10**6)) == len(every)


def test_probabilities_add_up_with_nowhere(tokenizer) -> None:
    found = read(QUESTION, TEXT, tokenizer)
    assert len(found.starts) == len(TEXT)
    assert found.nowhere <= 0
    assert np.exp(found.starts).sum() <= 1 + 1e-4
    assert np.exp(found.ends).sum() <= 1 + 1e-4


def test_a_text_on_something_else_is_likelier_to_hold_no_answer(tokenizer) -> None:
    other = "市气象台预报,今天夜间有小雨,最低气温5度,明天白天转多云,偏北风三级。"
    assert read(QUESTION, other, tokenizer).nowhere > read(QUESTION, TEXT, tokenizer).nowhere


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.text(max_size=500))
def test_any_text_can_be_read(question: str, text: str) -> None:
    found = read(question, text, Tokenizer())
    for start, end in found.best(5):
        assert 0 <= start < end <= min(len(text), LONGEST_EXCERPT)
        assert end - start <= LONGEST_ANSWER
        assert np.isfinite(found.score((start, end)))
    assert found.score((len(text), len(text) + 3)) == 2 * UNREAD


def test_the_file_that_ships_is_small_and_needs_no_pickle() -> None:
    assert WEIGHTS.stat().st_size < 2_000_000
    with np.load(WEIGHTS, allow_pickle=False) as file:
        assert set(file.files) >= {"codes", "table", "starts", "ends"}


def test_numpy_and_torch_agree(tmp_path, tokenizer) -> None:
    import torch

    from retrieval.training import reader as training
    from retrieval.training.reader_samples import Sample

    known = training.characters([TEXT + QUESTION])
    torch.manual_seed(3)
    network = training.Network(torch.randn(len(known) + 1, training.TABLE))
    network.eval()
    training.export(network, known, tmp_path / "reader.npz")
    numpy_side = read(QUESTION, TEXT, tokenizer, Reader(tmp_path / "reader.npz"))
    question, text = folded(QUESTION), folded(TEXT)
    asked, printed = sides(question, find_slot(question).span, text, word_spans(text, tokenizer))
    tensors = training.batched([Sample(asked, printed, ())], known)
    with torch.no_grad():
        starts, ends = network(tensors[0], tensors[1])
    assert np.abs(starts[0, :-1].numpy() - numpy_side.starts).max() < 0.05  # half precision in the file
    assert np.abs(ends[0, :-1].numpy() - numpy_side.ends).max() < 0.05


EXAMPLES = [
    Example("cmrc2018_train", f"{n}号楼加装的电梯花了多少钱?", frozenset({str(n)}), (f"{n}0万元",),
            f"{n}号楼的居民盼了多年。上个月,{n}号楼加装了电梯,一共花了{n}0万元。电梯每天检修一次,由物业负责。"
            + "楼下的花坛也翻修了,种上了月季和石榴,老人们常在那里下棋聊天。" * 12)
    for n in range(1, 40)
]  # fmt: skip
NEWS = [TEXT, "昨天,西河大桥封闭维修,工期45天。施工单位负责人孙立群说,工程费用约760万元,由市财政承担。"]


def sampler(seed: int, tokenizer: Tokenizer) -> Sampler:
    return Sampler(EXAMPLES, NEWS, tokenizer, random.Random(seed))


def test_samples_hold_their_answers(tokenizer) -> None:
    drawing = sampler(4, tokenizer)
    asked = [sample for sample in (drawing.asked() for _ in range(80)) if sample]
    made = [sample for sample in (drawing.made() for _ in range(80)) if sample]
    assert asked
    assert made
    for sample in asked + made:
        text = sample.text.codes.astype("<u4").tobytes().decode("utf-32-le")
        for start, end in sample.spans:
            assert 0 <= start < end <= len(text)
    with_answer = [sample for sample in asked if sample.spans]
    for sample in with_answer:
        text = sample.text.codes.astype("<u4").tobytes().decode("utf-32-le")
        assert all(text[start:end].endswith("0万元") for start, end in sample.spans)
    assert len(with_answer) < len(asked)  # some texts hold no answer, and are told so


def test_the_same_seed_draws_the_same_samples(tokenizer) -> None:
    def drawn(seed: int) -> list[bytes]:
        drawing = sampler(seed, tokenizer)
        return [each.text.codes.tobytes() if each else b"" for each in (drawing.made() for _ in range(20))]

    assert drawn(9) == drawn(9) != drawn(10)


def test_no_passage_is_on_both_sides_of_the_split() -> None:
    seen, kept = split(EXAMPLES)
    assert seen
    assert kept
    assert not {each.passage for each in seen} & {each.passage for each in kept}


def test_where_an_answer_stands() -> None:
    filler = "后来的事大家都知道,不必多说。" * 4
    text = f"第一次是30天。{filler}借书期限延长到30天。"
    places = occurrences(text, "30天。")
    assert [text[slice(*place)] for place in places] == ["30天", "30天"]
    assert best_place(text, places, "借书期限多久") == places[1]
    assert occurrences(text, "。") == []


def test_a_training_step_lowers_the_loss(tokenizer) -> None:
    import torch

    from retrieval.training import reader as training

    torch.manual_seed(1)
    known = training.characters([each.passage for each in EXAMPLES])
    network = training.Network(torch.randn(len(known) + 1, training.TABLE))
    drawing = sampler(2, tokenizer)
    batch = [sample for sample in (drawing.asked() for _ in range(24)) if sample]
    asked, text, right_starts, right_ends = training.batched(batch, known)
    optimiser = torch.optim.AdamW(network.parameters(), lr=3e-3)
    losses = []
    for _ in range(12):
        starts, ends = network(asked, text)
        loss = training.loss_of(starts, ends, right_starts, right_ends)
        optimiser.zero_grad()
        torch.autograd.backward(loss)
        optimiser.step()
        losses.append(loss.item())
    assert losses[-1] < 0.7 * losses[0]
