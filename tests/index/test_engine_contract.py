"""One suite over every engine: what the seam promises, held against the formulas of the brute-force twin."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeAlias
from uuid import uuid4

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.domain import Article, Byline, Filters, Hit
from retrieval.errors import NothingPublished
from retrieval.index.contents import encoded_text
from retrieval.index.embedded import EmbeddedEngine
from retrieval.index.engine import Changes, Engine, Generation, GenerationRecipe, Row
from retrieval.index.milvus.cluster import Cluster
from retrieval.index.milvus.engine import MilvusEngine
from retrieval.language.tokenizer import Tokenizer
from tests.index.exact import ExactEngine
from tests.index.support import DIM, HashedGrams, article, day, rows_of
from tests.milvus_server import ADDRESS, patient, real_cluster

NAMES = ("王小明", "李雷", "韩梅", "欧阳一", "Ann")
LETTERS = "市区公园开放时间门票价格转贷期限企业朝阳海淀年月日8 90 2022年 3.5% 元Covid-19AB，。！"
FP16 = 2e-3
"""Twice the rounding of a half-precision unit vector's inner product."""


def corpus(seed: int, size: int) -> list[Row]:
    """Random articles over few letters, so that terms, lengths, dates and names meet often; some are twins."""
    draw = random.Random(seed)

    def text(most: int) -> str:
        return "".join(draw.choices(LETTERS, k=draw.randint(0, most)))

    articles: list[Article] = []
    for number in range(1, size + 1):
        body = "\n".join(text(120) or "空" for _ in range(draw.randint(1, 4)))
        if draw.random() < 0.2 and articles:
            body = draw.choice(articles).body
        articles.append(
            article(
                number,
                body,
                headline=draw.choice([None, text(12), "公园开放"]),
                kicker=draw.choice([None, None, text(6)]),
                page=draw.choice([None, "1", "3", "A3"]),
                paper=draw.choice([None, "晚报", "日報"]),
                date=draw.choice([None, day("2022-12-07"), day("2022-12-08"), day("2023-01-01")]),
                byline=Byline(reporters=tuple(draw.sample(NAMES, draw.randint(0, 2)))),
            )
        )
    return rows_of(articles)


def build(engine: Engine, name: str, changes: Changes, created: str = "2022-12-08") -> None:
    encoder = HashedGrams()
    recipe = GenerationRecipe(name, created, 1, encoder.name, encoder.fingerprint, DIM, None)
    engine.build(recipe, changes, lambda rows: encoder.encode_passages([encoded_text(*row) for row in rows]))


def engine_of(kind: str, folder: Path, tokenizer: Tokenizer, request: pytest.FixtureRequest) -> Engine:
    """An empty engine. ``cluster`` is a real one, whose address the environment gives."""
    if kind == "exact":
        return ExactEngine(tokenizer)
    if kind == "embedded":
        return EmbeddedEngine(folder, tokenizer)
    prefix = f"test_{uuid4().hex[:8]}"
    if kind == "milvus-lite":
        cluster = patient(request.getfixturevalue("lite").uri)
    else:
        if (address := real_cluster()) is None:
            pytest.skip(f"needs {ADDRESS}, the address of a real cluster")
        cluster = patient(*address)
        request.addfinalizer(partial(drop_all, cluster, prefix))
    return MilvusEngine(cluster, tokenizer, folder, prefix=prefix)


def drop_all(cluster: Cluster, prefix: str) -> None:
    for name in cluster.collections():
        if name.startswith(prefix):
            cluster.drop(name)


@pytest.fixture(params=["exact", "embedded", "milvus-lite", "cluster"])
def engine(request: pytest.FixtureRequest, tmp_path: Path, tokenizer: Tokenizer) -> Engine:
    return engine_of(request.param, tmp_path, tokenizer, request)


CORPORA = [
    ("exact", 1, 20), ("embedded", 1, 20), ("embedded", 2, 60), ("embedded", 3, 0),
    ("milvus-lite", 1, 20), ("milvus-lite", 3, 0), ("cluster", 2, 60),
]  # fmt: skip
Pair: TypeAlias = tuple[Generation, Generation]


@pytest.fixture(scope="module", params=CORPORA, ids=str)
def pair(request: pytest.FixtureRequest, tmp_path_factory, tokenizer: Tokenizer) -> Iterator[Pair]:
    """The generation under test and the oracle, over the same rows."""
    kind, seed, size = request.param
    oracle = ExactEngine(tokenizer)
    tested = engine_of(kind, tmp_path_factory.mktemp("engine"), tokenizer, request)
    for each in (oracle, tested):
        build(each, "one", Changes(corpus(seed, size)))
        assert each.check("one") == []
    generation = tested.open("one")
    yield generation, oracle.open("one")
    generation.close()


