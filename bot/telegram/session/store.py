"""Keeps in one SQLite file what the Telegram bot must remember beyond a restart; only its owner can read it.

A person's language, which message answered which question (so that an edit changes the answer), who blocked the bot,
watches, which articles were announced where (``watch_table.py``), and what was passed on to the newsroom
(``desk_table.py``). Judgements of answers wait here until the archive can take them (it can't while pages are being
read into it). A question's words are only ever stored with a judgement or for the newsroom, and only when the citizen
agrees.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.state_tables import STATE_STEPS
from retrieval.editions.store.database import translated
from retrieval.editions.store.judgements import Judgement
from retrieval.errors import StorageError

# Telegram lets people edit for 48 hours.
ANSWERS_KEPT_S = 48 * 3600


@dataclass(frozen=True, slots=True)
class Cited:
    """What an answer cites: the ids of its passages, and the token of the place of its short answer."""

    passages: tuple[int, ...] = ()
    short: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A remembered answer: the message that carries its buttons, and what it cites."""

    answer_id: int
    cited: Cited


class Store:
    """The file, behind one connection and a lock; every method is a transaction. Raises ``StorageError``."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        """``clock`` gives seconds since 1970."""
        self.clock = clock
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
        for step, script in enumerate(STATE_STEPS[done:], done + 1):
            self._connection.executescript(f"BEGIN; {script} PRAGMA user_version = {step}; COMMIT;")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, for the tables that have a file of their own too."""
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

    def read(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """The rows that a statement gives."""
        with self._lock:
            try:
                return self._connection.execute(sql, values).fetchall()
            except sqlite3.Error as error:
                raise StorageError(f"the bot's state: {error}") from error

    # -- people ------------------------------------------------------------------------------------------------------

    def languages(self) -> dict[int, str]:
        """The languages that people chose, by user id."""
        return {number(user): str(lang) for user, lang in self.read("SELECT user_id, lang FROM people")}

    def choose_language(self, user_id: int, lang: str) -> None:
        with self.writing() as db:
            db.execute("INSERT OR REPLACE INTO people VALUES (?, ?)", (user_id, lang))

    def forget(self, user_id: int) -> int:
        """Delete everything about a person here, and note that the archive has to; how many records went."""
        with self.writing() as db:
            went = db.execute("DELETE FROM blocked WHERE chat_id = ?", (user_id,)).rowcount
            db.execute("INSERT OR IGNORE INTO forgotten VALUES (?)", (user_id,))
            for table in ("people", "answers", "judgements", "watches", "alerts", "desk", "digests"):
                went += db.execute(f"DELETE FROM {table} WHERE user_id = ?", (user_id,)).rowcount  # noqa: S608  # ours
            return went

    def block(self, chat_id: int, blocked: bool) -> None:
        """Remember that a chat does not want the bot any more, or wants it again."""
        with self.writing() as db:
            db.execute("DELETE FROM blocked WHERE chat_id = ?", (chat_id,))
            if blocked:
                db.execute("INSERT INTO blocked VALUES (?, ?)", (chat_id, self.clock()))

    def blocked(self) -> set[int]:
        return {number(chat) for (chat,) in self.read("SELECT chat_id FROM blocked")}

    # -- answers -----------------------------------------------------------------------------------------------------

    def answered(
        self,
        chat_id: int,
        question_id: int,
        user_id: int,
        answer_ids: Sequence[int],
        cited: Cited | None = None,
    ) -> None:
        """Remember which messages answered a question, and what they cite where they can be judged."""
        now = self.clock()
        with self.writing() as db:
            db.execute("DELETE FROM answers WHERE at < ?", (now - ANSWERS_KEPT_S,))
            passages, short = (_spaced(cited.passages), cited.short) if cited else (None, None)
            row = (chat_id, question_id, user_id, _spaced(answer_ids), now, passages, short)
            db.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def answers_to(self, chat_id: int, question_id: int) -> list[int]:
        rows = self.read("SELECT answer_ids FROM answers WHERE chat_id = ? AND question_id = ?", chat_id, question_id)
        return _numbers(rows[0][0]) if rows else []

    def card_of(self, chat_id: int, message_id: int) -> Card | None:
        """The answer that a message belongs to, as long as it is remembered and can be judged."""
        sql = "SELECT answer_ids, passages, short FROM answers WHERE chat_id = ? AND at > ? AND passages IS NOT NULL"
        for ids, passages, short in self.read(sql, chat_id, self.clock() - ANSWERS_KEPT_S):
            answer_ids = _numbers(ids)
            if message_id in answer_ids:
                cited = Cited(tuple(_numbers(passages)), None if short is None else str(short))
                return Card(answer_ids[-1], cited)
        return None

    # -- judgements --------------------------------------------------------------------------------------------------

    def judge(self, judgement: Judgement) -> None:
        """Keep a judgement until the archive can take it; a later one on the same answer replaces it."""
        row = (
            *judgement.answer_ref,
            judgement.reader_id,
            judgement.verdict,
            _spaced(judgement.passages),
            judgement.question,
            judgement.at or self.clock(),
            judgement.answer,
        )
        with self.writing() as db:
            db.execute("INSERT OR REPLACE INTO judgements VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def waiting(self) -> tuple[list[Judgement], list[int]]:
        """What the archive has still to take: judgements, oldest first, and the people that it has to forget before."""
        sql = "SELECT chat_id, answer_id, user_id, verdict, passages, question, answer, at FROM judgements"
        forgotten = [number(user) for (user,) in self.read("SELECT user_id FROM forgotten ORDER BY user_id")]
        judgements = [_judgement(*row) for row in self.read(f"{sql} ORDER BY at, rowid")]
        return judgements, forgotten

    def taken(self, judgements: Sequence[Judgement], forgotten: Sequence[int]) -> None:
        """The archive has these now; what was judged anew meanwhile stays."""
        with self.writing() as db:
            db.executemany(
                "DELETE FROM judgements WHERE chat_id = ? AND answer_id = ? AND user_id = ? AND at <= ?",
                [(*each.answer_ref, each.reader_id, each.at) for each in judgements],
            )
            db.executemany("DELETE FROM forgotten WHERE user_id = ?", [(user,) for user in forgotten])

    # -- marks -------------------------------------------------------------------------------------------------------

    def mark(self, name: str) -> str | None:
        """A single remembered value."""
        rows = self.read("SELECT value FROM marks WHERE name = ?", name)
        return str(rows[0][0]) if rows else None

    def set_mark(self, name: str, value: str) -> None:
        with self.writing() as db:
            db.execute("INSERT OR REPLACE INTO marks VALUES (?, ?)", (name, value))


def _spaced(numbers: Iterable[int]) -> str:
    """Numbers as one column keeps them."""
    return " ".join(map(str, numbers))


def _numbers(kept: object) -> list[int]:
    """The numbers of such a column."""
    return [int(part) for part in str(kept).split()]


def number(value: object) -> int:
    """A whole number as SQLite gives it."""
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
        (number(chat), number(answer)),
        number(user),
        str(verdict),
        tuple(_numbers(passages)),
        None if question is None else str(question),
        None if short is None else str(short),
        float(str(at)),
    )
