"""How a page of the paper is called: "3", "A3", and by its section: 要闻, 民生."""

from __future__ import annotations

import re
import unicodedata

from retrieval.language.characters import COUNTED
from retrieval.language.folding import simplified

PAGE_DIGITS = r"[A-Za-z]?叠?\s?\d{1,3}"
"""A page in digits, with the letter of its part: 3, A03, A叠03; a regular expression, for half-width text."""
PAGE_NUMBER = rf"(?:{PAGE_DIGITS}|[{COUNTED}]{{1,3}}|头)"
"""The same, and in words: 三, 头."""
PAGE_LABEL = rf"(?:第\s*)?{PAGE_NUMBER}\s*版"
"""第3版, A03版, 头版; a regular expression."""
TO_ANOTHER_PAGE = rf"\s*版?\s*[-–—~至、,/]\s*(?:第\s*)?{PAGE_NUMBER}\s*[连連跨通]?"
"""What goes on to the last page of one print over several, between the first and the word: 第02-03版, A02、A03连版."""
PAGES_LABEL = rf"(?:第\s*)?{PAGE_NUMBER}(?:{TO_ANOTHER_PAGE})?\s*版"
"""One page or several that are one print."""
FRONT_PAGES = ("1", "A1")
"""What the front page is called, in papers without and with parts."""
_SECTIONS_LIST = (
    "要闻 头版 封面 综合 时政 民生 本地 本市 本省 国内 国际 港澳 台湾 两岸 经济 财经 产经 金融 证券 体育 文体 "
    "文化 文娱 文艺 娱乐 副刊 教育 科教 科技 健康 卫生 医药 法治 法制 社会 理论 专题 专版 特刊 特稿 广告 "
    "公告栏 分类广告 信息 旅游 汽车 房产 楼市 三农 生活 美食 读书 阅读 书评 图片 影像 视觉 军事 天下 环球 世界 "
    "聚焦 焦点 深度 人物 周末 周刊 城事 城市 都市 街道 区县 县域 乡村 农村 党建 政法 公益 大湾区 长三角 京津冀 "
    "视点 纵深 热点 导读 目录 今日关注 "
)
_SECTIONS = frozenset(_SECTIONS_LIST.split())
_PAGE_FILE = re.compile(r"(?:[a-z]{0,12}(?:page|layout|index|ban|bm)|版面|第)?[_-]?[a-z]?\d{1,3}版?", re.IGNORECASE)
_SECTION_ENDING = re.compile(r"(?:新闻|要闻|版|周刊|专版|专刊|专页|天地|副刊)$")


def page_name(raw: str) -> str | None:
    """``"03"`` → ``"3"``, ``"a03"`` → ``"A3"``, ``"第三版"`` → ``"3"``; None if it names no page."""
    text = _CIRCLED.sub(lambda circled: str(int(unicodedata.numeric(circled[0]))), _half_width(raw).strip())
    found = re.fullmatch(r"(?:第\s*)?([A-Za-z]?)\s*(?:叠|[-_])?\s*0*(\d{1,3})\s*(?:版|页)?", text)
    if found:
        return found[1].upper() + found[2] if int(found[2]) else None
    found = re.fullmatch(rf"(?:第\s*)?([{COUNTED}]{{1,3}}|头)\s*版?", text)
    if not found:
        return None
    if found[1] == "头":
        return "1"
    from cn2an import cn2an  # takes longer to import than most questions to answer, and few pages are named so

    try:
        return str(cn2an(found[1], "strict"))
    except ValueError:
        return None


def names_page_file(stem: str) -> bool:
    """Whether a file may be a page by its name without suffix: page_02, 02, 第03版."""
    return _PAGE_FILE.fullmatch(stem) is not None


def page_names(text: str) -> tuple[str, ...]:
    """Every page that a reader may mean: ``"头版"`` is 1 in one paper and A1 in another; empty if it names none."""
    name = page_name(text)
    if name is None:
        return ()
    return FRONT_PAGES if "头" in text else (name,)


def is_section(text: str) -> bool:
    """Whether a text (in simplified characters) is what a page is called by: 要闻, 本地新闻, 国际·军事."""
    parts = [part for part in re.split(r"[\s·•‧/、・]+", text) if part]
    return bool(parts) and all(_is_section_word(part) for part in parts)


def _is_section_word(text: str) -> bool:
    return text in _SECTIONS or (len(text) <= 6 and _SECTION_ENDING.sub("", text) in _SECTIONS)