def assert_same(found: list[Hit], every: list[Hit], k: int, tolerance: float) -> None:
    """``found`` are ``k`` best of ``every``: right scores, in order, no better one missing."""
    scores = {hit.id: hit.score for hit in every}
    assert len(found) == min(max(k, 0), len(every))
    assert len({hit.id for hit in found}) == len(found)
    assert found == sorted(found, key=lambda hit: (-hit.score, hit.id))
    for hit, expected in zip(found, every, strict=False):
        assert hit.score == pytest.approx(scores[hit.id], rel=1e-4, abs=tolerance)
        assert hit.score == pytest.approx(expected.score, rel=1e-4, abs=tolerance)


questions = st.text(alphabet=LETTERS + "王小明李雷韩梅Ann日報轉貸期間\n\t", max_size=40) | st.text(max_size=20)
ks = st.sampled_from([-1, 0, 1, 2, 3, 7, 50, 10_000])
days = st.none() | st.sampled_from([day("2022-12-07"), day("2022-12-08"), day("2022-12-31")])


def few(*values: str):
    return st.lists(st.sampled_from(values), max_size=2).map(tuple)


wheres = st.builds(Filters, days, days, few("1", "a3", "3", "9"), few(*NAMES, "王"), few("晚报", "日报", "晨报", ""))
RELAXED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@RELAXED
@given(text=questions, k=ks, where=wheres)
def test_lexical_search_follows_the_formula(pair, text: str, k: int, where: Filters) -> None:
    tested, oracle = pair
    everything = 10**6
    assert_same(tested.lexical_passages(text, k, where), oracle.lexical_passages(text, everything, where), k, 1e-4)
    assert_same(tested.lexical_articles(text, k, where), oracle.lexical_articles(text, everything, where), k, 1e-4)


@RELAXED
@given(text=questions, k=ks, where=wheres)
def test_dense_search_is_exact(pair, text: str, k: int, where: Filters) -> None:
    tested, oracle = pair
    vector = HashedGrams().encode_queries([text])[0]
    found = tested.dense(vector, k, where)
    assert_same(found, oracle.dense(vector, 10**6, where), k, FP16)
    assert all(-1 <= hit.score <= 1 for hit in found)


def test_similarities_leave_out_strangers(pair) -> None:
    tested, oracle = pair
    vector = HashedGrams().encode_queries(["公园开放时间"])[0]
    ids = [5, 2, 2, 10**15, -1]
    found = tested.similarities(vector, ids)
    expected = oracle.similarities(vector, ids)
    assert found.keys() == expected.keys()
    assert all(found[number] == pytest.approx(expected[number], abs=FP16) for number in found)
    assert tested.similarities(vector, []) == {}


def test_frequencies_count_articles(pair) -> None:
    tested, oracle = pair
    terms = ["公园", "园", "8月", "2022年", "没有这词", "", " ", "\ud800", "covid"]
    assert tested.document_frequencies(terms) == oracle.document_frequencies(terms)
    assert tested.document_frequencies([]) == []


@RELAXED
@given(text=questions, where=wheres)
def test_articles_that_hold_a_text_have_all_its_grams(pair, text: str, where: Filters) -> None:
    tested, oracle = pair
    assert tested.articles_holding(text, where).tolist() == oracle.articles_holding(text, where).tolist()


def test_contents_are_the_rows(pair) -> None:
    tested, oracle = pair
    for name in ("passage_ids", "passage_digests", "article_ids", "article_digests"):
        assert np.array_equal(getattr(tested.contents(), name), getattr(oracle.contents(), name))


HOSTILE = [
    "", " ", "\n", "\x00", "\ud800\udfff", "👍", 'AND OR NOT ( ) [ ] { } " \' : ^ ~ * ? \\ / + - && ||', "grams:公园",
    "公园^1000 -开放", "/.*/", "\u202e公园\u200b", "公" * 100_000, "x" * 100_000, "1 " * 50_000, "%s%n{0}",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_is_syntax(pair, text: str) -> None:
    tested, oracle = pair
    where = Filters(pages=(text,), people=(text,), papers=(text,))
    for limits in (Filters(), where):
        assert_same(tested.lexical_passages(text, 5, limits), oracle.lexical_passages(text, 10**6, limits), 5, 1e-4)
        assert_same(tested.lexical_articles(text, 5, limits), oracle.lexical_articles(text, 10**6, limits), 5, 1e-4)


def test_zero_vectors_find_nothing(pair) -> None:
    assert pair[0].dense(np.zeros(DIM, dtype=np.float32), 5) == []


def test_threads_share_a_generation(pair) -> None:
    tested, _ = pair
    vector = HashedGrams().encode_queries(["公园"])[0]

    def ask(_: int) -> tuple[list[Hit], list[Hit], list[Hit]]:
        return tested.lexical_passages("公园开放", 9), tested.lexical_articles("公园", 9), tested.dense(vector, 9)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(64)))
    assert all(answer == answers[0] for answer in answers)


