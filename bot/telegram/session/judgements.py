"""Takes readers' judgements at once, and gives them to the archive as soon as it can be written."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace

from bot.telegram.session.store import Store
from retrieval.editions.store.judgements import Judgement, Judgements
from retrieval.errors import Busy, StorageError

log = logging.getLogger(__name__)


class JudgementOutbox:
    """Judgements wait in the store while the archive is busy. All methods block; threads may call them."""

    def __init__(self, archived: Judgements, store: Store) -> None:
        """``archived`` keeps them in the archive, ``store`` until then."""
        self._archived, self._store = archived, store
        self._delivering = threading.Lock()

    def add(self, judgement: Judgement) -> None:
        """Store a judgement; a later one of the same person on the same answer replaces it."""
        self._store.judge(judgement)
        self.deliver()

    def add_question(self, chat_id: int, answer_id: int, user_id: int, question: str) -> None:
        """With the reader's consent keep the question with the judgement, if there is one."""
        key = ((chat_id, answer_id), user_id)
        waiting, _ = self._store.waiting()
        found = next((each for each in waiting if (each.answer_ref, each.reader_id) == key), None)
        found = found or self._archived.of(*key)
        if found:
            self.add(replace(found, question=question))

    def forget(self, user_id: int) -> int:
        """Delete what the store and the archive keep of a person; how many records went, or will."""
        kept = self._archived.count(user_id)
        went = self._store.forget(user_id)
        self.deliver()
        return went + kept

    def deliver(self) -> None:
        """Give the archive the judgements that wait, and let it forget whom it has to; later if it is busy now."""
        with self._delivering:
            judgements, forgotten = self._store.waiting()
            if not judgements and not forgotten:
                return
            try:
                self._archived.take(judgements, forgotten)
            except (Busy, StorageError) as error:
                log.info("judgements wait until the archive can be written: %s", type(error).__name__)
                return
            self._store.taken(judgements, forgotten)

    def all(self) -> list[Judgement]:
        """Every judgement that the archive has, after those that waited were given to it."""
        self.deliver()
        return self._archived.all()
