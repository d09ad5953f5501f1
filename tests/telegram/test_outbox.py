"""The outbox: a judgement is stored at once and reaches the archive once, whatever waits, changes or is forgotten."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.telegram.session.judgements import JudgementOutbox
from bot.telegram.session.store import Store
from bot.wiring import Newsroom
from retrieval.editions.store.archive import Archive
from retrieval.editions.store.judgements import Judgement
from retrieval.editions.store.opening import open_database

LIN, QIN = 11, 12
ANSWER = (1, 2)


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    """An empty archive that waits for no other writer."""
    Archive.open(tmp_path / "archive.sqlite", create=True).close()
    room = Newsroom(Settings(data=tmp_path, offline=True))
    room.database = open_database(tmp_path, wait_s=0.01)
    yield room
    room.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "telegram.sqlite")
    yield store
    store.close()


@pytest.fixture
def outbox(newsroom: Newsroom, store: Store) -> JudgementOutbox:
    return JudgementOutbox(newsroom.judgements, store)


@pytest.fixture
def writer(newsroom: Newsroom) -> Iterator[Archive]:
    """Somebody else who may be writing to the archive."""
    archive = Archive.open(newsroom.settings.data)
    yield archive
    archive.close()


def kept(newsroom: Newsroom) -> list[tuple[int, str, str | None]]:
    return [(each.reader_id, each.verdict, each.question) for each in newsroom.judgements.all()]


def test_a_judgement_goes_on_to_the_archive_and_waits_no_longer(
    outbox: JudgementOutbox, newsroom: Newsroom, store: Store
) -> None:
    outbox.add(Judgement(ANSWER, LIN, "good", (7, 8), answer="45元"))
    (found,) = newsroom.judgements.all()
    assert (found.answer_ref, found.passages, found.answer, found.at > 0) == (ANSWER, (7, 8), "45元", True)
    assert store.waiting() == ([], [])
    outbox.deliver()
    assert outbox.all() == [found]


def test_a_later_judgement_of_the_same_answer_replaces_the_first(outbox: JudgementOutbox, newsroom: Newsroom) -> None:
    for reader, verdict in ((LIN, "good"), (QIN, "good"), (LIN, "wrong")):
        outbox.add(Judgement(ANSWER, reader, verdict, ()))
    assert sorted(kept(newsroom)) == [(LIN, "wrong", None), (QIN, "good", None)]


def test_a_question_is_only_kept_with_the_judgement_of_its_own_reader(
    outbox: JudgementOutbox, newsroom: Newsroom
) -> None:
    outbox.add_question(*ANSWER, LIN, "票价多少")
    assert kept(newsroom) == []
    outbox.add(Judgement(ANSWER, QIN, "good", (7,)))
    outbox.add_question(*ANSWER, LIN, "票价多少")
    assert kept(newsroom) == [(QIN, "good", None)]
    outbox.add_question(*ANSWER, QIN, "票价多少")
    assert kept(newsroom) == [(QIN, "good", "票价多少")]


def test_while_the_archive_is_written_judgements_wait_without_a_word_of_theirs_in_the_log(
    outbox: JudgementOutbox, newsroom: Newsroom, writer: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with writer.writing():
        outbox.add(Judgement(ANSWER, LIN, "wrong", (), answer="45元"))
        outbox.add_question(*ANSWER, LIN, "票价多少")
        assert outbox.all() == []
    assert "Busy" in caplog.text
    assert "票价" not in caplog.text
    assert [(each.verdict, each.question) for each in outbox.all()] == [("wrong", "票价多少")]


def test_who_is_forgotten_and_judges_again_keeps_only_the_new(
    outbox: JudgementOutbox, newsroom: Newsroom, writer: Archive
) -> None:
    outbox.add(Judgement(ANSWER, LIN, "good", ()))
    outbox.add(Judgement(ANSWER, QIN, "good", ()))
    with writer.writing():
        assert outbox.forget(LIN) == 1
        outbox.add(Judgement((1, 9), LIN, "missing", ()))
    outbox.deliver()
    assert sorted(kept(newsroom)) == [(LIN, "missing", None), (QIN, "good", None)]
    assert outbox.forget(99) == 0
