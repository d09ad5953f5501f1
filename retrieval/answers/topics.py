"""Which article a talk is about: what answered the question before, kept for a while and in memory only."""

from __future__ import annotations

import threading
from collections import OrderedDict

KEPT_TOPICS = 2000
"""Questions whose articles are remembered; the oldest go first; by hand, 2026-11."""


class Topics:
    """Question with those before it → the article that was cited first for it. Safe to call from several threads."""

    def __init__(self) -> None:
        self._articles: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._lock = threading.Lock()

    def remember(self, generation: str, topic: str, article_id: int) -> None:
        """``topic`` is what the next question will name as the one before (see ``question.query.topic``)."""
        with self._lock:
            self._articles[generation, topic] = article_id
            self._articles.move_to_end((generation, topic))
            while len(self._articles) > KEPT_TOPICS:
                self._articles.popitem(last=False)

    def article(self, generation: str, topic: str | None) -> int | None:
        """The article that a question before was answered from; None where it isn't known (any more)."""
        if topic is None:
            return None
        with self._lock:
            return self._articles.get((generation, topic))
