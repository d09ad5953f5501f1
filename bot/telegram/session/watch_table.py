"""The bot's memory of watches, of what was announced where, and of groups that moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.telegram.session.store import Store, number

ALERTS_KEPT_S = 60 * 24 * 3600
"""Seconds for which a chat is told that what it was sent has been corrected or withdrawn."""
MOVED = ("watches", "answers", "judgements", "blocked", "alerts", "desk", "digests")
"""Tables that know chats by their number."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What a chat wants to hear of, as ``terms_of`` reads it. ``topic`` is that of a forum."""

    id: int
    chat_id: int
    user_id: int
    words: str
    topic: int | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """That an article was announced to a chat, and by which message; None where it was one of several."""

    chat_id: int
    article_id: int
    message_id: int | None
    user_id: int
    topic: int | None = None


class WatchTable:
    """Watches and announcements in the bot's file; every method is a transaction. Raises ``StorageError``."""

    def __init__(self, store: Store) -> None:
        self._store = store

    # -- watches -----------------------------------------------------------------------------------------------------

    def watch(self, chat_id: int, user_id: int, words: str, topic: int | None = None) -> None:
        """Start watching; the same words twice are one watch."""
        with self._store.writing() as db:
            sql = "INSERT OR IGNORE INTO watches (chat_id, user_id, words, topic) VALUES (?, ?, ?, ?)"
            db.execute(sql, (chat_id, user_id, words, topic))

    def unwatch(self, chat_id: int, watch_id: int) -> bool:
        """End a watch of a chat; whether there was one."""
        with self._store.writing() as db:
            return db.execute("DELETE FROM watches WHERE chat_id = ? AND id = ?", (chat_id, watch_id)).rowcount > 0

    def watches(self, chat_id: int | None = None) -> list[Watch]:
        """The watches of a chat, or of all chats, oldest first."""
        sql = "SELECT id, chat_id, user_id, words, topic FROM watches"
        where, values = ("", ()) if chat_id is None else (" WHERE chat_id = ?", (chat_id,))
        return [
            Watch(number(key), number(chat), number(user), str(words), None if topic is None else number(topic))
            for key, chat, user, words, topic in self._store.read(f"{sql}{where} ORDER BY id", *values)
        ]

    # -- announcements -----------------------------------------------------------------------------------------------

    def claim(self, watch: Watch, article_ids: Sequence[int]) -> bool:
        """Take the announcement of a story on oneself, all its articles in one; False if it was taken before.

        False, too, where the watch is gone.
        """
        now = self._store.clock()
        with self._store.writing() as db:
            db.execute("DELETE FROM alerts WHERE at < ?", (now - ALERTS_KEPT_S,))
            if not db.execute("SELECT 1 FROM watches WHERE id = ?", (watch.id,)).fetchone():
                return False
            sql = "INSERT OR IGNORE INTO alerts (chat_id, article_id, user_id, topic, at) VALUES (?, ?, ?, ?, ?)"
            rows = [(watch.chat_id, article, watch.user_id, watch.topic, now) for article in article_ids]
            return db.executemany(sql, rows).rowcount == len(rows)

    def claim_correction(self, alert: Alert, article_id: int) -> bool:
        """Take on oneself to tell that ``article_id`` has taken the place of what was announced."""
        columns = "chat_id, article_id, message_id, user_id, topic, at"
        row = (alert.chat_id, article_id, alert.message_id, alert.user_id, alert.topic, self._store.clock())
        ended = "UPDATE alerts SET ended = 1 WHERE chat_id = ? AND article_id = ?"
        with self._store.writing() as db:
            db.execute(ended, (alert.chat_id, alert.article_id))
            return db.execute(f"INSERT OR IGNORE INTO alerts ({columns}) VALUES (?, ?, ?, ?, ?, ?)", row).rowcount > 0  # noqa: S608  # ours

    def announced(self, chat_id: int, article_ids: Sequence[int], message_id: int) -> None:
        """Remember which message announced a story."""
        with self._store.writing() as db:
            db.executemany(
                "UPDATE alerts SET message_id = ? WHERE chat_id = ? AND article_id = ?",
                [(message_id, chat_id, article_id) for article_id in article_ids],
            )

    def alerts(self) -> list[Alert]:
        """What was announced and may still be corrected or withdrawn, oldest first."""
        sql = "SELECT chat_id, article_id, message_id, user_id, topic FROM alerts WHERE ended = 0 ORDER BY at, rowid"
        return [
            Alert(
                number(chat), number(article), None if message is None else number(message), number(user),
                None if topic is None else number(topic),
            )
            for chat, article, message, user, topic in self._store.read(sql)
        ]  # fmt: skip

    def end_alert(self, alert: Alert) -> bool:
        """Take on oneself to tell that what was announced is withdrawn; False if that was done before."""
        sql = "UPDATE alerts SET ended = 1 WHERE chat_id = ? AND article_id = ? AND ended = 0"
        with self._store.writing() as db:
            return db.execute(sql, (alert.chat_id, alert.article_id)).rowcount > 0

    # -- groups ------------------------------------------------------------------------------------------------------

    def move(self, old_chat: int, new_chat: int) -> None:
        """A group has become a supergroup: what was kept of it is of that one now."""
        with self._store.writing() as db:
            for table in MOVED:
                db.execute(f"UPDATE OR IGNORE {table} SET chat_id = ? WHERE chat_id = ?", (new_chat, old_chat))  # noqa: S608  # ours
                db.execute(f"DELETE FROM {table} WHERE chat_id = ?", (old_chat,))  # noqa: S608  # ours
