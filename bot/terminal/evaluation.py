"""``baowen eval``: how good the answers are, on a file of questions with accepted answers."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bot.settings import Settings
from bot.terminal.options import Day, data_option, json_option, newsroom
from retrieval.answers.evaluate import Figures, by_kind, evaluate, read_questions

COLUMNS = {
    "questions": "题数",
    "in_first": "首条",
    "in_three": "前三",
    "article_right": "报道",
    "answered": "作答",
    "shown": "短答",
    "exact": "短答对",
    "false_answers": "误答",
    "p50_ms": "毫秒",
}

LEGEND = (
    "首条／前三：首条、前三条引文含有答案；报道：首条引文出自正确的报道；作答：状态为 answered；短答：给出短答案，"
    "短答对：其中正确的；误答：没有答案的题却作答；毫秒：用时中位数"
)


@click.command(name="eval", short_help="用一份带答案的问题检验回答")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--today", type=Day(), help="把这天当作今天")
@json_option
@data_option
@click.pass_obj
def evaluation(settings: Settings, file: Path, today: date | None, as_json: bool, data: Path | None) -> None:
    """检验 FILE（JSONL：question、answers、kind）里的问题，按类型列表。"""
    questions = read_questions(file)
    with newsroom(settings, data) as room:
        table = by_kind(evaluate(questions, lambda question: room.ask(question, today=today)))
    if as_json:
        click.echo(json.dumps({kind: dataclasses.asdict(row) for kind, row in table.items()}, ensure_ascii=False))
    else:
        Console(highlight=False).print(as_table(table))
        click.echo(LEGEND)


def as_table(figures: dict[str, Figures]) -> Table:
    """One row a kind, all questions last."""
    table = Table("类型", *COLUMNS.values(), box=None, pad_edge=False)
    for kind, row in figures.items():
        values = dataclasses.asdict(row)
        table.add_row(kind or "全部", *(_shown(name, values[name]) for name in COLUMNS))
    return table


def _shown(name: str, value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.0%}" if name not in {"questions", "p50_ms"} else f"{value:g}"
