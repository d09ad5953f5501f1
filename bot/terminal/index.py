"""``baowen index``: read files, publish, report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.changes import changed_lines
from bot.gating import WAYS_ON, verdict_lines
from bot.messages import Exit, Lang, explain
from bot.render import json_text, one_line
from bot.settings import Settings
from bot.terminal.console import plain_console
from bot.terminal.options import Day, data_option, json_option, newsroom
from bot.turnovers import held_lines, turnover_json, turnover_lines
from bot.wiring import IndexReport, Newsroom, Told
from retrieval.editions.base.draft import EditionDefaults
from retrieval.editions.report import FileOutcome, FileReport, IngestReport
from retrieval.editions.store.opening import FILE_NAME
from retrieval.index.gate import Refused
from retrieval.index.publish import PublishReport

OUTCOMES = {
    FileOutcome.ADDED: "新收录",
    FileOutcome.UNCHANGED: "无变化",
    FileOutcome.CORRECTED: "已更正",
    FileOutcome.REJECTED: "未收录",
    FileOutcome.PASSED_OVER: "不是版面",
}


@click.command(short_help="读入版面文件并发布")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--paper", help="报名（文件里和路径里都没有时）")
@click.option("--date", "day", type=Day(), help="出版日期")
@click.option("--page", help="版次")
@click.option("--model", help="用这个编码模型（BAOWEN_MODEL）；换模型会重新编码全部段落，可以不给 PATHS")
@click.option("--dry-run", is_flag=True, help="只检查，不写入")
@click.option("--force", is_flag=True, help="发布前的检验（questions.jsonl）没有通过也发布；这会记录下来")
@json_option
@data_option
@click.pass_obj
def index(
    settings: Settings,
    paths: tuple[Path, ...],
    paper: str | None,
    day: date | None,
    page: str | None,
    model: str | None,
    dry_run: bool,
    force: bool,
    as_json: bool,
    data: Path | None,
) -> int:
    """读入 PATHS（.txt、.md、.json、.jsonl、数字报 .htm .html、版面 PDF、版面图片 .png .jpg，装着它们的 .zip，
    或文件夹），修复断栏，建立索引并发布。

    不给 PATHS 时发布已收录而未发布的内容。

    重新编码期间旧的索引照常回答；中断后再运行一遍，会接着没做完的地方继续。

    数据文件夹里有 questions.jsonl 时，先用其中的问题检验新索引，比正在使用的差就不发布。
    """
    held = (data or settings.data) / FILE_NAME
    if not paths and model is None and not held.is_file():
        raise click.UsageError("请给出要读入的文件或文件夹")
    defaults = EditionDefaults(paper=paper, date=day, page=page)
    chosen = encoding_with(settings, model)
    with newsroom(chosen, data, create=bool(paths)) as room, progress_bars() as bar:
        asking = bar("检验问题")
        read = room.read(paths, defaults=defaults, dry_run=dry_run, reading=bar("读入文件"), asking=asking)
        report = IndexReport(read, None)
        if not dry_run and room.archive.counts().passages:
            report = published(room, read, force=force, encoding=bar("编码段落"), asking=asking)
        rolled_back = room.rollbacks.held()
    click.echo(json_text(report_json(report)) if as_json else report_text(report, dry_run))
    for line in held_lines(rolled_back):
        click.echo(f"{one_line(line)}（baowen release 可放行）", err=True)
    _tell_errors(report, settings.lang)
    if chosen.model != settings.model and report.published is not None:
        click.echo(f"提问也要用同一个模型：请在 .env 里写 BAOWEN_MODEL={chosen.model}", err=True)
    return exit_of(report)


def _tell_errors(report: IndexReport, lang: Lang) -> None:
    for error in report.read.errors:
        click.echo(explain(error, lang), err=True)
    for file in report.read.files:
        if file.more_bad_lines:
            click.echo(f"{one_line(file.path)}：另有 {file.more_bad_lines} 行没有收录", err=True)
    if report.refused:
        click.echo(explain(report.refused, lang), err=True)


def published(room: Newsroom, read: IngestReport, *, force: bool, encoding: Told, asking: Told) -> IndexReport:
    """Publish what was read; a refusal is part of the report, for what was read stays in the archive."""
    try:
        return IndexReport(read, room.publish(encoding, force=force, asking=asking))
    except Refused as refusal:
        return IndexReport(read, None, refusal)


def encoding_with(settings: Settings, model: str | None) -> Settings:
    """The settings with another model; a revision that was set belongs to the model that was set."""
    if model is None or model == settings.model:
        return settings
    return settings.model_copy(update={"model": model, "model_revision": None})


@contextmanager
def progress_bars() -> Iterator[Callable[[str], Callable[[int, int], None]]]:
    """Bars on stderr, drawn only on a terminal; gives ``bar(title) -> callback(done, total)``."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = plain_console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:

        def bar(title: str) -> Callable[[int, int], None]:
            task = progress.add_task(title, total=None)
            return lambda done, total: progress.update(task, completed=done, total=total)

        yield bar


