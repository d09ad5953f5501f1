"""Reads what a message asks and what it is to be read with, and whether a group message is addressed to the bot."""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import Message, MessageEntity

from retrieval.language.characters import HAN

QUESTION_CHARS = 500
"""A question longer than this is cut; the engine would make no more of the rest."""
_COMMAND = re.compile(r"/\w+(@\w+)?\s*")
_LATIN_WORD = re.compile(r"[^\W\d_]{2,}")
_ASKS_ABOUT_IT = re.compile(
    r"(?:请问|請問|请|請|麻烦|麻煩|帮忙|幫忙|帮我|幫我|你|看看|看|查一下|查查|查|核实|核實|问问|問問|一下|"
    r"这个|這個|这条|這條|这事|這事|这|這|那个|那個|消息|新闻|新聞|说法|說法|说的|說的|上面|"
    r"真的假的|真的|真|假的|假|谣言|謠言|属实|屬實|可信|靠谱|靠譜|有这回事|有這回事|有没有|有沒有|"
    r"是不是|是否|是|不是|对不对|對不對|对|對|吗|嗎|么|呢|嘛|吧|啊|呀|"
    r"is|it|this|that|true|really|right|check|please|fake|\s|[,，。.!！?？~～、…])*",
    re.IGNORECASE,
)
"""Words that ask about what is replied to and name nothing themselves: 真的吗, 帮我查一下, is this true?"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a message asks. ``follows`` is what the person points at: the words replied to, or quoted from them.

    ``card`` is the message of the bot that is replied to, if nothing was quoted from it; ``borrowed``: the question
    itself stands in the message replied to.
    """

    question: str
    follows: str | None = None
    card: Message | None = None
    borrowed: bool = False


def asked_in(message: Message, bot_id: int, bot_name: str) -> Asked:
    """What a message asks, with the message that it replies to and the sentence that it quotes from there."""
    own = question_in(message, bot_name)
    quoted = " ".join(message.quote.text.split())[:QUESTION_CHARS] if message.quote else ""
    replied = message.reply_to_message
    if replied and replied.from_user and replied.from_user.id == bot_id:
        return Asked(own, quoted) if quoted else Asked(own, card=replied)
    pointed_at = quoted or (question_in(replied, bot_name) if replied else "")
    if pointed_at and _ASKS_ABOUT_IT.fullmatch(own):
        return Asked(pointed_at, borrowed=True)
    return Asked(own, pointed_at or None)


def question_in(message: Message, bot_name: str) -> str:
    """The text or caption of a message without its command and without mentions of the bot; may be empty."""
    text = message.text or message.caption or ""
    if text.startswith("/"):
        text = _COMMAND.sub("", text, count=1)
    text = re.sub(rf"@{re.escape(bot_name)}\b", " ", text, flags=re.IGNORECASE)
    return text.strip()[:QUESTION_CHARS]


def not_chinese(question: str) -> bool:
    """Whether a question is a sentence of a language that the paper is not printed in: several words, no Han."""
    return len(_LATIN_WORD.findall(question)) > 1 and not re.search(f"[{HAN}]", question)


def names_nothing(question: str) -> bool:
    """Whether a question only asks about something else: 真的吗."""
    return _ASKS_ABOUT_IT.fullmatch(question) is not None


def addressed(message: Message, bot_id: int, bot_name: str) -> bool:
    """Whether a group message speaks to the bot: mentions it or replies to it."""
    replied = message.reply_to_message
    if replied and replied.from_user and replied.from_user.id == bot_id:
        return True
    mentions = message.parse_entities([MessageEntity.MENTION]).values()
    captioned = message.parse_caption_entities([MessageEntity.MENTION]).values()
    return any(mention.lower() == f"@{bot_name}".lower() for mention in (*mentions, *captioned))
