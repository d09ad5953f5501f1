"""The tools that assistants call: their names, what they take, and that all they give is printed and linked."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from mcp import Client
from mcp.server.mcpserver import MCPServer

from bot.mcp.server import stdio_server
from bot.settings import Settings
from bot.wiring import Newsroom
from tests.mcp.conftest import Call, ToolFailed, child, given, with_client

DESK = "https://desk.example.cn"
LOAN = "《朝阳区应急转贷为小企业接上资金链》 临江日报 2025年3月11日 第1版 记者 韦松年 通讯员 卢芷晴"


def test_the_tools_read_only_and_search_takes_one_text(server: MCPServer) -> None:
    listed = asyncio.run(with_client(server, lambda client: client.list_tools())).tools
    assert [tool.name for tool in listed] == [
        "search", "fetch", "ask", "verify_quote", "get_article", "get_edition",
    ]  # fmt: skip
    assert all(tool.annotations.read_only_hint and tool.description for tool in listed)
    schemas = {tool.name: tool.input_schema for tool in listed}
    assert list(schemas["search"]["properties"]) == schemas["search"]["required"] == ["query"]
    assert list(schemas["fetch"]["properties"]) == schemas["fetch"]["required"] == ["id"]
    assert all(tool.output_schema for tool in listed)


def test_search_leads_to_fetch(call: Call, room: Newsroom) -> None:
    results = call("search", query="转贷")["results"]
    assert LOAN in [each["citation"] for each in results]
    for each in results:
        assert each["url"] == f"{DESK}/citations/{each['id']}"
        document = call("fetch", id=each["id"])
        assert (document["id"], document["url"]) == (each["id"], each["url"])
        assert each["text"] in document["text"]
        assert document["metadata"]["excerpt"] == each["text"]
        assert document["metadata"]["citation"] == each["citation"]
        whole = call("fetch", id=str(document["metadata"]["article_id"]))
        assert whole["text"] == document["text"]


def test_answers_are_those_of_the_terminal_with_links(call: Call, room: Newsroom) -> None:
    answer = call("ask", question="朝阳区转贷期限多久")
    assert (answer["status"], answer["answer"]) == ("answered", "90天")
    cited = answer["citations"][0]
    assert cited["line"] == LOAN
    assert cited["permalink"] == f"{DESK}/citations/p{cited['passage_id']}:{cited['start']}-{cited['end']}"
    assert cited["excerpt"] == room.passage_wording(cited["passage_id"])[cited["start"] : cited["end"]]
    follow_up = call("ask", question="那利息呢", previous="朝阳区转贷期限多久")
    assert follow_up["understood"]["follows"] == "朝阳区转贷期限多久"
    assert call("ask", question="火星移民计划进展")["citations"] == []
    assert cited["source_file"] == "临江日报/2025-03-11/01.txt"


def test_limits_of_a_question_hold(call: Call) -> None:
    limited = call("ask", question="大桥封闭多少天", date_from="2025-03-13", page="A03", reporter="秦树声")
    assert {(each["date"], each["page"]) for each in limited["citations"]} == {("2025-03-13", "A3")}
    with pytest.raises(ToolFailed, match="第三版"):
        call("ask", question="大桥封闭多少天", page="大桥")


def test_quotations_are_checked(call: Call) -> None:
    printed = call("verify_quote", text="期限90天,按每天万分之二收取资金占用费")
    assert printed["verdict"] == "printed"
    assert printed["places"][0]["permalink"].startswith(f"{DESK}/citations/p")
    differs = call("verify_quote", text="期限120天,按每天万分之二收取资金占用费")
    assert {"quoted": "120", "printed": "90", "same": False} in differs["differences"]


def test_editions_and_articles_are_opened(call: Call) -> None:
    (newest,) = call("get_edition")["editions"]
    assert (newest["date"], newest["permalink"]) == ("2025-03-13", f"{DESK}/editions/2025-03-13")
    first = newest["pages"][0]["articles"][0]
    article = call("get_article", article_id=first["article_id"])
    assert article["permalink"] == first["permalink"] == f"{DESK}/articles/{first['article_id']}"
    assert article["line"].startswith(first["line"])
    assert call("get_edition", day="2025-03-11", paper="临江日报")["editions"][0]["date"] == "2025-03-11"


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("get_article", {"article_id": 999}),
        ("get_article", {"article_id": 2**63}),
        ("get_edition", {"day": "1999-01-01"}),
        ("get_edition", {"day": "2025-03-11", "paper": "别的报"}),
        ("fetch", {"id": "p999:0-5"}),
        ("fetch", {"id": "../../etc/passwd"}),
        ("fetch", {"id": "²"}),
        ("fetch", {"id": "9" * 60}),
        ("search", {"query": ""}),
        ("search", {"query": "大" * 1001}),
        ("ask", {"question": "大桥", "top": 1000}),
    ],
)
def test_what_is_not_there_is_told_in_words(call: Call, tool: str, arguments: dict[str, object]) -> None:
    with pytest.raises(ToolFailed) as told:
        call(tool, **arguments)
    assert "Traceback" not in str(told.value)


def test_what_is_withdrawn_is_told_to_be(call: Call, room: Newsroom) -> None:
    number = call("search", query="供热季延长")["results"][0]["id"]
    article = call("fetch", id=number)["metadata"]["article_id"]
    room.withdrawals.withdraw_article(article, "数字有误")
    try:
        for tool, arguments in (("fetch", {"id": number}), ("get_article", {"article_id": article})):
            with pytest.raises(ToolFailed, match="撤回"):
                call(tool, **arguments)
        assert article not in {each["article_id"] for each in call("ask", question="供热季到哪天")["citations"]}
    finally:
        room.withdrawals.restore_article(article)


def test_a_child_process_serves_an_assistant(data: Path, tmp_path: Path) -> None:
    async def talk(client: Client) -> tuple[str, str]:
        answer = await given(client, "ask", question="朝阳区转贷期限多久", top=1)
        check = await given(client, "verify_quote", text="期限90天,按每天万分之二收取资金占用费")
        return answer["citations"][0]["permalink"], check["verdict"]

    server = child(data, BAOWEN_WEB_URL="https://paper.example.cn")
    permalink, verdict = asyncio.run(with_client(server, talk))
    assert permalink.startswith("https://paper.example.cn/citations/p")
    assert verdict == "printed"


def test_an_article_that_was_read_anew_is_given_as_it_is_now(tmp_path: Path) -> None:
    page = tmp_path / "晚报" / "2025-11-08" / "02.txt"
    page.parent.mkdir(parents=True)
    page.write_text("## 河堤步道开放\n\n本报讯 河堤步道全长3.6公里,昨天开放。\n", encoding="utf-8")
    opened = Newsroom(Settings(data=tmp_path / "data", offline=True, reading="off"), create=True)
    opened.index([page])
    with opened.published() as paper:
        number = next(paper.articles()).id
    page.write_text("## 河堤步道开放\n\n本报讯 河堤步道全长3.8公里,昨天开放。\n", encoding="utf-8")
    opened.index([page])
    later = tmp_path / "晚报" / "2025-11-20" / "02.txt"
    later.parent.mkdir()
    later.write_text("## 河堤步道开放时间缩短\n\n本报讯 河堤步道周一起夜间关闭,请市民绕行。\n", encoding="utf-8")
    opened.index([later])
    fetched = asyncio.run(with_client(stdio_server(opened), lambda client: given(client, "fetch", id=str(number))))
    opened.close()
    assert [each["headline"] for each in fetched["metadata"]["newer"]] == ["河堤步道开放时间缩短"]
    assert fetched["metadata"]["article_id"] != number
    assert "3.8公里" in fetched["text"]
