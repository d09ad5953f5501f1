"""A talk keeps what it is about, and the newsroom tells of its questions to whoever counts them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.conversation import Conversation
from bot.counting import Counting
from bot.metrics import Metrics
from bot.settings import Settings
from bot.wiring import Newsroom
from retrieval.answers.timing import STAGES
from retrieval.domain import AnswerStatus, Filters, SmallTalk
from retrieval.errors import NothingPublished
from tests.bot.support import DAY, published

FIRST, NEXT = "图书馆改造工程总投资多少", "那新增座位呢"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    data = published(tmp_path_factory.mktemp("room"))
    opened = Newsroom(Settings(data=data, offline=True, reading="off"))
    yield opened
    opened.close()


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Newsroom]:
    """Nothing was published here."""
    opened = Newsroom(Settings(data=tmp_path / "data", offline=True, reading="off"), create=True)
    yield opened
    opened.close()


def test_the_first_question_follows_none_the_next_one_follows_it(room: Newsroom) -> None:
    talk = Conversation(room)
    assert talk.ask(FIRST, today=DAY).follows is None
    assert talk.ask(NEXT, today=DAY).follows == FIRST


def test_thanks_end_no_talk(room: Newsroom) -> None:
    talk = Conversation(room)
    talk.ask(FIRST, today=DAY)
    assert talk.ask("谢谢", today=DAY).reply is SmallTalk.THANKS
    assert talk.ask(NEXT, today=DAY).follows == FIRST


def test_two_talks_have_two_topics(room: Newsroom) -> None:
    one, other = Conversation(room), Conversation(room)
    one.ask(FIRST, today=DAY)
    assert other.ask(NEXT, today=DAY).follows is None


def test_a_question_that_failed_is_no_topic(bare: Newsroom, room: Newsroom) -> None:
    talk = Conversation(bare)
    with pytest.raises(NothingPublished):
        talk.ask(FIRST)
    talk._room = room
    assert talk.ask(NEXT, today=DAY).follows is None


def test_limits_reach_the_answer(room: Newsroom) -> None:
    found = Conversation(room).ask(FIRST, today=DAY, limit=1)
    assert len(found.citations) == 1
    assert Conversation(room).ask(FIRST, today=DAY, filters=Filters(pages=("9",))).citations == ()


class Noted:
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[AnswerStatus | str] = []
        self.stages: list[str] = []

    @contextmanager
    def question(self) -> Iterator[Callable[[AnswerStatus], None]]:
        try:
            yield self.told.append
        except NothingPublished:
            self.told.append("failed")
            raise

    def stage(self, name: str, seconds: float) -> None:
        assert seconds >= 0
        self.stages.append(name)


def test_each_question_is_told_of_with_its_status_and_its_steps(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted = Noted()
    monkeypatch.setattr(room, "counting", noted)
    answers = [room.ask(question, today=DAY) for question in (FIRST, "红烧肉怎么做")]
    assert noted.told == [answer.status for answer in answers]
    assert noted.stages.count("understand") == 2
    assert set(noted.stages) <= set(STAGES)


def test_a_question_that_fails_is_told_of_without_a_status(bare: Newsroom) -> None:
    bare.counting = noted = Noted()
    with pytest.raises(NothingPublished):
        bare.ask(FIRST)
    assert noted.told == ["failed"]


def test_the_counters_of_a_process_may_be_told_from_several_threads() -> None:
    metrics = Metrics()
    counting: Counting = metrics

    def ask() -> None:
        for _ in range(200):
            with counting.question() as tell:
                counting.stage("rank", 0.01)
                tell(AnswerStatus.ANSWERED)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    shown = {name: metrics.registry.get_sample_value(f"baowen_{name}") for name in ("questions_total",)}
    assert shown == {"questions_total": 800}
    assert metrics.registry.get_sample_value("baowen_answers_total", {"status": "answered"}) == 800
    assert metrics.registry.get_sample_value("baowen_stage_seconds_count", {"stage": "rank"}) == 800
