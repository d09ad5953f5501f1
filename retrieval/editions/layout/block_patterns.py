"""Patterns that tell kinds of text blocks: headline, opening of a report, caption, list item, table row, notice."""

from __future__ import annotations

import re

from retrieval.language.characters import ELLIPSIS, HAN, PAIRS, SEMICOLONS, SENTENCE_ENDS

LONGEST_FURNITURE = 90
"""Characters of rules, page numbers and running heads; by hand, 2026-11."""
LONGEST_TITLE, LONGEST_CROSSHEAD, LONGEST_ROW = 60, 24, 60
"""Characters of a line that may be a title, a crosshead, a row of a table; by hand, 2026-11."""
LONGEST_NOTICE, NOTICE_OPENING = 600, 40
"""Characters of a notice known by its text, and how many of them are searched under a headline; by hand, 2026-11."""

_PARAGRAPH_ENDS = SENTENCE_ENDS + SEMICOLONS + ELLIPSIS
_CLOSING_SIGNS = "".join(PAIRS.values()) + "\"'"
_NO_STARTERS = "，。、；：！？,.;:!?”’）)】]》〉」』〕%％…·"
_FUNCTION_ENDS = "的了和在与及对将为是把被从向以其并由于而或让使给至到等之也还又就都"

_REPORT_OPENING = re.compile(
    r"^(?:"
    rf"(?:\*\*)?本报(?!记者|通讯员|编辑)[{HAN}0-9]{{0,12}}?[讯电](?=[\s（(：:*]|[{HAN}“《])"
    rf"|据?\s*(?:新华社|中新社|新华网|中新网|人民网|央视[新闻网]*|[{HAN}]{{2,6}}[社网报])[^，。；\n]{{0,16}}?\d{{1,2}}日?\s*[电讯]"
    rf"|[（(]\s*(?:本报|新华社)?(?:见习|实习|特约|首席)?记者[\s{HAN}]"
    rf"|(?:本报|新华社)?(?:见习|实习|特约|首席)?记者[\s　][{HAN}]{{2,4}}[\s　，,]"
    r")"
)
_ITEM_LEAD = re.compile(
    rf"^(?:(?:\*\*)?本报[{HAN}]{{0,4}}讯(?=[\s（(：:*])|据?(?:新华社|中新社)[^，。；\n]{{0,12}}\d{{1,2}}日?电(?=[\s（(]))"
)
_CAPTION = re.compile(r"^(?:[▲△▼▽◀▶←→↑↓]|图\s*[①-⑩一二三四五六七八九十\d]?\s*为|[上下左右]图|图片说明|资料图)")
_CORRECTION_TITLE = re.compile(
    r"^(?:更正|勘误|致歉|道歉)(?:启事|声明|说明|与致歉|及致歉|与说明|并致歉|启示|信)?$|^.{0,12}(?:更正启事|致歉声明|更正声明)$"
    r"|^(?:本报|编者|编辑部)(?:更正|勘误|致歉|道歉)$|^(?:更正|勘误)[一二三两]则$"
    r"|^(?:关于|对).{2,50}的?(?:更正|勘误|致歉)(?:启事|声明|说明)?$"
)
_CORRECTION_BODY = re.compile(
    r"^(?:更正|勘误|致歉)[：:]|特此更正|特致歉意|谨此更正|(?:应为|更正为).{0,40}(?:致歉|更正|歉意)"
)
_LIST_ITEM = re.compile(
    r"^(?:[●○■□◆◇★☆•·▪►\-*]\s*\S|[①-⑳]|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、](?!\d)"
    r"|第[一二三四五六七八九十百零\d]{1,5}[章节条款][\s　])"
)
_ROW_VALUE = re.compile(
    r"\d{1,2}[:：]\d{2}|\d{3,4}[-—]\d{6,8}|\d{7,11}|\d+(?:\.\d+)?\s*(?:元|折|%|℃|人|辆|处|分|米|公里|平方米|岁|路|号)|\d"
)
_FURNITURE = re.compile(
    r"^(?:[-*_=—─━~·.…\s]{3,}|!\[[^\]]*\]\([^)]*\)|<!--.*-->|第?\s*[A-Z]?\d{1,3}\s*版?|第[一二三四五六七八九十]{1,3}版)$"
)
_NAME_OF_PAPER = re.compile(rf"^[{HAN}]{{1,6}}(?:[日晚晨早时周商]报|晚刊|周刊)$")
_STOCK_PHOTO = re.compile(
    r"^[（(]?\s*(?:图片?来源|图片?|供图|摄影)?\s*[/／:：]?\s*(?:视觉中国|新华社发|人民视觉|资料图片?|受访者供图|主办方供图)\s*[）)]?$"
)
# The running head of a page: name of the paper, date, weekday, page, section.
_RUNNING_HEAD = re.compile(
    r"^[^，。；：？！]{0,30}?\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日(?=[^，。；：？！]*(?:星期|周[一二三四五六日]|农历|版))[^，。；：？！]{0,40}$"
    rf"|^(?:第\s*)?[A-Z]?\d{{1,3}}\s*版[\s·|｜]+[{HAN}·]{{2,8}}$"
    rf"|^[{HAN}]{{2,8}}[报刊][\s　]+第?\s*[A-Z]?\d{{1,3}}\s*版?$"
)
_COLUMN_GAP = re.compile(r"\S[\s　]+\S|[|｜\t]")
_NAMED_VALUE = re.compile(r"^[^：:\d]{1,16}[：:]\s*[^：:]*\d")
_NO_ROW = re.compile(r"[。；！？]|，.*，")
_SENTENCE_SIGNS = re.compile(r"[。；;]|[，,].*[，,]")
_TITLE_PAIRS = (("“", "”"), ("《", "》"), ("（", "）"), ("(", ")"))


