"""The API: the same answers as in the terminal, pages of lists, permalinks, what clients have already, errors."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from bot.json_records import answer_json
from bot.metrics import Metrics
from bot.web.api import examples
from bot.web.api.models import Answer, QuoteCheck, SearchPage
from bot.web.app import build_app
from bot.web.workers import Overloaded, WebWorkers
from bot.wiring import Newsroom

SITE = "https://ask.example.cn"
PROBLEM = "application/problem+json"


def test_answers_are_those_of_the_terminal_with_permalinks(api: TestClient, samples: Newsroom) -> None:
    given = api.get("/api/ask", params={"q": "澄湖大桥夜间封闭多少天"}).json()
    told = answer_json(samples.ask("澄湖大桥夜间封闭多少天"), samples.house())
    for citation in given["citations"]:
        mark = f"p{citation['passage_id']}:{citation['start']}-{citation['end']}"
        assert citation.pop("permalink") == f"{SITE}/citations/{mark}"
        assert api.get(f"/api/citations/{mark}").json()["citation"]["excerpt"] == citation["excerpt"]
        for other in citation["also"]:
            del other["line"], other["permalink"]
    for ours, own in zip(given["citations"], told["citations"], strict=True):
        assert own["source_file"].endswith(f"/examples/editions/{ours['source_file'].removeprefix('editions/')}")
        own["source_file"] = ours["source_file"]
    for record in (given, told):
        del record["latency_ms"]
    for near in (*given["nearest"], *filter(None, [given["later"]])):
        del near["line"], near["permalink"]
    assert given == told


def test_no_path_of_the_server_is_told(empty: Newsroom, tmp_path: Path) -> None:
    client = TestClient(build_app(empty, Metrics()), base_url=SITE)
    publish(empty, tmp_path, "河堤步道全长3.6公里,昨天开放。")
    found = client.get("/api/search?q=河堤").json()["results"][0]
    article = client.get(f"/api/articles/{found['article_id']}").json()
    assert [each["source_file"] for each in (found, article, *article["parts"])] == ["晚报/2025-11-08/02.txt"] * 3
    for path in ("ask?q=河堤步道", "mentions?q=河堤", f"citations/p{found['passage_id']}:0-4"):
        assert tmp_path.name not in client.get(f"/api/{path}").text


def test_the_addresses_limits_hold(api: TestClient) -> None:
    params = {"q": "大桥", "from": "2025-03-13", "to": "2025-03-13", "page": "第A03版", "reporter": "秦树声"}
    found = api.get("/api/search", params=params).json()
    assert {(each["date"], each["page"]) for each in found["results"]} == {("2025-03-13", "A3")}
    assert found["filters"]["pages"] == ["A3"]
    assert {each["page"] for each in api.get("/api/mentions", params=params).json()["mentions"]} == {"A3"}


@pytest.mark.parametrize(("path", "entries"), [("search", "results"), ("mentions", "mentions")])
def test_cursors_lead_through_the_whole_list(api: TestClient, path: str, entries: str) -> None:
    whole = api.get(f"/api/{path}", params={"q": "市民", "limit": 50}).json()
    seen, cursor = [], None
    while True:
        params: dict[str, str | int] = {"q": "市民", "limit": 3}
        if cursor:
            params["cursor"] = cursor
        page = api.get(f"/api/{path}", params=params).json()
        seen += [each["passage_id"] for each in page[entries]]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) > 3
    assert seen == [each["passage_id"] for each in whole[entries]]


def test_without_words_all_articles_are_listed(api: TestClient) -> None:
    listed = api.get("/api/search", params={"limit": 50}).json()
    days = [each["date"] for each in listed["results"]]
    assert listed["total"] == sum(count["count"] for count in listed["facets"]["months"])
    assert days == sorted(days, reverse=True)


def test_editions_lead_to_articles(api: TestClient) -> None:
    editions = api.get("/api/editions").json()["editions"]
    assert [each["date"] for each in editions] == ["2025-03-13", "2025-03-12", "2025-03-11"]
    (edition,) = api.get("/api/editions/2025-03-11").json()["editions"]
    headline = edition["pages"][0]["articles"][0]
    article = api.get(f"/api/articles/{headline['article_id']}").json()
    assert article["headline"] == headline["headline"]
    assert headline["article_id"] not in [each["article_id"] for each in article["on_this_page"]]


def test_quotations_are_checked(api: TestClient) -> None:
    printed = api.post("/api/verify", json={"text": "期限90天,按每天万分之二收取资金占用费"}).json()
    assert printed["verdict"] == "printed"
    assert printed["places"][0]["permalink"].startswith(f"{SITE}/citations/")
    assert api.post("/api/verify", json={"text": "市长昨日宣布地铁免费乘坐"}).json()["verdict"] == "not_printed"


def test_a_batch_may_hold_talks(api: TestClient) -> None:
    questions = [
        {"question": "澄湖大桥夜间封闭多少天", "conversation": "one"},
        {"question": "那公交车呢", "conversation": "one"},
        {"question": "那公交车呢"},
    ]
    answers = api.post("/api/ask:batch", json={"questions": questions}).json()["answers"]
    assert [each["question"] for each in answers] == [each["question"] for each in questions]
    assert answers[1]["understood"]["follows"] == "澄湖大桥夜间封闭多少天"
    assert "follows" not in answers[2]["understood"]
    many = [{"question": "大桥"}] * 21
    assert api.post("/api/ask:batch", json={"questions": many}).status_code == 422


def test_what_a_client_has_is_not_sent_again_until_something_changes(empty: Newsroom, tmp_path: Path) -> None:
    client = TestClient(build_app(empty, Metrics()), base_url=SITE)
    assert client.get("/api/ask?q=河堤").json()["code"] == "nothing_published"
    publish(empty, tmp_path, "河堤步道全长3.6公里,昨天开放。")
    first = client.get("/api/search?q=河堤")
    tag = {"if-none-match": first.headers["etag"]}
    assert (client.get("/api/search?q=河堤", headers=tag).status_code, first.json()["total"]) == (304, 1)
    article = first.json()["results"][0]["article_id"]
    empty.withdrawals.withdraw_article(article, "数字有误", public=True)
    after = client.get("/api/search?q=河堤", headers=tag)
    assert (after.status_code, after.json()["total"]) == (200, 0)
    gone = client.get(f"/api/articles/{article}")
    assert (gone.status_code, gone.json()["code"]) == (410, "withdrawn")
    assert "数字有误" in gone.json()["detail"]


def test_head_is_answered_wherever_get_is(api: TestClient) -> None:
    described = api.get("/api/openapi.json").json()["paths"]
    filled = [path.format(number=1, name="p1:0-4", day="newest") for path, verbs in described.items() if "get" in verbs]
    pages = ["/", "/search?q=a", "/editions", "/articles/1", "/feeds/newest", "/opensearch.xml", "/status", "/nothing"]
    asked = [
        *(f"/api{path}" for path in filled),
        "/api/ask?q=a",
        "/livez",
        "/readyz",
        "/metrics",
        "/robots.txt",
        *pages,
    ]
    assert len(asked) > 15
    got = {each: api.get(each).status_code for each in asked}
    assert {each: api.head(each).status_code for each in asked} == got
    assert max(got.values()) < 500 and 405 not in got.values()
    assert api.head("/api/verify").status_code == 405
    tag = api.head("/api/editions").headers["etag"]
    assert api.head("/api/editions", headers={"if-none-match": tag}).status_code == 304


def test_addresses_hold_over_a_publishing(empty: Newsroom, tmp_path: Path) -> None:
    client = TestClient(build_app(empty, Metrics()), base_url=SITE, follow_redirects=False)
    publish(empty, tmp_path, "河堤步道昨天开放。\n\n步道全长3.6公里。")
    before = client.get("/api/search?q=河堤&limit=1").json()
    citation = before["results"][0]
    publish(empty, tmp_path, "河堤步道昨天开放。\n\n步道全长3.8公里。")
    moved = client.get(f"/api/articles/{citation['article_id']}")
    assert (moved.status_code, moved.headers["cache-control"]) == (308, "private, no-cache")
    assert "3.8公里" in "".join(client.get(moved.headers["location"]).json()["paragraphs"])
    mark = f"p{citation['passage_id']}:{citation['start']}-{citation['start'] + 4}"
    assert client.get(f"/api/citations/{mark}").json()["fate"] == "read_anew"
    old = client.get("/api/search", params={"q": "河堤", "cursor": f"{before['generation']}.1"})
    assert (old.status_code, old.json()["code"]) == (409, "stale_cursor")


def test_an_article_names_its_other_printings_and_newer_reports(empty: Newsroom, tmp_path: Path) -> None:
    client = TestClient(build_app(empty, Metrics()), base_url=SITE)
    told = "河堤步道全长3.6公里，昨天向市民开放。沿线新设12座凉亭，夜间有灯，早晚各有一班接驳车从东门开出。"
    publish(empty, tmp_path, told)
    number = client.get("/api/search?q=河堤").json()["results"][0]["article_id"]
    publish(empty, tmp_path, f"{told}票价不变。", headline="河堤步道昨起开放", day="2025-11-09")
    publish(empty, tmp_path, "河堤步道周一起夜间关闭，请市民绕行。", headline="河堤步道开放时间缩短", day="2025-11-20")
    article = client.get(f"/api/articles/{number}").json()
    assert [each["line"] for each in article["also_printed"]] == ["《河堤步道昨起开放》 晚报 2025年11月9日 第2版"]
    (newer,) = article["newer"]
    assert (newer["headline"], newer["date"]) == ("河堤步道开放时间缩短", "2025-11-20")
    assert newer["permalink"] == f"{SITE}/articles/{newer['article_id']}"
    mark = client.get("/api/mentions?q=凉亭").json()["mentions"][0]["permalink"].rpartition("/")[2]
    assert client.get(f"/api/citations/{mark}").json()["article"]["newer"] == article["newer"]


def publish(
    room: Newsroom, folder: Path, text: str, *, headline: str = "河堤步道开放", day: str = "2025-11-08"
) -> None:
    page = folder / "晚报" / day / "02.txt"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(f"## {headline}\n\n{text}\n", encoding="utf-8")
    room.index([page])


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/ask", 422),
        ("/api/ask?q=%E6%B2%B3&top=0", 422),
        ("/api/ask?q=%E6%B2%B3&from=1700000000", 422),
        ("/api/ask?q=" + "a" * 1001, 422),
        ("/api/search?page=%E5%A4%A7%E6%A1%A5", 422),
        ("/api/search?cursor=x", 422),
        ("/api/search?order=best", 422),
        ("/api/articles/999", 404),
        ("/api/articles/99999999999999999999", 422),
        ("/api/citations/p1:5-2", 404),
        ("/api/editions/2025-02-30", 404),
        ("/api/editions/undated", 404),
        ("/api/nothing", 404),
        ("/api/no%0Athing", 404),
        ("/api/verify", 405),
    ],
)
def test_errors_are_problem_details(api: TestClient, address: str, status: int) -> None:
    told = api.get(address)
    assert (told.status_code, told.headers["content-type"]) == (status, PROBLEM)
    assert told.json()["status"] == status


def test_a_fault_of_the_program_says_nothing_of_itself(
    api: TestClient, samples: Newsroom, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(question: str, **options: object) -> None:
        raise ZeroDivisionError(question)

    monkeypatch.setattr(samples, "ask", fail)
    served = TestClient(api.app, base_url=SITE, raise_server_exceptions=False)
    told = served.get("/api/ask?q=河堤步道")
    assert (told.status_code, told.headers["content-type"], told.json()["code"]) == (500, PROBLEM, "internal")
    page = served.get("/search?q=河堤步道&lang=en")
    assert (page.status_code, "The program failed" in page.text) == (500, True)
    assert "Traceback" not in told.text + page.text
    assert "河堤" not in told.text + caplog.text
    assert [record.getMessage().count("in fail\n") for record in caplog.records] == [1, 1]
    assert caplog.text.count("ZeroDivisionError: (message withheld)") == 2


def test_a_fault_before_a_route_is_reached_is_a_problem_too(api: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.web.api.parameters.limits", fail)
    told = TestClient(api.app, base_url=SITE, raise_server_exceptions=False).get("/api/search?q=河堤&page=3")
    assert (told.status_code, told.headers["content-type"], told.json()["code"]) == (500, PROBLEM, "internal")


def test_who_comes_when_too_many_wait_is_told_when_to_come_again(
    api: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(self: WebWorkers, function: object) -> None:
        raise Overloaded

    monkeypatch.setattr(WebWorkers, "run", full)
    told = api.get("/api/search?q=大桥")
    assert (told.status_code, told.json()["code"]) == (503, "overloaded")
    assert int(told.headers["retry-after"]) > 0


def test_a_batch_is_given_up_after_a_while(api: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.api.answering.LONGEST_BATCH_S", -1.0)
    told = api.post("/api/ask:batch", json={"questions": [{"question": "大桥"}] * 2})
    assert (told.status_code, told.json()["code"]) == (503, "too_slow")


def test_the_token_opens_it_and_pages_elsewhere_cannot_read_it(samples: Newsroom) -> None:
    chosen = samples.settings
    samples.settings = chosen.model_copy(
        update={"web_token": SecretStr("a-long-token-of-the-newsroom"), "web_open": False}
    )
    client = TestClient(build_app(samples, Metrics()), base_url=SITE)
    samples.settings = chosen
    refused = client.get("/api/editions")
    assert (refused.status_code, refused.headers["content-type"]) == (401, PROBLEM)
    headers = {"authorization": "Bearer a-long-token-of-the-newsroom", "origin": "https://elsewhere.example.com"}
    opened = client.get("/api/editions", headers=headers)
    assert opened.status_code == 200
    assert not [name for name in opened.headers if name.startswith("access-control-")]
    assert client.get("/api/openapi.json").status_code == 401


def test_one_client_cannot_ask_without_end(samples: Newsroom) -> None:
    chosen = samples.settings
    samples.settings = chosen.model_copy(update={"web_per_minute": 2})
    client = TestClient(build_app(samples, Metrics()), base_url=SITE)
    samples.settings = chosen
    told = [client.get("/api/editions") for _ in range(3)]
    assert [each.status_code for each in told] == [200, 200, 429]
    assert int(told[-1].headers["retry-after"]) > 0


def test_the_examples_have_the_shapes_that_they_are_examples_of() -> None:
    Answer.model_validate(examples.ANSWER)
    SearchPage.model_validate(examples.SEARCH)
    QuoteCheck.model_validate(examples.CHECK)
    citation = examples.CITATION
    assert [citation["excerpt"][start:end] for start, end in citation["evidence"]] == ["90天"]
