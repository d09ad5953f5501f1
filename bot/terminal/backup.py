"""``baowen backup`` and ``baowen restore``."""

from __future__ import annotations

from pathlib import Path

import click

from bot.backups import save
from bot.restoring import occupied, restore
from bot.settings import Settings
from bot.terminal.clicking import argument, command, option, wrong_use
from bot.terminal.options import data_option, newsroom
from bot.terminal.progress import progress_bars, resumable
from bot.terminal.screen import screen_of, tell
from bot.terminal.words.indexing import IndexText
from bot.terminal.words.operating import BackupText
from bot.terminal.words.operator_help import BackupHelp
from bot.terminal.words.usage import UsageProblem
from bot.wording import listed

MIB = 2**20


@command(BackupHelp.BACKUP_ABOUT)
@argument("target", type=click.Path(path_type=Path), words=BackupHelp.TARGET_IS, value=BackupHelp.TARGET)
@option("--all", "everything", is_flag=True, words=BackupHelp.ALL)
@data_option
@click.pass_obj
def backup(settings: Settings, target: Path, everything: bool, data: Path | None) -> None:
    """Back the archive up."""
    if target.exists():
        raise wrong_use(UsageProblem.EXISTS, path=target)
    if not target.absolute().parent.is_dir():
        raise wrong_use(UsageProblem.NO_FOLDER, path=target.parent)
    screen = screen_of(settings.lang)
    with newsroom(settings, data) as room:
        names = save(room.settings.data, target, everything=everything)
    files = [file for file in target.rglob("*") if file.is_file()] if everything else [target]
    size = f"{sum(file.stat().st_size for file in files) / MIB:.1f}"
    click.echo(screen.told(BackupText.SAVED, target=target, names=listed(screen.lang, names), size=size))


@command(BackupHelp.RESTORE_ABOUT, "restore")
@argument("source", type=click.Path(path_type=Path, exists=True), words=BackupHelp.SOURCE_IS, value=BackupHelp.SOURCE)
@option("--replace", is_flag=True, words=BackupHelp.REPLACE)
@data_option
@click.pass_obj
def bring_back(settings: Settings, source: Path, replace: bool, data: Path | None) -> None:
    """Bring a backup back."""
    folder, screen = data or settings.data, screen_of(settings.lang)
    if occupied(folder) and not replace:
        raise wrong_use(BackupText.NOT_EMPTY, folder=folder)

    def step(name: str) -> None:
        tell(screen.say(BackupText[name.upper()]))

    with (
        resumable(screen.lang),
        newsroom(settings, data, create=True) as room,
        progress_bars(screen.lang) as bar,
    ):
        done = restore(room, source, step=step, encoding=bar(IndexText.ENCODING))
    parts, made = listed(screen.lang, done.parts), done.manifest
    if made:
        click.echo(screen.told(BackupText.RESTORED, parts=parts, articles=made.articles, passages=made.passages))
    else:
        click.echo(screen.told(BackupText.RESTORED_EMPTY, parts=parts))
    if done.withdrawn:
        click.echo(screen.told(BackupText.WITHDRAWN, count=done.withdrawn))
    if done.replaced:
        click.echo(screen.told(BackupText.REPLACED, folder=done.replaced))
