"""Feeds, OpenSearch, suggestions for address bars, and what pages tell programs of an article."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.wiring import Newsroom
from tests.web.desk.test_over_http import FIRST, publish

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "本报讯 <b>河堤</b>步道\ufffe全长&amp;3.6公里\x1b[31m，昨天向市民开放。"


@pytest.fixture
def client(room: Newsroom, tmp_path: Path, client_of: Callable[..., TestClient]) -> TestClient:
    publish(room, tmp_path, HOSTILE, headline="河堤<script>开放")
    publish(room, tmp_path, FIRST.replace("河堤", "江滨"), headline="江滨开放", day="2025-11-09")
    return client_of(room)


def feed(client: TestClient, address: str) -> ET.Element:
    sent = client.get(address)
    assert sent.status_code == 200
    assert sent.headers["content-type"].startswith("application/atom+xml")
    return ET.fromstring(sent.content)


def titles(root: ET.Element) -> list[str | None]:
    return [each.findtext(f"{ATOM}title") for each in root.iter(f"{ATOM}entry")]


def test_an_edition_is_a_feed_whose_links_lead_to_its_articles(client: TestClient) -> None:
    newest = feed(client, "/feeds/newest")
    assert titles(newest) == ["《江滨开放》"]
    assert newest.findtext(f"{ATOM}updated") == "2025-11-09T00:00:00+08:00"
    older = feed(client, "/feeds/editions/2025-11-08")
    assert titles(older) == ["《河堤<script>开放》"]
    for root in (newest, older):
        for link in root.iter(f"{ATOM}link"):
            assert client.get(link.attrib["href"]).status_code == 200
    assert client.get("/feeds/editions/2025-11-10").status_code == 404
    assert client.get("/feeds/editions/yesterday").status_code == 404


def test_pages_without_a_date_are_a_feed_whose_last_come_stands_first(
    room: Newsroom, tmp_path: Path, client_of: Callable[..., TestClient]
) -> None:
    client = client_of(room)
    for number, name in enumerate(("江滨", "河堤"), 1):
        (tmp_path / f"{number}.txt").write_text(f"## {name}开放\n\n{FIRST}\n", encoding="utf-8")
        room.index([tmp_path / f"{number}.txt"])
    for address in ("/feeds/newest", "/feeds/editions/undated"):
        found = feed(client, address)
        assert titles(found) == ["《河堤开放》", "《江滨开放》"]
        assert all(client.get(link.attrib["href"]).status_code == 200 for link in found.iter(f"{ATOM}link"))
    for article in list(room.archive.articles()):
        room.withdrawals.withdraw_article(article.id, "有误")
    empty = feed(client, "/feeds/newest")
    assert titles(empty) == [] and empty.findtext(f"{ATOM}title") == "报问 · 最新一期"
    assert client.get("/feeds/editions/undated").status_code == 404


def test_a_search_is_a_feed_the_newest_first(client: TestClient) -> None:
    found = feed(client, "/feeds/search?q=步道")
    assert titles(found) == ["《江滨开放》", "《河堤<script>开放》"]
    assert titles(feed(client, "/feeds/search?q=步道&to=2025-11-08")) == ["《河堤<script>开放》"]
    assert titles(feed(client, "/feeds/search?q=没有这种词")) == []
    assert client.get("/feeds/search").status_code == 404
    page = client.get("/search?q=步道").text
    named = re.search(r'<link rel="alternate" type="application/atom\+xml"[^>]*href="(/feeds/search[^"]+)"', page)
    assert named and titles(feed(client, named[1])) == titles(found)


def test_address_bars_are_told_how_to_ask(client: TestClient) -> None:
    described = client.get("/opensearch.xml")
    places = [url.attrib["template"] for url in ET.fromstring(described.content).iter() if "template" in url.attrib]
    assert len(places) == 3
    for place in places:
        assert client.get(place.replace("{searchTerms}", "步道")).status_code == 200
    typed, headlines, _, addresses = client.get("/suggest?q=jbkf").json()
    assert (typed, headlines) == ("jbkf", ["江滨开放"])
    assert client.get(addresses[0]).status_code == 200


def test_an_article_says_to_programs_what_it_is(client: TestClient) -> None:
    page = client.get("/articles/1").text
    told = dict(re.findall(r'itemprop="(\w+)" content="([^"]*)"', page))
    assert told["datePublished"] == "2025-11-08"
    assert told["pagination"] == "2"
    assert "https://schema.org/NewsArticle" in page
