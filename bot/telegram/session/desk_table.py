"""The bot's memory of questions that readers passed on to the newsroom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.telegram.session.store import Store, number
from retrieval.language.tokenizer import fold

ANSWERED_KEPT_S = 60 * 24 * 3600
"""Seconds for which a question is kept after it was answered or closed."""
OFTEN = 2
"""How many times a question must have been passed on to count as asked often."""
COLUMNS = "id, chat_id, question_id, user_id, topic, question, at, desk_message"


@dataclass(frozen=True, slots=True)
class DeskQuestion:
    """A question in the message ``question_id`` of a chat. ``at`` is in seconds since 1970.

    ``desk_message`` is the message that shows it to the newsroom; None while it could not be sent.
    """

    id: int
    chat_id: int
    question_id: int
    user_id: int
    topic: int | None
    question: str
    at: float
    desk_message: int | None


class DeskTable:
    """Questions for the newsroom in the bot's file; every method is a transaction. Raises ``StorageError``."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(
        self, chat_id: int, question_id: int, user_id: int, topic: int | None, question: str
    ) -> DeskQuestion | None:
        """Keep a question that its asker passes on; None where it was passed on before."""
        now = self._store.clock()
        sql = (
            "INSERT OR IGNORE INTO desk (chat_id, question_id, user_id, topic, question, at) VALUES (?, ?, ?, ?, ?, ?)"
        )
        with self._store.writing() as db:
            db.execute("DELETE FROM desk WHERE closed < ?", (now - ANSWERED_KEPT_S,))
            added = db.execute(sql, (chat_id, question_id, user_id, topic, question, now))
            if not added.rowcount:
                return None
            return DeskQuestion(int(added.lastrowid or 0), chat_id, question_id, user_id, topic, question, now, None)

    def posted(self, key: int, message_id: int) -> None:
        """Remember which message shows a question to the newsroom."""
        with self._store.writing() as db:
            db.execute("UPDATE desk SET desk_message = ? WHERE id = ?", (message_id, key))

    def question(self, key: int) -> DeskQuestion | None:
        """One question, open or not; None where it was forgotten."""
        return next(iter(self._questions("id = ?", key)), None)

    def open(self) -> list[DeskQuestion]:
        """What nobody has answered or closed, oldest first."""
        return self._questions("closed IS NULL")

    def of_person(self, user_id: int) -> list[DeskQuestion]:
        """What a person passed on."""
        return self._questions("user_id = ?", user_id)

    def close(self, key: int) -> None:
        """It was answered, or needs no answer."""
        with self._store.writing() as db:
            db.execute("UPDATE desk SET closed = ? WHERE id = ? AND closed IS NULL", (self._store.clock(), key))

    def often(self) -> list[tuple[str, int]]:
        """What was passed on several times, in its first wording, and how often; the most frequent first."""
        wordings: dict[str, str] = {}
        counts: Counter[str] = Counter()
        for each in self._questions("1"):
            key = "".join(char for char in fold(each.question) if char.isalnum())
            wordings.setdefault(key, each.question)
            counts[key] += 1
        return [(wordings[key], count) for key, count in counts.most_common() if count >= OFTEN]

    def _questions(self, condition: str, *values: object) -> list[DeskQuestion]:
        rows = self._store.read(f"SELECT {COLUMNS} FROM desk WHERE {condition} ORDER BY id", *values)  # noqa: S608  # ours
        return [_question(row) for row in rows]


def _question(row: Sequence[object]) -> DeskQuestion:
    key, chat, asked, user, topic, question, at, shown = row
    return DeskQuestion(
        number(key), number(chat), number(asked), number(user), None if topic is None else number(topic),
        str(question), float(str(at)), None if shown is None else number(shown),
    )  # fmt: skip
