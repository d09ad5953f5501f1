"""The tables in which the Telegram bot remembers, as numbered steps; and whether a file holds just these."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from retrieval.editions.store.database import reading_address, translated
from retrieval.editions.store.schema import schema_faults

STATE_STEPS = (
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
    """
    ALTER TABLE watches ADD COLUMN topic INTEGER;
    CREATE TABLE alerts (
        chat_id INTEGER NOT NULL, article_id INTEGER NOT NULL, message_id INTEGER, user_id INTEGER NOT NULL,
        topic INTEGER, at REAL NOT NULL, ended INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (chat_id, article_id)
    );
    INSERT OR IGNORE INTO alerts (chat_id, article_id, user_id, at)
        SELECT w.chat_id, a.article_id, w.user_id, a.at FROM announced a JOIN watches w ON w.id = a.watch_id;
    DROP TABLE announced;
    """,
    """
    CREATE TABLE desk (
        id INTEGER PRIMARY KEY AUTOINCREMENT, chat_id INTEGER NOT NULL, question_id INTEGER NOT NULL,
        user_id INTEGER NOT NULL, topic INTEGER, question TEXT NOT NULL, at REAL NOT NULL, desk_message INTEGER,
        closed REAL, UNIQUE (chat_id, question_id)
    );
    """,
    """
    CREATE TABLE digests (
        chat_id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, topic INTEGER, rhythm TEXT NOT NULL,
        weekday INTEGER NOT NULL, hour INTEGER NOT NULL, terms TEXT NOT NULL, covered TEXT NOT NULL, sent TEXT NOT NULL
    );
    """,
    """
    ALTER TABLE answers ADD COLUMN passages TEXT;
    ALTER TABLE answers ADD COLUMN short TEXT;
    """,
)


def state_schema_faults(path: Path) -> list[str]:
    """What differs from the tables that the steps make which ran, one short English sentence each.

    Raises ``StorageError`` where the file can't be read.
    """
    uri = reading_address(path)
    with translated(path), closing(sqlite3.connect(uri, uri=True)) as connection:
        done = connection.execute("PRAGMA user_version").fetchone()[0]
        return list(schema_faults(connection, STATE_STEPS[: max(done, 0)]))
