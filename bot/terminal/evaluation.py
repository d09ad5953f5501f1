"""``baowen eval``: how good the answers are, on a file of questions with accepted answers."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from bot.lang import Lang
from bot.render import json_text
from bot.settings import Settings
from bot.terminal.clicking import argument, command, option, wrong_use
from bot.terminal.day_options import WrittenDay, day_option, days_of
from bot.terminal.options import data_option, json_option, newsroom
from bot.terminal.progress import progress_bars
from bot.terminal.report import REPORT_LANG, Occasion, figure_text, missing, page, step_name
from bot.terminal.screen import Screen, screen_of
from bot.terminal.tables import table_lines
from bot.terminal.words.editor_help import JudgeHelp
from bot.terminal.words.evaluating import EvalText
from bot.terminal.words.indexing import IndexText
from bot.terminal.words.usage import UsageProblem, UsageText
from bot.wiring import Newsroom, Told
from bot.wording import listed, say
from retrieval.evaluation.appraise import Appraisal, appraise
from retrieval.evaluation.evaluate import Figures, evaluate
from retrieval.evaluation.question_file import AskedQuestion, HalfName, chosen, read_questions

FINDING = ("questions", "in_first", "on_card", "article_right", "recall_1", "recall_3", "recall_10", "mrr")
ANSWERING = ("answered", "shown", "exact", "f1", "false_answers", "p50_ms", "p95_ms")


@command(JudgeHelp.EVAL_ABOUT, "eval")
@argument("file", type=click.Path(path_type=Path), words=JudgeHelp.FILE_IS, value=UsageText.FILE)
@day_option("--today", JudgeHelp.TODAY)
@option(
    "--split",
    type=click.Choice(["all", "even", "odd"]),
    default="all",
    words=JudgeHelp.SPLIT,
    value=UsageText.HALF,
)
@option("--out", type=click.Path(path_type=Path), words=JudgeHelp.OUT, value=UsageText.FILE)
@option("--html", type=click.Path(path_type=Path), words=JudgeHelp.HTML, value=UsageText.FILE)
@json_option
@data_option
@click.pass_obj
def evaluation(
    settings: Settings,
    file: Path,
    today: WrittenDay | None,
    split: HalfName,
    out: Path | None,
    html: Path | None,
    as_json: bool,
    data: Path | None,
) -> None:
    """Measure the answers to questions with known answers."""
    _refuse_vain_effort(out, html)
    questions = chosen(read_questions(file, strict=True), split)
    with newsroom(settings, data) as room, progress_bars(settings.lang) as bar:
        day = today.day(days_of(room.published)()) if today else room.clock.today()
        with room.serving.lease() as generation:
            built = generation.manifest
        found = ask_all(room, questions, day, bar(IndexText.ASKING))
    if out:
        record = {"file": file.name, "split": split, "generation": built.id, "today": day.isoformat()} | found.record()
        write(out, json.dumps(record, ensure_ascii=False, indent=1) + "\n")
    if html:
        occasion = Occasion(file.name, split, built.id, built.encoder, day)
        write(html, page(found, occasion, titles(FINDING + ANSWERING, REPORT_LANG), say(REPORT_LANG, EvalText.LEGEND)))
    if as_json:
        rows = {kind: dataclasses.asdict(row) for kind, row in found.figures.items()}
        click.echo(json_text(rows))
    else:
        tell(found, screen_of(settings.lang))


def _refuse_vain_effort(out: Path | None, html: Path | None) -> None:
    """Raises ``UsageError`` where a report could not be written in the end."""
    if html and (lacking := missing()):
        raise wrong_use(EvalText.LACKING, packages=", ".join(lacking))
    for target in filter(None, (out, html)):
        if not target.absolute().parent.is_dir():
            raise wrong_use(UsageProblem.NO_FOLDER, path=target.parent)


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
        raise wrong_use(UsageProblem.UNWRITABLE, path=path, why=error.strerror) from error


def tell(found: Appraisal, screen: Screen) -> None:
    """The tables for people."""
    for columns in (FINDING, ANSWERING):
        for line in figures_lines(found.figures, columns, screen):
            click.echo(line)
        click.echo()
    for line in interval_lines(found.figures[""], screen):
        click.echo(line)
    for line in cost_lines(found, screen):
        click.echo(screen.wrapped(line))
    click.echo(screen.wrapped(screen.say(EvalText.LEGEND)))


def titles(names: Sequence[str], lang: Lang) -> dict[str, str]:
    """What figures are called, by their names in the records."""
    return {name: say(lang, EvalText[name.upper()]) for name in names}


def figures_lines(figures: dict[str, Figures], columns: Sequence[str], screen: Screen) -> Iterator[str]:
    """One row a kind, all questions last."""
    heads = [screen.say(EvalText.KIND), *titles(columns, screen.lang).values()]
    rows = [
        [kind or screen.say(EvalText.ALL), *(figure_text(getattr(row, name), name) for name in columns)]
        for kind, row in figures.items()
    ]
    yield from table_lines(heads, rows, screen, frozenset(range(1, len(heads))))


def interval_lines(row: Figures, screen: Screen) -> Iterator[str]:
    """All questions together, with 95 % intervals."""
    rows = []
    for name, title in titles(FINDING + ANSWERING, screen.lang).items():
        if interval := row.intervals.get(name):
            low, high = (figure_text(value, name) for value in interval)
            rows.append([title, figure_text(getattr(row, name), name), f"{low} – {high}"])
    heads = [screen.say(text) for text in (EvalText.ALL, EvalText.FIGURE, EvalText.INTERVAL)]
    yield from table_lines(heads, rows, screen, frozenset({1}))


def cost_lines(found: Appraisal, screen: Screen) -> Iterator[str]:
    """What answering more would cost, and how true confidence is."""
    for coverage, point in found.at_coverages().items():
        if point:
            yield screen.say(
                EvalText.COVERAGE,
                coverage=f"{coverage:.0%}",
                threshold=f"{point.threshold:.2f}",
                false=figure_text(point.false_answers, "share"),
                wrong=figure_text(point.wrong, "share"),
            )
    if stages := found.stages():
        steps = [
            screen.say(EvalText.STEP, name=step_name(name, screen.lang), low=f"{low:g}", high=f"{high:g}")
            for name, (low, high) in stages.items()
        ]
        yield screen.say(EvalText.STAGES, steps=listed(screen.lang, steps))
    if found.calibration:
        ece, brier = f"{found.calibration.ece:.3f}", f"{found.calibration.brier:.3f}"
        yield screen.say(EvalText.CALIBRATION, ece=ece, brier=brier)