_CIRCLED = re.compile("[①-⑳]")
_LEADING_PAGE = re.compile(rf"(?:第\s*)?({PAGE_NUMBER})\s*版(?![本权])")
MOST_PAGES = 16
"""Pages that one print goes over, as a supplement told by its first and last; by hand, 2026-11."""
_LEADING_PAGES = re.compile(
    rf"(?<![0-9A-Za-z])(?:第\s*)?(?P<first>{PAGE_NUMBER})\s*版?\s*[-–—~至、,/]\s*(?:第\s*)?(?P<last>{PAGE_NUMBER})\s*[连連跨通]?版(?![本权])"
)
_PAIR = re.compile(r"(?P<first>[A-Za-z]?\d{1,3})\s*[-–—~至、,/]\s*(?P<last>[A-Za-z]?\d{1,3})")


_PAGE_AND_SECTION = re.compile(rf"{PAGES_LABEL}[\s:：·|｜/—-]*(?P<section>.*)")


_NUMBER_AND_SECTION = re.compile(r"([A-Za-z]?\d{1,3}(?:[-–—~至、,/][A-Za-z]?\d{1,3})?)[\s:：·|｜—-]+(\D+)")
_PAGE_BEHIND_LABEL = re.compile(r"(?:版次|版面|版号|版別|当前版|當前版)\s*:\s*(?:第\s*)?([A-Za-z]?\d{1,3})(?!\d)")


def names_page_and_section(text: str) -> bool:
    """Whether a text is a page and its section and nothing else: 第05版：民生, A03版 本地新闻."""
    found = _PAGE_AND_SECTION.fullmatch(_half_width(text).strip())
    return found is not None and (not found["section"] or is_section(found["section"]))


def stated_page(text: str) -> str | None:
    """The page in what is stated as one, in whatever of these ways; None where it is no number."""
    return page_name(text) or labelled_page(text) or page_beside_section(text) or _first_of_pair(text)


def labelled_page(text: str) -> str | None:
    """The page in a label with more beside it: 03版：要闻, 第A05版 民生, 要闻（第3版）; None where there is none.

    What is printed over several pages (第02-03版) stands on the first of them.
    """
    found = _page_label(_half_width(text))
    return page_name("".join(found[1].split())) if found else None


def _page_label(wide: str) -> re.Match[str] | None:
    """The first label of a page or of several; its first group is the page."""
    one, several = _LEADING_PAGE.search(wide), _LEADING_PAGES.search(wide)
    if several and _first_of(several, MOST_PAGES) and (one is None or several.start() <= one.start()):
        return several
    return one


def _first_of(pages: re.Match[str], most: int) -> str | None:
    """The first of two pages, where the second lies at most so far behind it in the same part.

    3-02版 is no such pair but the number of an article and its page.
    """
    first, last = (page_name("".join(pages[name].split())) for name in ("first", "last"))
    if first is None or last is None:
        return None
    part = first[0] if first[0].isalpha() else ""
    low, high = first.removeprefix(part), last.removeprefix(part)
    return first if high.isdigit() and 0 < int(high) - int(low) < most else None


def _first_of_pair(text: str) -> str | None:
    """The first of two pages that lie beside each other, without the word: A02-A03, 2、3."""
    found = _PAIR.fullmatch(_half_width(text).strip())
    return _first_of(found, 2) if found else None


def page_beside_section(text: str) -> str | None:
    """The page in a number and a section without the word: A03：民生, 03 要闻; and behind a label: 版次：03."""
    wide = " ".join(_half_width(text).split())
    labelled = _PAGE_BEHIND_LABEL.match(wide)
    if labelled:
        return page_name(labelled[1])
    found = _NUMBER_AND_SECTION.fullmatch(wide)
    if found is None or not is_section(simplified(found[2])):
        return None
    return page_name(found[1]) or _first_of_pair(found[1])


def without_page_label(text: str) -> str:
    """What stands beside the label that ``labelled_page`` reads."""
    wide = _half_width(text)
    found = _page_label(wide)
    return f"{wide[: found.start()]} {wide[found.end() :]}" if found else wide


def page_order(page: str | None) -> str | None:
    """A key that sorts pages as they are printed: 1, 2, … 10, A1, …"""
    if page is None:
        return None
    found = re.fullmatch(r"([A-Z]?)(\d{1,9})", page)
    return f"{found[1]:1}{int(found[2]):03d}" if found else "~" + page


def _half_width(text: str) -> str:
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)
