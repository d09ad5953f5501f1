"""What operators withdraw is gone on every surface at once; corrections and other printings are shown on all."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.wiring import Newsroom
from tests.telegram.conftest import Running
from tests.telegram.double import Citizen, Double, Heard

QUESTION = "夜游船票价多少"
BOATS = "《湖心公园夜游船恢复运营》"
NOTICE = """## 更正

本报11月9日第2版《湖心公园夜游船恢复运营》一文中,“票价每人45元”应为“票价每人54元”。特此更正。
"""


@pytest.fixture
def own_room(chiefs_room: Newsroom) -> Newsroom:
    return chiefs_room


@pytest.fixture
def running(own_room: Newsroom, start: Callable[..., Running]) -> Running:
    return start(own_room)


def token_of(card: Heard) -> str:
    return card.links()[BOATS].partition("?start=")[2]


def boats(room: Newsroom) -> int:
    return next(each.id for each in room.archive.articles() if each.headline and "夜游船" in each.headline)


def inline(citizen: Citizen, text: str) -> str:
    answer = citizen.gets_answer(citizen.types_inline(text))
    assert int(answer["cache_time"]) == 0
    return str(answer["results"])


def test_withdrawn_from_a_card_and_gone_everywhere(
    running: Running, own_room: Newsroom, own_telegram: Double, chief: Citizen
) -> None:
    lin = own_telegram.citizen("林")
    lin.says(QUESTION)
    before = lin.hears()
    token = token_of(before)
    assert "夜游船" in inline(lin, "")
    chief.says(QUESTION)
    chief.says("/withdraw 票价有误", reply_to=chief.hears())
    offered = chief.hears()
    if "撤回哪一篇" in offered.text:
        number = next(line.partition(".")[0] for line in offered.text.splitlines() if "夜游船" in line)
        chief.presses(offered, number)
    chief.sees(offered, "原因：票价有误")
    chief.presses(offered, "撤回，不公开原因")
    chief.sees(offered, "已撤回：" + BOATS)

    lin.says(QUESTION)
    assert BOATS not in lin.hears().text
    assert "夜游船" not in inline(lin, "") + inline(lin, QUESTION)
    lin.says(f"/start {token}")
    told = lin.hears().text
    assert "已由报社于" in told
    assert "票价有误" not in told
    pressed = lin.presses(before, "看全文")
    assert "撤回" in lin.gets_answer(pressed)["text"]
    lin.says("/edition 2025-11-09")
    assert "夜游船" not in lin.hears().text
    lin.says("/search 夜游船")
    assert BOATS not in lin.hears().text
    chief.says("/status")
    assert "已撤回 1 篇" in chief.hears().text

    chief.presses(offered, "恢复")
    chief.sees(offered, "已恢复并发布")
    time.sleep(0.6)  # a running bot looks for a new generation twice a second
    lin.says(QUESTION)
    assert BOATS in lin.hears().text


def test_a_public_reason_is_told_and_a_whole_edition_goes(
    running: Running, own_room: Newsroom, own_telegram: Double, chief: Citizen
) -> None:
    lin = own_telegram.citizen("林")
    lin.says(QUESTION)
    token = token_of(lin.hears())
    chief.says("/withdraw 2025-11-09 整期误发")
    offered = chief.hears()
    assert "青溪晚报 2025年11月9日 整期" in offered.text
    chief.presses(offered, "公开原因")  # the first label that holds these words keeps it private
    chief.sees(offered, "已撤回")
    chief.says("/withdraw 2025-11-09 整期误发")
    again = chief.hears()
    chief.presses(again, "撤回，公开原因")
    chief.sees(again, "原因（公开）：整期误发")
    lin.says(f"/start {token}")
    assert "原因：整期误发" in lin.hears().text
    lin.says("/latest")
    assert "11月8日" in lin.hears().text


def test_what_operators_may_get_wrong(running: Running, own_telegram: Double, chief: Citizen) -> None:
    for text, told in (
        ("/withdraw 无", "撤回的办法"),
        ("/withdraw 99999 无", "没有编号为 99999 的报道"),
        ("/withdraw 2025-99-99 无", "没有 2025-99-99 这一期"),
        ("/withdraw 2001-01-01 无", "没有 2001-01-01 这一期"),
    ):
        chief.says(text)
        assert told in chief.hears().text, text
    lin = own_telegram.citizen("林")
    lin.says("/withdraw 1 玩笑")
    assert "没有这个命令" in lin.hears().text
    chief.says("/withdraw 1 原因")
    offered = chief.hears()
    lin.gets_answer(lin.presses_data(offered, offered.button("不公开")["callback_data"]))
    chief.presses(offered, "取消")
    chief.sees(offered, "已取消")


def test_a_correction_is_shown_with_every_citation(
    own_room: Newsroom, own_telegram: Double, start: Callable[..., Running], tmp_path: Path
) -> None:
    page = tmp_path / "new" / "青溪晚报" / "2025-11-10" / "02.txt"
    page.parent.mkdir(parents=True)
    page.write_text(NOTICE, encoding="utf-8")
    assert own_room.index([page]).published
    notice = next(each.id for each in own_room.archive.articles() if each.headline == "更正")
    own_room.corrections.link(notice, boats(own_room))
    start(own_room)
    for lang, word in (("zh-hans", "更正"), ("en", "Correction")):
        lin = own_telegram.citizen(lang=lang)
        lin.says(QUESTION)
        card = lin.hears()
        assert f"\n{word}\n青溪晚报" in card.text
        assert "\n本报11月9日第2版" in card.text
        assert "应为“票价每人54元”" in card.text
        assert word in card.links()
        assert "应为“票价每人54元”" in inline(lin, QUESTION)
        lin.presses(card, card.buttons[0])
        assert "应为“票价每人54元”" in lin.hears().text
        lin.says(f"/start {token_of(card)}")
        assert "应为“票价每人54元”" in lin.hears().text
