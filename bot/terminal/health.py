"""``baowen status`` and ``baowen doctor``: what is there, and what is wrong with it."""

from __future__ import annotations

import json
import os
import platform
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import click

from bot.messages import KNOWN, Exit, explain
from bot.render import freshness_line, harmless
from bot.settings import Settings, known_names
from bot.terminal.options import data_option, json_option, newsroom
from bot.wiring import Newsroom
from retrieval.answers.tuning import FILE
from retrieval.editions.sources.quarantine import Quarantine

PACKAGES = ("faiss-cpu", "tantivy", "jieba", "rjieba", "opencc", "sentence-transformers", "python-telegram-bot")
BUNDLED_IS = "（随程序附带的静态字词向量表，不是神经语言模型；换模型见 baowen models）"
ENOUGH_BYTES = 500 * 2**20


@click.command(short_help="收录和发布的情况")
@json_option
@data_option
@click.pass_obj
def status(settings: Settings, as_json: bool, data: Path | None) -> None:
    """收录了多少、发布到哪一期。"""
    with newsroom(settings, data) as room:
        counts = room.archive.counts()
        manifest = next((m for m in room.engine.generations() if m.id == room.engine.current()), None)
        newest = room.archive.newest_date()
        behind = manifest is None or manifest.revision != room.archive.revision()
        missing = room.missing(datetime.now(UTC))
        quarantined = _quarantined(settings)
        record = {
            "generation": manifest.id if manifest else None,
            "created": manifest.created if manifest else None,
            "encoder": manifest.encoder if manifest else None,
            "editions": counts.editions,
            "pages": counts.pages,
            "articles": counts.articles,
            "passages": counts.passages,
            "withdrawn": counts.withdrawn,
            "newest": newest.isoformat() if newest else None,
            "unpublished_changes": behind,
            "missing": [
                asdict(each) | {"day": str(each.day), "newest": each.newest and str(each.newest)} for each in missing
            ],
            "quarantined": len(quarantined),
        }
    if as_json:
        click.echo(json.dumps(record, ensure_ascii=False))
        return
    click.echo(f"收录：{counts.editions} 期，{counts.pages} 版，{counts.articles} 篇，{counts.passages} 段")
    if counts.withdrawn:
        click.echo(f"已撤回：{counts.withdrawn} 篇（baowen articles --withdrawn）")
    click.echo(freshness_line(newest))
    if manifest:
        click.echo(f"已发布：{manifest.id}（{manifest.created}），编码模型 {manifest.encoder}")
    if behind:
        click.echo("有收录的内容还没有发布，请运行 baowen index。")
    for each in missing:
        click.echo(f"⚠ {each}。")
    if quarantined:
        click.echo(f"隔离着 {len(quarantined)} 个读不了的文件，原因在 {settings.watch}/quarantine 里的 .reason.txt")


