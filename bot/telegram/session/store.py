"""Keeps in one SQLite file what the Telegram bot must remember beyond a restart; only its owner can read it.

A person's language, which message answered which question (so that an edit changes the answer), who blocked the bot,
watches, and which articles were announced. Judgements of answers wait here until the archive can take them (it can't
while pages are being read into it). A question's words are only ever stored with a judgement, and only when the citizen
adds them.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from retrieval.editions.store.database import translated
from retrieval.editions.store.judgements import Judgement
from retrieval.errors import StorageError

MIGRATIONS = (
    """
    CREATE TABLE people (user_id INTEGER PRIMARY KEY, lang TEXT);
    CREATE TABLE blocked (chat_id INTEGER PRIMARY KEY, at REAL NOT NULL);
    CREATE TABLE answers (
        chat_id INTEGER NOT NULL, question_id INTEGER NOT NULL, user_id INTEGER NOT NULL,
        answer_ids TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (chat_id, question_id)
    );
    CREATE INDEX answers_at ON answers (at);
    CREATE TABLE judgements (
        chat_id INTEGER NOT NULL, answer_id INTEGER NOT NULL, user_id INTEGER NOT NULL, verdict TEXT NOT NULL,
        passages TEXT NOT NULL, question TEXT, at REAL NOT NULL, PRIMARY KEY (chat_id, answer_id, user_id)
    );
    CREATE TABLE watches (
        id INTEGER PRIMARY KEY AUTOINCREMENT, chat_id INTEGER NOT NULL, user_id INTEGER NOT NULL, words TEXT NOT NULL,
        UNIQUE (chat_id, words)
    );
    CREATE TABLE announced (
        watch_id INTEGER NOT NULL REFERENCES watches (id) ON DELETE CASCADE, article_id INTEGER NOT NULL,
        at REAL NOT NULL, PRIMARY KEY (watch_id, article_id)
    );
    CREATE TABLE marks (name TEXT PRIMARY KEY, value TEXT NOT NULL);
    """,
    """
    ALTER TABLE judgements ADD COLUMN answer TEXT;
    CREATE TABLE forgotten (user_id INTEGER PRIMARY KEY);
    """,
)
# Telegram lets people edit for 48 hours.
ANSWERS_KEPT_S = 48 * 3600


@dataclass(frozen=True, slots=True)
class Watch:
    """Words that a chat wants to hear of."""

    id: int
    chat_id: int
    user_id: int
    words: str


class Store:
    """The file, behind one connection and a lock; every method is a transaction. Raises ``StorageError``."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.chmod(0o600)
            self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise StorageError(f"{path}: {error}") from error
        with translated(path):
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA foreign_keys = ON")
            self._migrate()

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _migrate(self) -> None:
        done = self._connection.execute("PRAGMA user_version").fetchone()[0]
        for number, script in enumerate(MIGRATIONS[done:], done + 1):
            self._connection.executescript(f"BEGIN; {script} PRAGMA user_version = {number}; COMMIT;")

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    yield self._connection
                except BaseException:
                    self._connection.execute("ROLLBACK")
                    raise
                self._connection.execute("COMMIT")
            except sqlite3.Error as error:
                raise StorageError(f"the bot's state: {error}") from error

    def _read(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        with self._lock:
            try:
                return self._connection.execute(sql, values).fetchall()
            except sqlite3.Error as error:
                raise StorageError(f"the bot's state: {error}") from error

    # -- people ------------------------------------------------------------------------------------------------------

    def languages(self) -> dict[int, str]:
        """The languages that people chose, by user id."""
        return {_int(user): str(lang) for user, lang in self._read("SELECT user_id, lang FROM people")}

    def choose_language(self, user_id: int, lang: str) -> None:
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO people VALUES (?, ?)", (user_id, lang))

    def forget(self, user_id: int) -> int:
        """Delete everything about a person here, and note that the archive has to; how many records went."""
        with self._writing() as db:
            went = db.execute("DELETE FROM blocked WHERE chat_id = ?", (user_id,)).rowcount
            db.execute("INSERT OR IGNORE INTO forgotten VALUES (?)", (user_id,))
            for table in ("people", "answers", "judgements", "watches"):
                went += db.execute(f"DELETE FROM {table} WHERE user_id = ?", (user_id,)).rowcount  # noqa: S608  # ours
            return went

    def block(self, chat_id: int, blocked: bool) -> None:
        """Remember that a chat does not want the bot any more, or wants it again."""
        with self._writing() as db:
            db.execute("DELETE FROM blocked WHERE chat_id = ?", (chat_id,))
            if blocked:
                db.execute("INSERT INTO blocked VALUES (?, ?)", (chat_id, self._clock()))

    def blocked(self) -> set[int]:
        return {_int(chat) for (chat,) in self._read("SELECT chat_id FROM blocked")}

    # -- answers -----------------------------------------------------------------------------------------------------

    def answered(self, chat_id: int, question_id: int, user_id: int, answer_ids: Sequence[int]) -> None:
        """Remember which messages answered a question."""
        now = self._clock()
        with self._writing() as db:
            db.execute("DELETE FROM answers WHERE at < ?", (now - ANSWERS_KEPT_S,))
            row = (chat_id, question_id, user_id, " ".join(map(str, answer_ids)), now)
            db.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?)", row)

    def answers_to(self, chat_id: int, question_id: int) -> list[int]:
        rows = self._read("SELECT answer_ids FROM answers WHERE chat_id = ? AND question_id = ?", chat_id, question_id)
        return [int(part) for part in str(rows[0][0]).split()] if rows else []

    # -- judgements --------------------------------------------------------------------------------------------------

    def judge(self, judgement: Judgement) -> None:
        """Keep a judgement until the archive can take it; a later one on the same answer replaces it."""
        row = (
            *judgement.answer_ref,
            judgement.reader_id,
            judgement.verdict,
            " ".join(map(str, judgement.passages)),
            judgement.question,
            judgement.at or self._clock(),
            judgement.answer,
        )
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO judgements VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def waiting(self) -> tuple[list[Judgement], list[int]]:
        """What the archive has still to take: judgements, oldest first, and the people that it has to forget before."""
        sql = "SELECT chat_id, answer_id, user_id, verdict, passages, question, answer, at FROM judgements"
        forgotten = [_int(user) for (user,) in self._read("SELECT user_id FROM forgotten ORDER BY user_id")]
        judgements = [_judgement(*row) for row in self._read(f"{sql} ORDER BY at, rowid")]
        return judgements, forgotten

    def taken(self, judgements: Sequence[Judgement], forgotten: Sequence[int]) -> None:
        """The archive has these now; what was judged anew meanwhile stays."""
        with self._writing() as db:
            db.executemany(
                "DELETE FROM judgements WHERE chat_id = ? AND answer_id = ? AND user_id = ? AND at <= ?",
                [(*each.answer_ref, each.reader_id, each.at) for each in judgements],
            )
            db.executemany("DELETE FROM forgotten WHERE user_id = ?", [(user,) for user in forgotten])

    # -- watches -----------------------------------------------------------------------------------------------------

    def watch(self, chat_id: int, user_id: int, words: str) -> None:
        """Start watching; the same words twice are one watch."""
        with self._writing() as db:
            sql = "INSERT OR IGNORE INTO watches (chat_id, user_id, words) VALUES (?, ?, ?)"
            db.execute(sql, (chat_id, user_id, words))

    def unwatch(self, chat_id: int, watch_id: int) -> bool:
        with self._writing() as db:
            return db.execute("DELETE FROM watches WHERE chat_id = ? AND id = ?", (chat_id, watch_id)).rowcount > 0

    def watches(self, chat_id: int | None = None) -> list[Watch]:
        """The watches of a chat, or of all chats, oldest first."""
        sql = "SELECT id, chat_id, user_id, words FROM watches"
        where, values = ("", ()) if chat_id is None else (" WHERE chat_id = ?", (chat_id,))
        return [
            Watch(_int(key), _int(chat), _int(user), str(words))
            for key, chat, user, words in self._read(f"{sql}{where} ORDER BY id", *values)
        ]

    def claim(self, watch_id: int, article_id: int) -> bool:
        """Take the announcement of an article on oneself; False if it was taken before or the watch is gone."""
        with self._writing() as db:
            if not db.execute("SELECT 1 FROM watches WHERE id = ?", (watch_id,)).fetchone():
                return False
            sql = "INSERT OR IGNORE INTO announced VALUES (?, ?, ?)"
            return db.execute(sql, (watch_id, article_id, self._clock())).rowcount > 0

    # -- marks -------------------------------------------------------------------------------------------------------

    def mark(self, name: str) -> str | None:
        """A single remembered value."""
        rows = self._read("SELECT value FROM marks WHERE name = ?", name)
        return str(rows[0][0]) if rows else None

    def set_mark(self, name: str, value: str) -> None:
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO marks VALUES (?, ?)", (name, value))


def _int(value: object) -> int:
    assert isinstance(value, int)
    return value


def _judgement(
    chat: object,
    answer: object,
    user: object,
    verdict: object,
    passages: object,
    question: object,
    short: object,
    at: object,
) -> Judgement:
    """A row of the table of judgements."""
    return Judgement(
        (_int(chat), _int(answer)),
        _int(user),
        str(verdict),
        tuple(map(int, str(passages).split())),
        None if question is None else str(question),
        None if short is None else str(short),
        float(str(at)),
    )
