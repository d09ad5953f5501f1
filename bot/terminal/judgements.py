"""``baowen judgements``: what readers thought of answers, as questions to evaluate with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from bot.render import json_text
from bot.settings import Settings
from bot.terminal.clicking import command, option
from bot.terminal.options import data_option, newsroom
from bot.terminal.screen import tell
from bot.terminal.words.editor_help import JudgeHelp
from bot.terminal.words.evaluating import EvalText
from bot.wiring import Newsroom
from bot.wording import say
from retrieval.editions.store.judgements import Judgement

GOOD = "good"


@command(JudgeHelp.ABOUT)
@option("--all", "every", is_flag=True, words=JudgeHelp.ALL)
@data_option
@click.pass_obj
def judgements(settings: Settings, every: bool, data: Path | None) -> None:
    """Export what readers thought of answers."""
    count = 0
    with newsroom(settings, data) as room:
        for judgement in room.judgements.all():
            if every or (judgement.verdict == GOOD and judgement.question and judgement.answer):
                count += 1
                click.echo(json_text(record(room, judgement) if every else dict(question(room, judgement))))
    if not count:
        tell(say(settings.lang, EvalText.NONE_JUDGED))


def question(room: Newsroom, judgement: Judgement) -> Iterator[tuple[str, Any]]:
    """The fields of a line of the questions' file (``evaluate.py``)."""
    yield "question", judgement.question
    yield "answers", [judgement.answer]
    if headline := _headlines(room, judgement)[:1]:
        yield "article", headline[0]


def record(room: Newsroom, judgement: Judgement) -> dict[str, Any]:
    """All of a judgement but who gave it."""
    return {
        "question": judgement.question,
        "verdict": judgement.verdict,
        "answer": judgement.answer,
        "articles": _headlines(room, judgement),
        "passages": list(judgement.passages),
        "at": datetime.fromtimestamp(judgement.at, UTC).isoformat(timespec="seconds"),
    }


def _headlines(room: Newsroom, judgement: Judgement) -> list[str]:
    """Of the articles that the answer cited, as they read now, as far as they are there and have one."""
    owners = room.archive.owners_ever(judgement.passages)
    versions = [room.archive.version_of(owners[id_]) for id_ in judgement.passages if id_ in owners]
    articles = room.archive.articles_by_id([version for version in versions if version is not None])
    return [article.headline for article in articles.values() if article.headline]
