"""Watches: each new article that matches is announced once, whatever happens in between."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.telegram.app import Timing
from bot.telegram.session.service import Service
from bot.telegram.session.watch_table import WatchTable
from bot.telegram.session.watching import LOOKED_AT
from bot.wiring import Newsroom
from retrieval.editions.ingest import ingest
from tests.telegram.conftest import Running
from tests.telegram.double import Double, Fault

FAST = Timing(poll=1, read=1.0, connect=1.0, alerts=0.2)
NEW_PAGE = """## 湖心公园新增夜游船三艘

本报讯 (记者 白露) 湖心公园昨天新增夜游船三艘,末班船延后到22时。

## 图书馆举办读书会

本报讯 (记者 林晓岚) 青溪区图书馆周末举办读书会。
"""


@pytest.fixture
def own_room(data: Path, tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom of the test's own, to publish in."""
    folder = tmp_path / "data"
    shutil.copytree(data.parent / "untouched", folder)
    room = Newsroom(Settings(data=folder, offline=True))
    yield room
    room.close()


@pytest.fixture
def publish(own_room: Newsroom, tmp_path: Path) -> Callable[[str, str], None]:
    def publishing(day: str, text: str) -> None:
        page = tmp_path / "new" / "青溪晚报" / day / "01.txt"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8")
        assert own_room.index([tmp_path / "new"]).published

    return publishing


def marked(running: Running) -> bool:
    return running.application.bot_data["service"].store.mark(LOOKED_AT) is not None


def test_a_new_article_is_announced_once(
    own_room: Newsroom, own_telegram: Double, start: Callable[..., Running], publish: Callable[[str, str], None]
) -> None:
    running = start(own_room, timing=FAST)
    lin, qin = own_telegram.citizen("林"), own_telegram.citizen("秦")
    lin.says("/watch 夜游船 末班")
    assert "已订阅：夜游船 末班" in lin.hears().text
    qin.says("/watch 供暖")
    qin.hears()
    own_telegram.wait_until(lambda: marked(running), what="the first look")
    publish("2025-11-10", NEW_PAGE)
    news = lin.hears()
    assert news.text.startswith("订阅“夜游船 末班”有新报道")
    assert "《湖心公园新增夜游船三艘》\n青溪晚报 2025年11月10日 第1版 记者 白露" in news.text
    assert news.marked("bold") == ["夜游船", "末班"]
    lin.presses(news, "看全文")
    assert lin.hears().text.startswith("《湖心公园新增夜游船三艘》")
    publish("2025-11-11", "## 别的事\n\n本报讯 (记者 丁一) 今天没有什么新鲜事,大家都在家里休息。\n")
    lin.hears_nothing(for_s=0.8)
    qin.hears_nothing(for_s=0.1)
    running.stop()
    start(own_room, timing=FAST)
    lin.hears_nothing(for_s=0.8)


def test_watches_are_listed_and_ended(
    own_room: Newsroom, own_telegram: Double, start: Callable[..., Running], publish: Callable[[str, str], None]
) -> None:
    running = start(own_room, timing=FAST)
    lin = own_telegram.citizen()
    lin.says("/watch 船")
    assert "用法：/watch" in lin.hears().text
    for words in ("夜游船", "图书馆", "夜游船"):
        lin.says(f"/watch {words}")
        lin.hears()
    lin.says("/watches")
    shown = lin.hears()
    assert shown.buttons == ["✕ 夜游船", "✕ 图书馆"]
    lin.presses(shown, "夜游船")
    own_telegram.wait_until(lambda: shown.buttons == ["✕ 图书馆"], what="the end of the watch")
    own_telegram.wait_until(lambda: marked(running), what="the first look")
    publish("2025-11-10", NEW_PAGE)
    assert "图书馆举办读书会" in lin.hears().text
    lin.hears_nothing(for_s=0.3)


def test_a_crash_after_the_claim_sends_nothing_twice(
    own_room: Newsroom, own_telegram: Double, start: Callable[..., Running], publish: Callable[[str, str], None]
) -> None:
    lin = own_telegram.citizen()
    service = Service(own_room)
    table = WatchTable(service.store)
    table.watch(lin.id, lin.id, "夜游船")
    publish("2025-11-10", NEW_PAGE)
    service.store.set_mark(LOOKED_AT, "")  # everything is new, and the first look is over
    matching = [each.id for each in own_room.archive.articles() if "夜游船" in each.body]
    assert len(matching) == 2
    [watch] = table.watches()
    assert table.claim(watch, [matching[-1]])  # … and then the process died
    service.close()
    start(own_room, timing=FAST)
    assert "湖心公园新增夜游船三艘" in lin.hears().text
    lin.hears_nothing(for_s=0.8)


def test_those_who_blocked_the_bot_are_left_alone(
    own_room: Newsroom, own_telegram: Double, start: Callable[..., Running], publish: Callable[[str, str], None]
) -> None:
    own_telegram.tolerated.append("blocked")
    running = start(own_room, timing=FAST)
    lin = own_telegram.citizen()
    lin.says("/watch 夜游船")
    lin.hears()
    own_telegram.wait_until(lambda: marked(running), what="the first look")
    lin.blocks_the_bot()
    publish("2025-11-10", NEW_PAGE)
    state = running.application.bot_data["service"].store
    own_telegram.wait_until(lambda: lin.id in state.blocked(), what="the remembered block")
    own_telegram.world.blocked.clear()
    lin.says("/start")
    lin.hears()
    own_telegram.wait_until(lambda: lin.id not in state.blocked(), what="the end of the block")


def test_telegram_failing_does_not_end_the_announcing(
    own_room: Newsroom, own_telegram: Double, start: Callable[..., Running], publish: Callable[[str, str], None]
) -> None:
    running = start(own_room, timing=FAST)
    lin = own_telegram.citizen()
    lin.says("/watch 夜游船")
    lin.hears()
    own_telegram.wait_until(lambda: marked(running), what="the first look")
    own_telegram.plan("sendMessage", Fault.status(502), times=2)
    publish("2025-11-10", NEW_PAGE)
    assert "湖心公园新增夜游船三艘" in lin.hears(timeout=15).text


def test_what_was_withdrawn_is_not_announced(
    own_room: Newsroom, own_telegram: Double, start: Callable[..., Running], tmp_path: Path
) -> None:
    running = start(own_room, timing=FAST)
    lin = own_telegram.citizen("林")
    for words in ("夜游船", "读书会"):
        lin.says(f"/watch {words}")
        lin.hears()
    own_telegram.wait_until(lambda: marked(running), what="the first look")
    page = tmp_path / "new" / "青溪晚报" / "2025-11-10" / "01.txt"
    page.parent.mkdir(parents=True)
    page.write_text(NEW_PAGE, encoding="utf-8")
    ingest(own_room.archive, [page])
    boats = next(each.id for each in own_room.archive.articles() if each.headline == "湖心公园新增夜游船三艘")
    own_room.withdrawals.withdraw_article(boats, "有误")
    own_room.publish()
    assert lin.hears().text.startswith("订阅“读书会”有新报道")
