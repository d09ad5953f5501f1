"""The operators' page: only for those who gave the token, and what it tells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pydantic import SecretStr
from starlette.testclient import TestClient

from bot.wiring import Newsroom
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
    assert "这一期还没有到" in page
    assert "已发布" in page
    assert '河堤几点关门</a> <span class="count">2</span>' in page
    assert "谁的电话" not in page
