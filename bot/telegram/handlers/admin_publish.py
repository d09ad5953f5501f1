"""When the gate refuses what an operator sent: its report, and publishing nevertheless, after a confirmation.

The buttons carry the archive's revision: what is forced is what the report was about, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import ContextTypes

from bot.gating import verdict_lines
from bot.messages import explain
from bot.telegram.session.service import Desk
from bot.telegram.transport.send import acknowledge, change
from retrieval.errors import BaowenError
from retrieval.index.gate import Refused

FORCE, SURE, LEAVE = "op:force:", "op:forced:", "op:cancel:"
LONGEST = 3500
"""Characters of a report: a message of Telegram's holds 4096."""
LEFT = "新内容已经收录，但没有发布；旧内容照常回答。可以改正文件后重新发来，或用 /withdraw 撤回有问题的报道。"
MOVED_ON = "情况已经变了，请重新发送文件，或在终端运行 baowen index。"


class Forcing:
    """The buttons under a refusal; the handler table lets only operators reach them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def refusal(self, refused: Refused) -> tuple[str, InlineKeyboardMarkup]:
        """What to show in place of a report of success."""
        report = "\n".join(verdict_lines(refused.verdict))[:LONGEST]
        revision = self.desk.newsroom.archive.revision()
        keyboard = _keyboard("仍要发布", f"{FORCE}{revision}")
        return escape(f"没有通过发布前的检验。\n{report}\n{LEFT}"), keyboard

    async def button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``op:force:12`` asks whether that is meant; ``op:forced:12`` does it."""
        query = update.callback_query
        if query is None or not isinstance(query.message, Message):
            return
        data = str(query.data)
        await acknowledge(query)
        keyboard = None
        if not await self.desk.off_loop(self._unchanged, data.rpartition(":")[2]):
            text = escape(MOVED_ON)
        elif data.startswith(FORCE):
            text = escape(
                "检验没有通过，确定强制发布？读者会立刻看到新内容；这次强制会记录在索引里，可用 /rollback 退回。"
            )
            keyboard = _keyboard("确定，强制发布", SURE + data.removeprefix(FORCE))
        else:
            text = escape(await self.desk.off_loop(self._publish))
        await change(context.bot, query.message.chat.id, query.message.message_id, text, keyboard)

    def _unchanged(self, revision: str) -> bool:
        return revision == str(self.desk.newsroom.archive.revision())

    def _publish(self) -> str:
        try:
            report = self.desk.newsroom.publish(force=True)
        except BaowenError as error:
            return "没有发布：" + explain(error)
        return f"已强制发布 {report.manifest.id}，已记录。"


def shown(action: Callable[[], str], forcing: Forcing) -> tuple[str, InlineKeyboardMarkup | None]:
    """What an attempt to publish comes to: its report, the gate's refusal with buttons, or why it failed."""
    try:
        return escape(action()), None
    except Refused as refused:
        return forcing.refusal(refused)
    except BaowenError as error:
        return escape("没有发布：" + explain(error)), None


def _keyboard(label: str, data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data), InlineKeyboardButton("不发布", callback_data=LEAVE)]]
    )
