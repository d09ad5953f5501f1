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

ONE_JUDGEMENT = """SELECT chat_id, answer_id, user_id, verdict, passages, answer, question, at
  FROM judgements WHERE chat_id = ? AND answer_id = ? AND user_id = ?"""
ALL_JUDGEMENTS = """SELECT chat_id, answer_id, user_id, verdict, passages, answer, question, at
  FROM judgements ORDER BY at, rowid"""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What somebody thought of an answer: ``good``, ``wrong``, ``outdated`` or ``missing``.

    ``passages`` are those that the answer cited, ``answer`` the short answer it gave, ``question`` what was asked,
    where the reader allows that to be kept. ``at`` counts seconds since 1970.
    """

    chat_id: int
    answer_id: int
    user_id: int
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

        A later judgement of the same person on the same answer replaces the one before.
        """
        rows = [
            (
                each.chat_id, each.answer_id, each.user_id, each.verdict, json.dumps(each.passages), each.answer,
                each.question, each.at,
            )
            for each in judgements
        ]  # fmt: skip
        with self._database.transaction() as connection:
            connection.executemany("DELETE FROM judgements WHERE user_id = ?", [(user,) for user in forgotten])
            connection.executemany("INSERT OR REPLACE INTO judgements VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def of(self, chat_id: int, answer_id: int, user_id: int) -> Judgement | None:
        """One person's judgement of one answer."""
        found = self._rows(ONE_JUDGEMENT, (chat_id, answer_id, user_id))
        return _judgement(found[0]) if found else None

    def all(self) -> list[Judgement]:
        """All judgements, oldest first."""
        return [_judgement(row) for row in self._rows(ALL_JUDGEMENTS)]

    def count(self, user_id: int) -> int:
        """How many are kept of a person."""
        return int(self._rows("SELECT count(*) FROM judgements WHERE user_id = ?", (user_id,))[0][0])

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with translated(self._database.path):
            return self._database.connection().execute(sql, tuple(values)).fetchall()


def _judgement(row: tuple[Any, ...]) -> Judgement:
    chat, answer_id, user, verdict, passages, answer, question, at = row
    return Judgement(chat, answer_id, user, verdict, tuple(json.loads(passages)), question, answer, at)
