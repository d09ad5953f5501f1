"""Handles /status, /stats and /rollback, which only operators reach."""

from __future__ import annotations

from html import escape

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import ContextTypes

from bot.schedule_texts import warning_text
from bot.telegram.handlers.buttons import Press
from bot.telegram.session.operators import Status
from bot.telegram.session.service import Service
from bot.telegram.transport.rate_limit import Counts
from bot.telegram.transport.send import answering, post, tell
from bot.telegram.views.keyboards import button
from bot.telegram.views.operator_data import Cancel, Release, RollBack
from bot.telegram.views.operator_reports import failure_lines, published_lines
from bot.telegram.views.operator_texts import OperatorText, error_text
from bot.telegram.views.texts import Lang, day_text, say
from bot.turnovers import held_lines, turnover_lines
from retrieval.errors import BaowenError

VERDICTS = {
    "good": OperatorText.JUDGED_GOOD,
    "wrong": OperatorText.JUDGED_WRONG,
    "outdated": OperatorText.JUDGED_OUTDATED,
    "missing": OperatorText.JUDGED_MISSING,
}


class Operators:
    """The operators' commands on the bot as a whole; ``calls`` is what became of the calls to Telegram."""

    def __init__(self, service: Service, calls: Counts) -> None:
        self.service = service
        self.calls = calls

    async def status(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Generation, editions, freshness, counts, queue, calls, last errors."""
        message = update.effective_message
        if message is None:
            return
        lang = self.service.lang(message.from_user)
        lines = status_lines(await self.service.operators.status(), lang)
        lines.append(say(lang, OperatorText.WAITING, count=context.application.update_queue.qsize()))
        lines.append(calls_line(self.calls, lang))
        lines += failure_lines(self.service.failures.last(), lang)
        await tell(context.bot, message, "\n".join(lines))

    async def stats(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Judgements and watches."""
        message = update.effective_message
        if message is None:
            return
        lang = self.service.lang(message.from_user)
        counts = await self.service.operators.verdicts()
        lines = [say(lang, text, count=counts[verdict]) for verdict, text in VERDICTS.items()]
        watches = await self.service.watching.watches()
        chats = {watch.chat_id for watch in watches}
        lines.append(say(lang, OperatorText.WATCH_COUNT, count=len(watches), chats=len(chats)))
        await tell(context.bot, message, "\n".join(lines))

    async def rollback(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Offer the generation before the published one."""
        message = update.effective_message
        if message is None:
            return
        lang = self.service.lang(message.from_user)
        before = await self.service.operators.publishing.generation_before()
        if before is None:
            await tell(context.bot, message, say(lang, OperatorText.NOTHING_OLDER))
            return
        row = [
            button(say(lang, OperatorText.ROLL_BACK), RollBack(before)),
            button(say(lang, OperatorText.CANCEL), Cancel("")),
        ]
        turnover = await self.service.operators.publishing.turnover_to(before)
        lines = [say(lang, OperatorText.ROLL_BACK_TO, generation=before), *turnover_lines(turnover, lang)]
        await post(context.bot, answering(message), [escape("\n".join(lines))], InlineKeyboardMarkup([row]))

    async def rollback_button(self, press: Press[RollBack]) -> None:
        """Publish the older generation, if it is still the one before."""
        wanted, lang, publishing = press.button.text, press.lang, self.service.operators.publishing
        await press.acknowledge()
        if wanted != await publishing.generation_before():
            await press.change(escape(say(lang, OperatorText.ROLL_BACK_AGAIN)))
            return
        done, held = await publishing.roll_back(wanted)
        lines = [say(lang, OperatorText.ROLLED_BACK, generation=wanted), *turnover_lines(done.turnover, lang)]
        keyboard = None
        if held:
            lines.append(say(lang, OperatorText.STAYS_OUT))
            keyboard = InlineKeyboardMarkup([[button(say(lang, OperatorText.RELEASE), Release())]])
        await press.change(escape("\n".join(lines)), keyboard)

    async def release_button(self, press: Press[Release]) -> None:
        """Publish what was rolled back after all."""
        await press.acknowledge()
        try:
            report = await self.service.operators.publishing.release()
        except BaowenError as error:
            await press.change(escape(error_text(error, press.lang)))
            return
        told = say(press.lang, OperatorText.RELEASED, generation=report.manifest.id)
        await press.change(escape("\n".join([told, *turnover_lines(report.turnover, press.lang)])))


def status_lines(status: Status, lang: Lang) -> list[str]:
    """How the newsroom is doing."""
    counts = status.counts
    generation = status.generation or say(lang, OperatorText.NO_GENERATION)
    holdings = {"editions": counts.editions, "pages": counts.pages, "articles": counts.articles}
    held = say(lang, OperatorText.HOLDINGS, **holdings, passages=counts.passages)
    if counts.withdrawn:
        held += say(lang, OperatorText.WITHDRAWN_COUNT, count=counts.withdrawn)
    newest = status.newest.isoformat() if status.newest else day_text(lang, None)
    lines = [
        say(lang, OperatorText.GENERATION, generation=generation),
        held,
        say(lang, OperatorText.NEWEST, day=newest),
        *published_lines(status.publishings, status.zone, lang),
        *pending_lines(status, lang),
        *(warning_text(missing, lang) for missing in status.missing),
    ]
    if status.problem:
        lines.append(say(lang, OperatorText.OLD_INDEX, problem=error_text(status.problem, lang)))
    return lines


def pending_lines(status: Status, lang: Lang) -> list[str]:
    """What was read and is not published, and what was rolled back."""
    lines = [say(lang, OperatorText.PENDING), *turnover_lines(status.pending, lang)] if status.pending else []
    return [*lines, *held_lines(status.held, lang)]


def calls_line(calls: Counts, lang: Lang) -> str:
    """What became of the calls to Telegram."""
    counts = {"sent": calls.sent, "repeated": calls.repeated, "told_to_wait": calls.told_to_wait}
    return say(lang, OperatorText.CALLS, **counts, unsure=calls.unsure, given_up=calls.given_up)
