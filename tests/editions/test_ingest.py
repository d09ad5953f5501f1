"""What ingest adds, keeps, replaces and says."""

from __future__ import annotations

import json
import shutil
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from retrieval.domain import source_bytes
from retrieval.editions.ingest import EditionDefaults, FileOutcome, ingest
from retrieval.editions.store.archive import Archive
from retrieval.errors import Busy

PAGE = """\
## 冰场开放

本报讯（记者 孟冬）什刹海冰场今天开放，票价二十元，老人和学生半价。

## 书市重开

本报讯（记者 石磊）停了三年的旧书市周六重开，摊位一百二十个，一律不收摊位费。

## 公交延长

本报讯（记者 夏天）从明天起，两条公交线路向东延长四站，末班车二十三点。
"""
CORRECTED = PAGE.replace("票价二十元", "票价三十元")


def ids(archive):
    return {a.headline: (a.id, [p.id for p in archive.passages_of([a.id])[a.id]]) for a in archive.articles()}


def numbers(file):
    return file.outcome, file.added, file.kept, file.replaced


def test_reading_twice_changes_nothing(archive, write):
    path = write("2022-12-08/03.txt", PAGE)
    first = ingest(archive, [path])
    before, revision = ids(archive), archive.revision()
    second = ingest(archive, [path])
    assert numbers(first.files[0]) == (FileOutcome.ADDED, 3, 0, 0)
    assert numbers(second.files[0]) == (FileOutcome.UNCHANGED, 0, 3, 0)
    assert (ids(archive), archive.revision()) == (before, revision)
    assert (first.editions, first.pages, first.articles, first.complete) == (1, 1, 3, True)
    assert (second.editions, second.pages, second.articles, second.changed) == (1, 1, 3, False)


@pytest.mark.parametrize("corrected_name", ["2022-12-08/03.txt", "corrected/2022-12-08/A-other/../../2022-12-08-3.txt"])
def test_a_corrected_page_replaces_what_changed_and_keeps_the_rest(archive, write, corrected_name):
    write("corrected/2022-12-08/A-other/x", "")
    ingest(archive, [write("2022-12-08/03.txt", PAGE)])
    before, revision = ids(archive), archive.revision()
    path = write(corrected_name, CORRECTED)
    report = ingest(archive, [path])
    after = ids(archive)
    assert numbers(report.files[0]) == (FileOutcome.CORRECTED, 1, 2, 1)
    assert archive.revision() == revision + 1
    assert after["书市重开"] == before["书市重开"]
    assert after["公交延长"] == before["公交延长"]
    assert after["冰场开放"][0] > max(id_ for id_, _ in before.values())
    assert min(after["冰场开放"][1]) > max(p for _, some in before.values() for p in some)
    assert archive.articles_by_id([before["冰场开放"][0]]) == {}
    assert archive.passages(before["冰场开放"][1]) == {}
    data = path.read_bytes()
    for article in archive.articles():
        ranges = source_bytes(article.body, article.pieces, 0, len(article.body))
        assert b"".join(data[a:b] for a, b in ranges).decode() == article.body.replace("\n", "")


def test_ids_are_never_given_twice(archive, write):
    ingest(archive, [write("2022-12-08/03.txt", PAGE)])
    first = ids(archive)
    ingest(archive, [write("2022-12-08/03.txt", CORRECTED)])
    ingest(archive, [write("2022-12-08/03.txt", PAGE)])
    assert ids(archive)["冰场开放"] != first["冰场开放"]
    assert archive.counts().articles == 3


def test_the_same_page_from_another_place_is_unchanged(archive, write, tmp_path):
    path = write("a/page.txt", PAGE)
    ingest(archive, [path])
    copy = write("b/copy.txt", PAGE)
    assert numbers(ingest(archive, [copy]).files[0]) == (FileOutcome.UNCHANGED, 0, 3, 0)
    assert {a.source_file for a in archive.articles()} == {str(path)}
    path.unlink()
    ingest(archive, [copy])
    assert {a.source_file for a in archive.articles()} == {str(copy)}


def test_the_same_text_in_another_edition_is_another_article(archive, write):
    ingest(archive, [write("2022-12-08/03.txt", PAGE), write("2022-12-09/03.txt", PAGE)])
    assert archive.counts().articles == 6
    assert [e.date for e in archive.editions()] == [date(2022, 12, 9), date(2022, 12, 8)]
    assert archive.newest_date() == date(2022, 12, 9)


def test_two_files_of_one_call_may_be_the_same_page(archive, write, tmp_path):
    write("2022-12-08/03.txt", PAGE)
    write("2022-12-08/3.txt", "## 花会\n\n本报讯（记者 花盛）花会周日开幕，门票免费，需要预约。\n")
    for _ in range(2):
        report = ingest(archive, [tmp_path / "2022-12-08"])
        assert archive.counts().articles == 4
        assert "is the same page; both were kept" in report.warnings[0]
    assert not report.changed


def test_metadata_given_later(archive, write):
    path = write("page.txt", PAGE)
    ingest(archive, [path])
    report = ingest(archive, [path], defaults=EditionDefaults(None, date(2022, 12, 8), "3"))
    assert report.files[0].outcome is FileOutcome.CORRECTED
    assert {(a.date, a.page) for a in archive.articles()} == {(date(2022, 12, 8), "3")}
    assert archive.counts().articles == 3


def test_a_file_given_twice_counts_once(archive, write, tmp_path):
    path = write("e/page.txt", PAGE)
    assert len(ingest(archive, [path, tmp_path / "e", path]).files) == 1


