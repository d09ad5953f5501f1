"""``baowen status`` and ``baowen doctor``: what is there, and what is wrong with it."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from bot.masking import masked
from bot.messages import KNOWN, Exit, explain
from bot.render import freshness_line, json_text, one_line
from bot.schedule import Missing
from bot.settings import ENV_FILE, Settings, holds_secrets, known_names
from bot.terminal.options import chosen, data_option, json_option, newsroom
from bot.turnovers import held_lines, turnover_json, turnover_lines
from bot.watching import lie_apart
from bot.wiring import Newsroom
from retrieval.answers.tuning import FILE
from retrieval.editions.sources.quarantine import Quarantine
from retrieval.editions.store.archive import NO_COUNTS, ArchiveCounts
from retrieval.editions.store.rollbacks import HeldEdition
from retrieval.editions.store.turnover import Turnover
from retrieval.errors import NothingPublished
from retrieval.index.engine import Manifest

PACKAGES = ("faiss-cpu", "tantivy", "jieba", "rjieba", "opencc", "sentence-transformers", "python-telegram-bot")
BUNDLED_IS = "（随程序附带的静态字词向量表，不是神经语言模型；换模型见 baowen models）"
ENOUGH_BYTES = 500 * 2**20
READABLE_BY_OTHERS, WRITABLE_BY_OTHERS = 0o044, 0o022


@click.command(short_help="收录和发布的情况")
@json_option
@data_option
@click.pass_obj
def status(settings: Settings, as_json: bool, data: Path | None) -> None:
    """收录了多少、发布到哪一期。"""
    with newsroom(settings, data) as room:
        found = overview(room)
    if as_json:
        click.echo(json_text(overview_json(found)))
        return
    for line in map(one_line, _overview_lines(found)):
        click.echo(line)
    if found.quarantined:
        click.echo(f"隔离着 {found.quarantined} 个读不了的文件，原因在 {settings.watch}/quarantine 里的 .reason.txt")


@dataclass(frozen=True, slots=True)
class Overview:
    """What ``status`` tells: what readers see, what the next publishing would change, and what was rolled back."""

    counts: ArchiveCounts
    manifest: Manifest | None
    newest: date | None
    pending: Turnover
    held: tuple[HeldEdition, ...]
    missing: tuple[Missing, ...]
    quarantined: int


def overview(room: Newsroom) -> Overview:
    """How the newsroom stands now."""
    try:
        with room.published_alone() as paper:
            counts, manifest, newest = paper.counts(), paper.generation.manifest, paper.newest_date()
    except NothingPublished:
        counts, manifest, newest = NO_COUNTS, None, None
    return Overview(
        replace(counts, withdrawn=room.withdrawals.count()),
        manifest,
        newest,
        room.pending(),
        tuple(room.rollbacks.held()),
        room.missing(room.clock.now()),
        len(_quarantined(room.settings)),
    )


def overview_json(found: Overview) -> dict[str, Any]:
    """The overview for programs."""
    counts, manifest = found.counts, found.manifest
    return {
        "generation": manifest.id if manifest else None,
        "created": manifest.created if manifest else None,
        "encoder": manifest.encoder if manifest else None,
        "editions": counts.editions,
        "pages": counts.pages,
        "articles": counts.articles,
        "passages": counts.passages,
        "withdrawn": counts.withdrawn,
        "newest": found.newest.isoformat() if found.newest else None,
        "unpublished_changes": bool(found.pending),
        "unpublished": turnover_json(found.pending),
        "rolled_back": list(map(_held_json, found.held)),
        "missing": list(map(_missing_json, found.missing)),
        "quarantined": found.quarantined,
    }


def _held_json(held: HeldEdition) -> dict[str, Any]:
    day = held.edition.date
    return {"paper": held.edition.paper, "date": str(day) if day else None, "articles": held.articles}


def _missing_json(missing: Missing) -> dict[str, Any]:
    return asdict(missing) | {"day": str(missing.day), "newest": missing.newest and str(missing.newest)}


def _overview_lines(found: Overview) -> Iterator[str]:
    counts, manifest = found.counts, found.manifest
    yield f"收录：{counts.editions} 期，{counts.pages} 版，{counts.articles} 篇，{counts.passages} 段"
    if counts.withdrawn:
        yield f"已撤回：{counts.withdrawn} 篇（baowen articles --withdrawn）"
    yield freshness_line(found.newest)
    if manifest:
        yield f"已发布：{manifest.id}（{manifest.created}），编码模型 {manifest.encoder}"
    if found.pending:
        yield "有读入的内容还没有发布，请运行 baowen index："
        yield from (f"  {line}" for line in turnover_lines(found.pending))
    yield from (f"{line}（baowen release 可放行）" for line in held_lines(found.held))
    yield from (f"⚠ {each}。" for each in found.missing)


def _quarantined(settings: Settings) -> list[Path]:
    """The reasons that lie in the quarantine of the watched folder."""
    return list(Quarantine(settings.watch).reasons()) if settings.watch else []


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that ``doctor`` looked at."""

    ok: bool
    text: str


def _finding(ok: bool, what: str, good: str, bad: str) -> Finding:
    return Finding(ok, what + (good if ok else bad))


@click.command(short_help="检查设置、模型和数据文件夹")
@data_option
@click.pass_obj
def doctor(settings: Settings, data: Path | None) -> int:
    """检查设置、版本、模型、数据文件夹，并说明每个问题怎么解决。"""
    used = chosen(settings, data)
    findings = [
        *_settings(used),
        *_env_file(Path(ENV_FILE)),
        *_versions(),
        *_folder(used.data),
        *_watched(used),
        *_contents(used),
    ]
    for finding in findings:
        click.echo(("✓ " if finding.ok else "✗ ") + one_line(masked(finding.text)))
    return Exit.OK if all(finding.ok for finding in findings) else Exit.INTERNAL


