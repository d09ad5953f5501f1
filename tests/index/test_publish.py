"""The flow from files to a published generation, over a real archive."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from retrieval.editions.ingest import ingest
from retrieval.editions.store.archive import Archive
from retrieval.editions.store.rollbacks import Rollbacks
from retrieval.errors import Busy, NothingPublished, StorageError, UnknownRecord
from retrieval.index.embedded import EmbeddedEngine
from retrieval.index.publish import PublishReport, publish
from retrieval.index.rollback import roll_back
from retrieval.index.vectors import VectorCache
from retrieval.language.tokenizer import Tokenizer
from tests.index.support import HashedGrams, write_edition

FIRST = [
    {
        "id": "a",
        "headline": "转贷服务上线",
        "date": "2022-12-08",
        "page": "3",
        "body": "朝阳区推出转贷服务，最长90天。",
    },
    {"id": "b", "headline": "公园周末开放", "date": "2022-12-08", "page": "4", "body": "海淀区三座公园周末延长开放。"},
    {"id": "c", "headline": "公交增开夜班", "date": "2022-12-08", "page": "4", "body": "两条夜班公交线路下周开通。"},
    {
        "id": "d",
        "headline": "冰场开门迎客",
        "date": "2022-12-08",
        "page": "5",
        "body": "冰场今日开门，票价30元。",
    },
    {
        "id": "e",
        "headline": "书店办夜读会",
        "date": "2022-12-08",
        "page": "5",
        "body": "书店每周五办夜读会。",
    },
    {"id": "f", "headline": "社区食堂开张", "date": "2022-12-08", "page": "6", "body": "社区食堂开张，老人午餐12元。"},
]
SECOND = [{"id": "g", "headline": "地铁延长运营", "date": "2022-12-09", "body": "跨年夜地铁延长运营两小时。"}]


class Desk:
    """A data folder and everything that works on it."""

    def __init__(self, folder: Path, tokenizer: Tokenizer) -> None:
        self.folder = folder
        self.archive = Archive.open(folder / "archive.sqlite", create=True)
        self.engine = EmbeddedEngine(folder, tokenizer)
        self.now = datetime(2022, 12, 8, 6, tzinfo=UTC)

    def read(self, name: str, articles: Sequence[Mapping[str, object]]) -> None:
        ingest(self.archive, [write_edition(self.folder / name, articles)])

    def publish(self, encoder: HashedGrams | None = None, **more) -> PublishReport:
        encoder = encoder or HashedGrams()
        cache = VectorCache(self.folder / "vectors.sqlite", encoder)
        self.now += timedelta(minutes=1)
        try:
            return publish(self.archive, self.engine, encoder, cache, clock=lambda: self.now, **more)
        finally:
            cache.close()

    def titles(self, question: str, k: int = 3) -> list[str | None]:
        generation = self.engine.open(self.engine.current() or "")
        try:
            hits = generation.lexical_articles(question, k)
        finally:
            generation.close()
        found = self.archive.articles_by_id([hit.id for hit in hits])
        return [article.headline for article in found.values()]


@pytest.fixture
def desk(tmp_path: Path, tokenizer: Tokenizer) -> Iterator[Desk]:
    desk = Desk(tmp_path / "data", tokenizer)
    desk.read("one.jsonl", FIRST)
    yield desk
    desk.archive.close()


def test_first_publishing_takes_everything(desk: Desk) -> None:
    seen: list[tuple[int, int]] = []
    report = desk.publish(progress=lambda done, total: seen.append((done, total)))
    assert (report.changed, report.encoded, report.reused, report.retired) == (True, 6, 0, 0)
    assert seen[-1] == (6, 6)
    manifest = report.manifest
    assert (manifest.passages, manifest.articles, manifest.newest_date) == (6, 6, "2022-12-08")
    assert manifest.revision == desk.archive.revision()
    assert manifest.vectors == {"rows": "fp16", "coarse_rows": "RaBitQ", "coarse_from": 32_768}
    assert desk.engine.current() == manifest.id
    assert desk.engine.generations() == [manifest]
    assert desk.titles("转贷期限多久") == ["转贷服务上线"]


def test_nothing_new_is_nothing_to_do(desk: Desk) -> None:
    first = desk.publish()
    encoder = HashedGrams()
    again = desk.publish(encoder)
    assert (again.changed, again.manifest) == (False, first.manifest)
    assert encoder.encoded == []


def test_only_what_is_new_is_encoded_and_the_rest_is_linked(desk: Desk) -> None:
    first = desk.publish()
    desk.read("two.jsonl", SECOND)
    encoder = HashedGrams()
    report = desk.publish(encoder)
    assert (report.encoded, report.reused, report.retired) == (1, 0, 0)
    assert len(encoder.encoded) == 1
    assert report.manifest.base == first.manifest.id
    kept = set(report.manifest.files.items()) & set(first.manifest.files.items())
    before, now = (desk.folder / "generations" / each.manifest.id for each in (first, report))
    large = [name for name, _ in kept if name.endswith((".faiss", ".term", ".idx"))]
    assert len(large) == 5
    assert all((before / name).stat().st_ino == (now / name).stat().st_ino for name in large)
    assert desk.titles("地铁延长到几点", 1) == ["地铁延长运营"]
    assert desk.titles("转贷期限", 1) == ["转贷服务上线"]
    assert desk.engine.check(first.manifest.id) == []


def test_a_corrected_article_replaces_the_old_one(desk: Desk) -> None:
    desk.publish()
    changed = [FIRST[0] | {"body": "朝阳区推出转贷服务，期限最长120天。"}, *FIRST[1:]]
    desk.read("one.jsonl", changed)
    report = desk.publish()
    assert (report.encoded, report.retired, report.manifest.passages) == (1, 1, 6)
    generation = desk.engine.open(report.manifest.id)
    live = {passage.id for passage, _ in desk.archive.live_passages()}
    assert set(generation.contents().passage_ids.tolist()) == live
    assert {hit.id for hit in generation.lexical_passages("转贷期限公园公交冰场书店食堂", 99)} <= live
    assert {hit.id for hit in generation.dense(HashedGrams().encode_queries(["转贷"])[0], 99)} == live
    generation.close()


def test_another_encoder_means_a_full_build(desk: Desk) -> None:
    desk.publish()
    report = desk.publish(HashedGrams("hashed-grams-2"))
    assert (report.changed, report.encoded, report.manifest.base) == (True, 6, None)


def test_the_cache_spares_a_full_build_the_encoding(desk: Desk) -> None:
    desk.publish()
    encoder = HashedGrams()
    report = desk.publish(encoder, full=True)
    assert (report.changed, report.encoded, report.reused, report.manifest.base) == (True, 0, 6, None)
    assert encoder.encoded == []


def test_incremental_and_full_builds_hold_the_same(desk: Desk) -> None:
    desk.publish()
    desk.read("two.jsonl", SECOND)
    desk.read("one.jsonl", FIRST[1:])
    step, full = desk.publish(), desk.publish(full=True)
    assert step.manifest.base is not None
    ours, anew = desk.engine.open(step.manifest.id), desk.engine.open(full.manifest.id)
    for name in ("passage_ids", "passage_digests", "article_ids", "article_digests"):
        assert np.array_equal(getattr(ours.contents(), name), getattr(anew.contents(), name))
    vector = HashedGrams().encode_queries(["公园开放"])[0]
    assert ours.dense(vector, 99) == anew.dense(vector, 99)
    ours.close()
    anew.close()


def test_too_much_retired_means_a_full_build(desk: Desk) -> None:
    desk.publish()
    desk.read("one.jsonl", FIRST[3:])
    assert desk.publish().manifest.base is None


def test_small_segments_are_merged(desk: Desk) -> None:
    desk.publish()
    for number in range(8):
        item = SECOND[0] | {"id": f"n{number}", "body": f"第{number}号线跨年夜延长运营。"}
        desk.read(f"{number}.jsonl", [item])
        report = desk.publish()
    segments = [name for name in report.manifest.files if name.endswith(".faiss")]
    assert 1 <= len(segments) <= 4
    assert report.manifest.passages == 14
    assert desk.engine.check(report.manifest.id) == []


def test_old_generations_go_but_some_stay(desk: Desk) -> None:
    for number in range(4):
        desk.read("two.jsonl", [SECOND[0] | {"body": f"跨年夜地铁延长运营{number}小时。"}])
        report = desk.publish(keep=1)
    assert len(desk.engine.generations()) == 2
    assert len(report.pruned) == 1


def test_going_back_and_forth(desk: Desk) -> None:
    first = desk.publish()
    desk.read("two.jsonl", SECOND)
    second = desk.publish()
    done = roll_back(desk.archive, desk.engine)
    assert (done.manifest, done.before) == (first.manifest, second.manifest.id)
    assert desk.engine.current() == first.manifest.id
    with pytest.raises(UnknownRecord):
        roll_back(desk.archive, desk.engine)
    with pytest.raises(UnknownRecord):
        roll_back(desk.archive, desk.engine, "never")
    roll_back(desk.archive, desk.engine, second.manifest.id)
    assert desk.engine.current() == second.manifest.id


def test_what_was_rolled_back_is_not_published_by_itself(desk: Desk) -> None:
    first = desk.publish()
    desk.read("two.jsonl", SECOND)
    desk.publish()
    roll_back(desk.archive, desk.engine)
    again = desk.publish()
    assert (again.changed, again.manifest) == (False, first.manifest)
    assert desk.titles("地铁", 1) == []
    assert Rollbacks(desk.archive.database).release() == len(SECOND)
    assert desk.publish().changed
    assert desk.titles("地铁", 1) == ["地铁延长运营"]


def test_one_writer_at_a_time(desk: Desk, tokenizer: Tokenizer) -> None:
    desk.publish()
    desk.read("two.jsonl", SECOND)
    other = EmbeddedEngine(desk.folder, tokenizer)
    with other.writing():
        with pytest.raises(Busy):
            desk.publish()
        with pytest.raises(Busy):
            desk.engine.prune(0)
    assert desk.publish().changed


@pytest.mark.parametrize("ending", [".faiss", ".term", "contents.npz", ".ids.npy"])
def test_a_damaged_base_is_noticed_and_built_anew(desk: Desk, ending: str) -> None:
    first = desk.publish()
    damaged = next(path for path in (desk.folder / "generations").rglob("*") if path.name.endswith(ending))
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 255
    damaged.write_bytes(content)
    assert any(damaged.name in problem for problem in desk.engine.check(first.manifest.id))
    desk.read("two.jsonl", SECOND)
    report = desk.publish()
    assert report.manifest.base is None
    assert desk.engine.check(report.manifest.id) == []
    assert desk.titles("转贷期限", 1) == ["转贷服务上线"]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"../../etc\n", b"20221208", b"gone\n"])
def test_a_damaged_current_is_an_error_to_readers_and_mended_by_publishing(desk: Desk, content: bytes) -> None:
    desk.publish()
    (desk.folder / "CURRENT").write_bytes(content)
    with pytest.raises((StorageError, NothingPublished)):
        desk.engine.open(desk.engine.current() or "")
    assert desk.publish().changed
    assert desk.titles("转贷期限", 1) == ["转贷服务上线"]


@pytest.mark.parametrize("ending", [".faiss", ".idx", "meta.json", "contents.npz"])
def test_a_lost_file_is_mended_by_publishing_again(desk: Desk, ending: str) -> None:
    first = desk.publish()
    next(path for path in (desk.folder / "generations").rglob("*") if path.name.endswith(ending)).unlink()
    with pytest.raises(StorageError):
        desk.engine.open(first.manifest.id)
    report = desk.publish()
    assert (report.changed, report.reused) == (True, 6)
    assert desk.engine.check(report.manifest.id) == []


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"id": "x"}', b"\xff"])
def test_an_unreadable_manifest_is_no_generation(desk: Desk, content: bytes) -> None:
    first = desk.publish()
    (desk.folder / "generations" / first.manifest.id / "manifest.json").write_bytes(content)
    assert desk.engine.generations() == []
    with pytest.raises(StorageError):
        desk.engine.open(first.manifest.id)
    report = desk.publish()
    assert report.changed
    assert [path.name for path in (desk.folder / "generations").iterdir()] == [report.manifest.id]


def test_a_missing_vector_cache_is_no_harm(desk: Desk) -> None:
    desk.publish()
    for path in desk.folder.glob("vectors.sqlite*"):
        path.unlink()
    desk.read("two.jsonl", SECOND)
    assert desk.publish().encoded == 1


def test_everything_belongs_to_its_owner_alone(desk: Desk) -> None:
    desk.publish()
    for name in ("generations", "vectors.sqlite", "CURRENT", "write.lock"):
        assert stat.S_IMODE((desk.folder / name).stat().st_mode) & 0o077 == 0, name


def test_leftovers_of_a_killed_build_are_cleaned(desk: Desk) -> None:
    left = desk.folder / "generations" / ".building-20200101-000000"
    left.mkdir(parents=True)
    (left / "half").write_bytes(b"x")
    desk.publish()
    assert not left.exists()


def test_an_archive_that_lost_everything_is_published_empty(desk: Desk, tokenizer: Tokenizer) -> None:
    desk.publish()
    empty = Desk(desk.folder / "empty", tokenizer)
    shutil.copytree(desk.folder / "generations", empty.folder / "generations")
    shutil.copy(desk.folder / "CURRENT", empty.folder / "CURRENT")
    report = empty.publish()
    assert report.manifest.passages == 0
    assert empty.titles("转贷") == []
    empty.archive.close()


@pytest.mark.parametrize(("keep", "left"), [(0, 1), (1, 2), (2, 3), (3, 3), (9, 3)])
def test_pruning_keeps_as_many_as_it_was_told(desk: Desk, keep: int, left: int) -> None:
    for number in range(3):
        desk.read(f"{number}.jsonl", [SECOND[0] | {"id": str(number), "headline": f"地铁{number}号线延长运营"}])
        desk.publish(keep=9)
    desk.engine.prune(keep)
    assert len(desk.engine.generations()) == left
