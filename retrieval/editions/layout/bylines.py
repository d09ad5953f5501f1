"""Bylines: where the credits of a report stand (a line of its own, the first words, the end of a paragraph)."""

from __future__ import annotations

import re

from retrieval.domain import Byline
from retrieval.editions.layout.credits import is_name, may_be_credit, names_only_the_desk, parse_names
from retrieval.language.characters import BRACKET_CLOSES, BRACKET_OPENS, HAN, SENTENCE_ENDS
from retrieval.language.datelines import SLASHES
from retrieval.language.folding import folded, ideographs, simplified
from retrieval.language.remembered import remembered
from retrieval.language.word_classes import is_common_word

LONGEST_CREDIT = 80
"""Characters of a block that may be a credit; by hand, 2026-11."""
CREDIT_TAIL = 90
"""Characters at a paragraph's end that are searched for a credit; by hand, 2026-11."""

_INSIDE = rf"[^{BRACKET_OPENS}{BRACKET_CLOSES}\n]"
_BRACKETED_NAME = re.compile(rf"[（(〔【]\s*([{HAN}]\s?[{HAN}·]{{1,4}})\s*[)）〕】]")
_SIGNATURE = re.compile(rf"[{SENTENCE_ENDS}”」][（(〔【]\s*([{HAN}]\s?[{HAN}]\s?[{HAN}]?)\s*[)）〕】]$")
_BY = re.compile(r"^\s*by[\s:：]+", re.IGNORECASE)
_EMPHASIS = re.compile(r"([*_]{1,3})([^*_]+)\1")
_MARKED_NAMES = re.compile(rf"[■□◎●○▲△◆◇]\s*([{HAN}\s、]{{2,24}})")
_OPENING_CREDIT = re.compile(
    rf"^(?:据|本报|本网|新华社|中新社|中央社|[{HAN}]{{2,8}}客户端|[{HAN}]{{2,6}}[报社网]){{0,2}}"
    rf"[^（(，。\n]{{0,24}}?[{BRACKET_OPENS}]\s*(?P<who>{_INSIDE}{{0,60}}?(?:记者|通讯员|特派员|实习生){_INSIDE}{{0,60}})[{BRACKET_CLOSES}]"
)
_OPENING_NAMES = re.compile(
    rf"^(?:[{BRACKET_OPENS}]\s*|(?=本报记者|记者))(?P<who>[{HAN}、\s·]{{2,30}}?[{SLASHES}]{_INSIDE}{{0,20}}?(?:报[道导]|[电讯]))\s*[{BRACKET_CLOSES}\s]"
)
_OPENING_ROLE = re.compile(
    rf"^(?:[{HAN}]{{2,8}}(?:客户端|[报社网讯])\s*[|｜]?\s*)?(?P<who>(?:本报|[{HAN}]{{2,4}}[社报])?(?:见习|实习|特约|首席)?"
    r"(?:记者|通讯员)[\s:：][^，。\n]{0,40})"
)
_OPENING_REPORTED = re.compile(
    rf"^[{BRACKET_OPENS}]?[{HAN}\d]{{0,20}}[讯电][{BRACKET_CLOSES}]?\s*(?P<who>(?:本报)?(?:见习|实习|特约|首席|特派)?记者[{HAN}、\s·]{{2,30}}?报[道导])[：:，,。\s]"
)
_OPENING_AGENCY = re.compile(
    rf"^据?\s*[{HAN}]{{1,4}}社[{HAN}]{{0,10}}(?:\d{{1,2}}月)?\d{{1,2}}日\s*[电讯]\s*[{BRACKET_OPENS}](?P<who>[{HAN}·、\s]{{2,24}})[{BRACKET_CLOSES}]"
)
_CLOSING_CREDIT = re.compile(
    rf"[{BRACKET_OPENS}]\s*(?P<who>{_INSIDE}{{0,24}}?(?:记者|通讯员|特派员|实习生|摄影|供图|[文图摄]\s*[{SLASHES}]){_INSIDE}{{0,60}}|"
    rf"{_INSIDE}{{2,40}}?\s*[{SLASHES}]?\s*摄)\s*[{BRACKET_CLOSES}]\s*$"
)
_CAPTION_NAME = re.compile(rf"\s(?P<who>[{HAN}·、]{{2,12}}\s?摄影?)$")
"""The same where nothing but a space parts it from the caption: ``▲新大棚 柏念 摄``."""
_CAPTION_CREDIT = re.compile(
    rf"[{SENTENCE_ENDS}”）)]\s*(?P<who>(?:本报|新华社)?(?:见习|实习|特约|首席|摄影)?(?:记者|通讯员)?\s*[{HAN}·\s、]{{2,16}}?\s*[{SLASHES}]?\s*摄影?)\s*$"
)


