"""What editors decided since a generation was built, as every host sees it: withdrawals, which notice corrects what.

The archive's host writes them when they are made and at each publishing; hosts read them with strong consistency, anew
for each question.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from retrieval.editions.store.corrections import NOTICES_OF_ARTICLES
from retrieval.editions.store.database import Database, translated
from retrieval.errors import StorageError, Withdrawn
from retrieval.index.milvus.cluster import MOST_HITS, Cluster, Fields, NoCollection

WITHDRAWN_NOW = """SELECT a.id, w.at, w.reason, w.public FROM articles a JOIN withdrawals w ON w.id = a.withdrawn"""
CORRECTED = """SELECT DISTINCT o.id FROM corrections c JOIN articles v ON v.id = c.article_id
  JOIN articles f ON f.story = v.story JOIN articles o ON coalesce(o.root, o.id) = f.id"""
ROWS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Decision:
    """What holds for one article. ``day`` is when it was withdrawn, None where it was not; ``notices`` correct it."""

    day: date | None = None
    reason: str | None = None
    notices: tuple[int, ...] = ()

    def refusal(self, what: str) -> Withdrawn | None:
        """The error that keeps somebody from ``what``."""
        return Withdrawn(what, self.day, self.reason) if self.day else None

    def text(self) -> str:
        return json.dumps([self.day.isoformat() if self.day else None, self.reason, self.notices], ensure_ascii=False)


def decision_of(text: str) -> Decision:
    """The other way round of ``Decision.text``."""
    day, reason, notices = json.loads(text)
    return Decision(date.fromisoformat(day) if day else None, reason, tuple(notices))


def decisions_in(database: Database) -> dict[int, Decision]:
    """Article id → what holds for it, in an archive."""
    with translated(database.path):
        execute = database.connection().execute
        gone = {
            number: Decision(date.fromisoformat(at[:10]), reason if public else None)
            for number, at, reason, public in execute(WITHDRAWN_NOW)
        }
        corrected = [row[0] for row in execute(CORRECTED)]
        sql = NOTICES_OF_ARTICLES.format(condition="a.withdrawn IS NULL")
        notices: dict[int, tuple[int, ...]] = {}
        for article, notice, _ in execute(sql, (json.dumps(corrected),)):
            notices[article] = (*notices.get(article, ()), notice)
    plain = Decision()
    return {
        number: Decision(gone.get(number, plain).day, gone.get(number, plain).reason, notices.get(number, ()))
        for number in gone.keys() | notices.keys()
    }


class Decisions:
    """The collection ``<prefix>_decisions``: a row for each article that anything was decided of."""

    def __init__(self, cluster: Cluster, prefix: str) -> None:
        self._cluster, self._name = cluster, f"{prefix}_decisions"

    def all(self) -> dict[int, Decision]:
        """Everything that holds now."""
        try:
            rows = self._cluster.rows(self._name, "id >= 0", ["id", "content"], most=MOST_HITS)
        except NoCollection:
            return {}
        if len(rows) == MOST_HITS:  # rather no answer than one that shows what was withdrawn
            raise StorageError(f"{self._cluster.uri}: more decisions than can be read at once")
        return {row["id"]: decision_of(row["content"]) for row in rows}

    def bring_up_to(self, decided: Mapping[int, Decision]) -> int:
        """Have the cluster hold these decisions and no others; how many rows changed."""
        if self._name not in self._cluster.collections():
            self._create()
        before = self.all()
        changed = [number for number, decision in decided.items() if before.get(number) != decision]
        gone = sorted(before.keys() - decided.keys())
        for start in range(0, len(changed), ROWS_AT_ONCE):
            some = changed[start : start + ROWS_AT_ONCE]
            self._cluster.put(self._name, [_decision_row(number, decided[number]) for number in some])
        for start in range(0, len(gone), ROWS_AT_ONCE):
            self._cluster.delete(self._name, f"id in {gone[start : start + ROWS_AT_ONCE]}")
        return len(changed) + len(gone)

    def _create(self) -> None:
        fields: list[Fields] = [
            {"field_name": "id", "datatype": "INT64"},
            {"field_name": "content", "datatype": "VARCHAR", "max_length": 65_535},
            {"field_name": "nothing", "datatype": "FLOAT_VECTOR", "dim": 2},
        ]
        self._cluster.create(self._name, fields, [{"field_name": "nothing", "index_type": "FLAT", "metric_type": "IP"}])
        self._cluster.load(self._name)


def _decision_row(number: int, decision: Decision) -> Fields:
    return {"id": number, "content": decision.text(), "nothing": [1.0, 0.0]}
