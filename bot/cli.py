"""The ``baowen`` command: a table of sub-commands, loaded when called, and the place where errors become exit codes."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

import click
from click.exceptions import NoSuchCommand
from click.shell_completion import CompletionItem, shell_complete

from bot.logs import described, set_up
from bot.messages import KNOWN, Exit, exit_code, explain, told
from bot.settings import COMPLETION_KEY, chosen_lang, completion_wanted, load_settings
from bot.terminal.clicking import WordedOption, lang_of, option, option_rows, section, usage_problem
from bot.terminal.layout import wrapped
from bot.terminal.screen import tell, terminal_width
from bot.terminal.words.editor_help import DecideHelp, IndexHelp, JudgeHelp
from bot.terminal.words.exporting import ExportHelp
from bot.terminal.words.lookups import LookupHelp
from bot.terminal.words.operator_help import BackupHelp, GenerationHelp, HealthHelp, ModelHelp, ServeHelp
from bot.terminal.words.reader_help import AskHelp, BrowseHelp
from bot.terminal.words.searching import CompletionHelp, SearchHelp
from bot.terminal.words.usage import UsageText
from bot.wording import Wording, say

PRIVATE = 0o077
"""The file mode mask: what the program writes, only its owner can read."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """A command: where it stands (``module:attribute``), what it does in a line, and whom it is for."""

    place: str
    short: Wording
    audience: UsageText


# Help never loads the modules.
COMMANDS = {
    "ask": Entry("bot.terminal.ask:ask", AskHelp.SHORT, UsageText.READERS),
    "chat": Entry("bot.terminal.chat:chat", AskHelp.CHAT_SHORT, UsageText.READERS),
    "show": Entry("bot.terminal.browse:show", BrowseHelp.SHOW_SHORT, UsageText.READERS),
    "search": Entry("bot.terminal.search:search", SearchHelp.SHORT, UsageText.READERS),
    "mentions": Entry("bot.terminal.lookup:mentions", LookupHelp.MENTIONS_SHORT, UsageText.READERS),
    "verify-quote": Entry("bot.terminal.lookup:verify_quote", LookupHelp.VERIFY_SHORT, UsageText.READERS),
    "articles": Entry("bot.terminal.browse:articles", BrowseHelp.ARTICLES_SHORT, UsageText.READERS),
    "export": Entry("bot.terminal.export:export", ExportHelp.SHORT, UsageText.READERS),
    "completion": Entry("bot.terminal.completion:completion", CompletionHelp.SHORT, UsageText.READERS),
    "mcp": Entry("bot.terminal.assistants:mcp", ServeHelp.MCP_SHORT, UsageText.READERS),
    "start": Entry("bot.terminal.chat:start", AskHelp.START_SHORT, UsageText.READERS),
    "index": Entry("bot.terminal.index:index", IndexHelp.SHORT, UsageText.EDITORS),
    "watch": Entry("bot.terminal.watch:watch", IndexHelp.WATCH_SHORT, UsageText.EDITORS),
    "withdraw": Entry("bot.terminal.decide:withdraw", DecideHelp.WITHDRAW_SHORT, UsageText.EDITORS),
    "restore-article": Entry("bot.terminal.decide:restore_article", DecideHelp.RESTORE_SHORT, UsageText.EDITORS),
    "correct": Entry("bot.terminal.decide:correct", DecideHelp.CORRECT_SHORT, UsageText.EDITORS),
    "release": Entry("bot.terminal.decide:release", DecideHelp.RELEASE_SHORT, UsageText.EDITORS),
    "judgements": Entry("bot.terminal.judgements:judgements", JudgeHelp.SHORT, UsageText.EDITORS),
    "eval": Entry("bot.terminal.evaluation:evaluation", JudgeHelp.EVAL_SHORT, UsageText.EDITORS),
    "status": Entry("bot.terminal.health:status", HealthHelp.STATUS_SHORT, UsageText.OPERATORS),
    "doctor": Entry("bot.terminal.doctor:doctor", HealthHelp.DOCTOR_SHORT, UsageText.OPERATORS),
    "verify": Entry("bot.terminal.operate:verify", HealthHelp.VERIFY_SHORT, UsageText.OPERATORS),
    "generations": Entry("bot.terminal.operate:generations", GenerationHelp.LIST_SHORT, UsageText.OPERATORS),
    "rollback": Entry("bot.terminal.operate:rollback", GenerationHelp.ROLLBACK_SHORT, UsageText.OPERATORS),
    "prune": Entry("bot.terminal.operate:prune", GenerationHelp.PRUNE_SHORT, UsageText.OPERATORS),
    "rebuild": Entry("bot.terminal.operate:rebuild", GenerationHelp.REBUILD_SHORT, UsageText.OPERATORS),
    "backup": Entry("bot.terminal.backup:backup", BackupHelp.BACKUP_SHORT, UsageText.OPERATORS),
    "restore": Entry("bot.terminal.backup:bring_back", BackupHelp.RESTORE_SHORT, UsageText.OPERATORS),
    "models": Entry("bot.terminal.models:models", ModelHelp.MODELS_SHORT, UsageText.OPERATORS),
    "tune": Entry("bot.terminal.tune:tune", ModelHelp.TUNE_SHORT, UsageText.OPERATORS),
    "bot": Entry("bot.terminal.telegram:bot", ServeHelp.BOT_SHORT, UsageText.OPERATORS),
    "serve": Entry("bot.terminal.serve:serve", ServeHelp.SERVE_SHORT, UsageText.OPERATORS),
}


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, attribute = COMMANDS[name].place.split(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands and options that begin so; no command is loaded for it."""
        lang = lang_of(ctx)
        names = [name for name in COMMANDS if name.startswith(incomplete)]
        commands = [CompletionItem(name, help=say(lang, COMMANDS[name].short)) for name in names]
        return commands + click.Command.shell_complete(self, ctx, incomplete)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except NoSuchCommand as error:  # the library knows of no command that is not loaded
            raise NoSuchCommand(error.command_name, possibilities=COMMANDS, ctx=ctx) from None

    def get_help(self, ctx: click.Context) -> str:
        return "\n".join(self._help_lines(ctx))

    def _help_lines(self, ctx: click.Context) -> Iterator[str]:
        """What there is, grouped by whom it is for."""
        lang = lang_of(ctx)
        parts = (ctx.command_path, say(lang, UsageText.ANY_OPTIONS), say(lang, UsageText.COMMAND), "…")
        width = terminal_width()
        yield wrapped(say(lang, UsageText.USAGE, command=" ".join(parts)), width, "", "  ")
        yield ""
        yield wrapped(say(lang, UsageText.ABOUT), width)
        for audience in (UsageText.READERS, UsageText.EDITORS, UsageText.OPERATORS):
            rows = [(name, say(lang, each.short)) for name, each in COMMANDS.items() if each.audience is audience]
            yield from section(audience, rows, lang)
        yield from section(UsageText.OPTIONS, option_rows(ctx, self, lang), lang)
        yield ""
        yield wrapped(say(lang, UsageText.MORE), width)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    package_name="baowen", prog_name="baowen", message="%(prog)s %(version)s", cls=WordedOption, words=UsageText.VERSION
)
@option(
    "--log-level",
    type=click.Choice(["DEBUG", "INFO", "WARNING", "ERROR"]),
    words=UsageText.LOG_LEVEL,
    value=UsageText.LEVEL,
)
@option("--log-format", type=click.Choice(["text", "json"]), words=UsageText.LOG_FORMAT, value=UsageText.FORMAT)
@click.pass_context
def baowen(ctx: click.Context, log_level: str | None, log_format: str | None) -> None:
    """Read the settings for the command that follows."""
    settings = load_settings(log_level=log_level, log_format=log_format)
    token = settings.telegram_bot_token
    set_up(settings.log_level, settings.log_format, [token.get_secret_value()] if token else [], settings.lang)
    ctx.obj = settings


def main(arguments: list[str] | None = None) -> None:
    """Run the command; every error of ours is one line on stderr and a documented exit code."""
    lang = chosen_lang()
    os.umask(PRIVATE)
    if wanted := completion_wanted():
        sys.exit(shell_complete(baowen, {}, "baowen", COMPLETION_KEY, wanted))
    try:
        context = baowen.make_context("baowen", list(sys.argv[1:] if arguments is None else arguments))
        with context:
            result = baowen.invoke(context)
        sys.exit(result if isinstance(result, int) else Exit.OK)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(Exit.USAGE)
    except click.ClickException as error:
        tell(usage_problem(error, lang))
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        tell(say(lang, UsageText.INTERRUPTED))
        sys.exit(Exit.INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(Exit.OK)
    except KNOWN as error:
        tell(explain(error, lang))
        sys.exit(exit_code(error))
    except Exception as error:  # a fault of ours: told in one line, the rest in the log of whoever looks for it
        log.debug("%s", described(error))
        tell(told(error, lang))
        sys.exit(Exit.INTERNAL)


if __name__ == "__main__":
    main()
