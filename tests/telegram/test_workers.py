"""The worker threads: what comes back from them, how many there are, and that closing waits."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from bot.telegram.session.workers import Workers
from retrieval.errors import Busy


@pytest.fixture
def workers() -> Iterator[Workers]:
    workers = Workers(2)
    yield workers
    workers.close()


def test_what_the_function_returns_comes_back_from_another_thread(workers: Workers) -> None:
    def where(greeting: str, *, to: str) -> tuple[str, str]:
        return f"{greeting} {to}", threading.current_thread().name

    said, thread = asyncio.run(workers.run(where, "你好", to="林"))
    assert said == "你好 林"
    assert thread.startswith("question")


def test_what_it_raises_is_raised_here(workers: Workers) -> None:
    def failing() -> None:
        raise Busy("somebody else is writing")

    with pytest.raises(Busy, match="somebody else"):
        asyncio.run(workers.run(failing))


def test_the_event_loop_is_free_meanwhile(workers: Workers) -> None:
    released = threading.Event()

    async def both() -> bool:
        waiting = asyncio.create_task(workers.run(released.wait, 10))
        await asyncio.sleep(0)
        released.set()
        return await waiting

    assert asyncio.run(both())


def test_what_exceeds_the_threads_waits(workers: Workers) -> None:
    lock, meeting = threading.Lock(), threading.Barrier(2)
    running: list[int] = []
    most: list[int] = []

    def work(number: int) -> int:
        with lock:
            running.append(number)
            most.append(len(running))
        meeting.wait(10)  # nobody goes on alone, so two do run at a time
        with lock:
            running.remove(number)
        return number

    async def all_of_them() -> list[int]:
        return list(await asyncio.gather(*(workers.run(work, number) for number in range(8))))

    assert asyncio.run(all_of_them()) == list(range(8))
    assert max(most) == 2


def test_closing_waits_for_the_work_in_hand_and_takes_no_more() -> None:
    workers, begun, released, done = Workers(1), threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        released.wait(10)
        done.set()

    async def leaving() -> None:
        task = asyncio.ensure_future(workers.run(work))
        while not begun.is_set():
            await asyncio.sleep(0)
        released.set()
        workers.close()
        assert done.is_set()
        await task
        with pytest.raises(RuntimeError):
            await workers.run(work)

    asyncio.run(leaving())
