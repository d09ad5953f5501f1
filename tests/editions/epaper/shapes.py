"""Digital editions written to disk in the shapes that papers publish them in, from articles that are known.

Each shape is a function of an edition and a folder. What is written looks like the real thing, and is our own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path

from tests.editions.epaper.articles import PrintedEdition, PrintedPage, Story

WEEKDAYS = "一二三四五六日"
NOISE = "<SCRIPT language=javascript>\nif (1 < 2) document.write('<P>不是正文。</P>');\n</SCRIPT>\n"


def old_upper_case(edition: PrintedEdition, folder: Path) -> None:
    """2000s: GBK called gb2312, capitals, values without quotes, tags without ends, line ends of Windows."""
    place = folder / "html" / f"{edition.day:%Y-%m}" / f"{edition.day:%d}"
    for number, page in enumerate(edition.pages, 2):
        areas = "\n".join(
            f"<AREA shape=polygon coords={_numbers(story)} href=content_{story.id}.htm>" for story in page.stories
        )
        rows = "\n".join(
            f"<TR><TD><A href=content_{story.id}.htm><DIV id=mp{story.id}>{_nbsp(story.headline)}</DIV></A>"
            for story in reversed(page.stories)
        )
        links = "".join(
            f"<A id=pageLink href=node_{at}.htm>第{int(other.name)}版：{other.section}</A><BR>"
            for at, other in enumerate(edition.pages, 2)
            if at != number
        )
        text = (
            f"{_old_head(edition.paper)}<TABLE><TR><TD>第{int(page.name)}版　　{page.section}\n"
            f"<TD>{_printed_day(edition)}</TABLE>\n<MAP name=PagePicMap>{areas}</MAP>\n"
            f"<IMG border=0 useMap=#PagePicMap src=../../../1/brief_{page.name}.jpg width=350 height=550>\n"
            f"<TABLE>{rows}</TABLE>{links}</BODY></HTML>"
        )
        _write(place / f"node_{number}.htm", text, "gb18030", "\r\n")
        for story in page.stories:
            _write(place / f"content_{story.id}.htm", _old_article(edition, page, story), "gb18030", "\r\n")


def _old_article(edition: PrintedEdition, page: PrintedPage, story: Story) -> str:
    paragraphs = "\n".join(f"<P>　　{_old_bold(story, at)}" for at in range(len(story.paragraphs)))
    caption = (
        f"<P align=center><IMG src=pic_{story.id}.jpg></P>\n<P>　　{_nbsp(story.caption)}" if story.caption else ""
    )
    return (
        f"{_old_head(story.headline)}<!--enpproperty {_properties(edition, page, story, '')}/enpproperty-->\n"
        f"<TABLE><TR><TD class=bt1>{_nbsp(story.kicker)}<TR><TD class=bt><B>{_nbsp(story.headline)}</B>"
        f"<TR><TD>{_nbsp(story.subhead)}<TR><TD>{_nbsp(story.author)}</TABLE>\n{NOISE}"
        f"<DIV id=ozoom><FOUNDER-CONTENT><!--enpcontent-->{caption}{paragraphs}<!--/enpcontent-->"
        f"</FOUNDER-CONTENT></DIV>\n{NOISE}"
        "<TABLE><TR><TD>版权所有 苇州日报社<TD><A href=content_1.htm>上一篇</A></TABLE></BODY></HTML>"
    )


def _old_head(title: str) -> str:
    charset = '<META http-equiv=Content-Type content="text/html; charset=gb2312">'
    return f"<HTML><HEAD><TITLE>{_nbsp(title)}</TITLE>\n{charset}\n{NOISE}</HEAD>\n<BODY bgColor=#ffffff>\n"


def _nbsp(text: str) -> str:
    return escape(text, quote=False).replace(" ", "&nbsp;").replace("“", "&ldquo;")


def _old_bold(story: Story, at: int) -> str:
    words = _nbsp(story.paragraphs[at])
    return f"<STRONG>{words}</STRONG></P>" if at in story.crossheads else words


def tables(edition: PrintedEdition, folder: Path) -> None:
    """2010s: UTF-8, tables, properties over many lines with tags in them, one block with ``<br><br>``."""
    place = folder / "html" / f"{edition.day:%Y-%m}" / f"{edition.day:%d}"
    for number, page in enumerate(edition.pages, 2):
        areas = "".join(
            f'<area shape="polygon" coords="{_numbers(story)}" href="content_{story.id}.htm" />'
            for story in page.stories
        )
        rows = "".join(
            f'<li><a href="content_{story.id}.htm?div=-1"><div id=mp{story.id}>{escape(story.headline)}</div></a></li>'
            for story in page.stories
        )
        links = "".join(
            f'<a id="pageLink" href="./node_{at}.htm">第{other.name}版：{other.section}</a>'
            for at, other in enumerate(edition.pages, 2)
        )
        _write(
            place / f"node_{number}.htm",
            f'<html><head><meta charset="utf-8"><title>{edition.paper}</title></head><body><div class="date">'
            f"{_printed_day(edition)}</div><div>{links}</div><ul>{rows}</ul><div class='pic'>"
            f'<img src="../../../page/{number}/{page.name}_b.jpg" usemap="#PagePicMap" width="350" height="550">'
            f'<map name="PagePicMap">{areas}</map></div>'
            f'<a href="../../../page/{number}/{page.name}.pdf">PDF</a></body></html>',
        )
        for story in page.stories:
            _write(place / f"content_{story.id}.htm", _table_article(edition, page, story))


def _table_article(edition: PrintedEdition, page: PrintedPage, story: Story) -> str:
    inner = "<br><br>".join(
        f"　　<b>{escape(words)}</b>" if at in story.crossheads else f"　　{escape(words)}"
        for at, words in enumerate(story.paragraphs)
    )
    picture = (
        '<table class="pci_c" width="400"><tr><td><img src="../../pic.jpg"></td></tr>'
        f"<tr><td>{escape(story.caption)}</td></tr></table>"
        if story.caption
        else ""
    )
    properties = _properties(edition, page, story, "\n", title=f"<p>{escape(story.headline)}</p>")
    return (
        f"<html><head><title>{escape(story.headline)}-{edition.paper}</title></head><body>\n"
        f"<!--enpproperty\n{properties}\n/enpproperty-->\n"
        f'<table><tbody><tr><td><div class="kt">{escape(story.kicker)}</div><h1>{escape(story.headline)}</h1>'
        f"<h2>{escape(story.subhead)}</h2></td></tr></tbody></table>{picture}"
        f'<div id="ozoom"><!--enpcontent--><!--enpcontent-->{inner}<!--/enpcontent--></div>'
        "<div>放大　缩小　默认</div></body></html>"
    ).replace(f'{picture}<div id="ozoom"><!--enpcontent-->', f'<div id="ozoom"><!--enpcontent-->{picture}')


def founder_elements(edition: PrintedEdition, folder: Path) -> None:
    """2020s: Founder's own elements, places in percent, an imprint on the page, no properties."""
    place = folder / f"{edition.day:%Y%m}" / f"{edition.day:%d}"
    for number, page in enumerate(edition.pages, 1):
        links = "".join(
            f"""<a href="content_{story.id}.html" xy='[{_percents(story)}]'>{escape(story.headline)}</a>"""
            for story in page.stories
        )
        _write(
            place / f"node_{number:02}.html",
            f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{edition.paper}</title></head><body>"
            f"<p class='date'>{_printed_day(edition)}</p><p class='ban'>{page.name}版：{page.section}</p>"
            f"<img src='./images/{page.name}.jpg'>{links}</body></html>",
        )
        for story in page.stories:
            _write(place / f"content_{story.id}.html", _founder_article(edition, page, story))