def is_furniture(text: str) -> bool:
    """Rules, images, page numbers and running heads: on the page, but no text of an article."""
    return len(text) <= LONGEST_FURNITURE and any(
        pattern.match(text) for pattern in (_FURNITURE, _RUNNING_HEAD, _NAME_OF_PAPER, _STOCK_PHOTO)
    )


def is_title_like(text: str) -> bool:
    """Short and without the punctuation of sentences, as headlines and crossheads are."""
    if not 2 <= len(text) <= LONGEST_TITLE or text[-1] in "。，；、,;：:" or text[0] in _NO_STARTERS:
        return False
    if not _has_whole_pairs(text) or _SENTENCE_SIGNS.search(text):
        return False
    return not opens_report(text) and not is_caption(text)


def _has_whole_pairs(text: str) -> bool:
    return all(text.count(opening) == text.count(closing) for opening, closing in _TITLE_PAIRS)


def is_crosshead(text: str) -> bool:
    """A title-like line that may stand inside an article; stricter, because a cut paragraph may look like it."""
    return (
        is_title_like(text)
        and len(text) <= LONGEST_CROSSHEAD
        and "，" not in text
        and "," not in text
        and text[-1] not in _FUNCTION_ENDS
    )


def opens_report(text: str) -> bool:
    """Begins like a report: 本报讯, 据新华社北京12月8日电, （记者 …）."""
    return bool(_REPORT_OPENING.match(text))


def leads_item(text: str) -> bool:
    """Begins a report in the words of a news desk or agency: 本报讯, 据新华社北京12月8日电."""
    return bool(_ITEM_LEAD.match(text))


def is_caption(text: str) -> bool:
    """Speaks about a picture: 图为…, ▲…, 资料图."""
    return bool(_CAPTION.match(text))


def is_item(text: str) -> bool:
    """A numbered or bulleted item of a list."""
    return bool(_LIST_ITEM.match(text))


def is_row(text: str) -> bool:
    """A line of a table: short, in columns, with a number, without the punctuation of sentences."""
    if len(text) > LONGEST_ROW or _NO_ROW.search(text) or text[-1] in "，、":
        return False
    return _has_columns(text) or _NAMED_VALUE.match(text) is not None


def _has_columns(text: str) -> bool:
    return bool(_COLUMN_GAP.search(text) and _ROW_VALUE.search(text))


def is_correction(headline: str | None, body: str) -> bool:
    """A notice of the newsroom that something printed was wrong."""
    if headline and _CORRECTION_TITLE.match("".join(headline.split())):
        return True
    if len(body) > LONGEST_NOTICE or "本报" not in body:
        return False
    return bool(_CORRECTION_BODY.search(body[:NOTICE_OPENING] if headline else body))


def is_finished(text: str) -> bool:
    """Ends as a paragraph ends: with a full stop, perhaps inside closing quotation marks or brackets."""
    bare = text.rstrip(_CLOSING_SIGNS)
    if not bare or bare[-1] in _PARAGRAPH_ENDS:
        return True
    if bare[-1] in "：:":
        return bare == text
    return bare[-1] == "." and not bare[-2:-1].isdigit()


def cannot_start(text: str) -> bool:
    """Begins with a character that no paragraph begins with: it must continue what stands before."""
    return text[0] in _NO_STARTERS


def open_quotes(text: str) -> int:
    """How many “ are not closed at the end of the text."""
    return text.count("“") - text.count("”")
