"""``baowen chat`` and ``baowen start``: questions one after the other."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bot.conversation import Conversation
from bot.render import one_line
from bot.settings import Settings
from bot.terminal.format import answer_text
from bot.terminal.options import data_option, newsroom
from bot.wiring import Newsroom

WELCOME = "请提问{example}（输入 /quit 或按 Ctrl-D 结束）"
LEAVING = {"/quit", "/exit", "退出"}


@click.command(short_help="在终端里连续提问")
@data_option
@click.pass_obj
def chat(settings: Settings, data: Path | None) -> None:
    """在终端里连续提问；追问会参考上一个问题。"""
    with newsroom(settings, data) as room:
        converse(room)


@click.command(short_help="打开问答：有令牌时用 Telegram，否则在终端")
@data_option
@click.pass_obj
def start(settings: Settings, data: Path | None) -> None:
    """设置了 TELEGRAM_BOT_TOKEN 时启动 Telegram 机器人；否则在终端里提问；没有终端时直接结束。"""
    if not sys.stdin.isatty():
        click.echo("没有终端，到此结束。运行 baowen chat 可在终端里提问。")
        return
    with newsroom(settings, data) as room:
        if settings.telegram_bot_token:
            from bot.terminal.telegram import serve  # the Telegram library is only loaded where it is used

            serve(room)
        else:
            converse(room)


def converse(room: Newsroom) -> None:
    """Read questions from standard input until it ends. A follow-up is read together with the question before it."""
    house = room.house()
    if sys.stdin.isatty():
        import readline  # noqa: F401  # importing it gives input() line editing and history

        click.echo(WELCOME.format(example=f"，例如：{one_line(house.example)}" if house.example else ""))
    talk = Conversation(room)
    while (question := _next_question()) is not None:
        answer = talk.ask(question)
        if answer.subject:
            click.echo(click.style(f"接着说：{one_line(answer.subject)}", dim=True))
        click.echo(answer_text(answer, house) + "\n")


def _next_question() -> str | None:
    """The next line that says anything; None at the end, or when somebody wants to leave."""
    while True:
        try:
            question = input("问：" if sys.stdin.isatty() else "").strip()
        except (EOFError, KeyboardInterrupt):
            click.echo()
            return None
        if question:
            return None if question in LEAVING else question
