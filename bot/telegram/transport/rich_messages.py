"""Formatted messages as rich ones, which the library does not speak yet (Bot API 10.1 to 10.5): an option.

From the reference at core.telegram.org/bots/api: ``sendRichMessage`` (10.1, June 2026) and ``rich_message`` of
``editMessageText`` take an ``InputRichMessage``, since 10.2 (July) as ``blocks``: paragraphs of rich text, which is a
string, a list, or ``{"type": "bold" | "italic" | "url", "text": …}``, and quotations of such paragraphs. Quotations
that open when they are tapped came with 10.3 (August); their ``text`` became ``blocks`` in November, so both are sent.
A server that is older refuses (400, 404): then the message goes out as ever, and an hour passes before the next try.
Off where nothing is set: in summer 2026 clients garbled Chinese in rich messages, and old ones show only that they are.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from html.parser import HTMLParser
from typing import Any, TypeAlias, TypeVar

from telegram import Message
from telegram.error import BadRequest, EndPointNotFound
from telegram.ext import ExtBot

log = logging.getLogger(__name__)

T = TypeVar("T")
RichText: TypeAlias = str | list[Any] | dict[str, Any]
Block: TypeAlias = dict[str, Any]
STYLES = {"b": "bold", "i": "italic"}
REFUSED_FOR_S = 3600.0
"""How long a server that refused one is asked for none."""
UNCHANGED = "message is not modified"


class RichBot(ExtBot[None]):
    """A bot that sends and edits what is formatted as rich messages, as long as the server takes them."""

    _clock: Callable[[], float] = time.monotonic
    _tries_from = 0.0

    async def send_rich(
        self, page: str, parameters: dict[str, Any], usual: Callable[[], Awaitable[Message]]
    ) -> Message:
        """Send a page (HTML); ``usual`` sends it as ever."""

        async def sending() -> Message:
            sent = await self.do_api_request(
                "sendRichMessage", api_kwargs={**parameters, "rich_message": rich_message(page)}, return_type=Message
            )
            assert isinstance(sent, Message)
            return sent

        return await self._first(page, sending, usual)

    async def edit_rich(self, page: str, parameters: dict[str, Any], usual: Callable[[], Awaitable[None]]) -> None:
        """Make a message say a page (HTML) instead; ``usual`` does it as ever."""

        async def editing() -> None:  # an older server sees that there is no text, and refuses
            await self.edit_message_text("", **parameters, api_kwargs={"rich_message": rich_message(page)})

        await self._first(page, editing, usual)

    async def _first(self, page: str, rich: Callable[[], Awaitable[T]], usual: Callable[[], Awaitable[T]]) -> T:
        """What ``rich`` gives of a formatted page; what ``usual`` gives where it is refused, or was not long ago."""
        if "<" not in page or self._clock() < self._tries_from:
            return await usual()
        try:
            return await rich()
        except (BadRequest, EndPointNotFound) as error:
            if UNCHANGED in str(error).lower():
                raise
            done = await usual()  # raises what has nothing to do with rich messages
            self._tries_from = self._clock() + REFUSED_FOR_S
            log.warning("the Bot API server takes no rich messages; they go out as ever")
            return done


def rich_message(page: str) -> dict[str, Any]:
    """A page in Telegram's HTML as the blocks of a rich message: the same words, a paragraph for each line."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    reader.end_line()
    return {"blocks": reader.blocks}


class _Reader(HTMLParser):
    """Reads a page as this bot writes it: lines, quotations, bold, italic, links."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._line: list[RichText] = []
        self._styles: list[Block] = []
        self._quoted: list[Block] | None = None
        self._folded = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "blockquote":
            self.end_line()
            self._quoted, self._folded = [], "expandable" in dict(attrs)
        elif tag == "a":
            self._styles.append({"type": "url", "url": dict(attrs).get("href") or ""})
        else:
            self._styles.append({"type": STYLES[tag]})

    def handle_endtag(self, tag: str) -> None:
        if tag != "blockquote":
            self._styles.pop()
            return
        self.end_line()
        if self._quoted:
            self.blocks.append(_quotation(self._quoted, folded=self._folded))
        self._quoted = None

    def handle_data(self, data: str) -> None:
        first, *others = data.split("\n")
        self._add(first)
        for piece in others:
            self.end_line()
            self._add(piece)

    def end_line(self) -> None:
        """What was read of the line is a paragraph; an empty line only parts others, which blocks do by themselves."""
        if self._line:
            text = self._line[0] if len(self._line) == 1 else self._line
            (self.blocks if self._quoted is None else self._quoted).append({"type": "paragraph", "text": text})
        self._line = []

    def _add(self, piece: str) -> None:
        if not piece:
            return
        text: RichText = piece
        for style in reversed(self._styles):
            text = {**style, "text": text}
        self._line.append(text)


def _quotation(paragraphs: list[Block], *, folded: bool) -> Block:
    if not folded:
        return {"type": "blockquote", "blocks": paragraphs}
    lines: list[RichText] = [paragraphs[0]["text"]]
    for paragraph in paragraphs[1:]:
        lines += ["\n", paragraph["text"]]
    return {"type": "expandable_blockquote", "text": lines, "blocks": paragraphs}
