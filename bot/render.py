"""Wording that every surface shares: citation lines, freshness, headlines. Plain text; markup is each surface's own."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from datetime import date
from pathlib import PurePath

from bot.lang import Lang
from bot.wording import Sign, Wording, listed, say
from retrieval.domain import Answer, Article, Byline, Citation, Headline
from retrieval.language.page_names import page_name
from retrieval.language.title_marks import in_title_marks

ROLES: Mapping[Lang, tuple[str, str, str]] = {
    "zh-hans": ("记者", "通讯员", "摄影"),
    "zh-hant": ("記者", "通訊員", "攝影"),
    "en": ("by", "with", "photos by"),
}
"""Reporters, correspondents, photographers."""
_CONTINUED: Mapping[Lang, str] = {
    "zh-hans": "（{page}，标题不详）",
    "zh-hant": "（{page}，標題不詳）",
    "en": "({page}, headline unknown)",
}
_UNTITLED: Mapping[Lang, str] = {"zh-hans": "（无标题）", "zh-hant": "（無標題）", "en": "(no headline)"}
_RECOGNISED: Mapping[Lang, str] = {
    "zh-hans": "〔识别文字，可信度 {percent}%〕",
    "zh-hant": "〔識別文字，可信度 {percent}%〕",
    "en": "[read by a machine, {percent}% sure]",
}


class RenderText(Wording):
    """Lines beside a quotation."""

    ALSO = ("另见：{places}", "另見：{places}", "Also in: {places}")
    UNDATED_PLACE = ("日期不详", "日期不詳", "date unknown")
    EARLIER = ("此前报道", "此前報導", "Earlier report")
    EARLIER_DAY = ("此前报道（{day}）", "此前報導（{day}）", "Earlier report ({day})")
    LATER = ("{day}另有后续：{headline}", "{day}另有後續：{headline}", "Later, on {day}: {headline}")
    FRESH = ("已收录至 {day}", "已收錄至 {day}", "Editions up to {day}")
    UNDATED = ("已收录的版面没有标明日期", "已收錄的版面沒有標明日期", "The pages in the archive carry no date")


STEERING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Unicode categories of characters that move a cursor, turn text round or end a line, and of halves of characters."""

FOLDERS_SHOWN = 2
"""Of the folders that a file lies in: what newsrooms keep a page in is mostly the paper's and the day's."""


def printed_date(day: date) -> str:
    """2025年3月11日."""
    return f"{day.year}年{day.month}月{day.day}日"


def date_text(day: date, lang: Lang = "zh-hans") -> str:
    """A day as the language writes it: 2025年3月11日, 2025-03-11."""
    return day.isoformat() if lang == "en" else printed_date(day)


def byline_text(byline: Byline, lang: Lang = "zh-hans") -> str:
    """记者 甲、乙 通讯员 丙 摄影 丁; empty if nobody is named."""
    everybody = (byline.reporters, byline.correspondents, byline.photographers)
    roles = zip(ROLES[lang], everybody, strict=True)
    comma, space = (", ", "; ") if lang == "en" else ("、", " ")
    return space.join(f"{role} {comma.join(names)}" for role, names in roles if names)


def delivered_name(source_file: str) -> str:
    """A file's name with its nearest folders: readers elsewhere aren't told how the server's disk is laid out."""
    path = PurePath(source_file)
    return "/".join(path.relative_to(path.anchor).parts[-FOLDERS_SHOWN - 1 :])


def headline_text(headline: str | None, jump: str | None = None, opening: str = "", lang: Lang = "zh-hans") -> str:
    """《标题》, or what is known of a piece without one: its ``opening`` words, else the label of its ``jump``."""
    if headline:
        return in_title_marks(headline)
    if opening:
        return f"「{opening}……」" if lang == "zh-hant" else f"“{opening}……”"
    if jump:
        return _CONTINUED[lang].format(page=jump.replace("上接", "承接") if lang != "en" else jump)
    return _UNTITLED[lang]


