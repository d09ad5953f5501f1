"""What of a message is the question, and which messages of a group are the bot's."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from telegram import Chat, Message, MessageEntity, User

from bot.telegram.session.message_text import QUESTION_CHARS, addressed, question_in

BOT = User(7, "报问", True, username="Baowen_Bot")
LIN = User(1, "林", False)
SQUARE = Chat(-5, Chat.GROUP)


def message(text: str | None = None, *, caption: str | None = None, reply_to_message: Message | None = None) -> Message:
    mentions = [word for word in (text or "").split() if word.startswith("@")]
    entities = [MessageEntity(MessageEntity.MENTION, str(text).index(word), len(word)) for word in mentions]
    return Message(
        1,
        datetime.now(UTC),
        SQUARE,
        LIN,
        text=text,
        entities=entities,
        caption=caption,
        reply_to_message=reply_to_message,
    )


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("票价多少", "票价多少"),
        ("/ask 票价多少", "票价多少"),
        ("/ask@Baowen_Bot 票价多少", "票价多少"),
        ("@baowen_bot 票价多少", "票价多少"),
        ("票价 @BAOWEN_BOT", "票价"),
        ("@baowen_bots 票价", "@baowen_bots 票价"),
        ("/ask", ""),
        ("长" * 900, "长" * QUESTION_CHARS),
    ],
    ids=range(8),
)
def test_the_question_in_a_message(text: str, question: str) -> None:
    assert question_in(message(text), "Baowen_Bot") == question


def test_a_caption_is_a_text_too_and_a_sticker_has_none() -> None:
    assert question_in(message(caption="票价多少"), "Baowen_Bot") == "票价多少"
    assert question_in(message(), "Baowen_Bot") == ""


def test_who_is_addressed_in_a_group() -> None:
    def to_the_bot(found: Message) -> bool:
        return addressed(found, BOT.id, "Baowen_Bot")

    assert to_the_bot(message("@baowen_bot 票价"))
    assert not to_the_bot(message("@other_bot 票价"))
    assert not to_the_bot(message("票价"))
    assert to_the_bot(message("票价", reply_to_message=Message(2, datetime.now(UTC), SQUARE, BOT)))
    assert not to_the_bot(message("票价", reply_to_message=Message(2, datetime.now(UTC), SQUARE, LIN)))
