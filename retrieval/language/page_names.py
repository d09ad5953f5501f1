"""How a page of the paper is called: "3", "A3"; and the labels that lead from one page to another."""

from __future__ import annotations

import re
from dataclasses import dataclass

FRONT_PAGES = ("1", "A1")
"""What the front page is called, in papers without and with parts."""

_PAGE_LABEL = r"(?:第\s*)?(?P<page>[A-Za-zＡ-Ｚ]?\s?[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3}|头)\s*版"
_INCOMING = re.compile(
    rf"[（(【\[〔]?\s*(?P<label>(?:上接|紧接|承接)\s*(?:本报)?\s*{_PAGE_LABEL})(?P<title>[^）)】\]〕\n]{{0,40}}[）)】\]〕])?"
)
_INCOMING_AT_END = re.compile(
    rf"[（(【\[〔]\s*(?P<label>(?:上接|紧接|承接)\s*(?:本报)?\s*{_PAGE_LABEL})\s*[）)】\]〕]$"
)
_OUTGOING = re.compile(rf"[（(【\[〔▶→↘]?\s*(?:下转|转)\s*(?:本报)?\s*{_PAGE_LABEL}\s*[）)】\]〕▶→↘]?\s*$")


@dataclass(frozen=True, slots=True)
class JumpLabel:
    """A printed label such as 上接第1版, and where it stands in the text (brackets included)."""

    label: str
    page: str
    start: int
    end: int


def page_name(raw: str) -> str | None:
    """``"03"`` → ``"3"``, ``"a03"`` → ``"A3"``, ``"第三版"`` → ``"3"``; None if it names no page."""
    text = _half_width(raw).strip()
    found = re.fullmatch(r"(?:第\s*)?([A-Za-z]?)\s*[-_]?0*(\d{1,3})\s*(?:版|页)?", text)
    if found:
        return found[1].upper() + found[2] if int(found[2]) else None
    found = re.fullmatch(r"(?:第\s*)?([一二三四五六七八九十]{1,3}|头)\s*版?", text)
    if not found:
        return None
    if found[1] == "头":
        return "1"
    from cn2an import cn2an  # takes longer to import than most questions to answer, and few pages are named so

    try:
        return str(cn2an(found[1], "strict"))
    except ValueError:
        return None


def page_names(text: str) -> tuple[str, ...]:
    """Every page that a reader may mean: ``"头版"`` is 1 in one paper and A1 in another; empty if it names none."""
    name = page_name(text)
    if name is None:
        return ()
    return FRONT_PAGES if "头" in text else (name,)


def incoming(text: str) -> JumpLabel | None:
    """The label that opens a jump fragment: ``(上接第1版) …``."""
    return _label(_INCOMING.match(text))


def incoming_at_end(text: str) -> JumpLabel | None:
    """The label behind a title: ``旧书市重开（上接第1版）``."""
    return _label(_INCOMING_AT_END.search(text))


def outgoing(text: str) -> str | None:
    """The page named by a label at the end of a text: ``…(下转第4版)`` → ``"4"``."""
    found = _OUTGOING.search(text[-30:])
    return page_name(found["page"]) if found else None


def page_order(page: str | None) -> str | None:
    """A key that sorts pages as they are printed: 1, 2, … 10, A1, …"""
    if page is None:
        return None
    found = re.fullmatch(r"([A-Z]?)(\d+)", page)
    return f"{found[1]:1}{int(found[2]):03d}" if found else "~" + page


def _label(found: re.Match[str] | None) -> JumpLabel | None:
    page = page_name(found["page"]) if found else None
    return JumpLabel("".join(found["label"].split()), page, found.start(), found.end()) if found and page else None


def _half_width(text: str) -> str:
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)
