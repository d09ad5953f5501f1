"""Patterns that tell kinds of text blocks: headline, opening of a report, caption, list item, table row, notice."""

from __future__ import annotations

import re

from retrieval.language.characters import (
    BRACKET_CLOSES,
    BRACKET_OPENS,
    COUNTED,
    ELLIPSIS,
    FULL_WIDTH_ENDS,
    HAN,
    PAIRS,
    SEMICOLONS,
    SENTENCE_ENDS,
)
from retrieval.language.datelines import SLASHES
from retrieval.language.folding import legible
from retrieval.language.jump_labels import is_pointer, outgoing
from retrieval.language.remembered import remembered
from retrieval.language.stated_dates import small_number

LONGEST_TITLE, LONGEST_CROSSHEAD, LONGEST_ROW = 60, 24, 60
"""Characters of a line that may be a title, a crosshead, a row of a table; by hand, 2026-11."""
LONGEST_NOTICE, NOTICE_OPENING = 600, 40
"""Characters of a notice known by its text, and how many of them are searched under a headline; by hand, 2026-11."""

_PARAGRAPH_ENDS = SENTENCE_ENDS + SEMICOLONS + ELLIPSIS
_CLOSING_SIGNS = "".join(PAIRS.values()) + "\"'"
_NO_STARTERS = FULL_WIDTH_ENDS + "、,.;:!?”’）)】]》〉」』〕%％…·"
_FUNCTION_ENDS = "的了和在与及对将为是把被从向以其并由于而或让使给至到等之也还又就都"

