"""``baowen eval``: questions held against what is published, the tables, and where a report may be written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import Result

from bot.terminal.evaluation import (
    ANSWERING,
    FINDING,
    ask_all,
    cost_lines,
    evaluation,
    figures_lines,
    interval_lines,
    titles,
    write,
)
from bot.terminal.screen import Screen
from bot.wiring import Newsroom
from retrieval.evaluation.appraise import Appraisal, appraise
from retrieval.evaluation.question_file import AskedQuestion
from tests.bot.support import DAY, LIBRARY, outcome

Run = Callable[..., Result]
SCREEN = Screen()
QUESTIONS = [
    AskedQuestion("图书馆改造工程总投资多少", ("1260万元",), "direct", LIBRARY),
    AskedQuestion("火星基地住了多少人", (), "none"),
]


@pytest.fixture(scope="module")
def appraised() -> Appraisal:
    timed = {"rank": 2.0, "cite": 1.0}
    return appraise(
        [
            outcome(0.9, stages_ms=timed),
            outcome(0.4, right=False, stages_ms=timed),
            outcome(0.2, asked=AskedQuestion("火星", (), "none"), article_right=None, rank=None, f1=None),
        ]
    )


def rows(lines: Iterable[str]) -> list[list[str]]:
    return [line.split() for line in lines]


def test_every_question_is_asked_and_told_of(room: Newsroom) -> None:
    told: list[tuple[int, int]] = []
    found = ask_all(room, QUESTIONS, DAY, lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]
    assert [each.asked for each in found.outcomes] == QUESTIONS
    assert set(found.figures) == {"direct", "none", ""}
    assert found.figures["direct"].recall_1 == found.figures["direct"].in_first == 1.0
    assert found.figures["none"].recall_1 is None
    assert set(found.stages()) >= {"understand", "rank"}


def test_no_questions_have_no_figures(room: Newsroom) -> None:
    found = ask_all(room, [], DAY, lambda done, total: None)
    assert found.figures[""].questions == 0
    assert list(cost_lines(found, SCREEN)) == []


def test_the_table_ends_with_all_questions(appraised: Appraisal) -> None:
    heads, *body = rows(figures_lines(appraised.figures, FINDING, SCREEN))
    assert heads == ["类型", *titles(FINDING, SCREEN.lang).values()]
    assert [row[0] for row in body] == ["direct", "none", "全部"]
    assert body[0][1:] == ["2", "50%", "50%", "50%", "50%", "50%", "100%", "0.62"]
    assert body[1][1:] == ["1", *["–"] * 7]


def test_only_shares_have_intervals(appraised: Appraisal) -> None:
    titles = [row[0] for row in rows(interval_lines(appraised.figures[""], SCREEN))]
    assert {"首条", "MRR", "误答"} <= set(titles)
    assert not {"题数", "p50毫秒"} & set(titles)


def test_what_answering_more_costs_is_told_step_by_step(appraised: Appraisal) -> None:
    lines = list(cost_lines(appraised, SCREEN))
    assert lines[0] == "有答案的题答出 50% 时（把握 ≥ 0.90）：误答 0%，答错 0%"
    assert "有答案的题答出 90% 时（把握 ≥ 0.40）：误答 0%，答错 50%" in lines
    assert "各步用时 p50/p95 毫秒：排序 2/2、引用 1/1" in lines
    assert lines[-1].startswith("把握与事实：")


def test_a_folder_that_is_not_there_is_told_before_the_questions_are_read(run: Run, tmp_path: Path) -> None:
    for option in ("--out", "--html"):
        with pytest.raises(click.UsageError, match=r"没有 .*nowhere 这个文件夹"):
            run(evaluation, tmp_path / "no-questions.jsonl", option, tmp_path / "nowhere" / "report")


def test_a_place_that_can_not_be_written_is_a_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(click.UsageError, match="写不了"):
        write(tmp_path, "报告")
    write(tmp_path / "report", "报告")
    assert (tmp_path / "report").read_text(encoding="utf-8") == "报告"


def test_figures_as_json_and_all_results_in_a_file(run: Run, tmp_path: Path) -> None:
    lines = [{"question": each.question, "answers": each.answers, "kind": each.kind} for each in QUESTIONS]
    file, out = tmp_path / "questions.jsonl", tmp_path / "out.json"
    file.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in lines), encoding="utf-8")
    ran = run(evaluation, file, "--today", DAY, "--json", "--out", out)
    figures, record = json.loads(ran.stdout), json.loads(out.read_text(encoding="utf-8"))
    assert list(figures) == ["direct", "none", ""]
    assert {*FINDING, *ANSWERING} <= set(figures[""])
    assert (record["file"], record["split"], record["today"]) == ("questions.jsonl", "all", "2025-11-08")
    assert {name: row["questions"] for name, row in record["figures"].items()} == {"direct": 1, "none": 1, "": 2}


def test_a_question_without_a_place_counts_for_no_recall(appraised: Appraisal) -> None:
    unnamed = [replace(each, asked=replace(each.asked, article=None), rank=None) for each in appraised.outcomes]
    _, *body = rows(figures_lines(appraise(unnamed).figures, FINDING, SCREEN))
    assert all(row[-4:] == ["–"] * 4 for row in body)
