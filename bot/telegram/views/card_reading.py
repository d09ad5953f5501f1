"""Reads back what a message of the bot shows: what an answer follows, the reports it quotes, and where they stand.

Cards outlive the bot's memory: what a button or a reply needs stands in the card itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

from telegram import Message, MessageEntity

from bot.telegram.views.callback_data import OpenArticle
from bot.telegram.views.deep_links import Place, parse_place
from bot.telegram.views.keyboards import carried_by
from bot.telegram.views.texts import LANGS, Text, say


def subject_on(card: Message) -> str | None:
    """What the question of a card was taken to follow (接着说：…); None where it stood alone."""
    rich = "".join(words for words, _ in _rich_runs(_first_block(card)))
    first = (card.text or rich).split("\n", 1)[0]
    for lang in LANGS:
        opening = say(lang, Text.FOLLOWS, subject="")
        if first.startswith(opening):
            return first.removeprefix(opening).strip() or None
    return None


def headline_on(card: Message) -> str | None:
    """The headline of the first report that a card quotes."""
    for place, text in _links(card):
        if place:
            return text.strip("《》") or None
    return None


def places_on(message: Message) -> list[Place]:
    """What the links and buttons of a message lead to."""
    linked = [place for place, _ in _links(message) if place]
    return [*linked, *(found.place for found in carried_by(message, OpenArticle)), *_linked_buttons(message)]


def _links(message: Message) -> Iterator[tuple[Place | None, str]]:
    """Each link in the text: the place that it opens, if it is ours, and its words."""
    for entity, words in message.parse_entities([MessageEntity.TEXT_LINK]).items():
        yield _place_behind(entity.url), words
    for words, url in _rich_runs(_rich_blocks(message)):
        if url:
            yield _place_behind(url), words


def _rich_blocks(message: Message) -> list[Any]:
    """The blocks of a rich message, which the library does not speak yet; see ``transport/rich_messages.py``."""
    found = message.api_kwargs.get("rich_message")
    blocks = found.get("blocks") if isinstance(found, dict) else None
    return blocks if isinstance(blocks, list) else []


def _first_block(message: Message) -> list[Any]:
    return _rich_blocks(message)[:1]


def _rich_runs(rich: object, url: str | None = None) -> Iterator[tuple[str, str | None]]:
    """The runs of rich text, or of blocks of it, each with the address that it leads to."""
    if isinstance(rich, str):
        yield rich, url
    elif isinstance(rich, list):
        for part in rich:
            yield from _rich_runs(part, url)
    elif isinstance(rich, dict):
        leads_to = rich.get("url")
        yield from _rich_runs(rich.get("blocks") or rich.get("text"), leads_to if isinstance(leads_to, str) else url)


def _linked_buttons(message: Message) -> Iterator[Place]:
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    for row in rows:
        for button in row:
            if place := _place_behind(button.url):
                yield place


def _place_behind(url: str | None) -> Place | None:
    """The place that a link of ours opens."""
    return parse_place(parse_qs(urlsplit(url).query).get("start", [""])[0]) if url else None
