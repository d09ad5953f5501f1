"""An archive that came without days and pages is one edition of many thousands: pages of it stay as small as others."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from bot.mcp.server import stdio_server
from bot.metrics import Metrics
from bot.reading import HEADLINES_AT_ONCE, NEIGHBOURS
from bot.settings import Settings
from bot.web.app import build_app
from bot.web.desk.asking import FRONT_HEADLINES
from bot.wiring import Newsroom
from tests.mcp.conftest import ToolFailed, given, with_client
from tests.web.desk.conftest import HERE

ARTICLES = HEADLINES_AT_ONCE + 20
ARTICLE = re.compile(r'<a href="/articles/(\d+)"')


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """Lines of which none says when and where it was printed."""
    folder = tmp_path_factory.mktemp("many")
    lines = ({"headline": f"河堤第{n}段修好", "body": f"河堤步道第{n}段昨天修好。"} for n in range(1, ARTICLES + 1))
    (folder / "all.jsonl").write_text("\n".join(json.dumps(each, ensure_ascii=False) for each in lines), "utf-8")
    opened = Newsroom(Settings(data=folder / "data", offline=True, reading="off"), create=True)
    opened.index([folder / "all.jsonl"])
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(many: Newsroom) -> TestClient:
    return TestClient(build_app(many, Metrics()), base_url=HERE)


def named(page: str) -> list[int]:
    """The articles to which a page leads."""
    return list(map(int, ARTICLE.findall(page)))


def test_the_first_page_has_the_first_headlines(client: TestClient) -> None:
    assert named(client.get("/").text) == list(range(1, FRONT_HEADLINES + 1))


def test_an_article_names_those_next_to_it(client: TestClient) -> None:
    for number in (1, ARTICLES // 2, ARTICLES):
        beside = set(named(client.get(f"/articles/{number}").text.partition("同版的报道")[2]))
        first = min(max(1, number - NEIGHBOURS // 2), ARTICLES - NEIGHBOURS)
        assert beside == set(range(first, first + NEIGHBOURS + 1)) - {number}
        assert len(client.get(f"/api/articles/{number}").json()["on_this_page"]) == NEIGHBOURS


def test_its_pages_turn_and_make_up_the_whole(client: TestClient) -> None:
    first = client.get("/editions/undated").text
    assert "第 1–500 篇，共 520 篇" in first
    behind = client.get("/editions/undated?start=500").text
    assert named(first) + named(behind) == list(range(1, ARTICLES + 1))
    assert 'rel="next" href="?start=500"' in first
    assert 'rel="prev" href="?start=0"' in behind
    assert client.get("/editions/undated?start=x").status_code == 400


def test_programs_and_assistants_turn_them_by_cursor(client: TestClient, many: Newsroom) -> None:
    first = client.get("/api/editions/undated").json()
    behind = client.get("/api/editions/undated", params={"cursor": first["next"], "limit": 7}).json()
    found = [each for page in (first, behind) for each in page["editions"][0]["pages"][0]["articles"]]
    assert [each["article_id"] for each in found] == list(range(1, HEADLINES_AT_ONCE + 8))
    assert (first["total"], behind["next"].rpartition(".")[2]) == (ARTICLES, str(HEADLINES_AT_ONCE + 7))

    def edition(cursor: str) -> object:
        return asyncio.run(with_client(stdio_server(many), lambda client: given(client, "get_edition", cursor=cursor)))

    rest = edition(first["next"])
    assert isinstance(rest, dict)
    assert (rest["next"], len(rest["editions"][0]["pages"][0]["articles"])) == (None, ARTICLES - HEADLINES_AT_ONCE)
    for wrong in ("x", "20000101-000000.5"):
        assert isinstance(edition(wrong), ToolFailed)