def test_dry_run_says_the_same_and_does_nothing(archive, write):
    path = write("page.txt", PAGE)
    dry = ingest(archive, [path], dry_run=True)
    assert archive.counts().articles == 0
    assert archive.revision() == 0
    assert dry.files == ingest(archive, [path]).files


def test_progress_ends_with_everything(archive, write):
    path = write("a.jsonl", "".join(json.dumps({"body": f"第{n}条。"}) + "\n" for n in range(1000)))
    other = write("page.txt", PAGE)
    seen = []
    ingest(archive, [path, other], progress=lambda done, total: seen.append((done, total)))
    total = path.stat().st_size + other.stat().st_size
    assert seen == sorted(seen)
    assert seen[-1] == (total, total)
    assert len(seen) >= 6


def lines(*rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def test_json_lines_are_told_apart_by_id(archive, write):
    path = write(
        "a.jsonl", lines({"id": "1", "body": "一。"}, {"id": "2", "body": "二。"}, {"id": "3", "body": "三。"})
    )
    ingest(archive, [path])
    before = {a.external_id: a.id for a in archive.articles()}
    write("a.jsonl", lines({"id": "4", "body": "四。"}, {"id": "2", "body": "二！"}, {"id": "1", "body": "一。"}))
    assert numbers(ingest(archive, [path]).files[0]) == (FileOutcome.CORRECTED, 2, 1, 2)
    after = {a.external_id: a.id for a in archive.articles()}
    assert after["1"] == before["1"]
    assert set(after) == {"1", "2", "4"}
    assert [a.external_id for a in archive.articles()] == ["4", "2", "1"]


def test_a_damaged_json_lines_file_takes_nothing_away(archive, write):
    rows = [{"id": "1", "body": "一。"}, {"id": "2", "body": "二。"}, {"body": "三。"}]
    path = write("a.jsonl", lines(*rows))
    ingest(archive, [path])
    path.write_text(lines({"id": "1", "body": "壹。"}) + '{"id": "2", "bo')
    (file,) = ingest(archive, [path]).files
    assert numbers(file) == (FileOutcome.CORRECTED, 1, 0, 1)
    assert file.warnings == (
        "1 unreadable lines were left out",
        "2 articles read earlier were kept, because lines of the file are unreadable",
    )
    assert sorted(a.body for a in archive.articles()) == ["三。", "二。", "壹。"]
    path.write_text(lines(*rows))
    ingest(archive, [path])
    assert sorted(a.body for a in archive.articles()) == ["一。", "三。", "二。"]


def test_repeated_lines_are_kept_as_they_are(archive, write):
    path = write("a.jsonl", lines({"body": "一。"}, {"body": "一。"}))
    ingest(archive, [path])
    assert archive.counts().articles == 2
    assert not ingest(archive, [path]).changed


def test_sources_open_from_anywhere(archive, write, monkeypatch, tmp_path):
    write("e/2022-12-08/03.txt", PAGE)
    monkeypatch.chdir(tmp_path)
    ingest(archive, [Path("e")])
    article = next(iter(archive.articles()))
    source = archive.source(article.source_id)
    assert article.source_file == source.path == "e/2022-12-08/03.txt"
    assert source.absolute == str((tmp_path / "e/2022-12-08/03.txt").resolve())
    assert (source.format, source.size) == ("page", len(PAGE.encode()))


def test_a_reader_sees_one_moment_while_an_ingest_runs(archive, write):
    ingest(archive, [write("2022-12-08/03.txt", PAGE)])
    walk = archive.live_passages()
    first = next(walk)
    ingest(archive, [write("2022-12-08/03.txt", CORRECTED)])
    rest = list(walk)
    assert "二十元" in "".join(p.text for p, _ in [first, *rest])
    assert "三十元" in "".join(p.text for p, _ in archive.live_passages())


def test_a_second_writer_is_told_to_wait(archive, write):
    path = write("page.txt", PAGE)
    other = sqlite3.connect(archive.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Archive.open(archive.path, wait_s=0.05) as second, pytest.raises(Busy):
        ingest(second, [path])
    other.execute("ROLLBACK")
    other.close()
    assert ingest(archive, [path]).added == 3


def test_a_folder_with_one_bad_file(archive, write, tmp_path):
    write("e/2022-12-08/01.txt", PAGE)
    write("e/2022-12-08/02.txt", b"\x00\x01\x02 binary")
    write("e/2022-12-08/03.md", PAGE)
    write("e/2022-12-08/notes.doc", b"%PDF")
    write("e/2022-12-08/.hidden.txt", PAGE)
    report = ingest(archive, [tmp_path / "e"])
    assert [f.outcome for f in report.files] == [FileOutcome.ADDED, FileOutcome.REJECTED, FileOutcome.ADDED]
    assert (report.complete, len(report.errors), report.errors[0].code) == (False, 1, "binary")
    assert archive.counts().pages == 2


def test_links_that_lead_outside_are_passed_over(archive, write, tmp_path):
    outside = write("secret/02.txt", PAGE)
    write("e/01.txt", "本报讯（记者 安平）今天有雨。")
    (tmp_path / "e" / "02.txt").symlink_to(outside)
    assert len(ingest(archive, [tmp_path / "e"]).files) == 1


def test_a_moved_folder(archive, write, tmp_path):
    write("e/2022-12-08/01.txt", PAGE)
    ingest(archive, [tmp_path / "e"])
    before = ids(archive)
    shutil.move(tmp_path / "e", tmp_path / "f")
    report = ingest(archive, [tmp_path / "f"])
    assert report.files[0].outcome is FileOutcome.UNCHANGED
    assert ids(archive) == before
    assert all("/f/" in a.source_file for a in archive.articles())
