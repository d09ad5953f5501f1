"""Options and openings that the sub-commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from bot.settings import Settings
from bot.terminal.clicking import lang_of, option
from bot.terminal.words.usage import UsageText
from bot.wiring import Newsroom
from bot.wording import Wording, say
from retrieval.errors import NothingPublished, UnknownRecord
from retrieval.language.page_names import page_names

MOST_DIGITS = 19
"""Of SQLite's largest number."""

data_option = option("--data", type=click.Path(path_type=Path), words=UsageText.DATA, value=UsageText.FOLDER)
json_option = option("--json", "as_json", is_flag=True, words=UsageText.JSON)


def page_option(words: Wording) -> Callable[[Any], Any]:
    """``--page``, which may be repeated."""
    return option("--page", multiple=True, callback=pages_named, words=words, value=UsageText.PAGE)


def numbered(what: str) -> int:
    """The number that somebody wrote. Raises ``UnknownRecord`` where it has more digits than any record's."""
    if len(what) > MOST_DIGITS:
        raise UnknownRecord(f"no record has a number of {len(what)} digits")
    return int(what)


def pages_named(context: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """``--page`` as people write it (``02``, ``第三版``, ``头版``, ``０３``) → the archive's names of those pages."""
    names: list[str] = []
    for text in value:
        found = page_names(text)
        if not found:
            raise click.BadParameter(say(lang_of(context), UsageText.NO_PAGE, value=repr(text)), context, param)
        names += found
    return tuple(names)


def chosen(settings: Settings, data: Path | None) -> Settings:
    """The settings with the data folder of the command line, if it names one."""
    return settings.model_copy(update={"data": data}) if data is not None else settings


@contextmanager
def newsroom(settings: Settings, data: Path | None, *, create: bool = False) -> Iterator[Newsroom]:
    """The program over the chosen data folder, closed at the end; where nothing is there, who chose it is told."""
    try:
        opened = Newsroom(chosen(settings, data), create=create)
        try:
            yield opened
        finally:
            opened.close()
    except NothingPublished as error:
        said = _how_chosen(settings, data)
        raise NothingPublished(f"{error}; {said}") from None


def _how_chosen(settings: Settings, data: Path | None) -> str:
    if data is not None:
        return "this data folder was given by --data"
    if "data" in settings.model_fields_set:
        return "this data folder was given by BAOWEN_DATA"
    return "this data folder is the usual one; --data or BAOWEN_DATA gives another"
