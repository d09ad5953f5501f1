"""Schema migrations of the archive, as numbered steps. Each runs once, in a transaction with the record that it ran."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from retrieval.editions.store.database import Database
from retrieval.editions.store.schema import schema_faults
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
    (
        """CREATE TABLE withdrawals (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            edition_id INTEGER REFERENCES editions (id),  -- the whole edition; NULL: single articles
            reason TEXT NOT NULL,
            public INTEGER NOT NULL,   -- 1 where readers may be told the reason
            at TEXT NOT NULL,          -- UTC
            lifted TEXT                -- UTC, NULL while it holds
        )""",
        """CREATE TABLE withdrawn (
            withdrawal_id INTEGER NOT NULL REFERENCES withdrawals (id),
            article_id INTEGER NOT NULL REFERENCES articles (id),
            PRIMARY KEY (withdrawal_id, article_id)
        ) WITHOUT ROWID""",
        "CREATE INDEX withdrawn_by_article ON withdrawn (article_id)",
        # The first withdrawal that holds, NULL while readers may see the article.
        "ALTER TABLE articles ADD COLUMN withdrawn INTEGER REFERENCES withdrawals (id)",
        "CREATE VIEW shown AS SELECT * FROM articles WHERE retired IS NULL AND withdrawn IS NULL",
        "CREATE INDEX articles_shown ON articles (edition_id, page) WHERE retired IS NULL AND withdrawn IS NULL",
        "CREATE INDEX articles_withdrawn ON articles (withdrawn) WHERE withdrawn IS NOT NULL",
        """CREATE TABLE corrections (
            notice_id INTEGER NOT NULL REFERENCES articles (id),
            article_id INTEGER NOT NULL REFERENCES articles (id),  -- the first part of the corrected article
            at TEXT NOT NULL,          -- UTC
            PRIMARY KEY (notice_id, article_id)
        ) WITHOUT ROWID""",
        "CREATE INDEX corrections_by_article ON corrections (article_id)",
    ),
    (
        """CREATE TABLE judgements (
            chat_id INTEGER NOT NULL, answer_id INTEGER NOT NULL, user_id INTEGER NOT NULL,
            verdict TEXT NOT NULL,     -- good, wrong, outdated, missing
            passages TEXT NOT NULL,    -- JSON: ids of what the answer cited
            answer TEXT,               -- the short answer it gave
            question TEXT,             -- only where the reader allows it
            at REAL NOT NULL,          -- seconds since 1970
            PRIMARY KEY (chat_id, answer_id, user_id)
        )""",
        "CREATE INDEX judgements_by_person ON judgements (user_id)",
    ),
    (
        # What a publishing has to look at. Triggers, so that no way of changing an article can be forgotten; what is
        # written here in vain is found equal by its digest.
        "CREATE TABLE touched (article_id INTEGER PRIMARY KEY, revision INTEGER NOT NULL)",
        "CREATE INDEX touched_by_revision ON touched (revision)",
        # Of changes after this revision all are in ``touched``.
        "CREATE TABLE tracked (only INTEGER PRIMARY KEY CHECK (only = 1), since INTEGER NOT NULL)",
        "INSERT INTO tracked SELECT 1, number FROM revision",
        """CREATE TRIGGER article_added AFTER INSERT ON articles BEGIN
            INSERT OR REPLACE INTO touched SELECT NEW.id, number + 1 FROM revision; END""",
        "CREATE INDEX articles_by_root ON articles (root) WHERE root IS NOT NULL",
        """CREATE TRIGGER article_changed AFTER UPDATE OF
            edition_id, page, headline, kicker, subhead, byline, names, body, continues, root, retired, withdrawn
            ON articles WHEN
            (OLD.edition_id, OLD.page, OLD.headline, OLD.kicker, OLD.subhead, OLD.byline, OLD.names, OLD.body,
             OLD.continues, OLD.root, OLD.retired, OLD.withdrawn) IS NOT
            (NEW.edition_id, NEW.page, NEW.headline, NEW.kicker, NEW.subhead, NEW.byline, NEW.names, NEW.body,
             NEW.continues, NEW.root, NEW.retired, NEW.withdrawn) BEGIN
            INSERT OR REPLACE INTO touched SELECT a.id, number + 1 FROM revision, articles a
              WHERE a.id = NEW.id OR a.root = NEW.id; END""",
        """CREATE TRIGGER article_gone AFTER DELETE ON articles BEGIN
            INSERT OR REPLACE INTO touched SELECT OLD.id, number + 1 FROM revision; END""",
        """CREATE TRIGGER edition_changed AFTER UPDATE ON editions BEGIN
            INSERT OR REPLACE INTO touched SELECT a.id, number + 1 FROM revision, articles a
              WHERE a.edition_id = NEW.id AND a.retired IS NULL; END""",
        """CREATE TRIGGER passage_changed AFTER UPDATE ON passages BEGIN
            INSERT OR REPLACE INTO touched SELECT NEW.article_id, number + 1 FROM revision; END""",
        # Which passages went is known no more: everything is to be looked at.
        """CREATE TRIGGER passage_gone AFTER DELETE ON passages BEGIN
            UPDATE tracked SET since = (SELECT number + 1 FROM revision); END""",
    ),
    (
        # Where an article and its lines stand on the page: JSON, see rows.py; NULL where the source doesn't say.
        "ALTER TABLE articles ADD COLUMN area TEXT",
        "ALTER TABLE articles ADD COLUMN lines TEXT",
        """CREATE TABLE extractions (
            source_id INTEGER PRIMARY KEY REFERENCES sources (id),
            packed BLOB NOT NULL       -- see extraction.py
        )""",
    ),
    (
        # Versions: what a later reading put in an article's place is a row of its own, of the same story.
        "ALTER TABLE articles ADD COLUMN story INTEGER REFERENCES articles (id)",  # the first version, maybe itself
        "UPDATE articles SET story = id",
        """CREATE TRIGGER story_begun AFTER INSERT ON articles WHEN NEW.story IS NULL BEGIN
            UPDATE articles SET story = NEW.id WHERE id = NEW.id; END""",
        "CREATE INDEX articles_by_story ON articles (story)",
        "CREATE INDEX articles_of_edition ON articles (edition_id)",
        # What a rollback decided: 0 stays out though no later reading replaced it, 1 stays in though one did.
        "ALTER TABLE articles ADD COLUMN stands INTEGER",
        "CREATE INDEX articles_standing ON articles (stands) WHERE stands IS NOT NULL",
        "DROP VIEW shown",
        "DROP INDEX articles_shown",
        "CREATE VIEW shown AS SELECT * FROM articles WHERE withdrawn IS NULL AND coalesce(stands, retired IS NULL)",
        """CREATE INDEX articles_shown ON articles (edition_id, page)
            WHERE withdrawn IS NULL AND coalesce(stands, retired IS NULL)""",
        "DROP TRIGGER article_changed",
        """CREATE TRIGGER article_changed AFTER UPDATE OF
            edition_id, page, headline, kicker, subhead, byline, names, body, continues, root, retired, withdrawn,
            stands
            ON articles WHEN
            (OLD.edition_id, OLD.page, OLD.headline, OLD.kicker, OLD.subhead, OLD.byline, OLD.names, OLD.body,
             OLD.continues, OLD.root, OLD.retired, OLD.withdrawn, OLD.stands) IS NOT
            (NEW.edition_id, NEW.page, NEW.headline, NEW.kicker, NEW.subhead, NEW.byline, NEW.names, NEW.body,
             NEW.continues, NEW.root, NEW.retired, NEW.withdrawn, NEW.stands) BEGIN
            INSERT OR REPLACE INTO touched SELECT a.id, number + 1 FROM revision, articles a
              WHERE a.id = NEW.id OR a.root = NEW.id; END""",
    ),
    (
        # By what an article is looked for that another file says again (recognition.py).
        "CREATE INDEX articles_by_headline ON articles (headline) WHERE retired IS NULL",
        "CREATE INDEX articles_by_opening ON articles (substr(body, 1, 24)) WHERE retired IS NULL",
        """CREATE INDEX articles_by_external_id ON articles (external_id)
            WHERE external_id IS NOT NULL AND retired IS NULL""",
        # The source that took the place of this one, as long as this one is not changed itself.
        "ALTER TABLE sources ADD COLUMN replaced_by INTEGER REFERENCES sources (id)",
    ),
    (
        # Each line of a file asks for its id in its edition. By edition alone it had to look through the edition, by
        # id alone through all editions of a paper whose ids begin anew each day.
        """CREATE INDEX articles_by_id_in_edition ON articles (edition_id, external_id)
            WHERE external_id IS NOT NULL AND retired IS NULL""",
    ),
)


MIGRATIONS_TABLE = "CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, ran TEXT NOT NULL)"


def archive_schema_faults(connection: sqlite3.Connection) -> list[str]:
    """What differs from the schema that the steps make which ran; nothing in it is run or read."""
    done = applied(connection)
    statements = [statement for step in STEPS[:done] for statement in step]
    return list(schema_faults(connection, [*statements, MIGRATIONS_TABLE]))


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
            connection.execute(MIGRATIONS_TABLE)
            connection.execute("INSERT INTO migrations VALUES (?, datetime('now'))", (number,))
    return len(steps) - done


def require_current(database: Database) -> None:
    """For a file that can't be written. Raises ``StorageError`` unless its schema is the one that we read."""
    done = applied(database.connection())
    if not done:
        raise StorageError(f"{database.path}: no archive, and it can't be written")
    if done != len(STEPS):
        raise StorageError(
            f"{database.path}: schema {done}, this program reads {len(STEPS)}; open it once where it can be written"
        )


def applied(connection: sqlite3.Connection) -> int:
    """The number of the last step that ran."""
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'migrations'").fetchone()
    return int(connection.execute("SELECT max(number) FROM migrations").fetchone()[0] or 0) if known else 0
