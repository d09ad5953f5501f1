"""What is the cluster engine's own: loading that goes on, parts, a server that goes away, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest

from retrieval.domain import Filters
from retrieval.errors import Damaged, OtherPublisher, StorageError, Unreachable
from retrieval.index.contents import encoded_text
from retrieval.index.embedded import EmbeddedEngine
from retrieval.index.engine import Changes, Engine, GenerationRecipe, Manifest
from retrieval.index.milvus.cluster import Cluster, Fields, Patience
from retrieval.index.milvus.engine import MilvusEngine
from retrieval.index.milvus.parts import Part, kept_and_moved
from retrieval.index.milvus.terms import TermField, counts_again, dimension, document_vector, term_counts
from retrieval.language.tokenizer import Tokenizer
from tests.index.support import DIM, HashedGrams, article, day, rows_of
from tests.milvus_server import PATIENT, LiteServer, patient

SHORT = Patience(0.3, 0.5)
ARTICLES = [
    article(
        number,
        f"第{number}号公园今日开放，门票{number}元。\n市民可以预约。",
        headline=f"公园{number}",
        date=day("2022-12-08"),
    )
    for number in range(1, 13)
]
ROWS = rows_of(ARTICLES)


def build(engine: Engine, name: str, changes: Changes, created: str = "2022-12-08") -> Manifest:
    encoder = HashedGrams()
    recipe = GenerationRecipe(name, created, 1, encoder.name, encoder.fingerprint, DIM, None)
    return engine.build(recipe, changes, lambda rows: encoder.encode_passages([encoded_text(*row) for row in rows]))


class Counting(Cluster):
    """Counts the rows that are put, and fails after some."""

    def __init__(self, uri: str, fails_after: int | None = None) -> None:
        super().__init__(uri, asking=PATIENT)
        self.rows_put, self.fails_after = 0, fails_after

    def put(self, name: str, rows: Sequence[Fields]) -> None:
        if "_generations" not in name:
            if self.fails_after is not None and self.rows_put >= self.fails_after:
                raise Unreachable("the power went")
            self.rows_put += len(rows)
        super().put(name, rows)


@pytest.fixture
def engines(lite: LiteServer, tmp_path: Path, tokenizer: Tokenizer) -> Callable[..., MilvusEngine]:
    """Engines over one part of the cluster, each as another process has it."""
    prefix = f"test_{uuid4().hex[:8]}"
    return lambda cluster=None: MilvusEngine(cluster or patient(lite.uri), tokenizer, tmp_path, prefix=prefix)


def test_loading_goes_on_where_it_was_stopped(engines, monkeypatch: pytest.MonkeyPatch, lite: LiteServer) -> None:
    monkeypatch.setattr("retrieval.index.milvus.load.ROWS_PER_PUT", 5)
    stopped = Counting(lite.uri, fails_after=15)
    with pytest.raises(Unreachable):
        build(engines(stopped), "one", Changes(ROWS))
    assert engines().generations() == []
    goes_on = Counting(lite.uri)
    engine = engines(goes_on)
    build(engine, "two", Changes(ROWS))
    assert goes_on.rows_put == len(ROWS) + len(ARTICLES) - stopped.rows_put
    assert engine.check("two") == []
    assert [hit.id for hit in engine.open("two").lexical_articles("7号公园", 1)] == [7]


def test_what_is_half_written_and_no_longer_wanted_does_not_stay(engines, lite: LiteServer) -> None:
    with pytest.raises(Unreachable):
        build(engines(Counting(lite.uri, fails_after=len(ROWS))), "one", Changes(ROWS))
    engine = engines()
    assert build(engine, "two", Changes(ROWS[2:])).passages == len(ROWS) - 2
    assert engine.check("two") == []


def test_an_edition_writes_its_own_rows_alone(engines, lite: LiteServer) -> None:
    before = rows_of([article(100 + n, f"旧闻{n}。\n甲\n乙\n丙\n丁") for n in range(8)], first_passage=100)
    engine = engines()
    build(engine, "one", Changes(before))
    counted = Counting(lite.uri)
    build(engines(counted), "two", Changes(ROWS[:4], "one", retired=(before[0][0].id,)), created="2022-12-09")
    assert counted.rows_put == 4 + 2
    generation = engine.open("two")
    assert len(generation.parts) == 2
    assert engine.check("two") == []
    assert generation.lexical_passages("旧闻", 100)[0].id != before[0][0].id
    assert len(generation.contents().passage_ids) == len(before) - 1 + 4


def test_what_another_generation_reads_is_not_dropped(engines, lite: LiteServer) -> None:
    before = rows_of([article(100 + n, f"旧闻{n}。\n甲\n乙\n丙\n丁") for n in range(8)], first_passage=100)
    engine = engines()
    build(engine, "one", Changes(before))
    build(engine, "two", Changes(ROWS[:4], "one"), created="2022-12-09")
    engine.publish("two")
    assert engine.prune(0) == ["one"]
    assert engine.check("two") == []
    build(engine, "three", Changes(before[:5]), created="2022-12-10")
    engine.publish("three")
    engine.prune(0)
    names = [name for name in patient(lite.uri).collections() if name.startswith(engine._prefix)]
    assert sorted(name.rpartition("_")[2] for name in names) == ["generations", "three", "three"]


def test_a_lost_row_is_noticed(engines, lite: LiteServer) -> None:
    engine = engines()
    build(engine, "one", Changes(ROWS))
    cluster = patient(lite.uri)
    cluster.delete(f"{engine._prefix}_passages_one", "id == 3")
    assert any("rows" in problem for problem in engine.check("one"))
    cluster.delete(f"{engine._prefix}_generations", 'name == "contents"')
    assert any("contents" in problem for problem in engine.check("one"))
    with pytest.raises(Damaged):
        engine.open("one")


def test_a_server_that_is_away_is_told_and_used_again_when_it_is_back(own_server, tmp_path, tokenizer) -> None:
    server = own_server
    cluster = patient(server.uri)
    engine = MilvusEngine(cluster, tokenizer, tmp_path)
    build(engine, "one", Changes(ROWS))
    engine.publish("one")
    generation = engine.open("one")
    before = generation.lexical_passages("公园开放", 5)
    server.kill()
    cluster._asking = SHORT
    for _ in range(2):  # the second is not even tried
        with pytest.raises(Unreachable, match=r"can't be reached|not ready"):
            generation.lexical_passages("公园开放", 5)
    with pytest.raises(Unreachable):
        engine.current()
    server.start()
    other = MilvusEngine(patient(server.uri), tokenizer, tmp_path)
    assert other.current() == "one"
    assert other.open("one").lexical_passages("公园开放", 5) == before
    cluster._asking = PATIENT
    cluster._away_until = 0.0
    assert generation.lexical_passages("公园开放", 5) == before  # the same client, without anybody doing anything
    assert engine.current() == "one"


def test_nobody_listening_is_told_soon(tokenizer: Tokenizer, tmp_path: Path) -> None:
    engine = MilvusEngine(Cluster("http://127.0.0.1:9", asking=SHORT), tokenizer, tmp_path)
    with pytest.raises(Unreachable, match="127\\.0\\.0\\.1:9"):
        engine.current()


def test_both_engines_find_the_same(engines, tmp_path: Path, tokenizer: Tokenizer) -> None:
    mine, other = engines(), EmbeddedEngine(tmp_path / "embedded", tokenizer)
    for engine in (mine, other):
        build(engine, "one", Changes(ROWS))
    found, expected = mine.open("one"), other.open("one")
    vector = HashedGrams().encode_queries(["公园开放"])[0]
    for where in (Filters(), Filters(date_from=day("2022-12-08")), Filters(pages=("3",))):
        for text in ("公园开放", "预约门票", "第7号", "一二三"):
            pairs = (
                (found.lexical_passages(text, 9, where), expected.lexical_passages(text, 9, where)),
                (found.lexical_articles(text, 9, where), expected.lexical_articles(text, 9, where)),
            )
            for ours, theirs in pairs:
                assert [hit.id for hit in ours] == [hit.id for hit in theirs]
                assert [hit.score for hit in ours] == pytest.approx([hit.score for hit in theirs], rel=1e-4)
        assert [hit.id for hit in found.dense(vector, 5, where)] == [hit.id for hit in expected.dense(vector, 5, where)]


def test_trailing_small_parts_move_together() -> None:
    large, small = Part("a", 1_000_000), Part("b", 800)
    assert kept_and_moved([large], 800) == ([large], [])
    assert kept_and_moved([large, small], 800) == ([large], [small])
    assert kept_and_moved([large, Part("c", 4000)], 800) == ([large, Part("c", 4000)], [])
    worn = Part("d", 1_000_000, tuple(range(6000)))
    assert kept_and_moved([worn, small], 1) == ([small], [worn])
    sizes, parts = [], [large]
    for number in range(300):
        kept, moved = kept_and_moved(parts, 800)
        parts = [*kept, Part(str(number), 800 + sum(part.rows for part in moved))]
        sizes.append(len(parts))
    assert max(sizes) <= 7
    assert parts[0] == large


def test_counts_come_back_out_of_weights() -> None:
    terms = term_counts(["公园"] * 7 + ["园区"], ["公园"] * 300, ["王小明"])
    averages = (30.5, 21.25, 0.7)
    vector = {dim: float(np.float32(weight)) for dim, weight in document_vector(terms, averages, held=True).items()}
    assert counts_again(vector, terms.lengths, averages) == terms
    assert vector[dimension("公园", TermField.HELD)] == 1.0


def test_an_id_that_is_none_is_refused(engines) -> None:
    with pytest.raises(ValueError, match="not a generation id"):
        build(engines(), '" or 1', Changes(ROWS))


def test_one_data_folder_publishes_into_a_cluster(
    engines, lite: LiteServer, tmp_path: Path, tokenizer: Tokenizer
) -> None:
    first = engines()
    build(first, "one", Changes(ROWS[:2]))
    other = MilvusEngine(patient(lite.uri), tokenizer, tmp_path / "other", prefix=first._prefix)
    with pytest.raises(OtherPublisher, match="milvus-publisher"):
        build(other, "two", Changes(()))
    with pytest.raises(OtherPublisher):
        other.prune(0)
    name = (tmp_path / "milvus-publisher").read_text(encoding="ascii")
    (tmp_path / "other" / "milvus-publisher").write_text(name, encoding="ascii")  # how a new host takes over
    assert build(other, "two", Changes(ROWS[2:4], "one")).passages == 4


def test_a_generation_is_built_once(engines) -> None:
    build(engines(), "one", Changes(ROWS[:2]))
    with pytest.raises(StorageError, match="there already"):
        build(engines(), "one", Changes(ROWS[:2]))