# All patterns of wording are held against ``legible`` text: simplified, look-alikes put right, nothing without width.
_KIND_OF_REPORTER = "(?:见习|实习|特约|首席|特派|驻京)?"
_REPORT_OPENING = re.compile(
    r"^(?:"
    rf"(?:\*\*)?[{BRACKET_OPENS}]?本报(?!记者|通讯员|编辑)[{HAN}0-9]{{0,12}}?[讯电](?=[\s（(：:*{BRACKET_CLOSES}]|[{HAN}“《「])"
    rf"|[{BRACKET_OPENS}]?据?\s*(?:新华社|中新社|中央社|新华网|中新网|人民网|央视[新闻网]*|[{HAN}]{{2,6}}[社网报])[^，。；\n]{{0,16}}?\d{{1,2}}日?\s*[电讯]"
    rf"|[{BRACKET_OPENS}]\s*[{HAN}]{{2,8}}(?<!通)讯\s*[{BRACKET_CLOSES}]"
    rf"|[{BRACKET_OPENS}]\s*(?:[{HAN}]{{2,8}}(?:\d{{1,2}}月)?\d{{1,2}}日专?[讯电]|综合(?:报[道导]|外电|消息))\s*[{BRACKET_CLOSES}]"
    rf"|[{HAN}]{{2,6}}[报社网]讯(?=[\s（(：:【])"
    rf"|[{BRACKET_OPENS}]\s*(?:本报|[{HAN}]{{2,4}}[社报])?{_KIND_OF_REPORTER}(?:记者|特派员)[\s{HAN}]"
    rf"|(?:本报|新华社)?{_KIND_OF_REPORTER}记者[\s　][{HAN}]{{2,4}}[\s　，,]"
    rf"|[{BRACKET_OPENS}][{HAN}、\s·]{{2,30}}?[{SLASHES}][{HAN}—－\-、\s]{{0,16}}?报[道导][{BRACKET_CLOSES}]"
    r")"
)
_ITEM_LEAD = re.compile(
    rf"^(?:(?:\*\*)?[{BRACKET_OPENS}]?本报[{HAN}]{{0,4}}讯(?=[\s（(：:*{BRACKET_CLOSES}])|据?(?:新华社|中新社)[^，。；\n]{{0,12}}\d{{1,2}}日?电(?=[\s（(])"
    rf"|[{BRACKET_OPENS}](?:本报)?{_KIND_OF_REPORTER}记者[^，。\n{BRACKET_CLOSES}]{{2,30}}"
    rf"(?:[{SLASHES}][^，。\n{BRACKET_CLOSES}]{{2,16}}报[道导]|电)[{BRACKET_CLOSES}])"
)
_CAPTION = re.compile(
    rf"^(?:[▲△▼▽◀▶←→↑↓]|图\s*[①-⑩{COUNTED}\d]?\s*为|图\s*[①-⑩{COUNTED}\d]{{1,2}}\s*[：:、]|[上下左右]图|图片说明|资料图)"
)
_ADMITS = "(?:更正|勘误|刊误|正误|致歉|道歉)"
_NOTICE = "(?:启事|启示|声明|说明|公告|通知|与致歉|及致歉|与说明|并致歉|表|信)"
_CORRECTION_TITLE = re.compile(
    rf"^{_ADMITS}{_NOTICE}?$|^.{{0,12}}(?:更正|勘误)(?:启事|声明)$|^.{{0,12}}致歉声明$"
    rf"|^(?:本报|本刊|编者|编辑部){_ADMITS}{_NOTICE}?$|^{_ADMITS}[一二三两四]则$|^(?:关于|对).{{2,50}}的?{_ADMITS}{_NOTICE}?$"
)
_CORRECTION_BODY = re.compile(
    rf"^[^\w]{{0,2}}(?:更正|勘误|刊误|致歉){_NOTICE}?[：:]|特此(?:更正|勘误|致歉)|特致歉意|谨此(?:更正|致歉)|谨致歉意"
    r"|(?:应为|更正为).{0,40}(?:致歉|更正|歉意)"
)
_TITLE_NUMBER = re.compile(rf"(?:(?P<digits>\d{{1,2}})[.．、]|(?P<words>[{COUNTED}]{{1,3}})、)[\s　]*(?=\S)")
_NO_WORD = re.compile(r"[\W_]+")
_AROUND_TITLE = re.compile(r"^[^\w]+|[^\w]+$")
_LIST_ITEM = re.compile(
    rf"^(?:[●○■□◆◇★☆•·▪►\-*]\s*\S|[①-⑳]|[（(][{COUNTED}\d]{{1,3}}[）)]|[{COUNTED}]{{1,3}}、|\d{{1,2}}[.．、](?!\d)"
    rf"|第[{COUNTED}百零\d]{{1,5}}[章节条款][\s　])"
)
_ROW_VALUE = re.compile(
    r"\d{1,2}[:：]\d{2}|\d{3,4}[-—]\d{6,8}|\d{7,11}|\d+(?:\.\d+)?\s*(?:元|折|%|℃|人|辆|处|分|米|公里|平方米|岁|路|号)|\d"
)
_COLUMN_GAP = re.compile(r"\S[\s　]+\S|[|｜\t]")
_STROKES = "|｜│"
_NAMED_VALUE = re.compile(r"^[^：:\d]{1,16}[：:]\s*[^：:]*\d")
_ADDRESS_VALUE = re.compile(rf"^[{HAN}]{{2,10}}[：:]\s*[A-Za-z0-9@._:/?=&+()（）\-—－、]{{3,60}}$")
_NO_ROW = re.compile(f"[{SENTENCE_ENDS}；]|，.*，")
_SENTENCE_SIGNS = re.compile(r"[。；;]|[，,].*[，,]")
_PAIRED_SIGN = re.compile("[“”《》（）()]")
_TITLE_PAIRS = (("“", "”"), ("《", "》"), ("（", "）"), ("(", ")"))


@remembered
def is_title_like(text: str) -> bool:
    """Short and without the punctuation of sentences, as headlines and crossheads are."""
    if not 2 <= len(text) <= LONGEST_TITLE or text[-1] in "。，；、,;：:" or text[0] in _NO_STARTERS:
        return False
    if not _has_whole_pairs(text) or _SENTENCE_SIGNS.search(text) or ends_with_label(text):
        return False
    return not opens_report(text) and not is_caption(text)


