"""Labels that lead from one page of the paper to another, in simplified and traditional: 下转第4版, 上接第1版."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.language.characters import BRACKET_CLOSES, BRACKET_OPENS, COUNTED, HAN
from retrieval.language.folding import simplified
from retrieval.language.page_names import page_name
from retrieval.language.remembered import remembered

LABEL_TAIL = 48
"""Characters at a text's end in which a label is sought; by hand, 2026-11."""
PAGES_BETWEEN = "、"
"""What parts the pages of a label that names several (下转第四、五版)."""

_FORTH, _BACK = "▶►▷▸→➡➔➜⇨⇒↘☞»", "◀◄◁◂←⬅⇦⇐↙↖«"
_ARROWS = "▲△▼▽▶►▷▸→➡➔➜⇨⇒↘↓☞◀◄◁◂←⬅⇦⇐↙↖↗»«"
_OPENING, _SIGNS_BEHIND = rf"{BRACKET_OPENS}<＜「", rf"{BRACKET_CLOSES}>＞」"
_OPEN_SIGNS = rf"[{_OPENING}{_ARROWS}]\s*[{_ARROWS}]?"
_NUMBER = rf"(?:[A-Za-zＡ-Ｚ]{{0,2}}\s?叠?\s?(?:[0-9０-９]{{1,3}}|[①-⑳])|[{COUNTED}]{{1,3}}|头)"
_OTHERS = rf"(?:\s*[、，,和及至~—－-]\s*(?:第\s*)?{_NUMBER})*"
_PAGE_LABEL = rf"(?:第\s*)?(?P<page>{_NUMBER}){_OTHERS}\s*[版页]"
_SECTION = rf"[\s·•‧・:：\-—｜|《]{{1,2}}[{HAN}·]{{1,10}}》?|[{HAN}]{{2,4}}"
_SEVERAL = rf"(?:\s*版?\s*[、，,和及至~—－-]\s*(?:第\s*)?{_NUMBER})*"
_COMES = r"(?P<label>(?:上接|紧接|承接|续接|上承|文接)\s*(?:本报)?\s*"
_INCOMING = re.compile(
    rf"[{_ARROWS}]?\s*+[{_OPENING}]?\s*+[{_ARROWS}]?\s*+{_COMES}{_PAGE_LABEL})"
    rf"(?:(?P<title>[^{_SIGNS_BEHIND}\n]{{0,40}}[{_SIGNS_BEHIND}])"
    rf"|[·•‧・:：][{HAN}]{{1,8}}(?=[\s　]|$)|\s*[{_ARROWS}])?"
)
_INCOMING_SHORT = re.compile(
    rf"[{_OPENING}{_ARROWS}]\s*(?P<label>(?:上接|紧接|承接|续接|接|续)\s*(?:(?:第\s*)?(?P<page>{_NUMBER})\s*[版页]|(?P<bare>[A-Z]\d{{1,2}}|P\s?\d{{1,3}})))"
    rf"(?P<title>[^{_SIGNS_BEHIND}\n]{{0,40}}[{_SIGNS_BEHIND}]|\s*[{_ARROWS}])"
)
_INCOMING_ARROW = re.compile(
    rf"[{_OPENING}]?(?P<label>[{_BACK}]\s*{_PAGE_LABEL})(?:[·•‧・:：][{HAN}]{{1,8}}(?=[\s　]|$))?[{_SIGNS_BEHIND}]?"
)
"""An arrow says it all: ⇦01版."""
_INCOMING_AT_END = re.compile(rf"[{_OPENING}]\s*{_COMES}{_PAGE_LABEL})(?:{_SECTION})?\s*[{_SIGNS_BEHIND}]$")
_LEADS = r"(?:(?:全文|正文|文|未完[，,]?)?(?:下转|下接|转至|转|续))"
_OUTGOING = re.compile(
    rf"(?:{_OPEN_SIGNS})?\s*{_LEADS}\s*(?:本报)?\s*(?:第\s*)?(?P<pages>{_NUMBER}{_SEVERAL})\s*[版页](?:{_SECTION})?\s*[{_SIGNS_BEHIND}{_ARROWS}]*\s*$"
)
_OUTGOING_SHORT = re.compile(
    rf"(?:{_OPEN_SIGNS}\s*{_LEADS}|下转|下接)\s*(?P<pages>(?:P\s?\d{{1,3}}|[A-OQ-Z]\s?\d{{1,2}})(?:\s*[、,，]\s*[A-Z]?\d{{1,3}})*)(?:{_SECTION})?\s*[{_SIGNS_BEHIND}{_ARROWS}]*\s*$"
)
_OUTGOING_ARROW = re.compile(
    rf"[{_OPENING}]?[{_FORTH}]\s*(?:第\s*)?(?P<pages>{_NUMBER}{_SEVERAL})\s*[版页](?:{_SECTION})?\s*[{_SIGNS_BEHIND}]?\s*$"
)
_POINTER = re.compile(
    rf"(?:{_OPEN_SIGNS}|^|(?<=[。！？；”\s]))\s*(?:[{HAN}]{{0,6}}(?:详见|参见|另见|刊于|刊登在|刊第)|(?:相关|更多|详细|具体|全文|本报)?(?:报道|内容|新闻|文章|消息|图片|评论|全文)?(?:详)?[见刊])"
    rf"\s*(?:今日|今天|本报|今)*\s*(?:第\s*)?{_NUMBER}{_SEVERAL}\s*[版页](?:{_SECTION})?\s*[{_SIGNS_BEHIND}{_ARROWS}]*\s*$"
)
_OUTGOING_LABELS = (_OUTGOING, _OUTGOING_SHORT, _OUTGOING_ARROW)
_PARTED = re.compile(r"[、，,和及]")
_THROUGH = re.compile(r"[至~—－-]")


