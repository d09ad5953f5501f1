"""Figures: what is counted where, and how what other processes did becomes visible."""

from __future__ import annotations

import gc
import json
import stat
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from bot.journal import FAILED, FILE, PUBLISHED, REFUSED, Journal
from bot.metrics import FOLDER, Metrics
from bot.settings import Settings
from bot.telegram.views.operator_reports import published_lines
from bot.web.app import build_app
from bot.web.figures import Figures
from bot.wiring import Newsroom
from retrieval.domain import AnswerStatus
from retrieval.errors import Busy, NothingPublished
from retrieval.index.publish import PublishReport


@pytest.fixture
def room(tmp_path: Path):
    page = tmp_path / "2025-11-08" / "02.txt"
    page.parent.mkdir()
    page.write_text("## 河堤步道开放\n\n本报讯 (记者 林晓岚) 河堤步道全长3.6公里,昨天开放。\n", encoding="utf-8")
    opened = Newsroom(Settings(data=tmp_path / "data", offline=True), create=True)
    opened.index([page])
    yield opened
    opened.close()


def figures(room: Newsroom, metrics: Metrics) -> dict[tuple[str, ...], float]:
    text = generate_latest(Figures(room, metrics)).decode()
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_questions_statuses_and_stages(room: Newsroom) -> None:
    metrics = Metrics()
    room.counting = metrics
    room.ask("河堤步道全长多少公里")
    room.ask("火星上有多少只企鹅")
    shown = figures(room, metrics)
    assert shown["baowen_questions_total", "web"] == 2
    assert (
        sum(shown["baowen_answers_total", "web", status] for status in ("answered", "related_only", "not_found")) == 2
    )
    assert shown["baowen_answer_seconds_count", "web"] == 2
    stages = sum(value for key, value in shown.items() if key[0] == "baowen_stage_seconds_sum")
    assert 0 < stages <= shown["baowen_answer_seconds_sum", "web"]
    assert shown["baowen_stage_seconds_count", "web", "understand"] == 2


def test_a_question_that_fails_is_counted_by_kind(tmp_path: Path) -> None:
    room, metrics = Newsroom(Settings(data=tmp_path / "empty", offline=True), create=True), Metrics()
    room.counting = metrics
    with pytest.raises(NothingPublished):
        room.ask("河堤步道全长多少公里")
    shown = figures(room, metrics)
    assert shown["baowen_failures_total", "NothingPublished", "web"] == 1
    assert shown["baowen_questions_total", "web"] == 1
    room.close()


def test_what_another_process_left_is_shown_under_its_name(room: Newsroom) -> None:
    bot, web = Metrics(), Metrics()
    sent = {"message_sent": 3, "given_up": 1}
    bot.follow("baowen_telegram_calls", "Calls.", "outcome", lambda: sent)
    with bot.question() as tell:
        tell(AnswerStatus.ANSWERED)
    bot.leave(room.settings.data, "bot-7")
    shown = figures(room, web)
    assert shown["baowen_questions_total", "bot-7"] == 1
    assert shown["baowen_questions_total", "web"] == 0
    assert shown["baowen_telegram_calls_total", "given_up", "bot-7"] == 1
    assert shown["baowen_process_seen_timestamp_seconds", "bot-7"] > 1.7e9
    (file,) = (room.settings.data / FOLDER).iterdir()
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    file.write_text("nonsense{ 1\n")
    assert ("baowen_questions_total", "bot-7") not in figures(room, web), "damaged figures take nothing else away"


def test_publishings_are_known_whoever_did_them(room: Newsroom) -> None:
    def busy() -> PublishReport:
        raise Busy("another process is writing")

    elsewhere = Journal(room.settings.data)
    with pytest.raises(Busy):
        elsewhere.kept(busy)
    assert [entry.outcome for entry in room.journal.entries()] == [PUBLISHED, FAILED]
    shown = figures(room, Metrics())
    assert shown["baowen_publishings_total", PUBLISHED] == 1
    assert shown["baowen_publishing_failures_total", "Busy"] == 1
    assert shown["baowen_publishing_seconds_count",] == 1
    assert shown["baowen_publishing_last_seconds",] > 0
    assert shown["baowen_generation_age_seconds",] >= 0
    lines = published_lines(room.journal.entries(), room.clock.zone)
    assert lines[0].startswith("上次发布：")
    assert lines[1].endswith("另一个程序正在写入")
    room.publish()
    assert len(room.journal.entries()) == 2, "nothing had to be published"