def exit_of(report: IndexReport) -> int:
    """OK, REFUSED by the gate, PARTLY when some files had bad lines or couldn't be read, BAD_INPUT when none could."""
    if report.refused:
        return Exit.REFUSED
    if report.read.complete:
        return Exit.OK
    return Exit.BAD_INPUT if len(report.read.rejected) == len(report.read.files) else Exit.PARTLY


def report_text(report: IndexReport, dry_run: bool) -> str:
    """The report for people."""
    publishing = ["只做了检查，没有写入。"] if dry_run else _publishing_lines(report)
    return "\n".join([*_read_lines(report.read), *publishing])


def _read_lines(read: IngestReport) -> Iterator[str]:
    for file in read.files:
        yield from _file_lines(file)
    if read.files:
        counts = f"{read.editions} 期，{read.pages} 版，{read.articles} 篇，修复断栏 {read.joins} 处"
        yield f"共 {len(read.files)} 个文件：{counts}"
    yield from changed_lines(read.changes)
    if read.withheld:
        yield f"其中 {read.withheld} 个部分先前已经撤回，仍不公开（baowen restore-article 可恢复）。"


def _publishing_lines(report: IndexReport) -> Iterator[str]:
    if report.refused:
        yield from map(one_line, verdict_lines(report.refused.verdict))
        yield WAYS_ON
    elif report.published is None:
        yield "没有可发布的内容。"
    elif report.published.changed:
        yield from _published_lines(report.published)
    else:
        yield f"内容没有变化，仍是 {report.published.manifest.id}。"


def _published_lines(published: PublishReport) -> Iterator[str]:
    made = published.manifest
    yield (
        f"已发布 {made.id}：{made.articles} 篇，{made.passages} 段"
        f"（新编码 {published.encoded} 段，沿用 {published.reused} 段）"
    )
    yield from (f"  {one_line(line)}" for line in turnover_lines(published.turnover))
    if published.verdict:
        yield from map(one_line, verdict_lines(published.verdict))
        if not published.verdict.passed:
            yield "检验没有通过，按 --force 发布，已记录。"


def _file_lines(file: FileReport) -> Iterator[str]:
    detail = f"{file.articles} 篇" + (f"，断栏 {file.joins} 处" if file.joins else "")
    if file.outcome is FileOutcome.CORRECTED:
        detail += f"（保留 {file.kept}，新 {file.added}，换下 {file.replaced}）"
    told = f"{OUTCOMES[file.outcome]}  {file.path}"
    has_none = file.outcome in {FileOutcome.REJECTED, FileOutcome.PASSED_OVER}
    yield one_line(told if has_none else f"{told}  {detail}")
    yield from (one_line(f"  注意：{warning}") for warning in file.warnings)


def report_json(report: IndexReport) -> dict[str, Any]:
    """The report for programs."""
    return {
        "files": list(map(_file_json, report.read.files)),
        "withheld": report.read.withheld,
        **_published_json(report.published),
        "gate": gate_json(report),
    }


def _file_json(file: FileReport) -> dict[str, Any]:
    return {
        "path": str(file.path),
        "outcome": file.outcome,
        "editions": file.editions,
        "pages": file.pages,
        "articles": file.articles,
        "added": file.added,
        "kept": file.kept,
        "replaced": file.replaced,
        "joins": file.joins,
        "warnings": list(file.warnings),
        "error": str(file.error) if file.error else None,
        "bad_lines": list(map(str, file.bad_lines)),
        "more_bad_lines": file.more_bad_lines,
    }


def _published_json(published: PublishReport | None) -> dict[str, Any]:
    if published is None:
        return {"generation": None, "passages": None, "encoded": 0, "reused": 0, "turnover": []}
    made = published.manifest
    return {
        "generation": made.id,
        "passages": made.passages,
        "encoded": published.encoded,
        "reused": published.reused,
        "turnover": turnover_json(published.turnover),
    }


def gate_json(report: IndexReport) -> dict[str, Any] | None:
    """What the gate said; None where there was none or nothing to judge."""
    verdict = report.refused.verdict if report.refused else report.published and report.published.verdict
    if not verdict:
        return None
    return verdict.summary() | {"forced": not verdict.passed and report.refused is None}