@dataclass(frozen=True, slots=True)
class JumpLabel:
    """A printed label such as 上接第1版, and where it stands in the text (brackets included)."""

    label: str
    page: str
    start: int
    end: int


@remembered
def incoming(text: str) -> JumpLabel | None:
    """The label that opens a jump fragment: ``(上接第1版) …``, ``◀上接01版·要闻``."""
    simple = simplified(text)
    found = (pattern.match(simple) for pattern in (_INCOMING, _INCOMING_SHORT, _INCOMING_ARROW))
    return next(filter(None, (_label(each, text) for each in found)), None)


@remembered
def incoming_at_end(text: str) -> JumpLabel | None:
    """The label behind a title: ``旧书市重开（上接第1版）``."""
    return _label(_INCOMING_AT_END.search(simplified(text)), text)


@remembered
def outgoing(text: str) -> str | None:
    """The page named by a label at the end of a text: ``…(下转第4版)`` → ``"4"``; several as ``"4、5"``."""
    tail = simplified(text[-LABEL_TAIL:])
    found = next(filter(None, (pattern.search(tail) for pattern in _OUTGOING_LABELS)), None)
    if found is None:
        return None
    return PAGES_BETWEEN.join(_pages_in_label(found["pages"])) or None


@remembered
def is_only_label(text: str) -> bool:
    """Whether a sentence leads from page to page and says nothing else: ``(下转第3版)``."""
    simple = simplified(text.strip())
    opening = incoming(simple)
    if opening is not None and opening.end >= len(simple):
        return True
    return any(label.fullmatch(simple) is not None for label in _OUTGOING_LABELS)


def is_pointer(text: str) -> bool:
    """Ends with a label that leads to another report and continues nothing: 详见3版, 相关报道见A5版."""
    return _POINTER.search(simplified(text[-LABEL_TAIL:])) is not None


def _pages_in_label(text: str) -> list[str]:
    """``第四、五`` → 4, 5; ``A02、03`` → A2, A3; ``2-4`` → 2, 3, 4."""
    pages: list[str] = []
    part = ""
    for each in _PARTED.split(text.replace("版", "").replace("第", "")):
        ends = [_page_of_part(end, part) for end in _THROUGH.split(each)]
        known = [end for end in ends if end is not None]
        pages += known if len(known) < 2 else _pages_between(known[0], known[-1])
        part = known[-1][0] if known and known[-1][0].isalpha() else part
    return list(dict.fromkeys(pages))


def _page_of_part(text: str, part: str) -> str | None:
    name = page_name(text.strip().removeprefix("P").strip())
    return part + name if name is not None and name[0].isdigit() else name


def _pages_between(first: str, last: str) -> list[str]:
    part = first[0] if first[0].isalpha() else ""
    low, high = int(first.removeprefix(part)), int(last.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    return [f"{part}{number}" for number in range(low, high + 1)] if 0 < high - low < 10 else [first, last]


def _label(found: re.Match[str] | None, printed: str) -> JumpLabel | None:
    if found is None:
        return None
    named = found.groupdict()
    page = page_name(named["page"]) if named["page"] else _page_of_part(named.get("bare") or "", "")
    if page is None:
        return None
    label = "".join(printed[slice(*found.span("label"))].split())
    return JumpLabel(label, page, found.start(), found.end())
