"""Handles /withdraw, for operators: an article or an edition is taken out of the paper, and put back.

The reason stands in the command that the confirmation replies to, so nothing about it needs to be remembered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.ext import ContextTypes

from bot.render import citation_line, place_text
from bot.telegram.handlers.buttons import B, Press
from bot.telegram.session.message_text import question_in
from bot.telegram.session.service import Service
from bot.telegram.transport.send import answering, post, tell
from bot.telegram.views.callback_data import Cancel, ChooseWithdrawal, Restore, Target, Withdraw
from bot.telegram.views.card_reading import places_on
from bot.telegram.views.keyboards import button
from bot.telegram.views.operator_texts import OperatorText, error_text
from bot.telegram.views.texts import Lang, Text, say
from retrieval.domain import Article
from retrieval.errors import BaowenError

TARGET = re.compile(r"(?:(?P<article>\d{1,18})|(?:(?P<paper>[^/\s]+)/)?(?P<day>\d{4}-\d{1,2}-\d{1,2}))(?:\s+|$)")
CHOICES = 8


class WithdrawCommand:
    """/withdraw and its buttons."""

    def __init__(self, service: Service) -> None:
        self.service = service

    async def command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/withdraw 12 原因, /withdraw 2022-12-08 原因, or /withdraw 原因 in reply to an answer."""
        message = update.effective_message
        if message is None:
            return
        lang, command = self.service.lang(message.from_user), question_in(message, context.bot.username)
        reason = reason_in(command)
        try:
            targets = await self._targets(command, message.reply_to_message) if reason else []
            lines = [await self._line(target, lang) for target in targets]
        except BaowenError as error:
            await tell(context.bot, message, error_text(error, lang))
            return
        if not targets:
            await tell(context.bot, message, say(lang, OperatorText.WITHDRAW_HOW))
            return
        if len(targets) == 1:
            text, keyboard = confirmation(targets[0], lines[0], reason, lang)
        else:
            text, keyboard = choice(targets, lines, lang)
        await post(context.bot, answering(message), [text], keyboard)

    async def choose_button(self, press: Press[ChooseWithdrawal]) -> None:
        """One of several articles was chosen: ask whether it is to go."""
        target, reason = press.button.target, await self._reason(press)
        if reason is None:
            return
        try:
            text, keyboard = confirmation(target, await self._line(target, press.lang), reason, press.lang)
        except BaowenError as error:
            await press.change(escape(error_text(error, press.lang)))
            return
        await press.change(text, keyboard)

    async def withdraw_button(self, press: Press[Withdraw]) -> None:
        """Withdraw it."""
        target, public, lang = press.button.target, press.button.public, press.lang
        reason = await self._reason(press)
        if reason is None:
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

    async def _reason(self, press: Press[B]) -> str | None:
        """The reason in the command that the pressed message replies to; None, which is told, when it is gone."""
        shown = press.query.message
        command = shown.reply_to_message if isinstance(shown, Message) else None
        reason = reason_in(question_in(command, press.bot.username)) if command else ""
        await press.acknowledge()
        if reason:
            return reason
        await press.change(escape(say(press.lang, OperatorText.COMMAND_GONE)))
        return None

    async def _targets(self, command: str, replied_to: Message | None) -> list[Target]:
        """What a command names, else the articles that the answer it replies to cites. Raises ``UnknownRecord``."""
        operators, named = self.service.operators, TARGET.match(command)
        if named and named["article"]:
            return [await operators.article(int(named["article"]))]
        if named:
            return [await operators.edition(named["paper"], named["day"])]
        places = places_on(replied_to) if replied_to else []
        return (await operators.articles_at(places))[:CHOICES]

    async def _line(self, target: Target, lang: Lang) -> str:
        """What is to be withdrawn, in one line."""
        record = await self.service.operators.record(target)
        if isinstance(record, Article):
            return citation_line(record)
        name = place_text(record.paper, record.date, None) or say(lang, Text.UNDATED_EDITION)
        return say(lang, OperatorText.WHOLE_EDITION, edition=name)


def reason_in(text: str) -> str:
    """What stands behind the article or edition in a command."""
    return TARGET.sub("", text, count=1).strip() if TARGET.match(text) else text.strip()


def confirmation(target: Target, line: str, reason: str, lang: Lang) -> tuple[str, InlineKeyboardMarkup]:
    """The question before anything happens."""
    rows = [
        [button(say(lang, OperatorText.WITHDRAW_PRIVATELY), Withdraw(target))],
        [button(say(lang, OperatorText.WITHDRAW_PUBLICLY), Withdraw(target, public=True))],
        [button(say(lang, OperatorText.CANCEL), Cancel(""))],
    ]
    text = say(lang, OperatorText.WITHDRAW_WHAT, line=line, reason=reason)
    return escape(text), InlineKeyboardMarkup(rows)


def choice(targets: Sequence[Target], lines: Sequence[str], lang: Lang) -> tuple[str, InlineKeyboardMarkup]:
    """Which of the cited articles?"""
    numbered = [f"{number}. {line}" for number, line in enumerate(lines, 1)]
    text = "\n".join([say(lang, OperatorText.WITHDRAW_WHICH), *numbered])
    row = [button(str(number), ChooseWithdrawal(target)) for number, target in enumerate(targets, 1)]
    cancel = [button(say(lang, OperatorText.CANCEL), Cancel(""))]
    return escape(text), InlineKeyboardMarkup([row, cancel])
