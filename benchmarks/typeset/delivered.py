"""The samples of ``examples/delivered``: one of each kind of file that newsrooms hand over, in our own words.

``python -m benchmarks.typeset.delivered examples/delivered`` writes them, byte for byte the same each time.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PAPER = "临江日报"
EDITION, PACKED = "数字报/html/2025-03/15", "html/2025-03/16"
CODED = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">'


@dataclass(frozen=True, slots=True)
class Item:
    """An article of a digital edition: its id, what its page shows of it, and where it stands on the page's picture."""

    id: int
    title: str
    paragraphs: Sequence[str]
    outline: str
    kicker: str = ""
    author: str = ""
    caption: str = ""

    @property
    def file(self) -> str:
        return f"content_{self.id}.htm"


FERRY = Item(
    70151,
    "东岸轮渡今起延长到22时",
    (
        "本报讯（记者 方叙）今天起，东岸轮渡末班船由19时30分延长到22时，每20分钟一班，票价仍是两元。",
        "延长的六个班次由两艘新船承担，每艘能载150人，靠岸时用岸电。",
        "轮渡公司说，去年有4万多人赶不上末班船，要绕行渡口桥。夜班船员从28人增加到40人，（下转第2版）",
    ),
    "6,40,212,40,212,260,6,260",
    kicker="夜里也能过江",
    author="方叙",
    caption="图为停靠东岸码头的新渡船。金未摄",
)
PLANE_TREES = Item(
    70152,
    "纸坊巷梧桐本周修枝",
    (
        "市园林中心3月17日至20日为纸坊巷的86棵梧桐修枝，每天9时至16时，沿街店铺照常营业。",
        "剪下的枝条打碎后铺进街边花坛。",
    ),
    "218,40,344,40,344,260,218,260",
    author="沈舟",
)
FERRY_REST = Item(
    70153,
    "东岸轮渡今起延长到22时",
    ("（上接第1版）都经过夜航训练。遇大雾停航，公司提前半小时在码头和公交9路车上通知。",),
    "6,40,344,40,344,140,6,140",
)
NOTICE = Item(70154, "广告", (), "6,150,344,150,344,540,6,540")
BAND = Item(
    70161,
    "老工人乐队重排《江上》",
    (
        "临江造船厂的老工人乐队3月16日开始排练组曲《江上》，22名队员平均67岁，每周日下午在厂史馆排练。",
        "“曲子是1984年厂庆时写的，总谱只剩一份。”队长姚立春说，乐队打算5月在滨江步道演出一次，不收门票。",
    ),
    "8,60,340,60,340,400,8,400",
    author="顾念慈",
)
PAGES: Sequence[tuple[int, str, Sequence[Item]]] = (
    (1, "要闻", (FERRY, PLANE_TREES)),
    (2, "民生", (FERRY_REST, NOTICE)),
)

