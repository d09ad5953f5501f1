"""Decisions of the archive's host, told to the cluster in the same breath: the next question on any host knows them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from retrieval.editions.store.corrections import Corrections
from retrieval.editions.store.database import Database
from retrieval.editions.store.withdrawals import Withdrawals
from retrieval.index.milvus.decisions import Decisions, decisions_in


class DecisionTelling:
    """Brings the cluster up to what an archive says. Raises ``Unreachable``; then the next publishing does it."""

    def __init__(self, decisions: Decisions, database: Database) -> None:
        self._decisions, self._database = decisions, database

    def __call__(self) -> None:
        self._decisions.bring_up_to(decisions_in(self._database))


class ToldWithdrawals(Withdrawals):
    """Withdrawals that every host hears of."""

    def __init__(self, database: Database, now: Callable[[], datetime], tell: Callable[[], None]) -> None:
        super().__init__(database, now)
        self._tell = tell

    def withdraw_article(self, article_id: int, reason: str, *, public: bool = False) -> tuple[int, ...]:
        found = super().withdraw_article(article_id, reason, public=public)
        self._tell()
        return found

    def withdraw_edition(self, edition_id: int, reason: str, *, public: bool = False) -> tuple[int, ...]:
        found = super().withdraw_edition(edition_id, reason, public=public)
        self._tell()
        return found

    def restore_article(self, article_id: int) -> tuple[int, ...]:
        found = super().restore_article(article_id)
        self._tell()
        return found

    def restore_edition(self, edition_id: int) -> tuple[int, ...]:
        found = super().restore_edition(edition_id)
        self._tell()
        return found


class ToldCorrections(Corrections):
    """Links of notices that every host hears of."""

    def __init__(self, database: Database, tell: Callable[[], None]) -> None:
        super().__init__(database)
        self._tell = tell

    def link(self, notice_id: int, article_id: int) -> None:
        super().link(notice_id, article_id)
        self._tell()

    def unlink(self, notice_id: int, article_id: int) -> None:
        super().unlink(notice_id, article_id)
        self._tell()
