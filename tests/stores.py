"""What editors and readers decided on in an archive that a test has, opened as another process opens it."""

from __future__ import annotations

from retrieval.editions.store.archive import Archive
from retrieval.editions.store.corrections import Corrections
from retrieval.editions.store.database import Database
from retrieval.editions.store.judgements import Judgements
from retrieval.editions.store.withdrawals import Withdrawals


def withdrawals_of(archive: Archive) -> Withdrawals:
    return Withdrawals(Database(archive.path))


def corrections_of(archive: Archive) -> Corrections:
    return Corrections(Database(archive.path))


def judgements_of(archive: Archive) -> Judgements:
    return Judgements(Database(archive.path))
