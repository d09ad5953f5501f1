"""``baowen eval``: how good the answers are, on a file of questions with accepted answers."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from pathlib import Path

import click
from rich.table import Table

from bot.render import json_text, one_line
from bot.settings import Settings
from bot.terminal.console import plain_console
from bot.terminal.index import progress_bars
from bot.terminal.options import Day, data_option, json_option, newsroom
from bot.terminal.report import STEPS, Occasion, figure_text, missing, page
from bot.wiring import Newsroom, Told
from retrieval.evaluation.appraise import Appraisal, appraise
from retrieval.evaluation.evaluate import Figures, evaluate
from retrieval.evaluation.question_file import AskedQuestion, HalfName, chosen, read_questions

FINDING = {
    "questions": "题数",
    "in_first": "首条",
    "on_card": "卡片",
    "article_right": "报道",
    "recall_1": "R@1",
    "recall_3": "R@3",
    "recall_10": "R@10",
    "mrr": "MRR",
}
ANSWERING = {
    "answered": "作答",
    "shown": "短答",
    "exact": "短答对",
    "f1": "字F1",
    "false_answers": "误答",
    "p50_ms": "p50毫秒",
    "p95_ms": "p95毫秒",
}

LEGEND = (
    "首条／卡片：首条引文、回答卡片上的引文含有答案；报道：首条引文出自正确的报道；R@k、MRR：正确的报道在检索结果里的名次；"
    "作答：状态为 answered；短答：给出短答案，短答对：其中正确的，字F1：其中与正确答案逐字比较；"
    "误答：没有答案的题却作答；毫秒：用时的中位数和 95 百分位"
)


@click.command(name="eval", short_help="用一份带答案的问题检验回答")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--today", type=Day(), help="把这天当作今天")
@click.option(
    "--split", type=click.Choice(["all", "even", "odd"]), default="all", help="只问其中一半：一半用来调整，一半用来报告"
)
@click.option("--out", type=click.Path(path_type=Path), help="把全部结果写成 JSON 文件")
@click.option("--html", type=click.Path(path_type=Path), help="写成 HTML 报告，带图和每一道题")
@json_option
@data_option
@click.pass_obj
def evaluation(
    settings: Settings,
    file: Path,
    today: date | None,
    split: HalfName,
    out: Path | None,
    html: Path | None,
    as_json: bool,
    data: Path | None,
) -> None:
    """检验 FILE（JSONL：question、answers、kind）里的问题，按类型列表。"""
    _refuse_vain_effort(out, html)
    questions = chosen(read_questions(file, strict=True), split)
    with newsroom(settings, data) as room, progress_bars() as bar:
        day = today or room.clock.today()
        with room.serving.lease() as generation:
            built = generation.manifest
        found = ask_all(room, questions, day, bar("检验问题"))
    if out:
        record = {"file": file.name, "split": split, "generation": built.id, "today": day.isoformat()} | found.record()
        write(out, json.dumps(record, ensure_ascii=False, indent=1) + "\n")
    if html:
        occasion = Occasion(file.name, split, built.id, built.encoder, day)
        write(html, page(found, occasion, FINDING | ANSWERING, LEGEND))
    if as_json:
        rows = {kind: dataclasses.asdict(row) for kind, row in found.figures.items()}
        click.echo(json_text(rows))
    else:
        tell(found)


def _refuse_vain_effort(out: Path | None, html: Path | None) -> None:
    """Raises ``UsageError`` where a report could not be written in the end."""
    if html and (lacking := missing()):
        raise click.UsageError(f"HTML 报告还需要 {'、'.join(lacking)}：请运行 pip install 'baowen[report]'")
    for target in filter(None, (out, html)):
        if not target.absolute().parent.is_dir():
            raise click.UsageError(f"没有 {target.parent} 这个文件夹")


def ask_all(room: Newsroom, questions: list[AskedQuestion], day: date, progress: Told) -> Appraisal:
    """Ask every question of what is published, and measure."""
    outcomes = evaluate(
        questions,
        lambda question: room.ask(question, today=day),
        lambda question: room.ranked(question, today=day),
        progress=lambda done: progress(done, len(questions)),
    )
    return appraise(outcomes)


def write(path: Path, text: str) -> None:
    """Write a report; a place that can't be written is a wrong use."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.UsageError(f"{path} 写不了：{error.strerror}") from error


def tell(found: Appraisal) -> None:
    """The tables for people."""
    console = plain_console()
    console.print(as_table(found.figures, FINDING))
    console.print()
    console.print(as_table(found.figures, ANSWERING))
    console.print()
    console.print(intervals_table(found.figures[""]))
    for line in cost_lines(found):
        click.echo(line)
    click.echo(LEGEND)


def as_table(figures: dict[str, Figures], columns: dict[str, str]) -> Table:
    """One row a kind, all questions last."""
    table = Table("类型", *columns.values(), box=None, pad_edge=False)
    for kind, row in figures.items():
        table.add_row(one_line(kind) or "全部", *(figure_text(getattr(row, name), name) for name in columns))
    return table


def intervals_table(row: Figures) -> Table:
    """All questions together, with 95 % intervals."""
    table = Table("全部", "", "95% 区间", box=None, pad_edge=False)
    for name, title in (FINDING | ANSWERING).items():
        if interval := row.intervals.get(name):
            low, high = (figure_text(value, name) for value in interval)
            table.add_row(title, figure_text(getattr(row, name), name), f"{low} – {high}")
    return table


def cost_lines(found: Appraisal) -> list[str]:
    """What answering more would cost, and how true confidence is."""
    lines = []
    for coverage, point in found.at_coverages().items():
        if point:
            false = figure_text(point.false_answers, "share")
            wrong = figure_text(point.wrong, "share")
            lines.append(
                f"有答案的题答出 {coverage:.0%} 时（把握 ≥ {point.threshold:.2f}）：误答 {false}，答错 {wrong}"
            )
    if stages := found.stages():
        steps = "，".join(f"{STEPS.get(name, name)} {low:g}/{high:g}" for name, (low, high) in stages.items())
        lines.append(f"各步用时 p50/p95 毫秒：{steps}")
    if found.calibration:
        lines.append(f"把握与事实：期望校准误差 {found.calibration.ece:.3f}，Brier {found.calibration.brier:.3f}")
    return lines
