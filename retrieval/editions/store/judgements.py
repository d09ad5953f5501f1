"""Judgements: what readers thought of answers. They go into the newsroom's evaluation set.

A question's words are only here where the reader added them. Kept in the archive, so that a backup holds them; the
archive's revision does not count them, because nothing that is indexed changes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from retrieval.editions.store.database import Database, translated

# The columns are named for the surface that came first: (chat_id, answer_id) is ``answer_ref``, user_id ``reader_id``.
ONE_JUDGEMENT = """SELECT chat_id, answer_id, user_id, verdict, passages, answer, question, at
  FROM judgements WHERE chat_id = ? AND answer_id = ? AND user_id = ?"""
DELETE_ONE = "DELETE FROM judgements WHERE chat_id = ? AND answer_id = ? AND user_id = ?"
ALL_JUDGEMENTS = """SELECT chat_id, answer_id, user_id, verdict, passages, answer, question, at
  FROM judgements ORDER BY at, rowid"""
TAKEN_BACK = "taken back"
"""The verdict of who wants none of theirs to stand any more; it is never kept."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What somebody thought of an answer: ``good``, ``wrong``, ``outdated`` or ``missing``.

    ``passages`` are those that the answer cited, ``answer`` the short answer it gave, ``question`` what was asked,
    where the reader allows that to be kept. ``at`` counts seconds since 1970. ``answer_ref`` names the answer by two
    numbers of the surface that gave it (a conversation, and a message in it), ``reader_id`` who judged it.
    """

    answer_ref: tuple[int, int]
    reader_id: int
    verdict: str
    passages: tuple[int, ...]
    question: str | None = None
    answer: str | None = None
    at: float = 0.0


class Judgements:
    """The archive's judgements. Each change is one transaction; raises ``Busy`` while somebody else is writing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, judgements: Sequence[Judgement], forgotten: Sequence[int] = ()) -> None:
        """Delete what is kept of the ``forgotten`` people, then store judgements.

        A later judgement of the same person on the same answer replaces the one before, and deletes it where it is
        ``TAKEN_BACK``.
        """
        rows = [_row(judgement) for judgement in judgements if judgement.verdict != TAKEN_BACK]
        back = [(*each.answer_ref, each.reader_id) for each in judgements if each.verdict == TAKEN_BACK]
        with self._database.transaction() as connection:
            connection.executemany("DELETE FROM judgements WHERE user_id = ?", [(reader,) for reader in forgotten])
            connection.executemany(DELETE_ONE, back)
            connection.executemany("INSERT OR REPLACE INTO judgements VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def of(self, answer_ref: tuple[int, int], reader_id: int) -> Judgement | None:
        """One person's judgement of one answer."""
        found = self._rows(ONE_JUDGEMENT, (*answer_ref, reader_id))
        return _judgement(found[0]) if found else None

    def all(self) -> list[Judgement]:
        """All judgements, oldest first."""
        return [_judgement(row) for row in self._rows(ALL_JUDGEMENTS)]

    def count(self, reader_id: int) -> int:
        """How many are kept of a person."""
        return int(self._rows("SELECT count(*) FROM judgements WHERE user_id = ?", (reader_id,))[0][0])

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with translated(self._database.path):
            return self._database.connection().execute(sql, tuple(values)).fetchall()


def _row(judgement: Judgement) -> tuple[object, ...]:
    """In the order of the table's columns."""
    return (
        *judgement.answer_ref,
        judgement.reader_id,
        judgement.verdict,
        json.dumps(judgement.passages),
        judgement.answer,
        judgement.question,
        judgement.at,
    )


def _judgement(row: tuple[Any, ...]) -> Judgement:
    conversation, message, reader, verdict, passages, answer, question, at = row
    return Judgement((conversation, message), reader, verdict, tuple(json.loads(passages)), question, answer, at)
