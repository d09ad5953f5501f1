"""The ``baowen`` command: a table of sub-commands, loaded when called, and the place where errors become exit codes."""

from __future__ import annotations

import logging
import os
import sys
from importlib import import_module

import click

from bot.logs import described, set_up
from bot.messages import KNOWN, Exit, Lang, exit_code, explain, told
from bot.settings import Settings, load_settings

PRIVATE = 0o077
"""The file mode mask: what the program writes, only its owner can read."""

log = logging.getLogger(__name__)

# name → (module:attribute, one line of help); help never loads the modules.
COMMANDS = {
    "index": ("bot.terminal.index:index", "读入版面文件并发布"),
    "watch": ("bot.terminal.watch:watch", "看着一个文件夹，新到的自动发布"),
    "ask": ("bot.terminal.ask:ask", "回答一个问题"),
    "chat": ("bot.terminal.chat:chat", "在终端里连续提问"),
    "show": ("bot.terminal.browse:show", "显示一篇报道，可标出引文"),
    "mentions": ("bot.terminal.lookup:mentions", "列出某个词的每一次见报"),
    "verify-quote": ("bot.terminal.lookup:verify_quote", "核对一句话是否见报、是否一字不差"),
    "articles": ("bot.terminal.browse:articles", "列出收录的报道"),
    "status": ("bot.terminal.health:status", "收录和发布的情况"),
    "doctor": ("bot.terminal.health:doctor", "检查设置、模型和数据文件夹"),
    "models": ("bot.terminal.models:models", "列出可用的编码模型和各自的代价"),
    "eval": ("bot.terminal.evaluation:evaluation", "用一份带答案的问题检验回答"),
    "judgements": ("bot.terminal.judgements:judgements", "导出读者的评价，供检验回答"),
    "tune": ("bot.terminal.tune:tune", "按所用的模型调整排序和作答的门槛"),
    "generations": ("bot.terminal.operate:generations", "列出已建立的索引代"),
    "rollback": ("bot.terminal.operate:rollback", "退回到上一代或指定的一代"),
    "release": ("bot.terminal.decide:release", "放行退回时退下的内容"),
    "prune": ("bot.terminal.operate:prune", "删除旧的索引代"),
    "verify": ("bot.terminal.operate:verify", "核对引文与原文件、索引与校验和"),
    "rebuild": ("bot.terminal.operate:rebuild", "只凭收录的文字重建索引"),
    "withdraw": ("bot.terminal.decide:withdraw", "撤回一篇报道或一期报纸"),
    "restore-article": ("bot.terminal.decide:restore_article", "恢复撤回的报道或一期报纸"),
    "correct": ("bot.terminal.decide:correct", "把更正、致歉与它所更正的报道连起来"),
    "backup": ("bot.terminal.backup:backup", "备份收录的文字"),
    "restore": ("bot.terminal.backup:bring_back", "由备份恢复，期间旧内容照常回答"),
    "bot": ("bot.terminal.telegram:bot", "启动 Telegram 机器人"),
    "serve": ("bot.terminal.serve:serve", "启动网页服务：健康检查和指标"),
    "mcp": ("bot.terminal.assistants:mcp", "供 AI 助手查报（MCP，标准输入输出）"),
    "start": ("bot.terminal.chat:start", "打开问答：有令牌时用 Telegram，否则在终端"),
}


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, attribute = COMMANDS[name][0].split(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="baowen", prog_name="baowen")
@click.option("--log-level", type=click.Choice(["DEBUG", "INFO", "WARNING", "ERROR"]), help="日志级别")
@click.option("--log-format", type=click.Choice(["text", "json"]), help="日志格式")
@click.pass_context
def baowen(ctx: click.Context, log_level: str | None, log_format: str | None) -> None:
    """报问：到报纸的版面里找答案，一字不差地引用。"""
    settings = load_settings(log_level=log_level, log_format=log_format)
    token = settings.telegram_bot_token
    set_up(settings.log_level, settings.log_format, [token.get_secret_value()] if token else [])
    ctx.obj = settings


def main(arguments: list[str] | None = None) -> None:
    """Run the command; every error of ours is one line on stderr and a documented exit code."""
    lang: Lang = "zh"
    os.umask(PRIVATE)
    try:
        context = baowen.make_context("baowen", list(sys.argv[1:] if arguments is None else arguments))
        with context:
            if isinstance(context.obj, Settings):
                lang = context.obj.lang
            result = baowen.invoke(context)
        sys.exit(result if isinstance(result, int) else Exit.OK)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(Exit.OK)
    except KNOWN as error:
        click.echo(explain(error, lang), err=True)
        sys.exit(exit_code(error))
    except Exception as error:  # a fault of ours: told in one line, the rest in the log of whoever looks for it
        log.debug("%s", described(error))
        click.echo(told(error, lang), err=True)
        sys.exit(Exit.INTERNAL)


if __name__ == "__main__":
    main()
