"""The bot's memory of digests: which chat wants one, how often, at which hour, of what, and which days it has had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.telegram.session.store import Store, number
from bot.telegram.views.digest_texts import Rhythm

COLUMNS = "chat_id, user_id, topic, rhythm, weekday, hour, terms, covered, sent"


@dataclass(frozen=True, slots=True)
class Digest:
    """The digest of a chat, of what ``terms`` find, or without them of its watches.

    ``weekday`` (0 is Monday) is when a weekly one comes, ``hour`` is of the paper's day. ``covered`` is the last day of
    editions that it has told of, ``sent`` the day on which it was last looked after.
    """

    chat_id: int
    user_id: int
    topic: int | None
    rhythm: Rhythm
    weekday: int
    hour: int
    terms: str
    covered: date
    sent: date

    def is_due(self, day: date, hour: int) -> bool:
        """Whether it is to be sent on that day of the paper at that hour."""
        return self.sent < day and hour >= self.hour and (self.rhythm == "daily" or day.weekday() == self.weekday)


class DigestTable:
    """Digests in the bot's file, one a chat; every method is a transaction. Raises ``StorageError``."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, digest: Digest) -> None:
        """Send a chat this digest from now on, in place of another."""
        row = (
            digest.chat_id, digest.user_id, digest.topic, digest.rhythm, digest.weekday, digest.hour, digest.terms,
            digest.covered.isoformat(), digest.sent.isoformat(),
        )  # fmt: skip
        with self._store.writing() as db:
            db.execute(f"INSERT OR REPLACE INTO digests ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608  # ours

    def end(self, chat_id: int) -> None:
        """Send a chat no digest any more."""
        with self._store.writing() as db:
            db.execute("DELETE FROM digests WHERE chat_id = ?", (chat_id,))

    def all(self) -> list[Digest]:
        """Every digest, by chat."""
        return [_digest(row) for row in self._store.read(f"SELECT {COLUMNS} FROM digests ORDER BY chat_id")]  # noqa: S608  # ours

    def of(self, chat_id: int) -> Digest | None:
        """The digest of a chat."""
        return next((digest for digest in self.all() if digest.chat_id == chat_id), None)

    def claim(self, digest: Digest, covered: date, sent: date) -> bool:
        """Take the sending of a digest on oneself; False if it was taken, changed or ended before."""
        values = (covered.isoformat(), sent.isoformat(), digest.chat_id, digest.sent.isoformat(), digest.terms)
        sql = "UPDATE digests SET covered = ?, sent = ? WHERE chat_id = ? AND sent = ? AND terms = ?"
        with self._store.writing() as db:
            return db.execute(sql, values).rowcount > 0


def _digest(row: tuple[object, ...]) -> Digest:
    chat, user, topic, rhythm, weekday, hour, terms, covered, sent = row
    return Digest(
        number(chat), number(user), None if topic is None else number(topic),
        "weekly" if rhythm == "weekly" else "daily", number(weekday), number(hour), str(terms),
        date.fromisoformat(str(covered)), date.fromisoformat(str(sent)),
    )  # fmt: skip
