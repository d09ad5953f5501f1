"""``baowen tune``: where questions come from, what is kept, what is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import Result

from bot.settings import Settings
from bot.terminal.screen import Screen
from bot.terminal.tune import SEED, _from_file, _keep, _own, _record, report_text, tune
from bot.wiring import Newsroom
from retrieval.answers.ranking.blend import Blend
from retrieval.answers.tuning import FILE, HEAVIEST, Tuning, read_tuning
from retrieval.errors import BadInput
from retrieval.evaluation.tune import FEWEST_CASES, RecallChange, Report
from tests.bot.support import LIBRARY

Run = Callable[..., Result]
FITTED = Tuning("encoder", None, Blend(HEAVIEST, 0.5), 0.3, 0.1, {"questions": 40})
REPORT = Report(
    questions=40,
    before=RecallChange(0.5, (0.4, 0.6), 0.5),
    after=RecallChange(0.75, (0.6, 0.9), 0.8),
    encoder_alone=RecallChange(0.25, (0.1, 0.4), 0.3),
    gain=(-0.05, 0.2),
    answered_share=0.9,
    false_share=0.04,
    tuning=FITTED,
)
WORSE = replace(REPORT, after=REPORT.before)


def asked(file: Path, *lines: dict[str, object]) -> Path:
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return file


def test_only_questions_with_an_answer_and_an_article_that_is_here_are_fitted_to(
    room: Newsroom, tmp_path: Path
) -> None:
    file = asked(
        tmp_path / "questions.jsonl",
        {"question": "新增座位多少", "answers": ["320个"], "article": LIBRARY},
        {"question": "新增座位多少？", "answers": ["320个"]},
        {"question": "新增座位多少吗", "answers": [], "article": LIBRARY},
        {"question": "大桥全长多少", "answers": ["3里"], "article": "大桥合龙"},
    )
    with room.published() as paper:
        (found,) = _from_file(paper, file)
    assert found.question == "新增座位多少"
    assert [article.headline for article in room.archive.articles_by_id(list(found.gold)).values()] == [LIBRARY]
    with room.published() as paper, pytest.raises(BadInput, match="no-such-file"):
        _from_file(paper, tmp_path / "no-such-file.jsonl")


def test_questions_of_the_archive_are_the_same_every_time(room: Newsroom) -> None:
    with room.published() as paper:
        found = _own(paper, room.tokenizer, 5)
        assert found == _own(paper, room.tokenizer, 5)
    assert 0 < len(found) <= 5
    assert {number for each in found for number in each.gold} <= {article.id for article in room.archive.articles()}


def test_too_few_questions_change_nothing(run: Run, settings: Settings, tmp_path: Path) -> None:
    file = asked(tmp_path / "questions.jsonl", {"question": "新增座位多少", "answers": ["320个"], "article": LIBRARY})
    with pytest.raises(click.UsageError, match=f"不到 {FEWEST_CASES} 个"):
        run(tune, file)
    assert not (settings.data / FILE).exists()
    with pytest.raises(click.BadParameter):
        run(tune, "--count", FEWEST_CASES - 1)


def test_going_back_can_be_told_twice(run: Run, settings: Settings) -> None:
    _keep(FITTED, settings.data / FILE, source="archive")
    for _ in range(2):
        assert "已回到随程序附带的权重" in run(tune, "--reset").stdout
        assert not (settings.data / FILE).exists()


def test_weights_are_kept_with_what_they_were_fitted_on(tmp_path: Path) -> None:
    _keep(FITTED, tmp_path / FILE, source="questions.jsonl")
    kept = read_tuning(tmp_path / FILE, "encoder", None)
    assert kept == replace(FITTED, figures={"questions": 40, "source": "questions.jsonl", "seed": SEED})
    assert read_tuning(tmp_path / FILE, "another", None) is None


def test_what_is_said_of_the_weights(tmp_path: Path) -> None:
    lines = report_text(REPORT, tmp_path / FILE, Screen()).split("\n")
    assert lines[2].endswith("第一条的差 95% 区间 -5.0% 到 +20.0%")
    assert "编码模型 独自决定，重排模型 0.5" in lines[4]
    assert lines[-1] == f"已写入 {tmp_path / FILE}，下次启动生效。"
    assert report_text(REPORT, None, Screen()).endswith("没有写入：只算不写。")
    assert report_text(WORSE, None, Screen()).endswith("没有写入：并不比现有的权重好。")


def test_the_record_can_be_written_and_says_what_became_of_it() -> None:
    record = json.loads(json.dumps(_record(REPORT, False)))
    assert (record["better"], record["written"]) == (True, False)
    assert record["tuning"]["blend"] == {"dense": HEAVIEST, "rerank": 0.5}
    assert _record(WORSE, False)["better"] is False
