"""``baowen doctor``: settings, versions, models and the data folder, with what to do about each problem."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import time
from importlib.metadata import version
from pathlib import Path

import click

from bot.lang import LANG_NAMES, LANG_TAGS, LANGS
from bot.masking import masked
from bot.messages import KNOWN, Exit, explain
from bot.render import one_line
from bot.schedule_texts import missing_text
from bot.sentences.recognise import in_language
from bot.settings import ENV_FILE, Settings, holds_secrets, known_names
from bot.terminal.clicking import command, option
from bot.terminal.health import quarantined
from bot.terminal.options import chosen, data_option
from bot.terminal.screen import Screen, screen_of
from bot.terminal.words.health import DoctorText
from bot.terminal.words.operator_help import HealthHelp
from bot.watching import lie_apart
from bot.wiring import Newsroom
from bot.wording import Sign, listed
from retrieval.answers.tuning import FILE

PACKAGES = ("faiss-cpu", "tantivy", "jieba", "rjieba", "opencc", "sentence-transformers", "python-telegram-bot")
ENOUGH_BYTES = 500 * 2**20
READABLE_BY_OTHERS, WRITABLE_BY_OTHERS = 0o044, 0o022
DAYS = {"weekdays": DoctorText.WEEKDAYS, "daily": DoctorText.DAILY}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    ok: bool
    text: str


@command(HealthHelp.DOCTOR_ABOUT)
@option("--all", "everything", is_flag=True, words=HealthHelp.DOCTOR_ALL)
@data_option
@click.pass_obj
def doctor(settings: Settings, everything: bool, data: Path | None) -> int:
    """Check settings, models and the data folder."""
    used, screen = chosen(settings, data), screen_of(settings.lang)
    findings = list(findings_on(used, screen, everything=everything))
    for finding in findings:
        click.echo(screen.wrapped(one_line(masked(finding.text)), "✓ " if finding.ok else "✗ "))
    return Exit.OK if all(finding.ok for finding in findings) else Exit.INTERNAL


def findings_on(settings: Settings, screen: Screen, *, everything: bool = False) -> Iterator[Finding]:
    """All that is looked at, in the order of what depends on what; ``everything``: settings that nobody set, too."""
    yield from _settings(settings, screen, everything=everything)
    yield from env_file(Path(ENV_FILE), screen)
    yield from _versions(screen)
    yield from _folder(settings.data, screen)
    yield from _watched(settings, screen)
    yield from _contents(settings, screen)


def _settings(settings: Settings, screen: Screen, *, everything: bool) -> Iterator[Finding]:
    usual = 0
    for (env, meaning), (name, field) in zip(known_names().items(), type(settings).model_fields.items(), strict=True):
        value = getattr(settings, name)
        if not everything and value == field.get_default(call_default_factory=True):
            usual += 1
            continue
        shown = _as_written(value, screen)
        meant = in_language(meaning, screen.lang)
        yield Finding(ok=True, text=screen.say(DoctorText.SETTING, name=env, value=shown, meaning=meant))
    if usual:
        yield Finding(ok=True, text=screen.say(DoctorText.USUAL, count=usual))


def _as_written(value: object, screen: Screen) -> object:
    """A setting as it stands in ``.env``: true, 07:30, and lists with commas; a language with its name."""
    if value in (None, "", ()):
        return screen.say(DoctorText.UNSET)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    named = next((lang for lang in LANGS if lang == value), None)
    if named:
        return screen.say(DoctorText.LANGUAGE, name=LANG_NAMES[named], tag=LANG_TAGS[named])
    return ",".join(map(str, value)) if isinstance(value, tuple | frozenset | list) else value


def env_file(path: Path, screen: Screen) -> Iterator[Finding]:
    """Whether others can read the secrets of the file of settings, or change it."""
    if not path.is_file():
        return
    mode = path.stat().st_mode
    if mode & WRITABLE_BY_OTHERS:
        yield Finding(ok=False, text=screen.say(DoctorText.ENV_WRITABLE, path=path))
    elif mode & READABLE_BY_OTHERS and holds_secrets(path):
        yield Finding(ok=False, text=screen.say(DoctorText.ENV_READABLE, path=path))
    else:
        yield Finding(ok=True, text=screen.say(DoctorText.ENV_SAFE, path=path))


def _versions(screen: Screen) -> Iterator[Finding]:
    own = {"version": version("baowen"), "python": platform.python_version(), "platform": platform.platform()}
    yield Finding(ok=True, text=screen.say(DoctorText.VERSION, **own))
    yield Finding(ok=True, text=listed(screen.lang, (f"{name}\u00a0{version(name)}" for name in PACKAGES)))


def _folder(data: Path, screen: Screen) -> Iterator[Finding]:
    if not data.is_dir():
        yield Finding(ok=False, text=screen.say(DoctorText.NO_FOLDER, data=data))
        return
    writable = os.access(data, os.W_OK)
    text = DoctorText.WRITABLE if writable else DoctorText.READ_ONLY
    yield Finding(writable, screen.say(text, data=data.resolve()))
    free = shutil.disk_usage(data).free
    enough = free >= ENOUGH_BYTES
    text = DoctorText.SPACE if enough else DoctorText.NO_SPACE
    yield Finding(enough, screen.say(text, free=f"{free / 2**30:.1f}"))
    private = not data.stat().st_mode & 0o077
    yield Finding(private, screen.say(DoctorText.PRIVATE if private else DoctorText.OPEN, data=data))


def _watched(settings: Settings, screen: Screen) -> Iterator[Finding]:
    """The watched folder: is it there, can it be read, can bad files be put away, does it lie apart."""
    folder = settings.watch
    if folder is None:
        return
    if not folder.is_dir():
        yield Finding(ok=False, text=screen.say(DoctorText.NO_WATCHED, folder=folder))
        return
    if not lie_apart(folder, settings.data):
        yield Finding(ok=False, text=screen.say(DoctorText.NOT_APART, folder=folder, data=settings.data))
        return
    readable = os.access(folder, os.R_OK | os.X_OK)
    text = DoctorText.WATCHED if readable else DoctorText.UNREADABLE
    yield Finding(readable, screen.say(text, folder=folder.resolve()))
    movable = os.access(folder, os.W_OK)
    yield Finding(movable, screen.say(DoctorText.MOVABLE if movable else DoctorText.IMMOVABLE))
    waiting = len(quarantined(settings))
    text = DoctorText.WAITING if waiting else DoctorText.NONE_WAITING
    yield Finding(not waiting, screen.say(text, count=waiting))


def _contents(settings: Settings, screen: Screen) -> Iterator[Finding]:
    try:
        with closing(Newsroom(settings)) as room:
            yield from _models(room, screen)
            yield from _expected(room, screen)
            yield _published(room, screen)
    except KNOWN as error:
        yield Finding(ok=False, text=explain(error, screen.lang))


def _models(room: Newsroom, screen: Screen) -> Iterator[Finding]:
    encoder = room.encoder
    text = DoctorText.BUNDLED if encoder.name == "bundled" else DoctorText.ENCODER
    about = {"name": encoder.name, "dim": encoder.dim, "fingerprint": encoder.fingerprint}
    yield Finding(ok=True, text=screen.say(text, **about))
    if (reranker := room.reranker) is not None:
        told = screen.say(DoctorText.RERANKER, name=reranker.name, fingerprint=reranker.fingerprint)
        yield Finding(ok=True, text=told)
    yield _tuned(room, screen)


def _tuned(room: Newsroom, screen: Screen) -> Finding:
    """Whether weights were fitted for these models."""
    path = room.settings.data / FILE
    if room.tuning is not None:
        blend = room.tuning.blend
        weights = {"dense": f"{blend.dense:g}", "rerank": f"{blend.rerank:g}"}
        return Finding(ok=True, text=screen.say(DoctorText.TUNED, **weights))
    if path.exists():
        return Finding(ok=False, text=screen.say(DoctorText.OTHER_TUNING, path=path))
    return Finding(ok=True, text=screen.say(DoctorText.UNTUNED))


def _expected(room: Newsroom, screen: Screen) -> Iterator[Finding]:
    """The schedule, and what is missing."""
    settings = room.settings
    if not settings.schedule:
        return
    for each in room.missing(room.clock.now()):
        told = screen.say(DoctorText.MISSING, missing=missing_text(each, screen.lang))
        yield Finding(ok=False, text=told)
    days, by = screen.say(DAYS[settings.schedule]), f"{settings.schedule_by:%H:%M}"
    yield Finding(ok=True, text=screen.say(DoctorText.EXPECTED, days=days, by=by, zone=settings.timezone))


def _published(room: Newsroom, screen: Screen) -> Finding:
    """The published generation, and what is wrong with its files."""
    with room.serving.lease() as generation:
        name = generation.manifest.id
    problems = [in_language(problem, screen.lang) for problem in room.engine.check(name)]
    if not problems:
        return Finding(ok=True, text=screen.say(DoctorText.PUBLISHED, generation=name))
    told = listed(screen.lang, problems, Sign.SEMICOLON)
    return Finding(ok=False, text=screen.say(DoctorText.DAMAGED, generation=name, problems=told))
