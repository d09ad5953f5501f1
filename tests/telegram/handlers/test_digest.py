"""Digests: chosen by rhythm, hour and content, sent once at their hour, in one message with deep links."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.clock import Clock
from bot.telegram.jobs.digests import DigestSender
from bot.telegram.views.rich_text import MESSAGE_UNITS, units
from tests.telegram.double import Citizen, Double
from tests.telegram.office import Office

Turning = Callable[[str], None]


@pytest.fixture
def turned(office: Office) -> Turning:
    """Set the paper's clock (Shanghai), and let the sender look."""

    def turning(moment: str) -> None:
        now = datetime.fromisoformat(moment + "+08:00")
        office.room.clock = Clock("Asia/Shanghai", lambda: now.astimezone(UTC))
        office.desk.run(DigestSender(office.service).send_due(office.desk.bot))

    turning("2025-11-07T20:00:00")
    return turning


def silence(office: Office) -> None:
    office.chief.hears_nothing(for_s=0)


def test_a_digest_of_what_is_watched_comes_once_at_its_hour(office: Office, turned: Turning) -> None:
    office.says("/watch 供暖")
    office.says("/watch 大桥")
    assert office.says("/digest daily 8").text == "摘要：每天 8 点，订阅的词语。/digest off 取消。"
    turned("2025-11-08T07:59:00")
    silence(office)
    turned("2025-11-08T08:00:00")
    digest = office.hears()
    assert digest.text.splitlines() == [
        "报纸摘要，2025年11月8日，共 2 篇：",
        "",
        "〔供暖〕",
        "· 《老旧小区今冬完成供暖管线更换》 青溪晚报 2025年11月8日 第1版",
        "",
        "〔大桥〕",
        "· 《跨河大桥主体合龙》 青溪晚报 2025年11月8日 第1版",
    ]
    assert all("?start=a" in link for link in digest.links().values())
    turned("2025-11-08T09:00:00")
    turned("2025-11-09T08:00:00")
    silence(office)  # the edition of the 9th has nothing on them


def test_an_edition_that_comes_out_after_the_hour_is_in_the_next_digest(office: Office, turned: Turning) -> None:
    office.says("/digest daily 8 版面:2")
    turned("2025-11-08T08:30:00")
    silence(office)
    turned("2025-11-10T08:30:00")
    assert "《湖心公园夜游船恢复运营》" in office.hears().text


def test_a_weekly_digest_comes_on_its_day(office: Office, turned: Turning) -> None:
    assert office.says("/digest 每周 18点 版面:1").text == "摘要：每周五 18 点，版面:1。/digest off 取消。"
    for day in ("08", "09", "12"):
        turned(f"2025-11-{day}T18:00:00")
    silence(office)
    turned("2025-11-14T18:00:00")
    assert office.hears().text.startswith("报纸摘要，2025年11月8日–2025年11月9日，共 3 篇：")


def test_a_digest_is_told_ended_and_forgotten(office: Office, turned: Turning) -> None:
    assert office.says("/digest").text.startswith("用法：/digest daily 8")
    assert office.says("/digest daily").text.endswith("还没有订阅：/watch 词语")
    assert office.says("/digest").text.startswith("摘要：每天 8 点，订阅的词语。")
    assert office.says("/digest daily 8 日期:昨天").text.startswith("订阅的是以后的报道，不能写日期")
    for hour in ("25", "8:30"):
        assert office.says(f"/digest daily {hour}").text.startswith("用法：")
    assert office.says("/digest off").text == "已取消摘要。"
    office.says("/digest daily 8 版面:1")
    office.says("/forget")
    turned("2025-11-08T08:00:00")
    silence(office)


def test_in_a_group_only_who_chose_it_or_an_admin_changes_it(
    office: Office, turned: Turning, own_telegram: Double
) -> None:
    wang: Citizen = own_telegram.citizen("王")
    family = own_telegram.group("一家人", office.chief, wang)
    office.chief.says("/digest daily 8 版面:1", to=family)
    office.works()
    assert office.chief.hears(at=family, timeout=0).text.startswith("摘要：每天 8 点")
    wang.says("/digest off", to=family)
    office.works()
    assert "可以取消" in wang.hears(at=family, timeout=0).text
    moved = family.becomes_a_supergroup()
    office.works()
    turned("2025-11-08T08:00:00")
    assert "共 3 篇" in office.chief.hears(at=moved, timeout=0).text


def test_a_long_digest_is_one_message_that_counts_the_rest(office: Office, turned: Turning) -> None:
    lines = "".join(
        f"## 第{number}条消息{'标题很长' * 8}\n\n本报讯 (记者 丁一) 第{number}号站台昨天启用,乘客都说方便多了。\n\n"
        for number in range(120)
    )
    folder = office.room.settings.data.parent / "青溪晚报" / "2025-11-10"
    folder.mkdir(parents=True)
    (folder / "07.txt").write_text(lines, encoding="utf-8")
    office.room.index([folder / "07.txt"])
    turned("2025-11-09T20:00:00")
    office.says("/digest daily 8 版面:7")
    turned("2025-11-10T08:00:00")
    digest = office.hears()
    assert units(digest.text) <= MESSAGE_UNITS
    shown = digest.text.count("\n· ")
    assert digest.text.startswith("报纸摘要，2025年11月9日–2025年11月10日，共 120 篇：")
    assert f"… 另有 {120 - shown} 篇" in digest.text
    silence(office)