def _founder_article(edition: PrintedEdition, page: PrintedPage, story: Story) -> str:
    inner = "".join(
        f"<p>　　{f'<strong>{escape(words)}</strong>' if at in story.crossheads else escape(words)}</p>"
        for at, words in enumerate(story.paragraphs)
    )
    caption = f"<p align=center><img src=a.jpg></p><p align=center>{escape(story.caption)}</p>" if story.caption else ""
    by = f"苇州日报记者　{story.author}" if story.author else ""
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{escape(story.headline)}</title></head><body>"
        f"<div class=article><h3>{escape(story.kicker)}</h3><h1>{escape(story.headline)}</h1>"
        f"<h2>{escape(story.subhead)}</h2><p class=sec>{by}<br><span class=date>"
        f"《 {edition.paper} 》（ {edition.day:%Y年%m月%d日} 第 {page.name} 版）</span></p>"
        f"<founder-introtitle>{escape(story.kicker)}</founder-introtitle><founder-title>"
        f"{escape(story.headline)}</founder-title><founder-subtitle>{escape(story.subhead)}</founder-subtitle>"
        f"<founder-author>{story.author}</founder-author><founder-date>{edition.day:%Y-%m-%d}</founder-date>"
        f"<founder-content>{caption}{inner}</founder-content></div></body></html>"
    )


