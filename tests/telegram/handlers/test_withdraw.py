"""/withdraw: by number, in reply, from a list; the reason is given at once or when it is asked for."""

from __future__ import annotations

import pytest

from bot.telegram.handlers import admin_withdraw
from bot.telegram.views.operator_data import ListWithdrawable
from bot.telegram.views.texts import COMMANDS
from tests.telegram.double import Double, Heard
from tests.telegram.office import Office

BOATS = "湖心公园夜游船恢复运营"
FARE = "湖心公园夜游船票价多少"


@pytest.fixture
def boats(office: Office) -> int:
    """The number of the article that is to go."""
    return next(each.id for each in office.room.archive.articles() if each.headline == BOATS)


def confirms(office: Office, asked: Heard, reason: str, boats: int) -> None:
    """The confirmation withdraws, and tells the reason."""
    assert f"原因：{reason}" in asked.text
    office.presses(asked, "不公开")
    assert asked.text.startswith(f"已撤回：《{BOATS}》")
    assert f"原因（不公开）：{reason}" in asked.text
    assert not office.room.archive.live([boats])


def number_of(shown: Heard) -> str:
    """The number under which a list shows the article."""
    return next(line.split(".")[0] for line in shown.text.splitlines() if BOATS in line)


def test_by_its_number_and_the_reason_in_reply(office: Office, boats: int) -> None:
    asked = office.says(f"/withdraw {boats}")
    assert asked.text.startswith(f"撤回 《{BOATS}》")
    assert "请回复这条消息，写明原因" in asked.text
    assert asked.buttons == [f"编号 {boats}", "取消"]
    confirms(office, office.says("12 处数字有误", reply_to=asked), "12 处数字有误", boats)


def test_by_its_number_with_the_reason(office: Office, boats: int) -> None:
    confirms(office, office.says(f"/withdraw {boats} 票价有误"), "票价有误", boats)


def test_a_reply_to_a_card_needs_no_number(office: Office, boats: int) -> None:
    asked = office.says("/withdraw 票价有误", reply_to=office.says(FARE))
    if "撤回哪一篇" in asked.text:
        office.presses(asked, number_of(asked))
    confirms(office, asked, "票价有误", boats)


def test_from_the_list_of_an_edition(office: Office, boats: int) -> None:
    shown = office.says("/withdraw")
    assert shown.text.startswith("青溪晚报 2025年11月9日，撤回哪一篇？\n1. 《程序员集市开张")
    assert f"2. 《{BOATS}》 青溪晚报 2025年11月9日 第2版 记者 白露 · 编号 {boats}" in shown.text
    assert shown.buttons == ["1", "2", "整期", "取消"]
    office.presses(shown, "2")
    assert shown.text.startswith(f"撤回 《{BOATS}》")
    confirms(office, office.says("票价有误", reply_to=shown), "票价有误", boats)


def test_a_list_with_the_reason_given_asks_for_none(office: Office, boats: int) -> None:
    shown = office.says("/withdraw 票价有误", reply_to=office.says("/latest"))
    confirms(office, office.presses(shown, number_of(shown)), "票价有误", boats)


def test_a_whole_edition_from_its_list(office: Office, boats: int) -> None:
    shown = office.says("/withdraw 2025-11-09")
    office.presses(shown, "整期")
    assert shown.text.startswith("撤回 青溪晚报 2025年11月9日 整期\n")
    asked = office.says("整期误发", reply_to=shown)
    office.presses(asked, "撤回，公开原因")
    assert asked.text.startswith("已撤回：青溪晚报 2025年11月9日 整期")
    assert not office.room.archive.live([boats])
    office.presses(asked, "恢复")
    assert asked.text.startswith("已恢复并发布")
    assert office.room.archive.live([boats])


def test_long_editions_are_leafed_through(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admin_withdraw, "PER_SHEET", 3)
    shown = office.says("/withdraw 2025-11-08")
    assert [label for label in shown.buttons if label.isdecimal()] == ["1", "2", "3"]
    office.presses(shown, "下一页")
    assert "\n4. " in shown.text
    office.presses(shown, shown.buttons[0])
    assert "编号" in shown.text
    office.chief.presses_data(shown, ListWithdrawable(999).encode())
    office.works()
    assert "没有 999 这一期" in shown.text


def test_operators_find_their_commands_in_help_and_others_do_not(office: Office, own_telegram: Double) -> None:
    text = office.says("/help").text
    assert "给编辑部的命令\n/status 运行情况" in text
    assert all(f"/{name} " in text for name in COMMANDS)
    lin = own_telegram.citizen("林")
    square = own_telegram.group("广场", office.chief)
    lin.says("/help")
    office.chief.says("/help", to=square)
    office.works()
    assert "/status" not in lin.hears(timeout=0).text
    assert "/status" not in office.chief.hears(at=square, timeout=0).text


def test_status_tells_times_of_the_paper_and_kinds_in_words(office: Office) -> None:
    office.service.failures.show("NetworkError from ReadError")
    office.service.failures.show("ZeroDivisionError")
    text = office.says("/status").text
    published = office.room.journal.entries()[-1].at
    assert "UTC" not in text
    hour = (int(published[11:13]) + 8) % 24
    assert f" {hour:02}:{published[14:16]}，用时" in text
    assert "连不上 Telegram\n· " in text
    assert "程序内部出错（ZeroDivisionError）" in text
