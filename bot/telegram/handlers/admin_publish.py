"""Handles files that operators send: checked, published after a confirmation; anyway, if the gate refuses them.

The buttons for publishing anyway carry the archive's revision: what is forced is what the report was about, or nothing.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from html import escape
from pathlib import PurePosixPath

from telegram import Document, InlineKeyboardMarkup, Update
from telegram.ext import ContextTypes

from bot.telegram.handlers.buttons import Press
from bot.telegram.session.service import Service
from bot.telegram.transport.send import answering, post, tell
from bot.telegram.views.button import Button
from bot.telegram.views.callback_data import AskPublishAnyway, Cancel, Publish, PublishAnyway
from bot.telegram.views.keyboards import button
from bot.telegram.views.operator_reports import checked_text, published_text, refused_text
from bot.telegram.views.operator_texts import OperatorText, error_text
from bot.telegram.views.texts import Lang, say
from retrieval.editions.base.zips import ZIP_SUFFIX
from retrieval.editions.sources.files import READ_SUFFIXES, suffix_read
from retrieval.errors import BadInput, BaowenError
from retrieval.index.gate import Refused

PROGRESS_EVERY_S = 2.0
UNNAMED = "page.txt"


@dataclass(slots=True)
class Progress:
    """How far the work in another thread is."""

    done: int = 0
    total: int = 0

    def __call__(self, done: int, total: int) -> None:
        self.done, self.total = done, total


class Uploads:
    """Files of operators, and the buttons that publish them."""

    def __init__(self, service: Service) -> None:
        self.service = service

    async def document(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A page file or a zip of them: checked, reported, and offered for publishing."""
        message = update.effective_message
        if message is None or message.document is None:
            return
        operators, lang = self.service.operators, self.service.lang(message.from_user)
        try:
            key = await self._fetch(message.document)
        except BaowenError as error:
            await tell(context.bot, message, error_text(error, lang))
            return
        try:
            report = await operators.check_upload(key)
        except BaowenError as error:
            await operators.drop_upload(key)
            await tell(context.bot, message, error_text(error, lang))
            return
        text = checked_text(report, operators.upload_path(key), lang)
        if all(file.error for file in report.read):
            await operators.drop_upload(key)
            await tell(context.bot, message, text)
            return
        keyboard = _choice(lang, OperatorText.PUBLISH, Publish(key), OperatorText.CANCEL, Cancel(key))
        await post(context.bot, answering(message), [escape(text)], keyboard)

    async def _fetch(self, document: Document) -> str:
        """Store the document; the key of the upload. Raises ``BadInput``."""
        name = safe_name(document.file_name or UNNAMED)
        if not suffix_read(name):
            raise BadInput("unsupported", name, f"send {', '.join(sorted(READ_SUFFIXES))} or {ZIP_SUFFIX}")
        content = bytes(await (await document.get_file()).download_as_bytearray())
        return await self.service.operators.store_upload(content, name)

    async def publish_button(self, press: Press[Publish]) -> None:
        """Publish what was checked, telling how far it is."""
        key, operators = press.button.text, self.service.operators
        await press.acknowledge()
        if not operators.has_upload(key):
            await press.change(escape(say(press.lang, OperatorText.ALREADY_DONE)))
            return
        progress = Progress()
        telling = asyncio.create_task(_tell_progress(progress, press))
        try:
            text, keyboard = await self._publish(key, progress, press.lang)
        finally:
            telling.cancel()
        await press.change(escape(text), keyboard)

    async def _publish(self, key: str, progress: Progress, lang: Lang) -> tuple[str, InlineKeyboardMarkup | None]:
        """What publishing comes to: its report, the gate's refusal with buttons, or why it failed."""
        operators = self.service.operators
        try:
            report = await operators.publish_upload(key, progress)
        except Refused as refused:
            anyway = AskPublishAnyway(await operators.revision())
            keyboard = _choice(lang, OperatorText.PUBLISH_ANYWAY, anyway, OperatorText.DONT_PUBLISH, Cancel(""))
            return refused_text(refused.verdict, lang), keyboard
        except BaowenError as error:
            return say(lang, OperatorText.NOT_PUBLISHED, problem=error_text(error, lang)), None
        return published_text(report, operators.upload_path(key), lang), None

    async def ask_publish_anyway_button(self, press: Press[AskPublishAnyway]) -> None:
        """Ask whether that is meant."""
        await press.acknowledge()
        if await self._changed(press, press.button.number):
            return
        really = PublishAnyway(press.button.number)
        keyboard = _choice(press.lang, OperatorText.YES_PUBLISH, really, OperatorText.DONT_PUBLISH, Cancel(""))
        await press.change(escape(say(press.lang, OperatorText.REALLY_PUBLISH)), keyboard)

    async def publish_anyway_button(self, press: Press[PublishAnyway]) -> None:
        """Do it."""
        await press.acknowledge()
        if await self._changed(press, press.button.number):
            return
        try:
            generation = await self.service.operators.publish_anyway()
            text = say(press.lang, OperatorText.PUBLISHED_ANYWAY, generation=generation)
        except BaowenError as error:
            text = say(press.lang, OperatorText.NOT_PUBLISHED, problem=error_text(error, press.lang))
        await press.change(escape(text))

    async def _changed(self, press: Press[AskPublishAnyway] | Press[PublishAnyway], revision: int) -> bool:
        """Whether the archive is no more what the report was about, which the operator is told."""
        if revision == await self.service.operators.revision():
            return False
        await press.change(escape(say(press.lang, OperatorText.ARCHIVE_CHANGED)))
        return True

    async def cancel_button(self, press: Press[Cancel]) -> None:
        """Leave it, whatever was offered."""
        await press.acknowledge()
        if press.button.text:
            await self.service.operators.drop_upload(press.button.text)
        await press.change(escape(say(press.lang, OperatorText.CANCELLED)))


def _choice(
    lang: Lang, yes: OperatorText, confirmed: Button, no: OperatorText, cancelled: Button
) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[button(say(lang, yes), confirmed), button(say(lang, no), cancelled)]])


async def _tell_progress(progress: Progress, press: Press[Publish]) -> None:
    told = ""
    while True:
        text = say(press.lang, OperatorText.PUBLISHING)
        if progress.total:
            text = say(press.lang, OperatorText.PUBLISHING_STEP, done=progress.done, total=progress.total)
        if text != told:
            await press.change(escape(text))
            told = text
        await asyncio.sleep(PROGRESS_EVERY_S)


def safe_name(name: str) -> str:
    """The last part of a file name, never empty, never hidden."""
    return PurePosixPath(name.replace("\\", "/")).name.lstrip(".") or UNNAMED
