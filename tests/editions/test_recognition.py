"""A corrected page takes the place of the one that it corrects, whatever it is called and however it arrives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from retrieval.editions.base.draft import EditionDefaults
from retrieval.editions.ingest import ingest
from retrieval.editions.report import FileOutcome, IngestReport
from retrieval.editions.store.archive import Archive

Sent = Callable[..., IngestReport]
BRIDGE = "## 跨河大桥合龙\n\n本报讯 (记者 丁一) 跨河大桥昨天合龙,大桥全长860米,双向六车道,预计明年六月通车。\n\n"
LONGER = BRIDGE.replace("860米", "870米")
MUSEUM = "## 新馆落成\n\n本报讯 (记者 丁一) 青溪博物馆新馆昨天落成,馆内陈列文物3456件,免费开放。\n\n"
LIBRARY = "## 图书馆延时\n\n本报讯 (记者 林晓岚) 青溪区图书馆下月起每天延长开放两个小时,读者凭身份证预约座位。\n\n"
MARKET = "## 夜市开张\n\n本报讯 (记者 秦朗) 环湖路夜市昨天开张,摊位一百二十个,每晚营业到23时,持续到国庆。\n\n"
PAGE = BRIDGE + MUSEUM + LIBRARY + MARKET
MENDED = LONGER + MUSEUM + LIBRARY + MARKET
FIRST = "临江日报/2025-03-16/A01.txt"
DAY = date(2025, 3, 16)


@pytest.fixture
def sent(archive: Archive, write: Callable[..., Path]) -> Sent:
    def send(name: str, text: str, **stated: object) -> IngestReport:
        return ingest(archive, [write(name, text)], defaults=EditionDefaults(**stated))  # type: ignore[arg-type]  # metadata by name

    return send


def lengths(archive: Archive) -> list[str]:
    """How long the bridge is said to be, with the page that says so."""
    found = []
    for article in archive.articles():
        if "大桥" in article.body:
            words = "860米" if "860米" in article.body else "870米"
            found.append(" ".join(filter(None, (words, article.paper, str(article.date or ""), article.page))))
    return found


RENAMED = {
    "修改 behind the name": "临江日报/2025-03-16/A01 修改.txt",
    "a copy of a browser": "临江日报/2025-03-16/A01 (1).txt",
    "a copy of a desktop": "临江日报/2025-03-16/A01 - 副本.txt",
    "final": "临江日报/2025-03-16/A01_final.txt",
    "from elsewhere, whole name": "收到/临江日报2025-03-16第A01版 更正.txt",
    "the paper is not stated": "收到/2025-03-16-A01.txt",
    "the page is not stated": "收到/临江日报2025-03-16.txt",
    "nothing is stated": "收到/page.txt",
    "only a name of its own": "收到/大桥合龙.txt",
    "as a markdown file": "收到/page.md",
}


@pytest.mark.parametrize("name", RENAMED.values(), ids=RENAMED)
def test_a_corrected_page_replaces_the_old_one_whatever_it_is_called(archive: Archive, sent: Sent, name: str) -> None:
    sent(FIRST, PAGE)
    before = {article.headline: article.id for article in archive.articles()}
    report = sent(name, MENDED)
    assert lengths(archive) == ["870米 临江日报 2025-03-16 A1"]
    after = {article.headline: article.id for article in archive.articles()}
    assert [headline for headline in before if before[headline] != after[headline]] == ["跨河大桥合龙"]
    assert archive.version_of(before["跨河大桥合龙"]) == after["跨河大桥合龙"]
    (file,) = report
    assert (file.outcome, file.added, file.kept, file.replaced) == (FileOutcome.CORRECTED, 1, 3, 1)
    (change,) = report.changes
    assert (change.before is not None and "860米" in change.before, change.after is not None) == (True, True)


def test_a_page_without_a_date_sent_twice_stands_once(archive: Archive, sent: Sent) -> None:
    sent("一/page.txt", PAGE)
    sent("二/page.txt", MENDED)
    assert lengths(archive) == ["870米"]
    assert archive.counts().articles == 4


def test_what_was_not_stated_at_first_may_be_stated_later(archive: Archive, sent: Sent) -> None:
    sent("一/page.txt", PAGE)
    sent("二/page.txt", MENDED, paper="临江日报", date=DAY, page="A1")
    assert lengths(archive) == ["870米 临江日报 2025-03-16 A1"]
    assert {article.date for article in archive.articles()} == {DAY}
    assert archive.counts().editions == 1


def test_a_file_that_was_recognised_stays_where_it_was_placed(archive: Archive, sent: Sent) -> None:
    sent(FIRST, PAGE)
    sent("收到/page.txt", MENDED)
    sent("收到/page.txt", MENDED.replace("六月通车", "七月通车"))
    assert lengths(archive) == ["870米 临江日报 2025-03-16 A1"]
    assert archive.counts().articles == 4


OTHERS = {
    "another day": ("临江日报/2025-03-17/A01.txt", MENDED),
    "another paper": ("临江晚报/2025-03-16/A01.txt", MENDED),
    "another page": ("临江日报/2025-03-16/A02.txt", MENDED),
    "another text": ("收到/page.txt", "## 花展\n\n本报讯 (记者 秦朗) 花木展周末在东郊开幕,展出盆景四百件,展期两周。\n"),
}


@pytest.mark.parametrize(("name", "text"), OTHERS.values(), ids=OTHERS)
def test_what_is_no_correction_stands_beside(archive: Archive, sent: Sent, name: str, text: str) -> None:
    sent(FIRST, PAGE)
    sent(name, text)
    assert "860米 临江日报 2025-03-16 A1" in lengths(archive)
    assert archive.counts().articles == 4 + text.count("##")


def test_an_excerpt_replaces_its_article_and_leaves_the_page(archive: Archive, sent: Sent) -> None:
    sent(FIRST, PAGE)
    sent("收到/大桥.txt", LONGER)
    assert lengths(archive) == ["870米 临江日报 2025-03-16 A1"]
    assert archive.counts().articles == 4


def test_a_page_that_repeats_little_of_another_is_a_page_of_its_own(archive: Archive, sent: Sent) -> None:
    sent(FIRST, PAGE)
    more = [f"## 社区新闻之{n}\n\n本报讯 (记者 秦朗) {n}号社区昨天开了居民议事会,谈了{n}件事。\n\n" for n in "甲乙丙丁"]
    sent("收到/page.txt", MARKET + "".join(more))
    assert archive.counts().articles == 4 + 5


def test_a_folder_with_the_page_and_its_correction(
    archive: Archive, write: Callable[..., Path], tmp_path: Path
) -> None:
    write(FIRST, PAGE)
    write("临江日报/2025-03-16/A01 修改.txt", MENDED)
    for _ in range(2):
        report = ingest(archive, [tmp_path / "临江日报"])
        assert lengths(archive) == ["870米 临江日报 2025-03-16 A1"]
        assert archive.counts().articles == 4
    assert [file.outcome for file in report] == [FileOutcome.UNCHANGED, FileOutcome.UNCHANGED]
    assert report.warnings == (f"{tmp_path / FIRST}: A01 修改.txt took its place; left out while it stays as it is",)


def test_reading_everything_again_does_not_bring_the_old_page_back(
    archive: Archive, sent: Sent, write: Callable[..., Path], tmp_path: Path
) -> None:
    sent(FIRST, PAGE)
    sent("sources/a1b2/0/page.txt", MENDED)
    report = ingest(archive, [tmp_path / "临江日报"])
    assert "page.txt took its place" in report.warnings[0]
    assert lengths(archive) == ["870米 临江日报 2025-03-16 A1"]
    sent(FIRST, PAGE.replace("860米", "860米") + "\n")  # saved anew: somebody wants it
    assert lengths(archive) == ["860米 临江日报 2025-03-16 A1"]
    sent("sources/c3d4/0/page.txt", MENDED)
    assert lengths(archive) == ["870米 临江日报 2025-03-16 A1"], "what is sent anew is newer"


def test_the_old_page_counts_again_when_the_correction_is_gone(archive: Archive, sent: Sent, tmp_path: Path) -> None:
    sent(FIRST, PAGE)
    sent("收到/page.txt", MENDED)
    (tmp_path / "收到" / "page.txt").unlink()
    sent(FIRST, PAGE)
    assert lengths(archive) == ["860米 临江日报 2025-03-16 A1"]


def test_parts_of_a_page_in_several_files_of_one_call_stand_beside_each_other(
    archive: Archive, write: Callable[..., Path], tmp_path: Path
) -> None:
    write("临江日报/2025-03-16/A01.txt", BRIDGE + MUSEUM)
    write("临江日报/2025-03-16/第A01版.txt", LIBRARY + MARKET)
    ingest(archive, [tmp_path / "临江日报"])
    assert archive.counts().articles == 4
    write("临江日报/2025-03-16/A01 修改.txt", LONGER + MUSEUM)
    ingest(archive, [tmp_path / "临江日报"])
    assert lengths(archive) == ["870米 临江日报 2025-03-16 A1"]
    assert archive.counts().articles == 4


def test_two_files_of_one_folder_stand_beside_each_other(
    archive: Archive, write: Callable[..., Path], tmp_path: Path
) -> None:
    write("稿件/a.txt", BRIDGE)
    write("稿件/b.txt", LONGER)
    ingest(archive, [tmp_path / "稿件"])
    assert sorted(lengths(archive)) == ["860米", "870米"]
    ingest(archive, [write("稿件/c.txt", LONGER + "大桥将于七月通车。\n")])
    assert len(lengths(archive)) == 3, "one after the other as in one call"
    (tmp_path / "稿件" / "a.txt").rename(tmp_path / "稿件" / "d.txt")
    ingest(archive, [tmp_path / "稿件" / "d.txt"])
    assert len(lengths(archive)) == 3, "a file that was renamed is the file that it was"


def line(number: str, body: str, day: str = "2025-03-16") -> str:
    return f'{{"id": "{number}", "headline": "大桥合龙", "date": "{day}", "body": "{body}"}}\n'


WORDS = "跨河大桥昨天合龙，大桥全长860米，双向六车道，预计明年六月通车。"


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (line("7", WORDS.replace("860米", "870米")), ["870米 2025-03-16"]),
        (line("7", WORDS), ["860米 2025-03-16"]),
        (line("8", WORDS.replace("860米", "870米")), ["860米 2025-03-16", "870米 2025-03-16"]),
        (line("7", "环湖路大桥870米开了夜市，摊位很多。"), ["860米 2025-03-16", "870米 2025-03-16"]),
        (line("7", WORDS.replace("860米", "870米"), "2025-03-17"), ["870米 2025-03-17", "860米 2025-03-16"]),
    ],
    ids=["corrected", "the same", "another id", "another report", "another day"],
)
def test_lines_of_one_edition_are_told_apart_by_id_across_files(
    archive: Archive, sent: Sent, second: str, expected: list[str]
) -> None:
    sent("a.jsonl", line("7", WORDS))
    sent("b.jsonl", second + line("9", "花木展周末在东郊开幕。"))
    assert lengths(archive) == expected
    sent("a.jsonl", line("7", WORDS))
    assert lengths(archive) == expected, "reading both again changes nothing"
