"""Files as systems deliver them, sent by operators: digital editions, web articles, ninjs and arrays of JSON."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import PurePosixPath

import pytest

from benchmarks.typeset.delivered import EDITION, SUPPLIED, delivered
from bot.telegram.handlers import admin_publish, albums
from tests.telegram.office import Office

FILES = delivered()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(albums, "WAIT_S", 0.0)
    monkeypatch.setattr(admin_publish, "PROGRESS_EVERY_S", 0.01)


def zipped(folder: str) -> bytes:
    """The samples of a folder."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in FILES.items():
            if name.startswith(f"{folder}/"):
                archive.writestr(name, data)
    return packed.getvalue()


def cited(office: Office, question: str) -> str:
    """What is quoted to a reader."""
    return "".join(citation.excerpt for citation in office.room.ask(question).citations)


def test_a_zip_of_a_digital_edition(office: Office) -> None:
    report = office.sends("today.zip", zipped(EDITION))
    assert "文件 6，报道 3：新 3，改 0，下线 0，不变 0" in report.text
    told = {
        "content_70151.htm": "✓ {}：1 篇",
        "content_70154.htm": "– {}：是广告（广告），有 0 个字",
        "node_2.htm": "– {}：第1版，数字报的版面页，列出 2 篇",
    }
    for name, line in told.items():
        assert line.format(f"today.zip/{EDITION}/{name}") in report.text.splitlines()
    assert "1. 《东岸轮渡今起延长到22时》 临江日报 2025年3月15日 第1版" in report.text
    office.presses(report, "发布")
    assert report.text.startswith("已发布。")
    assert "22时" in cited(office, "东岸轮渡末班船延长到几点")


def test_one_article_of_it(office: Office) -> None:
    report = office.sends("content_70152.htm", FILES[f"{EDITION}/content_70152.htm"])
    assert "1. 《纸坊巷梧桐本周修枝》 临江日报 2025年3月15日 第1版" in report.text
    assert report.buttons == ["发布", "取消"]


@pytest.mark.parametrize(
    ("sample", "articles", "title"),
    [
        ("网站/江滨轮滑场周五开放.html", 1, "《江滨轮滑场周五开放》 临江日报 2025年3月20日"),
        ("采编系统导出.json", 2, "《两条小巷改单行》 临江日报 2025年3月17日 第3版"),
        ("crawled-2025-03-17.jsonl", 2, "《县级医院联网取片》 临江日报 2025年3月17日 第4版"),
        ("ninjs/lj-20250317-031.json", 1, "《古城墙北段闭园清点砖刻》 临江日报 2025年3月17日 第5版"),
        ("临江日报数字报-2025-03-16.zip", 1, "《老工人乐队重排〈江上〉》 临江日报 2025年3月16日 第1版"),
        ("夜校招生.md", 1, "《槐树街夜校春季班招生》 临江日报 2025年3月19日 第6版"),
        ("20250318-03-02.txt", 1, "《渔具巷修车铺不打烊》 临江日报 2025年3月18日 第3版"),
    ],
)
def test_each_kind_is_read_and_can_be_published(office: Office, sample: str, articles: int, title: str) -> None:
    report = office.sends(PurePosixPath(sample).name, FILES[sample])
    assert f"报道 {articles}：新 {articles}" in report.text
    assert title in report.text
    assert report.buttons == ["发布", "取消"]


def test_a_notice_that_withdraws_an_article(office: Office) -> None:
    question = "古城墙上登记的砖刻有多少块"
    office.presses(office.sends("supplied.json", FILES["ninjs/lj-20250317-031.json"]), "发布")
    assert "837块" in cited(office, question)
    notice = office.sends("notice.json", json.dumps({"uri": SUPPLIED["uri"], "pubstatus": "canceled"}))
    assert "按来源的通知撤回 1 篇" in notice.text
    assert notice.buttons == ["发布", "取消"]
    office.presses(notice, "发布")
    assert "837块" not in cited(office, question)
