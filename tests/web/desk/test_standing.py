"""The operators' page: only for those who gave the token, and what it tells."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from bot.metrics import FOLDER, Metrics
from bot.question_days import QuestionDays, question_days
from bot.wiring import Newsroom
from retrieval.domain import AnswerStatus
from retrieval.editions.store.judgements import Judgement
from tests.web.desk.test_over_http import FIRST, publish

Client = Callable[..., TestClient]
TOKEN = "a-token-of-twenty-letters"
SIGNED = {"authorization": f"Bearer {TOKEN}"}


def test_readers_do_not_see_it(room: Newsroom, client_of: Client) -> None:
    assert client_of(room).get("/status").status_code == 403
    opened = client_of(room, web_open=True, web_token=SecretStr(TOKEN))
    sent = opened.get("/status")
    assert (sent.status_code, sent.headers["location"]) == (303, "/sign-in?next=%2Fstatus")
    assert "/status" not in opened.get("/").text
    assert 'href="/status"' in opened.get("/", headers=SIGNED).text


def test_before_the_first_edition_it_says_so(room: Newsroom, client_of: Client) -> None:
    page = client_of(room, web_token=SecretStr(TOKEN)).get("/status", headers=SIGNED)
    assert page.status_code == 200
    assert "还没有收录任何版面" in page.text


def test_it_tells_what_came_what_answers_and_what_is_not_found(
    room: Newsroom, tmp_path: Path, client_of: Client
) -> None:
    publish(room, tmp_path, FIRST)
    asked = [("河堤几点关门", ()), ("河堤几点关门", ()), ("谁的电话", (1,)), (None, ())]
    room.judgements.take(
        [Judgement((1, number), 1, "missing", passages, question) for number, (question, passages) in enumerate(asked)]
    )
    page = client_of(room, web_token=SecretStr(TOKEN), schedule="daily").get("/status", headers=SIGNED).text
    assert "青溪晚报 2025年11月8日" in page
    assert f"{room.engine.current()} <strong>在用</strong>" in page
    assert "0 秒前核对过发布的是哪个版本" in page
    assert "这一期还没有到" in page
    assert "已发布" in page
    assert '河堤几点关门</a> <span class="count">2</span>' in page
    assert "谁的电话" not in page


def counting_by_day(room: Newsroom, process: str, day: date) -> Metrics:
    metrics = Metrics()
    metrics.tell_days(QuestionDays(room.settings.data, process, lambda: day).count)
    return metrics


def test_it_counts_the_questions_of_each_day_over_restarts_and_processes(
    room: Newsroom, tmp_path: Path, client_of: Client
) -> None:
    publish(room, tmp_path, FIRST)
    days = {"web": date(2025, 11, 8), "bot": date(2025, 11, 9)}
    for process in ("web", "web", "bot"):  # the second is the first one, started again
        room.counting = counting_by_day(room, process, days[process])
        room.ask("河堤步道全长多少")
    room.ask("火星基地几号启用")
    told = client_of(room, web_token=SecretStr(TOKEN)).get("/status", headers=SIGNED).text
    rows = [re.findall(r"<td[^>]*>([^<]*)</td>", row) for row in re.findall(r"<tr>.*?</tr>", told)]
    assert [row for row in rows if row and row[0].startswith("2025-11")] == [
        ["2025-11-09", "2", "1", "0", "1"],
        ["2025-11-08", "2", "2", "0", "0"],
    ]
    kept = "".join(path.read_text(encoding="utf-8") for path in (room.settings.data / FOLDER).iterdir())
    assert "河堤" not in kept


@pytest.mark.parametrize("held", ["", "[]", '{"2025-11-08": {"answered": "x"}}', '{"gestern": {"answered": 1}}'])
def test_counts_begin_anew_where_their_file_is_damaged(tmp_path: Path, held: str) -> None:
    file = tmp_path / FOLDER / "web.days.json"
    file.parent.mkdir()
    file.write_text(held, encoding="utf-8")
    QuestionDays(tmp_path, "web", lambda: date(2025, 11, 8)).count(AnswerStatus.ANSWERED)
    assert question_days(tmp_path) == [(date(2025, 11, 8), {"answered": 1})]
