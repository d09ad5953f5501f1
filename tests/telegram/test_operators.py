"""Operators look, send pages, publish, go back; for others none of it exists."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.telegram.handlers.admin_publish import safe_name
from bot.telegram.session.operators import store_file
from bot.wiring import Newsroom
from retrieval.editions.sources.files import LINE_SUFFIXES, READ_SUFFIXES
from retrieval.errors import BadInput
from tests.telegram.conftest import Running
from tests.telegram.double import Citizen, Double

PAGE = "## 新馆落成\n\n本报讯 (记者 丁一) 青溪博物馆新馆昨天落成,馆内陈列文物3456件,免费开放。\n"


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
    assert "报道 1：新 1" in offered.text
    chief.says("博物馆新馆陈列文物多少件")
    assert "3456件" not in chief.hears().text
    chief.presses(offered, "发布")
    chief.sees(offered, "已发布")
    time.sleep(0.6)  # a running bot looks for a new generation twice a second
    chief.says("博物馆新馆陈列文物多少件")
    assert "3456件" in chief.hears().text
    chief.says("/rollback")
    asked = chief.hears()
    chief.presses(asked, "退回")
    chief.sees(asked, "已退回到")


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
    assert "跨河大桥全长多少米：答对" in refused.text
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
    assert chief.hears().text.startswith("Usage: /withdraw")
    chief.sends_file("photo.pdf", b"%PDF")
    assert "send .jsonl, .md, .ndjson, .txt or .zip" in chief.hears().text
    chief.sends_file("2025-11-10-01.txt", PAGE.encode())
    offered = chief.hears()
    assert "Checked, not yet published.\n1 files, 1 articles: 1 new" in offered.text
    chief.presses(offered, "Cancel")
    chief.sees(offered, "Cancelled.")


def test_a_zip_with_pages_and_a_bad_one(running: Running, chief: Citizen) -> None:
    content = packed(**{"青溪晚报/2025-11-10/01.txt": PAGE, "青溪晚报/2025-11-10/02.txt": "", "note.pdf": "x"})
    chief.sends_file("today.zip", content)
    offered = chief.hears()
    assert "✓ 01.txt：1 篇" in offered.text
    assert "✗ 02.txt" in offered.text
    chief.presses(offered, "取消")
    chief.sees(offered, "已取消")


@pytest.mark.parametrize("suffix", sorted(READ_SUFFIXES))
def test_every_format_that_is_read_may_be_sent(running: Running, chief: Citizen, suffix: str) -> None:
    line = json.dumps({"headline": "新馆落成", "body": "青溪博物馆新馆昨天落成,馆内陈列文物3456件,免费开放。"})
    content = line if suffix in LINE_SUFFIXES else PAGE
    chief.sends_file(f"2025-11-10-01{suffix.upper()}", content.encode())
    assert "报道 1：新 1" in chief.hears().text
    chief.sends_file("today.zip", packed(**{f"2025-11-10/01{suffix}": content}))
    assert "报道 1：新 1" in chief.hears().text


def test_documents_that_are_no_pages(running: Running, chief: Citizen) -> None:
    chief.sends_file("photo.pdf", b"%PDF")
    assert "不支持这种格式" in chief.hears().text
    chief.sends_file("broken.zip", b"PK\x03\x04 nonsense")
    assert "压缩包已损坏" in chief.hears().text
    chief.sends_file("empty.zip", packed(readme="x"))
    assert "没有文字" in chief.hears().text
    chief.sends_file("image.txt", bytes(range(256)) * 10)
    assert "image.txt" in chief.hears().text


def test_a_zip_cannot_write_elsewhere(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        store_file(packed(**{"../../evil.txt": "x"}), "evil.zip", tmp_path / "inbox")
    assert not list(tmp_path.glob("evil.txt"))
    assert [safe_name(name) for name in ("../a.txt", "..\\b.txt", ".hidden.txt", "")] == [
        "a.txt",
        "b.txt",
        "hidden.txt",
        "page.txt",
    ]
