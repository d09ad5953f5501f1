"""An edition that means harm: no surface shows its control characters, its markup, or lines it forged."""

from __future__ import annotations

import json
import socket
import sqlite3
import time
import unicodedata
from contextlib import closing
from urllib.parse import quote

import httpx
import pytest

from tests.security.conftest import FORGED, STEERS, Site, Until
from tests.telegram.double import Double

HARMLESS = {"\n", "\t"}
# Telegram shows no escapes, but text may be turned round there; emoji need some of the other invisible characters.
TURNING = {hex(code) for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
COMMANDS = {
    "ask": ["ask", "灯会门票多少钱"],
    "ask as JSON": ["ask", "灯会门票多少钱", "--json"],
    "a question that steers": ["ask", f"灯会{STEERS}门票'; DROP TABLE articles;-- title:* ^9"],
    "articles": ["articles"],
    "articles as JSON": ["articles", "--json"],
    "show": ["show", "1"],
    "status": ["status"],
    "verify": ["verify"],
    "doctor": ["doctor"],
    "index": ["index", "EDITIONS"],
    "index as JSON": ["index", "EDITIONS", "--json"],
    "correct": ["correct"],
    "generations": ["generations"],
}


def steering(text: str) -> list[str]:
    return [
        hex(ord(char)) for char in text if char not in HARMLESS and unicodedata.category(char) in {"Cc", "Cf", "Cs"}
    ]


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_nothing_steers_a_terminal(site: Site, arguments: list[str]) -> None:
    given = [str(site.folder / "editions") if word == "EDITIONS" else word for word in arguments]
    code, out, err = site.run(*given, BAOWEN_LOG_LEVEL="DEBUG")
    assert code == 0, err
    assert steering(out + err) == []
    if "--json" in arguments:
        for line in out.splitlines():
            json.loads(line)


def test_json_gives_the_text_as_it_was_printed(site: Site) -> None:
    answer = json.loads(site.run("ask", "灯会门票多少钱", "--json")[1])
    assert "\x9b31m\u202e" in answer["citations"][0]["headline"], "escaped, not changed"


def test_no_words_are_taken_for_sql_or_query_syntax(site: Site) -> None:
    for question in (
        "灯会') OR 1=1;--",
        'title:* AND "灯会"',
        "灯会^9 ~ [1 TO 2] {0} %s \\",
        "NEAR(灯会, 2)",
        "*",
        "(((",
    ):
        code, _, errors = site.run("ask", question)
        assert code == 0, (question, errors)
    with closing(sqlite3.connect(site.data / "archive.sqlite")) as archive:
        assert archive.execute("SELECT count(*) FROM articles").fetchone()[0] > 0


def test_telegram_quotes_markup_and_obeys_none(site: Site, telegram: Double, ended: Until) -> None:
    more = {"TELEGRAM_BOT_TOKEN": telegram.token, "BAOWEN_TELEGRAM_API": telegram.url, "BAOWEN_LOG_LEVEL": "DEBUG"}
    bot = site.start("bot", **more)
    lin = telegram.citizen()
    lin.says("灯会门票多少钱")
    card = lin.hears(timeout=60)
    lin.presses(card, "看全文")
    article = lin.hears(timeout=30)
    lin.says("/latest")
    listed = lin.hears(timeout=30)
    for heard in (card, article, listed):
        assert not set(steering(heard.text)) & TURNING, heard.text
        assert "<script>alert(1)</script>" in heard.text, "shown as words"
        assert all(link.startswith("https://t.me/") for link in heard.links().values())
    _, logged = ended(bot)
    assert steering(logged) == []
    assert "灯会" not in logged
    assert not [line for line in logged.splitlines() if line.startswith(FORGED[:10])]
    assert not telegram.refusals()


def test_the_web_process_shows_none_of_it(site: Site, ended: Until) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    web = site.start("serve", "--port", str(port), BAOWEN_LOG_LEVEL="DEBUG", BAOWEN_LOG_FORMAT="json")
    here = f"http://127.0.0.1:{port}"
    shown, printed = "", ""
    for path in ("livez", "readyz?q=灯会门票多少钱", "metrics", "%1b[31m灯会", "../data/archive.sqlite", "<script>"):
        shown += asked(f"{here}/{path}")
    hostile = quote(f"{STEERS}<script>alert(1)</script>")
    for path in ("", "search?q=灯会门票多少钱", f"search?q={hostile}", "articles/1", "editions"):
        printed += asked(f"{here}/{path}")
    _, logged = ended(web)
    for text in (shown, printed, logged):
        assert steering(text) == []
        assert "<script>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in printed, "shown as words"
    assert "门票" not in shown + logged
    for line in logged.splitlines():
        assert json.loads(line)["level"] in {"DEBUG", "INFO"}


def asked(address: str) -> str:
    for _ in range(300):
        try:
            return httpx.get(address, timeout=30).text
        except httpx.ConnectError:
            time.sleep(0.1)
    raise AssertionError("the web process did not come up")
