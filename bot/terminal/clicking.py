"""Commands and options whose help is said in the reader's language, in lines that fit the terminal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import click
from click.exceptions import NoSuchCommand

from bot.lang import Lang
from bot.sentences.recognise import in_language
from bot.settings import Settings, chosen_lang
from bot.terminal.layout import two_columns, wrapped
from bot.terminal.screen import terminal_width
from bot.terminal.words.usage import UsageText
from bot.wording import Wording, listed, say
from retrieval.language.characters import HAN

GIVEN = "bot.terminal.given"
"""Where the context keeps the words that stood behind the command's name."""
QUOTED = re.compile(rf"(?<![a-z])(?<![a-z] ) ?('[^']*'(?:, '[^']*')*)(?: (?=[{HAN}]))?")
"""Words in the quotation marks of programs, one or several: 'bash', 'zsh'. Behind a Latin word: a command's."""
Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class WordedOption(click.Option):
    """An option; ``words`` say what it does, ``value`` what stands behind it."""

    def __init__(self, *args: Any, words: Wording, value: Wording | None = None, **kept: Any) -> None:  # noqa: ANN401  # click's
        super().__init__(*args, **kept)
        self.words, self.value = words, value

    def described(self, lang: Lang) -> tuple[str, str]:
        """How it is written, and what it does."""
        names = ", ".join([*self.opts, *self.secondary_opts])
        text = say(lang, self.words)
        if self.value is not None:
            names += f" {say(lang, self.value)}"
        if self.multiple:
            text = say(lang, UsageText.REPEATED, text=text)
        if self.show_default:
            text = say(lang, UsageText.DEFAULT, text=text, value=f"{self.default}")
        return names, say(lang, UsageText.REQUIRED, text=text) if self.required else text


class WordedArgument(click.Argument):
    """What is given without an option's name; ``value`` says what it is called."""

    def __init__(self, *args: Any, words: Wording, value: Wording, **kept: Any) -> None:  # noqa: ANN401  # click's
        super().__init__(*args, **kept)
        self.words, self.value = words, value

    def get_error_hint(self, ctx: click.Context | None) -> str:
        return say(lang_of(ctx), self.value)

    def shown(self, lang: Lang) -> str:
        """As it stands in the usage line: 问题…, [文件夹]."""
        name = say(lang, self.value) + ("…" if self.nargs != 1 else "")
        return name if self.required else f"[{name}]"


class WordedCommand(click.Command):
    """A command; ``words`` say what it does, paragraph by paragraph."""

    def __init__(self, *args: Any, words: Wording, **kept: Any) -> None:  # noqa: ANN401  # click's
        super().__init__(*args, **kept)
        self.words = words

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[GIVEN] = tuple(args)
        return super().parse_args(ctx, args)

    def get_usage(self, ctx: click.Context) -> str:
        return usage_line(ctx, self)

    def get_help(self, ctx: click.Context) -> str:
        return "\n".join(help_lines(ctx, self, lang_of(ctx)))


def command(words: Wording, name: str | None = None) -> Callable[[Callable[..., Any]], WordedCommand]:
    """Make a function a command."""
    return click.command(name, cls=WordedCommand, words=words)


def option(
    *names: str,
    words: Wording,
    value: Wording | None = None,
    **kept: Any,  # noqa: ANN401  # click's
) -> Callable[[Decorated], Decorated]:
    """Give a command an option."""
    return click.option(*names, cls=WordedOption, words=words, value=value, **kept)


def argument(
    name: str,
    *,
    words: Wording,
    value: Wording,
    **kept: Any,  # noqa: ANN401  # click's
) -> Callable[[Decorated], Decorated]:
    """Give a command an argument."""
    return click.argument(name, cls=WordedArgument, words=words, value=value, **kept)


def lang_of(context: click.Context | None) -> Lang:
    """The language of the settings that a command runs with; before they are read, that of the environment."""
    settings = context.find_object(Settings) if context else None
    return settings.lang if settings else chosen_lang()


def wrong_use(text: Wording, /, **values: object) -> click.UsageError:
    """An error in how a command was called, in the reader's language."""
    context = click.get_current_context(silent=True)
    return click.UsageError(say(lang_of(context), text, **values), context)


def usage_problem(error: click.ClickException, lang: Lang) -> str:
    """One line on what is wrong with a command line, and where it is explained."""
    problem = _with_quotes(in_language(_message(error), lang).rstrip("。."), lang)
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path if context else "baowen"
    return say(lang, UsageText.WRONG, problem=problem, command=command)


def _with_quotes(text: str, lang: Lang) -> str:
    """What stands in the quotation marks of programs, in those of the language; Chinese sets no spaces beside them."""
    if lang == "en":
        return text

    def as_printed(found: re.Match[str]) -> str:
        return listed(lang, (say(lang, UsageText.QUOTED, words=each) for each in found[1][1:-1].split("', '")))

    return QUOTED.sub(as_printed, text)


def _message(error: click.ClickException) -> str:
    """The library's sentence; of several names that are near a wrong one only the nearest."""
    if isinstance(error, click.NoSuchOption | NoSuchCommand) and error.possibilities:
        return f"{error.message} Did you mean {error.possibilities[0]!r}?"
    return error.format_message()


def usage_line(context: click.Context, command: click.Command) -> str:
    """用法：baowen ask [选项] 问题…"""
    lang = lang_of(context)
    given = [each.shown(lang) for each in command.params if isinstance(each, WordedArgument)]
    parts = [context.command_path, say(lang, UsageText.ANY_OPTIONS), *given]
    return say(lang, UsageText.USAGE, command=" ".join(parts))


def help_lines(context: click.Context, command: WordedCommand, lang: Lang) -> Iterator[str]:
    """The help page of a command."""
    width = terminal_width()
    yield wrapped(usage_line(context, command), width, "", "  ")
    for paragraph in say(lang, command.words).split("\n"):
        yield ""
        yield wrapped(paragraph, width)
    given = [each for each in command.params if isinstance(each, WordedArgument)]
    yield from section(UsageText.ARGUMENTS, [(say(lang, each.value), say(lang, each.words)) for each in given], lang)
    yield from section(UsageText.OPTIONS, option_rows(context, command, lang), lang)


def option_rows(context: click.Context, command: click.Command, lang: Lang) -> list[tuple[str, str]]:
    """Each option as it is written, with what it does; click makes the one for help itself."""
    return [_option_row(each, lang) for each in command.get_params(context) if isinstance(each, click.Option)]


def _option_row(option: click.Option, lang: Lang) -> tuple[str, str]:
    if isinstance(option, WordedOption):
        return option.described(lang)
    return ", ".join(option.opts), say(lang, UsageText.HELP)


def section(title: UsageText, rows: list[tuple[str, str]], lang: Lang) -> Iterator[str]:
    """A heading and the rows below it; nothing where there are none."""
    if rows:
        yield ""
        yield say(lang, title)
        yield from two_columns(rows, terminal_width())