def place_text(paper: str | None, day: date | None, page: str | None, lang: Lang = "zh-hans") -> str:
    """报名 日期 版次, leaving out what is unknown."""
    parts = (paper, date_text(day, lang) if day else None, page_text(page, lang) if page else None)
    return (", " if lang == "en" else " ").join(part for part in parts if part)


def page_text(page: str, lang: Lang = "zh-hans") -> str:
    """第3版; 要闻版 for a page that has a name and no number. What is called 第3版 already is not called so twice."""
    name = page_name(page)
    if lang == "en":
        return f"page {name or page}"
    if name is not None:
        return f"第{name}版"
    return page if page.endswith("版") else f"{page}版"


def source_text(citation: Citation | Article, lang: Lang = "zh-hans") -> str:
    """Paper, date, page and reporter, leaving out what is unknown; and that a machine read the text, where one did."""
    parts = (
        place_text(citation.paper, citation.date, citation.page, lang),
        byline_text(citation.byline, lang),
        recognised_text(citation, lang),
    )
    return ("; " if lang == "en" else " ").join(part for part in parts if part)


def recognised_text(citation: Citation | Article, lang: Lang = "zh-hans") -> str:
    """〔识别文字，可信度 97%〕 for what was read from a picture; empty for print whose characters are certain."""
    sure = citation.recognition if isinstance(citation, Citation) else citation.recognition(0, len(citation.body))
    return "" if sure is None else _RECOGNISED[lang].format(percent=int(100 * sure))


def citation_line(citation: Citation | Article, lang: Lang = "zh-hans") -> str:
    """《headline》 paper date page reporter — one line, ready to copy."""
    opening = citation.opening if isinstance(citation, Citation) else ""
    parts = (headline_text(citation.headline, citation.jump, opening, lang), source_text(citation, lang))
    return " ".join(part for part in parts if part)


def headline_line(headline: Headline, lang: Lang = "zh-hans") -> str:
    """《headline》 paper date page."""
    place = place_text(headline.paper, headline.date, headline.page, lang)
    return headline_text(headline.headline, None, headline.opening, lang) + (f" {place}" if place else "")


def also_line(citation: Citation, lang: Lang = "zh-hans") -> str:
    """Where else the same report was printed; empty if nowhere. A headline that is the same is not repeated."""
    places = [_also(other, citation, lang) for other in citation.also]
    return say(lang, RenderText.ALSO, places=listed(lang, places, Sign.SEMICOLON)) if places else ""


def _also(other: Headline, citation: Citation, lang: Lang) -> str:
    headline = ""
    if other.headline != citation.headline:
        headline = headline_text(other.headline, None, other.opening, lang)
    return headline + (place_text(other.paper, other.date, other.page, lang) or say(lang, RenderText.UNDATED_PLACE))


def earlier_line(citation: Citation, lang: Lang = "zh-hans") -> str:
    """That a newer report, cited before, gives another value; empty if none does."""
    if not citation.earlier:
        return ""
    if citation.date is None:
        return say(lang, RenderText.EARLIER)
    return say(lang, RenderText.EARLIER_DAY, day=date_text(citation.date, lang))


def later_day(day: date, shown: date | None, lang: Lang = "zh-hans") -> str:
    """The day of a newer report, beside one of the day ``shown``: without the year where that is the same."""
    if lang == "en" or shown is None or shown.year != day.year:
        return date_text(day, lang)
    return f"{day.month}月{day.day}日"


def later_line(answer: Answer, lang: Lang = "zh-hans") -> str:
    """That a newer report on the matter was printed; empty where none is to be named."""
    later = answer.later
    if later is None or later.date is None:
        return ""
    shown = answer.citations[0].date if answer.citations else None
    headline = headline_text(later.headline, None, later.opening, lang)
    return say(lang, RenderText.LATER, day=later_day(later.date, shown, lang), headline=headline)


def freshness_line(newest: date | None, lang: Lang = "zh-hans") -> str:
    """Up to which edition the archive reaches."""
    return say(lang, RenderText.FRESH, day=date_text(newest, lang)) if newest else say(lang, RenderText.UNDATED)


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
