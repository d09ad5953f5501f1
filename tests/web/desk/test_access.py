"""Who may see the desk: the token, the form and its cookie, other machines, how often and how soon again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from bot.settings import Settings, SettingsError, load_settings
from bot.web.access import refuse_unguarded
from bot.web.desk.signing_in import own_address
from bot.web.rates import LONGEST_WAIT_S, Rates, SignInBrake
from bot.wiring import Newsroom
from tests.web.test_serve import run

TOKEN = "a-long-token-of-the-newsroom"
Client = Callable[..., TestClient]


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def guarded(room: Newsroom, client_of: Client) -> TestClient:
    return client_of(room, base_url="https://desk.example.cn", web_token=SecretStr(TOKEN))


def test_without_the_token_there_is_only_the_form(guarded: TestClient) -> None:
    led = guarded.get("/search?q=河堤&lang=en")
    assert led.status_code == 303
    assert led.headers["location"].startswith("/sign-in?next=%2Fsearch%3Fq%3D")
    assert guarded.get("/sign-in").status_code == 200
    assert guarded.get("/api/ask?q=河堤").status_code == 401
    assert guarded.get("/api/ask?q=河堤").headers["content-type"] == "application/problem+json"
    assert guarded.get("/livez").status_code == 200


def test_who_signs_in_stays_signed_in_until_they_sign_out(guarded: TestClient) -> None:
    entered = guarded.post("/sign-in", data={"token": TOKEN, "next": "/editions?year=2025"})
    assert (entered.status_code, entered.headers["location"]) == (303, "/editions?year=2025")
    cookie = entered.headers["set-cookie"]
    assert TOKEN not in cookie
    assert all(word in cookie for word in ("HttpOnly", "Secure", "SameSite=lax"))
    assert guarded.get("/").status_code == 200
    assert guarded.post("/sign-out").status_code == 303
    assert guarded.get("/").status_code == 303


@pytest.mark.parametrize("cookie", ["x", "Ing.aaa.bbb", ""])
def test_a_made_up_cookie_opens_nothing(guarded: TestClient, cookie: str) -> None:
    assert guarded.get("/", headers={"cookie": f"baowen={cookie}"}).status_code == 303


def test_programs_give_the_token_as_bearer(guarded: TestClient) -> None:
    assert guarded.get("/", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert guarded.get("/", headers={"authorization": "Bearer wrong"}).status_code == 303


def test_who_gives_wrong_tokens_must_wait(guarded: TestClient) -> None:
    told = [guarded.post("/sign-in", data={"token": f"wrong {n}"}) for n in range(4)]
    assert [each.status_code for each in told] == [403, 403, 403, 429]
    assert int(told[-1].headers["retry-after"]) >= 1
    assert guarded.post("/sign-in", data={"token": TOKEN}).status_code == 429


def test_wrong_bearers_must_wait_too(guarded: TestClient) -> None:
    told = [guarded.get("/api/ask", headers={"authorization": f"Bearer wrong{n}"}).status_code for n in range(4)]
    assert told == [401, 401, 401, 429]


def test_without_a_token_this_machine_alone_is_served(room: Newsroom, client_of: Client) -> None:
    assert client_of(room).get("/").status_code == 200
    assert client_of(room, base_url="http://localhost:8000").get("/").status_code == 200
    rebound = client_of(room, base_url="http://evil.example")
    assert rebound.get("/").status_code == 303
    assert "BAOWEN_WEB_TOKEN" in rebound.get("/sign-in").text


def test_an_open_desk_serves_everybody(room: Newsroom, client_of: Client) -> None:
    assert client_of(room, base_url="https://desk.example.cn", web_open=True).get("/").status_code == 200


def test_one_client_can_ask_no_more_than_so_often(room: Newsroom, client_of: Client) -> None:
    client = client_of(room, web_per_minute=3)
    told = [client.get("/") for _ in range(4)]
    assert [each.status_code for each in told] == [200, 200, 200, 429]
    assert int(told[-1].headers["retry-after"]) >= 1
    assert client.get("/livez").status_code == 200


def test_a_bucket_fills_again_and_belongs_to_one_client() -> None:
    clock = Clock()
    rates = Rates(60, clock, kept=2)
    assert [rates.wait_s("a") for _ in range(60)] == [0.0] * 60
    assert rates.wait_s("a") == pytest.approx(1.0)
    assert rates.wait_s("b") == 0.0
    clock.now = 2.0
    assert [rates.wait_s("a") > 0 for _ in range(3)] == [False, False, True]


def test_waiting_doubles_up_to_a_bound_and_ends_with_the_right_token() -> None:
    clock = Clock()
    brake = SignInBrake(clock)
    waits = []
    for _ in range(14):
        brake.failed("a")
        waits.append(brake.wait_s("a"))
    assert waits[:5] == [0.0, 0.0, 1.0, 2.0, 4.0]
    assert waits[-1] == LONGEST_WAIT_S
    assert brake.wait_s("b") == 0.0
    brake.succeeded("a")
    assert brake.wait_s("a") == 0.0


@pytest.mark.parametrize("wanted", ["//evil.cn", "https://evil.cn", "/\\evil.cn", "javascript:1", "", "/\n/evil.cn"])
def test_signing_in_leads_nowhere_else(wanted: str) -> None:
    assert own_address(wanted) == "/"
    assert own_address("/search?q=a") == "/search?q=a"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "desk.example.cn"])
def test_unguarded_nobody_else_is_listened_to(host: str) -> None:
    with pytest.raises(SettingsError, match="BAOWEN_WEB_OPEN"):
        refuse_unguarded(Settings(web_token=None), host)
    refuse_unguarded(Settings(web_token=None), "127.0.0.1")
    refuse_unguarded(Settings(web_token=SecretStr(TOKEN)), host)
    refuse_unguarded(Settings(web_token=None, web_open=True), host)


def test_the_command_refuses_as_well(tmp_path: Path) -> None:
    ran = run("serve", "--host", "0.0.0.0", "--data", str(tmp_path / "data"))
    assert ran.returncode == 2
    assert "BAOWEN_WEB_TOKEN" in ran.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [("web_token", "short"), ("web_url", "desk.example.cn"), ("web_url", "https://a.cn/b"), ("citation_style", "{x}")],
)
def test_settings_that_cannot_be_meant_are_refused(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name.upper()) as refused:
        load_settings(**{name: value})
    assert name != "web_token" or value not in str(refused.value)
