"""What operators may do, by user id: look at the state, send pages, publish them, go back. Others see none of this."""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path, PurePosixPath
from secrets import token_hex

from telegram import Bot, Document, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import ContextTypes

from bot.gating import verdict_lines
from bot.journal import PUBLISHED, Entry
from bot.messages import explain
from bot.telegram.handlers.admin_publish import FORCE, LONGEST, SURE, Forcing, shown
from bot.telegram.handlers.admin_withdraw import ASK, GIVE, TAKE, Withdrawing
from bot.telegram.session.service import Desk
from bot.telegram.transport.rate_limit import Outgoing
from bot.telegram.transport.send import acknowledge, change, post, tell
from bot.wiring import IndexReport
from retrieval.editions.base.zips import SUFFIX as ZIP_SUFFIX
from retrieval.editions.base.zips import Zip
from retrieval.editions.sources.files import READ_SUFFIXES, suffix_read
from retrieval.editions.store.judgements import Judgement
from retrieval.errors import BadInput, BaowenError
from retrieval.index.publish import restorable, roll_back

OPERATORS = "op:"
PUBLISH, CANCEL, ROLLBACK = OPERATORS + "publish:", OPERATORS + "cancel:", OPERATORS + "rollback:"
PROGRESS_EVERY_S = 2.0

COMMANDS = {"status": "运行情况", "stats": "用量和评价", "rollback": "退回上一次发布", "withdraw": "撤回一篇报道或一期"}


@dataclass(slots=True)
class Progress:
    """How far the work in another thread is."""

    done: int = 0
    total: int = 0

    def __call__(self, done: int, total: int) -> None:
        self.done, self.total = done, total


