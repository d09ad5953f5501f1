"""What operators do with generations: list them, go back, clean up, check, rebuild."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from rich.table import Table

from bot.gating import reasons_text, standing_text, verdict_lines
from bot.messages import Exit, explain
from bot.render import one_line
from bot.settings import Settings
from bot.soundness import Problem, beyond_rebuilding, unsound
from bot.terminal.console import plain_console
from bot.terminal.index import progress_bars
from bot.terminal.options import chosen, data_option, newsroom
from bot.turnovers import held_lines, turnover_lines
from bot.wiring import Newsroom
from retrieval.errors import StorageError
from retrieval.index.engine import published_id
from retrieval.index.gate import Refused, Standing


@click.command(short_help="列出已建立的索引代")
@data_option
@click.pass_obj
def generations(settings: Settings, data: Path | None) -> None:
    """列出已建立的索引代，星号是正在使用的一代。"""
    with newsroom(settings, data) as room:
        current = published_id(room.engine)
        table = Table("", "编号", "建立时间", "最新一期", "篇", "段", "编码模型", "检验", box=None, pad_edge=False)
        for column in table.columns:
            column.no_wrap = True
        told = []
        for manifest in room.engine.generations():
            table.add_row(
                "*" if manifest.id == current else "",
                manifest.id,
                manifest.created[:19].replace("T", " "),
                manifest.newest_date or "",
                str(manifest.articles),
                str(manifest.passages),
                one_line(manifest.encoder),
                standing_text(manifest.gate),
            )
            if manifest.gate == Standing.FORCED:
                told.append(f"{manifest.id} 强制发布，当时：{_why(room, manifest.id)}")
        plain_console().print(table)
    for line in told:
        click.echo(one_line(line))


def _why(room: Newsroom, generation_id: str) -> str:
    try:
        return reasons_text(room.engine.recorded(generation_id))
    except StorageError:
        return "检验记录已损坏"


@click.command(short_help="退回到上一代或指定的一代")
@click.argument("generation", required=False)
@data_option
@click.pass_obj
def rollback(settings: Settings, generation: str | None, data: Path | None) -> None:
    """退回到 GENERATION；不指定时退回到正在使用的一代之前的一代。正在运行的机器人会自己换过去。

    退下的内容留在收录里，但不再发布：等到版面改正后重新读入，或用 baowen release 放行。
    """
    with newsroom(settings, data) as room:
        done = room.roll_back(generation)
        held = room.rollbacks.held()
    click.echo(f"已退回到 {done.manifest.id}（之前是 {done.before or '损坏的一代'}）。")
    for line in (*turnover_lines(done.turnover), *held_lines(held)):
        click.echo(f"  {one_line(line)}")
    if held:
        click.echo("退下的内容不会随以后的发布回来；改正后的版面读入即可发布，原样放行用 baowen release。")


@click.command(short_help="删除旧的索引代")
@click.option("--keep", type=click.IntRange(0), help="保留几代旧的（BAOWEN_KEEP_GENERATIONS）")
@data_option
@click.pass_obj
def prune(settings: Settings, keep: int | None, data: Path | None) -> None:
    """删除旧的索引代；正在使用的一代总是保留。"""
    with newsroom(settings, data) as room:
        gone = room.engine.prune(settings.keep_generations if keep is None else keep)
    click.echo(f"删除了 {len(gone)} 代" + (f"：{'、'.join(gone)}" if gone else "。"))


@click.command(short_help="核对引文与原文件、索引与校验和")
@data_option
@click.pass_obj
def verify(settings: Settings, data: Path | None) -> int:
    """核对数据文件夹里的每个文件：收录的文字与原文件的字节，每一代索引的校验和与数量；说明哪里坏了、怎么修复。"""
    found = unsound(chosen(settings, data))
    if not found:
        with newsroom(settings, data) as room:
            counts = room.archive.counts()
        click.echo(f"核对无误：{counts.articles} 篇，{counts.passages} 段。")
        return Exit.OK
    return _tell(found)


def _tell(found: Sequence[Problem]) -> int:
    for problem in found:
        click.echo(one_line(problem.what), err=True)
    click.echo(f"发现 {len(found)} 处问题。", err=True)
    for mend in dict.fromkeys(problem.mend for problem in found):
        click.echo(f"→ {mend}", err=True)
    return Exit.STORAGE


@click.command(short_help="只凭收录的文字重建索引")
@click.option(
    "--force",
    is_flag=True,
    help="收录的文字有损坏、或发布前的检验（questions.jsonl）没有通过，也重建并发布；后者会记录下来",
)
@data_option
@click.pass_obj
def rebuild(settings: Settings, force: bool, data: Path | None) -> int:
    """不读原文件，只凭 archive.sqlite 重建向量和索引，检查后发布。"""
    with newsroom(settings, data) as room, progress_bars() as bar:
        if not force and (lost := beyond_rebuilding(room)):
            return _tell(lost)
        try:
            report = room.publish(bar("编码段落"), full=True, force=force, asking=bar("检验问题"))
            gone = room.engine.discard_damaged()
        except Refused as refusal:
            click.echo("\n".join(map(one_line, verdict_lines(refusal.verdict))))
            click.echo(explain(refusal, settings.lang), err=True)
            click.echo("确认无妨则 baowen rebuild --force。", err=True)
            return Exit.REFUSED
    click.echo(f"已重建并发布 {report.manifest.id}：{report.manifest.articles} 篇，{report.manifest.passages} 段")
    if gone:
        click.echo(f"删除了损坏的索引代：{'、'.join(gone)}")
    for line in verdict_lines(report.verdict) if report.verdict else ():
        click.echo(one_line(line))
    return Exit.OK
