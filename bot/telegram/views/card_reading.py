"""Reads back what a message of the bot shows: what an answer follows, the reports it quotes, and where they stand.

Cards outlive the bot's memory: what a button or a reply needs stands in the card itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from telegram import Message, MessageEntity

from bot.telegram.views.callback_data import OpenArticle
from bot.telegram.views.deep_links import Place, parse_place
from bot.telegram.views.keyboards import carried_by
from bot.telegram.views.texts import LANGS, Text, say


def subject_on(card: Message) -> str | None:
    """What the question of a card was taken to follow (接着说：…); None where it stood alone."""
    first = (card.text or "").split("\n", 1)[0]
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


def _linked_buttons(message: Message) -> Iterator[Place]:
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    for row in rows:
        for button in row:
            if place := _place_behind(button.url):
                yield place


def _place_behind(url: str | None) -> Place | None:
    """The place that a link of ours opens."""
    return parse_place(parse_qs(urlsplit(url).query).get("start", [""])[0]) if url else None
