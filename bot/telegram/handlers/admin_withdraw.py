"""Handles /withdraw, for operators: an article or an edition is taken out of the paper, and put back.

The reason stands in the message that the confirmation replies to, so nothing about it needs to be remembered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.ext import ContextTypes
from telegram.ext.filters import MessageFilter

from bot.render import citation_line, place_text
from bot.telegram.handlers.buttons import B, Press
from bot.telegram.session.message_text import question_in
from bot.telegram.session.service import Service
from bot.telegram.transport.send import answering, post, tell
from bot.telegram.views.card_reading import places_on
from bot.telegram.views.keyboards import NUMBERS_PER_ROW, button, carried_by, in_rows, pager_row
from bot.telegram.views.operator_data import (
    AskReason,
    Cancel,
    ChooseWithdrawal,
    ListWithdrawable,
    Restore,
    Target,
    Withdraw,
)
from bot.telegram.views.operator_texts import OperatorText, error_text
from bot.telegram.views.texts import Lang, Text, say
from retrieval.domain import Article
from retrieval.errors import BaowenError

TARGET = re.compile(r"(?:(?P<article>\d{1,18})|(?:(?P<paper>[^/\s]+)/)?(?P<day>\d{4}-\d{1,2}-\d{1,2}))(?:\s+|$)")
PER_SHEET = 18


class ReasonGiven(MessageFilter):
    """A reply to the message that asks for the reason."""

    def filter(self, message: Message) -> bool:
        asking = message.reply_to_message
        return asking is not None and bool(carried_by(asking, AskReason))


class WithdrawCommand:
    """/withdraw and its buttons."""

    def __init__(self, service: Service) -> None:
        self.service = service

    async def command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/withdraw, alone or in reply to what shows articles; with a number, a day, a reason, or none."""
        message = update.effective_message
        if message is None:
            return
        lang, command = self.service.lang(message.from_user), question_in(message, context.bot.username)
        try:
            text, keyboard = await self._offer(command, message.reply_to_message, lang)
        except BaowenError as error:
            await tell(context.bot, message, error_text(error, lang))
            return
        await post(context.bot, answering(message), [escape(text)], keyboard)

    async def reason(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The reason, in reply to the message that asked for it: ask whether the article is to go."""
        message = update.effective_message
        if message is None or message.reply_to_message is None:
            return
        lang = self.service.lang(message.from_user)
        (asked, *_) = carried_by(message.reply_to_message, AskReason)
        try:
            line = await self._line(asked.target, lang)
        except BaowenError as error:
            await tell(context.bot, message, error_text(error, lang))
            return
        text, keyboard = confirmation(asked.target, line, reason_in(message, context.bot.username), lang)
        await post(context.bot, answering(message), [escape(text)], keyboard)

    async def _offer(
        self, command: str, replied_to: Message | None, lang: Lang
    ) -> tuple[str, InlineKeyboardMarkup | None]:
        """The confirmation, or what has to be said or chosen before. Raises ``UnknownRecord``."""
        operators, named, reason = self.service.operators, TARGET.match(command), TARGET.sub("", command, count=1)
        if named and named["article"]:
            return await self._with_reason(await operators.article(int(named["article"])), reason, lang)
        if named:
            edition = await operators.edition(named["paper"], named["day"])
            if reason:
                return await self._with_reason(edition, reason, lang)
            return await self._articles(ListWithdrawable(edition.id), lang)
        targets = await operators.articles_at(places_on(replied_to)) if replied_to else []
        if len(targets) == 1:
            return await self._with_reason(targets[0], command, lang)
        if targets:
            return choice(targets, [await self._line(target, lang) for target in targets], lang)
        editions = [] if command else await self.service.editions()
        if editions:
            return await self._articles(ListWithdrawable(editions[0].id), lang)
        return say(lang, OperatorText.WITHDRAW_HOW), None

    async def _with_reason(self, target: Target, reason: str, lang: Lang) -> tuple[str, InlineKeyboardMarkup]:
        """The confirmation; the question for the reason where there is none yet."""
        line = await self._line(target, lang)
        return confirmation(target, line, reason, lang) if reason else asking_why(target, line, lang)

    async def list_button(self, press: Press[ListWithdrawable]) -> None:
        """Another sheet of the articles of an edition."""
        await press.acknowledge()
        try:
            text, keyboard = await self._articles(press.button, press.lang)
        except BaowenError as error:
            await press.change(escape(error_text(error, press.lang)))
            return
        await press.change(escape(text), keyboard)

    async def _articles(self, wanted: ListWithdrawable, lang: Lang) -> tuple[str, InlineKeyboardMarkup]:
        """The articles of an edition, each with its number, and the edition as a whole."""
        edition = Target("e", wanted.edition)
        every = await self.service.operators.articles_of(edition)
        sheets = max(1, -(-len(every) // PER_SHEET))
        sheet = min(wanted.sheet, sheets - 1)
        start = sheet * PER_SHEET
        shown = every[start : start + PER_SHEET]
        lines = [say(lang, OperatorText.WITHDRAW_FROM, edition=await self._edition_name(edition, lang))]
        for number, article in enumerate(shown, start + 1):
            lines.append(f"{number}. {numbered_line(article, lang)}")
        numbers = enumerate(shown, start + 1)
        rows = in_rows(
            [button(str(number), ChooseWithdrawal(Target("a", article.id))) for number, article in numbers],
            NUMBERS_PER_ROW,
        )
        if sheets > 1:
            rows.append(pager_row([ListWithdrawable(wanted.edition, each) for each in range(sheets)], sheet, lang))
        whole = button(say(lang, OperatorText.WHOLE), ChooseWithdrawal(edition))
        rows.append([whole, button(say(lang, OperatorText.CANCEL), Cancel(""))])
        return "\n".join(lines), InlineKeyboardMarkup(rows)

    async def choose_button(self, press: Press[ChooseWithdrawal]) -> None:
        """One of several was chosen: ask whether it is to go, or why."""
        target, lang = press.button.target, press.lang
        await press.acknowledge()
        reason = self._reason_of(press)
        try:
            text, keyboard = await self._with_reason(target, reason, lang)
        except BaowenError as error:
            await press.change(escape(error_text(error, lang)))
            return
        await press.change(escape(text), keyboard)

    async def withdraw_button(self, press: Press[Withdraw]) -> None:
        """Withdraw it."""
        target, public, lang = press.button.target, press.button.public, press.lang
        await press.acknowledge()
        reason = self._reason_of(press)
        if not reason:
            await press.change(escape(say(lang, OperatorText.COMMAND_GONE)))
            return
        try:
            line = await self._line(target, lang)
            await self.service.operators.withdraw(target, reason, public=public)
        except BaowenError as error:
            await press.change(escape(error_text(error, lang)))
            return
        done = OperatorText.WITHDRAWN_PUBLICLY if public else OperatorText.WITHDRAWN_PRIVATELY
        back = InlineKeyboardMarkup([[button(say(lang, OperatorText.RESTORE), Restore(target))]])
        await press.change(escape(say(lang, done, line=line, reason=reason)), back)

    async def restore_button(self, press: Press[Restore]) -> None:
        """Put it back and publish."""
        target, lang = press.button.target, press.lang
        await press.acknowledge()
        try:
            await self.service.operators.restore(target)
            text = say(lang, OperatorText.RESTORED, line=await self._line(target, lang))
        except BaowenError as error:
            text = error_text(error, lang)
        await press.change(escape(text))

    def _reason_of(self, press: Press[B]) -> str:
        """The reason in the message that the pressed one replies to; empty where none stands there any more."""
        shown = press.query.message
        said = shown.reply_to_message if isinstance(shown, Message) else None
        return reason_in(said, press.bot.username) if said else ""

    async def _line(self, target: Target, lang: Lang) -> str:
        """What is to be withdrawn, in one line."""
        record = await self.service.operators.record(target)
        if isinstance(record, Article):
            return numbered_line(record, lang)
        return say(lang, OperatorText.WHOLE_EDITION, edition=await self._edition_name(target, lang))

    async def _edition_name(self, target: Target, lang: Lang) -> str:
        record = await self.service.operators.record(target)
        return place_text(record.paper, record.date, None, lang) or say(lang, Text.UNDATED_EDITION)


def numbered_line(article: Article, lang: Lang) -> str:
    """《headline》 paper date page reporter, and the number that operators name it by."""
    return f"{citation_line(article, lang)} · {say(lang, OperatorText.ARTICLE_NUMBER, number=article.id)}"


def reason_in(message: Message, bot_name: str) -> str:
    """What a message gives as the reason: behind the article or edition in a command, else all that it says."""
    text = question_in(message, bot_name)
    return TARGET.sub("", text, count=1).strip() if (message.text or "").startswith("/") else text


def asking_why(target: Target, line: str, lang: Lang) -> tuple[str, InlineKeyboardMarkup]:
    """The question for the reason, which is answered in reply."""
    shown = say(lang, OperatorText.ARTICLE_NUMBER, number=target.id) if target.kind == "a" else line
    rows = [[button(shown, AskReason(target))], [button(say(lang, OperatorText.CANCEL), Cancel(""))]]
    return say(lang, OperatorText.WHY, line=line), InlineKeyboardMarkup(rows)


def confirmation(target: Target, line: str, reason: str, lang: Lang) -> tuple[str, InlineKeyboardMarkup]:
    """The question before anything happens."""
    rows = [
        [button(say(lang, OperatorText.WITHDRAW_PRIVATELY), Withdraw(target))],
        [button(say(lang, OperatorText.WITHDRAW_PUBLICLY), Withdraw(target, public=True))],
        [button(say(lang, OperatorText.CANCEL), Cancel(""))],
    ]
    return say(lang, OperatorText.WITHDRAW_WHAT, line=line, reason=reason), InlineKeyboardMarkup(rows)


def choice(targets: Sequence[Target], lines: Sequence[str], lang: Lang) -> tuple[str, InlineKeyboardMarkup]:
    """Which of the articles that are shown?"""
    numbered = [f"{number}. {line}" for number, line in enumerate(lines, 1)]
    text = "\n".join([say(lang, OperatorText.WITHDRAW_WHICH), *numbered])
    buttons = [button(str(number), ChooseWithdrawal(target)) for number, target in enumerate(targets, 1)]
    cancel = [button(say(lang, OperatorText.CANCEL), Cancel(""))]
    return text, InlineKeyboardMarkup([*in_rows(buttons, NUMBERS_PER_ROW), cancel])
