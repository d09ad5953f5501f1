"""The steps of the training one by one: where it starts, what its batches are drawn from, the run itself."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest

from embeddings.encoder import Vectors
from embeddings.ngrams import Ngrams
from embeddings.training import initial, topics
from embeddings.training.initial import count_matrix, latent
from embeddings.training.pairs import PairSampler, Shares
from embeddings.training.sources import QuestionSet
from embeddings.training.topics import SMALLEST, TOPIC_SIZE, group
from embeddings.training.train import Recipe, _pairs, _rate, train

RAIN, WAGES = "雨雪风云晴雾", "薪资老板拖欠"
ALPHABET = RAIN + WAGES + "的稀"
RARE = ALPHABET.index("稀")
"""A character that no text holds."""


@pytest.fixture(scope="module")
def ngrams() -> Ngrams:
    """One row a character."""
    fold = np.zeros(65536, dtype=np.uint16)
    for number, char in enumerate(ALPHABET, 1):
        fold[ord(char)] = number
    return Ngrams(fold, np.arange(1, len(ALPHABET) + 1, dtype=np.int64))


def texts_of(chars: str, count: int, seed: int = 1) -> list[str]:
    """Texts of characters drawn by chance, 的 in each."""
    draw = np.random.default_rng(seed)
    return ["的" + "".join(draw.choice(list(chars), 5)) for _ in range(count)]


def test_counts_are_of_each_text(ngrams: Ngrams, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["雨雨雪", "", "xyz", "薪"]
    counts = count_matrix(ngrams, texts).toarray()
    assert counts.shape == (4, len(ALPHABET))
    assert counts[0, ALPHABET.index("雨")] == 2
    assert counts.sum(axis=1).tolist() == [3, 0, 0, 1]
    monkeypatch.setattr(initial, "BLOCK", 2)
    assert np.array_equal(count_matrix(ngrams, texts).toarray(), counts), "blocks change nothing"


def test_words_of_one_topic_point_one_way_and_frequent_ones_weigh_little(ngrams: Ngrams) -> None:
    texts = texts_of(RAIN, 60) + texts_of(WAGES, 60)
    vectors = latent(ngrams, texts, 4, seed=1)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(ALPHABET), 4)
    assert np.isfinite(vectors).all()
    lengths = np.linalg.norm(vectors, axis=1)
    unit = vectors / np.maximum(lengths, 1e-9)[:, None]
    near = unit @ unit.T
    rain, wages = slice(0, len(RAIN)), slice(len(RAIN), len(RAIN + WAGES))
    assert near[rain, rain].mean() > near[rain, wages].mean() + 0.3
    assert near[wages, wages].mean() > near[rain, wages].mean() + 0.3
    assert lengths[ALPHABET.index("的")] < lengths[: RARE - 1].min()
    assert lengths[RARE] < 1e-3
    assert np.array_equal(latent(ngrams, texts, 4, seed=1), vectors)


def table_of(ngrams: Ngrams) -> Vectors:
    """The two topics point in two directions."""
    table = np.zeros((len(ngrams), 2), dtype=np.float32)
    table[: len(RAIN), 0] = table[len(RAIN) : len(RAIN + WAGES), 1] = 1
    return table


def test_texts_of_one_topic_are_in_one_group(ngrams: Ngrams, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [
        text for pair in zip(texts_of(RAIN, TOPIC_SIZE), texts_of(WAGES, TOPIC_SIZE), strict=True) for text in pair
    ]
    found = group(ngrams, table_of(ngrams), texts, seed=2)
    assert sorted(number for members in found for number in members) == list(range(len(texts)))
    assert {tuple(members % 2) for members in found} == {(0,) * TOPIC_SIZE, (1,) * TOPIC_SIZE}
    monkeypatch.setattr(topics, "BLOCK", 7)
    again = group(ngrams, table_of(ngrams), texts, seed=2)
    assert [members.tolist() for members in again] == [members.tolist() for members in found]


@pytest.mark.parametrize(("count", "groups"), [(SMALLEST - 1, 0), (SMALLEST, 1)])
def test_a_topic_that_is_too_small_is_left_out(ngrams: Ngrams, count: int, groups: int) -> None:
    assert len(group(ngrams, table_of(ngrams), texts_of(RAIN, count), seed=2)) == groups


def test_texts_of_unknown_characters_are_grouped_too(ngrams: Ngrams) -> None:
    (members,) = group(ngrams, table_of(ngrams), ["abc"] * SMALLEST, seed=2)
    assert len(members) == SMALLEST


def sampler(seed: int = 3) -> PairSampler:
    pairs = [(rain, wages, -1) for rain, wages in zip(texts_of(RAIN, 40), texts_of(WAGES, 40), strict=True)]
    headlines = [(question, passage * 20) for question, passage, _ in pairs]
    return PairSampler(["正文"], headlines, [QuestionSet(1.0, pairs)], seed, shares=Shares(0.0, 0.0, 0.25, 0.75))


def test_pairs_never_end_and_the_seed_decides() -> None:
    first = list(islice(_pairs(sampler()), 1500))
    assert first == list(islice(_pairs(sampler()), 1500))
    assert first != list(islice(_pairs(sampler(4)), 1500))
    assert all(set(pair) == {"anchor", "positive"} and all(pair.values()) for pair in first)


@pytest.mark.parametrize(
    ("step", "rate"), [(0, 0.1), (4, 0.5 * 0.96), (9, 0.91), (50, 0.5), (95, 0.05), (99, 0.05), (1000, 0.05)]
)
def test_the_rate_warms_up_and_falls_to_a_twentieth(step: int, rate: float) -> None:
    assert _rate(step, Recipe(steps=100, warmup_steps=10)) == pytest.approx(rate)


def test_a_run_changes_the_rows_that_texts_hold_and_no_other(ngrams: Ngrams) -> None:
    table = np.random.default_rng(5).normal(size=(len(ngrams), 8)).astype(np.float32)
    before = table.copy()
    recipe = Recipe(steps=2, batch=16, dim=8, warmup_steps=1)
    module = train(ngrams, table, sampler(), recipe)
    assert not module.training, "nothing is dropped from now on"
    after = module.table.weight.detach().numpy()
    changed = np.abs(after - before).max(axis=1) > 1e-6
    assert not changed[RARE]
    assert changed[:RARE].all()