@remembered
def credit_line(text: str) -> Byline | None:
    """The byline of a block that is a credit and nothing else; None for any other text."""
    if len(text) > LONGEST_CREDIT or "。" in text or "\n" in text:
        return None
    emphasised = _EMPHASIS.fullmatch(text)
    if emphasised:
        return credit_line(emphasised[2])
    name = _bracketed_name(text)
    if name:
        return Byline(reporters=(name,))
    marked = _MARKED_NAMES.fullmatch(text)
    if marked:
        byline, whole = parse_names("记者 " + marked[1], strict=True)
        if whole:
            return byline
    between = _OPENING_NAMES.fullmatch(simplified(text))
    if between:
        byline, _ = parse_names(text, strict=True)
        return byline if byline.names else None
    if not may_be_credit(text):
        return None
    byline, whole = parse_names(text, strict=not simplified(text).startswith(_SURE_CREDITS))
    return byline if whole else None


_SURE_CREDITS = ("本报", "新华社", "中央社", "（", "(", "〔", "【")
"""What a line begins with that is surely a credit if all its words can be roles and names."""


@remembered
def signature(text: str) -> Byline:
    """The name alone in brackets that ends an article: ``…摊位增加三成。（柏念）``."""
    found = _SIGNATURE.search(text[-CREDIT_TAIL:])
    name = _dense_name(found[1]) if found else None
    is_none = name is None or name[-1] in "攝摄文圖图" or is_common_word(folded(name))
    return Byline() if name is None or is_none else Byline(reporters=(name,))


def _bracketed_name(text: str) -> str | None:
    """``（孙 艳）``."""
    found = _BRACKETED_NAME.fullmatch(text)
    return _dense_name(found[1]) if found else None


def _dense_name(text: str) -> str | None:
    name = ideographs("".join(text.split()))
    return name if name and is_name(simplified(name), strict=True) else None


def bare_name(text: str) -> str | None:
    """The name that the text is, and nothing else: two or three characters, beginning with a surname."""
    name = _dense_name(text)
    return name if name is not None and len(name) <= 3 else None


def is_imprint(text: str) -> bool:
    """Names the people of the desk and nobody else: ``责任编辑 王五 美编 赵六``."""
    return len(text) <= LONGEST_CREDIT and "。" not in text and names_only_the_desk(text)


def stated_byline(text: str) -> Byline:
    """The ``byline`` field of a JSONL line: a credit, or names alone (then they are reporters)."""
    return parse_names(_BY.sub("", text))[0]


def opening_byline(text: str) -> Byline:
    """Names in the first words of a report: ``本报讯（记者 孙艳）``, ``〔記者柏念／葦州報導〕``."""
    printed = ideographs(text)
    simple = simplified(text)
    found = _OPENING_CREDIT.match(simple)
    if found:
        return parse_names(printed[slice(*found.span("who"))])[0]
    for pattern in (_OPENING_NAMES, _OPENING_ROLE, _OPENING_REPORTED, _OPENING_AGENCY):
        found = pattern.match(simple)
        if found:
            return parse_names(printed[slice(*found.span("who"))], strict=True)[0]
    return Byline()


@remembered
def closing_byline(text: str) -> Byline:
    """Names in brackets at a paragraph's very end: ``…。（记者 孙艳）``, ``…（孙妍 摄）``, ``…。本报记者 孙妍摄``."""
    tail = text[-CREDIT_TAIL:]
    simple = simplified(tail)
    found = _CLOSING_CREDIT.search(simple)
    if found:
        return parse_names(tail[slice(*found.span("who"))])[0]
    found = _CAPTION_CREDIT.search(simple) or _CAPTION_NAME.search(simple)
    return parse_names(tail[slice(*found.span("who"))], strict=True)[0] if found else Byline()
