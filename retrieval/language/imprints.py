"""Lines that say in which paper, on which day and page something was printed: imprints and running heads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from retrieval.language.calendar_words import LUNAR_YEAR, WEEKDAY
from retrieval.language.characters import BRACKET_CLOSES, BRACKET_OPENS, HAN
from retrieval.language.folding import legible
from retrieval.language.page_names import PAGE_NUMBER, TO_ANOTHER_PAGE, is_section, page_name
from retrieval.language.paper_names import is_paper_name, paper_name_in
from retrieval.language.remembered import remembered
from retrieval.language.stated_dates import with_days_in_digits

LONGEST_IMPRINT = 90
"""Characters; by hand, 2026-11."""


_MAY_BE_IMPRINT = re.compile(r"[^。！？；\n]*\d[^。！？；\n]*")
_PRINTED_DAY = re.compile(
    r"(?<!\d)(\d{4})\s*(?:年\s*/?\s*(\d{1,2})\s*月\s*/?\s*(\d{1,2})\s*日|([-/.])(\d{1,2})\4(\d{1,2})(?!\d))"
)
_PRINTED_PAGE = re.compile(
    rf"(?:第\s*)?(?P<page>{PAGE_NUMBER})(?:{TO_ANOTHER_PAGE})?\s*版(?:面)?(?:(?P<sign>[\s:：·•|｜\-—]*)(?P<section>[{HAN}·•/、]{{2,12}}))?"
    rf"|(?<![A-Za-z0-9])(?P<bare>[A-H]\d{{2}})(?![A-Za-z0-9])(?:[\s:：·•|｜\-—]*(?P<named>[{HAN}·•]{{2,8}}))?"
)
_SAID_BESIDE = re.compile(
    rf"{WEEKDAY}|农历[^\d\s]{{2,14}}|{LUNAR_YEAR}[^\d\s]{{0,10}}"
    r"|数字报|电子报|数字版|电子版|来源|来自|原载|刊于|发表于|载|版面|报纸|报章|日期|今日\s*\d{1,3}\s*版|总?第\s*\d{1,6}\s*[期号]|\d{1,2}:\d{2}(?::\d{2})?"
)
_LEFT_OVER = re.compile(f"[{HAN}]+")


@dataclass(frozen=True, slots=True)
class Imprint:
    """What such a line says; None where it doesn't."""

    paper: str | None = None
    day: date | None = None
    page: str | None = None

    @property
    def items(self) -> int:
        """How many of the three it says."""
        return sum(item is not None for item in (self.paper, self.day, self.page))


@remembered
def imprint_in(text: str) -> Imprint | None:
    """What the line says, if it says two of paper, day and page, and nothing else than goes with these."""
    spelt = legible(text)
    line = with_days_in_digits(spelt)
    if len(text) > LONGEST_IMPRINT or not _MAY_BE_IMPRINT.fullmatch(line):
        return None
    day, left = _take_day(_narrow_brackets(line))
    if day is None and _PRINTED_DAY.search(line):
        return None
    page, left = _take_page(_SAID_BESIDE.sub(" ", left))
    paper = None
    for run in _LEFT_OVER.findall(left):
        if paper is None and is_paper_name(run):
            paper = run
        elif not is_section(run):
            return None
    if re.search(r"[A-Za-z0-9]", left):
        return None
    found = Imprint(_as_spelt(paper, spelt, text), day, page)
    return found if found.items >= 2 else None


def items_in_head(text: str) -> Imprint:
    """Whichever of paper, day and page a line says that is known to stand in the head of a page."""
    line = _narrow_brackets(legible(text))
    day, left = _take_day(with_days_in_digits(line))
    page, left = _take_page(_SAID_BESIDE.sub(" ", left))
    return Imprint(_as_spelt(paper_name_in(left), line, text), day, page)


def first_said(found: Iterable[Imprint]) -> Imprint:
    """The first paper, the first day and the first page that any of them says."""
    imprints = list(found)
    papers, days = (each.paper for each in imprints), (each.day for each in imprints)
    pages = (each.page for each in imprints)
    return Imprint(next(filter(None, papers), None), next(filter(None, days), None), next(filter(None, pages), None))


def _narrow_brackets(line: str) -> str:
    return re.sub(rf"[{BRACKET_OPENS}{BRACKET_CLOSES}《》<>〈〉“”\"]", " ", line)


def _take_day(line: str) -> tuple[date | None, str]:
    found = _PRINTED_DAY.search(line)
    if found is None:
        return None, line
    numbers = [int(part) for part in found.groups() if part and part.isdigit()]
    try:
        return date(*numbers), line[: found.start()] + " " + line[found.end() :]
    except ValueError:
        return None, line


def _take_page(line: str) -> tuple[str | None, str]:
    """The page, and the line without its label; a section behind it goes with it, but no words that go on: 3版刊登."""
    found = _PRINTED_PAGE.search(line)
    if found is None:
        return None, line
    beside = found["section"] or found["named"] or ""
    goes_on = bool(found["section"]) and not found["sign"] and not is_section(beside)
    end = found.end() - len(beside) if goes_on or is_paper_name(beside) else found.end()
    return page_name("".join((found["page"] or found["bare"]).split())), line[: found.start()] + " " + line[end:]


def _as_spelt(paper: str | None, line: str, text: str) -> str | None:
    """The name in the characters of the print, where these stand in a row."""
    if paper is None:
        return None
    dense = "".join(char for char in text if not char.isspace())
    at = "".join(line.split()).find(paper)
    return dense[at : at + len(paper)] if at >= 0 and len(dense) == len("".join(line.split())) else paper
