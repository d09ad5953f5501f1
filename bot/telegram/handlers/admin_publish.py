"""Handles files that operators send: checked, published after a confirmation; anyway, if the gate refuses them.

The buttons for publishing anyway carry the archive's revision: what is forced is what the report was about, or nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import PurePosixPath
from typing import TypeAlias

from telegram import Document, InlineKeyboardMarkup, Message, Update
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.telegram.handlers.albums import Albums
from bot.telegram.handlers.buttons import B, Press
from bot.telegram.session.captions import stated_in
from bot.telegram.session.service import Service
from bot.telegram.session.uploads import SentFile
from bot.telegram.transport.send import answering, post, tell, typing
from bot.telegram.views.button import Button
from bot.telegram.views.keyboards import button
from bot.telegram.views.operator_data import AskPublishAnyway, Cancel, CheckAgain, Publish, PublishAnyway
from bot.telegram.views.operator_texts import OperatorText, error_text
from bot.telegram.views.texts import Lang, Wording, say
from bot.telegram.views.upload_reports import checked_pages, fitting, published_text, refused_text
from bot.telegram.views.upload_texts import UploadText
from retrieval.editions.base.draft import EditionDefaults
from retrieval.editions.sources.files import READ_SUFFIXES, suffix_read
from retrieval.errors import BadInput, BaowenError
from retrieval.index.gate import Refused

PROGRESS_EVERY_S = 2.0
MOST_FETCHED = 20 << 20
"""Bytes of a file that Telegram gives to bots (core.telegram.org/bots/api#getfile)."""
TOO_BIG = "file is too big"
UNNAMED = "page.txt"
MEGABYTE = 1 << 20

Choices: TypeAlias = Sequence[tuple[Wording, Button]]


@dataclass(slots=True)
class Progress:
    """How far the work in another thread is; ``ahead`` publishings come before, 0 is another process."""

    done: int = 0
    total: int = 0
    ahead: int | None = None

    def __call__(self, done: int, total: int) -> None:
        self.done, self.total, self.ahead = done, total, None

    def wait(self, ahead: int | None) -> None:
        self.ahead = ahead


@dataclass(slots=True)
class Fetched:
    """What came of the documents of one album: the files, and why others were not taken, in words."""

    files: list[SentFile] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


class Uploads:
    """Files of operators, and the buttons that publish them."""

    def __init__(self, service: Service, albums: Albums | None = None) -> None:
        self.service = service
        self._publishing = service.operators.publishing
        self._albums = albums or Albums()

    # -- receiving ---------------------------------------------------------------------------------------------------

    async def document(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Page files or zips of them, alone or as an album: checked, reported, and offered for publishing."""
        if update.effective_message is None:
            return
        messages = await self._albums.gathered(update.effective_message)
        if not messages:
            return
        lang = self.service.lang(messages[0].from_user)
        async with typing(context.bot, answering(messages[0])):
            fetched = await self._fetch(messages, lang)
            if fetched.files:
                await self._check(fetched, messages[0], context, lang)
                return
        await tell(context.bot, messages[0], "\n".join(fetched.refused))

    async def photo(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A photo, which is no file any more."""
        if message := update.effective_message:
            await tell(context.bot, message, say(self.service.lang(message.from_user), UploadText.SEND_AS_FILE))

    async def _check(self, fetched: Fetched, message: Message, context: ContextTypes.DEFAULT_TYPE, lang: Lang) -> None:
        """Read what was sent without keeping anything, and offer to publish it if that would change anything."""
        key = await self._publishing.receive(fetched.files)
        try:
            checked = await self._publishing.check(key)
        except BaowenError as error:
            await self._publishing.drop(key)
            await tell(context.bot, message, self._problem(error, lang))
            return
        pages = checked_pages(
            checked.read,
            fetched.refused,
            [file.stated for file in fetched.files],
            self._publishing.without_paths,
            lang,
            unpublished=checked.unpublished,
        )
        keyboard = None
        if checked.worth_publishing:
            keyboard = _choice(lang, (OperatorText.PUBLISH, Publish(key)), (OperatorText.CANCEL, Cancel(key)))
        else:
            await self._publishing.drop(key)
        await post(context.bot, answering(message), pages, keyboard)

    async def _fetch(self, messages: Sequence[Message], lang: Lang) -> Fetched:
        """The documents of some messages, each with what its caption states."""
        fetched = Fetched()
        alone = len(messages) == 1
        shared = self._shared_caption(messages)
        for message in messages:
            if message.document is None:
                continue
            name = safe_name(message.document.file_name or UNNAMED)
            try:
                stated = stated_in(message.caption or "", self.service.today()) if message.caption else shared
                content = await _content(message.document, name, lang, self._publishing.fetches_any_size)
            except NotTaken as reason:
                fetched.refused.append(str(reason))
            except BaowenError as error:
                fetched.refused.append(f"{name}：{self._problem(error, lang)}")
            else:
                fetched.files.append(SentFile(name, content, stated if alone else replace(stated, page=None)))
        return fetched

    def _shared_caption(self, messages: Sequence[Message]) -> EditionDefaults:
        """What the one caption of an album states for those without any; nothing where there are several."""
        captions = [message.caption for message in messages if message.caption]
        if len(captions) != 1:
            return EditionDefaults()
        try:
            return stated_in(captions[0], self.service.today())
        except BadInput:
            return EditionDefaults()  # told beside the file whose caption it is

    # -- publishing --------------------------------------------------------------------------------------------------

    async def publish_button(self, press: Press[Publish]) -> None:
        """Publish what was checked, telling how far it is."""
        key = press.button.text
        await press.acknowledge()
        if not self._publishing.has(key):
            if not self._publishing.is_begun(key):
                await press.change(escape(say(press.lang, OperatorText.ALREADY_DONE)))
            return

        async def publishing(progress: Progress) -> str:
            report = await self._publishing.publish(key, progress, progress.wait)
            return published_text(report, self._publishing.without_paths, press.lang)

        await self._run(press, publishing, Publish(key))

    async def check_again_button(self, press: Press[CheckAgain]) -> None:
        """Let the gate look again at what the archive holds: its questions may have been put right."""
        await press.acknowledge()
        await self._run(press, self._publishing_held(press, force=False), press.button)

    async def ask_publish_anyway_button(self, press: Press[AskPublishAnyway]) -> None:
        """Ask whether that is meant."""
        await press.acknowledge()
        if await self._changed(press, press.button.number):
            return
        really = PublishAnyway(press.button.number)
        keyboard = _choice(press.lang, (OperatorText.YES_PUBLISH, really), (OperatorText.DONT_PUBLISH, Cancel("")))
        await press.change(escape(say(press.lang, OperatorText.REALLY_PUBLISH)), keyboard)

    async def publish_anyway_button(self, press: Press[PublishAnyway]) -> None:
        """Do it."""
        await press.acknowledge()
        if not await self._changed(press, press.button.number):
            await self._run(press, self._publishing_held(press, force=True), AskPublishAnyway(press.button.number))

    def _publishing_held(self, press: Press[B], *, force: bool) -> Callable[[Progress], Awaitable[str]]:
        async def publishing(progress: Progress) -> str:
            report = await self._publishing.publish_again(progress, progress.wait, force=force)
            if force:
                return say(press.lang, OperatorText.PUBLISHED_ANYWAY, generation=report.manifest.id)
            return fitting([say(press.lang, UploadText.PUBLISHED)], press.lang)

        return publishing

    async def _run(self, press: Press[B], publishing: Callable[[Progress], Awaitable[str]], again: Button) -> None:
        """Publish, telling how far it is; then what it came to, with the ways on where it came to nothing."""
        progress = Progress()
        telling = asyncio.create_task(_tell_progress(progress, press))
        keyboard = None
        try:
            text = await publishing(progress)
        except Refused as refused:
            text, keyboard = refused_text(refused.verdict, press.lang), await self._ways_on(press.lang)
        except BaowenError as error:
            text = say(press.lang, UploadText.NOT_PUBLISHED, problem=self._problem(error, press.lang))
            if isinstance(again, Publish) and not self._publishing.has(again.text):
                again = CheckAgain()  # the archive has it by now
            keyboard = _choice(press.lang, (UploadText.TRY_AGAIN, again), (OperatorText.CANCEL, _leaving(again)))
        finally:
            telling.cancel()
        await press.change(escape(text), keyboard)

    async def _ways_on(self, lang: Lang) -> InlineKeyboardMarkup:
        """What can be done about a refusal."""
        anyway = AskPublishAnyway(await self._publishing.revision())
        again = [button(say(lang, UploadText.CHECK_AGAIN), CheckAgain())]
        choice = _choice(lang, (OperatorText.PUBLISH_ANYWAY, anyway), (OperatorText.DONT_PUBLISH, Cancel("")))
        return InlineKeyboardMarkup([again, *choice.inline_keyboard])

    async def _changed(self, press: Press[AskPublishAnyway] | Press[PublishAnyway], revision: int) -> bool:
        """Whether the archive is no more what the report was about, which the operator is told."""
        if revision == await self._publishing.revision():
            return False
        keyboard = _choice(press.lang, (UploadText.CHECK_AGAIN, CheckAgain()), (OperatorText.CANCEL, Cancel("")))
        await press.change(escape(say(press.lang, OperatorText.ARCHIVE_CHANGED)), keyboard)
        return True

    async def cancel_button(self, press: Press[Cancel]) -> None:
        """Leave it, whatever was offered."""
        await press.acknowledge()
        if press.button.text:
            await self._publishing.drop(press.button.text)
        await press.change(escape(say(press.lang, OperatorText.CANCELLED)))

    def _problem(self, error: BaowenError, lang: Lang) -> str:
        return self._publishing.without_paths(error_text(error, lang))


class NotTaken(Exception):
    """Why a document was not taken, in the operator's words."""


async def _content(document: Document, name: str, lang: Lang, any_size: bool) -> bytes:
    """The bytes of a document. Raises ``NotTaken``."""
    if not suffix_read(name):
        formats = " ".join(sorted(READ_SUFFIXES))
        raise NotTaken(say(lang, UploadText.WHICH_FORMATS, name=name, formats=formats))
    size = f"{(document.file_size or 0) / MEGABYTE:.1f} MB"
    too_large = NotTaken(say(lang, UploadText.TOO_LARGE, name=name, size=size))
    if not any_size and (document.file_size or 0) > MOST_FETCHED:
        raise too_large
    try:
        return bytes(await (await document.get_file()).download_as_bytearray())
    except BadRequest as error:
        if TOO_BIG in str(error).lower():
            raise too_large from None
        raise


def _leaving(again: Button) -> Cancel:
    return Cancel(again.text if isinstance(again, Publish) else "")


def _choice(lang: Lang, *choices: tuple[Wording, Button]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[button(say(lang, wording), carried) for wording, carried in choices]])


async def _tell_progress(progress: Progress, press: Press[B]) -> None:
    told = ""
    while True:
        text = _progress_text(progress, press.lang)
        if text != told:
            await press.change(escape(text))
            told = text
        await asyncio.sleep(PROGRESS_EVERY_S)


def _progress_text(progress: Progress, lang: Lang) -> str:
    if progress.ahead:
        return say(lang, UploadText.QUEUED, count=progress.ahead)
    if progress.ahead == 0:
        return say(lang, UploadText.OTHER_PROCESS)
    if progress.total:
        return say(lang, UploadText.PUBLISHING_STEP, done=progress.done, total=progress.total)
    return say(lang, UploadText.PUBLISHING)


def safe_name(name: str) -> str:
    """The last part of a file name, never empty, never hidden."""
    return PurePosixPath(name.replace("\\", "/")).name.lstrip(".") or UNNAMED
