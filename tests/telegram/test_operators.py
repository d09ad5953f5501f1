"""Operators look, send pages, publish, go back; for others none of it exists."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Callable

import pytest

from bot.wiring import Newsroom
from tests.telegram.conftest import Running
from tests.telegram.double import Citizen, Double

PAGE = "## 新馆落成\n\n本报讯 (记者 丁一) 青溪博物馆新馆昨天落成,馆内陈列文物3456件,免费开放。\n"

ELSE = "## 环湖路夜市开张\n\n本报讯 (记者 秦朗) 环湖路夜市昨天开张,摊位一百二十个,每晚营业到23时。\n"


@pytest.fixture
def own_room(chiefs_room: Newsroom) -> Newsroom:
    return chiefs_room


@pytest.fixture
def running(own_room: Newsroom, start: Callable[..., Running]) -> Running:
    return start(own_room)


def packed(**files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def test_the_state_of_things(running: Running, chief: Citizen, own_telegram: Double) -> None:
    chief.says("/status")
    status = chief.hears().text
    assert "收录：2 期，3 版" in status
    assert "最近的错误：无" in status
    chief.says("/stats")
    assert "👍 0" in chief.hears().text
    menu = own_telegram.world.commands[f"chat:{chief.id}/"]
    assert {"status", "rollback", "ask"} <= {command["command"] for command in menu}


def test_others_see_nothing_of_it(running: Running, chief: Citizen, own_telegram: Double) -> None:
    lin = own_telegram.citizen()
    for command in ("/status", "/stats", "/rollback"):
        lin.says(command)
        assert "没有这个命令" in lin.hears().text
    lin.sends_file("2025-11-10.txt", PAGE.encode())
    assert "只看得懂文字" in lin.hears().text
    chief.sends_file("2025-11-10.txt", PAGE.encode())
    offered = chief.hears()
    query = lin.presses_data(offered, offered.button("发布")["callback_data"])
    lin.gets_answer(query)
    assert "检查完毕" in offered.text


def test_a_page_is_checked_published_and_taken_back(running: Running, chief: Citizen, own_telegram: Double) -> None:
    chief.sends_file("2025-11-10-01.txt", PAGE.encode())
    offered = chief.hears()
    assert "尚未发布" in offered.text
    assert "报道 1：新 1，改 0，下线 0，不变 0" in offered.text
    assert "1. 《新馆落成》 2025年11月10日 第1版" in offered.text
    assert "⚠ 1 篇没有报名" in offered.text
    chief.says("博物馆新馆陈列文物多少件")
    assert "3456件" not in chief.hears().text
    chief.presses(offered, "发布")
    chief.sees(offered, "已发布")
    time.sleep(0.6)  # a running bot looks for a new generation twice a second
    chief.says("博物馆新馆陈列文物多少件")
    assert "3456件" in chief.hears().text
    chief.says("/rollback")
    asked = chief.hears()
    assert "下线 2025年11月10日：1 篇，《新馆落成》" in asked.text
    chief.presses(asked, "退回")
    gone = chief.sees(asked, "已退回到")
    assert "下线 2025年11月10日：1 篇，《新馆落成》" in gone.text
    chief.sends_file("2025-11-10-02.txt", ELSE.encode())
    offered = chief.hears()
    chief.presses(offered, "发布")
    chief.sees(offered, "已发布")
    time.sleep(0.6)
    chief.says("/edition 2025-11-10")
    edition = chief.hears().text
    assert ("新馆落成" in edition, "环湖路夜市开张" in edition) == (False, True)
    chief.says("/status")
    assert "已退回、不会发布：2025年11月10日 1 篇" in chief.hears().text
    chief.presses(gone, "原样放行")
    assert "上线 2025年11月10日：1 篇，《新馆落成》" in chief.sees(gone, "已放行").text
    time.sleep(0.6)
    chief.says("/edition 2025-11-10")
    assert "新馆落成" in chief.hears().text


RIVAL = "## 跨河大桥全长\n\n本报讯 (记者 丁一) 跨河大桥全长多少米?跨河大桥全长999米,这就是跨河大桥的全长。\n"
GATED = [("跨河大桥全长多少米", "1480米"), ("湖心公园夜游船票价多少钱", "45元")]


@pytest.fixture
def gated(own_room: Newsroom) -> Newsroom:
    """The newsroom with a gate that its published edition passes."""
    lines = [json.dumps({"question": question, "answers": [answer], "must": True}) for question, answer in GATED]
    (own_room.settings.data / "questions.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return own_room


def test_what_the_gate_refuses_is_published_only_after_a_second_thought(
    gated: Newsroom, running: Running, chief: Citizen, own_telegram: Double
) -> None:
    before = gated.engine.current()
    chief.sends_file("2025-11-10-01.txt", RIVAL.encode())
    offered = chief.hears()
    chief.presses(offered, "发布")
    refused = chief.sees(offered, "没有通过发布前的检验", timeout=60)
    assert "必须答对的题有 1 道没有答对" in refused.text
    assert "✗ 跨河大桥全长多少米：没答对（应为“1480米”，答的是“999米”）" in refused.text
    assert refused.buttons == ["再检验一次", "仍要发布", "不发布"]
    before_again = refused.edits
    chief.presses(refused, "再检验一次")
    own_telegram.wait_until(
        lambda: refused.edits > before_again + 1 and "没有通过" in refused.text, timeout=60, what="the next refusal"
    )
    assert gated.engine.current() == before
    lin = own_telegram.citizen()
    lin.gets_answer(lin.presses_data(refused, refused.button("仍要发布")["callback_data"]))
    assert gated.engine.current() == before
    chief.presses(refused, "仍要发布")
    asked = chief.sees(offered, "确定强制发布")
    assert gated.engine.current() == before
    chief.presses(asked, "确定，强制发布")
    chief.sees(offered, "已强制发布", timeout=60)
    assert gated.engine.current() != before
    assert gated.engine.generations()[-1].gate == "forced"


def test_nothing_else_is_forced_than_what_was_refused(gated: Newsroom, running: Running, chief: Citizen) -> None:
    before = gated.engine.current()
    chief.sends_file("2025-11-10-01.txt", RIVAL.encode())
    offered = chief.hears()
    chief.presses(offered, "发布")
    refused = chief.sees(offered, "没有通过发布前的检验", timeout=60)
    gated.withdrawals.withdraw_article(1, "改稿")
    chief.presses(refused, "仍要发布")
    chief.sees(offered, "情况已经变了")
    assert gated.engine.current() == before


def test_operators_are_told_in_their_language(running: Running, chief: Citizen) -> None:
    chief.says("/lang")
    offered = chief.hears()
    chief.presses(offered, "English")
    chief.sees(offered, "The interface is in English now")
    chief.says("/status")
    assert "In the archive: 2 editions, 3 pages" in chief.hears().text
    chief.says("/withdraw")
    assert "withdraw which one?" in chief.hears().text
    chief.sends_file("page.exe", b"MZ")
    assert chief.hears().text.startswith("page.exe: this format is not read; send ")
    chief.sends_file("2025-11-10-01.txt", PAGE.encode())
    offered = chief.hears()
    assert "Checked, not yet published.\n1 file, 1 article: 1 new" in offered.text
    chief.presses(offered, "Cancel")
    chief.sees(offered, "Cancelled.")
