"""``baowen index``: what is said of files and of the publishing, and the exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import Result

from bot.messages import Exit
from bot.settings import Settings
from bot.terminal.index import encoding_with, exit_of, index, published
from bot.terminal.index_report import FILES_LISTED, gate_json, report_json, report_text
from bot.terminal.progress import progress_bars
from bot.terminal.screen import Screen
from bot.terminal.words.indexing import IndexText
from bot.wiring import IndexReport, Newsroom
from retrieval.editions.report import FileOutcome, FileReport, HeldArticle, IngestReport
from retrieval.editions.store.changes import ArticleChange
from retrieval.editions.store.stated_status import StatusChanges
from retrieval.editions.store.writer import ArticleLabel
from retrieval.errors import BadInput
from retrieval.index.gate import Measure, Reason, Refused
from tests.bot.support import DAY, LATER, verdict

Run = Callable[..., Result]
SCREEN = Screen()
PAGES = frozenset({("青溪晚报", DAY, "2")})
GOOD = FileReport("a.txt", FileOutcome.ADDED, PAGES, articles=2, added=2, joins=1)
LINE = BadInput("json", "b.jsonl", "no JSON", line=3)
HALF = FileReport("b.jsonl", FileOutcome.ADDED, PAGES, articles=1, added=1, bad_lines=(LINE,), warnings=("坏\x1b行",))
BAD = FileReport("c.pdf", FileOutcome.REJECTED, error=BadInput("unsupported", "c.pdf", "suffix .pdf"))
REFUSAL = Refused(verdict(Reason(Measure.MUST, questions=("甲",))))


def report(*files: FileReport, refused: Refused | None = None, withheld: int = 0) -> IndexReport:
    return IndexReport(IngestReport(files, 1, withheld=withheld), None, refused)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (report(), Exit.OK),
        (report(GOOD), Exit.OK),
        (report(GOOD, HALF), Exit.PARTLY),
        (report(GOOD, BAD), Exit.PARTLY),
        (report(BAD, BAD), Exit.BAD_INPUT),
        (report(BAD, refused=REFUSAL), Exit.REFUSED),
    ],
    ids=["no files", "good", "a bad line", "one bad file", "all bad", "refused before all"],
)
def test_the_exit_code_says_how_much_was_read(given: IndexReport, code: Exit) -> None:
    assert exit_of(given) == code


def test_what_is_passed_over_has_a_reason_and_no_warning() -> None:
    listed = "page 1 of a digital edition, which lists 2 articles"
    page = FileReport("node_2.htm", FileOutcome.PASSED_OVER, warnings=(listed,))
    told = report_text(report(page), SCREEN).splitlines()
    assert told[:2] == ["无需收录  node_2.htm", "  第1版，数字报的版面页，列出 2 篇"]


def test_each_file_has_a_line_and_all_have_a_sum() -> None:
    corrected = FileReport("d.txt", FileOutcome.CORRECTED, PAGES, articles=3, added=1, kept=2, replaced=1)
    lines = report_text(report(GOOD, HALF, BAD, corrected, withheld=2), SCREEN).split("\n")
    assert lines[:2] == ["新收录  a.txt  2 篇，断栏 1 处", "新收录  b.jsonl  1 篇"]
    assert lines[2] == "  注意：坏\N{REPLACEMENT CHARACTER}行"
    assert lines[3:5] == ["未收录  c.pdf", "已更正  d.txt  3 篇（保留 2，新 1，换下 1）"]
    assert lines[5] == "共 4 个文件：1 期，1 版，6 篇，修复断栏 1 处"
    assert lines[6].startswith("其中 2 个部分先前已经撤回")
    assert lines[7] == "没有可发布的内容。"
    assert report_text(report(GOOD), SCREEN, dry_run=True).endswith("只做了检查，没有写入。")
    assert report_text(report(), SCREEN) == "没有可发布的内容。"


def test_a_year_is_told_in_sums_and_each_of_its_files_where_that_is_asked() -> None:
    files = [replace(GOOD, path=f"{number}.txt") for number in range(FILES_LISTED + 1)]
    told = report_text(report(*files, BAD), SCREEN)
    assert "30.txt" not in told
    assert len(told.split("\n")) < 6
    assert f"共 {FILES_LISTED + 2} 个文件" in told
    whole = report_text(report(*files, BAD), SCREEN, verbose=True)
    assert all(f"新收录  {file.path}" in whole for file in files)


def test_a_correction_shows_what_reads_otherwise() -> None:
    bridge = ArticleLabel(2, 1, "青溪晚报", "2025-11-10", "3", "青湾大桥合龙", "青湾大桥")
    before = "青湾大桥昨天合龙,大桥全长860米,双向六车道。"
    changes = [ArticleChange(bridge, before=before, after=before.replace("860", "870"))] * 11
    changes.append(ArticleChange(bridge))
    read = replace(report(GOOD).read, changes=tuple(changes))
    lines = report_text(IndexReport(read, None), SCREEN, dry_run=True).split("\n")
    assert lines[2:4] == ["改动  《青湾大桥合龙》 第3版", "  大桥全长860米 → 大桥全长870米"]
    assert lines[-2:] == ["… 另有 1 篇改动", "只做了检查，没有写入。"]


def test_a_refusal_is_told_with_the_ways_on() -> None:
    text = report_text(report(GOOD, refused=REFUSAL), SCREEN)
    assert "必须答对的题有 1 道没有答对：\n  ✗ 甲" in text
    assert "baowen index --force" in text
    record = json.loads(json.dumps(report_json(report(GOOD, BAD, refused=REFUSAL))))
    assert (record["gate"]["passed"], record["gate"]["forced"]) == (False, False)
    assert (record["generation"], record["passages"]) == (None, None)
    assert [file["error"] for file in record["files"]] == [None, "c.pdf: suffix .pdf"]
    assert gate_json(report(GOOD)) is None


def test_a_line_that_could_not_be_read_is_in_the_record() -> None:
    record = json.loads(json.dumps(report_json(report(HALF))))
    assert record["files"][0]["bad_lines"] == ["b.jsonl:3: no JSON"]
    assert record["gate"] is None


def test_another_model_has_no_revision_of_the_one_that_was_set() -> None:
    settings = Settings(model="a/b", model_revision="1", offline=True)
    assert encoding_with(settings, None) is settings
    assert encoding_with(settings, "a/b") is settings
    other = encoding_with(settings, "c/d")
    assert (other.model, other.model_revision, other.offline) == ("c/d", None, True)


def test_without_files_and_without_an_archive_something_must_be_given(run: Run, tmp_path: Path) -> None:
    with pytest.raises(click.UsageError, match="请给出要读入的文件或文件夹"):
        run(index, given=Settings(data=tmp_path / "nowhere", offline=True))
    assert not (tmp_path / "nowhere").exists()


def test_publishing_again_changes_nothing(room: Newsroom) -> None:
    told: list[str] = []
    read = room.read([])
    done = published(
        room, read, force=False, encoding=lambda done, total: told.append("encoded"), asking=lambda done, total: None
    )
    assert done.published is not None
    assert not done.published.changed
    assert told == []
    assert report_text(done, SCREEN) == f"内容没有变化，仍是版本 {done.published.manifest.id}。"


def test_what_the_gate_refuses_stays_read_and_can_be_forced(
    room: Newsroom, settings: Settings, run: Run, tmp_path: Path
) -> None:
    question = {"question": "火星基地住了多少人", "answers": ["3人"], "must": True}
    (settings.data / "questions.jsonl").write_text(json.dumps(question) + "\n", encoding="utf-8")
    file = tmp_path / "later.jsonl"
    file.write_text(LATER, encoding="utf-8")
    ran = run(index, file)
    assert ran.return_value == Exit.REFUSED
    assert "没有通过发布前的检验" in ran.stderr
    assert room.archive.counts().articles == 3
    ran = run(index, "--force", "--json")
    assert ran.return_value == Exit.OK
    record = json.loads(ran.stdout)
    assert (record["files"], record["gate"]["forced"]) == ([], True)
    assert record["encoded"] + record["reused"] >= 1


def test_bars_take_any_numbers_where_there_is_no_terminal() -> None:
    with progress_bars("zh-hans") as bar:
        told = bar(IndexText.READING)
        told(0, 0)
        told(3, 2)
        bar(IndexText.ENCODING)(1, 1)


def test_a_dry_run_tells_what_each_file_would_become() -> None:
    held = (
        HeldArticle("大桥合龙", "青湾大桥", DAY, "2", None),
        HeldArticle(None, "（上接第1版）下月通车", None, None, "上接第1版"),
    )
    undated = frozenset({("青溪晚报", None, None)})
    file = replace(GOOD, held=held, articles=3, page_keys=PAGES | undated)
    read = replace(report(file).read, continued=2, unknown=1)
    lines = report_text(IndexReport(read, None), SCREEN, dry_run=True).split("\n")
    assert lines[1:4] == [
        "  2025年11月8日 第2版  《大桥合龙》",
        "  日期和版次不详  “（上接第1版）下月通车……”",
        "  另有 1 篇",
    ]
    assert lines[5] == "转版接上 2 处，没有找到前文的 1 处"
    assert lines[6].startswith("没有日期的 1 个文件")
    narrow = report_text(IndexReport(read, None), Screen(width=24), dry_run=True).split("\n")
    at = next(number for number, line in enumerate(narrow) if line.startswith("  2025年11月8日"))
    assert narrow[at + 1].startswith("    ")
    assert "大桥合龙" not in report_text(IndexReport(read, None), SCREEN)
    record = report_json(IndexReport(read, None))
    assert (record["continued"], record["unknown_beginnings"], record["undated_files"]) == (2, 1, 1)
    assert record["files"][0]["held"][0] == {
        "headline": "大桥合龙", "opening": "青湾大桥", "date": DAY.isoformat(), "page": "2",
    }  # fmt: skip


def test_notices_are_told() -> None:
    read = replace(report(GOOD).read, statuses=StatusChanges(2, 1, tuple("abcdefg")))
    text = report_text(IndexReport(read, None), SCREEN)
    assert "按来源的通知撤回 2 篇" in text
    assert "按来源的通知恢复 1 篇" in text
    assert "通知里有 7 篇没有收录过，如 a、b、c、d、e" in text
