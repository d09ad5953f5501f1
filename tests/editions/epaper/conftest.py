from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

ARTICLE = """<html><head><title>{title}</title></head><body>
<!--enpproperty <articleid>{id}</articleid><date>2026-04-08 00:00:00:0</date><author>{author}</author>
<title>{title}</title><nodesearchname>{page}</nodesearchname><sourcename>苇州日报</sourcename>/enpproperty-->
<div id="ozoom"><!--enpcontent-->{text}<!--/enpcontent--></div></body></html>"""
PAGE = """<html><head><title>苇州日报</title></head><body><div>{name}版：要闻</div><div>2026年4月8日 星期三</div>
<img src="a.jpg" usemap="#PagePicMap" width="350" height="550">
<map name="PagePicMap">{areas}</map>{links}</body></html>"""
DAY = date(2026, 4, 8)


@pytest.fixture
def article(write: Callable[..., Path]) -> Callable[..., Path]:
    """Write the file of one article; what it should state can be given."""

    def written(name: str, text: str = "<p>　　东门的渡船昨天开了。</p>", **stated: str) -> Path:
        values = {"id": "1", "title": "轮渡复航", "author": "", "page": "第1版"} | stated
        return write(name, ARTICLE.format(text=text, **values))

    return written


@pytest.fixture
def page(write: Callable[..., Path]) -> Callable[..., Path]:
    """Write the file of a page that leads to articles: those on its picture, and those that it only lists."""

    def written(name: str, on_picture: list[str], listed: list[str] | None = None, number: str = "01") -> Path:
        areas = "".join(f'<area shape="polygon" coords="1,2,9,2,9,8,1,8" href="{each}">' for each in on_picture)
        links = "".join(f'<a href="{each}">标题</a>' for each in listed or [])
        return write(name, PAGE.format(name=number, areas=areas, links=links))

    return written
