"""The archive's schema, as numbered steps. Each runs once, in one transaction with the record that it ran."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from retrieval.editions.database import Database
from retrieval.errors import StorageError

# Never change a step that has shipped: add another.
STEPS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE revision (only INTEGER PRIMARY KEY CHECK (only = 1), number INTEGER NOT NULL)",
        "INSERT INTO revision VALUES (1, 0)",
        "CREATE TABLE editions (id INTEGER PRIMARY KEY AUTOINCREMENT, paper TEXT, date TEXT)",
        "CREATE UNIQUE INDEX one_edition ON editions (coalesce(paper, ''), coalesce(date, ''))",
        """CREATE TABLE sources (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            path TEXT NOT NULL,        -- as the operator wrote it
            absolute TEXT NOT NULL UNIQUE,
            format TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            size INTEGER NOT NULL,     -- bytes
            reading TEXT NOT NULL,     -- reader version and stated metadata it was read with; '' if not all could be
            articles INTEGER NOT NULL DEFAULT 0  -- how many it gave
        )""",
        "CREATE INDEX sources_by_content ON sources (sha256)",
        """CREATE TABLE articles (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            edition_id INTEGER NOT NULL REFERENCES editions (id),
            source_id INTEGER NOT NULL REFERENCES sources (id),
            ordinal INTEGER NOT NULL,  -- printed order within the source
            page TEXT,
            page_order TEXT,
            headline TEXT, kicker TEXT, subhead TEXT,
            byline TEXT NOT NULL,      -- JSON: reporters, correspondents, photographers
            names TEXT NOT NULL,       -- everybody named, between line breaks, for filters
            kind TEXT NOT NULL,
            jump TEXT, from_page TEXT, to_page TEXT,
            continues INTEGER REFERENCES articles (id),  -- the part on the earlier page
            root INTEGER REFERENCES articles (id),       -- the part that has the headline
            body TEXT NOT NULL,
            pieces TEXT NOT NULL,      -- JSON, see rows.py
            joins INTEGER NOT NULL,
            external_id TEXT, url TEXT,
            hash BLOB NOT NULL,        -- of everything a reader would notice if it changed
            retired INTEGER            -- the revision that took it out of the paper, NULL while live
        )""",
        "CREATE INDEX articles_by_source ON articles (source_id) WHERE retired IS NULL",
        "CREATE INDEX articles_by_edition ON articles (edition_id, page) WHERE retired IS NULL",
        "CREATE INDEX articles_by_parent ON articles (continues) WHERE continues IS NOT NULL",
        """CREATE TABLE passages (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            article_id INTEGER NOT NULL REFERENCES articles (id),
            ordinal INTEGER NOT NULL,
            start INTEGER NOT NULL,    -- body characters
            end INTEGER NOT NULL
        )""",
        "CREATE INDEX passages_by_article ON passages (article_id, ordinal)",
    ),
)


def migrate(database: Database, steps: Sequence[Sequence[str]] = STEPS) -> int:
    """Bring the schema up to date; returns how many steps ran.

    Raises:
        StorageError: the file was written by a newer program, or can't be written.

    """
    done = applied(database.connection())
    if done > len(steps):
        raise StorageError(f"{database.path}: written by a newer version (schema {done}, this one knows {len(steps)})")
    for number in range(done + 1, len(steps) + 1):
        with database.transaction() as connection:
            if applied(connection) >= number:  # another process was faster
                continue
            for statement in steps[number - 1]:
                connection.execute(statement)
            connection.execute("CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, ran TEXT NOT NULL)")
            connection.execute("INSERT INTO migrations VALUES (?, datetime('now'))", (number,))
    return len(steps) - done


def applied(connection: sqlite3.Connection) -> int:
    """The number of the last step that ran."""
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'migrations'").fetchone()
    return int(connection.execute("SELECT max(number) FROM migrations").fetchone()[0] or 0) if known else 0