def _has_whole_pairs(text: str) -> bool:
    return not _PAIRED_SIGN.search(text) or all(
        text.count(opening) == text.count(closing) for opening, closing in _TITLE_PAIRS
    )


@remembered
def is_crosshead(text: str) -> bool:
    """A title-like line that may stand inside an article; stricter, because a cut paragraph may look like it."""
    return (
        is_title_like(text)
        and len(text) <= LONGEST_CROSSHEAD
        and "，" not in text
        and "," not in text
        and text[-1] not in _FUNCTION_ENDS
    )


@remembered
def opens_report(text: str) -> bool:
    """Begins like a report: 本报讯, 据新华社北京12月8日电, （记者 …）."""
    return bool(_REPORT_OPENING.match(legible(text)))


@remembered
def leads_item(text: str) -> bool:
    """Begins a report in the words of a news desk or agency: 本报讯, 据新华社北京12月8日电."""
    return bool(_ITEM_LEAD.match(legible(text)))


@remembered
def is_caption(text: str) -> bool:
    """Speaks about a picture: 图为…, ▲…, 资料图."""
    return bool(_CAPTION.match(legible(text)))


@remembered
def is_item(text: str) -> bool:
    """A numbered or bulleted item of a list."""
    return bool(_LIST_ITEM.match(text))


def title_number(text: str) -> tuple[int, int] | None:
    """The number before a title, and where the title begins behind it: ``2. 夜校开班``, ``二、夜校开班``."""
    found = _TITLE_NUMBER.match(text)
    if found is None or text[found.end()].isdigit():
        return None
    return small_number(found["digits"] or found["words"]), found.end()


def is_piped_row(text: str) -> bool:
    """A line of a table whose cells stand between upright strokes: ``| 东门 | 6:00 |``."""
    return len(text) > 2 and text[0] in _STROKES and text[-1] == text[0] and bool(text[1:-1].strip(_STROKES))


def cells(text: str) -> int:
    """How many upright strokes or tabs part a line."""
    return sum(map(text.count, _STROKES)) or text.count("\t")


@remembered
def is_row(text: str) -> bool:
    """A line of a table: short, in columns, with a number, without the punctuation of sentences."""
    if is_piped_row(text):
        return True
    if len(text) > LONGEST_ROW or _NO_ROW.search(text) or text[-1] in "，、":
        return False
    return _has_columns(text) or _NAMED_VALUE.match(text) is not None


def _has_columns(text: str) -> bool:
    return bool(_COLUMN_GAP.search(text) and _ROW_VALUE.search(text))


def is_named_value(text: str) -> bool:
    """A line that is whole without a full stop: 报名邮箱：a@b.example."""
    return _ADDRESS_VALUE.match(text) is not None


def same_words(one: str, other: str) -> bool:
    """Whether two titles differ in signs and spaces only."""
    return _NO_WORD.sub("", legible(one)) == _NO_WORD.sub("", legible(other)) != ""


def is_correction(headline: str | None, body: str) -> bool:
    """A notice of the newsroom that something printed was wrong."""
    if headline and _is_correction_title(headline):
        return True
    if not body:
        return False
    text = legible(body[: LONGEST_NOTICE + 1])
    if len(text) > LONGEST_NOTICE or not ("本报" in text or "本刊" in text):
        return False
    return bool(_CORRECTION_BODY.search(text[:NOTICE_OPENING] if headline else text))


@remembered
def _is_correction_title(headline: str) -> bool:
    return _CORRECTION_TITLE.match(_AROUND_TITLE.sub("", legible("".join(headline.split())))) is not None


@remembered
def ends_with_label(text: str) -> bool:
    """Whether a label ends the text: 下转第4版, which goes on elsewhere, or 详见3版, which doesn't go on."""
    return outgoing(text) is not None or is_pointer(text)


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
