"""What operators do with generations: list them, go back, clean up, check, rebuild."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bot.gating import reasons_text, standing_text, verdict_lines
from bot.messages import Exit, explain
from bot.render import harmless
from bot.settings import Settings
from bot.terminal.index import progress_bars
from bot.terminal.options import data_option, newsroom
from bot.wiring import Newsroom
from retrieval.editions.verify import disagreements
from retrieval.errors import StorageError
from retrieval.index.gate import Refused, Standing
from retrieval.index.publish import roll_back


@click.command(short_help="列出已建立的索引代")
@data_option
@click.pass_obj
def generations(settings: Settings, data: Path | None) -> None:
    """列出已建立的索引代，星号是正在使用的一代。"""
    with newsroom(settings, data) as room:
        current = room.engine.current()
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
                manifest.encoder,
                standing_text(manifest.gate),
            )
            if manifest.gate == Standing.FORCED:
                told.append(f"{manifest.id} 强制发布，当时：{_why(room, manifest.id)}")
        Console(highlight=False).print(table)
    for line in told:
        click.echo(line)


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
    """退回到 GENERATION；不指定时退回到正在使用的一代之前的一代。正在运行的机器人会自己换过去。"""
    with newsroom(settings, data) as room:
        current = room.engine.current()
        manifest = roll_back(room.engine, generation)
    click.echo(f"已退回到 {manifest.id}（之前是 {current}）。")


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
    """逐段核对收录的文字与原文件的字节，核对每一代索引的校验和与数量。"""
    with newsroom(settings, data) as room:
        found = list(disagreements(room.archive))
        for manifest in room.engine.generations():
            found += [f"generation {manifest.id}: {problem}" for problem in room.engine.check(manifest.id)]
        counts = room.archive.counts()
    for problem in found:
        click.echo(harmless(problem), err=True)
    if found:
        click.echo(
            f"发现 {len(found)} 处问题。索引损坏时运行 baowen rebuild；原文件有变时重新 baowen index。", err=True
        )
        return Exit.STORAGE
    click.echo(f"核对无误：{counts.articles} 篇，{counts.passages} 段。")
    return Exit.OK


@click.command(short_help="只凭收录的文字重建索引")
@click.option("--force", is_flag=True, help="发布前的检验（questions.jsonl）没有通过也发布；这会记录下来")
@data_option
@click.pass_obj
def rebuild(settings: Settings, force: bool, data: Path | None) -> int:
    """不读原文件，只凭 archive.sqlite 重建向量和索引，检查后发布。"""
    with newsroom(settings, data) as room, progress_bars() as bar:
        try:
            report = room.publish(bar("编码段落"), full=True, force=force, asking=bar("检验问题"))
        except Refused as refusal:
            click.echo("\n".join(map(harmless, verdict_lines(refusal.verdict))))
            click.echo(explain(refusal, settings.lang), err=True)
            click.echo("确认无妨则 baowen rebuild --force。", err=True)
            return Exit.REFUSED
    click.echo(f"已重建并发布 {report.manifest.id}：{report.manifest.articles} 篇，{report.manifest.passages} 段")
    for line in verdict_lines(report.verdict) if report.verdict else ():
        click.echo(harmless(line))
    return Exit.OK
