"""Hostile questions, headers, bodies and edition texts: all is answered, nothing becomes markup, nothing is made up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from bot.metrics import Metrics
from bot.web.app import build_app
from bot.wiring import Newsroom

SITE = "https://ask.example.cn"
MARKUP = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}${7*7}<%= 7*7 %>",
    "]]><!--",
    "javascript:alert(1)",
    "'; DROP TABLE articles; --",
)
STEERING = ("\u202e倒写\u202c", "\x1b[2J", "\x00", "\u2028", "\ufeff", "a\r\nSet-Cookie: x=1")
QUESTIONS = st.one_of(
    st.sampled_from([*MARKUP, *STEERING]),
    st.text(max_size=60),
    st.builds("河堤{}步道".format, st.sampled_from([*MARKUP, *STEERING])),
)
WITHIN = settings(
    max_examples=25, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip


@pytest.fixture(scope="module")
def hostile(samples: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A paper that prints markup."""
    folder = tmp_path_factory.mktemp("hostile")
    lines = [
        {
            "headline": f"河堤步道{text}",
            "byline": f"记者 {text}",
            "paper": f"晚报{text}",
            "date": "2025-11-08",
            "url": text,
            "body": f"河堤步道全长3.{number}公里。{text}昨天开放。",
        }
        for number, text in enumerate(MARKUP)
    ]
    file = folder / "晚报.jsonl"
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    chosen = samples.settings.model_copy(update={"data": folder / "data"})
    opened = Newsroom(chosen, create=True)
    opened.index([file])
    yield TestClient(build_app(opened, Metrics()), base_url=SITE, follow_redirects=False)
    opened.close()


def harmless(response: httpx2.Response) -> bool:
    """Whether a browser takes a response for what it is."""
    kind = response.headers["content-type"]
    if kind.startswith("text/html"):
        page = response.text
        return not any(text in page for text in MARKUP[:2]) and "default-src 'none'" in str(response.headers)
    return kind.endswith("json") and response.headers["x-content-type-options"] == "nosniff"


@WITHIN
@given(question=QUESTIONS)
def test_questions_of_any_kind_are_answered(hostile: TestClient, question: str) -> None:
    text = quote(question, safe="", errors="replace")
    for path in ("ask", "search", "mentions"):
        response = hostile.get(f"/api/{path}?q={text}")
        assert response.status_code in {200, 422}
        assert harmless(response)


def test_texts_with_markup_are_quoted_word_for_word(hostile: TestClient) -> None:
    found = hostile.get("/api/search?q=河堤步道&limit=50").json()["results"]
    assert len(found) == len(MARKUP)
    for each in found:
        article = hostile.get(f"/api/articles/{each['article_id']}")
        assert each["excerpt"] in "\n".join(article.json()["paragraphs"])
        assert harmless(article)
        assert harmless(hostile.get(f"/articles/{each['article_id']}"))
    assert harmless(hostile.get("/search?q=河堤步道"))
    assert harmless(hostile.get("/editions/2025-11-08"))


@WITHIN
@given(body=st.one_of(st.binary(max_size=200), st.sampled_from([b"[" * 100_000, b'{"text":' * 50_000, b"null", b""])))
def test_bodies_of_any_kind_are_answered(hostile: TestClient, body: bytes) -> None:
    for path in ("verify", "ask:batch"):
        response = hostile.post(f"/api/{path}", content=body, headers={"content-type": "application/json"})
        assert response.status_code in {400, 422}
        assert harmless(response)


@WITHIN
@given(
    name=st.sampled_from(["if-none-match", "authorization", "cookie", "accept-language", "x-forwarded-for", "range"]),
    value=st.one_of(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=300), st.sampled_from(MARKUP)),
)
def test_headers_of_any_kind_are_answered(hostile: TestClient, name: str, value: str) -> None:
    response = hostile.get("/api/editions", headers={name: value})
    assert response.status_code in {200, 304, 401, 429}
    assert harmless(response) or response.status_code == 304


def test_bodies_and_addresses_that_are_too_long_are_refused(hostile: TestClient) -> None:
    long = hostile.post("/api/verify", json={"text": "河" * 2_000_000})
    assert long.status_code in {413, 422}
    assert hostile.get("/api/ask?q=" + "a" * 9000).status_code == 414


def test_links_lead_to_the_site_that_is_set_whatever_host_is_named(samples: Newsroom) -> None:
    chosen = samples.settings
    samples.settings = chosen.model_copy(update={"web_url": SITE})
    client = TestClient(build_app(samples, Metrics()), base_url="https://evil.example.com")
    found = client.get("/api/search?q=大桥").json()["results"]
    samples.settings = chosen
    assert all(each["permalink"].startswith(f"{SITE}/citations/") for each in found)


def test_no_file_of_the_machine_is_reached(hostile: TestClient) -> None:
    for path in ("/api/..%2f..%2fetc%2fpasswd", "/api/articles/..%2f..%2fetc%2fpasswd", "/api/citations/%2e%2e%2fx"):
        assert hostile.get(path).status_code in {404, 422}
