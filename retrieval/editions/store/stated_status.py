"""What deliveries say of articles that they gave: withheld or canceled ones are withdrawn, usable ones come back.

What people decided stands: an article that they restored is not withdrawn again by the same notice, and one that they
withdrew doesn't come back because a delivery calls it usable.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from retrieval.editions.base.draft import PublicationStatus, StatusNotice
from retrieval.editions.store.withdrawals import lift, parts_of_article, withdraw
from retrieval.editions.store.writer import Writer
from retrieval.language.stated_dates import CHINA

REASONS = {
    PublicationStatus.WITHHELD: "来源注明暂不发布（withheld）",
    PublicationStatus.CANCELED: "来源注明已撤销（canceled）",
}
"""Why an article was withdrawn, for the newsroom; readers are not told."""


@dataclass(frozen=True, slots=True)
class StatusChanges:
    """How many articles notices took from readers and gave back, and the ids that they name and nobody gave."""

    withdrawn: int = 0
    restored: int = 0
    unknown: tuple[str, ...] = ()


NO_STATUS_CHANGES = StatusChanges()


def follow_notices(writer: Writer, notices: Iterable[StatusNotice]) -> StatusChanges:
    """Do what the notices say; of several for one article the last one counts."""
    last = {notice.external_id: notice.status for notice in notices}
    withdrawn = restored = 0
    unknown: list[str] = []
    for external, status in last.items():
        ids = writer.delivered_as(external)
        if not ids and status is not PublicationStatus.USABLE:
            unknown.append(external)
        for id_ in ids:
            if status is PublicationStatus.USABLE:
                restored += _restored(writer, id_)
            else:
                withdrawn += _withdrawn(writer, id_, REASONS[status])
    return StatusChanges(withdrawn, restored, tuple(unknown))


def _withdrawn(writer: Writer, article_id: int, reason: str) -> bool:
    """Withdraw an article, unless it is, or was already for that reason."""
    if writer.was_withdrawn(article_id, reason):
        return False
    ids = parts_of_article(writer.connection, article_id)
    withdraw(writer.connection, None, ids, reason, public=False, at=_now())
    writer.touch(article_id)
    return True


def _restored(writer: Writer, article_id: int) -> bool:
    """Give an article back that a delivery withdrew."""
    held = writer.withdrawn_because(article_id, REASONS.values())
    if not held:
        return False
    lift(writer.connection, held, _now())
    writer.touch(article_id)
    return True


def _now() -> str:
    """The time where the papers come out, whose day readers are told."""
    return datetime.now(CHINA).isoformat(timespec="seconds")