def _settings(settings: Settings) -> Iterator[Finding]:
    for (env, meaning), name in zip(known_names().items(), type(settings).model_fields, strict=True):
        value = getattr(settings, name)
        shown = "（未设置）" if value in (None, "", ()) else value
        yield Finding(True, f"{env} = {shown}    {meaning}")


def _env_file(path: Path) -> Iterator[Finding]:
    """Whether others can read the secrets of the file of settings, or change it."""
    if not path.is_file():
        return
    mode = path.stat().st_mode
    bad = f"其他用户也可读，其中有令牌或密码，请运行 chmod 600 {path}"
    if mode & WRITABLE_BY_OTHERS:
        yield Finding(False, f"{path} 其他用户也可改写，请运行 chmod 600 {path}")
    else:
        yield _finding(
            not (mode & READABLE_BY_OTHERS and holds_secrets(path)), f"{path} ", "没有把令牌给其他用户看", bad
        )


def _versions() -> Iterator[Finding]:
    yield Finding(True, f"baowen {version('baowen')}，Python {platform.python_version()}，{platform.platform()}")
    yield Finding(True, "，".join(f"{name} {version(name)}" for name in PACKAGES))


def _folder(data: Path) -> Iterator[Finding]:
    if not data.is_dir():
        yield Finding(False, f"数据文件夹 {data} 还不存在：运行 baowen index examples/editions")
        return
    writable = os.access(data, os.W_OK)
    yield _finding(writable, f"数据文件夹 {data.resolve()} ", "可写", "不可写：请检查权限")
    free = shutil.disk_usage(data).free
    yield _finding(free >= ENOUGH_BYTES, f"磁盘剩余 {free / 2**30:.1f} GiB", "", "：不足 0.5 GiB，请清理")
    private = not data.stat().st_mode & 0o077
    yield _finding(private, "权限：", "只有所有者可读写", f"其他用户也可读，请运行 chmod 700 {data}")


def _watched(settings: Settings) -> Iterator[Finding]:
    """The watched folder: is it there, can it be read, can bad files be put away, does it lie apart."""
    folder = settings.watch
    if folder is None:
        return
    if not folder.is_dir():
        yield Finding(False, f"BAOWEN_WATCH：{folder} 不存在或没有挂载：请新建、挂载，或改正设置")
        return
    if not lie_apart(folder, settings.data):
        yield Finding(False, f"BAOWEN_WATCH：{folder} 和数据文件夹 {settings.data} 不能一个套着一个：请分开放")
        return
    readable = os.access(folder, os.R_OK | os.X_OK)
    yield _finding(readable, f"看着的文件夹 {folder.resolve()} ", "可读", "不可读：请检查权限")
    writable = os.access(folder, os.W_OK)
    bad = "移不走：看着的文件夹不可写，请检查权限"
    yield _finding(writable, "读不了的文件", "可以移到 quarantine", bad)
    waiting = len(_quarantined(settings))
    bad = f"有 {waiting} 个原因说明，改正后放回，再删掉旧的"
    yield _finding(not waiting, "quarantine 里", "没有文件", bad)


def _expected(room: Newsroom) -> Iterator[Finding]:
    """The schedule, and what is missing."""
    settings, now = room.settings, room.clock.now()
    if not settings.schedule:
        return
    days = {"weekdays": "周一到周五", "daily": "每天"}[settings.schedule]
    for each in room.missing(now):
        yield Finding(False, f"{each}：请检查版面文件是否送到、有没有被隔离")
    yield Finding(True, f"应到的报纸：{days} {settings.schedule_by:%H:%M}（{settings.timezone}）以前")


def _contents(settings: Settings) -> Iterator[Finding]:
    try:
        with newsroom(settings, None) as room:
            yield from _models(room)
            yield from _expected(room)
            yield _published(room)
    except KNOWN as error:
        yield Finding(False, explain(error, settings.lang))


def _models(room: Newsroom) -> Iterator[Finding]:
    encoder = room.encoder
    what = BUNDLED_IS if encoder.name == "bundled" else ""
    yield Finding(True, f"编码模型 {encoder.name}，{encoder.dim} 维，指纹 {encoder.fingerprint}{what}")
    if room.reranker:
        yield Finding(True, f"重排模型 {room.reranker.name}，指纹 {room.reranker.fingerprint}")
    yield _tuned(room)


def _published(room: Newsroom) -> Finding:
    """The published generation, and what is wrong with its files."""
    with room.serving.lease() as generation:
        problems = room.engine.check(generation.manifest.id)
        told = [*problems, "请运行 baowen rebuild"] if problems else []
        return Finding(not problems, "；".join([f"已发布 {generation.manifest.id}", *told]))


def _tuned(room: Newsroom) -> Finding:
    """Whether weights were fitted for these models."""
    if room.tuning:
        blend = room.tuning.blend
        return Finding(True, f"排序权重：为现在的模型调整过（编码模型 {blend.dense:g}，重排模型 {blend.rerank:g}）")
    if (room.settings.data / FILE).exists():
        return Finding(False, f"{room.settings.data / FILE} 不是为现在的模型调整的，没有使用；请重新运行 baowen tune")
    return Finding(True, "排序权重：随程序附带；换了编码模型或设了重排模型时，可以运行 baowen tune")
