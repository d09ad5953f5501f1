"""Values as reports give them: the one number of a short answer, what it became, and the words that it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from retrieval.answers.ranking.ranked import Ranked
from retrieval.answers.ranking.rerank import ReadQuotation
from retrieval.answers.spans.changes import VALUE_NUMBER
from retrieval.answers.spans.extract import ShortAnswer
from retrieval.domain import Article
from retrieval.language.characters import CLAUSE_ENDS, DIGIT_VALUES
from retrieval.language.folding import folded
from retrieval.language.numbers import Type, numbers
from retrieval.language.sentences import sentences

VALUES = frozenset({Type.DURATION, Type.MONEY, Type.RATIO, Type.AGE, Type.DATE, Type.CLOCK, Type.QUANTITY, Type.NUMBER})

_BECAME = re.compile(r"[由从自].*[至到为](.+)")
_RELATIVE = re.compile(r"[昨今明前当次同去上下本这后]")
_SIGN = re.compile(f"[{CLAUSE_ENDS}、\\n]")


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


def value_of(ranked: Ranked, read: ReadQuotation, short: ShortAnswer) -> PrintedValue | None:
    """The one value that a short answer prints; of 由60天延长至90天 what came of it. None where it prints several."""
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
    return VALUE_NUMBER.sub(
        lambda found: found.group().translate(DIGIT_VALUES) if len(found.group()) == 1 else found.group(), text
    )
