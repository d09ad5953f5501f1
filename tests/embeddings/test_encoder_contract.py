"""What ``embeddings/encoder.py`` promises, held against every implementation through the code that loads it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from embeddings.encoder import Encoder
from embeddings.opening import open_encoder
from embeddings.sentence_encoder import SentenceEncoder

TEXTS = [
    "老板拖欠工资哪个部门管",
    "老闆拖欠工資哪個部門管",
    "今年小学入学的报名时间",
    "",
    "  \n　",
    "地铁12号线Ａ口今天开通，市民可以免费乘坐。",
    "👍🏽 ",
    "𠮷野家在北京",
    "a",
    "北京" * 400,
    "\ud800坏掉的字符",
    "北京\0天气\u202e\ufeff",
    "\0",
]
LONG = "今年小学入学的报名时间。" * 8334


@pytest.fixture(scope="module", params=["bundled", "bundled folder, numpy", "bundled folder, torch", "transformer"])
def encoder(request, bundled_folder, tiny_transformer) -> Encoder:
    if request.param == "bundled":
        return open_encoder()
    if request.param == "bundled folder, numpy":
        return open_encoder(str(bundled_folder))
    if request.param == "bundled folder, torch":
        return SentenceEncoder(str(bundled_folder), run_its_code=True)
    return open_encoder(str(tiny_transformer))


@pytest.mark.parametrize("side", ["encode_queries", "encode_passages"])
def test_shape_type_and_length(encoder: Encoder, side: str) -> None:
    vectors = getattr(encoder, side)(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dim)
    assert vectors.dtype == np.float32
    assert vectors.flags.c_contiguous
    lengths = np.linalg.norm(vectors, axis=1)
    assert np.all((np.abs(lengths - 1) < 1e-5) | (lengths == 0))
    assert lengths[3] == lengths[4] == 0
    assert lengths[0] > 0


@pytest.mark.parametrize("side", ["encode_queries", "encode_passages"])
def test_no_texts(encoder: Encoder, side: str) -> None:
    vectors = getattr(encoder, side)([])
    assert vectors.shape == (0, encoder.dim)
    assert vectors.dtype == np.float32


def test_a_row_does_not_depend_on_its_neighbours(encoder: Encoder) -> None:
    together = encoder.encode_passages(TEXTS)
    alone = np.concatenate([encoder.encode_passages([text]) for text in TEXTS])
    backwards = encoder.encode_passages(TEXTS[::-1])[::-1]
    assert np.abs(together - alone).max() <= 1e-5
    assert np.abs(together - backwards).max() <= 1e-5


def test_a_hundred_thousand_characters_have_a_row(encoder: Encoder) -> None:
    assert len(LONG) > 100_000
    vectors = encoder.encode_passages([LONG, TEXTS[0]])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.abs(vectors[1] - encoder.encode_passages([TEXTS[0]])[0]).max() <= 1e-5


def test_same_text_same_row_again(encoder: Encoder) -> None:
    assert np.array_equal(encoder.encode_queries(TEXTS), encoder.encode_queries(TEXTS))


def test_many_threads_get_what_one_gets(encoder: Encoder) -> None:
    expected = encoder.encode_queries(TEXTS)
    with ThreadPoolExecutor(4) as pool:
        for vectors in pool.map(lambda _: encoder.encode_queries(TEXTS), range(12)):
            assert np.abs(vectors - expected).max() <= 1e-5


def test_name_and_fingerprint_say_something(encoder: Encoder) -> None:
    assert encoder.name
    assert str(encoder.dim) in encoder.fingerprint
