"""``baowen tune``: fit ranking and thresholds to the models that are set."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import click

from bot.messages import Exit
from bot.render import json_text
from bot.settings import Settings
from bot.terminal.index import progress_bars
from bot.terminal.options import data_option, json_option, newsroom
from retrieval.answers.tuning import FILE, HEAVIEST, Tuning, write_tuning
from retrieval.evaluation.evaluate import is_right
from retrieval.evaluation.question_file import AskedQuestion, read_questions
from retrieval.evaluation.synthetic import MadeQuestion, made_questions
from retrieval.evaluation.tune import FEWEST_CASES, RecallChange, Report, Tuner
from retrieval.index.published import Published
from retrieval.language.tokenizer import Tokenizer

COUNT, SEED = 400, 5


@click.command(short_help="按所用的模型调整排序和作答的门槛")
@click.argument("questions", type=click.Path(path_type=Path), required=False)
@click.option("--dry-run", is_flag=True, help="只算不写")
@click.option("--reset", is_flag=True, help="删除调整，回到随程序附带的权重")
@click.option("--count", type=click.IntRange(FEWEST_CASES), default=COUNT, show_default=True, help="自动出题的题数")
@json_option
@data_option
@click.pass_obj
def tune(
    settings: Settings,
    questions: Path | None,
    dry_run: bool,
    reset: bool,
    count: int,
    as_json: bool,
    data: Path | None,
) -> int:
    """为现在的编码模型（和 BAOWEN_RERANKER）拟合排序权重与作答门槛，写入 tuning.json，下次启动生效。

    QUESTIONS 是 baowen eval 那样的题目文件，要写明正确的报道；不给时从收录的报道自动出题。
    """
    with newsroom(settings, data) as room:
        path = room.settings.data / FILE
        if reset:
            path.unlink(missing_ok=True)
            click.echo("已回到随程序附带的权重，下次启动生效。")
            return Exit.OK
        with room.published() as paper, progress_bars() as bar:
            sought = _from_file(paper, questions) if questions else _own(paper, room.tokenizer, count)
            tuner = Tuner(room.plain_search, paper, room.encoder, room.reranker, room.network, room.clock.today())
            report = tuner.tune(sought, bar("试问题"))
        if report is None:
            raise click.UsageError(f"可用的问题不到 {FEWEST_CASES} 个，没有调整。")
        kept = report.better and not dry_run
        if kept:
            _keep(report.tuning, path, source=questions.name if questions else "archive")
    click.echo(json_text(_record(report, kept)) if as_json else _told(report, kept, path))
    return Exit.OK


def _own(paper: Published, tokenizer: Tokenizer, count: int) -> list[MadeQuestion]:
    return made_questions(paper.articles(), tokenizer.words, count, SEED)


def _from_file(paper: Published, file: Path) -> list[MadeQuestion]:
    """Questions that name their article, with the ids of the published articles that they mean."""
    asked = [each for each in read_questions(file) if each.named and each.answers]
    meant = _articles_meant(paper, asked)
    return [MadeQuestion(each.question, frozenset(ids)) for each, ids in zip(asked, meant, strict=True) if ids]


def _articles_meant(paper: Published, asked: Sequence[AskedQuestion]) -> list[set[int]]:
    """For each question the ids of the articles that it names."""
    meant: list[set[int]] = [set() for _ in asked]
    for article in paper.articles():
        for each, ids in zip(asked, meant, strict=True):
            if is_right(each, article):
                ids.add(article.id)
    return meant


def _keep(tuning: Tuning, path: Path, *, source: str) -> None:
    """Write the weights, with what they were fitted on."""
    figures = {**tuning.figures, "source": source, "seed": SEED}
    write_tuning(path, dataclasses.replace(tuning, figures=figures))


def _record(report: Report, kept: bool) -> dict[str, object]:
    return dataclasses.asdict(report) | {"better": report.better, "written": kept}


def _told(report: Report, kept: bool, path: Path) -> str:
    blend, low, high = report.tuning.blend, *report.gain
    lines = [
        f"题目 {report.questions} 个；下面的数字都是在另一半题目上量的（两半互换）。",
        f"调整前：{_judged(report.before)}",
        f"调整后：{_judged(report.after)}；第一条的差 95% 区间 {low:+.1%} 到 {high:+.1%}",
        f"只按编码模型：{_judged(report.encoder_alone)}",
        f"权重：编码模型 {_weight(blend.dense)}，重排模型 {_weight(blend.rerank)}（字词为 1）",
        f"作答门槛 {report.tuning.answered:g}：有答案的作答 {report.answered_share:.1%}，"
        f"拿走报道后仍作答 {report.false_share:.1%}",
    ]
    if kept:
        lines.append(f"已写入 {path}，下次启动生效。")
    else:
        lines.append("没有写入：" + ("只算不写。" if report.better else "并不比现有的权重好。"))
    return "\n".join(lines)


def _judged(judged: RecallChange) -> str:
    low, high = judged.interval
    return f"第一条正确 {judged.recall:.1%}（95% 区间 {low:.1%}–{high:.1%}），MRR {judged.mrr:.3f}"


def _weight(weight: float) -> str:
    return "独自决定" if weight >= HEAVIEST else f"{weight:g}"
