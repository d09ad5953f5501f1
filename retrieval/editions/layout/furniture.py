"""The furniture of a page: rules, running heads, page names, what the paper says of itself (责编, 热线, 零售价).

It is set aside: no text of an article, and never an article.
"""

from __future__ import annotations

import re

from retrieval.editions.layout.bylines import is_imprint
from retrieval.editions.layout.credits import is_name
from retrieval.editions.layout.site_words import is_said_by_site
from retrieval.language.calendar_words import CALENDAR_DAY, LUNAR_DAY, LUNAR_YEAR, WEEKDAY
from retrieval.language.characters import COUNTED, FULL_WIDTH_ENDS, HAN
from retrieval.language.folding import legible
from retrieval.language.imprints import imprint_in
from retrieval.language.page_names import PAGE_DIGITS, PAGES_LABEL, TO_ANOTHER_PAGE, is_section
from retrieval.language.paper_names import is_paper_name
from retrieval.language.remembered import remembered
from retrieval.language.stated_dates import with_days_in_digits

LONGEST_FURNITURE = 120
"""Characters of rules, page numbers and running heads; by hand, 2026-11."""

_PAGE_ALONE = rf"第?\s*{PAGE_DIGITS}\s*版?|第?\s*{PAGE_DIGITS}{TO_ANOTHER_PAGE}\s*版|第[{COUNTED}]{{1,3}}版"
_RULE = re.compile(
    r"^(?:[-*_=—─━~·.…\s]{3,}|\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?)?\s*|!\[[^\]]*\]\([^)]*\)|<!--.*-->|[\[【（(](?:图片?|照片|图文|视频|配图)\d{0,2}[\]】）)]"
    rf"|{_PAGE_ALONE}|\d{{1,3}}[.．])$"
)
_NAME_OF_PAPER = re.compile(rf"^《?\s*[{HAN}]{{1,6}}(?:[日晚晨早时周商快]报|都市报|青年报|晚刊|周刊)\s*》?$")
_STOCK_PHOTO = re.compile(
    r"^[（(]?\s*(?:图片?来源|图片?|供图|摄影)?\s*[/／:：]?\s*(?:视觉中国|新华社发|人民视觉|资料图片?|受访者供图|主办方供图)\s*[）)]?$"
)
_OWN_COMMENTATOR = re.compile(rf"^[□■◎]?\s*(?:本[报刊台网]|[{HAN}]{{2,6}}[日晚时]报)(?:特约)?评论员$")
"""What editorials are signed with: nobody's name."""
_NO_CLAUSE = f"[^{FULL_WIDTH_ENDS}]"
# The running head of a page: name of the paper, date, weekday, page, section.
_RUNNING_HEAD = re.compile(
    rf"^{_NO_CLAUSE}{{0,30}}?{CALENDAR_DAY}(?={_NO_CLAUSE}*(?:星期|{WEEKDAY}|农历|版)){_NO_CLAUSE}{{0,40}}$"
    rf"|^{PAGES_LABEL}[\s·|｜:：]+[{HAN}·]{{2,8}}$"
    rf"|^(?:[A-Z]叠[\s·|｜:：]*)?[{HAN}·]{{2,8}}[\s·|｜:：]+{PAGES_LABEL}$"
    rf"|^{_NO_CLAUSE}{{2,24}}(?:特刊|专刊|周刊|副刊|专版|特别报道)[\s·|｜:：]+[A-Z]\d{{2}}版?$"
    rf"|^[{HAN}]{{2,8}}[报刊][\s　]+第?\s*{PAGE_DIGITS}\s*版?$"
)
_OWN = r"(?:新闻|报料|爆料|读者|投稿|采编|编辑部?|发行|广告|订报|订阅|投递|本报|本版|采访|记者|责编|总编室|夜班|值班)"
_CONTACT = r"(?:热线|电话|专线|邮箱|信箱|传真|QQ群?|微信号?|E-?mail|邮件|平台)"
_DESK_TITLE = re.compile(
    r"(?:本版|本期|今日|今晚|值班|执行|首席|轮值|总|图片|美术|版面|视觉|责任|电脑|组版|当班)*"
    r"(?:编委|编辑|责编|美编|版式|设计|校对|校审|检校|排版|组版|制作|主任|主编|总编|编审|审读|一审|二审|三审|一校|二校|审校|制图|值班|签发)"
)
_PLAIN_DESK_TITLE = re.compile(r"(?:责任编辑|责编|美编|版式|校对|组版|排版|检校|制图)")
_SURE_ITEM = re.compile(
    rf"{_OWN}+{_CONTACT}(?:[:：].*|\d.*)?"
    r"|(?:国内|国际)?(?:统一)?(?:连续出版物|刊)号(?:[:：].*|[A-Z].*)?|邮发代号(?:[:：]?[\d-]+)?|广告(?:经营)?(?:许可|发布).{0,12}[:：]?.*"
    r"|(?:CN|cn)\s?\d{2}[-－—]\d{4}.*|ISSN.*"
    rf"|(?:本报)?(?:零售价?|定价|每份零售|零售每份|每份|全年定价|月价|季价|全年价)[:：]?[\d{COUNTED}.]+元.*"
    rf"|(?:今日|本期|本日|今天)共?[\d{COUNTED}]{{1,4}}(?:大)?(?:张|版|叠|块版).{{0,8}}"
    r"|总?第\s*\d{2,6}\s*[期号](?:[（(]总第\s*\d+\s*[期号][）)])?|(?:复刊|创刊|总).{0,2}第\d{1,6}[期号]"
    rf"|(?:农历|阴历|夏历)(?:{LUNAR_YEAR})?{LUNAR_DAY}.{{0,6}}|{LUNAR_YEAR}(?:{LUNAR_DAY})?"
    r"|(?:本报|报社)?(?:社址|地址在?)[:：].*|(?:印刷|承印|印制|承印者)(?:单位|厂)?[:：].*|法律顾问[:：]?.*|(?:主管|主办|出版)(?:单位)?[:：].*"
)
_PHONE = r"\+?[\d()（）][\d\-—－()（）转、,，/\s]{4,40}"
_WEAK_ITEM = re.compile(
    rf"{_PHONE}|[\w.+-]+@[\w.-]+\.\w+|(?:https?://|www\.)\S+|[\d,.]+|\d{{4}}年\d{{1,2}}月\d{{1,2}}日|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}"
    rf"|{WEEKDAY}|{_PAGE_ALONE}"
    rf"|[\d-]{{3,20}}|{_CONTACT}(?:[:：].{{1,40}})?|(?:电子)?(?:邮箱|邮编|网址|传真|地址)[:：].{{1,40}}|(?:官方)?(?:微博|微信|公众号|抖音|视频号|客户端|数字报)[:：]?.{{0,20}}"
)
_BETWEEN_ITEMS = re.compile(r"[\s　|｜│丨;；●■◆★]+|(?<=[^\d:：])[/／](?=[^\d])")
_COLON = re.compile(r"\s*[:：]\s*")