def test_generations_come_and_go(engine: Engine) -> None:
    assert engine.current() is None
    assert engine.generations() == []
    with pytest.raises(NothingPublished):
        engine.publish("one")
    for number, name in enumerate(["one", "two", "three", "four"]):
        build(engine, name, Changes(corpus(number, 5)), created=f"2022-12-0{number + 1}")
        assert engine.check(name) == []
        assert engine.current() == (None if number == 0 else "one")
        engine.publish("one")
    assert [manifest.id for manifest in engine.generations()] == ["one", "two", "three", "four"]
    with pytest.raises(ValueError, match="one"):
        engine.discard("one")
    engine.discard("three")
    assert engine.prune(1) == ["two"]
    assert engine.prune(1) == []
    assert engine.prune(0) == ["four"]
    assert [manifest.id for manifest in engine.generations()] == ["one"]
    assert engine.current() == "one"
    with pytest.raises(NothingPublished):
        engine.open("four")


def test_what_the_gate_found_is_kept_with_its_generation_alone(engine: Engine) -> None:
    build(engine, "one", Changes(corpus(1, 5)))
    assert engine.recorded("one") is None
    for found in ({"accuracy": 0.5, "who": "甲"}, {"accuracy": 1.0}):
        manifest = engine.record("one", "passed", found)
        assert manifest.gate == "passed"
        assert engine.recorded("one") == found
        assert engine.generations() == [manifest]
        assert engine.check("one") == []
    build(engine, "two", Changes((), base="one"), created="2022-12-09")
    assert engine.recorded("two") is None
    assert engine.check("two") == []
    engine.open("one").close()
    with pytest.raises(NothingPublished):
        engine.record("three", None, {})


@pytest.mark.parametrize("steps", range(4))
def test_a_build_on_a_base_holds_the_same(engine: Engine, tokenizer: Tokenizer, steps: int) -> None:
    """Some rows go, some come again changed, some are new: what is found is what a full build finds."""
    before = corpus(5, 20)
    build(engine, "0", Changes(before))
    now = list(before)
    for step in range(1, steps + 1):
        gone = {step, step + 7}
        changed = {
            article.id: replace(article, headline=f"第{step}次改题") for _, article in now if article.id == step + 12
        }
        kept = [(passage, changed.get(article.id, article)) for passage, article in now if article.id not in gone]
        extra = [
            (replace(passage, id=passage.id + 1000 * step, article_id=article.id + 100 * step),
             replace(article, id=article.id + 100 * step))
            for passage, article in corpus(50 + step, 3)
        ]  # fmt: skip
        retired = tuple(p.id for p, a in now if a.id in gone | changed.keys())
        retired_articles = tuple(sorted({a.id for _, a in now if a.id in gone | changed.keys()}))
        added = [row for row in kept if row[1].id in changed] + extra
        build(engine, str(step), Changes(added, str(step - 1), retired, retired_articles))
        now = kept + extra
        assert engine.check(str(step)) == []
    oracle = ExactEngine(tokenizer)
    build(oracle, "all", Changes(now))
    tested, expected = engine.open(str(steps)), oracle.open("all")
    vector = HashedGrams().encode_queries(["公园开放"])[0]
    assert_same(tested.dense(vector, 1000), expected.dense(vector, 1000), 1000, FP16)
    for text in ("公园开放时间", "第2次改题"):
        found, right = tested.lexical_passages(text, 1000), expected.lexical_passages(text, 1000)
        assert {hit.id for hit in found} == {hit.id for hit in right}
        found, right = tested.lexical_articles(text, 1000), expected.lexical_articles(text, 1000)
        assert {hit.id for hit in found} == {hit.id for hit in right}
    assert np.array_equal(tested.contents().passage_digests, expected.contents().passage_digests)
    assert np.array_equal(tested.contents().article_digests, expected.contents().article_digests)
    tested.close()
