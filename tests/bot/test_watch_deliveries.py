"""``baowen watch`` over files as systems deliver them: editions, exports, notices."""

from __future__ import annotations

import json
import logging
import threading

import pytest

from benchmarks.typeset.delivered import EDITION, PAGES, SUPPLIED, delivered
from retrieval.editions.sources.quarantine import QUARANTINE_FOLDER
from tests.bot.watch_bench import Bench

FILES = delivered()
NINJS = "ninjs/lj-20250317-031.json"


def arrive(bench: Bench, *names: str) -> None:
    for name in names:
        path = bench.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(FILES[name])


def test_all_kinds_that_arrive_are_read_and_published(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    arrive(bench, *FILES)
    bench.rounds(8)
    told = {(article.headline, str(article.date), article.page) for article in bench.room.archive.articles()}
    assert len(told) == 12
    assert ("东岸轮渡今起延长到22时", "2025-03-15", "2") in told
    assert ("老工人乐队重排《江上》", "2025-03-16", "1") in told
    assert ("县级医院联网取片", "2025-03-17", "4") in told
    assert bench.published is not None
    assert not (bench.folder / QUARANTINE_FOLDER).exists()
    assert f"{EDITION}/node_2.htm：0 篇" in caplog.text
    assert not [record for record in caplog.records if record.levelno > logging.INFO]


def test_a_page_that_arrives_after_its_articles_gives_them_their_places(bench: Bench) -> None:
    articles = [f"{EDITION}/{item.file}" for item in PAGES[0][2]]
    arrive(bench, *articles)
    bench.rounds(8)
    assert [article.area for article in bench.room.archive.articles()] == [None, None]
    arrive(bench, f"{EDITION}/node_2.htm")
    bench.rounds(8)
    placed = list(bench.room.archive.articles())
    assert len(placed) == 2
    assert all(article.area for article in placed)
    bench.watcher.round(threading.Event())
    assert not bench.watcher._arrivals.look(bench.clock()), "that is done once"


def test_a_notice_withdraws_and_is_told(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    arrive(bench, NINJS)
    bench.rounds(8)
    bench.drop("notice.json", json.dumps({"uri": SUPPLIED["uri"], "pubstatus": "withheld"}))
    bench.rounds(8)
    assert list(bench.room.archive.articles()) == []
    assert "按来源的通知撤回 1 篇" in caplog.text