EXPORTED = [
    {
        "标题": "西坡菜场装上雨棚",
        "正文": "西坡菜场的312个露天摊位3月17日装上了雨棚，费用47万元由街道和摊主分担。\n下雨天的早市从此不再停。",
        "日期": "2025-03-17",
        "版面": "03版：民生",
        "记者": "沈舟",
        "来源": PAPER,
    },
    {
        "标题": "两条小巷改单行",
        "引题": "上学路上少堵车",
        "正文": ["鱼市街东一巷、东二巷3月18日起改为单行，早上由东往西，下午由西往东。", "骑车和步行不受限制。"],
        "日期": "2025-03-17",
        "版面": "03版：民生",
        "记者": ["方叙", "金未"],
        "来源": PAPER,
    },
]
"""As a newsroom's own system writes it: an array, keys in Chinese."""
CRAWLED = [
    {
        "url": "https://www.example.com/linjiang/20250317/4.html",
        "title": "江心洲观鸟台开放预约",
        "content": "<p>江心洲观鸟台3月17日开放预约，每天上午限60人，下午限40人。</p><p>台上备有8架望远镜，不收费。</p>",
        "publish_time": "2025-03-17 06:10:00",
        "page": "4",
        "author": "顾念慈",
        "source": PAPER,
    },
    {
        "url": "https://www.example.com/linjiang/20250317/5.html",
        "title": "县级医院联网取片",
        "content": "<p>下辖三个县的医院3月17日联网，病人转院不必重拍，凭身份证可调取两年内的片子。</p>",
        "publish_time": "2025-03-17 06:12:00",
        "page": "4",
        "author": "顾念慈",
        "source": PAPER,
    },
]
"""As crawlers write it: an object a line."""
SUPPLIED = {
    "uri": "urn:example:linjiang:20250317:31",
    "type": "text",
    "language": "zh-Hans",
    "pubstatus": "usable",
    "versioncreated": "2025-03-17T05:40:00+08:00",
    "headlines": [
        {"role": "main", "value": "古城墙北段闭园清点砖刻"},
        {"role": "kicker", "value": "八百多块砖上有字"},
    ],
    "by": "金未",
    "infosources": [{"name": PAPER}],
    "altids": [{"role": "printPage", "value": "5"}],
    "bodies": [
        {
            "role": "main",
            "contenttype": "text/html",
            "value": "<p>古城墙北段3月24日至28日闭园，文物所要清点墙上的砖刻。</p>"
            "<p>已登记的砖刻有837块，最早的一块刻于1512年。</p>",
        }
    ],
}
"""IPTC ninjs 2.x."""
LABELLED = """标题：渔具巷修车铺不打烊
作者：沈舟
来源：临江日报
正文：
渔具巷口的修车铺开了31年，今年起夜里也留一盏灯。补胎五元，打气不要钱。
铺主褚满仓说，夜里来的多是送货的人，最忙的一晚补了17条胎。
责编：乔一　版式：闻达
"""
FRONT_MATTER = """---
title: 槐树街夜校春季班招生
author:
  - 顾念慈
source: 临江日报
date: 2025-03-19
page: 6
tags: [夜校, 民生]
---

槐树街夜校春季班3月19日开始报名，开修表、粤菜、手语等12门课，每门课十次，收费240元。

夜校去年收了1100名学员，最大的74岁。报名在街道文化站二楼，每天18时到20时。
"""
ON_THE_WEB = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "江滨轮滑场周五开放",
    "datePublished": "2025-03-20T07:00:00+08:00",
    "author": {"@type": "Person", "name": "沈舟"},
    "publisher": {"@type": "NewsMediaOrganization", "name": PAPER},
    "articleBody": "江滨轮滑场3月21日开放，场地1800平方米，每天9时至21时，不收门票。\n头盔和护具可以借用，押金50元。",
}


def delivered() -> dict[str, bytes]:
    """What is written, by its name."""
    edition = {f"{EDITION}/{name}": text.encode() for name, text in digital_edition("2025年3月15日 星期六", PAGES)}
    return edition | {
        "临江日报数字报-2025-03-16.zip": zipped_edition(),
        "采编系统导出.json": _json(EXPORTED, indent=1),
        "crawled-2025-03-17.jsonl": b"".join(map(_json, CRAWLED)),
        "ninjs/lj-20250317-031.json": _json(SUPPLIED, indent=1),
        "20250318-03-02.txt": LABELLED.encode(),
        "夜校招生.md": FRONT_MATTER.encode(),
        "网站/江滨轮滑场周五开放.html": web_page().encode(),
    }


def digital_edition(day: str, pages: Sequence[tuple[int, str, Sequence[Item]]]) -> list[tuple[str, str]]:
    """A day's folder as Founder's system writes it: pages from node_2 on, and their articles."""
    files = []
    for page, section, items in pages:
        files.append((f"node_{page + 1}.htm", _page(day, page, section, items)))
        files += [(item.file, _article(day, page, section, item)) for item in items]
    return files