@remembered
def is_furniture(text: str) -> bool:
    """Rules, images, page numbers, running heads, imprints, what the paper or its web site says of itself."""
    if len(text) > LONGEST_FURNITURE:
        return False
    line = with_days_in_digits(legible(text))
    if is_said_by_site(line):
        return True
    if "。" in text:
        return False
    if any(pattern.match(line) for pattern in (_RULE, _RUNNING_HEAD, _NAME_OF_PAPER, _STOCK_PHOTO, _OWN_COMMENTATOR)):
        return True
    return imprint_in(text) is not None or is_imprint(text) or _says_of_itself(line)


@remembered
def may_be_furniture(text: str) -> bool:
    """What is furniture beside other furniture, and may be text elsewhere: a section, a telephone number, a date."""
    if len(text) > LONGEST_FURNITURE:
        return False
    line = legible(text)
    if is_section(line) or is_paper_name(line):
        return True
    return "。" not in line and all(_is_weak(item) or _is_sure(item) for item in _items(line))


def _says_of_itself(line: str) -> bool:
    """Whether all items of a line are furniture, one of them surely."""
    if "。" in line:
        return False
    is_sure = behind_desk = False
    for item in _items(line):
        sure, desk = _is_sure(item), _is_desk_item(item)
        named = behind_desk and is_name(item, strict=False)
        if not (sure or desk or named or _is_weak(item)):
            return False
        behind_desk = desk or named
        is_sure = is_sure or sure or desk
    return is_sure


def _is_desk_item(item: str) -> bool:
    """责编, 值班编委：柏念, 责编柏念 — not 编辑部的故事, 总编辑谈阅读."""
    title = _DESK_TITLE.match(item)
    if title is None:
        return False
    rest = item[title.end() :]
    if rest and rest[0] not in ":：" and not _PLAIN_DESK_TITLE.fullmatch(title[0]):
        return False
    names = [name for name in re.split("[、,，:：]", rest) if name]
    return all(is_name(name, strict=False) for name in names)


def _items(line: str) -> list[str]:
    return [item for item in _BETWEEN_ITEMS.split(_COLON.sub("：", line).strip()) if item]


def _is_sure(item: str) -> bool:
    return _SURE_ITEM.fullmatch(item) is not None


def _is_weak(item: str) -> bool:
    return _WEAK_ITEM.fullmatch(item) is not None or is_section(item) or is_paper_name(item)
