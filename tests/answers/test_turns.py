"""How many questions are worked on at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Lock, Semaphore
from types import TracebackType

import pytest

from retrieval.answers.ask import Asker

TODAY = date(2025, 3, 12)
QUESTIONS = ["西河大桥封闭维修的工期多久", "每部电梯补贴多少钱", "借书证的借期多长", "天气怎么样"] * 3


class Turns:
    """A semaphore that remembers how many held it at once."""

    def __init__(self, most: int) -> None:
        self.held = self.most_held = 0
        self._semaphore, self._lock = Semaphore(most), Lock()

    def __enter__(self) -> None:
        self._semaphore.acquire()
        with self._lock:
            self.held += 1
            self.most_held = max(self.most_held, self.held)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._lock:
            self.held -= 1
        self._semaphore.release()


@pytest.mark.parametrize("most", [1, 2])
def test_no_more_than_the_turns_that_are_given_and_all_are_answered(own_page, most: int) -> None:
    asker, archive, _ = own_page
    turns = Turns(most)
    limited = Asker(archive, asker._serving, asker._leading._search._encoder, asker._tokenizer, turns=turns)
    with ThreadPoolExecutor(6) as askers:
        answers = list(askers.map(lambda question: limited.ask(question, today=TODAY), QUESTIONS))
    assert [answer.question for answer in answers] == QUESTIONS
    assert 1 <= turns.most_held <= most
    assert turns.held == 0
