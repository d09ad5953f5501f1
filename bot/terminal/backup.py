"""``baowen backup`` and ``baowen restore``."""

from __future__ import annotations

from pathlib import Path

import click

from bot.backups import save
from bot.restoring import occupied, restore
from bot.settings import Settings
from bot.terminal.index import progress_bars
from bot.terminal.options import data_option, newsroom

STEPS = {
    "checked": "备份核对无误",
    "kept": "现有内容已另存",
    "built": "新索引已建好",
    "placed": "收录已换上",
    "published": "已发布",
}


@click.command(short_help="备份收录的文字")
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--all", "everything", is_flag=True, help="TARGET 是文件夹：连同机器人的记录、发来的版面、检验问题和排序权重"
)
@data_option
@click.pass_obj
def backup(settings: Settings, target: Path, everything: bool, data: Path | None) -> None:
    """把 archive.sqlite 一致地备份到文件 TARGET，机器人可以照常运行。恢复用 baowen restore TARGET。"""
    if target.exists():
        raise click.UsageError(f"{target} 已经存在")
    with newsroom(settings, data) as room:
        names = save(room.settings.data, target, everything=everything)
    files = target.rglob("*") if everything else [target]
    size = sum(file.stat().st_size for file in files if file.is_file()) / 2**20
    click.echo(f"已备份并核对：{target}（{'、'.join(names)}，{size:.1f} MiB）")


@click.command("restore", short_help="由备份恢复")
@click.argument("source", metavar="BACKUP", type=click.Path(path_type=Path, exists=True))
@click.option("--replace", is_flag=True, help="数据文件夹不是空的，也换掉其中的内容；原来的另存一份")
@data_option
@click.pass_obj
def bring_back(settings: Settings, source: Path, replace: bool, data: Path | None) -> None:
    """由 BACKUP（baowen backup 的文件或文件夹）恢复：先核对，再重建索引并发布。

    发布之前旧内容照常回答；中断后再运行一遍即可。
    """
    folder = data or settings.data
    if occupied(folder) and not replace:
        raise click.UsageError(f"数据文件夹 {folder} 不是空的；要换掉其中的内容，请加 --replace，原来的会另存一份")
    with newsroom(settings, data, create=True) as room, progress_bars() as bar:
        done = restore(room, source, step=lambda name: click.echo(STEPS[name], err=True), encoding=bar("编码段落"))
    what = f"{done.manifest.articles} 篇，{done.manifest.passages} 段" if done.manifest else "没有报道"
    click.echo(f"已恢复 {'、'.join(done.parts)}：{what}")
    if done.withdrawn:
        click.echo(f"其中 {done.withdrawn} 篇在备份之后撤回过，仍不公开（baowen articles --withdrawn）")
    if done.replaced:
        click.echo(f"原来的内容在 {done.replaced}，确认无误后可以删除")
