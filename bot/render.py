"""Wording that every surface shares: citation lines, freshness, headlines. Plain text; markup is each surface's own."""

from __future__ import annotations

import json
import unicodedata
from datetime import date

from retrieval.domain import Article, Byline, Citation, Headline

STEERING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Unicode categories of characters that move a cursor, turn text round or end a line, and of halves of characters."""


def printed_date(day: date) -> str:
    """2025年3月11日."""
    return f"{day.year}年{day.month}月{day.day}日"


def byline_text(byline: Byline) -> str:
    """记者 甲、乙 通讯员 丙 摄影 丁; empty if nobody is named."""
    parts = (("记者", byline.reporters), ("通讯员", byline.correspondents), ("摄影", byline.photographers))
    return " ".join(f"{role} {'、'.join(names)}" for role, names in parts if names)


def headline_text(headline: str | None, jump: str | None = None) -> str:
    """《标题》, or what is known of a piece without one."""
    if headline:
        return f"《{headline}》"
    if jump:
        return f"（{jump.replace('上接', '承接')}，标题不详）"
    return "（无标题）"


def place_text(paper: str | None, day: date | None, page: str | None) -> str:
    """报名 日期 版次, leaving out what is unknown."""
    parts = (paper, printed_date(day) if day else None, f"第{page}版" if page else None)
    return " ".join(part for part in parts if part)


def citation_line(citation: Citation | Article) -> str:
    """《headline》 paper date page reporter — one line, ready to copy."""
    parts = (
        headline_text(citation.headline, citation.jump),
        place_text(citation.paper, citation.date, citation.page),
        byline_text(citation.byline),
    )
    return " ".join(part for part in parts if part)


def headline_line(headline: Headline) -> str:
    """《headline》 paper date page."""
    place = place_text(headline.paper, headline.date, headline.page)
    return headline_text(headline.headline) + (f" {place}" if place else "")


def also_line(citation: Citation) -> str:
    """Where else the same report was printed; empty if nowhere. A headline that is the same is not repeated."""
    places = [
        (headline_text(other.headline) if other.headline != citation.headline else "")
        + (place_text(other.paper, other.date, other.page) or "日期不详")
        for other in citation.also
    ]
    return "另见：" + "；".join(places) if places else ""


def earlier_line(citation: Citation) -> str:
    """That a newer report, cited before, gives another value; empty if none does."""
    if not citation.earlier:
        return ""
    return "此前报道" + (f"（{printed_date(citation.date)}）" if citation.date else "")


def later_line(later: Headline) -> str:
    """That a newer report on the matter was printed; it has a date."""
    day = f"{later.date.month}月{later.date.day}日" if later.date else ""
    return f"{day}另有后续：{headline_text(later.headline)}"


def freshness_line(newest: date | None) -> str:
    """Up to which edition the archive reaches."""
    return f"已收录至 {printed_date(newest)}" if newest else "已收录的版面没有标明日期"


def json_text(record: object) -> str:
    """``record`` as JSON on one line, readable; what would steer a terminal stands there as an escape."""
    return escaped(json.dumps(record, ensure_ascii=False))


def escaped(text: str) -> str:
    r"""``text`` on one line, what would steer a terminal as an escape: for names of files, which may hold any sign."""
    return "".join(json.dumps(char)[1:-1] if unicodedata.category(char) in STEERING else char for char in text)


def one_line(text: str) -> str:
    """A field that is printed on one line, such as a headline: line breaks as spaces, nothing that steers."""
    return " ".join(harmless(text).replace("\t", " ").splitlines())


def harmless(text: str) -> str:
    """``text`` without control and direction-changing characters, so that no page steers a terminal; keeps newlines."""
    return "".join(
        char if char in "\n\t" or unicodedata.category(char) not in STEERING else "\N{REPLACEMENT CHARACTER}"
        for char in text
    )
