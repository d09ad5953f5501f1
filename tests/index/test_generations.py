"""The folder of generations: whole or not at all, one published, one writer, and damage told by name."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.errors import Busy, Damaged, NothingPublished, StorageError
from retrieval.index.engine import Manifest
from retrieval.index.generations import (
    CURRENT,
    GATE,
    MANIFEST,
    Generations,
    checksums,
    file_checksum,
    file_size,
    manifest_text,
    write_manifest,
)

MADE = Manifest("g1", "2025-11-08T06:00:00", 3, "hashed", "hashed-1", "terms-1", 8, 2, 1, "2025-11-08", {}, {})


@pytest.fixture
def kept(tmp_path: Path) -> Generations:
    return Generations(tmp_path)


def build(kept: Generations, name: str = "g1", created: str = MADE.created) -> Manifest:
    with kept.writing(), kept.building(name) as folder:
        (folder / "postings").mkdir()
        (folder / "postings" / "one.bin").write_bytes(b"terms")
        files = checksums(folder)
        sizes = {each: file_size(folder / each) for each in files}
        manifest = replace(MADE, id=name, created=created, files=files, sizes=sizes)
        write_manifest(folder, manifest)
    return manifest


def listed(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "generations").iterdir())


def test_a_generation_is_there_when_it_is_whole(kept: Generations, tmp_path: Path) -> None:
    with kept.writing(), kept.building("g1") as folder:
        assert list(folder.iterdir()) == []
        write_manifest(folder, MADE)
        assert kept.all() == []
        assert kept.current() is None
    assert kept.all() == [MADE]
    assert kept.manifest("g1") == MADE
    assert kept.path("g1") == tmp_path / "generations" / "g1"
    assert [path.stat().st_mode & 0o777 for path in (tmp_path / "generations", kept.path("g1"))] == [0o700, 0o700]


def test_a_build_that_fails_leaves_nothing(kept: Generations, tmp_path: Path) -> None:
    with pytest.raises(KeyError), kept.writing(), kept.building("g1") as folder:
        (folder / "half.bin").write_bytes(b"half")
        raise KeyError
    assert listed(tmp_path) == []
    assert build(kept).id == "g1"


@pytest.mark.parametrize("name", ["", ".hidden", "../up", "a/b", "a b", "x" * 101, "一", "g1\n"])
def test_what_is_no_id_names_no_folder(kept: Generations, tmp_path: Path, name: str) -> None:
    with kept.writing():
        with pytest.raises(ValueError, match="not a generation id"), kept.building(name):
            pass
        with pytest.raises(NothingPublished):
            kept.publish(name)
    with pytest.raises(NothingPublished):
        kept.path(name)
    assert listed(tmp_path) == []


def test_a_generation_is_built_once(kept: Generations) -> None:
    made = build(kept)
    with pytest.raises(StorageError, match="g1 is there already"), kept.writing(), kept.building("g1"):
        pass
    assert kept.all() == [made]


def test_what_a_killed_build_left_goes_with_the_next(kept: Generations, tmp_path: Path) -> None:
    build(kept)
    for name in (".building-g9", ".removed-g0"):
        (tmp_path / "generations" / name).mkdir()
        (tmp_path / "generations" / name / "half.bin").write_bytes(b"half")
    (tmp_path / "CURRENT.new").write_text("g")
    build(kept, "g2")
    assert listed(tmp_path) == ["g1", "g2"]
    assert not (tmp_path / "CURRENT.new").exists()


def test_one_is_published_at_a_time(kept: Generations) -> None:
    for name in ("g1", "g2"):
        build(kept, name)
        kept.publish(name)
        assert kept.current() == Generations(kept.path(name).parents[1]).current() == name
    kept.publish("g1")
    assert kept.current() == "g1"
    with pytest.raises(NothingPublished):
        kept.publish("g3")
    assert kept.current() == "g1"


DAMAGED = {
    "empty": b"",
    "cut off": b"g1",
    "no id": b"../g1\n",
    "no text": b"\xff\xfe\n",
    "two lines": b"g1\ng1\n",
    "no such generation": b"g2\n",
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_name_of_the_published_one_is_told(kept: Generations, tmp_path: Path, content: bytes) -> None:
    build(kept)
    (tmp_path / CURRENT).write_bytes(content)
    with pytest.raises(Damaged, match=CURRENT):
        kept.current()


def test_generations_come_oldest_first_without_what_can_not_be_read(kept: Generations, tmp_path: Path) -> None:
    for name, created in (("b", "2025-11-09"), ("c", "2025-11-08"), ("a", "2025-11-09")):
        build(kept, name, created)
    assert kept.unreadable() == []
    for name, text in (("cut", "{"), ("foreign", '{"id": "foreign"}'), ("list", "[]")):
        (tmp_path / "generations" / name).mkdir()
        (tmp_path / "generations" / name / MANIFEST).write_text(text, encoding="utf-8")
        with pytest.raises(Damaged, match=f"{name}/{MANIFEST}"):
            kept.manifest(name)
    (tmp_path / "generations" / "none").mkdir()
    assert [each.id for each in kept.all()] == ["c", "a", "b"]
    assert kept.unreadable() == ["cut", "foreign", "list", "none"]


def test_a_generation_is_removed(kept: Generations, tmp_path: Path) -> None:
    for name in ("g1", "g2"):
        build(kept, name)
    kept.remove("g1")
    assert listed(tmp_path) == ["g2"]
    with pytest.raises(StorageError):
        kept.remove("g1")


def test_what_the_gate_found_is_stored_beside_the_files(kept: Generations) -> None:
    made = build(kept)
    assert kept.recorded("g1") is None
    first = kept.record("g1", "pending", {"结果": [1]})
    second = kept.record("g1", "passed", {"结果": [1, 2]})
    assert kept.recorded("g1") == {"结果": [1, 2]}
    assert kept.manifest("g1") == second
    assert (first.gate, second.gate) == ("pending", "passed")
    (name,) = set(second.files) - set(made.files)
    assert name.startswith(GATE)
    assert second.files == made.files | {name: file_checksum(kept.path("g1") / name)}
    assert second.sizes == made.sizes | {name: file_size(kept.path("g1") / name)}
    assert replace(second, gate=None, files=made.files, sizes=made.sizes) == made
    (kept.path("g1") / name).write_text("{}", encoding="utf-8")
    with pytest.raises(Damaged, match="its bytes changed"):
        kept.recorded("g1")
    (kept.path("g1") / name).unlink()
    with pytest.raises(StorageError):
        kept.recorded("g1")


def test_there_is_one_writer(kept: Generations, tmp_path: Path) -> None:
    told: list[str] = []

    def elsewhere() -> None:
        try:
            with kept.writing():
                told.append("wrote")
        except Busy as error:
            told.append(str(error))

    with kept.writing(), kept.writing():
        for _ in range(2):
            thread = threading.Thread(target=elsewhere)
            thread.start()
            thread.join()
        with pytest.raises(Busy, match="another process is writing"), Generations(tmp_path).writing():
            pass
    elsewhere()
    assert [each.rpartition(": ")[2] for each in told] == ["another thread is writing"] * 2 + ["wrote"]
    with Generations(tmp_path).writing():
        pass


def test_the_lock_goes_with_an_error(kept: Generations, tmp_path: Path) -> None:
    with pytest.raises(KeyError), kept.writing():
        raise KeyError
    with Generations(tmp_path).writing():
        pass


def test_a_folder_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in its place")
    with pytest.raises(StorageError), Generations(tmp_path / "file").writing():
        pass


def test_checksums_are_of_every_file_that_counts(tmp_path: Path) -> None:
    for name in ("b/two.bin", "a.bin", ".tantivy.lock", "b/x.lock", MANIFEST):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(name.encode())
    assert list(checksums(tmp_path)) == ["a.bin", "b/two.bin"]
    assert checksums(tmp_path)["a.bin"] == file_checksum(tmp_path / "a.bin")
    status = (tmp_path / "a.bin").stat()
    known = checksums(tmp_path, {(status.st_dev, status.st_ino): "as in the base"})
    assert known == {"a.bin": "as in the base", "b/two.bin": file_checksum(tmp_path / "b" / "two.bin")}
    assert (file_size(tmp_path / "a.bin"), file_size(tmp_path / "none")) == (5, -1)


def test_a_manifest_is_written_as_it_is_read() -> None:
    assert Manifest(**json.loads(manifest_text(MADE))) == MADE