class Operators:
    """The operators' commands; the handler table lets only operators reach them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.withdrawing = Withdrawing(desk)
        self.forcing = Forcing(desk)
        self.inbox = desk.newsroom.settings.data / "inbox"

    async def status(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Generation, editions, freshness, counts, queue, calls, last errors."""
        message = update.effective_message
        if message is None:
            return
        lines = await self.desk.off_loop(self._status_lines)
        outgoing = context.bot.rate_limiter if hasattr(context.bot, "rate_limiter") else None
        lines.append(f"等待处理：{context.application.update_queue.qsize()}")
        if isinstance(outgoing, Outgoing):
            counts = outgoing.counts
            lines.append(
                f"发出 {counts.sent}，重试 {counts.repeated}，被要求等待 {counts.told_to_wait}，"
                f"结果不明 {counts.unsure}，放弃 {counts.given_up}"
            )
        lines += ["最近的错误：" + ("；".join(self.desk.failures) or "无")]
        await tell(context.bot, message, "\n".join(lines))

    def _status_lines(self) -> list[str]:
        room = self.desk.newsroom
        counts = room.archive.counts()
        newest = room.archive.newest_date()
        return [
            f"当前发布：{room.engine.current() or '无'}",
            f"收录：{counts.editions} 期，{counts.pages} 版，{counts.articles} 篇，{counts.passages} 段"
            + (f"；已撤回 {counts.withdrawn} 篇" if counts.withdrawn else ""),
            f"最新一期：{newest or '日期不详'}",
            *published_lines(room.journal.entries()),
            *(f"⚠ {missing}" for missing in room.missing(datetime.now(UTC))),
            *((f"⚠ 最新的索引用不了，仍在用之前的：{explain(problem)}",) if (problem := room.serving.problem) else ()),
        ]

    async def stats(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Judgements and watches."""
        message = update.effective_message
        if message is None:
            return
        verdicts = Counter(found.verdict for found in await self.desk.off_loop(self._judgements))
        watches = await self.desk.off_loop(self.desk.state.watches)
        names = {"good": "👍", "wrong": "答错", "outdated": "过时", "missing": "没答到"}
        lines = [f"{name} {verdicts[verdict]}" for verdict, name in names.items()]
        lines.append(f"订阅 {len(watches)}，来自 {len({watch.chat_id for watch in watches})} 个会话")
        await tell(context.bot, message, "\n".join(lines))

    def _judgements(self) -> list[Judgement]:
        self.desk.hand_over()
        return self.desk.newsroom.archive.judgements.all()

    # -- going back --------------------------------------------------------------------------------------------------

    async def rollback(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Offer the generation before the published one."""
        message = update.effective_message
        if message is None:
            return
        target = await self.desk.off_loop(self._generation_before)
        if target is None:
            await tell(context.bot, message, "没有更早的发布可以退回。")
            return
        await self._offer(message, context.bot, f"退回到 {target}？", "退回", ROLLBACK + target, CANCEL)

    def _generation_before(self) -> str | None:
        engine = self.desk.newsroom.engine
        ids = [manifest.id for manifest in restorable(engine)]
        current = engine.current()
        before = ids[: ids.index(current)] if current in ids else ids
        return before[-1] if before else None

    async def button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """An operator's button; anybody else's press of one (a forwarded message) does nothing."""
        query = update.callback_query
        if query is None:
            return
        data = str(query.data)
        if query.from_user.id not in self.desk.newsroom.settings.admins:
            await acknowledge(query)
        elif data.startswith(PUBLISH) and data.removeprefix(PUBLISH).isalnum():
            await self.publish_button(update, context)
        elif data.startswith(ROLLBACK):
            await self.rollback_button(update, context)
        elif data.startswith((FORCE, SURE)):
            await self.forcing.button(update, context)
        elif data.startswith((ASK, TAKE, GIVE)):
            await self.withdrawing.button(update, context)
        elif data == CANCEL or data.removeprefix(CANCEL).isalnum():
            await self.cancel_button(update, context)
        else:
            await acknowledge(query)

    async def rollback_button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Publish the older generation."""
        query = update.callback_query
        if query is None or query.message is None:
            return
        target = str(query.data).removeprefix(ROLLBACK)
        await acknowledge(query)
        if target == await self.desk.off_loop(self._generation_before):
            await self.desk.off_loop(roll_back, self.desk.newsroom.engine, target)
            text = f"已退回到 {target}。"
        else:
            text = "情况已经变了，请重新发 /rollback。"
        await change(context.bot, query.message.chat.id, query.message.message_id, escape(text), None)

    # -- sending pages -----------------------------------------------------------------------------------------------

    async def document(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A page file or a zip of them: checked, reported, and offered for publishing."""
        message = update.effective_message
        if message is None or message.document is None:
            return
        key = token_hex(8)
        folder = self.inbox / key
        try:
            await self._fetch(message.document, folder)
            report = await self.desk.off_loop(self.desk.newsroom.index, [folder], dry_run=True)
        except BaowenError as error:
            await self.desk.off_loop(shutil.rmtree, folder, True)
            await tell(context.bot, message, explain(error))
            return
        text = "检查完毕，尚未发布。\n" + report_text(report, folder)
        if any(not file.error for file in report.read):
            await self._offer(message, context.bot, text, "发布", PUBLISH + key, CANCEL + key)
        else:
            await self.desk.off_loop(shutil.rmtree, folder, True)
            await tell(context.bot, message, text)

    async def _fetch(self, document: Document, folder: Path) -> None:
        """Store the document, unpacked, in ``folder``. Raises ``BadInput``."""
        name = safe_name(document.file_name or "page.txt")
        if not suffix_read(name):
            raise BadInput("unsupported", name, f"send {', '.join(sorted(READ_SUFFIXES))} or {ZIP_SUFFIX}")
        content = bytes(await (await document.get_file()).download_as_bytearray())
        await self.desk.off_loop(store, content, name, folder)

    async def publish_button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Publish what was checked, telling how far it is."""
        query = update.callback_query
        if query is None or query.message is None:
            return
        folder = self.inbox / str(query.data).removeprefix(PUBLISH)
        await acknowledge(query)
        chat_id, message_id = query.message.chat.id, query.message.message_id
        if not folder.is_dir():
            await change(context.bot, chat_id, message_id, "已经处理过了。", None)
            return
        progress = Progress()
        telling = asyncio.create_task(_tell_progress(progress, context.bot, chat_id, message_id))
        try:
            text, keyboard = await self.desk.off_loop(shown, lambda: self._published(folder, progress), self.forcing)
        finally:
            telling.cancel()
        await self.desk.off_loop(shutil.rmtree, folder, True)
        await change(context.bot, chat_id, message_id, text, keyboard)

    def _published(self, folder: Path, progress: Progress) -> str:
        report = self.desk.newsroom.index([folder], encoding=progress, asking=progress)
        lines = ["已发布。", report_text(report, folder)]
        if report.published and report.published.verdict:
            lines += verdict_lines(report.published.verdict)
        return "\n".join(lines)[:LONGEST]

    async def cancel_button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Leave it."""
        query = update.callback_query
        if query is None or query.message is None:
            return
        key = str(query.data).removeprefix(CANCEL)
        await acknowledge(query)
        if key:
            await self.desk.off_loop(shutil.rmtree, self.inbox / key, True)
        await change(context.bot, query.message.chat.id, query.message.message_id, "已取消。", None)

    async def _offer(self, message: Message, bot: Bot, text: str, label: str, data: str, cancel: str) -> None:
        row = [InlineKeyboardButton(label, callback_data=data), InlineKeyboardButton("取消", callback_data=cancel)]
        await post(bot, message.chat.id, [escape(text)], InlineKeyboardMarkup([row]), reply_to=message.message_id)


async def _tell_progress(progress: Progress, bot: Bot, chat_id: int, message_id: int) -> None:
    told = ""
    while True:
        text = f"正在发布… {progress.done}/{progress.total}" if progress.total else "正在发布…"
        if text != told:
            await change(bot, chat_id, message_id, text, None)
            told = text
        await asyncio.sleep(PROGRESS_EVERY_S)


def safe_name(name: str) -> str:
    """The last part of a file name, never empty, never hidden."""
    return PurePosixPath(name.replace("\\", "/")).name.lstrip(".") or "page.txt"


def store(content: bytes, name: str, folder: Path) -> None:
    """Put a page file or a zip into ``folder``. Raises ``BadInput`` for a zip that is not to be read."""
    folder.mkdir(parents=True, mode=0o700)
    (folder / name).write_bytes(content)
    if not name.lower().endswith(ZIP_SUFFIX):
        return
    container = Zip(folder / name, name, READ_SUFFIXES)
    try:
        container.members()
    finally:
        container.close()


def published_lines(entries: Sequence[Entry]) -> list[str]:
    """The newest publishing, and the newest failure if there was one after it."""
    done = next((entry for entry in reversed(entries) if entry.outcome == PUBLISHED), None)
    lines = [f"上次发布：{done.at[:16].replace('T', ' ')}（UTC），用时 {done.seconds:.1f} 秒"] if done else []
    if entries and entries[-1].outcome != PUBLISHED:
        lines.append(f"上次发布未成功：{entries[-1].at[:16].replace('T', ' ')}（UTC），{entries[-1].kind}")
    return lines


def report_text(report: IndexReport, folder: Path) -> str:
    """What was read, in a few lines."""
    read = report.read
    files = list(read)
    lines = [
        f"文件 {len(files)}，报道 {sum(file.articles for file in files)}：新 {sum(file.added for file in files)}，"
        f"不变 {sum(file.kept for file in files)}，替换 {sum(file.replaced for file in files)}，"
        f"修复断栏 {sum(file.joins for file in files)}"
    ]
    for file in files[:20]:
        name = Path(file.path).name
        if file.error:
            lines.append(f"✗ {name}：{explain(file.error).replace(str(folder) + '/', '')}")
        else:
            lines.append(f"✓ {name}：{file.articles} 篇")
            lines += [f"　⚠ {warning}" for warning in file.warnings[:3]]
    if len(files) > 20:
        lines.append(f"… 另有 {len(files) - 20} 个文件")
    return "\n".join(lines)[:3500]
