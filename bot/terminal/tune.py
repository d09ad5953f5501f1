"""``baowen tune``: fit ranking and thresholds to the models that are set."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import click

from bot.messages import Exit
from bot.render import json_text
from bot.settings import Settings
from bot.terminal.clicking import argument, command, option, wrong_use
from bot.terminal.options import data_option, json_option, newsroom
from bot.terminal.progress import progress_bars
from bot.terminal.screen import Screen, screen_of
from bot.terminal.words.indexing import IndexText
from bot.terminal.words.operating import ModelText
from bot.terminal.words.operator_help import ModelHelp
from bot.terminal.words.usage import UsageText
from retrieval.answers.tuning import FILE, HEAVIEST, Tuning, write_tuning
from retrieval.evaluation.evaluate import is_right
from retrieval.evaluation.question_file import AskedQuestion, read_questions
from retrieval.evaluation.synthetic import MadeQuestion, made_questions
from retrieval.evaluation.tune import FEWEST_CASES, RecallChange, Report, Tuner
from retrieval.index.published import Published
from retrieval.language.tokenizer import Tokenizer

COUNT, SEED = 400, 5


@command(ModelHelp.TUNE_ABOUT)
@argument(
    "questions",
    type=click.Path(path_type=Path),
    required=False,
    words=ModelHelp.QUESTIONS_IS,
    value=ModelHelp.QUESTIONS,
)
@option("--dry-run", is_flag=True, words=ModelHelp.DRY_RUN)
@option("--reset", is_flag=True, words=ModelHelp.RESET)
@option(
    "--count",
    type=click.IntRange(FEWEST_CASES),
    default=COUNT,
    show_default=True,
    words=ModelHelp.COUNT,
    value=UsageText.COUNT,
)
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
    """Fit ranking and thresholds to the models in use."""
    screen = screen_of(settings.lang)
    with newsroom(settings, data) as room:
        path = room.settings.data / FILE
        if reset:
            path.unlink(missing_ok=True)
            click.echo(screen.told(ModelText.BACK))
            return Exit.OK
        with room.published() as paper, progress_bars(screen.lang) as bar:
            sought = _from_file(paper, questions) if questions else _own(paper, room.tokenizer, count)
            tuner = Tuner(room.plain_search, paper, room.encoder, room.reranker, room.network, room.clock.today())
            report = tuner.tune(sought, bar(IndexText.TRYING))
        if report is None:
            raise wrong_use(ModelText.TOO_FEW, least=FEWEST_CASES)
        kept = report.better and not dry_run
        if kept:
            _keep(report.tuning, path, source=questions.name if questions else "archive")
    if as_json:
        click.echo(json_text(_record(report, kept)))
    else:
        click.echo(report_text(report, path if kept else None, screen))
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


def report_text(report: Report, written: Path | None, screen: Screen) -> str:
    """What fitting came to; ``written`` is where the weights were written to."""
    low, high = (f"{value:+.1%}" for value in report.gain)
    blend, tuned = report.tuning.blend, report.tuning
    lines = [
        screen.say(ModelText.QUESTIONS, count=report.questions),
        screen.say(ModelText.BEFORE, figures=_figures(report.before, screen)),
        screen.say(ModelText.AFTER, figures=_figures(report.after, screen), low=low, high=high),
        screen.say(ModelText.ENCODER_ALONE, figures=_figures(report.encoder_alone, screen)),
        screen.say(ModelText.WEIGHTS, dense=_weight(blend.dense, screen), rerank=_weight(blend.rerank, screen)),
        screen.say(
            ModelText.THRESHOLD,
            threshold=f"{tuned.answered:g}",
            answered=f"{report.answered_share:.1%}",
            false=f"{report.false_share:.1%}",
        ),
    ]
    if written is not None:
        lines.append(screen.say(ModelText.WRITTEN, path=written))
    else:
        lines.append(screen.say(ModelText.ONLY_COMPUTED if report.better else ModelText.NO_BETTER))
    return "\n".join(map(screen.wrapped, lines))


def _figures(judged: RecallChange, screen: Screen) -> str:
    low, high = (f"{value:.1%}" for value in judged.interval)
    return screen.say(ModelText.FIGURES, recall=f"{judged.recall:.1%}", low=low, high=high, mrr=f"{judged.mrr:.3f}")


def _weight(weight: float, screen: Screen) -> str:
    return screen.say(ModelText.ALONE) if weight >= HEAVIEST else f"{weight:g}"