def test_a_torn_line_or_a_deleted_journal_does_no_harm(room: Newsroom) -> None:
    file = room.settings.data / FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    whole = file.read_bytes()
    file.write_bytes(whole + b'{"at": "2025-11-08T0')
    assert len(room.journal.entries()) == 1
    file.write_bytes(whole + b"[1]\nnull\nnonsense\n" + whole)
    assert len(room.journal.entries()) == 2
    file.unlink()
    assert room.journal.entries() == []
    file.write_bytes(whole)
    assert len(room.journal.entries()) == 1
    assert json.loads(whole)["outcome"] == PUBLISHED
    assert REFUSED != FAILED


def test_a_journal_that_cannot_be_written_fails_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "data").write_text("not a folder")

    def busy() -> PublishReport:
        raise Busy("another process is writing")

    with pytest.raises(Busy):
        Journal(tmp_path / "data").kept(busy)
    assert FILE in caplog.text


def test_expected_editions(room: Newsroom) -> None:
    def shown(**settings: object) -> dict[tuple[str, ...], float]:
        room.settings = room.settings.model_copy(update=settings)
        text = generate_latest(Figures(room, Metrics(), now=lambda: datetime(2025, 11, 10, 9, tzinfo=UTC))).decode()
        families = list(text_string_to_metric_families(text))
        found = [family.samples for family in families if family.name == "baowen_expected_edition_missing"]
        return {tuple(sample.labels.values()): sample.value for samples in found for sample in samples}

    assert shown() == {}
    assert shown(schedule="daily") == {("",): 1}
    assert shown(schedule="daily", schedule_papers=("青溪晚报", "临江日报")) == {("青溪晚报",): 1, ("临江日报",): 1}


def test_why_the_newest_generation_is_not_used(room: Newsroom, tmp_path: Path) -> None:
    client = TestClient(build_app(room, Metrics()))
    assert "problem" not in client.get("/readyz").json()
    assert figures(room, Metrics())["baowen_generation_problem",] == 0
    before = room.engine.current()
    page = tmp_path / "2025-11-09" / "01.txt"
    page.parent.mkdir()
    page.write_text("## 新站台\n\n本报讯 (记者 秦朗) 新站台启用。\n", encoding="utf-8")
    with closing(Newsroom(room.settings)) as publisher:  # who publishes opens what was published at once
        publisher.index([page])
    newest = room.engine.current()
    (tmp_path / "data" / "generations" / str(newest) / "contents.npz").write_bytes(b"harm")
    ready = looked_again(client, room)
    until = time.monotonic() + 20
    while "problem" not in ready.json() and time.monotonic() < until:  # it is opened beside, in a thread
        ready = looked_again(client, room)
    assert ready.status_code == 200
    assert ready.json()["generation"] == before
    assert "baowen doctor" in ready.json()["problem"]
    assert "/" not in ready.json()["problem"], "whoever asks is told no path"
    assert figures(room, Metrics())["baowen_generation_problem",] == 1
    room.roll_back()
    assert "problem" not in looked_again(client, room).json()


def looked_again(client: TestClient, room: Newsroom) -> Response:
    """What the process says of itself after it was due to look for a new generation."""
    room.serving._looked = 0
    return client.get("/readyz")


def test_a_full_search_for_cycles_does_not_stop_the_web_process(room: Newsroom) -> None:
    """What was loaded before it serves is looked through no more; it took up to half a second."""
    gc.unfreeze()
    try:
        loaded = len(gc.get_objects())
        with TestClient(build_app(room, Metrics())) as client:
            assert gc.get_freeze_count() > loaded // 2
            assert len(gc.get_objects()) < loaded // 2
            assert client.get("/livez").json() == {"status": "ok"}
    finally:
        gc.unfreeze()
