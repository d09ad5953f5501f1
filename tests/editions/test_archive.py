from __future__ import annotations

import json
import sqlite3
import stat
import subprocess
import sys
import threading
from datetime import date

import pytest

from retrieval.domain import Filters
from retrieval.editions.ingest import ingest
from retrieval.editions.store.archive import Archive, ArchiveCounts
from retrieval.editions.store.database import Database, create_file
from retrieval.editions.store.migrations import STEPS, migrate
from retrieval.errors import StorageError, UnknownRecord


@pytest.fixture
def filled(archive, write):
    rows = [
        {"id": "1", "date": "2022-12-08", "page": "2", "paper": "甲报", "byline": "张三", "body": "一。" * 300},
        {"id": "2", "date": "2022-12-08", "page": "10", "paper": "甲报", "byline": "李四", "body": "二。"},
        {"id": "3", "date": "2022-12-09", "page": "A2", "paper": "甲报", "byline": "张三 李四", "body": "三。"},
        {"id": "4", "paper": "乙报", "byline": "张三丰", "body": "四。"},
        {"id": "5", "date": "2022-12-09", "page": "3", "paper": "甲报", "body": "五。"},
    ]  # fmt: skip
    ingest(archive, [write("a.jsonl", "".join(json.dumps(row) + "\n" for row in rows))])
    return archive


def external(articles):
    return [a.external_id for a in articles]


def test_order_is_newest_first_and_as_printed(filled):
    assert external(filled.articles()) == ["5", "3", "1", "2", "4"]
    assert [(e.paper, e.date) for e in filled.editions()] == [
        ("甲报", date(2022, 12, 9)),
        ("甲报", date(2022, 12, 8)),
        ("乙报", None),
    ]
    newest = filled.editions()[0]
    assert external(filled.articles(edition_id=newest.id)) == ["5", "3"]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (Filters(date_from=date(2022, 12, 9)), "53"),
        (Filters(date_to=date(2022, 12, 8)), "12"),
        (Filters(pages=("2", "3")), "51"),
        (Filters(people=("张三",)), "31"),
        (Filters(people=("李四", "张三丰")), "324"),
        (Filters(papers=("乙报",)), "4"),
        (Filters(people=("张三",), pages=("A2",)), "3"),
        (Filters(people=("三",)), ""),
        (Filters(people=("%",)), ""),
    ],
)
def test_filters(filled, where, expected):
    assert "".join(external(filled.articles(where=where))) == expected


def test_lookups(filled):
    by_external = {a.external_id: a for a in filled.articles()}
    one, two = by_external["1"], by_external["2"]
    assert filled.article(one.id) == one
    assert list(filled.articles_by_id([two.id, 999, one.id])) == [two.id, one.id]
    passages = filled.passages_of([two.id, one.id])
    assert list(passages) == [two.id, one.id]
    assert len(passages[one.id]) >= 2
    assert all(p.text == one.body[p.start : p.end] for p in passages[one.id])
    wanted = [p.id for p in reversed(passages[one.id])]
    assert list(filled.passages(wanted)) == wanted
    assert filled.passages([]) == filled.articles_by_id([]) == filled.passages_of([]) == {}
    with pytest.raises(UnknownRecord):
        filled.article(999)
    with pytest.raises(UnknownRecord):
        filled.source(999)


def test_live_passages_go_by_id(filled):
    found = list(filled.live_passages())
    assert [p.id for p, _ in found] == sorted(p.id for p, _ in found)
    assert all(p.text == a.body[p.start : p.end] and p.article_id == a.id for p, a in found)
    assert list(filled.live_passages(after_id=found[1][0].id)) == found[2:]
    assert filled.counts() == ArchiveCounts(3, 4, 5, len(found), 1)


def test_only_the_owner_can_read(filled):
    folder = filled.path.parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for file in folder.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_every_thread_has_its_connection(filled):
    found = []
    threads = [threading.Thread(target=lambda: found.append(len(list(filled.articles())))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [5] * 8


def test_a_missing_archive(tmp_path):
    with pytest.raises(StorageError, match="no archive here"):
        Archive.open(tmp_path / "archive.sqlite")


def test_opening_by_folder(filled):
    with Archive.open(filled.path.parent) as again:
        assert again.path == filled.path


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file(tmp_path, content):
    path = tmp_path / "archive.sqlite"
    path.write_bytes(content)
    with pytest.raises(StorageError):
        Archive.open(path)


def test_a_file_from_a_newer_program(filled):
    path = filled.path
    filled.close()
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO migrations VALUES (?, '')", (len(STEPS) + 1,))
    connection.close()
    with pytest.raises(StorageError, match="newer"):
        Archive.open(path)


def test_a_migration_runs_wholly_or_not_at_all_and_once(tmp_path):
    path = tmp_path / "archive.sqlite"
    create_file(path)
    database = Database(path)
    assert migrate(database) == len(STEPS)
    half = ("CREATE TABLE extra (x)", "CREATE TABLE extra (x)")
    with pytest.raises(StorageError):
        migrate(database, (*STEPS, half))
    assert migrate(database, (*STEPS, half[:1])) == 1
    assert migrate(database, (*STEPS, half[:1])) == 0
    database.close()


def test_hostile_text_is_only_text(archive, write):
    nasty = "'); DROP TABLE articles; -- <script>\u202e\x1b[31m &amp; %s {0}"
    ingest(archive, [write("a.jsonl", json.dumps({"headline": nasty, "body": nasty, "paper": nasty, "byline": nasty}))])
    printed = nasty.replace("&amp;", "&")
    (article,) = archive.articles(where=Filters(papers=(printed,)))
    assert (article.headline, article.body) == (printed, printed)


def test_reading_while_another_process_writes(filled, write):
    path = write("b.jsonl", "".join(json.dumps({"body": f"第{n}条。"}) + "\n" for n in range(300)))
    child = subprocess.Popen([sys.executable, "-c", WRITE, str(filled.path), str(path)])
    seen = set()
    while child.poll() is None:
        seen.add(filled.counts().articles)
    seen.add(filled.counts().articles)
    assert child.returncode == 0
    assert seen == {5, 305}


WRITE = """
import sys
from pathlib import Path
from retrieval.editions.store.archive import Archive
from retrieval.editions.ingest import ingest
with Archive.open(Path(sys.argv[1])) as archive:
    ingest(archive, [Path(sys.argv[2])])
"""
