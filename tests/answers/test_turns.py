"""How many questions are worked on at once, and in which order the others come."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Lock, Thread
from types import TracebackType

import pytest

from retrieval.answers.ask import Asker
from retrieval.answers.turns import Turns

TODAY = date(2025, 3, 12)
QUESTIONS = ["西河大桥封闭维修的工期多久", "每部电梯补贴多少钱", "借书证的借期多长", "天气怎么样"] * 3


class CountedTurns(Turns):
    """Remembers how many held it at once."""

    def __init__(self, at_once: int) -> None:
        super().__init__(at_once)
        self.held = self.most_held = 0
        self._count = Lock()

    def __enter__(self) -> None:
        super().__enter__()
        with self._count:
            self.held += 1
            self.most_held = max(self.most_held, self.held)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._count:
            self.held -= 1
        super().__exit__(kind, error, at)


def wait_until_waiting(turns: Turns, count: int) -> None:
    for _ in range(1000):
        if turns.waiting == count:
            return
        time.sleep(0.01)
    raise AssertionError(f"{turns.waiting} wait")


@pytest.mark.parametrize("most", [1, 2])
def test_no_more_than_the_turns_that_are_given_and_all_are_answered(own_page, most: int) -> None:
    asker, archive, _ = own_page
    turns = CountedTurns(most)
    limited = Asker(archive, asker._serving, asker._leading._search._encoder, asker._tokenizer, turns=turns)
    with ThreadPoolExecutor(6) as askers:
        answers = list(askers.map(lambda question: limited.ask(question, today=TODAY), QUESTIONS))
    assert [answer.question for answer in answers] == QUESTIONS
    assert 1 <= turns.most_held <= most
    assert turns.held == 0


def test_who_came_first_is_served_first() -> None:
    turns, served = Turns(1), list[int]()

    def take(number: int) -> None:
        with turns:
            served.append(number)

    threads = [Thread(target=take, args=[number]) for number in range(5)]
    with turns:
        for number, thread in enumerate(threads, 1):
            thread.start()
            wait_until_waiting(turns, number)
        assert served == []
    for thread in threads:
        thread.join()
    assert served == [0, 1, 2, 3, 4]


def test_a_turn_is_given_back_by_what_failed() -> None:
    turns = Turns(1)
    for _ in range(3):
        with pytest.raises(ValueError, match="no"), turns:
            raise ValueError("no")
    with turns:
        assert turns.waiting == 0


def test_who_stops_waiting_loses_no_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted:
        """A lock whose second taking is interrupted, as by Ctrl-C."""

        def __init__(self) -> None:
            self.taken = 0

        def acquire(self) -> bool:
            self.taken += 1
            if self.taken > 1:
                raise KeyboardInterrupt
            return True

    turns = Turns(1)
    with turns:
        with monkeypatch.context() as patched:
            patched.setattr("retrieval.answers.turns.Lock", Interrupted)
            with pytest.raises(KeyboardInterrupt), turns:
                raise AssertionError("it had no turn")
        assert turns.waiting == 0
    with turns:
        assert turns.waiting == 0
