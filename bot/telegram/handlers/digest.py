"""Handles /digest: how often, at which hour and of what a chat wants a digest; ``jobs/digests.py`` sends it."""

from __future__ import annotations

import re
from datetime import timedelta

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.telegram.handlers.permissions import is_admin
from bot.telegram.handlers.watches import wanted_in
from bot.telegram.session.digest_table import Digest
from bot.telegram.session.message_text import question_in
from bot.telegram.session.people import Sender, sender_of
from bot.telegram.session.service import Service
from bot.telegram.session.watch_terms import WatchTerms, terms_of
from bot.telegram.transport.send import tell, topic_of
from bot.telegram.views.chat_texts import ChatText
from bot.telegram.views.digest_texts import DigestText, Rhythm, digest_set_text
from bot.telegram.views.texts import Lang, say
from bot.telegram.views.watch_texts import WatchText
from bot.wording import listed

WANTED = re.compile(
    r"(?P<rhythm>daily|weekly|每天|每日|每周|每週|每星期)(?:\s*(?P<hour>2[0-3]|1\d|0?\d)(?:[:：]00|点|點|时|時)?(?!\d))?(?P<terms>.*)",
    re.IGNORECASE | re.DOTALL,
)
NO_HOUR = re.compile(r"\s*[\d:：.半]")
"""What is left of an hour that no day has, or of one with minutes: 25, 8:30."""
OFF = re.compile(r"off|stop|取消|停|关|關|不要", re.IGNORECASE)
DAILY = ("daily", "每天", "每日")
MORNING = 8
"""The hour of a digest for which none was named."""


class Digests:
    """/digest."""

    def __init__(self, service: Service) -> None:
        self.service, self.digests = service, service.digests

    async def command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/digest daily 8 版面:3; /digest off; /digest alone tells what was chosen."""
        message = update.effective_message
        sender = sender_of(message) if message else None
        if message is None or sender is None:
            return
        lang, wanted = self.service.lang(sender), question_in(message, context.bot.username)
        before = await self.digests.of(message.chat.id)
        if OFF.fullmatch(wanted) and before:
            await self._end(before, sender, message, context, lang)
        elif (found := WANTED.fullmatch(wanted)) and not NO_HOUR.match(found["terms"]):
            await self._begin(found, before, sender, message, context, lang)
        else:
            shown = [set_text(before, lang)] if before and not wanted else []
            await self.service.asides.tell(context.bot, message, "\n".join([*shown, say(lang, DigestText.HOW)]))

    async def _begin(
        self, found: re.Match[str], before: Digest | None, sender: Sender, message: Message,
        context: ContextTypes.DEFAULT_TYPE, lang: Lang,
    ) -> None:  # fmt: skip
        terms = terms_of(wanted_in(found["terms"]))
        if terms.refused:
            await self.service.asides.tell(
                context.bot, message, say(lang, WatchText.NO_DATES, value=listed(lang, terms.refused))
            )
        elif before and not await self._may_change(before, sender, context):
            await self.service.asides.tell(context.bot, message, say(lang, ChatText.NOT_YOUR_WATCH))
        else:
            digest = self._digest(found, terms, sender, message)
            await self.digests.begin(digest)
            await self.service.keep_lang(sender)
            told = [set_text(digest, lang)]
            if not digest.terms and not await self.service.watching.watches(message.chat.id):
                told.append(say(lang, DigestText.NO_WATCHES))
            await tell(context.bot, message, "\n".join(told))

    def _digest(self, found: re.Match[str], terms: WatchTerms, sender: Sender, message: Message) -> Digest:
        """The digest that is asked for. The first one tells of the newest day's edition where its hour is to come."""
        now = self.digests.now()
        rhythm: Rhythm = "daily" if found["rhythm"].lower() in DAILY else "weekly"
        hour = MORNING if found["hour"] is None else int(found["hour"])
        today = now.date()
        yesterday = today - timedelta(days=1)
        sent = today if now.hour >= hour else yesterday
        topic = topic_of(message)
        return Digest(message.chat.id, sender.id, topic, rhythm, today.weekday(), hour, terms.text, yesterday, sent)

    async def _end(
        self, digest: Digest, sender: Sender, message: Message, context: ContextTypes.DEFAULT_TYPE, lang: Lang
    ) -> None:
        if await self._may_change(digest, sender, context):
            await self.digests.end(digest.chat_id)
            await tell(context.bot, message, say(lang, DigestText.ENDED))
        else:
            await self.service.asides.tell(context.bot, message, say(lang, ChatText.NOT_YOUR_WATCH))

    async def _may_change(self, digest: Digest, sender: Sender, context: ContextTypes.DEFAULT_TYPE) -> bool:
        """Whether who writes chose the digest, or is an admin: who speaks for the group is one."""
        if sender.id in (digest.user_id, digest.chat_id):
            return True
        return not sender.nameless and await is_admin(context.bot, digest.chat_id, sender.id)


def set_text(digest: Digest, lang: Lang) -> str:
    """What was chosen."""
    return digest_set_text(digest.rhythm, digest.weekday, digest.hour, digest.terms, lang)
