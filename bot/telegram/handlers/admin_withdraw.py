"""/withdraw for operators: an article or an edition is taken out of the paper after a confirmation, and put back.

The reason stands in the command that the confirmation replies to, so nothing about it needs to be remembered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from html import escape
from urllib.parse import parse_qs, urlsplit

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, MessageEntity, Update
from telegram.ext import ContextTypes

from bot.messages import explain
from bot.render import citation_line, place_text
from bot.telegram.session.message_text import question_in
from bot.telegram.session.service import Desk
from bot.telegram.transport.send import acknowledge, change, post, tell
from bot.telegram.views.deep_links import READ, Place, parse_place
from retrieval.errors import BaowenError, UnknownRecord

ASK, TAKE, GIVE = "op:which:", "op:take:", "op:give:"
CANCEL = "op:cancel:"
HOW = (
    "用法：/withdraw 报道编号 原因；/withdraw 2022-12-08 原因（一整期）；"
    "或者回复一张回答：/withdraw 原因，再选其中的报道。"
)
TARGET = re.compile(r"(?:(?P<article>\d{1,18})|(?:(?P<paper>[^/\s]+)/)?(?P<day>\d{4}-\d{1,2}-\d{1,2}))(?:\s+|$)")
CODE = re.compile(r"(?P<kind>[ae])(?P<id>\d{1,18})(?P<public>!?)")
CHOICES = 8


class Withdrawing:
    """Handles /withdraw and its buttons; the handler table lets only operators reach them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/withdraw 12 原因, /withdraw 2022-12-08 原因, or /withdraw 原因 in reply to an answer."""
        message = update.effective_message
        if message is None:
            return
        text = question_in(message, context.bot.username)
        target, reason = TARGET.match(text), reason_in(text)
        try:
            if not reason:
                codes: list[str] = []
            elif target:
                codes = [await self.desk.off_loop(self._code, target)]
            else:
                codes = await self._codes_in(message.reply_to_message)
            lines = [await self.desk.off_loop(self._line, code) for code in codes]
        except BaowenError as error:
            await tell(context.bot, message, explain(error))
            return
        if not codes:
            await tell(context.bot, message, HOW)
        elif len(codes) == 1:
            text, keyboard = confirmation(codes[0], lines[0], reason)
            await post(context.bot, message.chat.id, [text], keyboard, reply_to=message.message_id)
        else:
            text, keyboard = choice(codes, lines)
            await post(context.bot, message.chat.id, [text], keyboard, reply_to=message.message_id)

    async def button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A choice, a confirmation, or putting back: ``op:which:a12``, ``op:take:a12!`` (publicly), ``op:give:a12``."""
        query = update.callback_query
        if query is None or not isinstance(query.message, Message):
            return
        what, _, code = str(query.data).rpartition(":")
        match, asked = CODE.fullmatch(code), query.message.reply_to_message
        reason = reason_in(question_in(asked, context.bot.username)) if asked else ""
        await acknowledge(query)
        keyboard: InlineKeyboardMarkup | None = None
        if match is None or (not reason and what != GIVE[:-1]):
            text = escape("原来的命令已经不在了，请重新发 /withdraw。")
        else:
            try:
                text, keyboard = await self.desk.off_loop(self._done, what, match, reason)
            except BaowenError as error:
                text = escape(explain(error))
        await change(context.bot, query.message.chat.id, query.message.message_id, text, keyboard)

    def _done(self, what: str, match: re.Match[str], reason: str) -> tuple[str, InlineKeyboardMarkup | None]:
        code, room = match["kind"] + match["id"], self.desk.newsroom
        if what == ASK[:-1]:
            return confirmation(code, self._line(code), reason)
        number, edition = int(match["id"]), match["kind"] == "e"
        if what == GIVE[:-1]:
            (room.restore_edition if edition else room.restore)(number)
            return escape(f"已恢复并发布：{self._line(code)}"), None
        line, withdrawals = self._line(code), room.archive.withdrawals
        withdraw = withdrawals.withdraw_edition if edition else withdrawals.withdraw_article
        withdraw(number, reason, public=bool(match["public"]))
        told = "公开" if match["public"] else "不公开"
        back = InlineKeyboardMarkup([[InlineKeyboardButton("恢复", callback_data=GIVE + code)]])
        return escape(f"已撤回：{line}\n原因（{told}）：{reason}"), back

    def _code(self, target: re.Match[str]) -> str:
        """What was typed, as a button carries it. Raises ``UnknownRecord``."""
        archive = self.desk.newsroom.archive
        if target["article"]:
            return f"a{archive.article(int(target['article'])).id}"
        try:
            day = date.fromisoformat(target["day"])
        except ValueError:
            raise UnknownRecord(f"edition {target['day']}") from None
        return f"e{archive.withdrawals.edition(target['paper'], day).id}"

    def _line(self, code: str) -> str:
        archive, number = self.desk.newsroom.archive, int(code[1:])
        if code.startswith("a"):
            return citation_line(archive.article(number))
        edition = archive.withdrawals.edition_of(number)
        return f"{place_text(edition.paper, edition.date, None) or '日期不详'} 整期"

    async def _codes_in(self, card: Message | None) -> list[str]:
        """The articles that an answer of the bot cites."""
        places = places_in(card) if card else []
        archive = self.desk.newsroom.archive
        owners = await self.desk.off_loop(archive.owners, [each.passage_id for each in places if each.passage_id])
        ids = [each.article_id or owners.get(each.passage_id or 0) for each in places]
        return [f"a{number}" for number in dict.fromkeys(ids) if number][:CHOICES]


def reason_in(text: str) -> str:
    """What stands behind the article or edition in a command."""
    return TARGET.sub("", text, count=1).strip() if TARGET.match(text) else text.strip()


def places_in(message: Message) -> list[Place]:
    """What the links and buttons of a message lead to."""
    tokens = [
        parse_qs(urlsplit(entity.url).query).get("start", [""])[0]
        for entity in message.entities
        if entity.type == MessageEntity.TEXT_LINK and entity.url
    ]
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    carried = [button.callback_data for row in rows for button in row if isinstance(button.callback_data, str)]
    tokens += [data.removeprefix(READ) for data in carried if data.startswith(READ)]
    return [place for token in tokens if (place := parse_place(token))]


def confirmation(code: str, line: str, reason: str) -> tuple[str, InlineKeyboardMarkup]:
    """The question before anything happens."""
    rows = [
        [InlineKeyboardButton("撤回，不公开原因", callback_data=TAKE + code)],
        [InlineKeyboardButton("撤回，公开原因", callback_data=f"{TAKE}{code}!")],
        [InlineKeyboardButton("取消", callback_data=CANCEL)],
    ]
    return escape(f"撤回？\n{line}\n原因：{reason}"), InlineKeyboardMarkup(rows)


def choice(codes: Sequence[str], lines: Sequence[str]) -> tuple[str, InlineKeyboardMarkup]:
    """Which of the cited articles?"""
    numbered = [f"{number}. {line}" for number, line in enumerate(lines, 1)]
    row = [InlineKeyboardButton(str(number), callback_data=ASK + code) for number, code in enumerate(codes, 1)]
    rows = [row, [InlineKeyboardButton("取消", callback_data=CANCEL)]]
    return escape("\n".join(["撤回哪一篇？", *numbered])), InlineKeyboardMarkup(rows)