def _quarantined(settings: Settings) -> list[Path]:
    """The reasons that lie in the quarantine of the watched folder."""
    return list(Quarantine(settings.watch).reasons()) if settings.watch else []


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that ``doctor`` looked at."""

    ok: bool
    text: str


@click.command(short_help="检查设置、模型和数据文件夹")
@data_option
@click.pass_obj
def doctor(settings: Settings, data: Path | None) -> int:
    """检查设置、版本、模型、数据文件夹，并说明每个问题怎么解决。"""
    chosen = settings.model_copy(update={"data": data}) if data is not None else settings
    findings = [*_settings(chosen), *_versions(), *_folder(chosen.data), *_watched(chosen), *_contents(chosen)]
    for finding in findings:
        click.echo(("✓ " if finding.ok else "✗ ") + harmless(finding.text))
    return Exit.OK if all(finding.ok for finding in findings) else Exit.INTERNAL


def _settings(settings: Settings) -> Iterator[Finding]:
    values = {name: getattr(settings, name) for name in type(settings).model_fields}
    for (env, meaning), value in zip(known_names().items(), values.values(), strict=True):
        yield Finding(True, f"{env} = {'（未设置）' if value in (None, '', ()) else value}    {meaning}")


def _versions() -> Iterator[Finding]:
    yield Finding(True, f"baowen {version('baowen')}，Python {platform.python_version()}，{platform.platform()}")
    yield Finding(True, "，".join(f"{name} {version(name)}" for name in PACKAGES))


def _folder(data: Path) -> Iterator[Finding]:
    if not data.is_dir():
        yield Finding(False, f"数据文件夹 {data} 还不存在：运行 baowen index examples/editions")
        return
    writable = os.access(data, os.W_OK)
    yield Finding(writable, f"数据文件夹 {data.resolve()} " + ("可写" if writable else "不可写：请检查权限"))
    free = shutil.disk_usage(data).free
    enough = free >= ENOUGH_BYTES
    yield Finding(enough, f"磁盘剩余 {free / 2**30:.1f} GiB" + ("" if enough else "：不足 0.5 GiB，请清理"))
    private = not data.stat().st_mode & 0o077
    yield Finding(private, "权限：" + ("只有所有者可读写" if private else f"其他用户也可读，请运行 chmod 700 {data}"))


def _watched(settings: Settings) -> Iterator[Finding]:
    """The watched folder: is it there, can it be read, can bad files be put away, does it lie apart."""
    folder = settings.watch
    if folder is None:
        return
    if not folder.is_dir():
        yield Finding(False, f"BAOWEN_WATCH：{folder} 不存在或没有挂载：请新建、挂载，或改正设置")
        return
    if folder.resolve().is_relative_to(settings.data.resolve()) or settings.data.resolve().is_relative_to(
        folder.resolve()
    ):
        yield Finding(False, f"BAOWEN_WATCH：{folder} 和数据文件夹 {settings.data} 不能一个套着一个：请分开放")
    readable = os.access(folder, os.R_OK | os.X_OK)
    yield Finding(readable, f"看着的文件夹 {folder.resolve()} " + ("可读" if readable else "不可读：请检查权限"))
    writable = os.access(folder, os.W_OK)
    yield Finding(
        writable, "读不了的文件" + ("可以移到 quarantine" if writable else "移不走：看着的文件夹不可写，请检查权限")
    )
    waiting = len(_quarantined(settings))
    told = f"quarantine 里有 {waiting} 个原因说明，改正后放回，再删掉旧的" if waiting else "quarantine 里没有文件"
    yield Finding(not waiting, told)


def _expected(room: Newsroom) -> Iterator[Finding]:
    """The schedule, and what is missing."""
    settings, now = room.settings, datetime.now(UTC)
    if not settings.schedule:
        return
    days = {"weekdays": "周一到周五", "daily": "每天"}[settings.schedule]
    for each in room.missing(now):
        yield Finding(False, f"{each}：请检查版面文件是否送到、有没有被隔离")
    yield Finding(True, f"应到的报纸：{days} {settings.schedule_by:%H:%M}（{settings.timezone}）以前")


def _contents(settings: Settings) -> Iterator[Finding]:
    try:
        room = Newsroom(settings)
        try:
            encoder = room.encoder
            what = BUNDLED_IS if encoder.name == "bundled" else ""
            yield Finding(True, f"编码模型 {encoder.name}，{encoder.dim} 维，指纹 {encoder.fingerprint}{what}")
            if room.reranker:
                yield Finding(True, f"重排模型 {room.reranker.name}，指纹 {room.reranker.fingerprint}")
            yield _tuned(room)
            yield from _expected(room)
            with room.serving.lease() as generation:
                problems = room.engine.check(generation.manifest.id)
                mend = "；请运行 baowen rebuild" if problems else ""
                yield Finding(
                    not problems, f"已发布 {generation.manifest.id}" + "".join(f"；{p}" for p in problems) + mend
                )
        finally:
            room.close()
    except KNOWN as error:
        yield Finding(False, explain(error, settings.lang))


def _tuned(room: Newsroom) -> Finding:
    """Whether weights were fitted for these models."""
    if room.tuning:
        blend = room.tuning.blend
        return Finding(True, f"排序权重：为现在的模型调整过（编码模型 {blend.dense:g}，重排模型 {blend.rerank:g}）")
    if (room.settings.data / FILE).exists():
        return Finding(False, f"{room.settings.data / FILE} 不是为现在的模型调整的，没有使用；请重新运行 baowen tune")
    return Finding(True, "排序权重：随程序附带；换了编码模型或设了重排模型时，可以运行 baowen tune")
