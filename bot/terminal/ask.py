"""``baowen ask``: one question, or a file of them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import partial
from pathlib import Path

import click

from bot.conversation import Conversation
from bot.json_records import answer_json
from bot.render import json_text
from bot.settings import Settings
from bot.terminal.format import answer_text
from bot.terminal.options import Day, data_option, json_option, newsroom, pages_named
from retrieval.answers.honesty.decision import CITED, MOST_CITED
from retrieval.domain import Filters
from retrieval.evaluation.question_file import AskedQuestion, read_questions

BATCH_HELP = '问题文件，每行一个 {"question": …}，逐行输出 JSON；"conversation" 相同的几行是一次对话'


@click.command(short_help="回答一个问题")
@click.argument("question", required=False)
@click.option("--top", default=CITED, show_default=True, type=click.IntRange(1, MOST_CITED), help="最多引用几处")
@click.option("--batch", type=click.Path(path_type=Path), help=BATCH_HELP)
@click.option("--since", type=Day(), help="只查这天及以后的报纸")
@click.option("--until", type=Day(), help="只查这天及以前的报纸")
@click.option("--page", multiple=True, callback=pages_named, help="只查这一版，可重复")
@click.option("--person", multiple=True, help="只查这位记者的报道，可重复")
@click.option("--today", type=Day(), help="把这天当作今天")
@json_option
@data_option
@click.pass_obj
def ask(
    settings: Settings,
    question: str | None,
    top: int,
    batch: Path | None,
    since: date | None,
    until: date | None,
    page: tuple[str, ...],
    person: tuple[str, ...],
    today: date | None,
    as_json: bool,
    data: Path | None,
) -> None:
    """回答 QUESTION：短答案、逐字引文和出处。"""
    if (question is None) == (batch is None):
        raise click.UsageError("请给出一个问题，或用 --batch 给出问题文件")
    # The whole file is read before the first answer, so that a bad line costs nothing.
    questions = read_questions(batch) if batch else [AskedQuestion(str(question), ())]
    filters = Filters(date_from=since, date_to=until, pages=page, people=person)
    with newsroom(settings, data) as room:
        talks: defaultdict[str, Conversation] = defaultdict(partial(Conversation, room))
        for asked in questions:
            talk = talks[asked.conversation] if asked.conversation else Conversation(room)
            answer = talk.ask(asked.question, today=today, limit=top, filters=filters)
            if as_json or batch:
                click.echo(json_text(answer_json(answer, room.house())))
            else:
                click.echo(answer_text(answer, room.house()))
