"""The candidates of a query, ranked and read; who asks a question and then lists reports for it reads once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Sequence

from retrieval.answers.models.network import Network
from retrieval.answers.question.query import Query
from retrieval.answers.ranking.rerank import Leaders, read_leaders, unread
from retrieval.answers.ranking.retrieve import Search
from retrieval.domain import Filters
from retrieval.index.published import Published

KEPT_LEADERS = 16
"""Queries whose leaders are kept, each with the texts of its candidates; by hand, 2026-11."""
KEPT_S = 60.0
"""Seconds after the last question in which all are let go: nobody's words stay in memory; by hand, 2026-11."""


class Leading:
    """Keeps the leaders of the last queries, in memory and for a minute only. Safe to call from several threads."""

    def __init__(self, search: Search, network: Network | None, plan: Sequence[int], *, kept_s: float = KEPT_S) -> None:
        """``network`` reads as many leaders as ``plan`` says."""
        self._search, self._network, self._plan, self._kept_s = search, network, plan, kept_s
        self._forgetting: threading.Timer | None = None
        self._kept: OrderedDict[Hashable, Leaders | None] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, query: Query, paper: Published, where: Filters, lead: int | None = None) -> Leaders | None:
        """The candidates as the bot ranks them, the leading ones read; None where there are none.

        ``lead`` is the article that a talk is about.
        """
        key = paper.id, paper.revision, query, where, lead
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        leaders = self._made(query, paper, where, lead)
        if self._is_whole(leaders):
            self._keep(key, leaders)
        return leaders

    def _keep(self, key: Hashable, leaders: Leaders | None) -> None:
        with self._lock:
            self._kept[key] = leaders
            while len(self._kept) > KEPT_LEADERS:
                self._kept.popitem(last=False)
            if self._forgetting is not None:
                self._forgetting.cancel()
            self._forgetting = threading.Timer(self._kept_s, self._forget)
            self._forgetting.daemon = True
            self._forgetting.start()

    def _forget(self) -> None:
        with self._lock:
            self._kept.clear()

    def _is_whole(self, leaders: Leaders | None) -> bool:
        """Whether the network, where there is one, had the time to read what it was given."""
        if self._network is None or leaders is None:
            return True
        return all(each.reading is not None for own in leaders.read.values() for each in own)

    def _made(self, query: Query, paper: Published, where: Filters, lead: int | None) -> Leaders | None:
        ranked = self._search.ranked(query, paper, where, lead)
        if ranked is None:
            return None
        if query.about_the_paper:
            return unread(ranked)
        return read_leaders(ranked, self._network, self._plan)