def _page(day: str, page: int, section: str, items: Sequence[Item]) -> str:
    areas = "".join(f'<area shape="polygon" coords="{item.outline}" href="{item.file}">\n' for item in items)
    listed = "".join(f'<li><a href="{item.file}"><div id=mp{item.id}>{item.title}</div></a></li>\n' for item in items)
    return (
        f"{CODED}<title>{PAPER}</title></head>\n"
        f"<body><div>{day}</div>\n<div>第{page}版　　{section}</div>\n"
        f'<img src="../../../1/2025-03/15/{page}_brief.jpg" width="350" height="550" border="0" usemap="#PagePicMap">\n'
        f'<map name="PagePicMap">\n{areas}</map>\n<ul>\n{listed}</ul></body></html>\n'
    )


def _article(day: str, page: int, section: str, item: Item) -> str:
    stated = (
        f"<articleid>{item.id}</articleid><date>{_numbers(day)} 00:00:00:0</date><author>{item.author}</author>"
        f"<title>{item.title}</title><subtitle></subtitle><introtitle>{item.kicker}</introtitle>"
        f"<nodename>{section}</nodename><nodesearchname>第{page}版</nodesearchname>"
        f"<url>https://epaper.example.com/{item.file}</url><urlpad/><sourcename>{PAPER}</sourcename>"
    )
    picture = (
        f'<table class="pci_c"><tr><td><img src="{item.id}.jpg"></td></tr><tr><td>{item.caption}</td></tr></table>\n'
        if item.caption
        else ""
    )
    text = "".join(f"<P>　　{paragraph}</P>\n" for paragraph in item.paragraphs)
    return (
        f"{CODED}<title>{item.title}</title></head>\n<body><!--enpproperty {stated}/enpproperty-->\n"
        f'<h3>{item.kicker}</h3><h1>{item.title}</h1>\n<div id="ozoom"><founder-content><!--enpcontent-->\n'
        f"{picture}{text}<!--/enpcontent--></founder-content></div>\n"
        f"<div>版权所有 {PAPER}社</div></body></html>\n"
    )


def _numbers(day: str) -> str:
    """2025年3月15日 星期六 → 2025-03-15."""
    year, month, rest = day.replace("年", " ").replace("月", " ").split(maxsplit=2)
    return f"{year}-{int(month):02}-{int(rest.partition('日')[0]):02}"


def zipped_edition() -> bytes:
    """A day packed, in the coding of older systems; the members are stored, so that every zlib writes the same."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, text in digital_edition("2025年3月16日 星期日", ((1, "副刊", (BAND,)),)):
            member = zipfile.ZipInfo(f"{PACKED}/{name}", (2025, 3, 16, 2, 0, 0))
            archive.writestr(member, text.replace("charset=utf-8", "charset=gb2312").encode("gb18030"))
    return packed.getvalue()


def web_page() -> str:
    """An article of the paper's web site, stated as JSON-LD."""
    shown = "".join(f"<p>{paragraph}</p>\n" for paragraph in str(ON_THE_WEB["articleBody"]).splitlines())
    return (
        '<!DOCTYPE html>\n<html lang="zh-Hans"><head><meta charset="utf-8">'
        f"<title>{ON_THE_WEB['headline']} - {PAPER}网</title>\n"
        f'<script type="application/ld+json">{json.dumps(ON_THE_WEB, ensure_ascii=False)}</script></head>\n'
        f'<body><nav><a href="/">首页</a><a href="/minsheng/">民生</a></nav>\n<h1>{ON_THE_WEB["headline"]}</h1>\n'
        f"<article>\n{shown}</article>\n<footer>{PAPER}社版权所有</footer></body></html>\n"
    )


def _json(value: object, indent: int | None = None) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=indent) + "\n").encode()


def write(folder: Path) -> None:
    for name, data in delivered().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
