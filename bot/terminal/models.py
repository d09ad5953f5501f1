"""``baowen models``: which encoders there are, and what each costs."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

import click

from bot.render import json_text, one_line
from bot.sentences.recognise import in_language
from bot.settings import Settings
from bot.terminal.clicking import command
from bot.terminal.options import json_option
from bot.terminal.screen import Screen, screen_of
from bot.terminal.tables import table_lines
from bot.terminal.words.operating import ModelText
from bot.terminal.words.operator_help import ModelHelp
from bot.wording import Sign, listed
from embeddings.catalogue import Model
from embeddings.catalogue import models as catalogue

WHERE = {
    "bundled": ModelText.BUNDLED,
    "cached": ModelText.CACHED,
    "recommended": ModelText.RECOMMENDED,
    "set": ModelText.SET,
}
COLUMNS = (
    ModelText.IN_USE,
    ModelText.MODEL,
    ModelText.WHERE,
    ModelText.DIM,
    ModelText.DISK,
    ModelText.MEMORY,
    ModelText.TIME,
    ModelText.RETRIEVAL,
)
NUMBERS = frozenset(range(3, len(COLUMNS)))


@command(ModelHelp.MODELS_ABOUT)
@json_option
@click.pass_obj
def models(settings: Settings, as_json: bool) -> None:
    """List encoders and what each costs."""
    found = catalogue()
    if settings.model not in {model.name for model in found}:
        found = [*found, Model(settings.model, "set")]
    if as_json:
        click.echo(json_text([as_record(model, settings.model) for model in found]))
        return
    for line in model_lines(found, settings.model, screen_of(settings.lang)):
        click.echo(line)


def as_record(model: Model, chosen: str) -> dict[str, object]:
    """The model for programs; ``published`` figures are others' and not measured here."""
    return {**dataclasses.asdict(model), "chosen": model.name == chosen}


def model_lines(found: Sequence[Model], chosen: str, screen: Screen) -> Iterator[str]:
    """One row a model, what is to be said of some, and what the columns mean."""
    rows = [_row(model, chosen, screen) for model in found]
    yield from table_lines([screen.say(title) for title in COLUMNS], rows, screen, NUMBERS)
    yield ""
    for model in found:
        if said := remark(model, screen):
            yield screen.wrapped(said)
    yield ""
    for line in screen.say(ModelText.LEGEND).split("\n"):
        yield screen.wrapped(line)


def _row(model: Model, chosen: str, screen: Screen) -> tuple[str, ...]:
    about = "≈" if model.estimated else ""
    return (
        "*" if model.name == chosen else "",
        one_line(model.name),
        screen.say(WHERE[model.where]),
        _number(model.dim),
        _number(model.disk_mib),
        _number(model.memory_mib, about),
        _number(model.query_ms, about),
        f"{model.published.retrieval:.2f}" if model.published else "",
    )


def remark(model: Model, screen: Screen) -> str | None:
    """What is to be said of a model beside its figures, and where a published figure comes from."""
    source = screen.say(ModelText.PUBLISHED, source=model.published.source) if model.published else ""
    said = listed(screen.lang, filter(None, (in_language(model.note, screen.lang), source)), Sign.SEMICOLON)
    return screen.say(ModelText.REMARK, model=model.name, said=said) if said else None


def _number(value: float | None, about: str = "") -> str:
    return "" if value is None else f"{about}{value:g}"
