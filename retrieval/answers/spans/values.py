"""Values as reports give them: the one number of a short answer, what it became, and the words that it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from retrieval.answers.question.query import Query
from retrieval.answers.ranking.ranked import Quotation, Ranked
from retrieval.answers.ranking.rerank import ReadQuotation
from retrieval.answers.spans.extract import ShortAnswer
from retrieval.domain import Article, Span
from retrieval.language.characters import CLAUSE_ENDS, ESTIMATES_BEFORE
from retrieval.language.folding import folded
from retrieval.language.numbers import Type, numbers
from retrieval.language.sentences import sentences

LONGEST_VALUE = 16
"""Characters of a value."""
VALUES = frozenset({Type.DURATION, Type.MONEY, Type.RATIO, Type.AGE, Type.DATE, Type.CLOCK, Type.QUANTITY, Type.NUMBER})

_NUMBER = re.compile(r"[\d.,]+|[零〇一二两三四五六七八九十百千万亿半几]+")
_BECAME = re.compile(r"[由从自].*[至到为](.+)")
_BEFORE = re.compile(r"[由从自](?:原来|原先|原有|此前|目前|现行|现在|过去|最初)?的?$")
_CHANGE = re.compile(r"[^\d,，。;；]{0,8}?[至到为]")
_FORMERLY = re.compile(r"原[来先有]|此前|之前|以前|过去|曾")
_RELATIVE = re.compile(r"[昨今明前当次同去上下本这后]")
_ESTIMATE_FIRST = re.compile(f"^(?:{ESTIMATES_BEFORE})(?:有|为|达)?")
_SIGN = re.compile(f"[{CLAUSE_ENDS}、\\n]")
_DIGITS = str.maketrans("零〇一二两三四五六七八九", "001223456789")


@dataclass(frozen=True, slots=True, eq=False)
class PrintedValue:
    """An excerpt with the value that it gives: its type, and the value in a form that can be compared."""

    read: ReadQuotation
    short: ShortAnswer
    article: Article
    day: date
    type: Type
    value: str

    @property
    def around(self) -> str:
        """The headline, and the sentence that the value stands in."""
        return f"{folded(self.article.headline or '')} {self.sentence}"

    @property
    def clause(self) -> str:
        """The words between the signs around the value."""
        text, (start, end) = self.read.quotation.folded, self.short.span
        first = max((found.end() for found in _SIGN.finditer(text, 0, start)), default=0)
        last = _SIGN.search(text, end)
        return text[first : last.start() if last else len(text)]

    @property
    def sentence(self) -> str:
        """The sentence that the value stands in."""
        text = self.read.quotation.folded
        for start, end in sentences(text):
            if start <= self.short.span[0] < end:
                return text[start:end]
        return text


def after_change(query: Query, quotation: Quotation, short: ShortAnswer) -> ShortAnswer:
    """The short answer; where it is the value before a change, or both (由60天延长至90天), the value after it.

    Not where the question asks for what was before.
    """
    if _FORMERLY.search(query.folded):
        return short
    text = quotation.folded
    changed = _second_of_two(text, short.span) or _value_behind(text, short.span)
    return replace(short, span=changed) if changed else short


def _second_of_two(text: str, span: Span) -> Span | None:
    """90天 of 60天延长至90天."""
    start, end = span
    found = [each.span for each in numbers(text[start:end])]
    if len(found) != 2 or found[0][0] != 0 or found[1][1] != end - start:
        return None
    before, after = (start, start + found[0][1]), (start + found[1][0], end)
    change = _CHANGE.fullmatch(text, before[1], after[0])
    same_form = form(text[slice(*before)]) == form(text[slice(*after)])
    return after if change and same_form else None


def _value_behind(text: str, span: Span) -> Span | None:
    """The value of the same form that the one printed at ``span`` became: 由60天 is followed by 延长至90天."""
    change = _CHANGE.match(text, span[1])
    if not change or not _BEFORE.search(text, 0, span[0]):
        return None
    wanted = form(_ESTIMATE_FIRST.sub("", text[slice(*span)]))
    first = change.end()
    for after in numbers(text[first : first + LONGEST_VALUE]):
        end = first + after.span[1]
        if after.span[0] == 0 and form(text[first:end]) == wanted:
            return first, end
    return None


def value_of(ranked: Ranked, read: ReadQuotation, short: ShortAnswer) -> PrintedValue | None:
    """The one value that a short answer prints; of 由60天延长至90天 what came of it. None where it prints several."""
    short = after_change(ranked.query, read.quotation, short)
    article = ranked.pool.documents[read.document].article
    printed = read.quotation.folded[slice(*short.span)]
    became = _BECAME.fullmatch(printed)
    values = numbers(became[1] if became else printed)
    if article.date is None or len(values) != 1 or values[0].type not in VALUES:
        return None
    value = comparable((became[1] if became else printed)[slice(*values[0].span)])
    return None if _RELATIVE.match(value) else PrintedValue(read, short, article, article.date, values[0].type, value)


def comparable(value: str) -> str:
    """Without white space; single Chinese numerals as digits."""
    text = "".join(value.split())
    return _NUMBER.sub(
        lambda found: found.group().translate(_DIGITS) if len(found.group()) == 1 else found.group(), text
    )


def form(text: str) -> str:
    """Numbers masked, so that only their form counts."""
    return _NUMBER.sub("#", text)
