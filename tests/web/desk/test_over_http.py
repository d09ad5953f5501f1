"""What the desk sends: headers, addresses that hold, withdrawals, hostile print and questions."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.web.desk.texts import WORDS
from bot.wiring import Newsroom
from retrieval.domain import Article

DESK = Path(__file__).resolve().parents[3] / "bot" / "web" / "desk"
FIRST = "本报讯 (记者 林晓岚) 河堤步道全长3.6公里，昨天向市民开放。"
Client = Callable[..., TestClient]


def publish(
    room: Newsroom, folder: Path, body: str, headline: str = "河堤步道开放", day: str = "2025-11-08"
) -> Article:
    """Read one article and publish; the article as readers have it."""
    page = folder / "青溪晚报" / day / "02.txt"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(f"## {headline}\n\n{body}\n", encoding="utf-8")
    room.index([page])
    with room.published() as paper:
        return next(each for each in paper.articles() if each.body.startswith(body[:4]))


def marked(page: str) -> str:
    return html.unescape("".join(re.findall(r"<mark>(.*?)</mark>", page)))


def citation_in(page: str) -> str:
    found = re.search(r'data-pane="(/citations/[^"]+)"', page)
    assert found
    return found[1]


def test_nothing_of_a_page_comes_from_elsewhere_or_runs_inside_it(
    room: Newsroom, tmp_path: Path, client_of: Client
) -> None:
    publish(room, tmp_path, FIRST)
    client = client_of(room)
    for address in ("/", "/search?q=河堤步道全长多少", "/articles/1", "/editions", "/nothing", "/sign-in"):
        sent = client.get(address)
        policy = sent.headers["content-security-policy"]
        assert "unsafe" not in policy and policy.startswith("default-src 'none'")
        assert not re.search(r"<style|<script(?![^>]* src=\"/assets/)|\sstyle=|\son[a-z]+=", sent.text)
        loaded = re.findall(r'\ssrc="([^"]+)"|<link rel="(?:stylesheet|icon)"[^>]* href="([^"]+)"', sent.text)
        assert loaded and all((source or href).startswith("/assets/") for source, href in loaded)


@pytest.mark.parametrize(
    "address", ["/%1b[31m河堤", "//example.org/河堤", "/search?q=%1b[31m河堤", "/sign-in?next=%1b[31m"]
)
def test_no_address_steers_a_terminal_or_leads_elsewhere(
    room: Newsroom, tmp_path: Path, client_of: Client, address: str
) -> None:
    publish(room, tmp_path, FIRST)
    sent = client_of(room).get("http://127.0.0.1" + address)
    assert not [char for char in sent.text if char < " " and char != "\n"]
    assert 'href="//' not in sent.text


def test_own_scripts_are_small() -> None:
    assert sum(path.stat().st_size for path in (DESK / "assets").glob("*.js")) < 15_000


def test_assets_may_be_kept(room: Newsroom, client_of: Client) -> None:
    client = client_of(room)
    for address in re.findall(r'"(/assets/[^"]+)"', client.get("/").text):
        sent = client.get(address)
        assert sent.status_code == 200
        assert "immutable" in sent.headers["cache-control"]


def test_before_the_first_publishing_the_page_says_so(room: Newsroom, client_of: Client) -> None:
    client = client_of(room)
    assert "baowen index" in client.get("/").text
    asked = client.get("/search?q=河堤")
    assert asked.status_code == 503
    assert "baowen index" in asked.text


def test_a_citation_holds_when_its_article_is_read_anew(room: Newsroom, tmp_path: Path, client_of: Client) -> None:
    article = publish(room, tmp_path, FIRST)
    client = client_of(room)
    address = citation_in(client.get("/search?q=河堤步道全长多少").text)
    quoted = marked(client.get(address).text)
    assert quoted and quoted in FIRST

    publish(room, tmp_path, FIRST + "步道全线设有路灯。")
    again = client.get(address)
    assert again.status_code == 200
    assert marked(again.text) == quoted
    assert WORDS["read_anew"][0] in again.text
    present = client.get(f"/articles/{article.id}")
    assert present.status_code == 200 and "全线设有路灯" in present.text
    assert WORDS["present_version"][0] in present.text
    canonical = re.search(r'rel="canonical" href="([^"]+)"', present.text)
    assert canonical and WORDS["present_version"][0] not in client.get(canonical[1]).text

    publish(room, tmp_path, FIRST.replace("3.6公里", "3.8公里") + "步道全线设有路灯。")
    gone = client.get(address)
    assert gone.status_code == 200
    assert WORDS["words_gone"][0] in gone.text
    assert marked(gone.text) == ""


def test_a_notice_of_correction_stands_with_what_it_corrects(room: Newsroom, tmp_path: Path, client_of: Client) -> None:
    article = publish(room, tmp_path, FIRST)
    notice = "本报11月8日2版《河堤步道开放》一文中，“全长3.6公里”应为“全长3.8公里”。特此更正。"
    told_in = publish(room, tmp_path, notice, headline="更正", day="2025-11-09")
    room.corrections.link(told_in.id, article.id)
    client = client_of(room)
    for address in (f"/articles/{article.id}", "/search?q=河堤步道全长多少"):
        page = html.unescape(client.get(address).text)
        box = page.partition('<aside class="correction">')[2].partition("</aside>")[0]
        assert "应为“全长3.8公里”" in box and "2025年11月9日" in box
    (told,) = client.get(f"/api/articles/{article.id}").json()["corrections"]
    assert told["excerpt"] in notice and told["headline"] == "更正"


def test_a_withdrawn_article_says_so(room: Newsroom, tmp_path: Path, client_of: Client) -> None:
    article = publish(room, tmp_path, FIRST)
    client = client_of(room)
    address = citation_in(client.get("/search?q=河堤步道全长多少").text)
    room.withdrawals.withdraw_article(article.id, "数字有误", public=True)
    for gone in (address, f"/articles/{article.id}"):
        sent = client.get(gone)
        assert sent.status_code == 410
        assert "数字有误" in sent.text
        assert "3.6公里" not in sent.text


@pytest.mark.parametrize(
    "address",
    ["/articles/99", f"/articles/{10**30}", "/articles/x", "/citations/p1", "/citations/p1:9-3", "/editions/2025-02-30",
     "/editions/1999-01-01", "/editions/undated", "/assets/../desk.py", "/assets/none.css"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(room: Newsroom, tmp_path: Path, client_of: Client, address: str) -> None:
    publish(room, tmp_path, FIRST)
    assert client_of(room).get(address).status_code == 404


def test_neither_print_nor_question_becomes_markup(room: Newsroom, tmp_path: Path, client_of: Client) -> None:
    nasty = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> &lt;b&gt; {{ 7*7 }} \u202e倒写"
    article = publish(room, tmp_path, f"河堤步道全长3.6公里{nasty}，昨天开放。", headline="河堤<b>步道</b>开放")
    client = client_of(room)
    for address in ("/", f"/articles/{article.id}", "/search?q=河堤步道全长多少", "/editions/2025-11-08"):
        sent = client.get(address)
        assert sent.status_code == 200
        assert not re.search(r"<script>|<img|<b>|\u202e|>49<", sent.text), address
    asked = client.get("/search", params={"q": nasty})
    assert asked.status_code == 200
    assert not re.search(r"<script>|<img", asked.text)


def test_a_question_of_any_signs_is_answered(room: Newsroom, tmp_path: Path, client_of: Client) -> None:
    publish(room, tmp_path, FIRST)
    client = client_of(room)
    for query in ("q=%00%01", "q=%ff%fe", "q=%ED%A0%80", "q=" + "%E6%B2%B3" * 800, "q=a&q=b", "q=河堤&lang=xx"):
        assert client.get(f"/search?{query}").status_code in {200, 303}, query


def test_every_word_has_three_languages_and_the_same_places() -> None:
    for name, columns in WORDS.items():
        places = [set(re.findall(r"\{(\w+)", text)) for text in columns]
        assert all(columns) and places[0] == places[1] == places[2], name


def test_every_word_that_a_template_says_is_there_and_none_is_idle() -> None:
    templates = "".join(path.read_text(encoding="utf-8") for path in (DESK / "templates").iterdir())
    files = [DESK.parents[1] / "reading.py", *(path for path in DESK.glob("*.py") if path.name != "texts.py")]
    code = "".join(path.read_text(encoding="utf-8") for path in files)
    said = set(re.findall(r'say\("(\w+)"[,)]', templates))
    assert said <= set(WORDS)
    named = {
        name
        for name in WORDS
        if f'"{name}"' in code + templates or name.startswith(("error_", "order_", "answer_", "publishing_"))
    }
    assert set(WORDS) - said - named == set()
