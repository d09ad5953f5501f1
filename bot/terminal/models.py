"""``baowen models``: which encoders there are, and what each costs."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import click
from rich.table import Table

from bot.render import json_text, one_line
from bot.settings import Settings
from bot.terminal.console import plain_console
from bot.terminal.options import json_option
from embeddings.catalogue import Model
from embeddings.catalogue import models as catalogue

WHERE = {"bundled": "附带", "cached": "本机", "recommended": "推荐", "set": "现用"}
LEGEND = (
    "* 是现在设置的模型（BAOWEN_MODEL）。≈ 是按参数量估算的，没有在本机测过。\n"
    "检索：C-MTEB 八个中文检索集的 nDCG@10 均值，公布值，非本机实测；空着的没有同口径的公布值。\n"
    "换模型：baowen index --model 名称（第一次需要联网下载），再把 BAOWEN_MODEL 设成它，然后运行 baowen tune。\n"
    "可另设 BAOWEN_RERANKER：sentence-transformers 的 CrossEncoder，把排在前面的候选再读一遍。"
)


@click.command(short_help="列出可用的编码模型和各自的代价")
@json_option
@click.pass_obj
def models(settings: Settings, as_json: bool) -> None:
    """列出附带的、本机缓存里已有的和推荐的编码模型：维数、大小、内存、每个问题的用时。"""
    found = catalogue()
    if settings.model not in {model.name for model in found}:
        found = [*found, Model(settings.model, "set")]
    if as_json:
        click.echo(json_text([as_record(model, settings.model) for model in found]))
        return
    plain_console().print(as_table(found, settings.model))
    click.echo("\n".join(["", *filter(None, map(remark, found)), "", LEGEND]))


def as_record(model: Model, chosen: str) -> dict[str, object]:
    """The model for programs; ``published`` figures are others' and not measured here."""
    return {**dataclasses.asdict(model), "chosen": model.name == chosen}


def as_table(found: Sequence[Model], chosen: str) -> Table:
    """One row a model."""
    table = Table("", "", box=None, pad_edge=False)
    table.add_column("模型", overflow="fold")  # never cut: names are there to be copied
    for title in ("维数", "文件 MiB", "内存 MiB", "每问 ms", "检索"):
        table.add_column(title, justify="right", no_wrap=True)
    for model in found:
        about = "≈" if model.estimated else ""
        table.add_row(
            "*" if model.name == chosen else "",
            WHERE[model.where],
            one_line(model.name),
            _number(model.dim),
            _number(model.disk_mib),
            _number(model.memory_mib, about),
            _number(model.query_ms, about),
            f"{model.published.retrieval:.2f}" if model.published else "",
        )
    return table


def remark(model: Model) -> str | None:
    """What is to be said of a model beside its figures, and where a published figure comes from."""
    source = f"公布值出自 {model.published.source}" if model.published else ""
    said = "；".join(filter(None, (model.note, source)))
    return one_line(f"{model.name}：{said}") if said else None


def _number(value: float | None, about: str = "") -> str:
    return "" if value is None else f"{about}{value:g}"