def layout_and_content(edition: PrintedEdition, folder: Path) -> None:
    """Pages and articles in folders of their own; nothing but an id marks the text."""
    day = f"{edition.day:%Y%m/%d}"
    for number, page in enumerate(edition.pages, 1):
        areas = "".join(
            f'<area shape="poly" coords="{_numbers(story)}" href="../../../content/{day}/content_{story.id}.html">'
            for story in page.stories
        )
        _write(
            folder / "layout" / day / f"node_{number:02}.html",
            f"<html><head><title>{edition.paper}-{page.section}</title></head><body>"
            f"<h4>{page.name}版：{page.section}</h4><em>{_printed_day(edition)}</em><map name=PagePicMap>{areas}</map>"
            f"<img usemap=#PagePicMap src=a.jpg width=400px height=600px></body></html>",
        )
        for story in page.stories:
            _write(folder / "content" / day / f"content_{story.id}.html", _split_article(edition, page, story))


def _split_article(edition: PrintedEdition, page: PrintedPage, story: Story) -> str:
    inner = "\n".join(
        f"<p>\n{f'<b>{escape(words)}</b>' if at in story.crossheads else escape(words)}\n</p>"
        for at, words in enumerate(story.paragraphs)
    )
    caption = f"<p><img src=a.jpg></p><p>{escape(story.caption)}</p>" if story.caption else ""
    return (
        f"<html><head><title>{escape(story.headline)}</title></head><body>"
        f"<!--enpproperty {_properties(edition, page, story, '')}/enpproperty-->"
        f"<div><h1>{escape(story.headline)}</h1></div><div id=ozoom>{caption}\n{inner}\n</div>"
        "<div class=footer><a href=#>上一篇</a><a href=#>下一篇</a></div></body></html>"
    )


SHAPES: dict[str, Callable[[PrintedEdition, Path], None]] = {
    "old upper case": old_upper_case,
    "tables": tables,
    "founder elements": founder_elements,
    "layout and content": layout_and_content,
}


def _properties(edition: PrintedEdition, page: PrintedPage, story: Story, between: str, title: str = "") -> str:
    values = {
        "articleid": str(story.id),
        "date": f"{edition.day} 00:00:00:0",
        "author": story.author,
        "title": title or escape(story.headline),
        "keyword": "",
        "subtitle": escape(story.subhead),
        "introtitle": escape(story.kicker),
        "siteid": "2",
        "nodename": page.section,
        "nodesearchname": f"第{int(page.name)}版",
        "url": f"http://epaper.example/{story.id}.htm",
        "sourcename": edition.paper,
        "abstract": escape(story.paragraphs[0][:30]),
    }
    return between.join(f"<{name}>{value}</{name}>" for name, value in values.items()) + "<urlpad/>"


def _numbers(story: Story) -> str:
    return ",".join(f"{x},{y}" for x, y in story.outline)


def _percents(story: Story) -> str:
    return ",".join(f'{{"x":"{x}%","y":"{y}%"}}' for x, y in story.outline)


def _printed_day(edition: PrintedEdition) -> str:
    day = edition.day
    return f"{day.year}年{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}"


def _write(path: Path, text: str, coding: str = "utf-8", ends: str = "\n") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.replace("\n", ends).encode(coding))


def plain(words: Iterable[str]) -> list[str]:
    """Paragraphs as they are compared: without white space, which markup changes."""
    return ["".join(each.split()) for each in words]
