"""The delivered samples of ``examples/``: they are what their script writes, and a folder of them all is read."""

from __future__ import annotations

from pathlib import Path

from benchmarks.typeset import delivered
from retrieval.domain import ArticleKind
from retrieval.editions.ingest import ingest
from retrieval.editions.report import FileOutcome
from retrieval.editions.store.verify import disagreements

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "delivered"
EDITION = delivered.EDITION
READ = {
    "20250318-03-02.txt": ["渔具巷修车铺不打烊"],
    "crawled-2025-03-17.jsonl": ["江心洲观鸟台开放预约", "县级医院联网取片"],
    "ninjs/lj-20250317-031.json": ["古城墙北段闭园清点砖刻"],
    "临江日报数字报-2025-03-16.zip/html/2025-03/16/content_70161.htm": ["老工人乐队重排《江上》"],
    "夜校招生.md": ["槐树街夜校春季班招生"],
    f"{EDITION}/content_70151.htm": ["东岸轮渡今起延长到22时"],
    f"{EDITION}/content_70152.htm": ["纸坊巷梧桐本周修枝"],
    f"{EDITION}/content_70153.htm": ["东岸轮渡今起延长到22时"],
    "网站/江滨轮滑场周五开放.html": ["江滨轮滑场周五开放"],
    "采编系统导出.json": ["西坡菜场装上雨棚", "两条小巷改单行"],
}
"""What is read of each file."""
PASSED_OVER = {
    "临江日报数字报-2025-03-16.zip/html/2025-03/16/node_2.htm",
    f"{EDITION}/node_2.htm",
    f"{EDITION}/node_3.htm",
    f"{EDITION}/content_70154.htm",
}


def test_they_are_what_their_script_writes():
    kept = {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in FOLDER.rglob("*") if path.is_file()}
    assert kept == delivered.delivered()


def test_a_folder_of_all_kinds_is_read(archive):
    report = ingest(archive, [FOLDER])
    assert report.complete
    assert {_below(file.path): [each.headline for each in file.held] for file in report if file.held} == READ
    assert {_below(file.path) for file in report if file.outcome is FileOutcome.PASSED_OVER} == PASSED_OVER
    assert (report.continued, report.unknown, report.undated) == (1, 0, 0)
    articles = list(archive.articles())
    assert {article.paper for article in articles} == {delivered.PAPER}
    assert all(article.date and article.byline.names for article in articles if article.kind is not ArticleKind.JUMP)
    assert {article.headline for article in articles if not article.page} == {"江滨轮滑场周五开放"}
    assert sum(article.area is not None for article in articles) == 4
    assert list(disagreements(archive)) == []


def _below(path: str) -> str:
    return path.removeprefix(f"{FOLDER}/")
